//! What the browser gets: files of a page, and JSON.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A file of a page.
pub(crate) struct Asset {
    /// Its name in the address.
    pub(crate) name: &'static str,
    /// Its media type.
    pub(crate) kind: &'static str,
    /// Its text.
    pub(crate) text: &'static str,
}

/// The media type of scripts.
pub(crate) const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The colours, and how buttons, links and the like look on every page.
pub(crate) const BASE: Asset =
    Asset { name: "base.css", kind: "text/css; charset=utf-8", text: include_str!("assets/base.css") };

/// What the scripts of every page find and make elements with.
pub(crate) const ELEMENTS: Asset =
    Asset { name: "elements.js", kind: SCRIPT, text: include_str!("assets/elements.js") };

/// The icon of every page.
pub(crate) const ICON: Asset =
    Asset { name: "icon.svg", kind: "image/svg+xml", text: include_str!("assets/icon.svg") };

/// The file of that name.
pub(crate) fn asset(of: &[Asset], name: &str) -> Response {
    match of.iter().find(|asset| asset.name == name) {
        Some(asset) => ([(header::CONTENT_TYPE, asset.kind)], asset.text).into_response(),
        None => (StatusCode::NOT_FOUND, "There is no such page.").into_response(),
    }
}

/// A body that is JSON.
pub(crate) fn json(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

#[derive(Serialize)]
struct Told<'a> {
    error: &'a str,
    message: &'a str,
}

/// Why something was not done: a word for the page's script, a sentence for the user.
pub(crate) fn told(status: StatusCode, error: &str, message: &str) -> Response {
    let body = serde_json::to_vec(&Told { error, message }).unwrap_or_default();
    (status, json(Body::from(body))).into_response()
}
