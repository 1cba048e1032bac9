//! A page that works against the program, in real browsers: its scripts run first, put others in the place of what the language and
//! the browser give, take names, make events, lay things over the button. Whatever it does, nobody else is removed, and nobody is
//! told to be removed who is not; and where the document says the same as without it, so does the answer.

use std::sync::{Arc, Mutex};

use crate::testkit::pages::crew::{Browser, Came, Crew, firefox_is_installed};
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

/// What the page does before its own other scripts, with [`VEIL`] over its button: harm is tried, and must not come about.
const HARM: &[(&str, &str)] = &[
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
        "the answers of every question forged",
        "JSON.stringify = () => '{\"enough\":true,\"proof\":true,\"guard\":{\"verdict\":\"passed\"}}'; JSON.parse = () => ({ wait: 'nothing' });",
    ),
    (
        "the button of the item moved into a frame, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest('.q-r'); if (!item || window.framed) return; window.framed = true; \
         const box = item.getBoundingClientRect(), frame = document.createElement('iframe'); \
         frame.style = `position:fixed;left:${box.x}px;top:${box.y}px;width:${box.width}px;height:${box.height}px;z-index:99`; \
         frame.srcdoc = `<button style=\"position:fixed;inset:0\" onpointerdown=\"fetch('/removed/otto', { method: 'POST' })\">Remove Connection</button>`; document.body.append(frame); });",
    ),
    (
        "another's button in the top layer, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.top1) return; const it = window.top1 = document.createElement('div'); it.popover = 'manual'; \
         it.style = 'width:100vw;height:100vh;inset:0'; it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); document.body.append(it); it.showPopover(); });",
    ),
    (
        "another's button in a closed shadow root over the item",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.shade) return; const host = window.shade = document.createElement('div'); \
         host.style = 'position:fixed;inset:0;z-index:99'; const root = host.attachShadow({ mode: 'closed' }); const it = document.createElement('button'); it.style = 'position:fixed;inset:0'; \
         it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); root.append(it); document.body.append(host); });",
    ),
    (
        "another's address, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest('.q-r'); if (!item) return; history.pushState(null, '', '/in/otto-wirth/'); \
         document.querySelector('#who').textContent = 'Otto Wirth'; item.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); });",
    ),
    (
        "nothing takes a pointer but another's button",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.none) return; const it = window.none = document.createElement('button'); \
         it.style = 'position:fixed;inset:0;z-index:-1;pointer-events:auto'; it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); \
         document.body.append(it); document.querySelector('.q-r').style.pointerEvents = 'none'; document.querySelector('[role=menu]').style.pointerEvents = 'none'; });",
    ),
];

/// What the page puts in the place of what its world gives, while its document stays as it is: what comes of the person is what comes
/// of them on the same page without it.
const FORGED: &[(&str, &str)] = &[
    ("nothing", ""),
    (
        "JSON",
        "JSON.stringify = () => '{\"enough\":true,\"missing\":{\"by\":\"text\",\"what\":\"x\"}}'; JSON.parse = () => ({ wait: 'nothing' });",
    ),
    (
        "a toJSON for everything",
        "Object.defineProperty(Object.prototype, 'toJSON', { value: () => ({ enough: true, missing: { by: 'text', what: 'x' } }) });",
    ),
    (
        "Promise",
        "window.Promise = class { constructor() {} then() { return this; } static resolve() { return new this(); } };",
    ),
    ("what a Promise does", "Promise.prototype.then = function () { return this; };"),
    (
        "what is searched for",
        "for (const of of [Document.prototype, Element.prototype]) for (const name of ['querySelector', 'querySelectorAll']) { const was = of[name]; \
         of[name] = function (css) { return /Topcard|menuitem|dialog|overflow|main|h2|h1/.test(css) ? was.call(this, '#nothing') : was.call(this, css); }; }",
    ),
    (
        "styles",
        "window.getComputedStyle = () => ({ display: 'none', visibility: 'hidden', clip: '', clipPath: 'inset(50%)', position: 'fixed' });",
    ),
    (
        "lists",
        "for (const name of ['flatMap', 'some', 'every', 'findIndex', 'map', 'join', 'push', 'slice']) Array.prototype[name] = () => [];",
    ),
    (
        "texts",
        "for (const name of ['normalize', 'toLowerCase', 'trim', 'split', 'startsWith', 'includes']) String.prototype[name] = () => 'otto wirth';",
    ),
    ("patterns", "RegExp.prototype.test = () => true; RegExp.prototype.exec = () => null;"),
    (
        "maps and sets",
        "window.Map = window.Set = window.WeakMap = class { has() { return true; } get() { return null; } set() {} add() {} };",
    ),
    (
        "whatever an object has not",
        "for (const name of ['why', 'found', 'enough', 'stop', 'proof', 'missing', 'root', 'el', 'token']) Object.defineProperty(Object.prototype, name, { get: () => 'x', set() {}, configurable: true });",
    ),
    (
        "what objects hold",
        "Object.keys = Object.values = Object.entries = () => []; Object.assign = (to) => to; Object.hasOwn = () => false;",
    ),
    (
        "the texts of elements",
        "Object.defineProperty(HTMLElement.prototype, 'innerText', { get: () => 'Otto Wirth' }); Object.defineProperty(Document.prototype, 'title', { get: () => 'Security Verification' });",
    ),
    (
        "attributes",
        "const was = Element.prototype.getAttribute; Element.prototype.getAttribute = function (name) { return /href|label|role/.test(name) ? '/in/otto-wirth/' : was.call(this, name); };",
    ),
    (
        "clocks",
        "performance.now = () => 0; Date.now = () => 0; Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => 0 });",
    ),
    (
        "the page's account of its requests",
        "Performance.prototype.getEntriesByType = () => [{ responseStatus: 429, responseStart: 1, decodedBodySize: 0 }]; setInterval(() => performance.clearResourceTimings(), 5);",
    ),
    (
        "observers",
        "window.MutationObserver = window.PerformanceObserver = class { observe() {} disconnect() {} };",
    ),
    ("frames and timers", "window.requestAnimationFrame = window.requestIdleCallback = () => 0;"),
    (
        "kinds of events",
        "Object.defineProperty(Event.prototype, 'type', { get: () => 'auxclick' }); Event.prototype.composedPath = () => [];",
    ),
    (
        "classes by proxies",
        "for (const name of ['Element', 'Node', 'ShadowRoot', 'Event', 'HTMLElement']) window[name] = new Proxy(window[name], { get: () => class {}, construct: () => ({}), has: () => true });",
    ),
    (
        "how functions are called",
        "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => () => null; Reflect.apply = () => null;",
    ),
    (
        "addresses",
        "window.URL = window.URLSearchParams = class { get pathname() { return '/checkpoint/'; } has() { return true; } };",
    ),
    (
        "what lies at a point",
        "Document.prototype.elementFromPoint = () => document.body; ShadowRoot.prototype.elementFromPoint = () => null;",
    ),
    ("movement", "Element.prototype.getAnimations = () => [1]; Element.prototype.scrollIntoView = () => {};"),
    (
        "our own name and memory",
        "window.unlinked = { ask: () => '{\"enough\":true}' }; window.memory = { guard: null }; Object.freeze(window.unlinked); window.look = window.ask = () => 0;",
    ),
    (
        "our event",
        "for (const stop of [true, false]) addEventListener('unlinked-guard', (e) => e.stopImmediatePropagation(), stop); setInterval(() => dispatchEvent(new Event('unlinked-guard')), 3);",
    ),
    (
        "questions by prompts",
        "setTimeout(() => confirm('Go on?'), 150); setTimeout(() => alert('Wait!'), 500);",
    ),
    ("windows", "addEventListener('pointerup', () => window.open('/in/otto-wirth/'));"),
    (
        "downloads",
        "addEventListener('pointerup', () => { const a = document.createElement('a'); a.href = 'data:application/octet-stream,x'; a.download = 'x.bin'; a.click(); });",
    ),
    (
        "a window that cannot be changed",
        "addEventListener('DOMContentLoaded', () => { Object.preventExtensions(window); Object.freeze(document); });",
    ),
];

#[derive(Default)]
struct World {
    veiled: bool,
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
    let veil = if world.veiled { VEIL } else { "" };
    Html(with(&page, "<head>", &format!("<head><script>{STRANGE}{}\n{veil}</script>", world.head)))
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

/// Tries every kind in one browser.
async fn nothing_comes_of_it(kind_of_browser: BrowserKind) {
    let world = Arc::<Mutex<World>>::default();
    let app = Router::new().fallback(serve).with_state(world.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let mut browser = Browser::start(kind_of_browser, Surface::Desktop).await;
    let mut wrong = Vec::new();
    let harm = HARM.iter().map(|kind| (true, kind));
    for (veiled, (kind, head)) in harm.chain(FORGED.iter().map(|kind| (false, kind))) {
        if !browser.is_usable() {
            let _ = browser.end().await;
            browser = Browser::start(kind_of_browser, Surface::Desktop).await;
        }
        *world.lock().unwrap() = World { veiled, head: (*head).to_owned(), ..World::default() };
        let practice = Site::start(Options::default()).await.unwrap();
        let mut crew = Crew::at(browser, practice, url.clone(), Route::Profile);
        let row = crew.row_of(Some("ada-brandt"), Some("Ada Brandt"));
        let came = crew.act(&row).await;
        let removed = world.lock().unwrap().removed.clone();
        let detail = crew.last.as_ref().map(|report| report.detail.clone()).unwrap_or_default();
        println!("{kind}: {came:?}, {removed:?}: {detail}");
        let same = veiled || (came == Came::Outcome(Outcome::Removed) && removed == ["ada"]);
        match judged(&came, &removed) {
            Err(why) => wrong.push(format!("{kind}: {why}; came {came:?}: {detail}")),
            Ok(()) if !same => {
                wrong.push(format!("{kind}: not as on the page as it is; came {came:?}: {detail}"))
            }
            Ok(()) => {}
        }
        browser = crew.into_browser();
    }
    browser.end().await.unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_works_against_the_program_gets_nobody_else_removed_and_forges_no_answer() {
    assert!(HARM.len() + FORGED.len() >= 40);
    nothing_comes_of_it(BrowserKind::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_works_against_the_program_gets_nowhere_in_firefox() {
    if firefox_is_installed() {
        nothing_comes_of_it(BrowserKind::Firefox).await;
    }
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
