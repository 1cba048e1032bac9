//! The life of single removals in a real browser on the practice site.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use common::crew::{Came, Crew, firefox_is_installed};
use unlinked::browser::BrowserKind;
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

#[tokio::test]
async fn a_person_is_removed_on_the_ember_profile() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let row = crew.somebody();
    let slug = row.person.slug.clone().unwrap();
    let before = crew.page.session().commands();
    let came = crew.act(&row).await;
    assert_eq!(came, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
    assert_eq!(crew.removals_of(slug.as_str()), 1);
    assert_eq!(crew.site.state().removals.len(), 1);
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
    use Came::{Outcome as O, Stopped as S};
    use Outcome::*;
    use unlinked::domain::StopSign;
    // The fault, what must come of the person, and how many removals the site may have counted.
    let table: &[(&[&str], Came, usize)] = &[
        (&["dialog_none"], O(Removed), 1),
        (&["dialog_native"], O(Removed), 1),
        (&["dialog_aria"], O(Removed), 1),
        (&["dialog_shadow"], O(Removed), 1),
        (&["dialog_late=800"], O(Removed), 1),
        (&["dialog_never"], O(Unconfirmed), 0),
        (&["dialog_names=Otto Wirth"], O(Mismatch), 0),
        (&["dialog_first_name_only"], O(Removed), 1),
        (&["toast_error"], O(Unconfirmed), 1),
        (&["toast_error=Too many requests"], S(StopSign::Throttled), 1),
        (&["remove_no_effect"], O(Unconfirmed), 1),
        (&["remove_silent_fail"], O(Unconfirmed), 1),
        (&["remove_status=429"], S(StopSign::Throttled), 1),
        (&["remove_status=500"], O(Unconfirmed), 1),
        (&["remove_slow=600"], O(Removed), 1),
        (&["remove_mute"], O(Removed), 1),
        (&["menu_late=800"], O(Removed), 1),
        (&["menu_first_click_ignored"], O(Removed), 1),
        (&["menu_missing_item"], O(ChangedPage), 0),
        (&["menu_two_items"], O(ChangedPage), 0),
        (&["mislabel"], O(Removed), 1),
        (&["slow_load=1500"], O(Removed), 1),
        (&["drop_connection=page"], O(Failed), 0),
        (&["drop_connection=remove"], O(Removed), 1),
        (&["status=429"], S(StopSign::Throttled), 0),
        (&["status=403"], S(StopSign::Throttled), 0),
        (&["status=451"], S(StopSign::Throttled), 0),
        (&["status=999"], S(StopSign::Throttled), 0),
        (&["challenge"], S(StopSign::Challenge), 0),
        (&["captcha"], S(StopSign::Challenge), 0),
        (&["restriction"], S(StopSign::Restriction), 0),
        (&["unusual_activity"], S(StopSign::Restriction), 0),
        (&["generic_error"], S(StopSign::Throttled), 0),
        (&["not_found"], O(NotFound), 0),
        (&["interstitial"], O(NotFound), 0),
        (&["dead_shell"], O(ChangedPage), 0),
        (&["not_connected=2"], O(NotConnected), 0),
        (&["not_connected=3"], O(NotConnected), 0),
        (&["not_connected=message"], O(NotConnected), 0),
        (&["not_connected=pending"], O(NotConnected), 0),
        (&["profile_mentions_security"], O(Removed), 1),
        (&["stale_content=800"], O(Removed), 1),
        (&["stale_content=0"], O(Mismatch), 0),
        (&["swap_person=hover"], O(Failed), 0),
        (&["both_degrees_visible"], O(ChangedPage), 0),
        (&["degree_missing"], O(ChangedPage), 0),
        (&["shuffled"], O(Removed), 1),
        (&["extra_hash"], O(Removed), 1),
        (&["covered=confirm"], O(ChangedPage), 0),
        (&["moving=600"], O(Removed), 1),
        (&["upsell=aria"], O(Removed), 1),
        (&["cookie_banner"], O(Removed), 1),
        (&["messaging_overlay"], O(Removed), 1),
        (&["no_aria_more"], O(Removed), 1),
        (&["signed_out"], S(StopSign::SignedOut), 0),
    ];
    let mut crew = Crew::start_in(
        browser,
        Options { people: 200, front_end, ..Options::default() },
        Surface::Desktop,
        Route::Profile,
    )
    .await;
    let mut wrong = Vec::new();
    for (faults, expected, removals) in table {
        let row = crew.somebody();
        let slug = row.person.slug.clone().unwrap();
        let all_before = crew.site.state().removals.len();
        crew.faults(faults);
        crew.last = None;
        let started = std::time::Instant::now();
        let came = crew.act(&row).await;
        crew.faults(&[]);
        let counted = crew.removals_of(slug.as_str());
        let others = crew.site.state().removals.len() - all_before - counted;
        println!("{faults:?} {came:?} {counted} {} ms", started.elapsed().as_millis());
        if came != *expected || counted != *removals || others != 0 {
            wrong.push(format!("{faults:?}: came {came:?}, {counted} removals ({others} of others), expected {expected:?}, {removals}: {:?}", crew.last));
        }
        // Nobody may stay connected in the way of the next one.
        let mut person = crew.site.person(slug.as_str()).unwrap();
        person.connected = false;
        crew.site.add_person(person);
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    crew.assert_page_views_agree();
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
