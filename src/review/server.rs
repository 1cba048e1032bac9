//! The page's server on 127.0.0.1.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::changes::Change;
use super::error::ReviewError;
use super::page::{self, ASSETS};
use super::store::Review;
use crate::local_page::{LocalPage, asset, json, told};

/// The largest batch of changes, in bytes: all of 200,000 people at once fit.
const LARGEST: usize = 8 << 20;

/// A running server.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    page: LocalPage,
}

/// How a review ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// People on the roster who are in the export.
    pub chosen: usize,
    /// People of the export who are kept.
    pub kept: usize,
}

#[derive(Debug)]
struct App {
    review: Mutex<Review>,
    people: Bytes,
    end: CancellationToken,
}

impl App {
    fn review(&self) -> MutexGuard<'_, Review> {
        self.review.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Listens on 127.0.0.1; port 0 takes any free one. Needs a runtime.
    ///
    /// # Errors
    /// What the system says of the port.
    pub async fn start(review: Review, port: u16) -> io::Result<Server> {
        let people = Bytes::from(page::people_json(&review)?);
        let end = CancellationToken::new();
        let app = Arc::new(App { review: Mutex::new(review), people, end: end.clone() });
        let page = LocalPage::start(router(Arc::clone(&app)), port, end).await?;
        Ok(Server { app, page })
    }

    /// An address that opens the page, once.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn address(&self) -> io::Result<String> {
        self.page.address()
    }

    /// Waits until the user says on the page that the review is done.
    pub async fn done(&self) {
        self.app.end.cancelled().await;
    }

    /// Ends the server. Everything was saved as it was done.
    pub async fn stop(self) -> Ended {
        self.page.stop().await;
        let (_, chosen, kept) = self.app.review().counts();
        Ended { chosen, kept }
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/{home}/", get(index))
        .route("/{home}/{file}", get(file))
        .route("/{home}/api/people", get(people))
        .route("/{home}/api/state", get(state))
        .route("/{home}/api/change", post(change))
        .route("/{home}/api/reload", post(reload))
        .route("/{home}/api/done", post(done))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(app)
}

async fn index() -> Response {
    asset(ASSETS, "")
}

async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    if name == "guide" {
        return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page::guide()).into_response();
    }
    asset(ASSETS, &name)
}

async fn people(State(app): State<Arc<App>>) -> Response {
    json(Body::from(app.people.clone()))
}

async fn state(State(app): State<Arc<App>>) -> Response {
    let state = page::state_json(&app.review());
    match state {
        Ok(state) => json(Body::from(state)),
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
    }
}

async fn change(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let changes: Vec<Change> = match serde_json::from_slice(&body) {
        Ok(changes) => changes,
        Err(error) => return told(StatusCode::BAD_REQUEST, "senseless", &error.to_string()),
    };
    let work = tokio::task::spawn_blocking(move || app.review().change(&changes));
    answer(work.await)
}

async fn reload(State(app): State<Arc<App>>) -> Response {
    answer(tokio::task::spawn_blocking(move || app.review().reload()).await)
}

async fn done(State(app): State<Arc<App>>) -> Response {
    app.end.cancel();
    StatusCode::NO_CONTENT.into_response()
}

fn answer<T: Serialize>(done: Result<Result<T, ReviewError>, tokio::task::JoinError>) -> Response {
    match done {
        Ok(Ok(value)) => match serde_json::to_vec(&value) {
            Ok(bytes) => json(Body::from(bytes)),
            Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
        },
        Ok(Err(error)) => {
            let (status, kind) = match &error {
                ReviewError::Changed { .. } => (StatusCode::CONFLICT, "changed"),
                ReviewError::Senseless(_) => (StatusCode::BAD_REQUEST, "senseless"),
                _ => (StatusCode::INTERNAL_SERVER_ERROR, "files"),
            };
            told(status, kind, &error.to_string())
        }
        Err(error) => told(StatusCode::INTERNAL_SERVER_ERROR, "internal", &error.to_string()),
    }
}
