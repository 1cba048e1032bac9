//! The page's server: what the user wants is handed to the command, and its answer to the page.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::asked::{Question, question_json};
use crate::local_page::{Asset, BASE, ELEMENTS, ICON, LocalPage, SCRIPT, asset, json, told};

/// The files of the page; the first one is the page itself.
const ASSETS: &[Asset] = &[
    Asset { name: "", kind: "text/html; charset=utf-8", text: include_str!("assets/pointing.html") },
    Asset {
        name: "pointing.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/pointing.css"),
    },
    Asset { name: "pointing.js", kind: SCRIPT, text: include_str!("assets/pointing.js") },
    Asset { name: "picture.js", kind: SCRIPT, text: include_str!("assets/picture.js") },
    Asset { name: "parts.js", kind: SCRIPT, text: include_str!("assets/parts.js") },
    ELEMENTS,
    BASE,
    ICON,
];

/// The largest request, in bytes: a number for each place.
const LARGEST: usize = 16 << 10;

/// How many wishes may wait: a page has one at a time.
const WAITING: usize = 8;

/// What is picked of each place: its number, or none of these.
pub type Picks = BTreeMap<String, Option<usize>>;

/// The command's answer: what was wished for, or why not, in a sentence.
pub type Given<T> = oneshot::Sender<Result<T, String>>;

/// What the user wants.
#[derive(Debug)]
pub enum Wish {
    /// To see what changes.
    Show(Picks, Given<Shown>),
    /// That what was shown under this number is written.
    Write(u64, Given<Written>),
    /// To leave; nothing is to be written.
    Leave,
}

/// What would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its number, by which it is agreed to.
    pub number: u64,
    /// Where it would be written.
    pub folder: String,
    /// Each file that changes: its name, and the changed lines as the terminal shows them.
    pub files: Vec<(String, String)>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Where.
    pub folder: String,
    /// What to do next, a sentence or two each.
    pub next: Vec<String>,
}

/// The page, being served.
#[derive(Debug)]
pub struct Pointing {
    page: LocalPage,
    wishes: mpsc::Receiver<Wish>,
}

struct App {
    question: Bytes,
    picture: Option<Bytes>,
    wishes: mpsc::Sender<Wish>,
}

impl Pointing {
    /// Listens on 127.0.0.1; port 0 takes any free one. Needs a runtime.
    ///
    /// # Errors
    /// What the system says of the port.
    pub async fn start(mut question: Question, port: u16) -> io::Result<Pointing> {
        let told = Bytes::from(question_json(&question)?);
        let picture = question.picture.take().map(|picture| Bytes::from(picture.png));
        let (sender, wishes) = mpsc::channel(WAITING);
        let app = Arc::new(App { question: told, picture, wishes: sender });
        let page = LocalPage::start(router(app), port, CancellationToken::new()).await?;
        Ok(Pointing { page, wishes })
    }

    /// An address that opens the page, once.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn address(&self) -> io::Result<String> {
        self.page.address()
    }

    /// Waits for what the user wants next.
    pub async fn wish(&mut self) -> Wish {
        // The server holds the other end for as long as it lives.
        self.wishes.recv().await.unwrap_or(Wish::Leave)
    }

    /// Ends the server.
    pub async fn stop(self) {
        self.page.stop().await;
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/{home}/", get(async || asset(ASSETS, "")))
        .route("/{home}/{file}", get(file))
        .route("/{home}/api/question", get(question))
        .route("/{home}/api/show", post(show))
        .route("/{home}/api/write", post(write))
        .route("/{home}/api/leave", post(leave))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(app)
}

async fn file(State(app): State<Arc<App>>, Path((_, name)): Path<(String, String)>) -> Response {
    match &app.picture {
        Some(png) if name == "picture.png" => {
            ([(header::CONTENT_TYPE, "image/png")], png.clone()).into_response()
        }
        _ => asset(ASSETS, &name),
    }
}

async fn question(State(app): State<Arc<App>>) -> Response {
    json(Body::from(app.question.clone()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Picked {
    picks: Picks,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreed {
    number: u64,
}

async fn show(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(Picked { picks }) => wished(&app, |given| Wish::Show(picks, given)).await,
        Err(error) => told(StatusCode::BAD_REQUEST, "senseless", &error.to_string()),
    }
}

async fn write(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(Agreed { number }) => wished(&app, |given| Wish::Write(number, given)).await,
        Err(error) => told(StatusCode::BAD_REQUEST, "senseless", &error.to_string()),
    }
}

async fn leave(State(app): State<Arc<App>>) -> Response {
    // Where nobody listens any more, the command has left already.
    let _ = app.wishes.send(Wish::Leave).await;
    StatusCode::NO_CONTENT.into_response()
}

async fn wished<T: Serialize>(app: &App, wish: impl FnOnce(Given<T>) -> Wish) -> Response {
    let (given, answer) = oneshot::channel();
    let ended = || told(StatusCode::GONE, "ended", "The command has ended.");
    if app.wishes.send(wish(given)).await.is_err() {
        return ended();
    }
    match answer.await {
        Ok(Ok(value)) => match serde_json::to_vec(&value) {
            Ok(bytes) => json(Body::from(bytes)),
            Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
        },
        Ok(Err(why)) => told(StatusCode::CONFLICT, "refused", &why),
        Err(_) => ended(),
    }
}
