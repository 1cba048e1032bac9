//! One session with a real Chromium, from start to end: opening, reading, clicking, typing, the phone layout, the profile.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use crate::testkit::browser::{LIMIT, State, closed_port, pages, read};
use serde_json::json;
use unlinked::browser::{Answer, BrowserOptions, Element, FaultKind, Key, PageLoad, Session, sweep};
use unlinked::domain::Surface;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_opens_reads_clicks_types_and_ends_without_a_trace() {
    let (state, site) = (State::new(), pages().await);
    let session = state.start().await;
    let pgid = session.driver_pid().unwrap();
    assert!(state.processes(pgid).len() >= 3, "driver, browser and helpers run");
    assert_eq!(state.local_record().pgid, pgid);
    assert!(session.browser_version().starts_with("chrome 1"), "{}", session.browser_version());
    assert!(session.is_alive().await);

    // Opening.
    assert_eq!(session.goto(&site).await, Answer::Done(()));
    assert_eq!(session.current_url().await, Answer::Done(site.clone()));
    assert_eq!(read(&session, "return innerWidth").await, 1280);

    // A trusted click where it was aimed, in one command; two at one place are not a double click.
    let before = session.commands();
    assert!(session.click_at(140.5, 65.25).await.is_done());
    assert_eq!(session.commands(), before + 1);
    assert!(session.click_at(140.5, 65.25).await.is_done());
    let click = json!(["click", "b", true, 1, "mouse"]);
    assert_eq!(read(&session, "return seen").await, json!([click, click]));
    let outside = session.click_at(5000.0, 5.0).await;
    assert!(matches!(outside, Answer::NotDone(_)), "outside of the viewport: {outside:?}");

    // Elements.
    let button = read(&session, "return document.getElementById('b')").await;
    let button = Element::from_value(&button).unwrap();
    assert_eq!(session.computed_role(&button).await, Answer::Done("button".to_owned()));
    assert_eq!(session.computed_label(&button).await, Answer::Done("More actions".to_owned()));
    assert!(session.element_click(&button).await.is_done());
    assert_eq!(read(&session, "return seen.length").await, 3);

    // Keys and wheel.
    assert!(session.click_at(110.0, 110.0).await.is_done());
    assert!(session.type_text("Zoë 名").await.is_done());
    assert!(session.press_key(Key::Backspace).await.is_done());
    assert_eq!(read(&session, "return document.getElementById('i').value").await, "Zoë ");
    assert!(session.scroll_at(200, 200, &[500]).await.is_done());
    let scrolled = "const done = arguments[0]; const look = () => scrollY > 0 ? done(true) : requestAnimationFrame(look); look()";
    assert_eq!(session.script_async(scrolled, Vec::new(), LIMIT).await, Answer::Done(json!(true)));

    // Pictures, cookies, arguments.
    assert!(session.screenshot().await.done().unwrap().starts_with(b"\x89PNG"));
    assert!(session.add_cookie("a", "1").await.is_done());
    assert_eq!(read(&session, "return document.cookie").await, "a=1");
    let echoed = session.script("return arguments[0]", vec![json!({"a": [1, "x"]})], LIMIT).await;
    assert_eq!(echoed, Answer::Done(json!({"a": [1, "x"]})));

    // Faults of scripts and elements.
    let thrown = session.script("throw new Error('odd')", Vec::new(), LIMIT).await;
    assert!(matches!(&thrown, Answer::NotDone(fault) if fault.kind == FaultKind::Script), "{thrown:?}");
    assert!(thrown.fault().unwrap().message.contains("odd"));
    assert!(session.goto(&site.join("two").unwrap()).await.is_done());
    let stale = session.element_click(&button).await;
    assert!(matches!(&stale, Answer::NotDone(fault) if fault.kind == FaultKind::Stale), "{stale:?}");

    // Windows that a page opens are closed at once, and the first one is still in use.
    let opened =
        read(&session, "const all = [open('/'), open('/two')]; return all.filter(Boolean).length").await;
    assert_eq!(opened, 2);
    let closed = Instant::now() + LIMIT;
    while session.windows().await != Answer::Done(1) {
        assert!(Instant::now() < closed, "the windows stay open");
    }
    assert_eq!(read(&session, "return document.title").await, "Two");

    let ended = session.end().await;
    assert!(ended.browser_quit && ended.gone.is_all(), "{ended:?}");
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_goto_only_the_new_document_answers() {
    let (state, site) = (State::new(), pages().await);
    let options = BrowserOptions {
        script_timeout: Duration::from_secs(1),
        page_load_timeout: Duration::from_secs(2),
        ..state.options()
    };
    let session = Session::start(options, &state.record()).await.unwrap();
    let pgid = session.driver_pid().unwrap();
    for path in ["two", "leave", "slow", "leave", "two", "slow", "leave", "leave", "two", "two"] {
        let url = site.join(path).unwrap();
        assert_eq!(session.goto(&url).await, Answer::Done(()));
        assert_eq!(read(&session, "return location.pathname").await, url.path());
    }

    // A page that cannot be reached, with the browser's own reason.
    let refused = session.goto(&closed_port().await).await;
    let reason = FaultKind::Navigation("ERR_CONNECTION_REFUSED".to_owned());
    assert!(matches!(&refused, Answer::NotDone(fault) if fault.kind == reason), "{refused:?}");
    assert!(session.goto(&site).await.is_done());

    // An answer without a page leaves the old one, and that is not taken for success.
    let nothing = session.goto(&site.join("nothing").unwrap()).await;
    assert!(
        matches!(&nothing, Answer::NotDone(fault) if matches!(fault.kind, FaultKind::Navigation(_))),
        "{nothing:?}"
    );

    // A server that accepts and says nothing: in time, and the session goes on.
    let started = Instant::now();
    let hung = session.goto(&site.join("hang").unwrap()).await;
    assert!(matches!(&hung, Answer::Unknown(fault) if fault.kind == FaultKind::Timeout), "{hung:?}");
    assert!(started.elapsed() < Duration::from_secs(8));
    assert!(session.is_usable());
    assert_eq!(session.goto(&site).await, Answer::Done(()));

    // A prompt is dismissed, never accepted.
    assert!(session.goto(&site.join("prompt").unwrap()).await.is_done());
    let _ = session.click_at(140.0, 65.0).await;
    assert_eq!(read(&session, "return window.said").await, json!(false));

    assert!(session.end().await.gone.is_all());
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_layout_is_390_px_wide_and_a_tap_is_trusted() {
    let (state, site) = (State::new(), pages().await);
    let options = BrowserOptions { surface: Surface::Mobile, ..state.options() };
    let session = Session::start(options, &state.record()).await.unwrap();
    let pgid = session.driver_pid().unwrap();
    assert!(session.goto(&site).await.is_done());
    let seen = read(&session, "return [outerWidth, navigator.userAgentData.mobile, navigator.userAgent, navigator.maxTouchPoints > 0, screen.width]").await;
    assert_eq!((&seen[1], &seen[3], &seen[4]), (&json!(true), &json!(true), &json!(390)), "{seen}");
    let agent = seen[2].as_str().unwrap();
    assert!(agent.contains("Mobile") && agent.contains("Chrome/1"), "{agent}");
    read(&session, "document.head.insertAdjacentHTML('beforeend', '<meta name=viewport content=\"width=device-width\">')").await;
    assert_eq!(read(&session, "return innerWidth").await, 390);
    assert!(session.click_at(140.0, 65.0).await.is_done());
    let wait = "const done = arguments[0]; const look = () => seen.length ? done(seen) : requestAnimationFrame(look); look()";
    let seen = session.script_async(wait, Vec::new(), LIMIT).await.done().unwrap();
    assert_eq!(seen[0], json!(["click", "b", true, 1, "touch"]));
    assert!(session.end().await.gone.is_all());
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_cookie_outlives_the_session_whether_it_is_ended_or_swept() {
    let (state, site) = (State::new(), pages().await);
    let start = async |page_load_strategy| {
        let page_load_timeout = Duration::from_secs(15);
        let options = BrowserOptions { page_load_strategy, page_load_timeout, ..state.options() };
        Session::start(options, &state.record()).await.unwrap()
    };
    let keep = |name: &str| format!("document.cookie = '{name}=1; Max-Age=86400; Path=/'");

    let session = start(PageLoad::Commit).await;
    assert!(session.goto(&site).await.is_done());
    read(&session, &keep("ended")).await;
    assert!(session.end().await.browser_quit);

    let session = start(PageLoad::Normal).await;
    assert!(session.goto(&site).await.is_done());
    read(&session, &keep("swept")).await;
    std::mem::forget(session);
    assert!(sweep(&state.record(), None).await.is_clean());

    let session = start(PageLoad::Eager).await;
    assert!(session.goto(&site).await.is_done());
    let kept = read(&session, "return document.cookie").await.to_string();
    assert!(kept.contains("ended=1") && kept.contains("swept=1"), "{kept}");
    let profile = std::fs::metadata(state.folder.path().join("profile")).unwrap();
    assert_eq!(profile.permissions().mode() & 0o777, 0o700);

    // Under this strategy the driver itself notices what cannot be opened.
    let refused = session.goto(&closed_port().await).await;
    let reason = FaultKind::Navigation("ERR_CONNECTION_REFUSED".to_owned());
    assert!(matches!(&refused, Answer::NotDone(fault) if fault.kind == reason), "{refused:?}");
    let hung = session.goto(&site.join("hang").unwrap()).await;
    assert!(matches!(&hung, Answer::Unknown(fault) if fault.kind == FaultKind::Timeout), "{hung:?}");
    assert!(session.is_usable());
    assert_eq!(session.goto(&site).await, Answer::Done(()));
    assert!(session.end().await.gone.is_all());
}
