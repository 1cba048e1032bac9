//! The ledger's events as rows: for reports, for `reinvite`, and as CSV or JSON Lines for other programs.

use std::io::Write;

use rusqlite::Row;

use super::error::LedgerError;
use super::open::Ledger;
use super::runs::RunId;
use crate::domain::neutral;
use crate::domain::{Outcome, UnixMs};

/// One event, with the person it is about.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EventRow {
    /// The event's number; `None` for an intent that has no event yet.
    pub id: Option<i64>,
    /// When, in RFC 3339, UTC.
    pub at: String,
    /// The run; `None` for what the user did by hand.
    pub run: Option<i64>,
    /// The person's key.
    pub key: String,
    /// Their slug.
    pub slug: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// What was to be done.
    pub action: String,
    /// What became of it.
    pub outcome: String,
    /// One sentence about it.
    pub detail: String,
    /// The step that failed.
    pub fault: Option<String>,
    /// How the person was reached.
    pub route: Option<String>,
    /// On which layout.
    pub surface: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: Option<i64>,
    /// The intent's number.
    pub attempt: Option<i64>,
    /// How far the intent is known to have got.
    pub phase: Option<String>,
    /// Company, from the roster.
    pub company: Option<String>,
    /// Position, from the export.
    pub position: Option<String>,
    /// Email address, from the export.
    pub email: Option<String>,
    /// The day the connection was made.
    pub connected_on: Option<String>,
    /// Why the person was in the roster.
    pub reason: Option<String>,
    /// The user's own note.
    pub note: Option<String>,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The place that was written to did not take it.
    #[error("the export could not be written: {0}")]
    Write(#[from] std::io::Error),
}

const PERSON: &str = "p.company, p.position, p.email, p.connected_on, p.reason, p.note";

/// How many rows are read at a time, so that a big export neither fills the memory nor keeps a run waiting.
const BATCH: u32 = 1000;

impl Ledger {
    /// The events of a run, in order.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn events_of_run(&self, run: RunId) -> Result<Vec<EventRow>, LedgerError> {
        self.events("e.run = ?1 AND e.id > ?2 ORDER BY e.id", (run.0, 0))
    }

    /// Everybody who was removed, with when and why, oldest first: the only way back is a new invitation.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn removed_people(&self) -> Result<Vec<EventRow>, LedgerError> {
        self.events("e.outcome = ?1 AND e.id > ?2 ORDER BY e.id", (Outcome::Removed.as_str(), 0))
    }

    /// Writes every event, and every intent that has no outcome yet, as CSV with a header.
    ///
    /// # Errors
    /// [`ExportError`] when the ledger cannot be read or `to` cannot be written.
    pub fn export_csv(&self, to: impl Write) -> Result<(), ExportError> {
        let mut csv = csv::Writer::from_writer(to);
        self.each_row(|row| csv.serialize(neutral_row(row)).map_err(io_of_csv))?;
        Ok(csv.flush()?)
    }

    /// As [`Ledger::export_csv`], one JSON object a line.
    ///
    /// # Errors
    /// As [`Ledger::export_csv`].
    pub fn export_jsonl(&self, mut to: impl Write) -> Result<(), ExportError> {
        self.each_row(|row| {
            to.write_all(neutral::json(serde_json::to_string(row)?).as_bytes())?;
            to.write_all(b"\n")
        })?;
        Ok(to.flush()?)
    }

    fn each_row(
        &self,
        mut take: impl FnMut(&EventRow) -> Result<(), std::io::Error>,
    ) -> Result<(), ExportError> {
        let mut after = 0;
        loop {
            let rows = self.events("e.id > ?1 ORDER BY e.id LIMIT ?2", (after, BATCH))?;
            let Some(last) = rows.last().and_then(|row| row.id) else { break };
            after = last;
            rows.iter().try_for_each(&mut take)?;
        }
        Ok(self.intents_without_event()?.iter().try_for_each(take)?)
    }

    fn events(&self, which: &str, values: impl rusqlite::Params) -> Result<Vec<EventRow>, LedgerError> {
        self.read(|conn| {
            let sql = format!(
                "SELECT e.id, coalesce(e.wall, e.at), e.run, p.key, coalesce(a.pinned_slug, p.slug), coalesce(p.name, a.seen_name), e.action, \
                 e.outcome, e.detail, e.fault, e.route, e.surface, e.ms, e.attempt, a.phase, {PERSON} \
                 FROM event e JOIN person p ON p.id = e.person LEFT JOIN attempt a ON a.id = e.attempt WHERE {which}"
            );
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map(values, event_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn intents_without_event(&self) -> Result<Vec<EventRow>, LedgerError> {
        self.read(|conn| {
            let sql = format!(
                "SELECT NULL, coalesce(a.intent_wall, a.intent_at), a.run, p.key, a.pinned_slug, coalesce(p.name, a.seen_name), a.action, 'unconfirmed', \
                 'an intent without an outcome: the next run looks first', NULL, NULL, NULL, NULL, a.id, a.phase, {PERSON} \
                 FROM attempt a INDEXED BY attempt_open JOIN person p ON p.id = a.person WHERE a.settled IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.person = a.person AND e.attempt = a.id) ORDER BY a.id"
            );
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([], event_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// What people and pages wrote, as cells that no spreadsheet takes for a formula.
fn neutral_row(row: &EventRow) -> EventRow {
    let mut row = row.clone();
    for text in [&mut row.key, &mut row.detail] {
        *text = neutral::cell(text).into_owned();
    }
    let others = [
        &mut row.slug,
        &mut row.name,
        &mut row.company,
        &mut row.position,
        &mut row.email,
        &mut row.connected_on,
        &mut row.reason,
        &mut row.note,
    ];
    for text in others.into_iter().flatten() {
        *text = neutral::cell(text).into_owned();
    }
    row
}

fn event_row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        id: row.get(0)?,
        at: rfc3339(UnixMs(row.get(1)?)),
        run: row.get(2)?,
        key: row.get(3)?,
        slug: row.get(4)?,
        name: row.get(5)?,
        action: row.get(6)?,
        outcome: row.get(7)?,
        detail: row.get(8)?,
        fault: row.get(9)?,
        route: row.get(10)?,
        surface: row.get(11)?,
        ms: row.get(12)?,
        attempt: row.get(13)?,
        phase: row.get(14)?,
        company: row.get(15)?,
        position: row.get(16)?,
        email: row.get(17)?,
        connected_on: row.get(18)?,
        reason: row.get(19)?,
        note: row.get(20)?,
    })
}

/// A time that no calendar reaches is written as its number.
fn rfc3339(at: UnixMs) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |time| time.to_string())
}

fn io_of_csv(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
