//! The site's own addresses: the account, rosters, faults. They belong to no page and count as no page view.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::super::app::App;
use super::super::faults::{FaultSpec, fault_help};
use super::super::people::{Person, export};
use super::{Shared, html};

/// What there is to see, for a person who looks around.
pub(crate) async fn index(State(app): Shared) -> Response {
    let world = app.world();
    let people: Vec<(String, String)> =
        world.people.iter().take(14).map(|person| (person.path(), person.name.clone())).collect();
    html(super::super::pages::index::page(&people))
}

/// A question of whoever wants to know whether this is a practice site.
#[derive(Debug, Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    nonce: String,
}

/// What only a practice site answers: the question's own nonce shows that the answer is none that was kept by somebody.
pub(crate) async fn hello(State(app): Shared, Query(question): Query<Question>) -> Response {
    let answer = json!({ "product": "unlinked-practice", "start": app.start, "nonce": question.nonce });
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

pub(crate) async fn state(State(app): Shared) -> Response {
    let state = app.world().state();
    Json(state).into_response()
}

pub(crate) async fn requests(State(app): Shared) -> Response {
    let requests = app.world().requests.clone();
    Json(requests).into_response()
}

/// How many people a file is to have.
#[derive(Debug, Deserialize)]
pub(crate) struct Files {
    people: Option<usize>,
    /// 1 puts a byte order mark at the start.
    #[serde(default)]
    bom: u8,
}

pub(crate) async fn roster_file(State(app): Shared, Query(files): Query<Files>) -> Response {
    csv(roster(&app, files.people.unwrap_or(usize::MAX)))
}

/// A roster of the first people of the network, whatever became of them since.
pub(crate) fn roster(app: &Arc<App>, count: usize) -> String {
    let world = app.world();
    let people: Vec<&Person> = world.people.iter().filter(|person| person.in_network).take(count).collect();
    export::roster_csv(&people)
}

pub(crate) async fn connections_file(State(app): Shared, Query(files): Query<Files>) -> Response {
    csv(connections(&app, files.people.unwrap_or(usize::MAX), files.bom == 1))
}

/// The first connections in the form of LinkedIn's export.
pub(crate) fn connections(app: &Arc<App>, count: usize, bom: bool) -> String {
    let world = app.world();
    let people: Vec<&Person> = world.connections("").take(count).collect();
    export::connections_csv(&people, bom)
}

fn csv(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}

/// The faults in force and how faults are written.
pub(crate) async fn faults(State(app): Shared) -> Response {
    let list: Vec<FaultSpec> = app.world().faults.specs().cloned().collect();
    Json(json!({ "faults": list, "help": fault_help() })).into_response()
}

/// Replaces the faults in force by those of the list; with one bad fault in it nothing changes.
pub(crate) async fn set_faults(State(app): Shared, Json(list): Json<Vec<String>>) -> Response {
    let read: Vec<Result<FaultSpec, String>> = list.iter().map(|text| text.parse()).collect();
    let bad: Vec<String> = read.iter().filter_map(|one| one.as_ref().err().cloned()).collect();
    if !bad.is_empty() {
        return (StatusCode::BAD_REQUEST, Json(json!({ "errors": bad }))).into_response();
    }
    app.world().set_faults(read.into_iter().flatten().collect());
    Json(json!({ "faults": list })).into_response()
}

pub(crate) async fn reset(State(app): Shared) -> Response {
    app.world().reset();
    StatusCode::NO_CONTENT.into_response()
}
