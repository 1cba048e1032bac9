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

use common::cases::{CONNECTIONS, LISTS, MOBILE, SEARCH, keep_somebody, rehearse_each};
use common::crew::{Came, Crew};
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};
use unlinked::trace::{Recorder, What, salvage_events};

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

#[tokio::test]
async fn nor_does_one_of_any_list_or_of_a_phone() {
    let lists = |front_end| Options { people: 120, front_end, ..Options::default() };
    let mut wrong = Vec::new();
    let mut crew = Crew::start(lists(FrontEndChoice::Ember), Surface::Desktop, Route::Connections).await;
    keep_somebody(&mut crew);
    rehearse_each(&mut crew, LISTS, &mut wrong).await;
    rehearse_each(&mut crew, CONNECTIONS, &mut wrong).await;
    crew = crew.move_to(lists(FrontEndChoice::Sdui)).await;
    crew.rules.route = Route::Search;
    keep_somebody(&mut crew);
    rehearse_each(&mut crew, LISTS, &mut wrong).await;
    rehearse_each(&mut crew, SEARCH, &mut wrong).await;
    crew.end().await;

    let mut crew = Crew::start(Options::default(), Surface::Mobile, Route::Profile).await;
    rehearse_each(&mut crew, MOBILE, &mut wrong).await;
    crew.end().await;
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn the_item_is_outlined_in_the_picture_and_the_menu_is_closed_again() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    (crew.rules.rehearsal, crew.rules.pictures) = (true, true);
    let limit = Duration::from_secs(20);
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        crew = crew.move_to(Options { front_end, ..Options::default() }).await;
        let folder = tempfile::tempdir().unwrap();
        let mut trace = Recorder::new(folder.path());
        let row = crew.somebody_plain();
        trace.about("somebody", 2);
        assert_eq!(crew.act_with(&row, &mut trace).await, Came::Outcome(Outcome::Rehearsed));
        assert_eq!(trace.finish(), None);
        let (events, _) = salvage_events(folder.path()).unwrap();
        let area = events
            .iter()
            .find_map(|event| match &event.what {
                What::Found { locator, area, .. } if locator == "remove_item" => Some(*area),
                _ => None,
            })
            .unwrap();
        let note = events.iter().find(|event| matches!(event.what, What::Note { .. })).unwrap();
        let picture = image::open(folder.path().join(note.picture.as_ref().unwrap())).unwrap().to_rgb8();
        // All along its four sides there is one strong colour that the page itself does not have.
        let scale = note.scale.unwrap_or(1.0);
        let red = |x: f64, y: f64| {
            let near = |x: f64, y: f64| {
                let (x, y) = ((x * scale).max(0.0) as u32, (y * scale).max(0.0) as u32);
                picture.get_pixel_checked(x, y).is_some_and(|pixel| {
                    let [red, green, blue] = pixel.0.map(i32::from);
                    red - green.max(blue) > 80
                })
            };
            (-6..=6).any(|off| near(x + f64::from(off), y) || near(x, y + f64::from(off)))
        };
        let (middle, height) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        for (x, y) in [
            (middle, area.y),
            (middle, area.y + area.height),
            (area.x, height),
            (area.x + area.width, height),
        ] {
            assert!(red(x, y), "{front_end}: no outline at {x}, {y} of {area:?}");
        }
        assert!(!red(middle, area.y - 40.0), "{front_end}: everything is red");
        let open = "return [...document.querySelectorAll('[role=menu], [aria-expanded=true]')].filter((el) => el.checkVisibility({ visibilityProperty: true })).length";
        let open = crew.page.session().script(open, Vec::new(), limit).await.done().unwrap();
        assert_eq!(open, 0, "{front_end}: the menu is still open");
        assert!(crew.site.state().removals.is_empty());
    }
    crew.end().await;
}
