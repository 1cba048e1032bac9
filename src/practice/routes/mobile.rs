//! Profiles on mobile web, and who is led there.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::super::pages::view::View;
use super::super::pages::{mobile, stops};
use super::super::people::encode;
use super::super::world::Lookup;
use super::cast::{others, own_profile};
use super::{Shared, html, redirect};

/// Whether the browser says that it is a phone's.
pub(crate) fn is_phone(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.contains("Mobile") && (agent.contains("Android") || agent.contains("iPhone"))
}

pub(crate) async fn show(State(app): Shared, Path(slug): Path<String>) -> Response {
    if slug == "me" {
        return redirect(&format!("/mwlite/in/{}", encode(&app.world().owner().slug)));
    }
    let own = own_profile(&app, &slug);
    let found = match own {
        Some(own) => Lookup::Found(Box::new(own)),
        None => app.world().look_up(&slug),
    };
    let shown = match found {
        Lookup::Moved(to) => return redirect(&format!("/mwlite/in/{}", encode(&to))),
        Lookup::Missing => return redirect("/404/"),
        Lookup::Found(shown) => shown,
    };
    let view = View::new(&app, Some(&shown.key));
    if view.has("interstitial") {
        return html(stops::interstitial(&app.texts, &app.options.lang));
    }
    let others = others(&app, &shown);
    html(if view.has("dead_shell") {
        mobile::dead_shell(&view, &others)
    } else {
        mobile::page(&view, &shown, &others)
    })
}
