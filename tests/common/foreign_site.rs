//! The site that serves the pages of [`super::foreign`], and how one of them is tried: the right person is removed, or the program says by
//! a typed outcome why not; and nothing else is ever clicked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Html;
use unlinked::domain::{Outcome, Route};
use unlinked::practice::{Options, Site};
use url::Url;

use super::case::Wrong;
use super::crew::{Browser, Came, Crew};
use super::foreign::{FOREIGN, Foreign};

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

/// A crew on this page, as on the real site: nothing may rest on a guess.
pub async fn crew_on(browser: Browser, foreign: &'static Foreign) -> Crew {
    let site = ForeignSite::start(foreign).await;
    let route = if foreign.in_list { Route::Connections } else { Route::Profile };
    let practice = Site::start(Options::default()).await.unwrap();
    let mut crew = Crew::at(browser, practice, site.url.clone(), route);
    crew.rules.practice = false;
    crew.rules.locate_timeout = Duration::from_millis(1000);
    crew.rules.confirm_grace = Duration::from_millis(1000);
    crew.foreign = Some(site);
    crew
}

/// Acts on Ada Brandt, and asks the page what was done.
pub async fn try_foreign(crew: &mut Crew, foreign: &'static Foreign) -> Result<(), Wrong> {
    let ada = crew.row_of(Some("ada-brandt"), Some("Ada Brandt"));
    let came = crew.act(&ada).await;
    let world = crew.foreign.as_ref().unwrap().world.lock().unwrap();
    let removed: Vec<&str> = world.removed.iter().map(String::as_str).collect();
    let due: &[&str] = if came == Came::Outcome(Outcome::Removed) { &["ada"] } else { &[] };
    let grave = removed.iter().any(|who| *who != "ada") || removed.len() > 1 || !world.other.is_empty();
    if removed != due || grave || came != foreign.came {
        let why = format!(
            "came {came:?} instead of {:?}; removed {removed:?}, clicked {:?}: {:?}",
            foreign.came, world.other, crew.last
        );
        return Err(Wrong { why, grave });
    }
    Ok(())
}
