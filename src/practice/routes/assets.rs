//! Scripts of the pages, and the empty frame that some pages carry.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

const SCRIPTS: &[(&str, &str)] = &[
    ("common.js", include_str!("../assets/common.js")),
    ("dialog.js", include_str!("../assets/dialog.js")),
    ("ember.js", include_str!("../assets/ember.js")),
    ("sdui.js", include_str!("../assets/sdui.js")),
    ("profile-sdui.js", include_str!("../assets/profile-sdui.js")),
    ("lists.js", include_str!("../assets/lists.js")),
    ("invitations.js", include_str!("../assets/invitations.js")),
    ("search.js", include_str!("../assets/search.js")),
    ("mobile.js", include_str!("../assets/mobile.js")),
    ("profile.js", include_str!("../assets/profile.js")),
    ("profile-ember.js", include_str!("../assets/profile-ember.js")),
];

/// A script by its name.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    match SCRIPTS.iter().find(|(known, _)| *known == name) {
        Some((_, script)) => (
            [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")],
            *script,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The empty page of the frame that the newer front end carries.
pub(crate) async fn preload() -> Html<&'static str> {
    Html("<!doctype html><title>preload</title>")
}
