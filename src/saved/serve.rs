//! An empty page at any address, on 127.0.0.1, in which a saved page is put together. It may load nothing and run nothing of its own.

use std::time::Duration;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse as _, Response};
use url::Url;

use crate::visitors::Visitors;

const PAGE: &str =
    "<!doctype html><html><head><link rel=\"icon\" href=\"data:,\"></head><body></body></html>";

/// Nothing is loaded, whatever a saved page asks for, and no script of its own runs.
const NOTHING: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// How many may be connected at once: one browser asks for one page.
const AT_ONCE: usize = 64;

/// How long one may take for a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// The empty page, as long as this is kept.
#[derive(Debug)]
pub struct Blank {
    /// Where it is.
    pub site: Url,
    server: tokio::task::JoinHandle<()>,
}

impl Blank {
    /// Serves it on a free port.
    ///
    /// # Errors
    /// When no port of this machine can be had.
    pub async fn start() -> std::io::Result<Blank> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let site = Url::parse(&format!("http://{address}/")).map_err(std::io::Error::other)?;
        let server = tokio::spawn(async move {
            if let Err(error) =
                axum::serve(Visitors::at(listener, AT_ONCE, PATIENCE), Router::new().fallback(blank)).await
            {
                tracing::warn!(%error, "the empty page is served no more");
            }
        });
        Ok(Blank { site, server })
    }
}

impl Drop for Blank {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn blank() -> Response {
    let headers = [(CONTENT_SECURITY_POLICY, NOTHING), (CACHE_CONTROL, "no-store")];
    (headers, Html(PAGE)).into_response()
}
