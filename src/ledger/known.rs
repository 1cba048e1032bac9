//! What is known of the ledger outside of it: a small file beside it, so that a ledger that was lost, restored from an old copy or
//! replaced by another one is noticed, whatever became of the evidence of runs.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::error::LedgerError;
use super::file::beside_name;
use crate::system::new_file::{Existing, NewFile};
use crate::system::private;

/// A file of this kind is short; whatever is longer is none.
const LONGEST: u64 = 4096;

/// What was seen of the ledger last. Its numbers only grow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The ledger's own id.
    pub(super) ledger: String,
    /// The highest run.
    pub(super) run: i64,
    /// How many intents it held.
    pub(super) intents: i64,
    /// How many outcomes it held.
    pub(super) outcomes: i64,
}

/// Where it stands.
pub(super) fn path_of(ledger: &Path) -> PathBuf {
    beside_name(ledger, "ledger.known")
}

impl Known {
    /// What a ledger holds now.
    pub(super) fn of(conn: &Connection) -> Result<Known, LedgerError> {
        // By the greatest numbers, which are found at once, not by counting: rows are never deleted.
        Ok(conn.query_row(
            "SELECT (SELECT ledger FROM meta WHERE id = 1), (SELECT coalesce(max(id), 0) FROM run), \
             (SELECT coalesce(max(id), 0) FROM attempt), (SELECT coalesce(max(id), 0) FROM event)",
            [],
            |row| {
                Ok(Known {
                    ledger: row.get(0)?,
                    run: row.get(1)?,
                    intents: row.get(2)?,
                    outcomes: row.get(3)?,
                })
            },
        )?)
    }

    /// What stands beside the ledger; `None` if nothing does.
    pub(super) fn read(ledger: &Path) -> Result<Option<Known>, LedgerError> {
        let path = path_of(ledger);
        let mut text = String::new();
        let read = private::own_file(OpenOptions::new().read(true))
            .open(&path)
            .and_then(|file| file.take(LONGEST).read_to_string(&mut text));
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(LedgerError::of_file(&path, &error)),
            Ok(_) => {}
        }
        serde_json::from_str(&text).map(Some).map_err(|error| LedgerError::Damaged {
            kept: path,
            detail: format!("what is known of the ledger outside of it cannot be read: {error}"),
        })
    }

    /// Writes it down beside the ledger, synced.
    pub(super) fn write(&self, ledger: &Path) -> Result<(), LedgerError> {
        let path = path_of(ledger);
        let text = serde_json::to_vec(self).unwrap_or_default();
        NewFile::put(&path, &text, Existing::IsReplaced).map_err(|error| LedgerError::of_file(&path, &error))
    }

    /// Why a ledger that holds `now` cannot be the one that held this, if it cannot.
    pub(super) fn misses(&self, now: Option<&Known>) -> Option<String> {
        let Some(now) = now else {
            return Some(format!("it is gone, and it held {} runs", self.run));
        };
        if now.ledger != self.ledger {
            return Some("it is another ledger than the one that was here".to_owned());
        }
        let older = |what: &str, then: i64, now: i64| {
            (now < then).then(|| format!("the newest {what} that it knows is {now}, and {then} was here"))
        };
        older("run", self.run, now.run)
            .or_else(|| older("click", self.intents, now.intents))
            .or_else(|| older("outcome", self.outcomes, now.outcomes))
    }
}
