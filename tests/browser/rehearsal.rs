//! Rehearsals in a real browser on every page variant of the practice site: whatever a page does, nobody is removed, and no
//! address that removes is asked for.

use std::cell::RefCell;
use std::time::Duration;

use crate::testkit::pages::case::rehearse_case;
use crate::testkit::pages::crew::{Browser, Came, Crew};
use crate::testkit::pages::rows::{self, Row};
use unlinked::domain::{BrowserKind, Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};
use unlinked::trace::{Recorder, What, salvage_events};

/// The rows of docs/pages.md that are rehearsed: all pages, with lists and gentler actions on one front end each.
const REHEARSED: [&str; 7] = [
    "profile::",
    "load::",
    "connections::ember::",
    "search::sdui::",
    "mobile::",
    "unfollow::sdui::",
    "withdraw::ember::",
];

/// Works through the rows in one browser. What failed is tried once more in a fresh one, unless something was done: a busy machine
/// may be too slow for a page.
async fn rehearse(rows: &RefCell<Vec<Row>>, wrong: &RefCell<Vec<String>>) {
    let mut idle: Option<(Surface, Browser)> = None;
    loop {
        let Some(row) = rows.borrow_mut().pop() else { break };
        let Some(case) = row.case() else { continue };
        for last in [false, true] {
            let browser = match idle.take() {
                Some((surface, browser)) if surface == row.surface && browser.is_usable() => browser,
                other => {
                    if let Some((_, other)) = other {
                        other.end().await.unwrap();
                    }
                    Browser::start(BrowserKind::Chromium, row.surface).await
                }
            };
            let mut crew = row.crew(browser).await;
            let told = rehearse_case(&mut crew, case).await;
            let browser = crew.into_browser();
            let Err(why) = told else {
                idle = Some((row.surface, browser));
                break;
            };
            browser.end().await.unwrap();
            println!("{}: {}", row.name, why.why);
            if last || why.grave {
                wrong.borrow_mut().push(format!("{}: {}", row.name, why.why));
                break;
            }
        }
    }
    if let Some((_, browser)) = idle {
        browser.end().await.unwrap();
    }
}

#[tokio::test]
async fn a_rehearsal_of_every_page_removes_nobody_and_asks_for_no_address_that_removes() {
    let mut rows = rows::all();
    rows.retain(|row| REHEARSED.iter().any(|prefix| row.name.starts_with(prefix)) && row.case().is_some());
    assert!(rows.len() > 200, "{} rows", rows.len());
    rows = rows::of_today(rows, |_| true);
    let (rows, wrong) = (RefCell::new(rows), RefCell::default());
    // Most rows wait for something that does not come.
    tokio::join!(rehearse(&rows, &wrong), rehearse(&rows, &wrong), rehearse(&rows, &wrong));
    let wrong = wrong.into_inner();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn the_item_is_outlined_in_the_picture_and_the_menu_is_closed_again() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    let limit = Duration::from_secs(20);
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        crew = crew.move_to(Options { front_end, ..Options::default() }).await;
        (crew.rules.rehearsal, crew.rules.pictures) = (true, true);
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
