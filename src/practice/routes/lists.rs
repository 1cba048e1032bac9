//! My Network: connections, their further batches, and sent invitations.

use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::super::pages::rows::{Row, for_script};
use super::super::pages::view::View;
use super::super::pages::{ember, sdui};
use super::super::world::World;
use super::{Shared, html};

/// How many invitations a page shows.
const INVITATIONS: usize = 10;

/// The overview that leads to the lists.
pub(crate) async fn network(State(app): Shared) -> Response {
    let connections = app.world().connection_count();
    html(ember::feed::network(&View::new(&app, None), connections))
}

fn rows(world: &World, typed: &str, start: usize, count: usize) -> Vec<Row> {
    world
        .connections(typed)
        .skip(start)
        .take(count)
        .map(|person| Row::new(world, person.clone(), world.name_of(person)))
        .collect()
}

/// The list with its first batch.
pub(crate) async fn connections(State(app): Shared) -> Response {
    let view = View::new(&app, None);
    let sdui = view.is_sdui(None);
    let (batch, total) = {
        let world = app.world();
        (
            rows(&world, "", 0, if sdui { sdui::connections::BATCH } else { ember::connections::BATCH }),
            world.connection_count(),
        )
    };
    html(if sdui {
        sdui::connections::page(&view, &batch, total)
    } else {
        ember::connections::page(&view, &batch, total)
    })
}

/// Which batch a page asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Batch {
    front_end: String,
    load: u64,
    start: usize,
    count: usize,
    /// What was typed into the name filter.
    #[serde(default)]
    q: String,
}

/// A further batch, or the first one of a filtered list.
pub(crate) async fn batch(State(app): Shared, Query(asked): Query<Batch>) -> Response {
    let stall = app.world().faults.get("list_stalls", None).and_then(|ms| ms.parse().ok());
    if let Some(ms) = stall {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    let throttled = app.world().faults.get("status", None).and_then(|status| status.parse().ok());
    if let Some(status) = throttled {
        return StatusCode::from_u16(status).unwrap_or(StatusCode::TOO_MANY_REQUESTS).into_response();
    }
    let count = asked.count.min(100);
    let (found, more) = {
        let world = app.world();
        let mut found = rows(&world, &asked.q, asked.start, count + 1);
        let more = found.len() > count;
        found.truncate(count);
        (found, more)
    };
    let view = View::new(&app, None).with_load(asked.load);
    let cards: Vec<String> = found
        .iter()
        .map(|row| {
            if asked.front_end == "sdui" {
                sdui::connections::card(&view, row, asked.start)
            } else {
                ember::connections::card(&view, row)
            }
            .into_string()
        })
        .collect();
    Json(json!({ "html": cards.concat(), "rows": for_script(&found), "more": more })).into_response()
}

/// Which page of the sent invitations.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    #[serde(default)]
    page: Option<usize>,
}

/// The sent invitations, the latest first.
pub(crate) async fn sent(State(app): Shared, Query(asked): Query<Sent>) -> Response {
    let view = View::new(&app, None);
    let all: Vec<Row> = {
        let world = app.world();
        let invited = world.people.iter().filter(|person| person.invitation.is_some());
        invited.map(|person| Row { person: person.clone(), name: world.name_of(person) }).collect()
    };
    let pages = all.len().div_ceil(INVITATIONS).max(1);
    let number = asked.page.unwrap_or(1).clamp(1, pages);
    let shown: Vec<Row> = all.iter().skip((number - 1) * INVITATIONS).take(INVITATIONS).cloned().collect();
    html(if view.is_sdui(None) {
        sdui::invitations::page(&view, &shown, all.len(), number, pages)
    } else {
        ember::invitations::page(&view, &shown, all.len(), number, pages)
    })
}
