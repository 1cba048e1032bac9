//! What evidence there is.

use std::fs::{self, DirEntry};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::mark::MARK;
use crate::domain::UnixMs;
use crate::ledger::RunId;

/// Why evidence cannot be listed or removed.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// A folder cannot be read.
    #[error("cannot read the evidence in {}: {source}; nothing was removed", path.display())]
    Read {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder of a run cannot be made.
    #[error("cannot make the folder {} for trace and pictures: {source}; mend `evidence.dir` in the config, or move what lies there away", path.display())]
    Make {
        /// The folder.
        path: PathBuf,
        /// What the system said, or what is in the way.
        source: std::io::Error,
    },
    /// Something could not be removed.
    #[error("cannot remove {}: {source}; {removed} runs before it were removed", path.display())]
    Remove {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
        /// How many runs were removed before.
        removed: usize,
    },
}

/// The evidence of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEvidence {
    /// The run.
    pub run: RunId,
    /// Its folder.
    pub folder: PathBuf,
    /// How many files it holds.
    pub files: usize,
    /// How many of them are pictures.
    pub pictures: usize,
    /// How much they take, in bytes.
    pub bytes: u64,
    /// When the newest of them was written.
    pub written_at: UnixMs,
}

/// `7` is run 7; `007`, `7.old` and `-7` are names that somebody else gave.
pub(super) fn run_of_name(name: &str) -> Option<RunId> {
    let number = name.parse::<i64>().ok().filter(|number| *number > 0)?;
    (number.to_string() == name).then_some(RunId(number))
}

pub(super) fn entries(folder: &Path) -> Result<Vec<DirEntry>, EvidenceError> {
    let unreadable = |source| EvidenceError::Read { path: folder.to_owned(), source };
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<Result<_, _>>().map_err(unreadable),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(unreadable(error)),
    }
}

pub(super) fn measure(run: RunId, folder: PathBuf) -> Result<RunEvidence, EvidenceError> {
    let own = fs::symlink_metadata(&folder).ok();
    let mut found = RunEvidence { run, files: 0, pictures: 0, bytes: 0, written_at: UnixMs(0), folder };
    found.written_at = own.as_ref().map_or(UnixMs(0), written_at);
    for entry in entries(&found.folder)? {
        // A file that went away in between takes no room.
        let Ok(facts) = entry.metadata() else { continue };
        if entry.file_name() == MARK {
            continue;
        }
        found.files += 1;
        found.pictures += usize::from(entry.path().extension().is_some_and(|ending| ending == "png"));
        found.bytes += facts.len();
        found.written_at = found.written_at.max(written_at(&facts));
    }
    Ok(found)
}

fn written_at(facts: &fs::Metadata) -> UnixMs {
    facts.modified().map_or(UnixMs(0), UnixMs::of)
}
