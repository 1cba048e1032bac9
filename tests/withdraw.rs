//! Withdrawing invitations in a real browser on the practice site, and reading the list of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly and may print"
)]

mod common;

use std::collections::BTreeMap;

use common::crew::{Came, Crew, WallClock};
use unlinked::domain::{Action, Outcome, Route, StopSign, Surface};
use unlinked::engine::sent_invitations;
use unlinked::ledger::Caps;
use unlinked::plan::{AGE_KEYS, AgeTexts};
use unlinked::practice::{FrontEndChoice, Options};
use unlinked::roster::Row;

/// Somebody with an invitation that nobody has answered.
fn invited(crew: &Crew) -> Row {
    let state = crew.site.state();
    let person = state.others.iter().find(|person| person.invited).unwrap();
    Row { action: Action::Withdraw, ..crew.row(&person.slug) }
}

fn withdrawals_of(crew: &Crew, slug: &str) -> usize {
    crew.site.state().withdrawals.iter().filter(|record| record.slug == slug).count()
}

/// Nobody was removed, and nothing was clicked that nobody asked for.
fn assert_nothing_else(crew: &Crew) {
    let state = crew.site.state();
    assert!(state.removals.is_empty() && state.unfollows.is_empty(), "{:?}", state.removals);
    assert!(state.other_actions.is_empty(), "{:?}", state.other_actions);
    assert!(state.withdrawals.iter().all(|record| record.trusted), "{:?}", state.withdrawals);
    crew.assert_page_views_agree();
}

/// Takes the invitation back by hand, so that the next one is somebody else's.
fn clear(crew: &Crew, slug: &str) {
    let mut person = crew.site.person(slug).unwrap();
    person.invitation = None;
    crew.site.add_person(person);
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
    // The fault, what must come of the person, how many withdrawals the site may have counted, and whether the invitation stays.
    let table: &[(&str, Came, usize, bool)] = &[
        ("", O(Withdrawn), 1, false),
        ("dialog_native", O(Withdrawn), 1, false),
        ("dialog_aria", O(Withdrawn), 1, false),
        ("dialog_shadow", O(Withdrawn), 1, false),
        ("dialog_none", O(Withdrawn), 1, false),
        ("dialog_late=800", O(Withdrawn), 1, false),
        ("dialog_never", O(Unconfirmed), 0, true),
        ("remove_no_effect", O(Unconfirmed), 1, true),
        ("remove_status=429", S(StopSign::Throttled), 1, true),
        ("remove_mute", O(Withdrawn), 1, false),
        ("drop_connection=remove", O(Withdrawn), 1, false),
        ("covered=confirm", O(ChangedPage), 0, true),
        ("stale_content=0", O(Mismatch), 0, true),
        ("name=Otto Wirth", O(Mismatch), 0, true),
        ("not_found", O(NotFound), 0, true),
        ("challenge", S(StopSign::Challenge), 0, true),
    ];
    // Each site has fourteen invitations; the second half of the table gets a site of its own.
    let mut crew =
        Crew::start(Options { front_end, ..Options::default() }, Surface::Desktop, Route::Profile).await;
    let mut wrong = Vec::new();
    for (nth, (fault, expected, withdrawals, stays)) in table.iter().enumerate() {
        if nth == 10 {
            assert_nothing_else(&crew);
            crew = crew.move_to(Options { front_end, ..Options::default() }).await;
        }
        let row = invited(&crew);
        let slug = row.person.slug.clone().unwrap();
        let fault = if fault.starts_with("name=") { format!("{fault}@{slug}") } else { (*fault).to_owned() };
        crew.faults(&if fault.is_empty() { Vec::new() } else { vec![fault.as_str()] });
        crew.last = None;
        let started = std::time::Instant::now();
        let came = crew.act(&row).await;
        crew.faults(&[]);
        let counted = withdrawals_of(&crew, slug.as_str());
        let invited = crew.site.person(slug.as_str()).unwrap().invitation.is_some();
        println!("{fault:?} {came:?} {counted} {} ms", started.elapsed().as_millis());
        if came != *expected || counted != *withdrawals || invited != *stays {
            wrong.push(format!("{fault:?}: came {came:?}, {counted} withdrawals, invited {invited}, expected {expected:?}, {withdrawals}, {stays}: {:?}", crew.last));
        }
        clear(&crew, slug.as_str());
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
    assert_nothing_else(&crew);

    // Whoever accepted meanwhile is a connection now; nothing is clicked on a connection.
    let row = invited(&crew);
    let slug = row.person.slug.clone().unwrap();
    let mut person = crew.site.person(slug.as_str()).unwrap();
    (person.connected, person.invitation) = (true, None);
    crew.site.add_person(person);
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::NotFound));
    assert!(crew.last.as_ref().unwrap().detail.contains("accepted"), "{:?}", crew.last);
    // An invitation that is gone cannot be withdrawn: the page offers Connect.
    let row = invited(&crew);
    clear(&crew, row.person.slug.as_ref().unwrap().as_str());
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Withdrawn));
    assert!(crew.last.as_ref().unwrap().detail.contains("nothing was clicked"), "{:?}", crew.last);
    // The keep list and rehearsals hold for this too.
    let row = invited(&crew);
    let slug = row.person.slug.clone().unwrap();
    crew.keep = format!("{slug}\n");
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Kept));
    crew.keep = String::new();
    crew.rules.rehearsal = true;
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::Rehearsed));
    assert_eq!(withdrawals_of(&crew, slug.as_str()), 0);
    assert_nothing_else(&crew);
    crew.end().await;
}

#[tokio::test]
async fn invitations_are_read_and_withdrawn_in_every_language_of_both_front_ends() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let texts = AgeTexts::new(
        AGE_KEYS.iter().flat_map(|(key, ..)| crew.selectors.texts_of(key).map(move |text| (*key, text))),
    );
    let mut wrong = Vec::new();
    for lang in Options::languages() {
        for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
            crew = crew.move_to(Options { lang: lang.to_owned(), front_end, ..Options::default() }).await;
            let limit = crew.rules.locate_timeout;
            let site = crew.rules.site.clone();
            let sent = sent_invitations(
                &mut crew.page,
                &crew.ledger,
                crew.run,
                &Caps::UNLIMITED,
                &site,
                &WallClock,
                limit,
            )
            .await
            .unwrap();
            // Fourteen invitations of one to fourteen weeks, ten a page.
            let ages: BTreeMap<u32, usize> = sent.cards.iter().fold(BTreeMap::new(), |mut ages, card| {
                let age =
                    texts.of_card(card.details.iter().map(String::as_str)).map_or(9_999, |(days, _)| days);
                *ages.entry(age).or_default() += 1;
                ages
            });
            let expected = BTreeMap::from([(7, 1), (14, 1), (21, 1), (28, 1), (30, 4), (60, 4), (90, 2)]);
            if sent.cards.len() != 14 || sent.unreadable != 0 || ages != expected {
                wrong.push(format!("{lang} {front_end}: {} cards, {ages:?}", sent.cards.len()));
            }
            let row = invited(&crew);
            let came = crew.act(&row).await;
            if came != Came::Outcome(Outcome::Withdrawn) || crew.site.state().withdrawals.len() != 1 {
                wrong.push(format!("{lang} {front_end}: {came:?} {:?}", crew.last));
            }
            assert_nothing_else(&crew);
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}
