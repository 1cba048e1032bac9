//! The folder of one account: `ledger.db`, `profile/`, `runs/<id>/`, `run.lock`. Folders and files are private.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::error::AccountError;
use super::holder::Holder;
use super::lock::LockGuard;
use crate::domain::UnixMs;
use crate::ledger::{Ledger, RunId};
use crate::system::private;

/// The folder of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    folder: PathBuf,
}

impl Account {
    /// The folder that is used where none is named: `unlinked` in the XDG state folder; on Windows, which has none, in
    /// `%LOCALAPPDATA%`, which stays on this machine.
    ///
    /// # Errors
    /// [`AccountError::NoHome`] where there is no home folder.
    pub fn usual_folder() -> Result<PathBuf, AccountError> {
        let strategy = etcetera::choose_base_strategy().map_err(|_| AccountError::NoHome)?;
        Ok(strategy.state_dir().unwrap_or_else(|| strategy.cache_dir()).join("unlinked"))
    }

    /// Opens an account's folder for work: makes it if it is not there, makes it private, and tries whether it can be
    /// written.
    ///
    /// # Errors
    /// [`AccountError`] when it is no folder, or cannot be written.
    pub fn open(folder: &Path) -> Result<Account, AccountError> {
        let failed =
            |error: std::io::Error| match folder.ancestors().find_map(|above| fs::metadata(above).ok()) {
                Some(found) if !found.is_dir() => AccountError::NotAFolder { folder: folder.to_owned() },
                _ => AccountError::of_io(folder, &error),
            };
        private::close_folder(folder).map_err(failed)?;
        let account = Account { folder: folder.to_owned() };
        account.try_writing().map_err(failed)?;
        private::close_folder(&account.profile_dir()).map_err(failed)?;
        private::close_folder(&account.runs_dir()).map_err(failed)?;
        Ok(account)
    }

    /// An account's folder as it is, to look into it: nothing is made.
    #[must_use]
    pub fn at(folder: &Path) -> Account {
        Account { folder: folder.to_owned() }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the ledger is, or would be.
    #[must_use]
    pub fn ledger_path(&self) -> PathBuf {
        self.folder.join("ledger.db")
    }

    /// The browser's profile.
    #[must_use]
    pub fn profile_dir(&self) -> PathBuf {
        self.folder.join("profile")
    }

    /// The folder of all runs' traces and pictures.
    #[must_use]
    pub fn runs_dir(&self) -> PathBuf {
        self.folder.join("runs")
    }

    /// Makes the folder for a run's trace and pictures.
    ///
    /// # Errors
    /// [`AccountError`] when it cannot be made.
    pub fn make_run_dir(&self, run: RunId) -> Result<PathBuf, AccountError> {
        let folder = self.runs_dir().join(run.to_string());
        private::close_folder(&folder).map_err(|error| AccountError::of_io(&folder, &error))?;
        Ok(folder)
    }

    /// Takes the account for this process, until the guard is dropped or the process ends in whatever way.
    ///
    /// # Errors
    /// [`AccountError::Locked`] says who holds it and since when.
    pub fn lock(&self, command: &str, now: UnixMs) -> Result<LockGuard, AccountError> {
        LockGuard::take(&self.folder, command, now)
    }

    /// Deletes all that is in the folder, save the lock that is held.
    ///
    /// # Errors
    /// What the system says of the first thing that cannot be deleted; some of the others may be gone.
    pub fn empty(&self, _held: &LockGuard) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if LockGuard::is_file_of_it(&entry.file_name()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Who holds the account at the moment, if anybody does.
    #[must_use]
    pub fn holder(&self) -> Option<Holder> {
        LockGuard::held_by(&self.folder)
    }

    /// Opens the ledger for the process that holds the lock.
    ///
    /// # Errors
    /// [`AccountError::Ledger`] when it cannot be used, [`AccountError::OldLedger`] when a later one must have been here.
    pub fn ledger(&self, _held: &LockGuard, now: UnixMs) -> Result<Ledger, AccountError> {
        let ledger = Ledger::open(&self.ledger_path(), now)?;
        let known = ledger.runs(1)?.first().map_or(0, |newest| newest.id.0);
        match self.newest_run_dir() {
            Some(newest) if newest > known => Err(AccountError::OldLedger {
                folder: self.folder.clone(),
                newest: self.runs_dir().join(newest.to_string()),
                known,
            }),
            _ => Ok(ledger),
        }
    }

    /// A run is in the ledger, synced, before it gets its folder.
    fn newest_run_dir(&self) -> Option<i64> {
        let entries = fs::read_dir(self.runs_dir()).ok()?.flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).max()
    }

    /// Whether a folder can be written is known once something was written: permissions do not tell of full disks and
    /// read-only file systems.
    fn try_writing(&self) -> std::io::Result<()> {
        let path = self.folder.join(format!(".try-{}", std::process::id()));
        let tried = private::file(OpenOptions::new().write(true).create(true).truncate(true))
            .open(&path)
            .and_then(|mut file| file.write_all(&[b' '; 4096]).and_then(|()| file.sync_all()));
        let _ = fs::remove_file(&path);
        tried
    }
}
