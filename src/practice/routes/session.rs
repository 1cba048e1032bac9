//! Signing in and out, and the pages that say who is signed in.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::super::pages::view::View;
use super::super::pages::{account, ember, sdui};
use super::cast::{others, own_profile};
use super::gate::{COOKIE, has_session, session_cookie};
use super::{Shared, html, redirect};

/// The page that a guest is sent to, and back from once signed in.
fn back(query: &HashMap<String, String>) -> String {
    query.get("session_redirect").or_else(|| query.get("sessionRedirect")).cloned().unwrap_or_default()
}

pub(crate) async fn login(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    html(account::login(&app.texts, &app.options.lang, &back(&query), query.contains_key("wrong")))
}

pub(crate) async fn authwall(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    html(account::authwall(&app.texts, &app.options.lang, &back(&query)))
}

/// What the sign-in form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct SignIn {
    #[serde(default)]
    session_key: String,
    #[serde(default)]
    session_password: String,
    #[serde(default)]
    session_redirect: String,
}

pub(crate) async fn sign_in(State(app): Shared, Form(form): Form<SignIn>) -> Response {
    if form.session_key.trim().is_empty() || form.session_password.is_empty() {
        return redirect("/uas/login?wrong=1");
    }
    {
        let mut world = app.world();
        world.faults.remove("signed_out");
        world.faults.remove("authwall");
        // Where everybody must sign in, one browser's sign-in does not let the others in.
        world.logged_out = app.options.require_sign_in;
    }
    let path =
        form.session_redirect.strip_prefix("https://www.linkedin.com").unwrap_or(&form.session_redirect);
    let to = if path.starts_with('/') && !path.starts_with("//") { path } else { "/feed/" };
    (StatusCode::FOUND, [(header::LOCATION, to.to_owned()), (header::SET_COOKIE, session_cookie(&app))])
        .into_response()
}

pub(crate) async fn log_out(State(app): Shared) -> Response {
    app.world().logged_out = true;
    let cookie = format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    (StatusCode::FOUND, [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)]).into_response()
}

pub(crate) async fn home(State(app): Shared, headers: HeaderMap) -> Response {
    let ended = {
        let world = app.world();
        world.faults.get("signed_out", None).is_some() || (world.logged_out && !has_session(&headers, &app))
    };
    if ended { html(account::guest_home(&app.texts, &app.options.lang)) } else { redirect("/feed/") }
}

pub(crate) async fn feed(State(app): Shared) -> Response {
    let view = View::new(&app, None);
    if !view.is_sdui(None) {
        return html(ember::feed::page(&view));
    }
    let owner = app.world().owner();
    let others = own_profile(&app, &owner.slug).map(|own| others(&app, &own)).unwrap_or_default();
    html(sdui::feed::page(&view, &others))
}
