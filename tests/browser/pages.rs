//! `docs/pages.md` against the tables that the tests with a real browser go through: a page or fault that is added, taken out
//! or ends otherwise must be so in both.
//!
//! `UNLINKED_WRITE_DOCS=1 cargo test --test browser pages::` writes the tables anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::testkit::pages::case::Case;
use crate::testkit::pages::cases::gentler::{UNFOLLOW, WITHDRAW, WITHDRAW_BY_MENU};
use crate::testkit::pages::cases::lists::{CONNECTIONS, LISTS, SEARCH};
use crate::testkit::pages::cases::loads::LOADS;
use crate::testkit::pages::cases::mobile::MOBILE;
use crate::testkit::pages::cases::own::{OWN, Own};
use crate::testkit::pages::cases::owners::{OWNERS, OWNERS_SDUI};
use crate::testkit::pages::cases::profile::PROFILE;
use crate::testkit::pages::crew::Came;
use crate::testkit::pages::foreign::{Foreign, foreign};
use crate::testkit::pages::rows;
use unlinked::domain::Outcome;
use unlinked::practice::fault_names;

const BEGIN: &str = "<!-- pages: begin (made from the tests' own tables by `UNLINKED_WRITE_DOCS=1 cargo test --test browser pages::`) -->";
const END: &str = "<!-- pages: end -->";

struct Group {
    title: &'static str,
    words: &'static str,
    cases: &'static [Case],
}

const GROUPS: &[Group] = &[
    Group { title: "Profiles", words: "`profile::ember::NAME` and `profile::sdui::NAME`.", cases: PROFILE },
    Group {
        title: "Loading, sessions, stop signs",
        words: "The same whatever serves the page: `load::NAME`.",
        cases: LOADS,
    },
    Group {
        title: "Picked from a list",
        words: "By the routes `connections` and `search`, on both front ends: `connections::ember::NAME`, `search::sdui::NAME` and so on.",
        cases: LISTS,
    },
    Group {
        title: "Connections",
        words: "The click is made in the list: `connections::ember::NAME` and `connections::sdui::NAME`.",
        cases: CONNECTIONS,
    },
    Group { title: "People search", words: "`search::ember::NAME` and `search::sdui::NAME`.", cases: SEARCH },
    Group {
        title: "Mobile web",
        words: "Chromium's emulation of a phone: `mobile::NAME`. A guess from end to end: on the real site it is refused until `selectors.allow_guessed` is set.",
        cases: MOBILE,
    },
    Group {
        title: "Unfollowing",
        words: "The person stays a connection, and nobody is removed: `unfollow::ember::NAME` and `unfollow::sdui::NAME`.",
        cases: UNFOLLOW,
    },
    Group {
        title: "Withdrawing an invitation",
        words: "On the profile of who has it: `withdraw::ember::NAME` and `withdraw::sdui::NAME`.",
        cases: WITHDRAW,
    },
    Group {
        title: "Withdrawing with Sales Navigator",
        words: "The invitation is in the overflow menu alone, on the newer front end: `withdraw::sdui::NAME`.",
        cases: WITHDRAW_BY_MENU,
    },
];

fn end_of(came: &Came, acts: usize) -> String {
    match came {
        Came::Lost => "the browser is started anew".to_owned(),
        Came::Outage => "outage".to_owned(),
        Came::Stopped(sign) => {
            let by = sign.stopped_by();
            let code = unlinked::cli::exit::of_stop(by);
            let clicked =
                if acts > 0 { "; the person is in doubt and looked at first next time" } else { "" };
            format!("the run stops: {sign} (exit {code}){clicked}")
        }
        Came::Outcome(Outcome::Unconfirmed) if acts == 0 => {
            "`unconfirmed`: the item was clicked, nothing was proved".to_owned()
        }
        Came::Outcome(Outcome::Unconfirmed) => "`unconfirmed`: clicked, not proved".to_owned(),
        Came::Outcome(outcome) if acts > 0 => format!("`{outcome}`"),
        Came::Outcome(outcome @ (Outcome::Unfollowed | Outcome::Withdrawn)) => {
            format!("`{outcome}`: it is so already, nothing is clicked")
        }
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
            let mut end = end_of(&case.came, case.acts);
            if let Some(Came::Outcome(outcome)) = &case.or {
                write!(end, " (or `{outcome}`, as the moment will have it)").unwrap();
            }
            row(&mut text, [&format!("`{}`", case.name), case.what, case.evidence, &end]);
        }
        text.push('\n');
    }
    text.push_str("## With a test of their own\n\n`own::NAME`.\n\n");
    row(&mut text, ["test", "what the page does", "evidence", "what comes of it"]);
    text.push_str("| --- | --- | --- | --- |\n");
    for Own { name, what, evidence, end, .. } in OWN {
        row(&mut text, [&format!("`{name}`"), what, evidence, end]);
    }
    text.push_str("\n## Who is signed in\n\n`owner::ember::NAME` and `owner::sdui::NAME`; the last one on the newer front end alone.\n\n");
    row(&mut text, ["test", "what the page does", "evidence", "what comes of it"]);
    text.push_str("| --- | --- | --- | --- |\n");
    for Own { name, what, evidence, end, .. } in OWNERS.iter().chain(OWNERS_SDUI) {
        row(&mut text, [&format!("`{name}`"), what, evidence, end]);
    }
    text.push_str("\n## Pages that no practice site serves\n\n");
    text.push_str("Made by hand, `foreign::NAME`: first those on which nobody would hesitate, then those that mislead, then lists. Good is a\nremoval of the right person, or a typed refusal.\n\n");
    row(&mut text, ["test", "what the page does", "front end", "what comes of the person"]);
    text.push_str("| --- | --- | --- | --- |\n");
    for Foreign { name, what, front, came, too_late, .. } in foreign() {
        let removals = usize::from(*came == Came::Outcome(Outcome::Removed));
        let mut end = end_of(came, removals);
        if *too_late {
            end.push_str(" (or `failed`, as the moment will have it)");
        }
        row(&mut text, [&format!("`{name}`"), what, front.name(), &end]);
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
    let own = OWN.iter().chain(OWNERS).chain(OWNERS_SDUI).map(|own| own.name);
    cases.chain(own).chain(foreign().map(|foreign| foreign.name)).collect()
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

#[test]
fn each_row_is_a_test_of_its_name_and_no_two_tests_have_one_name() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pages.md")).unwrap();
    let told =
        page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(name, _)| name);
    let tests: Vec<String> = rows::all().into_iter().map(|row| row.name).collect();
    let last: BTreeSet<&str> = tests.iter().filter_map(|name| name.rsplit("::").next()).collect();
    let missing: Vec<&str> = told.filter(|name| !last.contains(name)).collect();
    assert!(missing.is_empty(), "these rows have no test: {missing:?}");
    assert_eq!(tests.iter().collect::<BTreeSet<_>>().len(), tests.len(), "two tests have one name");
}
