//! The server of a page on 127.0.0.1.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::gate::{Gate, Refusal};
use crate::visitors::Visitors;

/// How many may be connected at once.
const AT_ONCE: usize = 64;

/// How long one may take for a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// Nothing but the page's own files may be loaded, run, framed or sent to.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A page that is being served.
#[derive(Debug)]
pub(crate) struct LocalPage {
    gate: Arc<Gate>,
    end: CancellationToken,
    serving: JoinHandle<io::Result<()>>,
}

impl LocalPage {
    /// Serves what is `inside`, whose paths begin with `/{home}/`, on 127.0.0.1, until `end`; port 0 takes any free one. Needs a
    /// runtime.
    ///
    /// # Errors
    /// What the system says of the port.
    pub(crate) async fn start(inside: Router, port: u16, end: CancellationToken) -> io::Result<LocalPage> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let gate = Arc::new(Gate::new(listener.local_addr()?.port())?);
        let router = guarded(inside, &gate);
        let ended = end.clone();
        let serving = tokio::spawn(async move {
            axum::serve(Visitors::at(listener, AT_ONCE, PATIENCE), router)
                .with_graceful_shutdown(ended.cancelled_owned())
                .await
        });
        Ok(LocalPage { gate, end, serving })
    }

    /// An address that opens the page, once.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn address(&self) -> io::Result<String> {
        self.gate.address()
    }

    /// Ends the server; what is being answered is answered.
    pub(crate) async fn stop(self) {
        self.end.cancel();
        // A browser that holds its connections open must not keep the program waiting.
        let _ = tokio::time::timeout(Duration::from_millis(500), self.serving).await;
    }
}

fn guarded(inside: Router, gate: &Arc<Gate>) -> Router {
    let entered = Arc::clone(gate);
    inside
        .layer(from_fn_with_state(Arc::clone(gate), guard))
        .fallback(async move |request: Request| enter(&entered, &request))
        .layer(from_fn_with_state(Arc::clone(gate), source))
}

/// Every request, whatever it asks for: host and origin. Every answer: what the browser may do with it.
async fn source(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let mut response = match gate.check_source(request.method(), request.headers()) {
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
async fn guard(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(&gate.home()) {
        return refuse(Refusal::Stranger);
    }
    match gate.check_cookie(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refuse(refusal),
    }
}

/// The address from the terminal: its token is exchanged for the cookie.
fn enter(gate: &Gate, request: &Request) -> Response {
    let uri = request.uri();
    let token = uri.query().unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("token="));
    let Some(token) = token.filter(|_| uri.path() == "/" && request.method() == http::Method::GET) else {
        return refuse(Refusal::Stranger);
    };
    match gate.take_token(token) {
        Ok(()) => {
            let to = [(header::LOCATION, gate.home()), (header::SET_COOKIE, gate.cookie())];
            (StatusCode::SEE_OTHER, to).into_response()
        }
        Err(refusal) => refuse(refusal),
    }
}

fn refuse(refusal: Refusal) -> Response {
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], refusal.text())
        .into_response()
}
