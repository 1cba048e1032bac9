//! Signals to the program itself, with a real browser on a practice site: the first one finishes the person at hand or
//! stops before the point of no return, the second one stops now; whatever came, the same command goes on later, and nobody
//! is removed twice.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "process_support/mod.rs"]
mod process_support;

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use process_support::{MARK, Process, browsers_of, list};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;
use unlinked::practice::{Options, Site};

/// How many people the roster has.
const PEOPLE: usize = 3;

/// `docker stop` waits so long before it kills.
const DOCKER_STOP: Duration = Duration::from_secs(10);

/// A practice site, a home for the program, and a roster of the site's first people.
struct Stand {
    site: Site,
    home: TempDir,
}

/// The program at work.
struct Tool {
    child: Child,
    told: PathBuf,
}

/// How it ended.
#[derive(Debug)]
struct Done {
    status: ExitStatus,
    people: Vec<Value>,
    summary: Value,
}

impl Stand {
    async fn new() -> Stand {
        let site = Site::start(Options { people: PEOPLE + 3, ..Options::default() }).await.unwrap();
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("roster.csv"), site.roster_csv(PEOPLE)).unwrap();
        Stand { site, home }
    }

    fn fault(&self, fault: &str) {
        self.site.set_fault(fault.parse().unwrap());
    }

    fn mark(&self) -> String {
        self.home.path().display().to_string()
    }

    fn start(&self) -> Tool {
        let home = self.home.path();
        let told = home.join("told.jsonl");
        let child = Command::new(env!("CARGO_BIN_EXE_unlinked"))
            .args([
                "run",
                "roster.csv",
                "--site",
                self.site.url(),
                "--no-limits",
                "--yes",
                "--json",
                "--state",
            ])
            .arg(home.join("account"))
            .current_dir(home)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("XDG_STATE_HOME", home)
            .env(MARK, self.mark())
            // A group of its own, as a shell gives to each job: the terminal's Ctrl-C goes to all of it.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&told).unwrap())
            .stderr(std::fs::File::create(home.join("said.txt")).unwrap())
            .spawn()
            .unwrap();
        Tool { child, told }
    }

    /// Counts in the ledger while the program works, and 0 before there is one.
    fn count(&self, sql: &str) -> i64 {
        let path = self.home.path().join("account/ledger.db");
        let read = || {
            let ledger = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            ledger.query_row(sql, [], |row| row.get(0))
        };
        read().unwrap_or(0)
    }

    /// Waits until the click at the point of no return was made and its dialog is waited for.
    async fn until_clicked(&self) {
        self.until("SELECT count(*) FROM attempt WHERE phase = 'clicked' AND settled IS NULL").await;
    }

    /// Waits until the page of the first person was asked for.
    async fn until_opened(&self) {
        self.until("SELECT count(*) FROM page_view WHERE kind = 'open'").await;
    }

    async fn until(&self, sql: &str) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while self.count(sql) == 0 {
            assert!(Instant::now() < deadline, "never came: {sql}\n{}", self.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn said(&self) -> String {
        std::fs::read_to_string(self.home.path().join("said.txt")).unwrap_or_default()
    }

    fn assert_nothing_runs(&self) {
        let left = browsers_of(&self.mark());
        assert!(left.is_empty(), "still running: {}", list(&left));
        assert!(
            !self.home.path().join("account/driver.json").exists(),
            "the record says that something runs"
        );
    }

    fn removals(&self) -> usize {
        self.site.state().removals.len()
    }

    /// The same command again ends the roster: each of its people was removed once, nobody else, and the ledger agrees.
    async fn finish(self) {
        self.site.clear_faults();
        let mut again = self.start();
        let done = again.wait().await;
        assert_eq!(done.status.code(), Some(0), "{done:?}\n{}", self.said());
        let state = self.site.state();
        let mut removed: Vec<&str> = state.removals.iter().map(|removal| removal.slug.as_str()).collect();
        removed.sort_unstable();
        let mut roster: Vec<&str> =
            state.people.iter().take(PEOPLE).map(|person| person.slug.as_str()).collect();
        roster.sort_unstable();
        assert_eq!(removed, roster);
        assert_eq!(done.summary["outcomes"]["removed"], PEOPLE);
        assert_eq!(self.count("SELECT count(*) FROM attempt WHERE settled = 'removed'"), 3);
        assert_eq!(self.count("SELECT count(*) FROM attempt WHERE settled IS NULL"), 0);
        self.assert_nothing_runs();
        self.site.stop().await;
    }
}

impl Tool {
    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    fn send(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    async fn wait(&mut self) -> Done {
        let deadline = Instant::now() + Duration::from_secs(90);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let told = std::fs::read_to_string(&self.told).unwrap();
        let mut lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let last_is_summary = lines.last().is_some_and(|line| line["event"] == "summary");
        let summary = if last_is_summary { lines.pop().unwrap() } else { Value::Null };
        Done { status, people: lines, summary }
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn assert_interrupted(done: &Done, stand: &Stand) {
    assert_eq!(done.status.code(), Some(130), "{done:?}\n{}", stand.said());
    assert_eq!(done.summary["stopped_by"], "interrupted", "{done:?}");
    assert_eq!(done.summary["exit"], 130, "{done:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_after_the_click_finishes_the_person_at_hand() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let stand = Stand::new().await;
        stand.fault("dialog_late=1000");
        let mut tool = stand.start();
        stand.until_clicked().await;
        let asked = Instant::now();
        tool.send(signal);
        let done = tool.wait().await;
        assert!(asked.elapsed() < DOCKER_STOP, "{signal}: {:?}", asked.elapsed());
        assert_interrupted(&done, &stand);
        assert_eq!(done.people.len(), 1, "{done:?}");
        assert_eq!(done.people[0]["outcome"], "removed", "{done:?}");
        assert_eq!(done.summary["left"], 2, "{done:?}");
        assert_eq!(stand.removals(), 1);
        stand.assert_nothing_runs();
        stand.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_before_the_intent_stops_before_it() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let stand = Stand::new().await;
        stand.fault("slow_load=1500");
        let mut tool = stand.start();
        stand.until_opened().await;
        tool.send(signal);
        let done = tool.wait().await;
        assert_interrupted(&done, &stand);
        assert_eq!(done.people, Vec::<Value>::new(), "{done:?}");
        assert_eq!(done.summary["left"], PEOPLE, "{done:?}");
        assert_eq!(stand.count("SELECT count(*) FROM attempt"), 0, "no intent was written");
        assert_eq!(stand.removals(), 0);
        stand.assert_nothing_runs();
        stand.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_signal_stops_now_and_leaves_no_process_and_a_clean_ledger() {
    for (first, second) in [(Signal::SIGINT, Signal::SIGINT), (Signal::SIGTERM, Signal::SIGTERM)] {
        let stand = Stand::new().await;
        stand.fault("dialog_late=8000");
        let mut tool = stand.start();
        stand.until_clicked().await;
        tool.send(first);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(tool.child.try_wait().unwrap().is_none(), "the first signal finishes the person at hand");
        let asked = Instant::now();
        tool.send(second);
        let done = tool.wait().await;
        assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
        assert_interrupted(&done, &stand);
        stand.assert_nothing_runs();
        assert_eq!(stand.removals(), 0);
        let doubts = stand.count("SELECT count(*) FROM attempt WHERE settled IS NULL AND phase = 'clicked'");
        assert_eq!(doubts, 1, "the click stays in doubt");
        let ledger = Connection::open(stand.home.path().join("account/ledger.db")).unwrap();
        let sound: String = ledger.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
        assert_eq!(stand.count("SELECT count(*) FROM run WHERE ended_at IS NULL"), 0, "the run has its end");
        drop(ledger);
        stand.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_reaches_the_whole_group_and_the_driver_lives_on_to_finish() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=1000");
    let mut tool = stand.start();
    stand.until_clicked().await;
    let browsers = browsers_of(&stand.mark());
    assert!(browsers.iter().all(|process| process.group != tool.pid().as_raw()), "{}", list(&browsers));
    killpg(tool.pid(), Signal::SIGINT).unwrap();
    let done = tool.wait().await;
    assert_interrupted(&done, &stand);
    assert_eq!(done.people[0]["outcome"], "removed", "{done:?}");
    stand.assert_nothing_runs();
    stand.finish().await;
}

/// Guards against a browser's start that could not be interrupted: it may take a minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_while_the_browser_starts_ends_it_at_once() {
    let stand = Stand::new().await;
    let mut tool = stand.start();
    let record = stand.home.path().join("account/driver.json");
    while !record.exists() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let asked = Instant::now();
    tool.send(Signal::SIGTERM);
    let done = tool.wait().await;
    assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
    assert_interrupted(&done, &stand);
    assert_eq!(stand.site.state().page_views, 0);
    stand.assert_nothing_runs();
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_kill_9_the_next_start_ends_the_old_browser_before_it_looks() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=8000");
    let mut tool = stand.start();
    stand.until_clicked().await;
    tool.send(Signal::SIGKILL);
    let done = tool.wait().await;
    assert_eq!(done.status.signal(), Some(9));
    let old = browsers_of(&stand.mark());
    assert!(old.len() >= 2, "driver and browser outlive the program: {}", list(&old));

    stand.site.clear_faults();
    let views = stand.site.state().page_views;
    let mut again = stand.start();
    while stand.site.state().page_views == views {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let alive: Vec<Process> = old.into_iter().filter(Process::still_runs).collect();
    assert!(alive.is_empty(), "alive when the first page was asked for: {}", list(&alive));
    let done = again.wait().await;
    assert_eq!(done.status.code(), Some(0), "{done:?}\n{}", stand.said());
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_says_who_holds_the_account_and_ends_with_10() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=1500");
    let mut tool = stand.start();
    stand.until_clicked().await;
    let views = stand.site.state().page_views;
    let second = Command::new(env!("CARGO_BIN_EXE_unlinked"))
        .args(["run", "roster.csv", "--site", stand.site.url(), "--no-limits", "--yes", "--json", "--state"])
        .arg(stand.home.path().join("account"))
        .current_dir(stand.home.path())
        .env("HOME", stand.home.path())
        .env("XDG_CONFIG_HOME", stand.home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(second.status.code(), Some(10), "{said}");
    assert!(said.contains(&format!("process {}", tool.pid())), "{said}");
    assert!(said.contains("`unlinked run`") && said.contains("since 20"), "{said}");
    let told: Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!((&told["stopped_by"], &told["exit"]), (&Value::from("state"), &Value::from(10)), "{told}");
    assert_eq!(stand.site.state().page_views, views, "the second one opened no page");

    let done = tool.wait().await;
    assert_eq!(done.status.code(), Some(0), "the first one is not disturbed: {done:?}");
    stand.finish().await;
}
