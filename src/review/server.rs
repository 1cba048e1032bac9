//! The page's server on 127.0.0.1.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::changes::Change;
use super::error::ReviewError;
use super::gate::{Gate, Refusal};
use super::page::{self, ASSETS, POLICY};
use super::store::Review;
use crate::visitors::Visitors;

/// The largest batch of changes, in bytes: all of 200,000 people at once fit.
const LARGEST: usize = 8 << 20;

/// How many may be connected at once.
const AT_ONCE: usize = 64;

/// How long one may take for a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running server.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    serving: JoinHandle<io::Result<()>>,
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
    gate: Gate,
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
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let people = Bytes::from(page::people_json(&review)?);
        let gate = Gate::new(listener.local_addr()?.port())?;
        let end = CancellationToken::new();
        let app = Arc::new(App { gate, review: Mutex::new(review), people, end: end.clone() });
        let router = router(Arc::clone(&app));
        let serving = tokio::spawn(async move {
            axum::serve(Visitors::at(listener, AT_ONCE, PATIENCE), router)
                .with_graceful_shutdown(end.cancelled_owned())
                .await
        });
        Ok(Server { app, serving })
    }

    /// An address that opens the page, once.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn address(&self) -> io::Result<String> {
        self.app.gate.address()
    }

    /// Waits until the user says on the page that the review is done.
    pub async fn done(&self) {
        self.app.end.cancelled().await;
    }

    /// Ends the server. Everything was saved as it was done.
    pub async fn stop(self) -> Ended {
        self.app.end.cancel();
        // A browser that holds its connections open must not keep the program waiting.
        let _ = tokio::time::timeout(std::time::Duration::from_millis(500), self.serving).await;
        let (_, chosen, kept) = self.app.review().counts();
        Ended { chosen, kept }
    }
}

fn router(app: Arc<App>) -> Router {
    let inside = Router::new()
        .route("/{home}/", get(index))
        .route("/{home}/{file}", get(file))
        .route("/{home}/api/people", get(people))
        .route("/{home}/api/state", get(state))
        .route("/{home}/api/change", post(change))
        .route("/{home}/api/reload", post(reload))
        .route("/{home}/api/done", post(done))
        .layer(DefaultBodyLimit::max(LARGEST));
    inside
        .layer(from_fn_with_state(Arc::clone(&app), guard))
        .fallback(enter)
        .layer(from_fn_with_state(Arc::clone(&app), source))
        .with_state(app)
}

/// Every request, whatever it asks for: host and origin. Every answer: what the browser may do with it.
async fn source(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = match app.gate.check_source(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refuse(refusal),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Every request for the page itself: its path and its cookie.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(&app.gate.home()) {
        return refuse(Refusal::Stranger);
    }
    match app.gate.check_cookie(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refuse(refusal),
    }
}

/// The address from the terminal: its token is exchanged for the cookie.
async fn enter(State(app): State<Arc<App>>, request: Request) -> Response {
    let uri = request.uri();
    let token = uri.query().unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("token="));
    let Some(token) = token.filter(|_| uri.path() == "/" && request.method() == http::Method::GET) else {
        return refuse(Refusal::Stranger);
    };
    match app.gate.take_token(token) {
        Ok(()) => {
            let to = [(header::LOCATION, app.gate.home()), (header::SET_COOKIE, app.gate.cookie())];
            (StatusCode::SEE_OTHER, to).into_response()
        }
        Err(refusal) => refuse(refusal),
    }
}

fn refuse(refusal: Refusal) -> Response {
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], refusal.text())
        .into_response()
}

async fn index() -> Response {
    asset("")
}

async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    if name == "guide" {
        return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page::guide()).into_response();
    }
    asset(&name)
}

fn asset(name: &str) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.kind)], asset.text).into_response(),
        None => (StatusCode::NOT_FOUND, "There is no such page.").into_response(),
    }
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

#[derive(Serialize)]
struct Told<'a> {
    error: &'a str,
    message: &'a str,
}

fn told(status: StatusCode, error: &str, message: &str) -> Response {
    let body = serde_json::to_vec(&Told { error, message }).unwrap_or_default();
    (status, json(Body::from(body))).into_response()
}

fn json(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
