//! What must hold for any input of the selector loader, the roster reader and slug normalisation: no panic, every place inside of
//! the file, and normalisation that changes nothing the second time. `fuzz/` tries the same by coverage.

use std::collections::BTreeMap;

use proptest::prelude::*;
use unlinked::domain::{PersonName, Slug, Surface};
use unlinked::faults::Faults;
use unlinked::roster::{KeepList, Roster};
use unlinked::selectors::{SelectorError, Selectors, builtin_files};

fn check(faults: &Faults) {
    for fault in &faults.list {
        if let Some(span) = &fault.span {
            assert!(faults.text().get(span.clone()).is_some(), "{span:?} is outside of the file");
            assert!(faults.position(fault).is_some(), "{span:?} has no line and column");
        }
    }
    let _ = faults.render(false, 80);
}

fn load(name: &str, text: &str) {
    let texts = BTreeMap::from([(name.to_owned(), text.to_owned())]);
    match Selectors::from_texts(Surface::Desktop, &texts) {
        Ok(selectors) => drop(selectors.page_request()),
        Err(SelectorError::Faults(files)) => files.iter().for_each(check),
        Err(other) => panic!("{other}"),
    }
}

/// What is done to a good file.
#[derive(Debug, Clone)]
enum Change {
    CutAt(prop::sample::Index),
    DropLine(prop::sample::Index),
    RepeatLine(prop::sample::Index),
    SwapLines(prop::sample::Index, prop::sample::Index),
    Put(prop::sample::Index, String),
    Word(prop::sample::Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Change::CutAt),
        index().prop_map(Change::DropLine),
        index().prop_map(Change::RepeatLine),
        (index(), index()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        (index(), ".{0,4}").prop_map(|(at, text)| Change::Put(at, text)),
        (index(), "@?[a-zé_\"=\\[\\]{}]{1,12}").prop_map(|(at, word)| Change::Word(at, word)),
    ]
}

fn apply(text: String, change: &Change) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return text;
    }
    match change {
        Change::CutAt(at) => {
            let at = at.index(text.len() + 1);
            return text.char_indices().take_while(|(start, _)| *start < at).map(|(_, c)| c).collect();
        }
        Change::Put(at, what) => {
            let mut chars: Vec<char> = text.chars().collect();
            let at = at.index(chars.len() + 1);
            chars.splice(at..at, what.chars());
            return chars.into_iter().collect();
        }
        Change::DropLine(at) => drop(lines.remove(at.index(lines.len()))),
        Change::RepeatLine(at) => {
            let at = at.index(lines.len());
            lines.insert(at, lines[at].clone());
        }
        Change::SwapLines(a, b) => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
        }
        Change::Word(at, word) => {
            let at = at.index(lines.len());
            let mut words: Vec<&str> = lines[at].split(' ').collect();
            let place = words.len() / 2;
            words[place] = word;
            lines[at] = words.join(" ");
        }
    }
    lines.join("\n")
}

fn csv_text() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        Just("url".to_owned()),
        Just("name".to_owned()),
        Just("First Name".to_owned()),
        Just("https://www.linkedin.com/in/ada-brandt/".to_owned()),
        Just("https://example.org/in/x".to_owned()),
        Just("Ada Brandt".to_owned()),
        Just("\"".to_owned()),
        "[^\r\n]{0,12}",
    ];
    let row = prop::collection::vec(cell, 0..6).prop_map(|cells| cells.join(","));
    (prop::collection::vec(row, 0..8), prop_oneof![Just("\n"), Just("\r\n"), Just("\r")])
        .prop_map(|(rows, end)| rows.join(end))
}

fn read_lists(bytes: &[u8]) {
    match Roster::parse("roster.csv", bytes) {
        Ok(roster) => check(&roster.warnings),
        Err(error) => error.faults().into_iter().for_each(check),
    }
    match KeepList::parse("keep.csv", bytes) {
        Ok(keep) => keep.warnings.as_deref().into_iter().for_each(check),
        Err(error) => error.faults().into_iter().for_each(check),
    }
}

fn slug_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "(https?://)?([a-z]{2}\\.|www\\.)?linkedin\\.com/(mwlite/)?(in|pub)/[A-Za-z0-9%é小_.-]{1,30}/?(\\?[a-z=]{0,9})?",
        "/in/(%[0-9A-Fa-f]{2}|[a-zA-ZÀ-ž\u{300}-\u{330}-]){1,20}/",
        "AC[ow][A-Za-z0-9_-]{20,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_selector_file_is_taken_or_refused_with_places_inside_of_it(
        mobile in any::<bool>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let wanted = if mobile { "mobile.toml" } else { "desktop.toml" };
        let files = builtin_files();
        let (_, text) = files.iter().find(|(name, _)| name == wanted).unwrap();
        load("desktop.toml", &changes.iter().fold((*text).to_owned(), apply));
    }

    #[test]
    fn a_damaged_file_of_texts_is_taken_or_refused_with_places_inside_of_it(
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let files = builtin_files();
        let (_, text) = files.iter().find(|(name, _)| name == "locales/pl.toml").unwrap();
        load("locales/pl.toml", &changes.iter().fold((*text).to_owned(), apply));
    }

    #[test]
    fn any_text_at_all_as_a_selector_file_is_refused_in_words(text in "\\PC{0,200}") {
        load("desktop.toml", &text);
        load("locales/xx.toml", &text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn rosters_and_keep_lists_are_read_or_refused_with_places_inside_of_them(text in csv_text()) {
        read_lists(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_as_a_list_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_lists(&bytes);
    }

    #[test]
    fn a_slug_that_is_taken_stays_the_same_when_it_is_taken_again(text in slug_text()) {
        if let Ok(slug) = Slug::parse(&text) {
            prop_assert_eq!(Slug::parse(slug.as_str()).ok(), Some(slug.clone()));
            prop_assert_eq!(Slug::parse(&slug.path()).ok(), Some(slug.clone()));
            let address = format!("https://www.linkedin.com{}", slug.path());
            prop_assert_eq!(Slug::parse(&address).ok(), Some(slug.clone()));
        }
    }

    #[test]
    fn a_name_matches_itself_and_its_own_words(text in ".{0,40}") {
        if let Some(name) = PersonName::new(&text) {
            prop_assert!(name.matches(&PersonName::new(&text).unwrap()));
            let words = PersonName::words_in(name.folded());
            prop_assert_eq!(words.join(" "), name.folded());
        }
    }
}
