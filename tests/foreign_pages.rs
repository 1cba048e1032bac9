//! Pages that no practice site serves, made by hand to mislead: whatever they show, the right person is removed, or the program
//! says by a typed outcome why not; and nothing else is ever clicked.

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
use axum::http::Uri;
use axum::response::Html;
use common::crew::{Came, act_on, new_ledger};
use common::foreign::{FOREIGN, Foreign};
use common::real_page;
use unlinked::domain::{Action, Outcome, Person, PersonName, Route, Slug, Surface};
use unlinked::engine::Rules;
use unlinked::roster::Row;
use unlinked::selectors::{PathName, Selectors};
use url::Url;

#[derive(Default)]
struct World {
    page: Option<&'static Foreign>,
    connected: bool,
    /// What was asked of the site besides pages.
    removed: Vec<String>,
    other: Vec<String>,
}

type Shared = Arc<Mutex<World>>;

async fn serve(State(world): State<Shared>, uri: Uri) -> Html<String> {
    let mut world = world.lock().unwrap();
    let path = uri.path().to_owned();
    if let Some(who) = path.strip_prefix("/removed/") {
        world.connected &= who != "ada";
        world.removed.push(who.to_owned());
    } else if path.starts_with("/other/") || path.starts_with("/preload/") || path.starts_with("/messaging/")
    {
        world.other.push(path);
    } else if let Some(foreign) = world.page {
        let is_list = path == "/mynetwork/invite-connect/connections/";
        if is_list == foreign.in_list && (is_list || path == "/in/ada-brandt/") {
            return Html((foreign.page)(world.connected));
        }
        // A person from a list is proved by their profile.
        let plain = FOREIGN.iter().find(|plain| plain.name == "foreign_sdui").unwrap();
        if path == "/in/ada-brandt/" {
            return Html((plain.page)(world.connected));
        }
    }
    Html("<h1>nothing</h1>".to_owned())
}

fn ada() -> Row {
    Row {
        line: 2,
        person: Person {
            slug: Some(Slug::parse("ada-brandt").unwrap()),
            name: PersonName::new("Ada Brandt"),
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
    for foreign in FOREIGN.iter().filter(|foreign| which(foreign) && foreign.name.contains(&only)) {
        *world.lock().unwrap() = World { page: Some(foreign), connected: true, ..World::default() };
        let route = if foreign.in_list { Route::Connections } else { Route::Profile };
        let rules = Rules {
            site: site.clone(),
            // As on the real site: nothing may rest on a guess.
            practice: false,
            allow_guessed: false,
            rehearsal: false,
            pictures: false,
            route,
            surface: Surface::Desktop,
            locate_timeout: Duration::from_millis(1000),
            confirm_grace: Duration::from_millis(1000),
        };
        let (ledger, run) = new_ledger(&rules);
        let path = selectors.path(PathName { action: Action::Remove, route }).unwrap();
        let started = std::time::Instant::now();
        let (came, report) = act_on(&mut page, &ledger, run, &rules, &path, "", &ada()).await;
        println!("{}: {came:?} {} ms", foreign.name, started.elapsed().as_millis());
        let world = world.lock().unwrap();
        let removed: Vec<&str> = world.removed.iter().map(String::as_str).collect();
        let due: &[&str] = if came == Came::Outcome(Outcome::Removed) { &["ada"] } else { &[] };
        if removed != due || !world.other.is_empty() || came != foreign.came {
            wrong.push(format!(
                "{}: came {came:?} instead of {:?}; removed {removed:?}, clicked {:?}: {report:?}",
                foreign.name, foreign.came, world.other
            ));
        }
    }
    let ended = page.into_session().end().await;
    server.abort();
    assert!(ended.gone.is_all(), "{ended:?}");
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn foreign_ember_pages_lead_to_the_right_person_or_to_a_refusal() {
    try_all(|foreign| foreign.front_end == "Ember").await;
}

#[tokio::test]
async fn foreign_sdui_pages_and_lists_lead_to_the_right_person_or_to_a_refusal() {
    try_all(|foreign| foreign.front_end != "Ember").await;
}
