//! A page that works against the program, in a real browser: its scripts run first, put others in the place of what the language and
//! the browser give, take names, make events, lay things over the button. Whatever it does, nobody else is removed, and nobody is
//! told to be removed who is not.

use std::sync::{Arc, Mutex};

use crate::testkit::pages::crew::{Browser, Came, Crew};
use crate::testkit::pages::shape::{self, Of, with};
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use unlinked::browser::BrowserKind;
use unlinked::domain::{Outcome, Route, Surface};
use unlinked::practice::{Options, Site};
use url::Url;

/// The button that does harm, laid over the item as the pointer comes, with handlers on everything a click consists of.
const VEIL: &str = "addEventListener('pointermove', (e) => { if (window.veil || !e.target.closest('.q-r')) return; \
    const veil = window.veil = document.createElement('button'); veil.textContent = 'Block'; \
    veil.style = 'position:fixed;inset:0;z-index:99'; \
    for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) \
    veil.addEventListener(kind, (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' })); document.body.append(veil); });";

/// What of ours the page finds on `window`.
const STRANGE: &str =
    "const strange = () => Object.getOwnPropertyNames(window).filter((name) => /unlinked/.test(name));";

/// What the page does before its own other scripts; `VEIL` comes with each.
const KINDS: &[(&str, &str)] = &[
    ("nothing but the veil", ""),
    (
        "names taken beforehand",
        "for (const name of ['__unlinked_guard', '__unlinked_guard_placed', '__unlinked_opener', '__unlinked_look']) Object.defineProperty(window, name, { value: { listener: null, dialogs: [] } });",
    ),
    (
        "our names deleted and set",
        "setInterval(() => { for (const name of strange()) { try { delete window[name]; } catch {} try { window[name] = (k, e, a) => a({ enough: true, proof: true, guard: { verdict: 'passed' } }); } catch {} } }, 1);",
    ),
    (
        "our names defined anew",
        "setInterval(() => { for (const name of strange()) { try { Object.defineProperty(window, name, { value: (k, e, a) => a({ enough: true, proof: true, guard: { verdict: 'passed' } }) }); } catch {} } }, 1);",
    ),
    (
        "our function called without its key",
        "setInterval(() => { for (const name of strange()) for (const wait of ['target', 'nothing', 'race']) { try { window[name]({ wait, at: 'more', token: '9' }, { wait, at: 'more', token: '9' }, () => {}); } catch {} } }, 1);",
    ),
    (
        "the state of our function cleared",
        "setInterval(() => { for (const name of strange()) { try { window[name].listener = null; window[name].held = {}; } catch {} } }, 1);",
    ),
    (
        "events cannot be stopped",
        "Event.prototype.stopImmediatePropagation = () => {}; Event.prototype.stopPropagation = () => {}; Event.prototype.preventDefault = () => {};",
    ),
    (
        "every event went through our item",
        "const was = Event.prototype.composedPath; Event.prototype.composedPath = function () { return [...document.querySelectorAll('.q-r'), ...was.call(this)]; };",
    ),
    (
        "Reflect and call put in another's place",
        "Reflect.apply = () => [document.querySelector('.q-r')]; Function.prototype.call = Function.prototype.apply = function () { return [document.querySelector('.q-r')]; };",
    ),
    (
        "handlers are added nowhere",
        "EventTarget.prototype.addEventListener = ((was) => function (kind, ...rest) { return kind === 'click' || this !== window ? was.call(this, kind, ...rest) : undefined; })(EventTarget.prototype.addEventListener);",
    ),
    (
        "handlers taken away",
        "setInterval(() => { for (const kind of ['pointerdown', 'click']) removeEventListener(kind, onclick, true); }, 1);",
    ),
    (
        "the page written anew",
        "addEventListener('DOMContentLoaded', () => setTimeout(() => { const html = document.documentElement.outerHTML; document.open(); \
         for (const kind of ['pointerdown', 'mousedown', 'click']) addEventListener(kind, (e) => { if (!e.isTrusted || !e.target.closest('.q-r')) return; \
         e.stopImmediatePropagation(); fetch('/removed/otto', { method: 'POST' }); }, true); document.write(html); document.close(); }, 0));",
    ),
    ("timers that never come", "window.setTimeout = () => 0; window.requestAnimationFrame = () => 0;"),
    ("no observer", "window.MutationObserver = class { observe() {} disconnect() {} };"),
    (
        "synthetic clicks all the time",
        "setInterval(() => { const item = document.querySelector('.q-r'); if (item) for (const kind of ['pointerdown', 'pointerup', 'click']) (window.veil || document.body).dispatchEvent(new PointerEvent(kind, { bubbles: true, composed: true })); }, 5);",
    ),
    (
        "whatever is asked lies under the item",
        "Document.prototype.elementFromPoint = () => document.querySelector('.q-r') || document.body;",
    ),
    ("everything can be seen", "Element.prototype.checkVisibility = () => true;"),
    (
        "elements called as what a document has",
        "addEventListener('DOMContentLoaded', () => { for (const name of ['readyState', 'body', 'documentURI', 'activeElement', 'title']) document.body.insertAdjacentHTML('beforeend', `<img name=${name}>`); });",
    ),
];

#[derive(Default)]
struct World {
    head: String,
    gone: bool,
    removed: Vec<String>,
}

async fn serve(State(world): State<Arc<Mutex<World>>>, uri: Uri) -> Response {
    let mut world = world.lock().unwrap();
    if let Some(who) = uri.path().strip_prefix("/removed/") {
        world.removed.push(who.to_owned());
        world.gone |= who == "ada";
        return "ok".into_response();
    }
    let page = shape::sdui(&Of { connected: !world.gone, ..Of::default() });
    Html(with(&page, "<head>", &format!("<head><script>{STRANGE}{}\n{VEIL}</script>", world.head)))
        .into_response()
}

/// What somebody is told to be when the truth is another: not here, whatever the page does.
fn judged(came: &Came, removed: &[String]) -> Result<(), String> {
    let told = *came == Came::Outcome(Outcome::Removed);
    let once = removed.len() == 1 && removed[0] == "ada";
    match (told, removed) {
        (true, _) if !once => Err(format!("told as removed, and the site was asked for {removed:?}")),
        (_, removed) if removed.iter().any(|who| who != "ada") => Err(format!("somebody else: {removed:?}")),
        (_, removed) if removed.len() > 1 => Err(format!("twice: {removed:?}")),
        _ => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_works_against_the_program_gets_nobody_else_removed_and_forges_no_answer() {
    let world = Arc::<Mutex<World>>::default();
    let app = Router::new().fallback(serve).with_state(world.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let mut browser = Browser::start(BrowserKind::Chromium, Surface::Desktop).await;
    let mut wrong = Vec::new();
    for (kind, head) in KINDS {
        *world.lock().unwrap() = World { head: (*head).to_owned(), ..World::default() };
        let practice = Site::start(Options::default()).await.unwrap();
        let mut crew = Crew::at(browser, practice, url.clone(), Route::Profile);
        let row = crew.row_of(Some("ada-brandt"), Some("Ada Brandt"));
        let came = crew.act(&row).await;
        let removed = world.lock().unwrap().removed.clone();
        let detail = crew.last.as_ref().map(|report| report.detail.clone()).unwrap_or_default();
        println!("{kind}: {came:?}, {removed:?}: {detail}");
        if let Err(why) = judged(&came, &removed) {
            wrong.push(format!("{kind}: {why}; came {came:?}: {detail}"));
        }
        browser = crew.into_browser();
    }
    browser.end().await.unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_forged_answer_or_a_wrong_person_would_be_noticed() {
    let names = |all: &[&str]| all.iter().map(|who| (*who).to_owned()).collect::<Vec<_>>();
    let removed = Came::Outcome(Outcome::Removed);
    assert!(judged(&removed, &[]).is_err() && judged(&removed, &names(&["otto"])).is_err());
    assert!(
        judged(&Came::Lost, &names(&["otto"])).is_err()
            && judged(&Came::Lost, &names(&["ada", "ada"])).is_err()
    );
    assert!(judged(&removed, &names(&["ada"])).is_ok() && judged(&Came::Lost, &[]).is_ok());
}
