//! The process table as the tests see it: what a browser left alive, or dead and not asked for.

use std::collections::HashSet;
use std::fmt;

/// The environment variable by which a test knows what it started. The browser's helpers may overwrite theirs, so that
/// parents and groups are looked at as well.
pub const MARK: &str = "CRASH_TEST_MARK";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pub pid: i32,
    pub parent: i32,
    pub group: i32,
    pub name: String,
    pub state: char,
    pub started: u64,
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}, child of {})", self.pid, self.name, self.state, self.parent)
    }
}

impl Process {
    pub fn read(pid: i32) -> Option<Process> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (front, rest) = stat.rsplit_once(')')?;
        let name = front.split_once('(')?.1.to_owned();
        let fields: Vec<&str> = rest.split_whitespace().collect();
        Some(Process {
            pid,
            parent: fields[1].parse().ok()?,
            group: fields[2].parse().ok()?,
            name,
            state: fields[0].chars().next()?,
            started: fields[19].parse().ok()?,
        })
    }

    pub fn all() -> Vec<Process> {
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        entries.filter_map(|entry| Process::read(entry.file_name().to_str()?.parse().ok()?)).collect()
    }

    pub fn is_dead(&self) -> bool {
        matches!(self.state, 'Z' | 'X')
    }

    /// Drivers, browsers and their crash handlers: chromedriver, chromium, chrome_crashpad.
    pub fn is_of_a_browser(&self) -> bool {
        self.name.starts_with("chrom")
    }

    /// Whether this very process, not another one of its number, still runs.
    pub fn still_runs(&self) -> bool {
        Process::read(self.pid).is_some_and(|now| now.started == self.started && !now.is_dead())
    }

    fn has_mark(&self, mark: &str) -> bool {
        let entry = format!("{MARK}={mark}");
        std::fs::read(format!("/proc/{}/environ", self.pid))
            .is_ok_and(|bytes| bytes.split(|byte| *byte == 0).any(|own| own == entry.as_bytes()))
    }
}

/// Every living driver, browser and helper that was started under this mark.
pub fn browsers_of(mark: &str) -> Vec<Process> {
    family_of(mark, Process::is_of_a_browser)
}

/// Everything living that was started under this mark, whatever its name (Firefox's helpers have all sorts), but for one.
pub fn all_of(mark: &str, but: i32) -> Vec<Process> {
    family_of(mark, |one| one.pid != but)
}

fn family_of(mark: &str, counts: impl Fn(&Process) -> bool) -> Vec<Process> {
    let living: Vec<Process> =
        Process::all().into_iter().filter(|one| counts(one) && !one.is_dead()).collect();
    let mut found: HashSet<i32> = living.iter().filter(|one| one.has_mark(mark)).map(|one| one.pid).collect();
    loop {
        let groups: HashSet<i32> =
            living.iter().filter(|one| found.contains(&one.pid)).map(|one| one.group).collect();
        let more: Vec<i32> = living
            .iter()
            .filter(|one| !found.contains(&one.pid))
            .filter(|one| found.contains(&one.parent) || groups.contains(&one.group))
            .map(|one| one.pid)
            .collect();
        if more.is_empty() {
            return living.into_iter().filter(|one| found.contains(&one.pid)).collect();
        }
        found.extend(more);
    }
}

/// The dead of a browser that are children of this process and were never asked for.
pub fn zombies_of_this_process() -> Vec<Process> {
    let own = std::process::id().cast_signed();
    let zombies = |one: &Process| one.parent == own && one.is_dead() && one.is_of_a_browser();
    Process::all().into_iter().filter(zombies).collect()
}

pub fn list(processes: &[Process]) -> String {
    processes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The keeper of a program that runs: its child by this word.
pub fn keeper_of(tool: i32) -> Vec<Process> {
    let is_keeper = |one: &Process| {
        let words = std::fs::read(format!("/proc/{}/cmdline", one.pid)).unwrap_or_default();
        words.split(|byte| *byte == 0).any(|word| word == b"keep-watch")
    };
    Process::all().into_iter().filter(|one| one.parent == tool && is_keeper(one)).collect()
}
