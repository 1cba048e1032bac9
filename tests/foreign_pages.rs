//! Pages that no practice site serves, made by hand: whatever they show, the right person is removed, or the program says by a
//! typed outcome why not; and nothing else is ever clicked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use common::crew::{Came, act_on, new_ledger};
use common::foreign::{Foreign, Serve, foreign};
use common::real_page;
use common::shape::Front;
use unlinked::domain::{Action, Outcome, Person, PersonName, Route, Slug, Surface};
use unlinked::engine::Rules;
use unlinked::roster::Row;
use unlinked::selectors::{PathName, Selectors};
use url::Url;

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
    let mut world = world.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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

fn row(foreign: &Foreign) -> Row {
    Row {
        line: 2,
        person: Person {
            slug: Some(Slug::parse(foreign.roster_slug.unwrap_or(foreign.slug)).unwrap()),
            name: PersonName::new(foreign.roster),
            company: None,
            location: None,
        },
        action: Action::Remove,
        reason: None,
        note: None,
        position: None,
        email: None,
        connected_on: None,
    }
}

/// `ONLY=name` tries those alone whose name holds it.
async fn try_all(which: impl Fn(&Foreign) -> bool) {
    let only = std::env::var("ONLY").unwrap_or_default();
    let world = Shared::default();
    let app = Router::new().fallback(serve).with_state(world.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&site, folder.path(), Surface::Desktop).await;
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let mut wrong = Vec::new();
    for foreign in foreign().filter(|foreign| which(foreign) && foreign.name.contains(&only)) {
        world.clear_poison();
        *world.lock().unwrap() = World { page: Some(foreign), connected: true, ..World::default() };
        let route = match foreign.front {
            Front::Ember | Front::Sdui => Route::Profile,
            Front::SduiList => Route::Connections,
            Front::SduiSearch | Front::EmberSearch => Route::Search,
        };
        let rules = Rules {
            site: site.clone(),
            // As on the real site, where the page does not say otherwise: nothing may rest on a guess.
            practice: foreign.practice,
            allow_guessed: false,
            rehearsal: false,
            pictures: false,
            route,
            surface: Surface::Desktop,
            locate_timeout: Duration::from_millis(foreign.limit),
            confirm_grace: Duration::from_millis(1000),
        };
        let (ledger, run) = new_ledger(&rules);
        let path = selectors.path(PathName { action: Action::Remove, route }).unwrap();
        let started = std::time::Instant::now();
        let (came, report) = act_on(&mut page, &ledger, run, &rules, &path, "", &row(foreign)).await;
        let detail = report.as_ref().map(|report| report.detail.clone()).unwrap_or_default();
        println!("{}: {came:?} {} ms: {detail}", foreign.name, started.elapsed().as_millis());
        let world = world.lock().unwrap();
        let removed: Vec<&str> = world.removed.iter().map(String::as_str).collect();
        let due: &[&str] = if came == Came::Outcome(Outcome::Removed) { &["ada"] } else { &[] };
        if removed != due || !world.other.is_empty() || came != foreign.came {
            wrong.push(format!(
                "{}: came {came:?} instead of {:?}; removed {removed:?}, clicked {:?}: {detail}",
                foreign.name, foreign.came, world.other
            ));
        }
    }
    let ended = page.into_session().end().await;
    server.abort();
    assert!(ended.gone.is_all(), "{ended:?}");
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn lawful(foreign: &Foreign) -> bool {
    foreign.came == Came::Outcome(Outcome::Removed)
}

#[tokio::test]
async fn ember_pages_on_which_nobody_would_hesitate_are_no_obstacle() {
    try_all(|foreign| foreign.front == Front::Ember && lawful(foreign)).await;
}

#[tokio::test]
async fn sdui_pages_on_which_nobody_would_hesitate_are_no_obstacle() {
    try_all(|foreign| foreign.front == Front::Sdui && lawful(foreign)).await;
}

#[tokio::test]
async fn ember_pages_and_lists_that_mislead_end_in_a_refusal() {
    try_all(|foreign| foreign.front != Front::Sdui && (foreign.front != Front::Ember || !lawful(foreign)))
        .await;
}

#[tokio::test]
async fn sdui_pages_that_mislead_end_in_a_refusal() {
    try_all(|foreign| foreign.front == Front::Sdui && !lawful(foreign)).await;
}
