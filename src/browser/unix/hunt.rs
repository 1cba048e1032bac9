//! Finding and ending the processes of one driver. Killing only the driver leaves the browser running; it stays in the driver's
//! process group, but its crash handlers leave the group. Each of them inherits a marker in its environment, so that all are
//! found again, and nothing else is ever killed, even when a number is used anew.

use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use super::process_table::{Process, boot_id};
use crate::browser::family::{Gone, LocalRecord, MARKER};

/// How long the kernel may take to clear away what was killed.
const KILL_WAIT: Duration = Duration::from_secs(5);

/// How often the process table is read while waiting for processes to end.
const LOOK_EVERY: Duration = Duration::from_millis(10);

impl LocalRecord {
    /// Every living process of this driver.
    pub(in crate::browser) fn living(&self) -> Vec<i32> {
        self.living_with_starts().map(|(pid, _)| pid).collect()
    }

    /// The same, each with the moment when it started, which no later process of that number shares.
    pub(in crate::browser) fn living_with_starts(&self) -> impl Iterator<Item = (i32, u64)> + use<> {
        let living = Hunt { family: self, group_proven: false }.living();
        living.into_iter().map(|process| (process.pid, process.start_ticks))
    }

    /// Ends every process of this driver, and waits until they are gone. The one place where anything is killed. With a
    /// `grace`, the browser may take that long to save its cookies. Blocks.
    pub(in crate::browser) fn end_all(&self, grace: Duration) -> Gone {
        let gone = self.end_processes(grace);
        if gone.is_all() {
            self.clear_scratch();
        }
        gone
    }

    fn end_processes(&self, grace: Duration) -> Gone {
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
        if self.pgid > 0 && living.iter().any(|process| process.pgid == self.pgid) {
            let _ = killpg(Pid::from_raw(self.pgid), Signal::SIGKILL);
        }
        signal(living.iter().filter(|process| process.pgid != self.pgid), Signal::SIGKILL);
        let left = hunt.wait_until_gone(KILL_WAIT, |_| true);
        if left.is_empty() { Gone::All } else { Gone::Left(left) }
    }

    /// Where there is no process table: the group as a whole, which the record of this very boot names.
    fn end_group_unseen(&self, grace: Duration) -> Gone {
        if self.pgid <= 0 {
            return Gone::Unknown("the driver was still being started when the program ended".to_owned());
        }
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
        self.group_proven && self.family.pgid > 0 && process.pgid == self.family.pgid
    }

    /// Chromium's helpers overwrite their environment with a title, so a missing marker proves nothing.
    fn is_marked(&self, process: &Process) -> bool {
        process.environment_has(&format!("{MARKER}={}", self.family.marker))
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
    use std::path::PathBuf;

    use super::*;
    use crate::browser::unix::process_table::{own_pid, start_ticks};

    fn record_of_this_process() -> LocalRecord {
        let pid = own_pid();
        LocalRecord {
            pid,
            pgid: Process::read(pid).unwrap().pgid,
            start_ticks: start_ticks(pid),
            boot_id: boot_id(),
            marker: "none".to_owned(),
            exe: PathBuf::from("/nowhere/driver"),
            profile_dir: None,
            scratch: None,
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

    #[test]
    fn a_driver_that_was_being_started_is_known_by_its_marker_alone() {
        let marker = format!("{:032x}", fastrand::u128(..));
        let record = LocalRecord::starting(marker.clone(), PathBuf::from("/bin/sleep"), None);
        let mut child = std::process::Command::new("sleep").arg("60").env(MARKER, marker).spawn().unwrap();
        let pid = child.id().cast_signed();
        // The kernel shows the new program's environment a moment after it has started.
        while record.living().is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(record.living(), [pid]);
        assert_eq!(record.end_all(Duration::ZERO), Gone::All);
        assert!(!child.wait().unwrap().success());
    }
}
