//! Every command of this program that stands in a block of code of the README and the pages in `docs` is run, as a reader
//! would type it: in the order of the page, by a shell, in a terminal of its own, in a home folder with nothing in it but what
//! a reader has by then. LinkedIn is a practice site here. The exit code must be the one that the page implies.

mod belongings;
mod lines;
mod reader;
mod tables;

use std::collections::BTreeSet;

use crate::testkit::documents::pages::{all, root};
use lines::{Kind, lines};
use reader::Reader;
use tables::{ENDS, FILLED, NOT_RUN, PAGES, RUN_ELSEWHERE};

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_can_be_followed() {
    let reader = Reader::of("README.md").await;
    reader.connections("Old Employer", 6);
    reader.keep_list();
    reader.follow();
    assert_eq!(reader.site.state().removals.len(), 6, "all but the one who is kept were removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_ci_can_be_followed() {
    Reader::of("docs/ci.md").await.follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_containers_can_be_followed_where_it_needs_no_engine() {
    Reader::of("docs/containers.md").await.follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_many_accounts_can_be_followed() {
    let reader = Reader::of("docs/fleet.md").await;
    reader.accounts();
    reader.follow();
    assert_eq!(reader.site.state().removals.len(), 3, "everybody of both rosters");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_can_be_followed() {
    let reader = Reader::of("docs/getting-started.md").await;
    reader.connections("Acme", 6);
    reader.keep_list();
    reader.follow();
    assert_eq!(reader.site.state().removals.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_grids_can_be_followed_on_a_driver_that_listens_by_itself() {
    let reader = Reader::of("docs/grid.md").await;
    let driver = reader.driver();
    // A server's browser runs as whoever runs this test, and as root Chromium's sandbox refuses.
    let args = if nix::unistd::geteuid().is_root() { "--no-sandbox" } else { "" };
    reader.with("UNLINKED_WEBDRIVER_URL", &driver.url()).with("UNLINKED_WEBDRIVER_ARGS", args).follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_limits_can_be_followed() {
    let reader = Reader::of("docs/limits.md").await;
    reader.roster(2);
    reader.follow();
    assert_eq!(reader.site.state().removals.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_choosing_well_can_be_followed() {
    let reader = Reader::of("docs/network.md").await;
    reader.connections("Acme", 4);
    reader.older_connections();
    reader.follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_planning_can_be_followed() {
    let reader = Reader::of("docs/plan.md").await;
    reader.connections("Acme", 4);
    reader.keep_list();
    reader.rules_of_the_page();
    reader.follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_recovery_can_be_followed() {
    let reader = Reader::of("docs/recovery.md").await;
    reader.somebody_needs_a_look();
    reader.follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_reports_can_be_followed() {
    let reader = Reader::of("docs/report.md").await;
    reader.roster_with_martha_quill(5);
    // She is gone when the page probes her profile, and what is not there is waited for: 15 s are for pages far away.
    reader.with("UNLINKED_ENGINE_LOCATE_TIMEOUT", "5s").follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_reviewing_can_be_followed() {
    let reader = Reader::of("docs/review.md").await;
    reader.connections("Acme", 4);
    reader.follow();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_smoke_tests_can_be_followed() {
    let reader = Reader::of("docs/smoke.md").await;
    reader.staging_roster();
    reader.cookie_file();
    reader.follow();
    let state = reader.site.state();
    assert!(state.removals.is_empty() && state.other_actions.is_empty(), "a smoke test changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_on_watching_can_be_followed() {
    let reader = Reader::of("docs/watch.md").await;
    reader.one_account_of_a_fleet();
    reader.follow();
}

#[test]
fn every_page_with_a_command_is_followed_here_or_by_a_test_of_its_own() {
    let with_commands: BTreeSet<String> = all()
        .iter()
        .filter(|page| lines(page).iter().any(|line| matches!(line.kind, Kind::Ours)))
        .map(|page| page.path.display().to_string())
        .collect();
    let elsewhere: BTreeSet<String> = RUN_ELSEWHERE.iter().map(|(page, _)| (*page).to_owned()).collect();
    let here: BTreeSet<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    assert!(here.is_disjoint(&elsewhere));
    assert_eq!(with_commands, here.union(&elsewhere).cloned().collect());
    for (page, test) in RUN_ELSEWHERE {
        let source = std::fs::read_to_string(root().join(test)).unwrap();
        assert!(source.contains(page), "{test} does not follow {page}");
    }
    let tests = std::fs::read_to_string(root().join("tests/program/docs_run/mod.rs")).unwrap();
    for page in PAGES {
        assert!(tests.contains(&format!("Reader::of(\"{page}\")")), "no test follows {page}");
    }
}

#[test]
fn the_tables_hold_nothing_that_no_page_has() {
    let pages = all();
    let has = |page: &str, wanted: &dyn Fn(&str) -> bool| {
        pages.iter().filter(|one| page.is_empty() || one.path.to_str() == Some(page)).any(|one| {
            lines(one).iter().any(|line| !matches!(line.kind, Kind::Elsewhere) && wanted(&line.text))
        })
    };
    let mut stale = Vec::new();
    for (page, start, _) in NOT_RUN {
        if !has(page, &|text| text.starts_with(start)) {
            stale.push(format!("NOT_RUN: {page}: {start}"));
        }
    }
    for (page, part, _) in ENDS {
        if !has(page, &|text| text.contains(part)) {
            stale.push(format!("ENDS: {page}: {part}"));
        }
    }
    for (page, written, _) in FILLED {
        if !has(page, &|text| text.contains(written)) {
            stale.push(format!("FILLED: {page}: {written}"));
        }
    }
    assert!(stale.is_empty(), "no page has these any more:\n{}", stale.join("\n"));
}
