//! What reports ask of the past besides the events: page views and warnings of a run, and what came of its people since.

use super::error::LedgerError;
use super::open::Ledger;
use super::runs::{RunId, RunKind};
use super::word;
use crate::domain::{Action, Outcome, PersonKey, UnixMs};

/// A stop sign that was counted as a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningRow {
    /// When (ledger time).
    pub at: UnixMs,
    /// The stop sign's word.
    pub cause: String,
    /// What was seen.
    pub detail: String,
}

/// What became of a person after a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// The person.
    pub key: PersonKey,
    /// What was to be done.
    pub action: Action,
    /// What became of it.
    pub outcome: Outcome,
    /// The run in which it did; `None` for what the user did by hand.
    pub run: Option<RunId>,
    /// When (ledger time).
    pub at: UnixMs,
}

/// What came of somebody, as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// When, by the wall clock.
    pub at: UnixMs,
    /// The person.
    pub key: PersonKey,
    /// Their name, where one is known.
    pub name: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// In a sentence.
    pub detail: String,
}

impl Ledger {
    /// What came of people last, the newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn newest_outcomes(&self, at_most: u32) -> Result<Vec<Came>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT coalesce(e.wall, e.at), p.key, p.name, e.outcome, e.detail FROM event e JOIN person p ON p.id = e.person \
                 ORDER BY e.id DESC LIMIT ?1",
            )?;
            let rows = select.query_map([at_most], |row| {
                Ok(Came {
                    at: UnixMs(row.get(0)?),
                    key: PersonKey(row.get(1)?),
                    name: row.get(2)?,
                    outcome: word(row, 3)?,
                    detail: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What removal runs came to since a moment of the wall clock: when, and the outcome.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn outcomes_since(&self, since: UnixMs) -> Result<Vec<(UnixMs, Outcome)>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT coalesce(e.wall, e.at), e.outcome FROM event e JOIN run r ON r.id = e.run \
                 WHERE r.kind = ?1 AND coalesce(e.wall, e.at) >= ?2 ORDER BY e.id",
            )?;
            let rows = select.query_map((RunKind::Removal.as_str(), since.0), |row| {
                Ok((UnixMs(row.get(0)?), word(row, 1)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many page views a run made.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn page_views_of_run(&self, run: RunId) -> Result<u64, LedgerError> {
        self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT coalesce(sum(count), 0) FROM page_view WHERE run = ?1")?;
            Ok(u64::try_from(select.query_row([run.0], |row| row.get::<_, i64>(0))?).unwrap_or(0))
        })
    }

    /// The stop signs that a run counted as warnings, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn warnings_of_run(&self, run: RunId) -> Result<Vec<WarningRow>, LedgerError> {
        self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT at, cause, detail FROM warning WHERE run = ?1 ORDER BY id")?;
            let rows = select.query_map([run.0], |row| {
                Ok(WarningRow { at: UnixMs(row.get(0)?), cause: row.get(1)?, detail: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The newest outcome after `run` of each person of that run who has one: in a later removal run, or by the user's
    /// hand. Dry runs change nothing and are left out.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn since_run(&self, run: RunId) -> Result<Vec<Later>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT p.key, e.action, e.outcome, e.run, max(e.id), e.at FROM event e JOIN person p ON p.id = e.person \
                 LEFT JOIN run r ON r.id = e.run WHERE (e.run IS NULL OR (e.run > ?1 AND r.kind = ?2)) \
                 AND e.id > (SELECT min(id) FROM event WHERE run = ?1) \
                 AND EXISTS (SELECT 1 FROM event m WHERE m.person = e.person AND m.action = e.action AND m.run = ?1) \
                 GROUP BY e.person, e.action",
            )?;
            let rows = select.query_map((run.0, RunKind::Removal.as_str()), |row| {
                Ok(Later {
                    key: PersonKey(row.get(0)?),
                    action: word(row, 1)?,
                    outcome: word(row, 2)?,
                    run: row.get::<_, Option<i64>>(3)?.map(RunId),
                    at: UnixMs(row.get(5)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
