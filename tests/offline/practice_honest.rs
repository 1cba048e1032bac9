//! The practice site is made from evidence, not from our selector files: what only a guess of ours goes by must not be there, or a
//! fault of ours would be hidden by it; and what the site needs for its own scripts, no selector may go by.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a guess goes by, and the practice site has all the same, with why that hides nothing.
const SHARED: &[(&str, &str)] = &[
    (
        "artdeco-empty-state",
        "nothing public shows an empty list, so that there is one at all is a guess of both; on the real site it proves nothing",
    ),
    ("mn-connections__empty-search", "as above"),
    (
        "search-reusable-search-no-results",
        "used by ten tools (ui-evidence-2 4), and a guess of ours by choice, since a limit looks the same",
    ),
    ("scaffold-finite-scroll__content", "seen with rows (ui-evidence 2); without rows it is a guess"),
    (
        "msg-overlay-bubble-header__control",
        "a class of public scripts; closing the list of messages is all that rests on it",
    ),
    (
        "action-type",
        "the refusing button of a cookie banner, from public scripts; refusing is all that rests on it",
    ),
    ("DENY", "as above"),
    (
        "entity-result__",
        "the lines under a name are a guess of both, named after their seen neighbours (ui-evidence 3); they only tell namesakes apart",
    ),
    ("subtitle", "as above"),
    ("artdeco-pagination", "seen (ui-evidence 3); its next button is the guess"),
    ("artdeco-pagination__button--next", "by the class of the pagination beside it"),
    ("mn-connections", "used 2024 for the list; as the page around an empty one it is a guess"),
    ("search-results-container", "the page around the list of a search; for its empty state alone"),
];

fn read_all(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, text);
        } else if let Ok(more) = fs::read_to_string(&path) {
            text.push_str(&more);
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn practice() -> String {
    let mut text = String::new();
    read_all(&root().join("src/practice"), &mut text);
    text
}

/// Ids, classes, names and values of attributes in a CSS selector.
fn literals(css: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = css;
    while let Some(at) = rest.find(['.', '#', '[']) {
        let (mark, after) = rest[at..].split_at(1);
        if mark == "[" {
            let (inside, left) = after.split_once(']').unwrap_or((after, ""));
            let (name, value) = inside.split_once('=').unwrap_or((inside, ""));
            let name = name.trim_end_matches(['^', '$', '*', '~', '|']);
            found.insert(name.to_owned());
            let value = value.trim_end_matches(" i").trim_matches(['\'', '"']);
            found.extend((!value.is_empty()).then(|| value.to_owned()));
            rest = left;
        } else {
            let end =
                after.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(after.len());
            found.extend((end > 0).then(|| after[..end].to_owned()));
            rest = &after[end..];
        }
    }
    found
}

/// Each literal of the desktop's selectors, with whether anything but a guess goes by it. The phone's page is a guess as a whole.
fn known() -> BTreeMap<String, bool> {
    let file: toml::Table =
        fs::read_to_string(root().join("selectors/desktop.toml")).unwrap().parse().unwrap();
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    for (_, locator) in file["locator"].as_table().unwrap() {
        for candidate in locator["any"].as_array().unwrap() {
            let firm = !candidate["evidence"].as_str().unwrap().starts_with("guess");
            for key in ["css", "has", "closest", "shadow"] {
                let css = candidate.get(key).and_then(toml::Value::as_str).unwrap_or("");
                for literal in literals(css) {
                    *known.entry(literal).or_default() |= firm;
                }
            }
        }
    }
    known
}

/// What any page has: nothing is given away by it.
const COMMON: &[&str] = &["href", "role", "aria-label", "aria-expanded", "lang", "class", "id", "i"];

#[test]
fn what_only_a_guess_goes_by_is_not_on_the_practice_site() {
    let practice = practice();
    let mut found = Vec::new();
    for (literal, _) in
        known().into_iter().filter(|(literal, firm)| !firm && !COMMON.contains(&literal.as_str()))
    {
        let shared = SHARED.iter().any(|(word, _)| *word == literal);
        if practice.contains(&literal) && !shared {
            found.push(literal);
        }
    }
    assert_eq!(found, Vec::<String>::new(), "the practice site has what only a guess of ours goes by");
    for (word, why) in SHARED {
        assert!(why.len() > 5 && practice.contains(word), "{word} need not be named here any more");
    }
}

#[test]
fn no_selector_goes_by_what_the_practice_site_needs_for_itself() {
    let practice = practice();
    let own: BTreeSet<&str> = [
        "data-menu",
        "data-other",
        "data-withdraw",
        "data-rows",
        "data-total",
        "data-portal",
        "data-person",
        "data-shown",
        "data-about",
        "data-connected",
        "data-layout",
        "practice-banner",
        "practice-config",
    ]
    .into();
    let known = known();
    for word in own {
        assert!(practice.contains(word), "the practice site has no {word} any more");
        assert!(!known.keys().any(|literal| literal.contains(word)), "a selector goes by {word}");
    }
}
