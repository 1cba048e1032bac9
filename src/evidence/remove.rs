//! Removing evidence: what is older than it is kept, or what the user names.

use std::fs;
use std::time::Duration;

use super::home::Home;
use super::list::{EvidenceError, RunEvidence};
use crate::domain::UnixMs;
use crate::ledger::RunId;

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// How many runs.
    pub runs: usize,
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
}

impl Home {
    /// Removes the evidence of runs whose newest file is at least `keep` old, but for `except`: the run that is at work. The
    /// ledger stays as it is.
    ///
    /// # Errors
    /// [`EvidenceError`] when a folder cannot be read or removed.
    pub fn prune(
        &self,
        keep: Duration,
        except: Option<RunId>,
        now: UnixMs,
    ) -> Result<Removed, EvidenceError> {
        let old: Vec<RunEvidence> = self
            .list()?
            .into_iter()
            .filter(|evidence| Some(evidence.run) != except && now.since(evidence.written_at) >= keep)
            .collect();
        self.remove(&old)
    }

    /// Removes evidence, folder by folder. One that does not bear this ledger's mark any more stays.
    ///
    /// # Errors
    /// [`EvidenceError::Remove`] with the folder that could not be removed; the ones before it are gone.
    pub fn remove(&self, list: &[RunEvidence]) -> Result<Removed, EvidenceError> {
        let mut removed = Removed::default();
        for evidence in list.iter().filter(|evidence| self.owns(&evidence.folder, evidence.run)) {
            match fs::remove_dir_all(&evidence.folder) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(EvidenceError::Remove {
                        path: evidence.folder.clone(),
                        source,
                        removed: removed.runs,
                    });
                }
                _ => {}
            }
            removed.runs += 1;
            removed.files += evidence.files;
            removed.bytes += evidence.bytes;
        }
        Ok(removed)
    }
}
