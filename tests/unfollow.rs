//! Unfollowing in a real browser on the practice site: the gentler action, with the same guards and a budget of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly and may print"
)]

mod common;

use std::time::Duration;

use common::crew::{Came, Crew};
use unlinked::domain::{Action, Outcome, Route, StopSign, Surface};
use unlinked::practice::{FrontEndChoice, Options};
use unlinked::roster::Row;

/// Nothing shows at once that somebody is not followed any more, so a click is waited after for this long.
const GRACE: Duration = Duration::from_millis(600);

async fn crew(options: Options) -> Crew {
    let mut crew = Crew::start(options, Surface::Desktop, Route::Profile).await;
    crew.rules.confirm_grace = GRACE;
    crew
}

fn unfollow(row: Row) -> Row {
    Row { action: Action::Unfollow, ..row }
}

/// A connection that is followed, or not.
fn somebody(crew: &Crew, followed: bool) -> Row {
    let state = crew.site.state();
    let person = state.people.iter().find(|person| person.connected && person.following == followed).unwrap();
    unfollow(crew.row(&person.slug))
}

fn unfollows_of(crew: &Crew, slug: &str) -> usize {
    crew.site.state().unfollows.iter().filter(|record| record.slug == slug).count()
}

/// Nobody was removed, and nothing was clicked that nobody asked for.
fn assert_nothing_else(crew: &Crew) {
    let state = crew.site.state();
    assert!(state.removals.is_empty(), "{:?}", state.removals);
    assert!(state.other_actions.is_empty(), "{:?}", state.other_actions);
    assert!(state.unfollows.iter().all(|record| record.trusted), "{:?}", state.unfollows);
    crew.assert_page_views_agree();
}

#[tokio::test]
async fn each_page_and_fault_of_the_ember_profile_ends_as_it_should() {
    each_page_and_fault(FrontEndChoice::Ember).await;
}

#[tokio::test]
async fn each_page_and_fault_of_the_sdui_profile_ends_as_it_should() {
    each_page_and_fault(FrontEndChoice::Sdui).await;
}

async fn each_page_and_fault(front_end: FrontEndChoice) {
    use Came::{Outcome as O, Stopped as S};
    use Outcome::*;
    // The fault, what must come of the person, how many unfollows the site may have counted, and whether they stay followed.
    let table: &[(&[&str], Came, usize, bool)] = &[
        (&[], O(Unfollowed), 1, false),
        (&["dialog_native"], O(Unfollowed), 1, false),
        (&["dialog_aria"], O(Unfollowed), 1, false),
        (&["dialog_shadow"], O(Unfollowed), 1, false),
        (&["dialog_names=Otto Wirth", "dialog_aria"], O(Mismatch), 0, true),
        (&["menu_late=800"], O(Unfollowed), 1, false),
        (&["menu_first_click_ignored"], O(Unfollowed), 1, false),
        (&["menu_missing_item"], O(ChangedPage), 0, true),
        (&["menu_two_items"], O(ChangedPage), 0, true),
        (&["remove_mute"], O(Unfollowed), 1, false),
        (&["remove_no_effect"], O(Unconfirmed), 1, true),
        (&["remove_silent_fail"], O(Unconfirmed), 1, true),
        (&["remove_status=429"], S(StopSign::Throttled), 1, true),
        (&["remove_status=500"], O(Unconfirmed), 1, true),
        (&["toast_error"], O(Unconfirmed), 1, true),
        (&["drop_connection=remove"], O(Unfollowed), 1, false),
        (&["not_connected=2"], O(NotConnected), 0, true),
        (&["not_found"], O(NotFound), 0, true),
        (&["dead_shell"], O(ChangedPage), 0, true),
        (&["challenge"], S(StopSign::Challenge), 0, true),
        (&["stale_content=0"], O(Mismatch), 0, true),
        (&["name=Otto Wirth"], O(Mismatch), 0, true),
        (&["both_degrees_visible"], O(ChangedPage), 0, true),
        (&["shuffled"], O(Unfollowed), 1, false),
        (&["extra_hash"], O(Unfollowed), 1, false),
        (&["moving=600"], O(Unfollowed), 1, false),
        (&["no_aria_more"], O(Unfollowed), 1, false),
        (&["upsell=aria"], O(Unfollowed), 1, false),
    ];
    let mut crew = crew(Options { people: 200, front_end, ..Options::default() }).await;
    let mut wrong = Vec::new();
    for (faults, expected, unfollows, stays) in table {
        let row = somebody(&crew, true);
        let slug = row.person.slug.clone().unwrap();
        let faults: Vec<String> = faults
            .iter()
            .map(|fault| match *fault {
                "name=Otto Wirth" => format!("{fault}@{slug}"),
                fault => fault.to_owned(),
            })
            .collect();
        crew.faults(&faults.iter().map(String::as_str).collect::<Vec<_>>());
        crew.last = None;
        let started = std::time::Instant::now();
        let came = crew.act(&row).await;
        crew.faults(&[]);
        let counted = unfollows_of(&crew, slug.as_str());
        let followed = crew.site.person(slug.as_str()).unwrap().following;
        println!("{faults:?} {came:?} {counted} {} ms", started.elapsed().as_millis());
        if came != *expected || counted != *unfollows || followed != *stays {
            wrong.push(format!("{faults:?}: came {came:?}, {counted} unfollows, followed {followed}, expected {expected:?}, {unfollows}, {stays}: {:?}", crew.last));
        }
        // Nobody may stay followed in the way of the next one.
        let mut person = crew.site.person(slug.as_str()).unwrap();
        assert!(person.connected, "{faults:?}: an unfollowed person stays a connection");
        person.connected = false;
        crew.site.add_person(person);
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    assert_nothing_else(&crew);

    // Whom nobody follows cannot be unfollowed: the page says so, and nothing is clicked.
    let row = somebody(&crew, false);
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Unfollowed));
    assert!(crew.last.as_ref().unwrap().detail.contains("they were not followed"), "{:?}", crew.last);
    assert_eq!(unfollows_of(&crew, row.person.slug.as_ref().unwrap().as_str()), 0);

    // The keep list holds for this too.
    let row = somebody(&crew, true);
    let slug = row.person.slug.clone().unwrap();
    crew.keep = format!("{slug}\n");
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Kept));
    crew.keep = String::new();

    // A rehearsal opens the menu and clicks nothing in it.
    crew.rules.rehearsal = true;
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Rehearsed));
    assert_eq!(unfollows_of(&crew, slug.as_str()), 0);
    assert!(crew.site.person(slug.as_str()).unwrap().following);
    assert_nothing_else(&crew);
    crew.end().await;
}

#[tokio::test]
async fn a_person_is_unfollowed_in_every_language_of_both_front_ends() {
    let mut crew = crew(Options::default()).await;
    let mut wrong = Vec::new();
    for lang in Options::languages() {
        for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
            crew = crew.move_to(Options { lang: lang.to_owned(), front_end, ..Options::default() }).await;
            let row = somebody(&crew, true);
            let came = crew.act(&row).await;
            if came != Came::Outcome(Outcome::Unfollowed) || crew.site.state().unfollows.len() != 1 {
                wrong.push(format!("{lang} {front_end}: {came:?} {:?}", crew.last));
            }
            assert_nothing_else(&crew);
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}
