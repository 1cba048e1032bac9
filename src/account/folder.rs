//! The folder of one account: `ledger.db`, `profile/`, `runs/<id>/`, `run.lock`. Private: the folders 0700, the files 0600.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::error::AccountError;
use super::lock::{Holder, LockGuard};
use crate::domain::UnixMs;
use crate::ledger::{Ledger, RunId};

/// The folder of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    folder: PathBuf,
}

impl Account {
    /// The folder that is used where none is named: `unlinked` in the XDG state folder.
    ///
    /// # Errors
    /// [`AccountError::NoHome`] where there is no home folder.
    pub fn usual_folder() -> Result<PathBuf, AccountError> {
        let strategy = etcetera::choose_base_strategy().map_err(|_| AccountError::NoHome)?;
        Ok(strategy.state_dir().ok_or(AccountError::NoHome)?.join("unlinked"))
    }

    /// Opens an account's folder for work: makes it if it is not there, makes it private, and tries whether it can be
    /// written.
    ///
    /// # Errors
    /// [`AccountError`] when it is no folder, or cannot be written.
    pub fn open(folder: &Path) -> Result<Account, AccountError> {
        let failed = |error: std::io::Error| match fs::metadata(folder) {
            Ok(found) if !found.is_dir() => AccountError::NotAFolder { folder: folder.to_owned() },
            _ => AccountError::of_io(folder, &error),
        };
        private_folder(folder).map_err(failed)?;
        let account = Account { folder: folder.to_owned() };
        account.try_writing().map_err(failed)?;
        private_folder(&account.profile_dir()).map_err(failed)?;
        private_folder(&account.runs_dir()).map_err(failed)?;
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
        private_folder(&folder).map_err(|error| AccountError::of_io(&folder, &error))?;
        Ok(folder)
    }

    /// Takes the account for this process, until the guard is dropped or the process ends in whatever way.
    ///
    /// # Errors
    /// [`AccountError::Locked`] says who holds it and since when.
    pub fn lock(&self, command: &str, now: UnixMs) -> Result<LockGuard, AccountError> {
        LockGuard::take(&self.folder, command, now)
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
        let tried = private(OpenOptions::new().write(true).create(true).truncate(true))
            .open(&path)
            .and_then(|mut file| file.write_all(&[b' '; 4096]).and_then(|()| file.sync_all()));
        let _ = fs::remove_file(&path);
        tried
    }
}

/// Makes a folder that only its owner may look into, with all folders above it that are missing.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let permissions = fs::metadata(folder)?.permissions();
        // A folder that was there already and is open to others is closed; one that is closed more tightly stays.
        if permissions.mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(permissions.mode() & 0o700))?;
        }
    }
    Ok(())
}

/// Files of the account are private.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
