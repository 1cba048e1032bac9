//! Scripts of the pages, and the empty frame that some pages carry.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::practice::pages::scripts;

/// A script by its name. Its address names its version, so it never changes.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    match scripts::source(&name) {
        Some(script) => (headers, script).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The empty page of the frame that the newer front end carries.
pub(crate) async fn preload() -> Html<&'static str> {
    Html("<!doctype html><title>preload</title>")
}
