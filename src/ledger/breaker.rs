//! The breaker: a row of people who all go wrong in the same way means that the page or the roster is not what the
//! program thinks, so it stops for a human. The row is counted across runs.

use rusqlite::{Connection, OptionalExtension};

use super::error::LedgerError;
use super::open::Ledger;
use super::outcome::OutcomeRecord;
use super::runs::RunId;
use super::{optional_word, word};
use crate::domain::{Outcome, Thresholds, UnixMs};

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

impl BreakerCause {
    /// What happened too often, behind "too many".
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            BreakerCause::Unconfirmed => "clicks could not be proved",
            BreakerCause::ChangedPage => "pages did not look as the selector files say",
            BreakerCause::WrongPeople => "profiles were not there or were somebody else's",
        }
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
        let cause = match record.outcome {
            Outcome::Failed | Outcome::Kept | Outcome::Skipped | Outcome::Pending => return Ok(None),
            Outcome::Unconfirmed => Some(BreakerCause::Unconfirmed),
            Outcome::ChangedPage => Some(BreakerCause::ChangedPage),
            Outcome::NotFound | Outcome::Mismatch => Some(BreakerCause::WrongPeople),
            _ => None,
        };
        // The ordinary case, in which the row stays empty, is not worth a write.
        let empty = Streak::new(None, revision);
        if cause.is_none() && self.read(Streak::load)? == empty {
            return Ok(None);
        }
        self.write(now, |tx, moment| {
            if cause == Some(BreakerCause::WrongPeople) && seen_before(tx, record)? {
                return Ok(None);
            }
            let before = Streak::load(tx)?;
            let mut streak =
                if before.cause == cause && before.revision == revision { before } else { Streak::new(cause, revision) };
            streak.length = streak.length.saturating_add(u32::from(cause.is_some()));
            let is_mismatch = record.outcome == Outcome::Mismatch;
            streak.mismatches = streak.mismatches.saturating_add(u32::from(is_mismatch));
            streak.store(tx)?;
            let Some(cause) = cause.filter(|cause| streak.trips(*cause, thresholds)) else {
                return Ok(None);
            };
            tx.execute(
                "UPDATE control SET breaker_at = ?1, breaker_cause = ?2, breaker_run = ?3, breaker_revision = ?4 WHERE id = 1",
                (moment.at.0, cause.as_str(), record.run.0, revision),
            )?;
            Ok(Some(Tripped { cause, at: moment.at, run: Some(record.run), revision: revision.to_owned() }))
        })
    }
}

/// The row of people who went wrong in the same way, as it stands.
#[derive(PartialEq, Eq)]
struct Streak {
    cause: Option<BreakerCause>,
    length: u32,
    /// How many of the row were a `mismatch`.
    mismatches: u32,
    revision: String,
}

impl Streak {
    fn new(cause: Option<BreakerCause>, revision: &str) -> Streak {
        Streak { cause, length: 0, mismatches: 0, revision: revision.to_owned() }
    }

    fn load(conn: &Connection) -> Result<Streak, LedgerError> {
        let mut select = conn.prepare_cached(
            "SELECT streak_cause, streak, streak_mismatches, streak_revision FROM control WHERE id = 1",
        )?;
        Ok(select.query_row([], |row| {
            Ok(Streak {
                cause: optional_word(row, 0)?,
                length: row.get(1)?,
                mismatches: row.get(2)?,
                revision: row.get(3)?,
            })
        })?)
    }

    fn store(&self, conn: &Connection) -> Result<(), LedgerError> {
        conn.prepare_cached(
            "UPDATE control SET streak_cause = ?1, streak = ?2, streak_mismatches = ?3, streak_revision = ?4 WHERE id = 1",
        )?
        .execute((self.cause.map(BreakerCause::as_str), self.length, self.mismatches, &self.revision))?;
        Ok(())
    }

    fn trips(&self, cause: BreakerCause, thresholds: &Thresholds) -> bool {
        match cause {
            BreakerCause::Unconfirmed => self.length >= thresholds.unconfirmed,
            BreakerCause::ChangedPage => self.length >= thresholds.changed_page,
            BreakerCause::WrongPeople => {
                self.mismatches >= thresholds.mismatch
                    || self.length.saturating_sub(self.mismatches) >= thresholds.not_found
                    || self.length >= thresholds.not_found.max(thresholds.mismatch)
            }
        }
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
         streak_cause = NULL, streak = 0, streak_mismatches = 0 WHERE id = 1",
        [],
    )?;
    Ok(())
}
