//! A page that works against the program, in real browsers: its scripts run first, put others in the place of what the language and
//! the browser give, take names, make events, lay things over the button. Whatever it does, nobody else is removed, and nobody is
//! told to be removed who is not; and where the document says the same as without it, so does the answer.

mod forged;
mod harm;

use std::sync::{Arc, Mutex};

use crate::testkit::pages::crew::{Browser, Came, Crew, firefox_is_installed};
use crate::testkit::pages::shape::{self, Of, with};
use crate::testkit::turn;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use forged::FORGED;
use harm::{HARM, ON_HOVER, STRANGE, VEIL, by_style};
use unlinked::domain::{BrowserKind, Outcome, Route, Surface};
use unlinked::practice::{Options, Site};
use url::Url;

#[derive(Default)]
struct World {
    veil: String,
    head: String,
    gone: bool,
    removed: Vec<String>,
}

async fn serve(State(world): State<Arc<Mutex<World>>>, uri: Uri) -> Response {
    let mut world = world.lock().unwrap();
    if let Some(who) = uri.path().strip_prefix("/removed/") {
        world.removed.push(who.to_owned());
        world.gone |= who == "ada";
        return "ok".into_response();
    }
    let page = shape::sdui(&Of { connected: !world.gone, ..Of::default() });
    let script = format!("{STRANGE}{ON_HOVER}{}\n{}", world.head, world.veil);
    Html(with(&page, "<head>", &format!("<head><script>{script}</script>"))).into_response()
}

/// What somebody is told to be when the truth is another: not here, whatever the page does.
fn judged(came: &Came, removed: &[String]) -> Result<(), String> {
    let told = *came == Came::Outcome(Outcome::Removed);
    let once = removed.len() == 1 && removed[0] == "ada";
    match (told, removed) {
        (true, _) if !once => Err(format!("told as removed, and the site was asked for {removed:?}")),
        (_, removed) if removed.iter().any(|who| who != "ada") => Err(format!("somebody else: {removed:?}")),
        (_, removed) if removed.len() > 1 => Err(format!("twice: {removed:?}")),
        _ => Ok(()),
    }
}

/// What a page tries: its name, the script that runs first, and what lies over its button; where nothing does, the outcome is that of
/// the page as it is.
type Kind = (String, String, String);

/// Every kind: those that do harm when the pointer comes, as they are told of it by events and as they find it out by the style.
fn kinds() -> Vec<Kind> {
    let told = HARM.iter().map(|(kind, head)| ((*kind).to_owned(), (*head).to_owned(), VEIL.to_owned()));
    let by_style = HARM.iter().filter_map(|(kind, head)| {
        let (head, veil) = match by_style(head) {
            Some(head) => (head, VEIL.to_owned()),
            None if *kind == "nothing but the veil" => ((*head).to_owned(), by_style(VEIL)?),
            None => return None,
        };
        Some((format!("{kind}, by the style"), head, veil))
    });
    let forged = FORGED.iter().map(|(kind, head)| ((*kind).to_owned(), (*head).to_owned(), String::new()));
    told.chain(by_style).chain(forged).collect()
}

/// Tries in one browser every kind whose turn it is: a half a day.
async fn nothing_comes_of_it(kind_of_browser: BrowserKind) {
    let world = Arc::<Mutex<World>>::default();
    let app = Router::new().fallback(serve).with_state(world.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let mut browser = Browser::start(kind_of_browser, Surface::Desktop).await;
    let mut wrong = Vec::new();
    for (at, (kind, head, veil)) in kinds().into_iter().enumerate() {
        if !turn::is_its_half(at) {
            continue;
        }
        // A busy machine may be too slow for a page that also holds things up. What must never be is judged each time.
        for is_last in [false, true] {
            if !browser.is_usable() {
                let _ = browser.end().await;
                browser = Browser::start(kind_of_browser, Surface::Desktop).await;
            }
            *world.lock().unwrap() = World { veil: veil.clone(), head: head.clone(), ..World::default() };
            let practice = Site::start(Options::default()).await.unwrap();
            let mut crew = Crew::at(browser, practice, url.clone(), Route::Profile);
            let row = crew.row_of(Some("ada-brandt"), Some("Ada Brandt"));
            let came = crew.act(&row).await;
            let removed = world.lock().unwrap().removed.clone();
            let detail = crew.last.as_ref().map(|report| report.detail.clone()).unwrap_or_default();
            println!("{kind}: {came:?}, {removed:?}: {detail}");
            browser = crew.into_browser();
            if let Err(why) = judged(&came, &removed) {
                wrong.push(format!("{kind}: {why}; came {came:?}: {detail}"));
                break;
            }
            if !veil.is_empty() || (came == Came::Outcome(Outcome::Removed) && removed == ["ada"]) {
                break;
            }
            if is_last {
                wrong.push(format!("{kind}: not as on the page as it is; came {came:?}: {detail}"));
            }
        }
    }
    browser.end().await.unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_works_against_the_program_gets_nobody_else_removed_and_forges_no_answer() {
    assert!(kinds().len() >= 90, "{}", kinds().len());
    nothing_comes_of_it(BrowserKind::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_works_against_the_program_gets_nowhere_in_firefox() {
    if firefox_is_installed() {
        nothing_comes_of_it(BrowserKind::Firefox).await;
    }
}

#[test]
fn a_forged_answer_or_a_wrong_person_would_be_noticed() {
    let names = |all: &[&str]| all.iter().map(|who| (*who).to_owned()).collect::<Vec<_>>();
    let removed = Came::Outcome(Outcome::Removed);
    assert!(judged(&removed, &[]).is_err() && judged(&removed, &names(&["otto"])).is_err());
    assert!(
        judged(&Came::Lost, &names(&["otto"])).is_err()
            && judged(&Came::Lost, &names(&["ada", "ada"])).is_err()
    );
    assert!(judged(&removed, &names(&["ada"])).is_ok() && judged(&Came::Lost, &[]).is_ok());
}
