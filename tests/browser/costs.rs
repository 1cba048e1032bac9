//! What one removal costs, in counts and never in time: WebDriver commands, bytes to the driver, requests and pages of the site.
//! A change that makes a removal dearer fails here; how long it takes is measured by `scripts/bench` (docs/performance.md).

use crate::testkit::pages::crew::{Came, Crew};
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::practice::{FrontEndChoice, Options};

/// Commands of a removal, verification included, and of one with its two pictures.
const COMMANDS: u64 = 10;
const COMMANDS_WITH_PICTURES: u64 = 12;

/// The page script goes to the browser once for each session, and none of it to a page.
const BYTES: u64 = 12_000;

/// The person's page, and the page again for the proof.
const PAGES: usize = 2;

#[tokio::test]
async fn a_removal_costs_no_more_than_it_did() {
    let mut crew = Crew::start(Options::default(), Surface::Desktop, Route::Profile).await;
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        crew = crew.move_to(Options { front_end, ..Options::default() }).await;
        // Numbers of the same kind for each picture: the first one of a session costs a question for its scale.
        crew.rules.pictures = true;
        remove_somebody(&mut crew).await;
        for pictures in [false, true] {
            crew.rules.pictures = pictures;
            let (commands, bytes, pages) = remove_somebody(&mut crew).await;
            println!("{front_end}, pictures {pictures}: {commands} commands, {bytes} bytes, {pages} pages");
            let most = if pictures { COMMANDS_WITH_PICTURES } else { COMMANDS };
            assert!(
                commands <= most,
                "{front_end}, pictures {pictures}: {commands} commands, {most} at most"
            );
            assert!(bytes <= BYTES, "{front_end}: {bytes} bytes to the driver, {BYTES} at most");
            assert_eq!(pages, PAGES, "{front_end}: pages of the site");
        }
    }
    crew.end().await;
}

/// Commands, bytes to the driver and page loads of one removal.
async fn remove_somebody(crew: &mut Crew) -> (u64, u64, usize) {
    let pages = |crew: &Crew| crew.site.requests().iter().filter(|request| request.page_view).count();
    let before = (crew.page.session().commands(), crew.page.session().bytes_sent(), pages(crew));
    let row = crew.somebody();
    let came = crew.act(&row).await;
    assert_eq!(came, Came::Outcome(Outcome::Removed), "{:?}", crew.last);
    let session = crew.page.session();
    (session.commands() - before.0, session.bytes_sent() - before.1, pages(crew) - before.2)
}
