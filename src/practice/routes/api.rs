//! The requests of the pages' own scripts: remove, unfollow, withdraw, and parts of pages.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::super::app::App;
use super::super::connection::Plug;
use super::super::pages::view::View;
use super::super::pages::{ember, mobile, sdui};
use super::super::people::normal_slug;
use super::super::world::Deed;
use super::Shared;

/// What a page's script sends when somebody clicked.
#[derive(Debug, Deserialize)]
pub(crate) struct Ask {
    slug: String,
    #[serde(default)]
    trusted: bool,
    #[serde(default)]
    from: String,
    /// What was clicked, where it is nothing of ours.
    #[serde(default)]
    what: String,
}

pub(crate) async fn remove(
    State(app): Shared,
    ConnectInfo(plug): ConnectInfo<Plug>,
    Json(ask): Json<Ask>,
) -> Response {
    deed(app, plug, Deed::Remove, ask).await
}

pub(crate) async fn unfollow(
    State(app): Shared,
    ConnectInfo(plug): ConnectInfo<Plug>,
    Json(ask): Json<Ask>,
) -> Response {
    deed(app, plug, Deed::Unfollow, ask).await
}

pub(crate) async fn withdraw(
    State(app): Shared,
    ConnectInfo(plug): ConnectInfo<Plug>,
    Json(ask): Json<Ask>,
) -> Response {
    deed(app, plug, Deed::Withdraw, ask).await
}

/// Does what was asked, the way the faults in force want it. It goes on when the page that asked is gone.
async fn deed(app: Arc<App>, plug: Plug, deed: Deed, ask: Ask) -> Response {
    let task = tokio::spawn(async move { answer(&app, &plug, deed, &ask).await });
    task.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn answer(app: &Arc<App>, plug: &Plug, deed: Deed, ask: &Ask) -> Response {
    let slug = normal_slug(&ask.slug);
    let fault = |name: &str| app.world().faults.get(name, Some(&slug)).map(str::to_owned);
    let act =
        |status: u16, lasting: bool| app.world().act(deed, &slug, &ask.from, ask.trusted, status, lasting);
    let said = |result: &str, text: &str| Json(json!({ "result": result, "text": text })).into_response();
    if let Some(ms) = fault("remove_slow").and_then(|ms| ms.parse().ok()) {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    if let Some(status) = fault("remove_status").and_then(|status| status.parse::<u16>().ok()) {
        act(status, false);
        return StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
    }
    if let Some(text) = fault("toast_error") {
        act(200, false);
        return said("error", &text);
    }
    if fault("remove_silent_fail").is_some() {
        act(200, false);
        return said("silent", "");
    }
    if fault("remove_no_effect").is_some() {
        act(200, false);
        return said("done", "");
    }
    act(200, true);
    if fault("drop_connection").as_deref() == Some("remove") {
        plug.pull();
    }
    if fault("remove_mute").is_some() {
        return said("silent", "");
    }
    said("done", "")
}

/// Notes a click on something that is no part of any job.
pub(crate) async fn other(State(app): Shared, Json(ask): Json<Ask>) -> Response {
    app.world().note_other(&ask.what, &normal_slug(&ask.slug));
    StatusCode::NO_CONTENT.into_response()
}

/// Which top card a script asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Part {
    slug: String,
    front_end: String,
    /// The load of the page that the part is for.
    #[serde(default)]
    load: Option<u64>,
    /// Whether the person is to be shown as no longer connected, whatever is true.
    #[serde(default)]
    removed: u8,
}

/// The top card of a person, for in-app navigation and for after a removal.
pub(crate) async fn top_card(State(app): Shared, Query(part): Query<Part>) -> Response {
    let slug = normal_slug(&part.slug);
    let shown = {
        let world = app.world();
        world.person(&slug).map(|person| world.shown(person))
    };
    let Some(mut shown) = shown else { return StatusCode::NOT_FOUND.into_response() };
    if part.removed == 1 {
        shown.degree = 2;
        shown.person.connected = false;
        shown.person.following = false;
    }
    let mut view = View::new(&app, Some(&slug));
    if let Some(load) = part.load {
        view = view.with_load(load);
    }
    let (card, sticky) = if part.front_end == "mwlite" {
        (mobile::top_card(&view, &shown), maud::html! {})
    } else if part.front_end == "sdui" {
        (sdui::profile::top_card(&view, &shown), sdui::profile::toolbar(&view, &shown))
    } else {
        (ember::profile::top_card(&view, &shown), ember::profile::sticky(&view, &shown))
    };
    let (connected, following) = (shown.degree == 1, shown.person.following);
    Json(json!({ "card": card.into_string(), "sticky": sticky.into_string(), "connected": connected, "following": following, "pending": shown.pending })).into_response()
}

/// A request that is never answered, for pages that never finish loading.
pub(crate) async fn never(State(app): Shared) -> Response {
    app.stopping.cancelled().await;
    StatusCode::NO_CONTENT.into_response()
}
