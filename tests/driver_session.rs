//! The driver and its session, with a real Chromium: what the answers mean when things die, and that nothing is left
//! running. The pages come from a small server in here.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Html;
use axum::routing::get;
use serde_json::{Value, json};
use tempfile::TempDir;
use unlinked::browser::{
    Answer, BrowserOptions, DriverRecord, Element, FaultKind, Gone, Key, LocalRecord, PageLoad, Session,
    StartError, Swept, sweep,
};
use unlinked::domain::Surface;
use url::Url;

const LIMIT: Duration = Duration::from_secs(10);

const PAGE: &str = r#"<!doctype html><html lang=en><title>One</title><body style="margin:0">
<button id=b style="position:absolute;left:100px;top:50px;width:80px;height:30px" aria-label="More actions">x</button>
<input id=i style="position:absolute;left:100px;top:100px"><div style="height:3000px"></div>
<script>window.seen = []; for (const kind of ['click', 'dblclick'])
addEventListener(kind, e => seen.push([kind, e.target.id, e.isTrusted, e.detail, e.pointerType || '']), true);</script>"#;

/// Serves the test pages on a free port.
async fn pages() -> Url {
    async fn hang() -> &'static str {
        std::future::pending().await
    }
    async fn slow() -> Html<&'static str> {
        tokio::time::sleep(Duration::from_millis(400)).await;
        Html("<title>Slow</title><h1>slow")
    }
    async fn cookie(headers: HeaderMap) -> ([(header::HeaderName, &'static str); 1], String) {
        let sent =
            headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
        ([(header::SET_COOKIE, "member=ada; Max-Age=86400; Path=/")], sent)
    }
    let app = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/two", get(|| async { Html("<title>Two</title><h1>two") }))
        .route("/leave", get(|| async { Html("<title>L</title><script>onbeforeunload = () => { let t = performance.now(); while (performance.now() - t < 50); }</script>") }))
        .route("/prompt", get(|| async { Html("<title>P</title><button style='position:absolute;left:100px;top:50px;width:80px;height:30px' onclick='window.said=confirm(1)'>p") }))
        .route("/slow", get(slow))
        .route("/hang", get(hang))
        .route("/nothing", get(|| async { StatusCode::NO_CONTENT }))
        .route("/cookie", get(cookie));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

/// A state folder with what the tests need of it.
struct State {
    folder: TempDir,
}

impl State {
    fn new() -> State {
        State { folder: tempfile::tempdir().unwrap() }
    }
    fn record(&self) -> PathBuf {
        self.folder.path().join("driver.json")
    }
    fn options(&self) -> BrowserOptions {
        BrowserOptions { profile_dir: Some(self.folder.path().join("profile")), ..BrowserOptions::default() }
    }
    async fn start(&self) -> Session {
        Session::start(self.options(), &self.record()).await.unwrap()
    }
    fn local_record(&self) -> LocalRecord {
        match serde_json::from_slice(&std::fs::read(self.record()).unwrap()).unwrap() {
            DriverRecord::Local(record) => record,
            DriverRecord::Remote(_) => panic!("a record of a driver on this machine"),
        }
    }
    /// Living processes that belong to this state folder: in the driver's group, or with the profile in their command line.
    fn processes(&self, pgid: i32) -> Vec<String> {
        let profile = self.folder.path().join("profile").display().to_string();
        let mut found = Vec::new();
        for entry in std::fs::read_dir("/proc").unwrap().flatten() {
            let read = |name: &str| std::fs::read(entry.path().join(name)).unwrap_or_default();
            let stat = String::from_utf8_lossy(&read("stat")).into_owned();
            let Some((_, rest)) = stat.rsplit_once(')') else { continue };
            let fields: Vec<&str> = rest.split_whitespace().collect();
            let command = String::from_utf8_lossy(&read("cmdline")).replace('\0', " ");
            if fields[0] != "Z" && (fields[2] == pgid.to_string() || command.contains(&profile)) {
                found.push(command);
            }
        }
        found
    }
    fn assert_nothing_is_left(&self, pgid: i32) {
        assert_eq!(self.processes(pgid), Vec::<String>::new());
        assert!(!self.record().exists(), "the record is removed when all is gone");
    }
}

async fn read(session: &Session, script: &str) -> Value {
    session.script(script, Vec::new(), LIMIT).await.done().unwrap()
}

fn kill_hard(pid: i32) {
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL).unwrap();
}

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

    // A trusted click where it was aimed, in one command, and two at one place are not a double click.
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
    assert!(session.scroll_at(200, 200, 500).await.is_done());
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

    // Windows that a page opens are closed again, and the first one is still in use.
    read(&session, "window.open('/'); window.open('/two')").await;
    assert_eq!(session.close_other_windows().await, Answer::Done(2));
    assert_eq!(session.close_other_windows().await, Answer::Done(0));
    assert_eq!(read(&session, "return document.title").await, "Two");

    let ended = session.end().await;
    assert!(ended.browser_quit && ended.gone.is_all(), "{ended:?}");
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_goto_only_the_new_document_answers() {
    let (state, site) = (State::new(), pages().await);
    let options = BrowserOptions {
        script_timeout: Duration::from_millis(500),
        page_load_timeout: Duration::from_millis(1200),
        ..state.options()
    };
    let session = Session::start(options, &state.record()).await.unwrap();
    let pgid = session.driver_pid().unwrap();
    for path in ["two", "leave", "slow", "leave", "two", "slow", "leave", "leave", "two", "two"] {
        let url = site.join(path).unwrap();
        assert!(session.begin_goto(&url).await.is_done());
        let shown = loop {
            match session.script("return location.pathname", Vec::new(), LIMIT).await {
                Answer::Done(path) => break path,
                other => assert_eq!(other.fault().unwrap().kind, FaultKind::Timeout),
            }
        };
        assert_eq!(shown, url.path(), "the old document answered");
        assert_eq!(session.goto(&url).await, Answer::Done(()));
        assert_eq!(read(&session, "return location.pathname").await, url.path());
    }

    // A page that cannot be reached, with the browser's own reason.
    let missing = session.goto(&Url::parse("http://nobody.invalid/").unwrap()).await;
    let reason = FaultKind::Navigation("ERR_NAME_NOT_RESOLVED".to_owned());
    assert!(matches!(&missing, Answer::NotDone(fault) if fault.kind == reason), "{missing:?}");
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
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(session.is_usable());
    assert_eq!(session.goto(&site).await, Answer::Done(()));

    // A prompt is dismissed, never accepted.
    assert!(session.goto(&site.join("prompt").unwrap()).await.is_done());
    let _ = session.click_at(140.0, 65.0).await;
    let seen = session.script("return window.said", Vec::new(), LIMIT).await;
    assert!(matches!(&seen, Answer::NotDone(fault) if fault.kind == FaultKind::UnexpectedAlert), "{seen:?}");
    assert_eq!(read(&session, "return window.said").await, json!(false));
    assert_eq!(session.dismiss_prompt().await, Answer::Done(false));
    let _ = session.click_at(140.0, 65.0).await;
    assert_eq!(session.dismiss_prompt().await, Answer::Done(true));

    assert!(session.end().await.gone.is_all());
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_killed_in_mid_command_leaves_doubt_and_ending_removes_the_browser() {
    let (state, site) = (State::new(), pages().await);
    let session = state.start().await;
    let pgid = session.driver_pid().unwrap();
    assert!(session.goto(&site).await.is_done());
    let wait = "setTimeout(arguments[0], 4000)";
    let (answer, ()) = tokio::join!(session.script_async(wait, Vec::new(), LIMIT), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        kill_hard(pgid);
    });
    assert!(matches!(&answer, Answer::Unknown(fault) if fault.kind == FaultKind::Lost), "{answer:?}");
    // What comes after was never sent.
    let next = session.click_at(140.0, 65.0).await;
    assert!(next.fault().is_some_and(|fault| fault.kind == FaultKind::Lost), "{next:?}");
    let later = session.click_at(140.0, 65.0).await;
    assert!(matches!(&later, Answer::NotDone(_)), "nothing listens there any more: {later:?}");
    assert!(!session.is_alive().await);
    assert!(!state.processes(pgid).is_empty(), "the browser outlives its driver");
    let ended = session.end().await;
    assert_eq!((ended.browser_quit, ended.gone), (false, Gone::All));
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_killed_under_a_click_leaves_doubt_and_later_clicks_were_certainly_not_made() {
    let (state, site) = (State::new(), pages().await);
    let session = state.start().await;
    let pgid = session.driver_pid().unwrap();
    let browser = session.browser_pid().unwrap();
    assert!(session.goto(&site).await.is_done());
    // The page is busy, so the click is under way when the browser dies.
    read(
        &session,
        "setTimeout(() => { let t = performance.now(); while (performance.now() - t < 3000); }, 50)",
    )
    .await;
    let (answer, ()) = tokio::join!(
        async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            session.click_at(140.0, 65.0).await
        },
        async {
            tokio::time::sleep(Duration::from_millis(600)).await;
            kill_hard(browser);
        }
    );
    assert!(answer.is_unknown(), "{answer:?}");
    assert_eq!(answer.fault().unwrap().kind, FaultKind::InvalidSession, "{answer:?}");
    let next = session.click_at(140.0, 65.0).await;
    assert!(matches!(&next, Answer::NotDone(fault) if fault.kind == FaultKind::InvalidSession), "{next:?}");
    assert!(session.end().await.gone.is_all());
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_program_left_behind_is_swept_at_the_next_start() {
    let (state, site) = (State::new(), pages().await);
    for driver_dies_too in [false, true] {
        let session = state.start().await;
        let pgid = session.driver_pid().unwrap();
        assert!(session.goto(&site).await.is_done());
        // As after `kill -9`: nothing of ours runs on the way out.
        std::mem::forget(session);
        if driver_dies_too {
            kill_hard(pgid);
        }
        let refused = Session::start(state.options(), &state.record()).await.unwrap_err();
        assert!(matches!(refused, StartError::NotSwept { .. }), "{refused}");
        let swept = sweep(&state.record(), None).await;
        assert!(matches!(&swept, Swept::Local { found, gone: Gone::All } if found.len() >= 2), "{swept:?}");
        state.assert_nothing_is_left(pgid);
        assert_eq!(sweep(&state.record(), None).await, Swept::Nothing);
    }
    // The profile of a killed browser can be used again.
    let session = state.start().await;
    let pgid = session.driver_pid().unwrap();
    // A panic or a lost future: the guard ends all by force.
    drop(session);
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_process_id_was_used_anew_kills_nobody() {
    let state = State::new();
    let mut stranger = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let pid = stranger.id().cast_signed();
    let record = json!({ "local": {
        "pid": pid, "pgid": pid, "start_ticks": 1, "marker": "gone", "exe": "/usr/bin/chromedriver", "profile_dir": null,
        "boot_id": std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap().trim(),
    }});
    std::fs::write(state.record(), record.to_string()).unwrap();
    let swept = sweep(&state.record(), None).await;
    assert_eq!(swept, Swept::Local { found: Vec::new(), gone: Gone::All });
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger lives");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_accepts_and_never_answers_is_given_up_in_time() {
    let state = State::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://robot:secret@{}/wd/hub", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((socket, _)) = listener.accept().await {
            open.push(socket);
        }
    });
    let options = BrowserOptions {
        url: url.parse().ok(),
        start_timeout: Duration::from_millis(400),
        ..BrowserOptions::default()
    };
    let started = Instant::now();
    let error = Session::start(options, &state.record()).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(!format!("{error} {error:?}").contains("secret"));
    // A session may have been opened after all, so it stays on record, without the password.
    let record = std::fs::read_to_string(state.record()).unwrap();
    assert!(record.contains("/wd/hub/") && !record.contains("secret"), "{record}");
    assert!(matches!(sweep(&state.record(), None).await, Swept::Remote { gone: Gone::Unknown(_), .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_without_an_answer_gives_the_session_up_and_ends_clean() {
    let (state, site) = (State::new(), pages().await);
    let session = state.start().await;
    let pgid = session.driver_pid().unwrap();
    assert!(session.goto(&site).await.is_done());
    let started = Instant::now();
    let wait = "setTimeout(arguments[0], 4000)";
    let answer = session.script_async(wait, Vec::new(), Duration::from_millis(300)).await;
    assert!(matches!(&answer, Answer::Unknown(fault) if fault.kind == FaultKind::Timeout), "{answer:?}");
    assert!(!session.is_usable());
    let next = session.click_at(140.0, 65.0).await;
    assert!(matches!(&next, Answer::NotDone(fault) if fault.kind == FaultKind::Lost), "{next:?}");
    assert!(started.elapsed() < Duration::from_secs(1), "no command waits behind the lost one");
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
async fn a_sign_in_cookie_outlives_the_session_when_it_is_ended_in_order() {
    let (state, site) = (State::new(), pages().await);
    let page = site.join("cookie").unwrap();
    for expected in ["none", "member=ada"] {
        let options = BrowserOptions { page_load_strategy: PageLoad::Normal, ..state.options() };
        let session = Session::start(options, &state.record()).await.unwrap();
        assert!(session.goto(&page).await.is_done());
        assert_eq!(read(&session, "return document.body.innerText").await, expected);
        assert!(session.end().await.browser_quit);
    }
    // Also when the browser is swept and not asked.
    let session = state.start().await;
    assert!(session.goto(&page).await.is_done());
    std::mem::forget(session);
    assert!(sweep(&state.record(), None).await.is_clean());
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(state.folder.path().join("profile")).unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_on_a_server_is_deleted_at_the_end_and_by_the_sweep() {
    let (state, remote, site) = (State::new(), State::new(), pages().await);
    // The driver of one session serves as the server of the others.
    let host = state.start().await;
    let options = || BrowserOptions {
        url: host.driver_address().parse().ok(),
        // A server decides for itself about the sandbox; this one runs where the test does.
        args: vec!["--no-sandbox".to_owned()],
        ..BrowserOptions::default()
    };
    let session = Session::start(options(), &remote.record()).await.unwrap();
    assert_eq!(session.driver_pid(), None);
    assert!(session.goto(&site).await.is_done());
    let ended = session.end().await;
    assert!(ended.browser_quit && ended.gone.is_all(), "{ended:?}");
    assert!(!remote.record().exists());

    let session = Session::start(options(), &remote.record()).await.unwrap();
    let browser = session.browser_pid().unwrap();
    let id = session.session_id().to_owned();
    std::mem::forget(session);
    let swept = sweep(&remote.record(), None).await;
    let Swept::Remote { session, gone: Gone::All } = &swept else { panic!("{swept:?}") };
    assert_eq!(session.session.as_deref(), Some(id.as_str()));
    assert!(!Path::new(&format!("/proc/{browser}/exe")).exists(), "its browser is gone");

    // A session that the server does not know any more is gone; a server that is away says nothing.
    let record =
        |url: &str| json!({ "remote": { "url": url, "session": "abc", "written_ms": 1 } }).to_string();
    std::fs::write(remote.record(), record(&host.driver_address())).unwrap();
    assert!(sweep(&remote.record(), None).await.is_clean());
    std::fs::write(remote.record(), record("http://127.0.0.1:9/")).unwrap();
    assert!(!sweep(&remote.record(), None).await.is_clean());
    assert!(remote.record().exists());
    std::fs::remove_file(remote.record()).unwrap();

    let away = BrowserOptions { url: "http://127.0.0.1:9/".parse().ok(), ..BrowserOptions::default() };
    let error = Session::start(away, &remote.record()).await.unwrap_err();
    assert!(matches!(error, StartError::Unreachable { .. }), "{error}");
    assert!(!remote.record().exists(), "nothing was opened, so nothing is on record");
    assert!(host.end().await.gone.is_all());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_cannot_start_the_browser_is_told_in_words_and_leaves_nothing() {
    let state = State::new();
    let options = BrowserOptions { binary: Some(PathBuf::from("/bin/false")), ..state.options() };
    let error = Session::start(options, &state.record()).await.unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, StartError::Refused { .. }), "{text}");
    assert!(!text.contains('{') && !text.contains('#'), "{text}");
    assert!(!state.record().exists());
    let options = BrowserOptions { driver: Some(PathBuf::from("/bin/false")), ..state.options() };
    let error = Session::start(options, &state.record()).await.unwrap_err();
    assert!(error.to_string().contains("/bin/false did not start: it ended at once"), "{error}");
    assert!(!state.record().exists());
}
