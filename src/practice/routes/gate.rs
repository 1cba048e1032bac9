//! What every request passes: faults of loading, stop signs, the session; and the account that is kept of it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::app::App;
use super::super::connection::Plug;
use super::super::pages::stops;
use super::super::people::{encode, normal_slug};
use super::super::state;
use super::super::world::now_ms;
use super::{html_with, redirect};

/// The name of the cookie that says who is signed in.
pub(crate) const COOKIE: &str = "li_at";

/// What kind of address a path is. Only some kinds are pages, only pages count as page views.
fn kind_of(path: &str) -> &'static str {
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    match path {
        "/" => "home",
        "/feed" => "feed",
        "/login" | "/uas/login" | "/signup" | "/authwall" => "sign_in",
        "/m/logout"
        | "/checkpoint/lg/login-submit"
        | "/checkpoint/challenge/verify"
        | "/preload"
        | "/favicon.ico" => "asset",
        "/404" => "missing",
        "/mynetwork/invite-connect/connections" => "connections",
        "/mynetwork/invitation-manager/sent" => "invitations",
        _ if path.starts_with("/in/") || path.starts_with("/pub/") => "profile",
        _ if path.starts_with("/mwlite/") => "mobile",
        _ if path.starts_with("/search/") => "search",
        _ if path.starts_with("/checkpoint") || path.starts_with("/uas/") => "stop",
        "/practice-api/connections" => "list_batch",
        _ if path.starts_with("/practice-api/") => "api",
        _ if path.starts_with("/practice-assets/") => "asset",
        _ if path == "/practice" || path.starts_with("/practice/") => "practice",
        _ => "other",
    }
}

fn is_page(kind: &str) -> bool {
    !matches!(kind, "api" | "asset" | "practice" | "list_batch")
}

/// Pages that a session and its faults do not touch.
fn is_open(kind: &str) -> bool {
    matches!(kind, "sign_in" | "stop" | "missing")
}

/// The person whom a page address is about.
fn slug_of(path: &str) -> Option<String> {
    let rest = path.strip_prefix("/mwlite").unwrap_or(path);
    let rest = rest.strip_prefix("/in/").or_else(|| rest.strip_prefix("/pub/"))?;
    let slug = normal_slug(rest.split('/').next()?);
    (slug != "me" && !slug.is_empty()).then_some(slug)
}

/// Whether the browser brought a session of this site.
pub(crate) fn has_session(headers: &HeaderMap, app: &App) -> bool {
    let wanted = format!("{COOKIE}={}", app.session());
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(';').any(|pair| pair.trim() == wanted))
}

/// The cookie that signs a browser in: it outlives the browser, and scripts cannot read it.
pub(crate) fn session_cookie(app: &App) -> String {
    format!("{COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax", app.session())
}

/// Whether a request comes to a name of this machine, and, if it changes something, from a page of this site or from no page at
/// all. Another name that leads here, or another site's page, would else change the account or read it.
fn is_our_own(request: &Request) -> bool {
    let text = |name| request.headers().get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
    let all_hosts = request.headers().get_all(header::HOST).iter().count();
    let Some(host) = text(header::HOST).filter(|_| all_hosts == 1) else { return false };
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|c| c.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    let loopback = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(ip) => ip.parse::<std::net::Ipv6Addr>().is_ok_and(|ip| ip.is_loopback()),
        None => {
            name.eq_ignore_ascii_case("localhost")
                || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        }
    };
    // Signing in changes nobody's connections, and a person may come to the form from anywhere.
    if request.method().is_safe() || request.uri().path() == "/checkpoint/lg/login-submit" {
        return loopback;
    }
    let from_here = text(header::ORIGIN).is_none_or(|origin| {
        // Not the scheme: a server in front may speak TLS.
        origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
    });
    let same_site = text(header::HeaderName::from_static("sec-fetch-site"))
        .is_none_or(|site| matches!(site, "same-origin" | "none"));
    loopback && from_here && same_site
}

/// Every request comes through here.
pub(crate) async fn gate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if !is_our_own(&request) {
        let why = "The practice site answers under 127.0.0.1, [::1] and localhost, and takes changes from its own pages only.\n";
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    let path = request.uri().path().to_owned();
    let kind = kind_of(&path);
    let mut note = state::Request {
        at_ms: now_ms(),
        method: request.method().to_string(),
        path: request.uri().path_and_query().map_or(path.clone(), ToString::to_string),
        kind,
        status: 0,
        page_view: false,
        user_agent: request
            .headers()
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
    };
    if !is_page(kind) {
        let response = next.run(request).await;
        note.status = response.status().as_u16();
        let mut world = app.world();
        if kind == "list_batch" {
            note.page_view = true;
            world.count_view(kind);
        }
        world.requests.push(note);
        drop(world);
        return response;
    }
    let signed_in = has_session(request.headers(), &app);
    let plug = request.extensions().get::<ConnectInfo<Plug>>().map(|info| info.0.clone());
    let stopped = if is_open(kind) { None } else { before(&app, &mut note, signed_in, plug).await };
    let mut response = match stopped {
        Some(response) => response,
        None => next.run(request).await,
    };
    if !signed_in
        && !is_open(kind)
        && !app.world().logged_out
        && !response.headers().contains_key(header::SET_COOKIE)
    {
        // Practice: whoever comes is signed in, with a real cookie, unless the site was told otherwise.
        if let Ok(cookie) = HeaderValue::from_str(&session_cookie(&app)) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    note.status = response.status().as_u16();
    let mut world = app.world();
    if !note.page_view && !response.status().is_redirection() {
        note.page_view = true;
        world.count_view(kind);
    }
    world.requests.push(note);
    drop(world);
    response
}

/// The faults and stop signs that come before the page itself. `Some` is the answer instead of the page.
async fn before(
    app: &Arc<App>,
    note: &mut state::Request,
    signed_in: bool,
    plug: Option<Plug>,
) -> Option<Response> {
    let path = note.path.split('?').next().unwrap_or_default().to_owned();
    let address = slug_of(&path);
    // A renamed person keeps the faults of their old slug.
    let slug = address.map(|slug| {
        let world = app.world();
        let old =
            world.faults.specs().find(|spec| spec.name() == "renamed" && normal_slug(spec.value()) == slug);
        old.and_then(|spec| spec.slug().map(str::to_owned)).unwrap_or(slug)
    });
    let fault = |name: &str| app.world().faults.get(name, slug.as_deref()).map(str::to_owned);
    if let Some(ms) = fault("slow_load").and_then(|ms| ms.parse().ok()) {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    if fault("drop_connection").as_deref() == Some("page") {
        if let Some(plug) = plug {
            plug.pull();
        }
        return Some(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    }
    if fault("hang").as_deref() == Some("answer") {
        note.page_view = true;
        {
            let mut world = app.world();
            world.count_view(note.kind);
            world.requests.push(note.clone());
        }
        app.stopping.cancelled().await;
        return Some(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    if let Some(status) = fault("status").and_then(|status| status.parse().ok()) {
        return Some(small_error(status));
    }
    if let Some(status) = fault("empty_status").and_then(|status| status.parse().ok()) {
        return Some(StatusCode::from_u16(status).unwrap_or(StatusCode::TOO_MANY_REQUESTS).into_response());
    }
    if let Some(stop) = by_count(app) {
        return Some(stop);
    }
    if fault("challenge").is_some() {
        return Some(redirect("/checkpoint/challenge/AgE-practice"));
    }
    if fault("captcha").is_some() {
        return Some(redirect("/checkpoint/challengesV2/AgE-practice?captcha=1"));
    }
    if fault("restriction").is_some() {
        return Some(redirect("/uas/account-restricted"));
    }
    if fault("unusual_activity").is_some() {
        return Some(html_with(StatusCode::OK, stops::unusual_activity(&app.texts)));
    }
    if fault("generic_error").is_some() {
        return Some(html_with(StatusCode::OK, stops::generic_error()));
    }
    let guest = app.world().logged_out && !signed_in;
    let back = encode(&format!("https://www.linkedin.com{}", note.path));
    if fault("authwall").is_some() {
        return Some(redirect(&format!("/authwall?trk=practice&sessionRedirect={back}")));
    }
    if fault("signed_out").is_some() || guest {
        if note.kind == "home" {
            return None;
        }
        return Some(redirect(&format!("/uas/login?session_redirect={back}")));
    }
    None
}

/// The stop signs that come after so many page views.
fn by_count(app: &App) -> Option<Response> {
    let world = app.world();
    let reached = |name: &str| {
        let (spec, before) = world.faults.entry(name, None)?;
        let after: u64 = spec.value().parse().ok()?;
        (world.page_views() >= before + after).then_some(())
    };
    if reached("throttled_after").is_some() {
        return Some(small_error(429));
    }
    reached("challenge_after").map(|()| redirect("/checkpoint/challenge/AgE-practice"))
}

/// An answer with an error status and a small body, the way a server in front of the pages gives it.
fn small_error(status: u16) -> Response {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::new(Body::from(stops::small_error(status).into_string()));
    *response.status_mut() = code;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if status == 429 {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3600"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = axum::http::Request::builder().method(method).uri("/practice/reset");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_our_own(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_request_comes_to_a_name_of_this_machine() {
        for (host, good) in [
            ("127.0.0.1:8080", true),
            ("127.0.0.1", true),
            ("localhost:1", true),
            ("LOCALHOST", true),
            ("[::1]:8080", true),
            ("127.8.8.8:80", true),
            ("", false),
            ("example.org", false),
            ("127.0.0.1.example.org:8080", false),
            ("localhost.example.org", false),
            ("192.0.2.1:8080", false),
            ("[2001:db8::1]:8080", false),
            ("[::1", false),
            ("user@127.0.0.1", false),
        ] {
            for method in ["GET", "POST"] {
                assert_eq!(own(method, &[("host", host)]), good, "{method} {host}");
            }
        }
        assert!(!own("GET", &[]));
        assert!(!own("GET", &[("host", "localhost"), ("host", "example.org")]));
    }

    #[test]
    fn a_change_comes_from_a_page_of_the_site_or_from_no_page() {
        let host = ("host", "127.0.0.1:8080");
        for (headers, good) in [
            (&[][..], true),
            (&[("origin", "http://127.0.0.1:8080")], true),
            (&[("origin", "https://127.0.0.1:8080")], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("origin", "http://127.0.0.1:8081")], false),
            (&[("origin", "http://localhost:8080")], false),
            (&[("origin", "https://example.org")], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
        ] {
            let all: Vec<_> = headers.iter().copied().chain([host]).collect();
            assert_eq!(own("POST", &all), good, "{headers:?}");
            assert!(own("GET", &all), "looking is free: {headers:?}");
        }
    }
}
