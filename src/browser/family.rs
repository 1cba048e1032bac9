//! The processes of one driver, itself, the browser and the browser's helpers: what is written down to find them again. How
//! they are found and ended is each system's own.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::host::{boot_id, own_pid, start_ticks};

/// The environment variable that marks the driver and all that it starts.
pub(super) const MARKER: &str = "UNLINKED_DRIVER_MARKER";

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
    /// The driver's process id; 0 while it is being started, when only the marker can tell it.
    pub pid: i32,
    /// Its process group, which the browser shares; 0 while it is being started.
    pub pgid: i32,
    /// When the driver started, in clock ticks since boot (field 22 of `/proc/PID/stat`); 0 where there is no `/proc`.
    /// While it is being started: when the program that starts it did.
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

impl LocalRecord {
    /// A driver that is about to be started.
    pub(super) fn starting(marker: String, exe: PathBuf, profile_dir: Option<PathBuf>) -> LocalRecord {
        let start_ticks = start_ticks(own_pid());
        LocalRecord { pid: 0, pgid: 0, start_ticks, boot_id: boot_id(), marker, exe, profile_dir }
    }

    /// The same driver once it runs, as the leader of a group of its own.
    pub(super) fn started(self, pid: i32) -> LocalRecord {
        LocalRecord { pid, pgid: pid, start_ticks: start_ticks(pid), ..self }
    }

    /// A browser that no driver drives, once it runs: it leads its group itself, and is asked to quit before it is ended.
    pub(super) fn window(self, pid: i32) -> LocalRecord {
        LocalRecord { pid: 0, pgid: pid, start_ticks: start_ticks(pid), ..self }
    }
}
