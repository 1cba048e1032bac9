//! What can go wrong with the ledger, said for the person who runs the program: what happened, what was done and not
//! done, what to do next.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::StoppedBy;

/// Why the ledger cannot do what it was asked. Every one of them stops the run before anything is clicked (exit code 10).
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file was written by a newer version of the program.
    #[error(
        "the ledger {} was written by a newer version of unlinked (its schema is {found}, this version knows up to {known}); \
         nothing was changed; install the newer version, or use another folder with --state", path.display()
    )]
    Newer {
        /// The ledger's file.
        path: PathBuf,
        /// The schema version found in it.
        found: i64,
        /// The newest schema version that this program knows.
        known: i64,
    },
    /// The file is no sound ledger. It stays where it is.
    #[error(
        "the ledger {} is damaged ({detail}); it was kept as it is and nothing was written to it; `unlinked ledger restore FILE` \
         puts a backup in its place (`ledger.db.v*.bak` beside it, or one made with `unlinked ledger backup`); or move it away, with \
         `ledger.known`, to start anew: then it is forgotten who was removed and what the budgets hold", kept.display()
    )]
    Damaged {
        /// Where the damaged file is kept.
        kept: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The file is not the one that was worked on last, or an older copy of it.
    #[error(
        "the ledger {} is not what it was: {detail} (a restored backup? a lost `-wal` file?). Who was removed since, what is in \
         doubt and what the budgets hold is forgotten in it; nothing was opened or clicked. `unlinked ledger restore FILE` takes in \
         the newest copy that there is. To go on without one: read docs/recovery.md, then move `ledger.known` beside it away",
        path.display()
    )]
    Older {
        /// The ledger's file.
        path: PathBuf,
        /// What is missing.
        detail: String,
    },
    /// A ledger that is not taken in.
    #[error("the ledger is not taken in: {detail}; nothing was changed")]
    Foreign {
        /// Why not.
        detail: String,
    },
    /// The file was taken away, overwritten or damaged while the program worked on it.
    #[error(
        "the ledger {} {how}; nothing more was clicked{}", path.display(),
        saved.as_ref().map_or_else(
            || "; put the file back before the next run, or it is forgotten who was removed".to_owned(),
            |saved| format!(
                ", and all that it held, with all of this run, was saved as {}: `unlinked ledger restore {}` puts it in its \
                 place again", saved.display(), saved.display()
            )
        )
    )]
    TakenAway {
        /// The ledger's file.
        path: PathBuf,
        /// What was found, in words.
        how: String,
        /// Where a copy of what it held was saved.
        saved: Option<PathBuf>,
    },
    /// The file or its folder cannot be written.
    #[error(
        "the ledger {} cannot be written ({detail}); nothing was clicked; make the file and its folder writable for this \
         user, or use another folder with --state", path.display()
    )]
    ReadOnly {
        /// The ledger's file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// No space left.
    #[error(
        "no space is left for the ledger {}; what it held is safe and the last entry was not written; free some space \
         and run the same command again", path.display()
    )]
    Full {
        /// The ledger's file.
        path: PathBuf,
    },
    /// Another process kept the file locked for too long.
    #[error(
        "the ledger {} is in use by another process (a backup program, or a database browser?); nothing was written; \
         close that program and run the same command again", path.display()
    )]
    Locked {
        /// The ledger's file.
        path: PathBuf,
    },
    /// The system refused to read or write.
    #[error("the ledger {} cannot be read or written ({detail}); the last entry was not written", path.display())]
    Io {
        /// The ledger's file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The ledger was asked for something that goes against what it holds: a defect of the program.
    #[error(
        "the ledger refuses an entry that goes against what it holds: {0}; this is a defect of unlinked, nothing was written"
    )]
    Contradiction(String),
}

impl LedgerError {
    /// What ended the run: the state folder.
    #[must_use]
    pub fn stopped_by(&self) -> StoppedBy {
        StoppedBy::State
    }

    /// The same error with the ledger's path filled in.
    pub(super) fn at(mut self, at: &Path) -> LedgerError {
        match &mut self {
            LedgerError::Newer { path, .. }
            | LedgerError::Damaged { kept: path, .. }
            | LedgerError::TakenAway { path, .. }
            | LedgerError::Older { path, .. }
            | LedgerError::ReadOnly { path, .. }
            | LedgerError::Full { path }
            | LedgerError::Locked { path }
            | LedgerError::Io { path, .. } => {
                if path.as_os_str().is_empty() {
                    *path = at.to_owned();
                }
            }
            LedgerError::Contradiction(_) | LedgerError::Foreign { .. } => {}
        }
        self
    }

    /// Whether the file itself is in doubt, so that it must be checked the next time it is opened.
    pub(super) fn shakes_trust(&self) -> bool {
        matches!(self, LedgerError::Damaged { .. } | LedgerError::TakenAway { .. } | LedgerError::Io { .. })
    }

    /// A file operation on `path` that failed.
    pub(super) fn of_file(path: &Path, error: &std::io::Error) -> LedgerError {
        use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let path = path.to_owned();
        match error.kind() {
            PermissionDenied | ReadOnlyFilesystem => {
                LedgerError::ReadOnly { path, detail: error.to_string() }
            }
            StorageFull | QuotaExceeded => LedgerError::Full { path },
            _ => LedgerError::Io { path, detail: error.to_string() },
        }
    }

    /// Something in the file that cannot be.
    pub(super) fn damaged(detail: impl Into<String>) -> LedgerError {
        LedgerError::Damaged { kept: PathBuf::new(), detail: detail.into() }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        use rusqlite::Error as E;
        let path = PathBuf::new();
        let detail = error.to_string();
        match &error {
            E::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => LedgerError::damaged(detail),
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                    LedgerError::ReadOnly { path, detail }
                }
                ErrorCode::DiskFull => LedgerError::Full { path },
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed => LedgerError::Locked { path },
                ErrorCode::ConstraintViolation => LedgerError::Contradiction(detail),
                _ => LedgerError::Io { path, detail },
            },
            E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) | E::InvalidColumnType(..) => {
                LedgerError::damaged(detail)
            }
            E::QueryReturnedNoRows => {
                LedgerError::Contradiction("a row that must be there is not".to_owned())
            }
            _ => LedgerError::Io { path, detail },
        }
    }
}
