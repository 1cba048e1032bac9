//! What the answers mean when driver, browser, server or we ourselves die, and that nothing is left running, with a real
//! Chromium.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::testkit::browser::{LIMIT, State, kill_hard, pages, read};
use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::Html;
use axum::routing::get;
use serde_json::json;
use unlinked::browser::{Answer, BrowserOptions, FaultKind, Gone, Session, StartError, Swept, sweep};

/// A socket that answers each command with what opening a session needs, and nothing else. It ends when told to.
async fn odd_socket() -> (String, tokio::sync::oneshot::Sender<()>) {
    use futures_util::{SinkExt, StreamExt};
    use tokio_tungstenite::tungstenite::Message;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let talk = async {
            while let Some(Ok(message)) = socket.next().await {
                let Message::Text(text) = message else { continue };
                let asked: serde_json::Value = serde_json::from_str(&text).unwrap();
                let result = json!({ "contexts": [{ "context": "one" }] });
                let said = json!({ "type": "success", "id": asked["id"], "result": result });
                socket.send(Message::text(said.to_string())).await.unwrap();
            }
        };
        tokio::select! { () = talk => {}, _ = ended => {} }
    });
    (format!("ws://{address}/session/abc"), end)
}

/// A server that opens a session, and answers everything else in its own way.
async fn odd_server(socket: Option<String>) -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    use axum::routing::{delete, post};
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = seen.clone();
    let open = move |headers: HeaderMap, body: String| async move {
        let sent = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
        heard.lock().unwrap().extend([sent.unwrap_or_default(), body]);
        axum::Json(json!({ "value": { "sessionId": "abc", "capabilities": { "webSocketUrl": socket } } }))
    };
    let not_text = || async { ([(header::CONTENT_TYPE, "application/json")], vec![0xFF_u8, 0xFE]) };
    let app = Router::new()
        .route("/wd/hub/session", post(open))
        .route("/wd/hub/session/abc/screenshot", get(|| async { Html("<h1>502 Bad gateway") }))
        .route("/wd/hub/session/abc/url", get(not_text))
        .route("/wd/hub/session/abc", delete(|| async { axum::Json(json!({ "value": null })) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (format!("http://robot:secret@{address}/wd/hub"), seen)
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
    // The browser hears of it by its end of the pipe.
    let killed = Instant::now();
    while !state.processes(pgid).is_empty() {
        assert!(killed.elapsed() < LIMIT, "the browser outlives its driver");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
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
    assert!(matches!(&next, Answer::NotDone(fault) if fault.is_lost()), "{next:?}");
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
        // A browser whose driver was killed ends by itself, sooner or later than it is looked for.
        let least = if driver_dies_too { 0 } else { 2 };
        assert!(
            matches!(&swept, Swept::Local { found, gone: Gone::All } if found.len() >= least),
            "{swept:?}"
        );
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
        queue_timeout: Duration::from_millis(400),
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
async fn odd_answers_of_a_server_are_told_in_words_and_never_panic() {
    let state = State::new();
    let (socket, _end) = odd_socket().await;
    let (url, seen) = odd_server(Some(socket)).await;
    let options = BrowserOptions { url: url.parse().ok(), ..BrowserOptions::default() };
    let session = Session::start(options, &state.record()).await.unwrap();
    // The password goes into the header, and nowhere else.
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen[0], "Basic cm9ib3Q6c2VjcmV0");
    assert!(!seen[1].contains("secret") && !session.driver_address().contains("secret"));

    let page = session.screenshot().await;
    assert!(matches!(&page, Answer::Unknown(fault) if fault.kind == FaultKind::Other), "{page:?}");
    assert!(!page.fault().unwrap().message.contains('<'), "{page:?}");
    // fantoccini panics on this one, in a task of its own.
    let not_text = session.current_url().await;
    assert!(matches!(&not_text, Answer::Unknown(fault) if fault.kind == FaultKind::Lost), "{not_text:?}");
    let later = session.click_at(1.0, 1.0).await;
    assert!(matches!(&later, Answer::NotDone(fault) if fault.kind == FaultKind::Lost), "{later:?}");
    let ended = session.end().await;
    assert!(ended.gone.is_all(), "ended over a new connection: {ended:?}");
    assert!(!state.record().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_bidi_is_refused_with_the_cure_and_nothing_is_left_on_record() {
    for socket in [None, Some("ws://127.0.0.1:9/session/abc".to_owned()), Some("true".to_owned())] {
        let state = State::new();
        let (url, _) = odd_server(socket).await;
        let options = BrowserOptions { url: url.parse().ok(), ..BrowserOptions::default() };
        let error = Session::start(options, &state.record()).await.unwrap_err();
        let help = miette::Diagnostic::help(&error).unwrap().to_string();
        assert!(matches!(error, StartError::NoBidi { .. }), "{error}");
        assert!(
            help.contains("--enable-bidi") && !format!("{error} {help}").contains("secret"),
            "{error}: {help}"
        );
        assert!(!state.record().exists(), "the session was ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_socket_is_a_lost_browser() {
    let state = State::new();
    let (socket, end) = odd_socket().await;
    let (url, _) = odd_server(Some(socket)).await;
    let options = BrowserOptions { url: url.parse().ok(), ..BrowserOptions::default() };
    let session = Session::start(options, &state.record()).await.unwrap();
    assert!(session.is_usable());
    end.send(()).unwrap();
    let before = Instant::now();
    while session.is_usable() {
        assert!(before.elapsed() < LIMIT, "the loss is not noticed");
        tokio::task::yield_now().await;
    }
    // Neither way is used any more, and nothing was sent.
    let clicked = session.click_at(1.0, 1.0).await;
    assert!(matches!(&clicked, Answer::NotDone(fault) if fault.is_lost()), "{clicked:?}");
    let opened = session.goto(&url::Url::parse("http://127.0.0.1:9/").unwrap()).await;
    assert!(matches!(&opened, Answer::NotDone(fault) if fault.is_lost()), "{opened:?}");
    assert!(session.end().await.gone.is_all());
    assert!(!state.record().exists());
}

/// Guards against a port of the browser's own, by which any user of the machine could take the session.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_listens_on_no_port() {
    let (state, site) = (State::new(), pages().await);
    let session = state.start().await;
    let pgid = session.driver_pid().unwrap();
    assert!(session.goto(&site).await.is_done());
    let ports = |pid: i32| {
        let links = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
        let sockets: Vec<String> = links
            .filter_map(|link| {
                let target = std::fs::read_link(link.ok()?.path()).ok()?;
                Some(target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
            })
            .collect();
        let tables =
            ["tcp", "tcp6"].map(|table| std::fs::read_to_string(format!("/proc/net/{table}")).unwrap());
        let lines = tables.iter().flat_map(|table| table.lines().skip(1));
        lines
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .filter(|fields| fields[3] == "0A" && sockets.iter().any(|socket| socket == fields[9]))
            .count()
    };
    assert!(ports(pgid) > 0, "the driver's own port is seen");
    assert_eq!(ports(session.browser_pid().unwrap()), 0);
    assert!(session.end().await.gone.is_all());
    state.assert_nothing_is_left(pgid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_a_profile_folder_is_swept_as_well() {
    let state = State::new();
    let session = Session::start(BrowserOptions::default(), &state.record()).await.unwrap();
    let (pgid, browser) = (session.driver_pid().unwrap(), session.browser_pid().unwrap());
    std::mem::forget(session);
    // Nothing but the marker in its environment tells whose browser this is.
    let swept = sweep(&state.record(), None).await;
    assert!(
        matches!(&swept, Swept::Local { found, gone: Gone::All } if found.contains(&browser)),
        "{swept:?}"
    );
    state.assert_nothing_is_left(pgid);
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

/// Guards against an end of a run because another program had taken the port that the driver chose.
#[tokio::test]
async fn a_driver_whose_port_is_taken_is_started_again() {
    use std::os::unix::fs::PermissionsExt;
    let state = State::new();
    let driver = state.folder.path().join("driver.sh");
    let script = "#!/bin/sh\nmkdir \"$0.tried\" 2>/dev/null && echo 'IPv4 port not available. Exiting...' && exit 1\n\
                  exec chromedriver \"$@\"\n";
    std::fs::write(&driver, script).unwrap();
    std::fs::set_permissions(&driver, std::fs::Permissions::from_mode(0o755)).unwrap();
    let options = BrowserOptions { driver: Some(driver), ..state.options() };
    let session = Session::start(options, &state.record()).await.unwrap();
    assert!(session.end().await.gone.is_all());
}
