//! Which address leads where, and what happens to each request before and after.

pub(crate) mod api;
mod assets;
mod cast;
pub(crate) mod facets;
mod gate;
mod lists;
mod mobile;
pub(crate) mod practice;
mod profile;
mod renamed;
mod search;
mod session;
mod stops;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::handler::Handler;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::Markup;

use super::app::App;

/// What a handler is given of the site.
pub(crate) type Shared = State<Arc<App>>;

/// All the addresses of the site.
pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    router = page(router, "/in/{slug}", profile::show);
    router = page(router, "/in/{slug}/{*rest}", profile::overlay);
    router = page(router, "/pub/{slug}", profile::show);
    router = page(router, "/mwlite/in/{slug}", mobile::show);
    router = page(router, "/mynetwork", lists::network);
    router = page(router, "/mynetwork/invite-connect/connections", lists::connections);
    router = page(router, "/mynetwork/invitation-manager/sent", lists::sent);
    router = page(router, "/search/results/people", search::people);
    router = page(router, "/search/results/all", search::all);
    router = page(router, "/404", stops::not_found);
    router = page(router, "/feed", session::feed);
    router = page(router, "/login", session::login);
    router = page(router, "/uas/login", session::login);
    router = page(router, "/signup", session::login);
    router = page(router, "/authwall", session::authwall);
    router = page(router, "/m/logout", session::log_out);
    router = page(router, "/checkpoint/challenge/{id}", stops::challenge);
    router = page(router, "/checkpoint/challengesV2/{id}", stops::challenge);
    router = page(router, "/uas/account-restricted", stops::restricted);
    router = page(router, "/messaging/compose", profile::message);
    router = page(router, "/preload/custom-invite", profile::invite);
    router = page(router, "/preload/search-custom-invite", profile::invite);
    router
        .route("/", get(session::home))
        .route("/checkpoint/lg/login-submit", post(session::sign_in))
        .route("/checkpoint/challenge/verify", post(stops::verify))
        .route("/preload/", get(assets::preload))
        .route("/practice-assets/{name}", get(assets::asset))
        .route("/practice-api/remove", post(api::remove))
        .route("/practice-api/unfollow", post(api::unfollow))
        .route("/practice-api/withdraw", post(api::withdraw))
        .route("/practice-api/other", post(api::other))
        .route("/practice-api/connections", get(lists::batch))
        .route("/practice-api/topcard", get(api::top_card))
        .route("/practice-api/never", get(api::never))
        .route("/practice", get(practice::index))
        .route("/practice/", get(practice::index))
        .route("/practice/hello", get(practice::hello))
        .route("/practice/state", get(practice::state))
        .route("/practice/requests", get(practice::requests))
        .route("/practice/roster.csv", get(practice::roster_file))
        .route("/practice/Connections.csv", get(practice::connections_file))
        .route("/practice/faults", get(practice::faults).post(practice::set_faults))
        .route("/practice/reset", post(practice::reset))
        .fallback(stops::not_found)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&app), renamed::rename))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&app), gate::gate))
        .with_state(app)
}

/// Adds a page under its address with and without a slash at the end.
fn page<H, T>(router: Router<Arc<App>>, path: &str, handler: H) -> Router<Arc<App>>
where
    H: Handler<T, Arc<App>>,
    T: 'static,
{
    let router = router.route(path, get(handler.clone()));
    if path.ends_with('}') && path.contains("{*") {
        router
    } else {
        router.route(&format!("{path}/"), get(handler))
    }
}

/// A page as an answer. Nothing of the site is ever taken from a cache.
pub(crate) fn html(page: Markup) -> Response {
    html_with(StatusCode::OK, page)
}

pub(crate) fn html_with(status: StatusCode, page: Markup) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, page.into_string()).into_response()
}

/// A redirect to an address of the site.
pub(crate) fn redirect(to: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, to), (header::CACHE_CONTROL, "no-store")]).into_response()
}
