//! What can be wrong with an account's folder, said for the person who runs the program.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::holder::Holder;
use crate::domain::StoppedBy;
use crate::ledger::LedgerError;

/// Why an account's folder cannot be used. Nothing was opened and nothing clicked (exit code 10).
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is no home folder that the state could be kept in.
    #[error("there is no home folder to keep the state in; name a folder with --state DIR")]
    NoHome,
    /// Another process works with the account.
    #[error("{}", said_of_holder(folder, holder.as_ref()))]
    Locked {
        /// The account's folder.
        folder: PathBuf,
        /// Who holds it, where its lock file can be read.
        holder: Option<Holder>,
    },
    /// Something else than a folder is in its place.
    #[error("{} is not a folder; name another one with --state DIR", folder.display())]
    NotAFolder {
        /// The path.
        folder: PathBuf,
    },
    /// Other things lie in it.
    #[error(
        "{} holds other things ({holds}), so it is not taken for an account's folder; nothing in it was touched. Name a folder of \
         its own with --state DIR", folder.display()
    )]
    SomebodysFolder {
        /// The path.
        folder: PathBuf,
        /// What lies in it, in words.
        holds: String,
    },
    /// It belongs to another user of the machine.
    #[error(
        "the folder {} belongs to another user of this machine, who could read and change what is kept in it; nothing in it was \
         touched. Name a folder of your own with --state DIR", folder.display()
    )]
    AnothersFolder {
        /// The path.
        folder: PathBuf,
    },
    /// The folder cannot be written.
    #[error("the folder {} cannot be written ({detail}); make it writable for this user, or name another one with --state DIR", folder.display())]
    ReadOnly {
        /// The account's folder.
        folder: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// No space is left.
    #[error("no space is left for the folder {}; free some and run the same command again", folder.display())]
    Full {
        /// The account's folder.
        folder: PathBuf,
    },
    /// The system refused something else.
    #[error("the folder {} cannot be used ({detail}); name another one with --state DIR", folder.display())]
    Io {
        /// The account's folder.
        folder: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The ledger does not know a run that left its folder.
    #[error(
        "the ledger in {} is older than what was done with it: {} is there, and the newest run that the ledger knows is {known} \
         (a restored backup? a lost `-wal` file?). Who was removed since, what is in doubt and what the budgets hold is \
         forgotten. Put the newest ledger back if there is one; else read docs/recovery.md, then move the folders of the runs \
         after {known} out of `runs` to go on", folder.display(), newest.display()
    )]
    OldLedger {
        /// The account's folder.
        folder: PathBuf,
        /// The folder of the newest run.
        newest: PathBuf,
        /// The newest run that the ledger knows.
        known: i64,
    },
    /// The ledger in the folder.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl AccountError {
    /// What ended the run: the state folder.
    #[must_use]
    pub fn stopped_by(&self) -> StoppedBy {
        StoppedBy::State
    }

    pub(super) fn of_io(folder: &std::path::Path, error: &std::io::Error) -> AccountError {
        use std::io::ErrorKind::{
            NotADirectory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        let folder = folder.to_owned();
        match error.kind() {
            PermissionDenied | ReadOnlyFilesystem => {
                AccountError::ReadOnly { folder, detail: error.to_string() }
            }
            StorageFull | QuotaExceeded => AccountError::Full { folder },
            NotADirectory => AccountError::NotAFolder { folder },
            _ => AccountError::Io { folder, detail: error.to_string() },
        }
    }
}

impl AccountError {
    /// The same in words, with moments in the account's zone.
    #[must_use]
    pub fn told(&self, zone: &TimeZone) -> String {
        match self {
            AccountError::Locked { folder, holder: Some(holder) } => in_use(folder, &holder.told(zone)),
            other => other.to_string(),
        }
    }
}

fn said_of_holder(folder: &std::path::Path, holder: Option<&Holder>) -> String {
    in_use(folder, &holder.map_or_else(|| "another process".to_owned(), ToString::to_string))
}

fn in_use(folder: &std::path::Path, who: &str) -> String {
    let folder = folder.display();
    format!(
        "the account in {folder} is in use by {who}; wait until it has ended, or stop it with Ctrl-C or SIGTERM"
    )
}
