//! The life of single removals in a real browser on the practice site.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use common::cases::{LOADS, PROFILE, each, is_wanted, try_one};
use common::crew::{Came, Crew, firefox_is_installed};
use unlinked::browser::BrowserKind;
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::engine::OwnerCheck;
use unlinked::practice::{FrontEndChoice, Options};

#[tokio::test]
async fn a_person_is_removed_on_the_ember_profile() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    // The first page of a session costs a command more.
    let first = crew.somebody_plain();
    assert_eq!(crew.act(&first).await, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
    let row = crew.somebody();
    let slug = row.person.slug.clone().unwrap();
    let before = crew.page.session().commands();
    let came = crew.act(&row).await;
    assert_eq!(came, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
    assert_eq!(crew.removals_of(slug.as_str()), 1);
    assert_eq!(crew.site.state().removals.len(), 2);
    crew.assert_page_views_agree();
    let commands = crew.page.session().commands() - before;
    assert!(commands <= 10, "{commands} WebDriver commands");
    println!("{commands} commands, {:?}", crew.last);
    crew.end().await;
}

#[tokio::test]
async fn each_page_and_fault_of_the_ember_profile_ends_as_it_should() {
    each_page_and_fault(BrowserKind::Chromium, FrontEndChoice::Ember).await;
}

#[tokio::test]
async fn each_page_and_fault_of_the_sdui_profile_ends_as_it_should() {
    each_page_and_fault(BrowserKind::Chromium, FrontEndChoice::Sdui).await;
}

#[tokio::test]
async fn each_page_and_fault_of_the_ember_profile_ends_as_it_should_in_firefox() {
    if firefox_is_installed() {
        each_page_and_fault(BrowserKind::Firefox, FrontEndChoice::Ember).await;
    }
}

#[tokio::test]
async fn each_page_and_fault_of_the_sdui_profile_ends_as_it_should_in_firefox() {
    if firefox_is_installed() {
        each_page_and_fault(BrowserKind::Firefox, FrontEndChoice::Sdui).await;
    }
}

async fn each_page_and_fault(browser: BrowserKind, front_end: FrontEndChoice) {
    let options = Options { people: 200, front_end, ..Options::default() };
    let mut crew = Crew::start_in(browser, options, Surface::Desktop, Route::Profile).await;
    let mut wrong = Vec::new();
    each(&mut crew, PROFILE, &mut wrong).await;
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}

#[tokio::test]
async fn each_way_of_not_loading_and_each_stop_sign_ends_as_it_should() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let mut wrong = Vec::new();
    for case in LOADS.iter().filter(|case| is_wanted(case)) {
        crew = crew.move_to(Options::default()).await;
        try_one(&mut crew, case, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}

#[tokio::test]
async fn hang() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    crew.faults(&["hang=load"]);
    let row = crew.somebody_plain();
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
    crew.page_views_agree().await.unwrap();
    // Without an answer the driver has none either: it is given up, and a run starts another.
    crew.faults(&["hang=answer"]);
    assert_eq!(crew.act(&crew.somebody_plain()).await, Came::Lost);
    assert_eq!(crew.site.state().removals.len(), 1);
    crew.end().await;
}

#[tokio::test]
async fn reload_mid() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    for how in ["once", "always"] {
        crew.faults(&[&format!("reload_mid={how}")]);
        let row = crew.somebody_plain();
        let slug = row.person.slug.clone().unwrap();
        let before = crew.site.state().page_views;
        let came = crew.act(&row).await;
        // It depends on the moment whether the item was found before or after the page went. A click that was on its way when the
        // page went is a doubt, which a later look settles: nobody can say at once where it fell.
        let removed = match came {
            Came::Outcome(Outcome::Removed) => 1,
            Came::Outcome(Outcome::Failed | Outcome::ChangedPage | Outcome::Unconfirmed) => 0,
            other => panic!("{how}: {other:?} {:?}", crew.last),
        };
        assert_eq!(crew.removals_of(slug.as_str()), removed, "{how}: {:?}", crew.last);
        assert!(crew.site.state().page_views > before);
        crew = crew.move_to(Options::default()).await;
    }
    crew.end().await;
}

#[tokio::test]
async fn other_owner() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let owner = crew.check_owner().await;
    assert!(matches!(owner, OwnerCheck::Same { learned: true, .. }), "{owner:?}");
    crew.faults(&["other_owner"]);
    let owner = crew.check_owner().await;
    assert!(matches!(owner, OwnerCheck::Another { .. }), "{owner:?}");
    assert!(crew.site.requests().iter().all(|request| !request.path.starts_with("/in/wendell-crane-")));
    crew.page_views_agree().await.unwrap();
    crew.end().await;
}

#[tokio::test]
async fn a_person_is_removed_in_every_language_of_both_front_ends() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let mut wrong = Vec::new();
    for lang in Options::languages() {
        for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
            crew = crew.move_to(Options { lang: lang.to_owned(), front_end, ..Options::default() }).await;
            let row = crew.somebody();
            let came = crew.act(&row).await;
            if came != Came::Outcome(Outcome::Removed) || crew.site.state().removals.len() != 1 {
                wrong.push(format!("{lang} {front_end}: {came:?} {:?}", crew.last));
            }
            crew.assert_page_views_agree();
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}
