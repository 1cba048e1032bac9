//! `docs/pages.md` against the tables that the tests with a real browser go through: a page or fault that is added, taken out
//! or ends otherwise must be so in both.
//!
//! `UNLINKED_WRITE_DOCS=1 cargo test --test pages` writes the tables anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use common::cases::{CONNECTIONS, Case, LISTS, LOADS, MOBILE, PROFILE, SEARCH};
use common::crew::Came;
use common::foreign::{Foreign, foreign};
use unlinked::domain::Outcome;
use unlinked::practice::fault_names;

const BEGIN: &str = "<!-- pages: begin (made from the tests' own tables by `UNLINKED_WRITE_DOCS=1 cargo test --test pages`) -->";
const END: &str = "<!-- pages: end -->";

struct Group {
    title: &'static str,
    words: &'static str,
    cases: &'static [Case],
}

const GROUPS: &[Group] = &[
    Group { title: "Profiles", words: "Each on Ember and on SDUI, in `tests/removal.rs`.", cases: PROFILE },
    Group {
        title: "Loading, sessions, stop signs",
        words: "The same whatever serves the page; in `tests/removal.rs`.",
        cases: LOADS,
    },
    Group {
        title: "Picked from a list",
        words: "Each by the routes `connections` and `search`, on Ember and on SDUI, in `tests/lists.rs`.",
        cases: LISTS,
    },
    Group {
        title: "Connections",
        words: "The click is made in the list. Each on Ember and on SDUI, in `tests/lists.rs`.",
        cases: CONNECTIONS,
    },
    Group { title: "People search", words: "Each on Ember and on SDUI, in `tests/lists.rs`.", cases: SEARCH },
    Group {
        title: "Mobile web",
        words: "Chromium's emulation of a phone, in `tests/mobile.rs`. A guess from end to end: on the real site it is refused until `selectors.allow_guessed` is set.",
        cases: MOBILE,
    },
];

/// Pages whose test is a function of the same name.
const OWN_TESTS: &[(&str, &str, &str, &str)] = &[
    (
        "other_owner",
        "somebody else is signed in than the ledger knows: no profile is opened",
        "14",
        "the run stops: owner (exit 5)",
    ),
    (
        "reload_mid",
        "the page loads itself anew when the menu opens",
        "10",
        "`removed`, or nothing removed (`failed`, `changed_page`, or `unconfirmed` where the click was on its way when the page went), as the moment will have it",
    ),
    (
        "hang",
        "a page that never finishes loading, and is whole, is read as any other; where no answer ever comes, the driver has none either",
        "10",
        "nothing removed; the browser is started anew, three times in a row at most (exit 9)",
    ),
];

fn end_of(came: &Came, removals: usize) -> String {
    match came {
        Came::Lost => "the browser is started anew".to_owned(),
        Came::Stopped(sign) => {
            let by = sign.stopped_by();
            let code = unlinked::cli::exit::of_stop(by);
            let clicked =
                if removals > 0 { "; the person is in doubt and looked at first next time" } else { "" };
            format!("the run stops: {sign} (exit {code}){clicked}")
        }
        Came::Outcome(Outcome::Unconfirmed) if removals == 0 => {
            "`unconfirmed`: the item was clicked, nothing was proved".to_owned()
        }
        Came::Outcome(Outcome::Unconfirmed) => "`unconfirmed`: clicked, not proved".to_owned(),
        Came::Outcome(outcome @ Outcome::Removed) => format!("`{outcome}`"),
        Came::Outcome(outcome) => format!("`{outcome}`, nothing removed"),
    }
}

fn row(text: &mut String, cells: [&str; 4]) {
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    writeln!(text, "| {} |", cells.join(" | ")).unwrap();
}

fn tables() -> String {
    let mut text = String::new();
    for group in GROUPS {
        write!(text, "## {}\n\n{}\n\n", group.title, group.words).unwrap();
        row(&mut text, ["test", "what the page does", "evidence", "what comes of the person"]);
        text.push_str("| --- | --- | --- | --- |\n");
        for case in group.cases {
            let mut end = end_of(&case.came, case.removals);
            if let Some(Came::Outcome(outcome)) = &case.or {
                write!(end, " (or `{outcome}`, as the moment will have it)").unwrap();
            }
            row(&mut text, [&format!("`{}`", case.name), case.what, case.evidence, &end]);
        }
        text.push('\n');
    }
    text.push_str("## With a test of their own\n\nFunctions of these names in `tests/removal.rs`.\n\n");
    row(&mut text, ["test", "what the page does", "evidence", "what comes of it"]);
    text.push_str("| --- | --- | --- | --- |\n");
    for (name, what, evidence, end) in OWN_TESTS {
        row(&mut text, [&format!("`{name}`"), what, evidence, end]);
    }
    text.push_str("\n## Pages that no practice site serves\n\n");
    text.push_str("Made by hand, in `tests/foreign_pages.rs`: first those on which nobody would hesitate, then those that mislead, then lists.\nGood is a removal of the right person, or a typed refusal.\n\n");
    row(&mut text, ["test", "what the page does", "front end", "what comes of the person"]);
    text.push_str("| --- | --- | --- | --- |\n");
    for Foreign { name, what, front, came, .. } in foreign() {
        let removals = usize::from(*came == Came::Outcome(Outcome::Removed));
        row(&mut text, [&format!("`{name}`"), what, front.name(), &end_of(came, removals)]);
    }
    text
}

#[test]
fn the_table_of_pages_is_that_of_the_tests() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pages.md");
    let kept = std::fs::read_to_string(&path).unwrap();
    let begin = kept.find(BEGIN).expect("the tables have a beginning") + BEGIN.len();
    let end = kept.find(END).expect("the tables have an end");
    let made = format!("{}\n\n{}\n\n{}", &kept[..begin], tables().trim(), &kept[end..]);
    if std::env::var_os("UNLINKED_WRITE_DOCS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(
        kept == made || std::env::var_os("UNLINKED_WRITE_DOCS").is_some(),
        "docs/pages.md is stale: run this test with UNLINKED_WRITE_DOCS=1"
    );
}

fn names() -> Vec<&'static str> {
    let cases = GROUPS.iter().flat_map(|group| group.cases).map(|case| case.name);
    cases.chain(OWN_TESTS.iter().map(|own| own.0)).chain(foreign().map(|foreign| foreign.name)).collect()
}

#[test]
fn every_fault_of_the_practice_site_is_tried_and_every_name_is_there_once() {
    let names = names();
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len(), "a name stands twice");
    let bare: Vec<&str> = names
        .iter()
        .map(|name| name.strip_prefix("row_").or(name.strip_prefix("mobile_")).unwrap_or(name))
        .collect();
    let missing: Vec<&str> = fault_names()
        .into_iter()
        .filter(|fault| !bare.iter().any(|name| name == fault || name.starts_with(&format!("{fault}_"))))
        .collect();
    assert!(missing.is_empty(), "no test tries these faults: {missing:?}");
}

#[test]
fn every_section_of_the_evidence_that_shows_pages_is_tried() {
    let told: String = GROUPS.iter().flat_map(|group| group.cases).fold(String::new(), |mut text, case| {
        write!(text, " {},", case.evidence).unwrap();
        text
    });
    for section in [
        "0.1", "0.3", "0.4", "0.5", "0.7", "0.8", "0.9", "1a", "1b", "1c", "2", "3", "4", "5", "6", "11a",
        "11c", "11f", "11g", "11h", "11i",
    ] {
        assert!(
            told.contains(&format!(" {section},")) || told.contains(&format!(" {section}–")),
            "section {section}"
        );
    }
}
