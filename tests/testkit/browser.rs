//! What the tests with a real browser share: a state folder that knows what is running, and a small server of pages.

use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use serde_json::Value;
use tempfile::TempDir;
use unlinked::browser::{BrowserOptions, DriverRecord, LocalRecord, Session};
use url::Url;

pub const LIMIT: Duration = Duration::from_secs(10);

pub const PAGE: &str = r#"<!doctype html><html lang=en><title>One</title><body style="margin:0">
<button id=b style="position:absolute;left:100px;top:50px;width:80px;height:30px" aria-label="More actions">x</button>
<input id=i style="position:absolute;left:100px;top:100px"><div style="height:3000px"></div>
<script>window.seen = []; for (const kind of ['click', 'dblclick'])
addEventListener(kind, e => seen.push([kind, e.target.id, e.isTrusted, e.detail, e.pointerType || '']), true);</script>"#;

/// Serves the test pages on a free port.
pub async fn pages() -> Url {
    async fn hang() -> &'static str {
        std::future::pending().await
    }
    async fn slow() -> Html<&'static str> {
        tokio::time::sleep(Duration::from_millis(400)).await;
        Html("<title>Slow</title><h1>slow")
    }
    let app = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/two", get(|| async { Html("<title>Two</title><h1>two") }))
        .route("/leave", get(|| async { Html("<title>L</title><script>onbeforeunload = () => { let t = performance.now(); while (performance.now() - t < 50); }</script>") }))
        .route("/prompt", get(|| async { Html("<title>P</title><button style='position:absolute;left:100px;top:50px;width:80px;height:30px' onclick='window.said=confirm(1)'>p") }))
        .route("/slow", get(slow))
        .route("/hang", get(hang))
        .route("/nothing", get(|| async { StatusCode::NO_CONTENT }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

/// An address where nothing listens.
pub async fn closed_port() -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap()
}

/// A state folder with what the tests need of it.
pub struct State {
    pub folder: TempDir,
}

impl State {
    pub fn new() -> State {
        State { folder: tempfile::tempdir().unwrap() }
    }
    pub fn record(&self) -> PathBuf {
        self.folder.path().join("driver.json")
    }
    pub fn options(&self) -> BrowserOptions {
        BrowserOptions { profile_dir: Some(self.folder.path().join("profile")), ..BrowserOptions::default() }
    }
    pub async fn start(&self) -> Session {
        Session::start(self.options(), &self.record()).await.unwrap()
    }
    pub fn local_record(&self) -> LocalRecord {
        match serde_json::from_slice(&std::fs::read(self.record()).unwrap()).unwrap() {
            DriverRecord::Local(record) => record,
            DriverRecord::Remote(_) => panic!("a record of a driver on this machine"),
        }
    }
    /// Living processes that belong to this state folder: in the driver's group, or with the profile in their command line.
    pub fn processes(&self, pgid: i32) -> Vec<String> {
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
    pub fn assert_nothing_is_left(&self, pgid: i32) {
        assert_eq!(self.processes(pgid), Vec::<String>::new());
        assert!(!self.record().exists(), "the record is removed when all is gone");
    }
}

pub async fn read(session: &Session, script: &str) -> Value {
    session.script(script, Vec::new(), LIMIT).await.done().unwrap()
}

pub fn kill_hard(pid: i32) {
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL).unwrap();
}
