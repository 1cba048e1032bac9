//! The page's server. What is asked of it goes to whoever watches the accounts, on a thread of its own: a ledger may be busy.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::board::{Account, Ask, Board, PersonAsk, Told};
use crate::local_page::{Asset, BASE, ELEMENTS, ICON, LocalPage, SCRIPT, asset, json, told};

/// The files of the page; the first one is the page itself.
const ASSETS: &[Asset] = &[
    Asset { name: "", kind: "text/html; charset=utf-8", text: include_str!("assets/watch.html") },
    Asset { name: "watch.css", kind: "text/css; charset=utf-8", text: include_str!("assets/watch.css") },
    Asset { name: "watch.js", kind: SCRIPT, text: include_str!("assets/watch.js") },
    Asset { name: "parts.js", kind: SCRIPT, text: include_str!("assets/parts.js") },
    Asset { name: "people.js", kind: SCRIPT, text: include_str!("assets/people.js") },
    ELEMENTS,
    BASE,
    ICON,
];

/// The largest wish, in bytes.
const LARGEST: usize = 4 << 10;

/// Whoever knows how the accounts stand.
pub trait Watched: Send + Sync + 'static {
    /// All accounts, in their order.
    fn accounts(&self) -> Vec<Account>;
    /// One of them in full; `None` if there is no such account.
    fn board(&self, account: usize) -> Option<Board>;
    /// Asks something of a run.
    ///
    /// # Errors
    /// Why not, in a sentence.
    fn ask(&self, ask: &Ask) -> Result<Told, String>;
    /// Says something of a person.
    ///
    /// # Errors
    /// Why not, in a sentence.
    fn say(&self, ask: &PersonAsk) -> Result<Told, String>;
    /// A picture of a run, as PNG; `None` if there is none, or none any more.
    fn picture(&self, account: usize, run: i64, file: &str) -> Option<Vec<u8>>;
}

/// The page, being served.
#[derive(Debug)]
pub struct Server {
    page: LocalPage,
}

impl Server {
    /// Listens on 127.0.0.1; port 0 takes any free one. Needs a runtime.
    ///
    /// # Errors
    /// What the system says of the port.
    pub async fn start(watched: Arc<dyn Watched>, port: u16) -> io::Result<Server> {
        Ok(Server { page: LocalPage::start(router(watched), port, CancellationToken::new()).await? })
    }

    /// An address that opens the page, once.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn address(&self) -> io::Result<String> {
        self.page.address()
    }

    /// Ends the server.
    pub async fn stop(self) {
        self.page.stop().await;
    }
}

type App = Arc<dyn Watched>;

fn router(watched: App) -> Router {
    Router::new()
        .route("/{home}/", get(async || asset(ASSETS, "")))
        .route("/{home}/{file}", get(async |Path((_, name)): Path<(String, String)>| asset(ASSETS, &name)))
        .route("/{home}/api/state", get(state))
        .route("/{home}/api/ask", post(ask))
        .route("/{home}/api/say", post(say))
        .route("/{home}/picture/{account}/{run}/{file}", get(picture))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(watched)
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    account: usize,
}

#[derive(Serialize)]
struct Shown {
    accounts: Vec<Account>,
    board: Option<Board>,
}

async fn state(State(app): State<App>, Query(which): Query<Which>) -> Response {
    let shown = tokio::task::spawn_blocking(move || Shown {
        accounts: app.accounts(),
        board: app.board(which.account),
    });
    match shown.await {
        Ok(shown) => written(&shown),
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
    }
}

async fn ask(State(app): State<App>, body: Bytes) -> Response {
    wished(&body, move |ask: Ask| app.ask(&ask)).await
}

async fn say(State(app): State<App>, body: Bytes) -> Response {
    wished(&body, move |ask: PersonAsk| app.say(&ask)).await
}

async fn wished<T: DeserializeOwned + Send + 'static>(
    body: &Bytes,
    done: impl FnOnce(T) -> Result<Told, String> + Send + 'static,
) -> Response {
    let wish: T = match serde_json::from_slice(body) {
        Ok(wish) => wish,
        Err(error) => return told(StatusCode::BAD_REQUEST, "senseless", &error.to_string()),
    };
    match tokio::task::spawn_blocking(move || done(wish)).await {
        Ok(Ok(said)) => written(&said),
        Ok(Err(why)) => told(StatusCode::CONFLICT, "refused", &why),
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
    }
}

async fn picture(
    State(app): State<App>,
    Path((_, account, run, file)): Path<(String, usize, i64, String)>,
) -> Response {
    let read = tokio::task::spawn_blocking(move || app.picture(account, run, &file));
    match read.await {
        Ok(Some(png)) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
        _ => (StatusCode::NOT_FOUND, "There is no such picture.").into_response(),
    }
}

fn written<T: Serialize>(value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => json(Body::from(bytes)),
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
    }
}
