//! Learning the places besides the item from pages that have changed: the outlines of `tests/pages` and dialogs in every language, changed
//! at random as sites change them, with a printed seed. The right thing is first or among the first, and what is taken from it holds
//! for nothing that blocks, reports or removes something else.

use std::collections::BTreeMap;

use crate::testkit::practice_texts::texts;
use unlinked::domain::Surface;
use unlinked::learn::{Lesson, Memory, Sought, Tree, Vocabulary, rank, teach};
use unlinked::practice::Options;
use unlinked::saved::tokens_of;
use unlinked::selectors::{Selectors, builtin_files};

/// What a site changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    OtherLanguage,
    Reworded,
    Marks,
    Role,
    Wrapper,
    Order,
    Decoys,
}

const CHANGES: [Change; 7] = [
    Change::OtherLanguage,
    Change::Reworded,
    Change::Marks,
    Change::Role,
    Change::Wrapper,
    Change::Order,
    Change::Decoys,
];

const NAME: &str = "Nerys Elphick";

/// A page with its dialog open: what the places read on it, and what does harm there.
struct Made {
    html: String,
    language: String,
    right: Vec<(Sought, Vec<String>)>,
    harmful: Vec<String>,
}

/// The same text in other words, in whatever language.
fn reworded(text: &str, dice: &mut fastrand::Rng) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match dice.u8(0..3) {
        0 => format!("{text}…"),
        1 if words.len() > 1 => words.iter().rev().copied().collect::<Vec<_>>().join(" "),
        _ => text.to_uppercase(),
    }
}

/// The card of an outline, with the texts of a language in place of its own.
fn card(is_ember: bool, said: &BTreeMap<String, String>, (degree, more): (&str, &str)) -> String {
    let page = if is_ember { "ember-profile-1st" } else { "sdui-profile-1st" };
    let path = format!("{}/tests/pages/{page}.html", env!("CARGO_MANIFEST_DIR"));
    let mut html = std::fs::read_to_string(path).unwrap();
    let long = &said["first_long"];
    let pairs = match is_ember {
        true => [
            ("> 1. <", format!("> {degree} <")),
            ("Kontakt 1. stopnia", long.clone()),
            ("Więcej działań", said["more_actions"].clone()),
            (">Więcej<", format!(">{more}<")),
            (">Wiadomość<", format!(">{}<", said["message"])),
        ],
        false => [
            ("· 1st", format!("· {degree}")),
            ("· 2nd", format!("· {}", said["second"])),
            (">More<", format!(">{more}<")),
            ("\"More\"", format!("\"{more}\"")),
            ("<span>Message<", format!("<span>{}<", said["message"])),
        ],
    };
    for (from, to) in pairs {
        html = html.replace(from, &to);
    }
    html
}

fn made(dice: &mut fastrand::Rng, changes: &[Change]) -> Made {
    let has = |change| changes.contains(&change);
    let languages = [Options::languages(), Options::made_up_languages()].concat();
    let language = languages[dice.usize(0..languages.len())];
    let said = texts(language);
    let is_ember = dice.bool();
    let mut say = |key: &str| match has(Change::Reworded) && key != "remove_body" {
        true => reworded(&said[key], dice),
        false => said[key].clone(),
    };
    let (title, confirm, cancel) = (say("remove_title"), say("remove_confirm"), said["cancel"].clone());
    let (degree, more) = (said["first"].clone(), say("more"));
    let body = said["remove_body"].replace("{name}", NAME);
    let mut html = card(is_ember, &said, (&degree, &more));
    if has(Change::Marks) {
        let marks = ["dist-value", "distance-badge", "-profile-overflow-action", "overflow-web-ios-small"];
        for mark in marks {
            html = html.replace(mark, &format!("-x{}", dice.u16(..)));
        }
    }
    if has(Change::Wrapper) {
        html = html
            .replace("<span class=\"dist", "<div><span class=\"dist")
            .replace("</span></span></div>", "</span></span></div></div>");
        html = html.replace("<p class=\"_p\">", "<div><p class=\"_p\">");
    }
    let mut harmful = vec![said["report"].clone(), said["unfollow"].clone()];
    let class = |kind: &str| match has(Change::Marks) {
        true => String::new(),
        false => format!(" class=\"artdeco-button--{kind}\""),
    };
    let mut buttons = vec![
        format!("<button{}>{cancel}</button>", class("secondary")),
        format!("<button{}>{confirm}</button>", class("primary")),
    ];
    if has(Change::Order) {
        buttons.reverse();
    }
    if has(Change::Decoys) {
        // A dialog may offer to do more than was asked for.
        buttons
            .insert(dice.usize(0..=1), format!("<button{}>{}</button>", class("tertiary"), said["report"]));
        buttons.insert(0, format!("<button{}>{}</button>", class("tertiary"), said["unfollow"]));
        harmful.push(said["report_of"].replace("{name}", NAME));
        html = html.replace(
            "</section>",
            &format!(
                "<div role=\"button\" tabindex=\"0\" aria-label=\"{0}\">{0}</div></section>",
                harmful[2]
            ),
        );
    }
    let heading = if has(Change::Role) { ("div role=\"heading\"", "div") } else { ("h2", "h2") };
    let mut dialog = format!(
        "<{0}>{title}</{1}><p>{body}</p><button aria-label=\"{2}\"><svg></svg></button>{3}",
        heading.0,
        heading.1,
        said["dismiss"],
        buttons.concat()
    );
    if has(Change::Wrapper) {
        dialog = format!("<div><div>{dialog}</div></div>");
    }
    let role = if has(Change::Role) { "alertdialog" } else { "dialog" };
    html = html.replace("</body>", &format!("<div role=\"{role}\">{dialog}</div></body>"));
    // Of a language that is made up nobody but the user can say what does harm.
    if Options::made_up_languages().contains(&language) {
        harmful.clear();
    }
    let more = match is_ember {
        true => vec![more, said["more_actions"].clone()],
        false => vec![more],
    };
    let right = vec![
        (Sought::Degree, vec![degree.clone(), format!("· {degree}"), said["first_long"].clone()]),
        (Sought::More, more),
        (Sought::DialogTitle, vec![title]),
        (Sought::DialogBody, vec![body]),
        (Sought::Confirm, vec![confirm]),
    ];
    let page_language = if has(Change::OtherLanguage) { "ja" } else { language };
    Made { html, language: page_language.to_owned(), right, harmful }
}

fn built_in(file: &str) -> Option<String> {
    builtin_files().into_iter().find(|(name, _)| name == file).map(|(_, text)| text.to_owned())
}

#[test]
fn on_pages_that_have_changed_every_other_place_is_first_or_near_it_and_nothing_that_does_harm_is_learned() {
    let seed =
        std::env::var("UNLINKED_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_201);
    println!("seed {seed}");
    let mut dice = fastrand::Rng::with_seed(seed);
    let known = Vocabulary::of(&Selectors::load(Surface::Desktop, &[]).unwrap());
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (pages, mut missed) = (300, Vec::new());
    for at in 0..pages {
        let mut changes = CHANGES.to_vec();
        dice.shuffle(&mut changes);
        changes.truncate(dice.usize(1..=3));
        let made = made(&mut dice, &changes);
        let tree = Tree::of(&tokens_of(&made.html).unwrap());
        let mut lessons = Vec::new();
        for (sought, right) in &made.right {
            let list = rank(&tree, *sought, &known, &Memory::default(), &made.language);
            let is_it = |text: &String| right.contains(text);
            let place = list.iter().position(|one| is_it(&one.text) || one.label.as_ref().is_some_and(is_it));
            let count = counts.entry(sought.name()).or_default();
            count.0 += usize::from(place == Some(0));
            count.1 += usize::from(place.is_some_and(|place| place < 3));
            if place != Some(0) {
                let texts: Vec<&str> = list.iter().map(|one| one.text.as_str()).collect();
                let name = sought.name();
                missed
                    .push(format!("page {at}, {changes:?}, {name}: {right:?} is at {place:?} of {texts:?}"));
            }
            if let Some(picked) = place.and_then(|place| list.get(place)) {
                lessons.push(Lesson { sought: *sought, picked: picked.clone() });
            }
            for harmful in made.harmful.iter().filter(|_| sought.may_remove()) {
                let is_harmful = |text: &str| text == harmful;
                assert!(
                    !list
                        .iter()
                        .any(|one| is_harmful(&one.text) || one.label.as_deref().is_some_and(is_harmful)),
                    "page {at}, {changes:?}: {harmful} is offered as {}",
                    sought.name()
                );
            }
        }
        let place = (made.language.as_str(), Surface::Desktop);
        let Ok(taught) = teach(&lessons, (&tree, &known), place, built_in, "2026-12-01", Some(NAME)) else {
            continue;
        };
        // The loader takes what was learned, and none of it is the text of something else.
        let selectors = Selectors::from_texts(Surface::Desktop, &taught)
            .unwrap_or_else(|why| panic!("page {at}, {changes:?}: {why}"));
        for key in ["remove_connection", "confirm_remove", "dialog_title", "dialog_body"] {
            for text in selectors.texts_of(key) {
                assert!(!made.harmful.iter().any(|harmful| harmful == text), "page {at}: {text} is a {key}");
            }
        }
    }
    println!("of {pages}: {counts:?}\n{}", missed.join("\n"));
    for (place, (first, near)) in counts {
        assert!(first * 100 >= pages * 90, "{place}: {first} of {pages} are first");
        assert!(near * 100 >= pages * 98, "{place}: {near} of {pages} are among the first three");
    }
}

/// A message that stands on the page: the one that says that nothing was done is learned with a place for the name, and nothing else of
/// the page is taken for a message.
#[test]
fn what_a_toast_says_is_learned_from_the_page_on_which_it_stands() {
    let known = Vocabulary::of(&Selectors::load(Surface::Desktop, &[]).unwrap());
    for (toast, what) in [
        (
            "<div><h2 data-testid=\"toasts-title\">Goba</h2><div role=\"alert\"><p>Blorb frim NAME. Zuf kolen.</p></div></div>",
            "sdui",
        ),
        (
            "<div data-test-artdeco-toast-item-type=\"error\"><p>Blorb frim NAME. Zuf kolen.</p><button>Goba</button></div>",
            "ember",
        ),
    ] {
        let html = format!(
            "<html><body><main><h1>{NAME}</h1><p>Somebody who writes long lines of their own.</p></main>{}</body></html>",
            toast.replace("NAME", NAME)
        );
        let tree = Tree::of(&tokens_of(&html).unwrap());
        let list = rank(&tree, Sought::ToastFailed, &known, &Memory::default(), "xx");
        let texts: Vec<&str> = list.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, [format!("Blorb frim {NAME}. Zuf kolen.")], "{what}");
        let lessons = [Lesson { sought: Sought::ToastFailed, picked: list[0].clone() }];
        let taught =
            teach(&lessons, (&tree, &known), ("xx", Surface::Desktop), built_in, "2026-12-01", Some(NAME))
                .unwrap();
        let selectors = Selectors::from_texts(Surface::Desktop, &taught).unwrap();
        assert!(
            selectors.texts_of("toast_failed").any(|text| text == "Blorb frim {name}. Zuf kolen."),
            "{what}"
        );
        // It is no guess: it lets nobody be removed, and stops nothing by itself.
        assert!(taught["locales/xx.toml"].contains("seen 2026-12-01 on the owner's page"), "{what}");
    }
}
