//! A Grid of a test's own, started and ended by `scripts/grid`, and what the process table knows of it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

fn script(run: &Path, args: &[&str]) -> Output {
    let script = Path::new(REPOSITORY).join("scripts/grid");
    Command::new(script).args(args).env("UNLINKED_GRID_RUN", run).output().unwrap()
}

/// Whether the Grid is installed; says so if it is not, and fails where it must be.
pub fn is_installed() -> bool {
    let there = script(Path::new("/nonexistent"), &["jar"]).status.success();
    if !there {
        let required = std::env::var("UNLINKED_TEST_GRID").is_ok_and(|value| value == "1");
        assert!(!required, "UNLINKED_TEST_GRID=1, and no Grid is installed: run scripts/grid install");
        eprintln!("SKIPPED: no Selenium Grid here; `scripts/grid install` brings it");
    }
    there
}

/// A running Grid.
pub struct Grid {
    /// Its address, without a path.
    pub url: String,
    folder: tempfile::TempDir,
}

impl Grid {
    /// `standalone` or `hub`, with further options.
    pub fn start(kind: &str, options: &[&str]) -> Grid {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..5 {
            let port = free_ports().to_string();
            let mut args = vec![kind, "--port", &port];
            args.extend(options);
            let output = script(folder.path(), &args);
            if output.status.success() {
                let url = String::from_utf8(output.stdout).unwrap().trim().to_owned();
                return Grid { url, folder };
            }
            eprintln!("{}", String::from_utf8_lossy(&output.stderr));
            for log in ["standalone", "hub", "node1", "node2"] {
                let log = fs::read_to_string(folder.path().join(format!("{log}.log"))).unwrap_or_default();
                log.lines().rev().take(5).for_each(|line| eprintln!("{line}"));
            }
        }
        panic!("no Grid could be started");
    }

    /// The address with a user name and password in it.
    pub fn url_with(&self, login: &str) -> String {
        self.url.replace("http://", &format!("http://{login}@"))
    }

    /// How many sessions a Grid in one process has opened so far, by its own log.
    pub fn sessions_opened(&self) -> usize {
        let log = fs::read_to_string(self.folder.path().join("standalone.log")).unwrap();
        log.lines().filter(|line| line.contains("Session created by the Distributor")).count()
    }

    fn pid(&self, name: &str) -> i32 {
        fs::read_to_string(self.folder.path().join(format!("{name}.pid"))).unwrap().trim().parse().unwrap()
    }

    /// The nodes that have a browser open.
    pub fn busy_nodes(&self) -> Vec<&'static str> {
        let names = ["standalone", "node1", "node2"];
        let there = names.into_iter().filter(|name| self.folder.path().join(format!("{name}.pid")).exists());
        there.filter(|name| members(self.pid(name)).len() > 1).collect()
    }

    /// A machine that loses its power: node, drivers and browsers end at once. Prints what was killed.
    pub fn kill_node(&self, name: &str) {
        let all = members(self.pid(name));
        let list: Vec<String> = all.iter().map(|(pid, command)| format!("{pid} {command}")).collect();
        println!("killed {name} with all it had: {}", list.join(", "));
        for (pid, _) in all {
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
    }
}

impl Drop for Grid {
    fn drop(&mut self) {
        let names = ["standalone", "hub", "node1", "node2"];
        let there = names.into_iter().filter(|name| self.folder.path().join(format!("{name}.pid")).exists());
        let pids: Vec<i32> = there.map(|name| self.pid(name)).collect();
        let output = script(self.folder.path(), &["stop"]);
        let left: Vec<(i32, String)> = pids.into_iter().flat_map(members).collect();
        if !std::thread::panicking() {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert!(left.is_empty(), "scripts/grid stop left {left:?}");
        }
    }
}

/// The living processes of a session of the process table, which a node, its drivers and its browsers share.
fn members(session: i32) -> Vec<(i32, String)> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    entries
        .filter_map(|entry| {
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            let (front, rest) = stat.rsplit_once(')')?;
            let fields: Vec<&str> = rest.split_whitespace().collect();
            let alive = !matches!(fields[0], "Z" | "X") && fields[3] == session.to_string();
            let (pid, name) = front.split_once(" (")?;
            alive.then(|| (pid.parse().unwrap(), name.to_owned()))
        })
        .collect()
}

/// The first of eight ports in a row that are free now.
fn free_ports() -> u16 {
    loop {
        let first = fastrand::u16(20_000..31_000);
        let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
        if (first..first + 8).all(free) {
            return first;
        }
    }
}

/// Waits for a condition, with a generous deadline.
pub fn until(what: &str, done: impl FnMut() -> bool) {
    until_within(Duration::from_secs(90), what, done);
}

/// Waits for a condition, with a deadline.
pub fn until_within(limit: Duration, what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < limit, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A file somewhere in a folder that holds these bytes.
pub fn file_with(folder: &Path, bytes: &[u8]) -> Option<PathBuf> {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let found = if path.is_dir() {
            file_with(&path, bytes)
        } else {
            let content = fs::read(&path).unwrap_or_default();
            content.windows(bytes.len()).any(|window| window == bytes).then_some(path)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
