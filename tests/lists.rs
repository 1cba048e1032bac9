//! The routes `connections` and `search` in a real browser on the practice site: who is picked from a list, who is not, and what
//! the site says of it afterwards. Every case ends with the page views of the ledger held against the site's own count.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use common::cases::{CONNECTIONS, Case, LISTS, SEARCH, each, keep_somebody};
use common::crew::{Came, Crew};
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

/// Both front ends in one session.
async fn on_both_front_ends(route: Route, own: &[Case]) {
    let mut wrong = Vec::new();
    let options = |front_end| Options { people: 120, front_end, ..Options::default() };
    let mut crew = Crew::start(options(FrontEndChoice::Ember), Surface::Desktop, route).await;
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        crew = crew.move_to(options(front_end)).await;
        keep_somebody(&mut crew);
        each(&mut crew, LISTS, &mut wrong).await;
        each(&mut crew, own, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}

#[tokio::test]
async fn each_case_of_the_connections_route_ends_as_it_should() {
    on_both_front_ends(Route::Connections, CONNECTIONS).await;
}

#[tokio::test]
async fn each_case_of_the_search_route_ends_as_it_should() {
    on_both_front_ends(Route::Search, SEARCH).await;
}

#[tokio::test]
async fn a_removal_by_the_connections_route_opens_no_profile_and_reads_totals_with_separators() {
    let options = |lang: &str, front_end| Options {
        people: 1205,
        lang: lang.to_owned(),
        front_end,
        ..Options::default()
    };
    let first = options("en", FrontEndChoice::Ember);
    let mut crew = Crew::start(first, Surface::Desktop, Route::Connections).await;
    for (lang, front_end) in [("en", FrontEndChoice::Ember), ("pl", FrontEndChoice::Sdui)] {
        crew = crew.move_to(options(lang, front_end)).await;
        let row = crew.somebody_plain();
        assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
        let state = crew.site.state();
        assert_eq!(state.removals.len(), 1);
        assert_eq!(state.page_views_by_kind.get("profile"), None, "{:?}", state.page_views_by_kind);
        crew.page_views_agree().await.unwrap();
    }
    crew.end().await;
}
