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
    /// The folder for what driver and browser put down in passing, which goes when they have ended.
    #[serde(default)]
    pub scratch: Option<PathBuf>,
}

/// How the name of such a folder begins. The rest is the beginning of the marker.
const SCRATCH: &str = "unlinked-";

/// How much of the marker is in the name: the path of a socket in it must fit into 108 bytes.
const SCRATCH_MARK: usize = 12;

impl LocalRecord {
    /// A driver that is about to be started.
    pub(super) fn starting(marker: String, exe: PathBuf, profile_dir: Option<PathBuf>) -> LocalRecord {
        let start_ticks = start_ticks(own_pid());
        LocalRecord {
            pid: 0,
            pgid: 0,
            start_ticks,
            boot_id: boot_id(),
            marker,
            exe,
            profile_dir,
            scratch: None,
        }
    }

    /// The same driver, with a folder of its own for what it and the browser put down in passing: killed, they leave a profile and a
    /// socket in the system's folder each time. Where none can be made, the system's folder has to do.
    pub(super) fn with_scratch(self) -> LocalRecord {
        let folder = std::env::temp_dir().join(self.scratch_name());
        // Elsewhere the system's own folder has so long a path that no socket fits below it.
        let fits = cfg!(target_os = "linux") && folder.as_os_str().len() < 60;
        let scratch = Some(folder).filter(|folder| fits && make_private(folder).is_ok());
        LocalRecord { scratch, ..self }
    }

    fn scratch_name(&self) -> String {
        format!("{SCRATCH}{}", self.marker.get(..SCRATCH_MARK).unwrap_or(&self.marker))
    }

    /// Takes that folder away, once nothing lives that uses it. Whatever a record names that is not of this make is left alone.
    pub(super) fn clear_scratch(&self) {
        let is_ours = |folder: &PathBuf| folder.file_name().is_some_and(|name| *name == *self.scratch_name());
        if let Some(folder) = self.scratch.as_ref().filter(|folder| is_ours(folder))
            && std::fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir())
            && let Err(error) = std::fs::remove_dir_all(folder)
        {
            tracing::warn!(%error, "what the browser left behind could not be taken away");
        }
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

/// A new folder that nobody else can look into.
#[cfg(unix)]
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(_folder: &std::path::Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_names_another_folder_takes_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let named = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).unwrap();
            let marker = "0123456789abcdef".to_owned();
            let record = LocalRecord::starting(marker, "/nowhere/driver".into(), None);
            LocalRecord { scratch: Some(path), ..record }
        };
        for (name, goes) in
            [("photos", false), ("unlinked-0123456789ac", false), ("unlinked-0123456789ab", true)]
        {
            let record = named(name);
            record.clear_scratch();
            assert_eq!(record.scratch.is_some_and(|path| path.exists()), !goes, "{name}");
        }
    }
}
