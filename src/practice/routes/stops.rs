//! Stop signs that have an address of their own.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::pages::stops;
use super::{Shared, html, html_with, redirect};

pub(crate) async fn challenge(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    html(stops::challenge(&app.texts, &app.options.lang, query.contains_key("captcha")))
}

/// A human has looked: the faults that ask for one are over.
pub(crate) async fn verify(State(app): Shared) -> Response {
    let mut world = app.world();
    for fault in ["challenge", "captcha", "challenge_after"] {
        world.faults.remove(fault);
    }
    redirect("/feed/")
}

pub(crate) async fn restricted(State(app): Shared) -> Response {
    html(stops::restricted(&app.texts, &app.options.lang))
}

/// The page for what is not there. The real one answers with status 404 as well.
pub(crate) async fn not_found(State(app): Shared) -> Response {
    html_with(StatusCode::NOT_FOUND, stops::not_found(&app.texts, &app.options.lang))
}
