//! Where one account's evidence lies: one folder for each run, each marked as this ledger's. In the account's own folder that is
//! `runs/<run>`; in a folder that the user names, and that other accounts may name too, `<folder>/<ledger>/<run>`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::list::{EvidenceError, RunEvidence, entries, measure, run_of_name};
use super::mark::Mark;
use crate::ledger::{Ledger, LedgerError, RunId};
use crate::system::private;

/// Where one account's evidence lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The folder that holds the runs' folders.
    folder: PathBuf,
    /// The folder that the user named, if they did.
    named: Option<PathBuf>,
    /// The id of the ledger whose runs these are.
    ledger: String,
}

/// What became of the folders that were to be adopted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adopted {
    /// These runs' folders are ours now.
    pub runs: Vec<RunId>,
    /// These stay as they are, each with why.
    pub left: Vec<(PathBuf, String)>,
}

impl Home {
    /// The evidence of the ledger with this id: in `named` if the user named a folder, else in the account's own.
    #[must_use]
    pub fn of(named: Option<&Path>, own: &Path, ledger: String) -> Home {
        match named {
            Some(named) => Home { folder: named.join(&ledger), named: Some(named.to_owned()), ledger },
            None => Home { folder: own.to_owned(), named: None, ledger },
        }
    }

    /// The folder that holds the runs' folders.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the runs' folders lie where nobody else's do, if they lie anywhere.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.named.is_none() || Mark::of(&self.folder) == Some(self.mark(None))
    }

    /// Makes the folder of a run, which must not be there yet, or be empty.
    ///
    /// # Errors
    /// [`EvidenceError::Make`] when it cannot be made, or when something is in its place that is not ours.
    pub fn make(&self, run: RunId) -> Result<PathBuf, EvidenceError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source: io::Error| EvidenceError::Make { path, source }
        };
        self.make_own().map_err(failed(&self.folder))?;
        let folder = self.folder.join(run.to_string());
        private::make_folder(&folder).map_err(failed(&folder))?;
        self.take(&folder, Some(run)).map_err(failed(&folder))?;
        Ok(folder)
    }

    /// Makes the folder that holds the runs' folders, where it is not ours already.
    fn make_own(&self) -> io::Result<()> {
        private::make_folder(&self.folder)?;
        if self.is_ours() { Ok(()) } else { self.take(&self.folder, None) }
    }

    /// Marks an empty folder as ours.
    fn take(&self, folder: &Path, run: Option<RunId>) -> io::Result<()> {
        let facts = fs::symlink_metadata(folder)?;
        if !facts.is_dir() || !private::is_mine(&facts) {
            return Err(io::Error::other("it is a link, or another user's"));
        }
        if fs::read_dir(folder)?.next().is_some() {
            return Err(io::Error::other("other things lie in it, which this ledger did not put there"));
        }
        self.mark(run).put(folder)
    }

    /// The evidence that bears this ledger's mark, oldest run first.
    ///
    /// # Errors
    /// When a folder cannot be read. A folder that is not there holds nothing.
    pub fn list(&self) -> Result<Vec<RunEvidence>, EvidenceError> {
        let mut list = Vec::new();
        if !self.is_ours() {
            return Ok(list);
        }
        for (run, folder) in runs_in(&self.folder)? {
            if self.owns(&folder, run) {
                list.push(measure(run, folder)?);
            }
        }
        list.sort_by_key(|evidence| evidence.run);
        Ok(list)
    }

    /// Marks the folders of runs that versions without marks have left in the account's own folder, where the ledger knows the run.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read. A folder that cannot be marked stays without.
    pub fn adopt_own(&self, ledger: &Ledger) -> Result<(), LedgerError> {
        if self.named.is_some() {
            return Ok(());
        }
        for (run, folder) in runs_in(&self.folder).unwrap_or_default() {
            if is_unmarked(&folder) && ledger.run(run)?.is_some() {
                let _ = self.mark(Some(run)).put(&folder);
            }
        }
        Ok(())
    }

    /// The folders in the one that the user named, that look like those of runs of a version without marks: whose they are only the
    /// user knows.
    #[must_use]
    pub fn strays(&self) -> Vec<PathBuf> {
        let Some(named) = &self.named else { return Vec::new() };
        let found = runs_in(named).unwrap_or_default().into_iter().map(|(_, folder)| folder);
        let mut strays: Vec<PathBuf> =
            found.filter(|folder| is_unmarked(folder) && looks_like_evidence(folder)).collect();
        strays.sort();
        strays
    }

    /// Takes the folders of runs in `from`, which a version without marks has left, to this ledger's own place. Only those whose
    /// run the ledger knows and that hold nothing but evidence; the user says that they are this account's.
    ///
    /// # Errors
    /// [`EvidenceError`] when `from` cannot be read or the own place cannot be made; [`LedgerError`] as its own.
    pub fn adopt(&self, from: &Path, ledger: &Ledger) -> Result<Adopted, AdoptError> {
        let mut adopted = Adopted::default();
        let mut found = runs_in(from)?;
        found.sort();
        for (run, folder) in found {
            let why = if let Some(mark) = Mark::of(&folder) {
                if mark.ledger == self.ledger { continue } else { "it bears another ledger's mark" }
            } else if !is_unmarked(&folder) {
                "it is a link, or another user's"
            } else if !looks_like_evidence(&folder) {
                "other things lie in it than a trace and pictures"
            } else if ledger.run(run)?.is_none() {
                "the ledger knows no such run"
            } else {
                match self.take_in(run, &folder) {
                    Ok(()) => {
                        adopted.runs.push(run);
                        continue;
                    }
                    Err(error) => {
                        adopted.left.push((folder, error.to_string()));
                        continue;
                    }
                }
            };
            adopted.left.push((folder, why.to_owned()));
        }
        Ok(adopted)
    }

    fn take_in(&self, run: RunId, folder: &Path) -> io::Result<()> {
        let own = self.folder.join(run.to_string());
        if own.symlink_metadata().is_ok() && own != folder {
            return Err(io::Error::other(format!("{} is there already", own.display())));
        }
        self.make_own()?;
        self.mark(Some(run)).put(folder)?;
        if own == folder { Ok(()) } else { fs::rename(folder, own) }
    }

    /// Whether a run's folder bears this ledger's mark: asked again right before it is removed.
    #[must_use]
    pub fn owns(&self, folder: &Path, run: RunId) -> bool {
        Mark::of(folder) == Some(self.mark(Some(run)))
    }

    fn mark(&self, run: Option<RunId>) -> Mark {
        Mark { ledger: self.ledger.clone(), run }
    }
}

/// Why folders cannot be adopted.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// A folder cannot be read or made.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

fn runs_in(folder: &Path) -> Result<Vec<(RunId, PathBuf)>, EvidenceError> {
    let named = |entry: &fs::DirEntry| entry.file_name().to_str().and_then(run_of_name);
    Ok(entries(folder)?.iter().filter_map(|entry| Some((named(entry)?, entry.path()))).collect())
}

/// A folder of this user's, no link, without any mark.
fn is_unmarked(folder: &Path) -> bool {
    let facts = fs::symlink_metadata(folder);
    facts.is_ok_and(|facts| facts.is_dir() && private::is_mine(&facts))
        && folder.join(super::mark::MARK).symlink_metadata().is_err()
}

/// Whether nothing lies in it but what runs write: a trace, what its locators were, and pictures.
fn looks_like_evidence(folder: &Path) -> bool {
    let Ok(entries) = entries(folder) else { return false };
    let names: Vec<String> =
        entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let of_runs = |name: &String| name == super::mark::MARK || name.ends_with(".png") || is_of_trace(name);
    names.iter().any(|name| is_of_trace(name)) && names.iter().all(of_runs)
}

fn is_of_trace(name: &str) -> bool {
    matches!(name, "trace.jsonl" | "locators.json")
}
