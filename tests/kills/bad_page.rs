//! Bad pages: one that freezes the browser, and one that asks for things without end. Each is one person's, and the people after it
//! are reached and told of nothing that was not theirs.

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

/// What another page asks for, from its first moment to its last.
const WANTS: &str = "<script>addEventListener('DOMContentLoaded', () => setInterval(() => { alert('Wait!'); window.open('/feed/'); \
    const a = document.createElement('a'); a.href = 'data:application/octet-stream,x'; a.download = 'x.bin'; a.click(); \
    Notification.requestPermission(); navigator.geolocation.getCurrentPosition(() => 0); }, 30));</script>";

/// What is put in the place of a page.
#[derive(Clone, Copy)]
enum Bad {
    Freezes,
    Wants,
}

struct Front {
    site: Url,
    bad: (String, Bad),
    client: Client<HttpConnector, Body>,
}

/// A server before the practice site that passes everything on, save one profile.
async fn front(site: &Url, slug: &str, bad: Bad) -> Url {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let state = Arc::new(Front { site: site.clone(), bad: (format!("/in/{slug}"), bad), client });
    let app = Router::new().fallback(pass_on).with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

async fn pass_on(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    let is_bad = request.uri().path().trim_end_matches('/') == front.bad.0;
    if is_bad && matches!(front.bad.1, Bad::Freezes) {
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
    let answer = front.client.request(request).await.unwrap();
    if !is_bad {
        return answer.into_response();
    }
    let (mut head, body) = answer.into_parts();
    let page = axum::body::to_bytes(Body::new(body), 1 << 22).await.unwrap();
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(page.contains("<head>"), "{page}");
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.remove(header::CONTENT_SECURITY_POLICY);
    Response::from_parts(head, Body::from(page.replacen("<head>", &format!("<head>{WANTS}"), 1)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_freezes_the_browser_is_one_bad_person_and_the_others_are_reached() {
    let stand = Stand::new().await;
    let people: Vec<String> = stand.site.state().people.iter().map(|person| person.slug.clone()).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front = front(&site, &people[0], Bad::Freezes).await;
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

/// Alerts, windows and downloads without end: what comes of the people is what comes of them anyway, and the trace tells of it with the
/// one whose page it was, also of what the page went on to ask for while the next one was opened.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_wants_is_noted_with_its_own_person_and_spoils_nobody_else() {
    let stand = Stand::new().await;
    let people: Vec<String> = stand.site.state().people.iter().map(|person| person.slug.clone()).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front = front(&site, &people[0], Bad::Wants).await;
    let trimmed = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let roster = stand.site.roster_csv(PEOPLE).replace(&trimmed(&site), &trimmed(&front));
    std::fs::write(stand.home.path().join("roster.csv"), roster).unwrap();
    let done = stand.start_with(&["--no-limits", "--site", front.as_str()]).wait().await;
    let outcome = |slug: &str| {
        let of = |line: &&serde_json::Value| line["slug"] == slug || line["key"] == slug;
        done.people.iter().rev().find(of).map(|line| line["outcome"].clone())
    };
    for slug in &people[1..PEOPLE] {
        assert_eq!(outcome(slug), Some("removed".into()), "{done:?}\n{}", stand.said());
    }
    let events = unlinked::trace::read_events(&stand.home.path().join("account/runs/1")).unwrap();
    let wanted: Vec<(&str, &str)> = events
        .iter()
        .filter_map(|event| match &event.what {
            unlinked::trace::What::Note { text } if text.starts_with("the page wanted") => {
                Some((event.person.as_str(), text.as_str()))
            }
            _ => None,
        })
        .collect();
    println!("{:?} {wanted:?}", outcome(&people[0]));
    assert!(wanted.iter().any(|(_, text)| text.contains("prompt")), "{wanted:?}");
    assert!(wanted.iter().any(|(_, text)| text.contains("download")), "{wanted:?}");
    assert!(wanted.iter().all(|(who, _)| *who == people[0]), "{wanted:?}");
    // The page itself may be too busy to be worked with.
    let told = people[..PEOPLE].iter().filter(|slug| outcome(slug) == Some("removed".into())).count();
    assert_eq!(stand.removals(), told, "{done:?}\n{}", stand.said());
    stand.assert_nothing_runs();
    stand.site.stop().await;
}
