//! Pages of another host in the place of the site's, in a real browser: whatever such a page looks like, nothing in it is believed,
//! clicked, typed or dismissed, the run ends there, and nobody has lost a try.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::testkit::pages::crew::{Browser, Came, Crew, firefox_is_installed};
use crate::testkit::pages::shape::{self, Front, Of, with};
use crate::testkit::stand::Stand;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Redirect, Response};
use unlinked::browser::{Page, PageFault, Reading};
use unlinked::domain::{BrowserKind, Outcome, Route, Surface};
use unlinked::engine::OwnerCheck;
use unlinked::practice::{Options, Site};
use url::Url;

const PROFILE: &str = "/in/ada-brandt/";
const LIST: &str = "/mynetwork/invite-connect/connections/";
const SEARCH: &str = "/search/results/people/";

/// Tells its server of all that a page can hear: clicks, keys, what is typed, even where a page's own handlers are stopped.
const LISTENERS: &str = "<script>for (const kind of ['pointerdown', 'mousedown', 'mouseup', 'click', 'keydown', 'keyup', 'input'\
    ]) addEventListener(kind, (e) => e.isTrusted && navigator.sendBeacon('/heard/' + kind + '/' + (e.key || '')), true);</script>";

#[derive(Default)]
struct World {
    pages: HashMap<String, Answer>,
    heard: Vec<String>,
}

enum Answer {
    Page(String),
    To(String),
}

/// A server that is one of the two hosts.
#[derive(Clone)]
struct Host {
    url: Url,
    world: Arc<Mutex<World>>,
}

async fn serve(State(world): State<Arc<Mutex<World>>>, uri: Uri) -> Response {
    let mut world = world.lock().unwrap();
    let path = uri.path();
    if ["/heard/", "/removed/", "/other/"].iter().any(|kind| path.starts_with(kind)) {
        world.heard.push(path.to_owned());
    }
    match world.pages.get(path) {
        Some(Answer::Page(html)) => Html(html.clone()).into_response(),
        Some(Answer::To(address)) => Redirect::to(address).into_response(),
        None => Html("<h1>nothing</h1>").into_response(),
    }
}

impl Host {
    async fn at(address: &str) -> Host {
        let world = Arc::<Mutex<World>>::default();
        let app = Router::new().fallback(serve).with_state(world.clone());
        let listener = tokio::net::TcpListener::bind((address, 0)).await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Host { url, world }
    }

    fn page(&self, path: &str, html: &str) {
        let answer = Answer::Page(with(html, "<head>", &format!("<head>{LISTENERS}")));
        self.world.lock().unwrap().pages.insert(path.to_owned(), answer);
    }

    fn redirect(&self, path: &str, to: &Host) {
        let to = Answer::To(to.url.join(path).unwrap().to_string());
        self.world.lock().unwrap().pages.insert(path.to_owned(), to);
    }

    fn heard(&self) -> Vec<String> {
        self.world.lock().unwrap().heard.clone()
    }
}

const ROWS: &[shape::ListRow] = &[("ada-brandt", "Ada Brandt", "ada", "")];

/// What the other host shows: by which route, where, and the page.
fn pages() -> Vec<(&'static str, Route, &'static str, String)> {
    let of = Of::default();
    let sdui = shape::sdui(&of);
    let banner = "<div style='position:fixed;inset:0;z-index:99;background:#fff'><button action-type='DENY'>Reject</button>\
        <button action-type='ACCEPT'>Accept</button></div>";
    let modal = "<dialog id='d'><h2>Welcome to the network of this house</h2><p>Sign in</p></dialog><script>d.showModal()</script>";
    let sign_in = "<!doctype html><html lang='en'><head><title>Sign in</title></head><body><main><h1>Free Wi-Fi</h1>\
        <input autofocus><button>Sign in</button></main></body></html>";
    vec![
        ("its very copy, Ember", Route::Profile, PROFILE, shape::ember(&of)),
        ("its very copy, SDUI", Route::Profile, PROFILE, sdui.clone()),
        (
            "its copy under a cookie banner",
            Route::Profile,
            PROFILE,
            with(&sdui, "<footer>", &format!("{banner}<footer>")),
        ),
        (
            "its copy under a modal",
            Route::Profile,
            PROFILE,
            with(&sdui, "<footer>", &format!("{modal}<footer>")),
        ),
        ("a banner on nothing", Route::Profile, PROFILE, with(sign_in, "<main>", &format!("{banner}<main>"))),
        ("a modal on nothing", Route::Profile, PROFILE, with(sign_in, "<main>", &format!("{modal}<main>"))),
        ("the sign-in of a network", Route::Profile, PROFILE, sign_in.to_owned()),
        ("the list's copy", Route::Connections, LIST, shape::connections(&of, ROWS)),
        ("the list's sign-in", Route::Connections, LIST, sign_in.to_owned()),
        (
            "the list under a banner",
            Route::Connections,
            LIST,
            with(&shape::connections(&of, ROWS), "</main>", &format!("{banner}</main>")),
        ),
        ("the search's copy", Route::Search, SEARCH, shape::search(&of, Front::SduiSearch, ROWS)),
        ("the search's sign-in", Route::Search, SEARCH, sign_in.to_owned()),
    ]
}

async fn nothing_happens_on_another_host(kind: BrowserKind) {
    let (site, other) = (Host::at("127.0.0.1").await, Host::at("127.0.0.2").await);
    let mut browser = Browser::start(kind, Surface::Desktop).await;
    for (what, route, path, html) in pages() {
        site.redirect(path, &other);
        other.page(path, &html);
        let practice = Site::start(Options::default()).await.unwrap();
        let mut crew = Crew::at(browser, practice, site.url.clone(), route);
        let row = crew.row_of(Some("ada-brandt"), Some("Ada Brandt"));
        let came = crew.act(&row).await;
        assert_eq!((came, crew.last.as_ref()), (Came::Outage, None), "{what}");
        assert_eq!(
            crew.ledger.standing(&row.person.key(), row.action).unwrap().outcome,
            unlinked::domain::Outcome::Pending,
            "{what}"
        );
        // Questions of every other kind, and a key, meet the same end.
        let limit = crew.rules.locate_timeout;
        let host = Err(PageFault::Foreign(other.url.authority().to_owned()));
        assert_eq!(crew.page.escape().await, host, "{what}");
        assert_eq!(crew.page.rows(None, limit).await.map(drop), host.clone(), "{what}");
        assert_eq!(crew.page.load_more(true, true, limit).await.map(drop), host, "{what}");
        assert_eq!(crew.page.probe().await.map(drop), host, "{what}");
        assert_eq!(crew.page.reveal_row(PROFILE).await.map(drop), host, "{what}");
        assert_eq!(crew.page.read(Reading::Owner, limit).await.map(drop), host, "{what}");
        assert_eq!(crew.page.surroundings("top_card").await, None, "{what}");
        assert_eq!(other.heard(), Vec::<String>::new(), "{what}");
        browser = crew.into_browser();
    }

    // The page that says who is signed in.
    site.redirect("/in/me/", &other);
    other.page("/in/me/", &shape::sdui(&Of::default()));
    let practice = Site::start(Options::default()).await.unwrap();
    let mut crew = Crew::at(browser, practice, site.url.clone(), Route::Profile);
    let OwnerCheck::Outage(why) = crew.check_owner().await else { panic!("an owner on another host") };
    assert!(why.contains(other.url.authority()), "{why}");
    assert!(crew.ledger.owner().unwrap().is_none());
    crew.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_believed_clicked_or_typed_on_another_host() {
    nothing_happens_on_another_host(BrowserKind::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_believed_clicked_or_typed_on_another_host_in_firefox() {
    if firefox_is_installed() {
        nothing_happens_on_another_host(BrowserKind::Firefox).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_leaves_for_another_host_after_the_click_leaves_a_doubt() {
    let (site, other) = (Host::at("127.0.0.1").await, Host::at("127.0.0.2").await);
    other.page(PROFILE, &shape::sdui(&Of { connected: false, ..Of::default() }));
    let leave = format!("ask = () => {{ location.href = '{}'; }};", other.url.join(PROFILE).unwrap());
    site.page(PROFILE, &shape::sdui(&Of { script: &leave, ..Of::default() }));
    let practice = Site::start(Options::default()).await.unwrap();
    let browser = Browser::start(BrowserKind::Chromium, Surface::Desktop).await;
    let mut crew = Crew::at(browser, practice, site.url.clone(), Route::Profile);
    let row = crew.row_of(Some("ada-brandt"), Some("Ada Brandt"));
    assert_eq!(crew.act(&row).await, Came::Outage, "{:?}", crew.last);
    assert_eq!(crew.last.as_ref().unwrap().outcome, Outcome::Unconfirmed, "what came of it nobody knows");
    assert_eq!(other.heard(), Vec::<String>::new());
    crew.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_led_elsewhere_ends_with_12_and_names_the_host() {
    let other = Host::at("127.0.0.2").await;
    other.page("/in/me/", &shape::sdui(&Of::default()));
    let front = Host::at("127.0.0.1").await;
    front.redirect("/in/me/", &other);
    let stand = Stand::new().await;
    let done = stand.start_with(&["--now", "--site", front.url.as_str()]).wait().await;
    assert_eq!(done.status.code(), Some(12), "{done:?}\n{}", stand.said());
    assert_eq!(
        (&done.summary["stopped_by"], &done.summary["exit"]),
        (&"outage".into(), &12.into()),
        "{done:?}"
    );
    assert!(done.summary.to_string().contains(other.url.authority()), "{done:?}");
    assert_eq!((other.heard(), stand.removals()), (Vec::new(), 0));
    stand.finish().await;
}
