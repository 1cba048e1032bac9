//! A practice site, a home for the program, and a roster of the site's first people: for tests that break into a run from
//! outside and start the same command again.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::testkit::processes::{MARK, browsers_of, list};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;
use unlinked::practice::{Options, Site};

/// How many people the roster has.
pub const PEOPLE: usize = 3;

/// A practice site, a home for the program, and a roster of the site's first people.
pub struct Stand {
    pub site: Site,
    pub home: TempDir,
}

/// The program at work.
pub struct Tool {
    pub child: Child,
    pub told: PathBuf,
}

/// How it ended.
#[derive(Debug)]
pub struct Done {
    pub status: ExitStatus,
    pub people: Vec<Value>,
    pub summary: Value,
}

impl Stand {
    pub async fn new() -> Stand {
        let site = Site::start(Options { people: PEOPLE + 3, ..Options::default() }).await.unwrap();
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("roster.csv"), site.roster_csv(PEOPLE)).unwrap();
        Stand { site, home }
    }

    pub fn fault(&self, fault: &str) {
        self.site.set_fault(fault.parse().unwrap());
    }

    pub fn mark(&self) -> String {
        self.home.path().display().to_string()
    }

    /// Where the program and its browser put down what is not to stay.
    fn in_passing(&self) -> PathBuf {
        let folder = self.home.path().join("tmp");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// What a browser has left there.
    pub fn left_in_passing(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.in_passing()).unwrap().map(|entry| entry.unwrap().file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| !name.starts_with(".tmp"))
            .collect()
    }

    pub fn start(&self) -> Tool {
        self.start_with(&["--no-limits"])
    }

    /// `unlinked run roster.csv` on the site, with these further arguments.
    pub fn start_with(&self, more: &[&str]) -> Tool {
        let home = self.home.path();
        let told = home.join("told.jsonl");
        let child = Command::new(env!("CARGO_BIN_EXE_unlinked"))
            .args(["run", "roster.csv", "--yes", "--json"])
            .args(if more.contains(&"--site") { vec![] } else { vec!["--site", self.site.url()] })
            .arg("--state")
            .arg(home.join("account"))
            .args(more)
            .current_dir(home)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("XDG_STATE_HOME", home)
            .env("TZ", "Europe/Warsaw")
            .env("TMPDIR", self.in_passing())
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
    pub fn count(&self, sql: &str) -> i64 {
        let path = self.home.path().join("account/ledger.db");
        let read = || {
            let ledger = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            ledger.query_row(sql, [], |row| row.get(0))
        };
        read().unwrap_or(0)
    }

    /// Brings all of the ledger into its own file. Where a look of ours was open while the program closed the ledger, all of it may
    /// still stand in the write-ahead file.
    pub fn bring_into_file(&self) {
        let ledger = Connection::open(self.home.path().join("account/ledger.db")).unwrap();
        ledger.busy_timeout(Duration::from_secs(5)).unwrap();
        let busy: i64 = ledger.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0)).unwrap();
        assert_eq!(busy, 0);
    }

    /// Waits until the click at the point of no return was made and its dialog is waited for.
    pub async fn until_clicked(&self) {
        self.until("SELECT count(*) FROM attempt WHERE phase = 'clicked' AND settled IS NULL").await;
    }

    /// Waits until the page of the first person was asked for.
    pub async fn until_opened(&self) {
        self.until("SELECT count(*) FROM page_view WHERE kind = 'open'").await;
    }

    pub async fn until(&self, sql: &str) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while self.count(sql) == 0 {
            assert!(Instant::now() < deadline, "never came: {sql}\n{}", self.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn said(&self) -> String {
        std::fs::read_to_string(self.home.path().join("said.txt")).unwrap_or_default()
    }

    pub fn assert_nothing_runs(&self) {
        let left = browsers_of(&self.mark());
        assert!(left.is_empty(), "still running: {}", list(&left));
        assert!(
            !self.home.path().join("account/driver.json").exists(),
            "the record says that something runs"
        );
    }

    /// Another command of the program on the same account: exit code, stdout, and stderr in one line.
    pub fn command(&self, args: &[&str]) -> (i32, String, String) {
        let home = self.home.path();
        let output = Command::new(env!("CARGO_BIN_EXE_unlinked"))
            .args(args)
            .arg("--state")
            .arg(home.join("account"))
            .current_dir(home)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("XDG_STATE_HOME", home)
            .env("TZ", "Europe/Warsaw")
            .env(MARK, self.mark())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let said = text(output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        (output.status.code().unwrap_or(-1), text(output.stdout), said)
    }

    pub fn removals(&self) -> usize {
        self.site.state().removals.len()
    }

    /// The same command again ends the roster: each of its people was removed once, nobody else, and the ledger agrees.
    pub async fn finish(self) {
        self.site.clear_faults();
        let mut done = self.start().wait().await;
        // Somebody whose click was cut off and who is still connected after two looks is tried again by the next run, not by this one.
        if done.status.code() == Some(3) {
            done = self.start().wait().await;
        }
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
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    pub fn send(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    pub async fn wait(&mut self) -> Done {
        let deadline = Instant::now() + Duration::from_secs(180);
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
