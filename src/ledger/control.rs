//! What keeps an account from going on: the cool-down after throttling, the halt after a challenge or restriction, and
//! the record of warnings by which the caps start over.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};

use super::breaker::{self, Tripped};
use super::clock::{self, Moment};
use super::error::LedgerError;
use super::open::Ledger;
use super::runs::RunId;
use super::word;
use crate::domain::{StopSign, UnixMs};

/// A cool-down that comes within this time of the one before is the next longer one.
const GROWS_WITHIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A cool-down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooldown {
    /// When it is over, as the wall clock will show it.
    pub until: UnixMs,
    /// When it began (ledger time).
    pub began_at: UnixMs,
    /// Which of the steps, from 0.
    pub step: u32,
    /// What brought it.
    pub cause: StopSign,
}

/// A halt: a human must look, and say `unlinked resume`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halt {
    /// What brought it.
    pub cause: StopSign,
    /// What was seen.
    pub detail: String,
    /// When (ledger time).
    pub at: UnixMs,
    /// In which run.
    pub run: Option<RunId>,
}

/// What `resume` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumed {
    /// The halt that was lifted.
    pub halt: Option<Halt>,
    /// The breaker that was closed again.
    pub breaker: Option<Tripped>,
    /// A cool-down that is still in force: it ends by itself and is not lifted.
    pub cooldown: Option<Cooldown>,
}

impl Ledger {
    /// The cool-down in force.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn cooldown(&self, now: UnixMs) -> Result<Option<Cooldown>, LedgerError> {
        self.read(|conn| cooldown(conn, clock::read(conn, now)?))
    }

    /// Starts a cool-down, and counts as a warning. Each one within a week of the last takes the next of `steps`, the
    /// last of them again and again.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn start_cooldown(
        &self,
        run: Option<RunId>,
        cause: StopSign,
        detail: &str,
        steps: &[Duration],
        now: UnixMs,
    ) -> Result<Cooldown, LedgerError> {
        self.write(now, |tx, moment| {
            let before: (Option<i64>, Option<u32>, Option<i64>) = tx.query_row(
                "SELECT cooldown_at, cooldown_step, cooldown_until FROM control WHERE id = 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            let last = u32::try_from(steps.len().saturating_sub(1)).unwrap_or(u32::MAX);
            let step = match before {
                (Some(at), Some(step), _) if moment.at.since(UnixMs(at)) < GROWS_WITHIN => {
                    step.saturating_add(1).min(last)
                }
                _ => 0,
            };
            let length = steps.get(step as usize).copied().unwrap_or(Duration::from_secs(24 * 60 * 60));
            let until = moment.at.plus(length).max(UnixMs(before.2.unwrap_or(0)));
            tx.execute(
                "UPDATE control SET cooldown_until = ?1, cooldown_at = ?2, cooldown_step = ?3, cooldown_cause = ?4 WHERE id = 1",
                (until.0, moment.at.0, step, cause.as_str()),
            )?;
            warn(tx, run, cause, detail, moment)?;
            Ok(Cooldown { until: moment.wall_of(until), began_at: moment.at, step, cause })
        })
    }

    /// Ends a cool-down early. How long the next one takes is not changed by it.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn clear_cooldown(&self, now: UnixMs) -> Result<(), LedgerError> {
        self.write(now, |tx, _| {
            tx.execute("UPDATE control SET cooldown_until = NULL WHERE id = 1", [])?;
            Ok(())
        })
    }

    /// The halt in force.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn halt(&self) -> Result<Option<Halt>, LedgerError> {
        self.read(halt)
    }

    /// Halts the account until `resume`, and counts as a warning. A halt that is in force already stays as it is.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn set_halt(
        &self,
        run: Option<RunId>,
        cause: StopSign,
        detail: &str,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            tx.execute(
                "UPDATE control SET halt_at = ?1, halt_cause = ?2, halt_detail = ?3, halt_run = ?4 WHERE id = 1 AND halt_at IS NULL",
                (moment.at.0, cause.as_str(), detail, run.map(|run| run.0)),
            )?;
            warn(tx, run, cause, detail, moment)
        })
    }

    /// Lifts a halt and closes the breaker; says what they were.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn resume(&self, now: UnixMs) -> Result<Resumed, LedgerError> {
        self.write(now, |tx, moment| {
            let resumed = Resumed {
                halt: halt(tx)?,
                breaker: breaker::tripped(tx)?,
                cooldown: cooldown(tx, moment)?,
            };
            tx.execute(
                "UPDATE control SET halt_at = NULL, halt_cause = NULL, halt_detail = NULL, halt_run = NULL WHERE id = 1",
                [],
            )?;
            breaker::close(tx)?;
            Ok(resumed)
        })
    }

    /// Whole days since the first intent or the last warning, whichever is later: what the caps grow by. 0 before the
    /// first intent.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn days_without_warning(&self, now: UnixMs) -> Result<u32, LedgerError> {
        self.read(|conn| {
            let moment = clock::read(conn, now)?;
            let first: Option<i64> = conn
                .prepare_cached("SELECT intent_at FROM attempt ORDER BY id LIMIT 1")?
                .query_row([], |row| row.get(0))
                .optional()?;
            let warned: Option<i64> = conn
                .prepare_cached("SELECT at FROM warning ORDER BY id DESC LIMIT 1")?
                .query_row([], |row| row.get(0))
                .optional()?;
            let Some(first) = first else { return Ok(0) };
            let since = UnixMs(first.max(warned.unwrap_or(first)));
            Ok(u32::try_from(moment.at.since(since).as_secs() / 86_400).unwrap_or(u32::MAX))
        })
    }
}

/// The cool-down in force.
pub(super) fn cooldown(conn: &Connection, moment: Moment) -> Result<Option<Cooldown>, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT cooldown_until, cooldown_at, cooldown_step, cooldown_cause FROM control \
         WHERE id = 1 AND cooldown_until > ?1",
    )?;
    let found = select.query_row([moment.at.0], |row| {
        Ok(Cooldown {
            until: moment.wall_of(UnixMs(row.get(0)?)),
            began_at: UnixMs(row.get(1)?),
            step: row.get(2)?,
            cause: word(row, 3)?,
        })
    });
    Ok(found.optional()?)
}

/// The halt in force.
pub(super) fn halt(conn: &Connection) -> Result<Option<Halt>, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT halt_cause, halt_detail, halt_at, halt_run FROM control WHERE id = 1 AND halt_at IS NOT NULL",
    )?;
    let found = select.query_row([], |row| {
        Ok(Halt {
            cause: word(row, 0)?,
            detail: row.get(1)?,
            at: UnixMs(row.get(2)?),
            run: row.get::<_, Option<i64>>(3)?.map(RunId),
        })
    });
    Ok(found.optional()?)
}

fn warn(
    conn: &Connection,
    run: Option<RunId>,
    cause: StopSign,
    detail: &str,
    moment: Moment,
) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT INTO warning (at, run, cause, detail) VALUES (?1, ?2, ?3, ?4)")?
        .execute((moment.at.0, run.map(|run| run.0), cause.as_str(), detail))?;
    Ok(())
}
