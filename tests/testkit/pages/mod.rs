//! Helpers of the tests that drive a real browser.
#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing helper fails its test")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Redirect, Response};
use unlinked::browser::{BrowserOptions, Session, WebPage};
use unlinked::domain::Surface;
use unlinked::selectors::Selectors;
use url::Url;

/// A site whose pages a test writes out by hand, and which remembers what was asked of it.
pub struct HandMade {
    pub url: Url,
    pages: Arc<Mutex<HashMap<String, String>>>,
    asked: Arc<Mutex<Vec<String>>>,
    server: tokio::task::JoinHandle<()>,
}

type Shared = (Arc<Mutex<HashMap<String, String>>>, Arc<Mutex<Vec<String>>>);

async fn serve(State((pages, asked)): State<Shared>, uri: Uri) -> Response {
    asked.lock().unwrap().push(uri.path().to_owned());
    // `/after/MS/…` is answered so much later.
    let after = uri.path().strip_prefix("/after/").and_then(|rest| rest.split('/').next()?.parse().ok());
    if let Some(ms) = after {
        tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
    }
    let page = pages.lock().unwrap().get(uri.path()).cloned();
    match page.as_deref().and_then(|page| page.strip_prefix("to ")) {
        Some(there) => Redirect::to(there).into_response(),
        None => Html(page.unwrap_or_else(|| "<h1>nothing</h1>".to_owned())).into_response(),
    }
}

impl HandMade {
    pub async fn start() -> HandMade {
        let pages: Arc<Mutex<HashMap<String, String>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let app = Router::new().fallback(serve).with_state((pages.clone(), asked.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        HandMade { url, pages, asked, server }
    }

    /// Serves a page; one that reads `to PATH` is a redirect.
    pub fn page(&self, path: &str, html: &str) {
        self.pages.lock().unwrap().insert(path.to_owned(), html.to_owned());
    }

    /// The paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for HandMade {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A page in a real browser, read by the built-in selector files.
pub async fn real_page(site: &Url, folder: &Path, surface: Surface) -> WebPage {
    let selectors = Selectors::load(surface, &[]).unwrap();
    let options = BrowserOptions { surface, ..BrowserOptions::default() };
    let session = Session::start(options, &folder.join("driver.json")).await.unwrap();
    WebPage::new(session, site.clone(), selectors.page_request())
}
pub mod case;
pub mod cases;
pub mod crew;
pub mod foreign;
pub mod foreign_site;
pub mod rows;
pub mod shape;
