//! The site that serves the pages of [`super::foreign`], and how one of them is tried: the right person is removed, or the program says by
//! a typed outcome why not; and nothing else is ever clicked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use unlinked::domain::{BrowserKind, Outcome, Reason, Route};
use unlinked::practice::{Options, Site};
use url::Url;

use super::case::Wrong;
use super::crew::{Browser, Came, Crew};
use super::foreign::{Foreign, Serve};
use super::shape::Front;

#[derive(Default)]
struct World {
    page: Option<&'static Foreign>,
    connected: bool,
    removed: Vec<String>,
    /// What else was clicked, or asked for by a click.
    other: Vec<String>,
}

type Shared = Arc<Mutex<World>>;

async fn serve(State(world): State<Shared>, uri: Uri) -> Response {
    let path = uri.path();
    if let Some(ms) = path.strip_prefix("/slow/") {
        tokio::time::sleep(Duration::from_millis(ms.parse().unwrap())).await;
        return "ok".into_response();
    }
    if let Some(ms) = uri.query().and_then(|query| query.strip_prefix("wait=")) {
        tokio::time::sleep(Duration::from_millis(ms.parse().unwrap())).await;
    }
    let mut world = world.lock().unwrap();
    if let Some(who) = path.strip_prefix("/removed/") {
        world.connected &= who != "ada";
        world.removed.push(who.to_owned());
    } else if ["/other/", "/preload/", "/messaging/"].iter().any(|begin| path.starts_with(begin)) {
        world.other.push(path.to_owned());
    } else if let Some(foreign) = world.page {
        return page(foreign, path, world.connected);
    }
    "ok".into_response()
}

fn page(foreign: &Foreign, path: &str, connected: bool) -> Response {
    if let Some((_, serve)) = foreign.at.iter().find(|(at, _)| *at == path) {
        return match serve {
            Serve::Same => Html(foreign.page(connected)).into_response(),
            Serve::To(there) => Redirect::to(there).into_response(),
            Serve::Html(page) => Html(*page).into_response(),
            Serve::Status(status, page) => {
                (StatusCode::from_u16(*status).unwrap(), Html(*page)).into_response()
            }
        };
    }
    match foreign.list(connected) {
        Some((at, list)) if at == path => Html(list).into_response(),
        _ if path == format!("/in/{}/", foreign.slug) => Html(foreign.page(connected)).into_response(),
        _ => Html("<h1>nothing</h1>").into_response(),
    }
}

/// Serves one page until it is dropped.
pub struct ForeignSite {
    pub url: Url,
    world: Shared,
    server: tokio::task::JoinHandle<()>,
}

impl ForeignSite {
    pub async fn start(page: &'static Foreign) -> ForeignSite {
        let world = Shared::default();
        *world.lock().unwrap() = World { page: Some(page), connected: true, ..World::default() };
        let app = Router::new().fallback(serve).with_state(world.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        ForeignSite { url, world, server }
    }
}

impl Drop for ForeignSite {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A crew on this page, as on the real site, where the page does not say otherwise: nothing may rest on a guess.
pub async fn crew_on(browser: Browser, foreign: &'static Foreign) -> Crew {
    let site = ForeignSite::start(foreign).await;
    let route = match foreign.front {
        Front::Ember | Front::Sdui => Route::Profile,
        Front::SduiList => Route::Connections,
        Front::SduiSearch | Front::EmberSearch => Route::Search,
    };
    let practice = Site::start(Options::default()).await.unwrap();
    let mut crew = Crew::at(browser, practice, site.url.clone(), route);
    crew.rules.practice = foreign.practice;
    crew.rules.locate_timeout = Duration::from_millis(foreign.limit);
    crew.rules.confirm_grace = Duration::from_millis(1000);
    crew.foreign = Some(site);
    crew
}

/// How many commands a person may cost at most, whatever their page does: waiting goes on in the page.
const MOST_COMMANDS: u64 = 120;

/// Acts on the person, and asks the page what was done.
pub async fn try_foreign(crew: &mut Crew, foreign: &'static Foreign) -> Result<(), Wrong> {
    let slug = foreign.roster_slug.unwrap_or(foreign.slug);
    let row = crew.row_of((!slug.is_empty()).then_some(slug), Some(foreign.roster));
    let asked = crew.page.session().commands();
    let came = crew.act(&row).await;
    let asked = crew.page.session().commands() - asked;
    if asked > MOST_COMMANDS {
        return Err(Wrong::from(format!("{asked} commands for one person: {:?}", crew.last)));
    }
    let world = crew.foreign.as_ref().unwrap().world.lock().unwrap();
    // In Firefox the page's own listeners stand before the guard: they hear of a click that it swallows.
    let swallowed = crew
        .last
        .as_ref()
        .and_then(|report| report.fault)
        .is_some_and(|fault| fault.reason == Reason::Swallowed);
    let heard = crew.browser == BrowserKind::Firefox && swallowed;
    let removed: Vec<&str> = world.removed.iter().map(String::as_str).collect();
    let due: &[&str] = if came == Came::Outcome(Outcome::Removed) { &["ada"] } else { &[] };
    let grave =
        removed.iter().any(|who| *who != "ada") || removed.len() > 1 || !(world.other.is_empty() || heard);
    let late = foreign.too_late && came == Came::Outcome(Outcome::Failed);
    if removed != due || grave || !(came == foreign.came || late) {
        let why = format!(
            "came {came:?} instead of {:?}; removed {removed:?}, clicked {:?}: {:?}",
            foreign.came, world.other, crew.last
        );
        return Err(Wrong { why, grave });
    }
    Ok(())
}
