//! The breaker: a row of people who all go wrong in the same way means that the page or the roster is not what the
//! program thinks, so it stops for a human. The row is counted across runs.

use rusqlite::{Connection, OptionalExtension};

use super::error::LedgerError;
use super::open::Ledger;
use super::outcome::OutcomeRecord;
use super::runs::RunId;
use super::word;
use crate::domain::{Outcome, UnixMs};

crate::domain::words! {
    /// What came too often in a row.
    pub enum BreakerCause {
        /// Clicks without proof.
        Unconfirmed => "unconfirmed",
        /// Pages on which a locator found nothing, or too much.
        ChangedPage => "changed_page",
        /// Profiles that are not there or are somebody else's.
        WrongPeople => "not_found_or_mismatch",
    }
}

/// How many in a row trip the breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// `unconfirmed`.
    pub unconfirmed: u32,
    /// `changed_page`.
    pub changed_page: u32,
    /// `not_found` or `mismatch`, in any order.
    pub wrong_people: u32,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds { unconfirmed: 3, changed_page: 3, wrong_people: 5 }
    }
}

/// A breaker that tripped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tripped {
    /// What came too often.
    pub cause: BreakerCause,
    /// When it tripped (ledger time).
    pub at: UnixMs,
    /// In which run.
    pub run: Option<RunId>,
    /// The revision of the selectors that were in use; another one closes the breaker.
    pub revision: String,
}

impl Ledger {
    /// The breaker, if it tripped with the selectors that are in use.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn breaker(&self, revision: &str) -> Result<Option<Tripped>, LedgerError> {
        Ok(self.read(tripped)?.filter(|tripped| tripped.revision == revision))
    }

    /// The breaker, whatever selectors were in use when it tripped.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn any_breaker(&self) -> Result<Option<Tripped>, LedgerError> {
        self.read(tripped)
    }

    /// Counts an outcome that was recorded just before; says so when it trips the breaker. `failed`, `kept`, `skipped`
    /// and `pending` tell nothing about the page and leave the row as it is, and so does a `not_found` or `mismatch` that
    /// an earlier run saw of the same person already: those who are left at the end of a roster are all of that kind.
    /// Everything else that is not a cause ends the row.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_outcome_for_breaker(
        &self,
        record: &OutcomeRecord,
        thresholds: &Thresholds,
        revision: &str,
        now: UnixMs,
    ) -> Result<Option<Tripped>, LedgerError> {
        let run = record.run;
        let cause = match record.outcome {
            Outcome::Failed | Outcome::Kept | Outcome::Skipped | Outcome::Pending => return Ok(None),
            Outcome::Unconfirmed => Some((BreakerCause::Unconfirmed, thresholds.unconfirmed)),
            Outcome::ChangedPage => Some((BreakerCause::ChangedPage, thresholds.changed_page)),
            Outcome::NotFound | Outcome::Mismatch => {
                Some((BreakerCause::WrongPeople, thresholds.wrong_people))
            }
            _ => None,
        };
        self.write(now, |tx, moment| {
            if cause.is_some_and(|(cause, _)| cause == BreakerCause::WrongPeople) && seen_before(tx, record)? {
                return Ok(None);
            }
            let (before, streak, streak_revision): (Option<String>, u32, String) = tx
                .prepare_cached("SELECT streak_cause, streak, streak_revision FROM control WHERE id = 1")?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let word = cause.map(|(cause, _)| cause.as_str());
            let goes_on = word.is_some() && before.as_deref() == word && streak_revision == revision;
            let streak = if goes_on { streak.saturating_add(1) } else { u32::from(word.is_some()) };
            tx.prepare_cached("UPDATE control SET streak_cause = ?1, streak = ?2, streak_revision = ?3 WHERE id = 1")?
                .execute((word, streak, revision))?;
            let Some((cause, _)) = cause.filter(|(_, threshold)| streak >= *threshold) else {
                return Ok(None);
            };
            tx.execute(
                "UPDATE control SET breaker_at = ?1, breaker_cause = ?2, breaker_run = ?3, breaker_revision = ?4 WHERE id = 1",
                (moment.at.0, cause.as_str(), run.0, revision),
            )?;
            Ok(Some(Tripped { cause, at: moment.at, run: Some(run), revision: revision.to_owned() }))
        })
    }
}

/// Whether an earlier run came to the same outcome with this person.
fn seen_before(conn: &Connection, record: &OutcomeRecord) -> Result<bool, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT 1 FROM event e JOIN person p ON p.id = e.person \
         WHERE p.key = ?1 AND e.action = ?2 AND e.outcome = ?3 AND e.run < ?4",
    )?;
    Ok(select.exists((record.key.as_str(), record.action.as_str(), record.outcome.as_str(), record.run.0))?)
}

pub(super) fn tripped(conn: &Connection) -> Result<Option<Tripped>, LedgerError> {
    let mut select = conn.prepare_cached(
        "SELECT breaker_cause, breaker_at, breaker_run, breaker_revision FROM control \
         WHERE id = 1 AND breaker_at IS NOT NULL",
    )?;
    let found = select.query_row([], |row| {
        Ok(Tripped {
            cause: word(row, 0)?,
            at: UnixMs(row.get(1)?),
            run: row.get::<_, Option<i64>>(2)?.map(RunId),
            revision: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

pub(super) fn close(conn: &Connection) -> Result<(), LedgerError> {
    conn.execute(
        "UPDATE control SET breaker_at = NULL, breaker_cause = NULL, breaker_run = NULL, breaker_revision = NULL, \
         streak_cause = NULL, streak = 0 WHERE id = 1",
        [],
    )?;
    Ok(())
}
