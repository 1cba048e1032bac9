//! A profile that freezes the browser: its script blocks for a minute. It is one person's bad page, and the people after it are
//! reached.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::testkit::stand::{PEOPLE, Stand};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use url::Url;

/// What the page does as soon as it is read.
const FREEZES: &str = "<!doctype html><html lang=en><title>x</title><body><h1>One moment</h1><script>\
    const from = performance.now(); while (performance.now() - from < 60000);</script>";

struct Front {
    site: Url,
    frozen: String,
    client: Client<HttpConnector, Body>,
}

/// A server before the practice site that passes everything on, save one profile.
async fn front(site: &Url, frozen: &str) -> Url {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let state = Arc::new(Front { site: site.clone(), frozen: format!("/in/{frozen}"), client });
    let app = Router::new().fallback(pass_on).with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

async fn pass_on(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    if request.uri().path().trim_end_matches('/') == front.frozen {
        return Html(FREEZES).into_response();
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let site = front.site.as_str().trim_end_matches('/');
    *request.uri_mut() = format!("{site}{path}").parse::<Uri>().unwrap();
    let host = front.site.authority().to_owned();
    request.headers_mut().insert(header::HOST, HeaderValue::from_str(&host).unwrap());
    for name in [header::ORIGIN, header::REFERER] {
        if request.headers().contains_key(&name) {
            request.headers_mut().insert(name, HeaderValue::from_str(site).unwrap());
        }
    }
    front.client.request(request).await.unwrap().into_response()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_freezes_the_browser_is_one_bad_person_and_the_others_are_reached() {
    let stand = Stand::new().await;
    let people: Vec<String> = stand.site.state().people.iter().map(|person| person.slug.clone()).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front = front(&site, &people[0]).await;
    let trimmed = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let roster = stand.site.roster_csv(PEOPLE).replace(&trimmed(&site), &trimmed(&front));
    std::fs::write(stand.home.path().join("roster.csv"), roster).unwrap();
    std::fs::create_dir_all(stand.home.path().join("unlinked")).unwrap();
    std::fs::write(
        stand.home.path().join("unlinked/config.toml"),
        "[webdriver]\ncommand_timeout = \"6s\"\npage_load_timeout = \"6s\"\n",
    )
    .unwrap();
    let from = Instant::now();
    let done = stand.start_with(&["--no-limits", "--site", front.as_str()]).wait().await;
    println!("a frozen page, twice: {} s for three people", from.elapsed().as_secs());
    assert_eq!(done.status.code(), Some(3), "{done:?}\n{}", stand.said());
    let outcome = |slug: &str| {
        let of = |line: &&serde_json::Value| line["slug"] == slug || line["key"] == slug;
        done.people.iter().rev().find(of).map(|line| line["outcome"].clone())
    };
    assert_eq!(outcome(&people[0]), Some("failed".into()), "{done:?}");
    for slug in &people[1..3] {
        assert_eq!(outcome(slug), Some("removed".into()), "{done:?}");
    }
    assert_eq!(stand.removals(), 2);
    assert!(from.elapsed() < Duration::from_secs(80));
    stand.assert_nothing_runs();
    stand.site.stop().await;
}
