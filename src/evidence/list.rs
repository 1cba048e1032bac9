//! What evidence there is.

use std::fs::{self, DirEntry};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

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

/// The evidence below `runs`, oldest run first. Only folders that are named like a run count; whatever else lies there, links
/// among it, is none of ours.
///
/// # Errors
/// When a folder cannot be read. A folder that is not there holds nothing.
pub fn evidence_of_runs(runs: &Path) -> Result<Vec<RunEvidence>, EvidenceError> {
    let mut list = Vec::new();
    for entry in entries(runs)? {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let run = entry.file_name().to_str().and_then(run_of_name);
        if let (true, Some(run)) = (is_folder, run) {
            list.push(measure(run, entry.path())?);
        }
    }
    list.sort_by_key(|evidence| evidence.run);
    Ok(list)
}

/// `7` is run 7; `007`, `7.old` and `-7` are names that somebody else gave.
fn run_of_name(name: &str) -> Option<RunId> {
    let number = name.parse::<i64>().ok().filter(|number| *number > 0)?;
    (number.to_string() == name).then_some(RunId(number))
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>, EvidenceError> {
    let unreadable = |source| EvidenceError::Read { path: folder.to_owned(), source };
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<Result<_, _>>().map_err(unreadable),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(unreadable(error)),
    }
}

fn measure(run: RunId, folder: PathBuf) -> Result<RunEvidence, EvidenceError> {
    let own = fs::symlink_metadata(&folder).ok();
    let mut found = RunEvidence { run, files: 0, pictures: 0, bytes: 0, written_at: UnixMs(0), folder };
    found.written_at = own.as_ref().map_or(UnixMs(0), written_at);
    for entry in entries(&found.folder)? {
        // A file that went away in between takes no room.
        let Ok(facts) = entry.metadata() else { continue };
        found.files += 1;
        found.pictures += usize::from(entry.path().extension().is_some_and(|ending| ending == "png"));
        found.bytes += facts.len();
        found.written_at = found.written_at.max(written_at(&facts));
    }
    Ok(found)
}

fn written_at(facts: &fs::Metadata) -> UnixMs {
    let since =
        facts.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    UnixMs(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
