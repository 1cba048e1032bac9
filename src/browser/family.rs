//! The processes of one driver: itself, the browser and the browser's helpers. Killing only the driver leaves the browser
//! running; it stays in the driver's process group, but its crash handlers leave the group. Each of them inherits a marker
//! in its environment, so that all are found again, and nothing else is ever killed, even when a number is used anew.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

/// The environment variable that marks the driver and all that it starts.
pub(super) const MARKER: &str = "UNLINKED_DRIVER_MARKER";

/// How long the kernel may take to clear away what was killed.
const KILL_WAIT: Duration = Duration::from_secs(5);

/// How often the process table is read while waiting for processes to end.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Whether everything that could still click has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    /// All of it.
    All,
    /// These processes live on; they could not be killed.
    Left(Vec<i32>),
    /// It cannot be known from here, for this reason.
    Unknown(String),
}

impl Gone {
    /// Whether all has certainly ended.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Gone::All
    }
}

/// What is written down about a driver on this machine, to find it and its browser again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalRecord {
    /// The driver's process id.
    pub pid: i32,
    /// Its process group, which the browser shares.
    pub pgid: i32,
    /// When the driver started, in clock ticks since boot (field 22 of `/proc/PID/stat`); 0 where there is no `/proc`.
    pub start_ticks: u64,
    /// Which boot of the machine that was.
    pub boot_id: String,
    /// The value of the marker in the environment.
    pub marker: String,
    /// The driver's program.
    pub exe: PathBuf,
    /// The browser's profile folder.
    pub profile_dir: Option<PathBuf>,
}

/// One line of the process table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) pid: i32,
    pgid: i32,
    state: char,
    start_ticks: u64,
}

impl Process {
    pub(super) fn read(pid: i32) -> Option<Process> {
        Process::parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The program's name is in brackets and may hold anything, brackets too: what counts stands after the last one.
    fn parse(pid: i32, stat: &str) -> Option<Process> {
        let mut fields = stat[stat.rfind(')')? + 1..].split_ascii_whitespace();
        let state = fields.next()?.chars().next()?;
        let pgid = fields.nth(1)?.parse().ok()?;
        let start_ticks = fields.nth(16)?.parse().ok()?;
        Some(Process { pid, pgid, state, start_ticks })
    }

    /// Dead processes stay in the table until their parent asks for them; in a container that can be for ever.
    pub(super) fn is_alive(&self) -> bool {
        !matches!(self.state, 'Z' | 'X')
    }

    fn all() -> Vec<Process> {
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter_map(Process::read).collect()
    }

    pub(super) fn command_line_has(&self, part: impl AsRef<OsStr>) -> bool {
        let wanted = part.as_ref().to_string_lossy();
        fs::read(format!("/proc/{}/cmdline", self.pid))
            .is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(wanted.as_ref()))
    }
}

/// The id of this boot; empty where the system has none.
pub(super) fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
}

/// When a process started, in clock ticks since boot; 0 where there is no `/proc`.
pub(super) fn start_ticks(pid: i32) -> u64 {
    Process::read(pid).map_or(0, |process| process.start_ticks)
}

impl LocalRecord {
    /// Every living process of this driver.
    pub(super) fn living(&self) -> Vec<i32> {
        Hunt { family: self, group_proven: false }.living().iter().map(|process| process.pid).collect()
    }

    /// Ends every process of this driver, and waits until they are gone. The one place where anything is killed. With a
    /// `grace`, the browser may take that long to save its cookies. Blocks.
    pub(super) fn end_all(&self, grace: Duration) -> Gone {
        if self.start_ticks == 0 {
            return self.end_group_unseen(grace);
        }
        let mut hunt = Hunt { family: self, group_proven: false };
        if !grace.is_zero() {
            // The driver first and by force, so that nothing clicks any more. Then the browser's main process alone: a
            // signal to the whole group would end the helper that holds the unsaved cookies. It is the signal of Ctrl-C, since
            // headless Chromium 156 ends at SIGTERM without saving.
            let living = hunt.living();
            signal(living.iter().filter(|process| process.pid == self.pid), Signal::SIGKILL);
            let heads: Vec<Process> = living.into_iter().filter(|process| hunt.is_head(process)).collect();
            signal(heads.iter(), Signal::SIGINT);
            hunt.wait_until_gone(grace, |process| heads.iter().any(|head| head.pid == process.pid));
        }
        let living = hunt.living();
        // The group at once, so that no member can start another one between two of our signals.
        if living.iter().any(|process| process.pgid == self.pgid) {
            let _ = killpg(Pid::from_raw(self.pgid), Signal::SIGKILL);
        }
        signal(living.iter().filter(|process| process.pgid != self.pgid), Signal::SIGKILL);
        let left = hunt.wait_until_gone(KILL_WAIT, |_| true);
        if left.is_empty() { Gone::All } else { Gone::Left(left) }
    }

    /// Where there is no process table: the group as a whole, which the record of this very boot names.
    fn end_group_unseen(&self, grace: Duration) -> Gone {
        let group = Pid::from_raw(self.pgid);
        for (sent, wait) in [(Signal::SIGTERM, grace), (Signal::SIGKILL, KILL_WAIT)] {
            let deadline = Instant::now() + wait;
            let _ = killpg(group, sent);
            while Instant::now() < deadline {
                if killpg(group, None) == Err(Errno::ESRCH) {
                    return Gone::All;
                }
                std::thread::sleep(LOOK_EVERY);
            }
        }
        Gone::Left(vec![self.pgid])
    }
}

/// Looking for the processes of one driver, again and again until they are gone.
struct Hunt<'a> {
    family: &'a LocalRecord,
    /// A group that was proven ours stays ours for as long as one member lives: its number is not used anew before.
    group_proven: bool,
}

impl Hunt<'_> {
    fn living(&mut self) -> Vec<Process> {
        if self.family.boot_id != boot_id() {
            return Vec::new();
        }
        let mut found = Process::all();
        found.retain(|process| process.start_ticks >= self.family.start_ticks);
        self.prove_group(&found);
        found.retain(|process| process.is_alive() && (self.is_in_group(process) || self.is_marked(process)));
        found
    }

    /// The leader proves the group by its start time. If it is dead and cleared away, a member must, by its marker or by the
    /// profile in its command line.
    fn prove_group(&mut self, younger: &[Process]) {
        self.group_proven = match Process::read(self.family.pid) {
            Some(leader) => leader.start_ticks == self.family.start_ticks,
            None => {
                let profile = self.family.profile_dir.as_deref();
                self.group_proven
                    || younger.iter().filter(|process| process.pgid == self.family.pgid).any(|process| {
                        self.is_marked(process)
                            || profile.is_some_and(|profile| process.command_line_has(profile))
                    })
            }
        };
    }

    fn is_in_group(&self, process: &Process) -> bool {
        self.group_proven && process.pgid == self.family.pgid
    }

    /// Chromium's helpers overwrite their environment with a title, so a missing marker proves nothing.
    fn is_marked(&self, process: &Process) -> bool {
        let marker = format!("{MARKER}={}", self.family.marker);
        fs::read(format!("/proc/{}/environ", process.pid))
            .is_ok_and(|bytes| bytes.split(|byte| *byte == 0).any(|entry| entry == marker.as_bytes()))
    }

    /// Whether it is the browser's main process: the helpers say their type on their command line (Chromium `--type=`,
    /// Firefox `-contentproc`), or have left the group (crash handlers).
    fn is_head(&self, process: &Process) -> bool {
        let helper = ["--type=", "-contentproc"].iter().any(|sign| process.command_line_has(sign));
        self.is_in_group(process) && process.pid != self.family.pid && !helper
    }

    /// Waits for those that count, and returns the ones that are left.
    fn wait_until_gone(&mut self, at_most: Duration, counts: impl Fn(&Process) -> bool) -> Vec<i32> {
        let deadline = Instant::now() + at_most;
        loop {
            let mut living = self.living();
            living.retain(&counts);
            if living.is_empty() || Instant::now() >= deadline {
                return living.iter().map(|process| process.pid).collect();
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

fn signal<'a>(to_all: impl Iterator<Item = &'a Process>, signal: Signal) {
    for process in to_all {
        let _ = kill(Pid::from_raw(process.pid), signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_name_with_brackets_does_not_shift_the_fields() {
        let stat = "42 (odd) name (x) S 1 40 40 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 1 0 987654 1000 20";
        let process = Process::parse(42, stat).unwrap();
        assert_eq!((process.pgid, process.state, process.start_ticks), (40, 'S', 987_654));
    }

    fn record_of_this_process() -> LocalRecord {
        let pid = std::process::id().cast_signed();
        LocalRecord {
            pid,
            pgid: Process::read(pid).unwrap().pgid,
            start_ticks: start_ticks(pid),
            boot_id: boot_id(),
            marker: "none".to_owned(),
            exe: PathBuf::from("/nowhere/driver"),
            profile_dir: None,
        }
    }

    #[test]
    fn a_reused_process_id_is_not_ours() {
        let ours = record_of_this_process();
        assert!(ours.living().contains(&ours.pid), "the same number with the same start is ours");
        let older = LocalRecord { start_ticks: ours.start_ticks - 1, ..ours.clone() };
        assert_eq!(
            older.living(),
            Vec::<i32>::new(),
            "the same number with another start is somebody else's"
        );
        let before_reboot = LocalRecord { boot_id: "another".to_owned(), ..ours };
        assert_eq!(before_reboot.living(), Vec::<i32>::new());
    }
}
