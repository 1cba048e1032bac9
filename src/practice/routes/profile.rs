//! Somebody's profile, or what is in its place.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::super::app::App;
use super::super::pages::ember;
use super::super::pages::ember::profile::Cast;
use super::super::pages::view::View;
use super::super::pages::{sdui, stops};
use super::super::people::{encode, normal_slug};
use super::super::world::{Lookup, Shown};
use super::cast::{others, own_profile};
use super::{Shared, html, mobile, redirect};

pub(crate) async fn show(
    State(app): Shared,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if app.options.mobile_pages && mobile::is_phone(&headers) && slug != "me" && slug != "unavailable" {
        return redirect(&format!("/mwlite/in/{}", encode(&normal_slug(&slug))));
    }
    if slug == "unavailable" {
        return html(stops::not_found(&app.texts, &app.options.lang));
    }
    if slug == "me" {
        let world = app.world();
        let somebody = world.people.iter().find(|person| person.connected);
        return redirect(&match (world.faults.get("own_address", None), somebody) {
            (Some("gone"), _) => "/404/".to_owned(),
            (Some(_), Some(person)) => person.path(),
            _ => world.owner().path(),
        });
    }
    let own = own_profile(&app, &slug);
    let is_own = own.is_some();
    let found = match own {
        Some(own) => Lookup::Found(Box::new(own)),
        None => app.world().look_up(&slug),
    };
    match found {
        Lookup::Moved(to) => redirect(&format!("/in/{}/", encode(&to))),
        Lookup::Missing => redirect("/404/"),
        // Since 2026-09 the address is led on to one that says whose it is (ui-evidence-2 1).
        Lookup::Found(shown) => {
            let says = app.world().faults.get("self_profile", Some(&shown.key)) == Some("address");
            if says && !query.contains_key("isSelfProfile") {
                return redirect(&format!("{}?isSelfProfile={is_own}", shown.person.path()));
            }
            html(render(&app, &shown))
        }
    }
}

fn render(app: &Arc<App>, shown: &Shown) -> maud::Markup {
    let view = View::new(app, Some(&shown.key));
    if view.has("interstitial") {
        return stops::interstitial(&app.texts, &app.options.lang);
    }
    let others = others(app, shown);
    if view.has("dead_shell") {
        return if view.is_sdui(Some(&shown.person)) {
            sdui::profile::dead_shell(&view, &others)
        } else {
            ember::profile::dead_shell(&view, &others)
        };
    }
    let next = someone_else(app, shown);
    let stale = if view.has("stale_content") { next.as_ref() } else { None };
    let cast = Cast {
        shown: stale.unwrap_or(shown),
        then: stale.map(|_| shown),
        swap: if view.has("swap_person") { next.as_ref() } else { None },
        others: &others,
    };
    if view.is_sdui(Some(&shown.person)) {
        sdui::profile::page(&view, &cast)
    } else {
        ember::profile::page(&view, &cast)
    }
}

/// The connection whose content an in-app navigation leads to: a namesake if there is one.
fn someone_else(app: &App, shown: &Shown) -> Option<Shown> {
    let world = app.world();
    let mut fitting: Vec<_> = world
        .people
        .iter()
        .filter(|person| person.connected && !person.gone && person.slug != shown.key)
        .collect();
    fitting.sort_by_key(|person| person.name != shown.person.name);
    fitting.first().map(|person| world.shown(person))
}

/// Anything below a profile's address. The page is small and has no actions.
pub(crate) async fn overlay(State(app): Shared, Path((slug, _rest)): Path<(String, String)>) -> Response {
    let found = app.world().look_up(&slug);
    match found {
        Lookup::Moved(to) => redirect(&format!("/in/{}/", encode(&to))),
        Lookup::Missing => redirect("/404/"),
        Lookup::Found(shown) => html(ember::profile::overlay(&View::new(&app, Some(&shown.key)), &shown)),
    }
}

/// The page for a new message. Nobody asked for one, so it is noted.
pub(crate) async fn message(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    app.world().note_other("message", query.get("recipient").map_or("", String::as_str));
    html(ember::feed::note(&View::new(&app, None), "Messaging", "There are no messages in practice."))
}

/// The page for an invitation. Nobody asked for one, so it is noted.
pub(crate) async fn invite(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    app.world().note_other("connect", &normal_slug(query.get("vanityName").map_or("", String::as_str)));
    html(ember::feed::note(&View::new(&app, None), "Invitation", "There are no invitations in practice."))
}
