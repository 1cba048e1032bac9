//! Mobile web in a real browser that emulates a phone, on the practice site. Nothing public shows a removal there: the selector
//! file is a guess, so this shows that the ways are sound, not that the real pages look like this.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use common::cases::{MOBILE, each};
use common::crew::{Came, Crew};
use unlinked::domain::{Outcome, Reason, Route, Surface};
use unlinked::practice::Options;

const REMOVED: Came = Came::Outcome(Outcome::Removed);

#[tokio::test]
async fn each_page_and_fault_of_mobile_web_ends_as_it_should() {
    let mut crew = Crew::start(Options::default(), Surface::Mobile, Route::Profile).await;
    let mut wrong = Vec::new();
    each(&mut crew, MOBILE, &mut wrong).await;
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));

    // It was a phone that asked, and it was mobile web that answered.
    let asked = crew.site.requests();
    assert!(asked.iter().any(|request| request.kind == "mobile" && request.user_agent.contains("Mobile")));
    assert!(asked.iter().all(|request| request.kind != "profile" || request.status / 100 == 3));
    let state = crew.site.state();
    assert!(state.removals.iter().all(|removal| removal.trusted && removal.from == "mobile"));

    // What is known by a guess only is not used on the real site until the user allows it.
    crew.rules.practice = false;
    let row = crew.somebody();
    let before = crew.site.state().removals.len();
    assert_eq!(crew.act(&row).await, Came::Outcome(Outcome::ChangedPage));
    let fault = crew.last.as_ref().unwrap().fault.unwrap();
    assert_eq!(fault.reason, Reason::Guessed, "{:?}", crew.last);
    assert_eq!(crew.site.state().removals.len(), before);
    crew.rules.allow_guessed = true;
    assert_eq!(crew.act(&row).await, REMOVED, "{:?}", crew.last);
    crew.end().await;
}

#[tokio::test]
async fn a_phone_removes_in_every_language_and_by_every_route() {
    let mut crew = Crew::start(Options::default(), Surface::Mobile, Route::Profile).await;
    let mut wrong = Vec::new();
    let languages = Options::languages().into_iter().map(|lang| (Route::Profile, lang));
    for (route, lang) in languages.chain([(Route::Search, "en"), (Route::Connections, "en")]) {
        crew = crew.move_to(Options { lang: lang.to_owned(), ..Options::default() }).await;
        crew.rules.route = route;
        let row = crew.somebody_plain();
        let came = crew.act(&row).await;
        if came != REMOVED || crew.site.state().removals.len() != 1 {
            wrong.push(format!("{route} {lang}: {came:?} {:?}", crew.last));
        }
        if let Err(why) = crew.page_views_agree().await {
            wrong.push(format!("{route} {lang}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}
