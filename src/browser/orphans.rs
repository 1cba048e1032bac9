//! Orphans of the browser. Its helpers lose their parent when it ends, and Chromium's crash handlers are orphans from the
//! start. The system hands orphans to its first process, which in many containers asks for nobody's exit status, so that
//! they would stay in the process table as zombies for ever. So while a driver of ours runs, its orphans come to us, and are
//! asked for one by one: never all children at once, since the others belong to the runtime.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::family::LocalRecord;
use super::process_table::{Process, own_pid};

/// How many drivers of this process run, and whether the first of them had to ask for orphans.
static DRIVERS: Mutex<(usize, bool)> = Mutex::new((0, false));

/// While one of these lives, orphaned descendants of this process become its children. Only on Linux.
#[derive(Debug)]
pub(super) struct Adoption(());

impl Adoption {
    pub(super) fn begin() -> Adoption {
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

/// The members of a driver's family that were seen alive. A dead process tells no more than its number, its group and its
/// start, and crash handlers are in groups of their own.
#[derive(Debug, Default)]
pub(super) struct Relatives(HashSet<(i32, u64)>);

impl Relatives {
    /// Remembers who is alive now.
    pub(super) fn note(&mut self, family: &LocalRecord) {
        self.0.extend(family.living_with_starts());
    }

    /// Asks for the exit status of the family's dead that have become children of this process. The driver itself is left
    /// to the runtime, which has started it.
    pub(super) fn reap(&self, family: &LocalRecord) {
        for process in Process::all() {
            let of_family =
                process.pgid == family.pgid || self.0.contains(&(process.pid, process.start_ticks));
            if of_family
                && process.parent == own_pid()
                && process.pid != family.pid
                && !process.is_alive()
                && process.start_ticks >= family.start_ticks
            {
                let pid = nix::unistd::Pid::from_raw(process.pid);
                let _ = nix::sys::wait::waitpid(pid, Some(nix::sys::wait::WaitPidFlag::WNOHANG));
            }
        }
    }
}
