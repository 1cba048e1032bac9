//! Rehearsals in a real browser on every page variant of the practice site: whatever a page does, nobody is removed, and no
//! address that removes is asked for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use std::time::Duration;

use common::crew::{Came, Crew};
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

/// The pages and faults of `tests/removal.rs`, and what a rehearsal must come to where it gets as far as the item.
const PAGES: &[(&str, Option<Outcome>)] = &[
    ("dialog_none", Some(Outcome::Rehearsed)),
    ("dialog_native", Some(Outcome::Rehearsed)),
    ("dialog_aria", Some(Outcome::Rehearsed)),
    ("dialog_shadow", Some(Outcome::Rehearsed)),
    ("dialog_late=800", Some(Outcome::Rehearsed)),
    ("dialog_never", Some(Outcome::Rehearsed)),
    ("dialog_names=Otto Wirth", Some(Outcome::Rehearsed)),
    ("dialog_first_name_only", Some(Outcome::Rehearsed)),
    ("toast_error", Some(Outcome::Rehearsed)),
    ("remove_no_effect", Some(Outcome::Rehearsed)),
    ("remove_silent_fail", Some(Outcome::Rehearsed)),
    ("remove_status=429", Some(Outcome::Rehearsed)),
    ("remove_slow=600", Some(Outcome::Rehearsed)),
    ("remove_mute", Some(Outcome::Rehearsed)),
    ("menu_late=800", Some(Outcome::Rehearsed)),
    ("menu_first_click_ignored", Some(Outcome::Rehearsed)),
    ("menu_missing_item", Some(Outcome::ChangedPage)),
    ("menu_two_items", Some(Outcome::ChangedPage)),
    ("mislabel", Some(Outcome::Rehearsed)),
    ("slow_load=1500", Some(Outcome::Rehearsed)),
    ("drop_connection=page", Some(Outcome::Failed)),
    ("status=429", None),
    ("status=403", None),
    ("status=451", None),
    ("status=999", None),
    ("challenge", None),
    ("captcha", None),
    ("restriction", None),
    ("unusual_activity", None),
    ("generic_error", None),
    ("not_found", Some(Outcome::NotFound)),
    ("interstitial", Some(Outcome::NotFound)),
    ("dead_shell", Some(Outcome::ChangedPage)),
    ("not_connected=2", Some(Outcome::NotConnected)),
    ("not_connected=3", Some(Outcome::NotConnected)),
    ("not_connected=message", Some(Outcome::NotConnected)),
    ("not_connected=pending", Some(Outcome::NotConnected)),
    ("profile_mentions_security", Some(Outcome::Rehearsed)),
    ("stale_content=800", Some(Outcome::Rehearsed)),
    ("stale_content=0", Some(Outcome::Mismatch)),
    ("swap_person=content", None),
    ("swap_person=url", None),
    ("swap_person=hover", None),
    ("both_degrees_visible", Some(Outcome::ChangedPage)),
    ("degree_missing", Some(Outcome::ChangedPage)),
    ("shuffled", Some(Outcome::Rehearsed)),
    ("extra_hash", Some(Outcome::Rehearsed)),
    ("covered=more", None),
    ("covered=item", None),
    ("covered=confirm", Some(Outcome::Rehearsed)),
    ("moving=600", Some(Outcome::Rehearsed)),
    ("upsell=aria", Some(Outcome::Rehearsed)),
    ("cookie_banner", Some(Outcome::Rehearsed)),
    ("messaging_overlay", Some(Outcome::Rehearsed)),
    ("no_aria_more", Some(Outcome::Rehearsed)),
    ("signed_out", None),
];

#[tokio::test]
async fn a_rehearsal_of_every_page_removes_nobody_and_asks_for_no_address_that_removes() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let mut wrong = Vec::new();
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        crew = crew.move_to(Options { front_end, ..Options::default() }).await;
        crew.rules.rehearsal = true;
        crew.rules.locate_timeout = Duration::from_secs(4);
        let row = crew.somebody();
        for (fault, expected) in PAGES {
            crew.faults(&[fault]);
            crew.last = None;
            let came = crew.act(&row).await;
            crew.faults(&[]);
            if let Some(expected) = expected
                && came != Came::Outcome(*expected)
            {
                wrong.push(format!("{front_end} {fault}: {came:?} in place of {expected}: {:?}", crew.last));
            }
            let state = crew.site.state();
            if !state.removals.is_empty() || !state.other_actions.is_empty() {
                wrong.push(format!("{front_end} {fault}: {:?} {:?}", state.removals, state.other_actions));
            }
            // The site's way to change anything is a POST of its pages.
            let posts: Vec<String> = crew
                .site
                .requests()
                .iter()
                .filter(|request| request.method != "GET")
                .map(|request| format!("{} {}", request.method, request.path))
                .collect();
            assert!(posts.is_empty(), "{front_end} {fault}: {posts:?}");
        }
        crew.assert_page_views_agree();
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}
