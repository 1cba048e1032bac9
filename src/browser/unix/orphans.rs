//! Orphans of the browser. Its helpers lose their parent when it ends, and Chromium's crash handlers are orphans from the
//! start. The system hands orphans to its first process, which in many containers asks for nobody's exit status, so that
//! they would stay in the process table as zombies for ever. So while a driver of ours runs, its orphans come to us, and are
//! asked for one by one: never all children at once, since the others belong to the runtime.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::process_table::{Process, own_pid};
use crate::browser::family::LocalRecord;

/// How many drivers of this process run, and whether the first of them had to ask for orphans.
static DRIVERS: Mutex<(usize, bool)> = Mutex::new((0, false));

/// While one of these lives, orphaned descendants of this process become its children. Only on Linux.
#[derive(Debug)]
pub(in crate::browser) struct Adoption(());

impl Adoption {
    pub(in crate::browser) fn begin() -> Adoption {
        let mut drivers = DRIVERS.lock().unwrap_or_else(PoisonError::into_inner);
        if drivers.0 == 0 {
            drivers.1 = !adopts() && set_adopting(true);
        }
        drivers.0 += 1;
        Adoption(())
    }
}

impl Drop for Adoption {
    fn drop(&mut self) {
        let mut drivers = DRIVERS.lock().unwrap_or_else(PoisonError::into_inner);
        drivers.0 -= 1;
        if drivers.0 == 0 && drivers.1 {
            set_adopting(false);
        }
    }
}

#[cfg(target_os = "linux")]
fn adopts() -> bool {
    nix::sys::prctl::get_child_subreaper().unwrap_or(false)
}

#[cfg(target_os = "linux")]
fn set_adopting(on: bool) -> bool {
    nix::sys::prctl::set_child_subreaper(on).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn adopts() -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn set_adopting(_on: bool) -> bool {
    false
}

/// How long the dead may take to leave the process table. A killed process first loses its memory, with the environment by
/// which it is told, and becomes one to be asked for only later; on a busy machine that is not at once.
const REAP_WAIT: Duration = Duration::from_secs(3);

/// How often the process table is read meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Chromium's crash handlers by the name that the process table has for them, which is cut after 15 letters.
const CRASH_HANDLER: &str = "chrome_crashpad";

/// The members of a driver's family that were seen alive. A dead process tells no more than its name, its number, its group
/// and its start, and crash handlers are in groups of their own.
#[derive(Debug, Default)]
pub(in crate::browser) struct Relatives(HashSet<(i32, u64)>);

impl Relatives {
    /// Remembers who is alive now.
    pub(in crate::browser) fn note(&mut self, family: &LocalRecord) {
        self.0.extend(family.living_with_starts());
    }

    /// Asks for the exit status of the family's dead that have become children of this process, and waits for those that
    /// are about to. The driver itself is left to the runtime, which has started it. Blocks, for a moment as a rule.
    pub(in crate::browser) fn reap(&self, family: &LocalRecord) {
        let deadline = Instant::now() + REAP_WAIT;
        while self.reap_once(family) && Instant::now() < deadline {
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// Asks for those that are dead; says whether more of the family may come.
    fn reap_once(&self, family: &LocalRecord) -> bool {
        let mut more = false;
        for process in Process::all() {
            if process.pid == family.pid || !self.is_of_family(&process, family) {
                continue;
            }
            if process.parent == own_pid() && !process.is_alive() {
                let pid = nix::unistd::Pid::from_raw(process.pid);
                let _ = nix::sys::wait::waitpid(pid, Some(nix::sys::wait::WaitPidFlag::WNOHANG));
            } else {
                // Dying still, or left to a parent that is dying. Another parent's dead are not ours to ask for.
                more |= process.is_alive() || self.is_known(process.parent);
            }
        }
        more
    }

    /// A handler that started late, or died early, may never have been seen alive. One of another driver of this process is
    /// asked for as well: it is dead, it was handed to us, and nobody else waits for it.
    fn is_of_family(&self, process: &Process, family: &LocalRecord) -> bool {
        let late_handler =
            process.parent == own_pid() && !process.is_alive() && process.name == CRASH_HANDLER;
        process.start_ticks >= family.start_ticks
            && (process.pgid == family.pgid
                || self.0.contains(&(process.pid, process.start_ticks))
                || late_handler)
    }

    fn is_known(&self, pid: i32) -> bool {
        self.0.iter().any(|(known, _)| *known == pid)
    }
}

#[cfg(test)]
#[allow(clippy::zombie_processes, reason = "who asks for the dead is what is tested")]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use super::*;
    use crate::browser::family::MARKER;

    fn spawn(program: &str, arguments: &[&str], marker: &str) -> Child {
        Command::new(program).args(arguments).process_group(0).env(MARKER, marker).spawn().unwrap()
    }

    fn family(marker: &str) -> LocalRecord {
        LocalRecord::starting(marker.to_owned(), "/nowhere/driver".into(), None)
    }

    fn is_in_the_table(child: &Child) -> bool {
        Process::read(child.id().cast_signed()).is_some()
    }

    /// A killed process is not asked for before it is dead, which on a busy machine takes its time.
    #[test]
    fn one_that_is_still_dying_is_waited_for() {
        let family = family("still dying");
        let child = spawn("sleep", &["0.5"], "still dying");
        let mut relatives = Relatives::default();
        while relatives.0.is_empty() {
            relatives.note(&family);
        }
        relatives.reap(&family);
        assert!(!is_in_the_table(&child), "it stayed in the process table");
    }

    #[test]
    fn a_crash_handler_that_was_never_seen_alive_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let handler = folder.path().join("chrome_crashpad_handler");
        std::fs::copy("/bin/true", &handler).unwrap();
        let family = family("never seen");
        let child = spawn(&handler.to_string_lossy(), &[], "another marker");
        let other = spawn("true", &[], "another marker");
        let dead = |child: &Child| {
            Process::read(child.id().cast_signed()).is_some_and(|process| !process.is_alive())
        };
        while !(dead(&child) && dead(&other)) {
            std::thread::yield_now();
        }
        Relatives::default().reap(&family);
        assert!(!is_in_the_table(&child), "it stayed in the process table");
        assert!(is_in_the_table(&other), "somebody else's child was taken away");
    }
}
