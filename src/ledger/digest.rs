//! The digest of what happened to one person with regard to one action, and the rules by which each outcome changes it.
//! It is written in the same transaction as the event that changes it.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::LedgerError;
use super::optional_word;
use super::standing::{Doubt, FAILED_RETRIES, NOT_FOUND_AGAIN_AFTER, SPENT_AT_MOST, Standing};
use crate::domain::{Action, Outcome, UnixMs};

/// One row of the table `standing`.
#[derive(Debug, Clone, Default)]
pub(super) struct Digest {
    pub(super) outcome: Option<Outcome>,
    pub(super) at: i64,
    run: Option<i64>,
    failures: u32,
    not_found_at: Option<i64>,
    not_found_run: Option<i64>,
    /// A `not_found` that will not change.
    is_final: bool,
    /// Intents that were spent: settled without proof that the person is gone.
    pub(super) spent: u32,
    pub(super) skipped: bool,
}

/// The digest's columns, to be read by [`Digest::from_row`].
pub(super) const COLUMNS: &str =
    "s.outcome, s.at, s.run, s.failures, s.not_found_at, s.not_found_run, s.final, s.spent, s.skipped";

impl Digest {
    /// Reads the digest from the columns that start at `first`; `None` where the row is not there.
    pub(super) fn from_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Digest>> {
        let Some(at) = row.get(first + 1)? else { return Ok(None) };
        Ok(Some(Digest {
            outcome: optional_word(row, first)?,
            at,
            run: row.get(first + 2)?,
            failures: row.get(first + 3)?,
            not_found_at: row.get(first + 4)?,
            not_found_run: row.get(first + 5)?,
            is_final: row.get(first + 6)?,
            spent: row.get(first + 7)?,
            skipped: row.get(first + 8)?,
        }))
    }

    /// The digest of a person; an empty one where nothing has happened yet.
    pub(super) fn load(conn: &Connection, person: i64, action: Action) -> Result<Digest, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM standing s WHERE s.person = ?1 AND s.action = ?2");
        let digest = conn
            .prepare_cached(&sql)?
            .query_row((person, action.as_str()), |row| Digest::from_row(row, 0))
            .optional()?;
        Ok(digest.flatten().unwrap_or_default())
    }

    pub(super) fn store(&self, conn: &Connection, person: i64, action: Action) -> Result<(), LedgerError> {
        let look = !self.skipped
            && !self.is_final
            && (self.outcome.is_some_and(Outcome::needs_a_look)
                || self.spent >= SPENT_AT_MOST && !self.is_done());
        conn.prepare_cached(
            "INSERT OR REPLACE INTO standing (person, action, outcome, at, run, failures, not_found_at, not_found_run, \
             final, spent, skipped, look) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute((
            person,
            action.as_str(),
            self.outcome.map(Outcome::as_str),
            self.at,
            self.run,
            self.failures,
            self.not_found_at,
            self.not_found_run,
            self.is_final,
            self.spent,
            self.skipped,
            look,
        ))?;
        Ok(())
    }

    /// Takes in an outcome of a removal run.
    pub(super) fn apply(&mut self, outcome: Outcome, run: Option<i64>, at: UnixMs) {
        match outcome {
            // These tell of the run, not of where the person stands.
            Outcome::Pending | Outcome::Kept | Outcome::Rehearsed => return,
            Outcome::Skipped => {
                self.skipped = true;
                self.at = at.0;
                return;
            }
            Outcome::Failed => {
                let again_in_the_same_run =
                    self.outcome == Some(Outcome::Failed) && run.is_some() && self.run == run;
                if !again_in_the_same_run {
                    self.failures = self.failures.saturating_add(1);
                }
            }
            Outcome::NotFound => {
                self.failures = 0;
                match (self.not_found_at, self.not_found_run) {
                    (Some(first), first_run) => {
                        let apart = at.since(UnixMs(first));
                        self.is_final |= first_run != run && apart >= NOT_FOUND_AGAIN_AFTER;
                    }
                    (None, _) => (self.not_found_at, self.not_found_run) = (Some(at.0), run),
                }
            }
            _ => self.forget_passing_faults(),
        }
        self.outcome = Some(outcome);
        self.run = run;
        self.at = at.0;
    }

    /// The user allows another try: what was spent and what failed is forgotten here (the events stay).
    pub(super) fn retry(&mut self, at: UnixMs) {
        *self = Digest { at: at.0, ..Digest::default() };
    }

    /// A look showed that the person is still connected: the intent is spent, and the person is pending again.
    pub(super) fn still_connected(&mut self, at: UnixMs) {
        self.forget_passing_faults();
        self.spent = self.spent.saturating_add(1);
        self.outcome = (self.spent >= SPENT_AT_MOST).then_some(Outcome::Unconfirmed);
        self.at = at.0;
    }

    fn forget_passing_faults(&mut self) {
        self.failures = 0;
        (self.not_found_at, self.not_found_run, self.is_final) = (None, None, false);
    }

    /// The outcome that no later run changes by itself, if there is one.
    pub(super) fn done(&self) -> Option<Outcome> {
        if self.skipped {
            return Some(Outcome::Skipped);
        }
        self.outcome.filter(|outcome| outcome.is_settled() || *outcome == Outcome::NotFound && self.is_final)
    }

    fn is_done(&self) -> bool {
        self.done().is_some()
    }

    /// What follows for a run that asks.
    pub(super) fn standing(&self, doubt: Option<Doubt>) -> Standing {
        let at = UnixMs(self.at);
        if self.skipped {
            return Standing::Done(Outcome::Skipped, at);
        }
        if let Some(doubt) = doubt {
            let looked_in_vain = doubt.spent_intents >= SPENT_AT_MOST && doubt.unknowns > 0;
            return if looked_in_vain {
                Standing::NeedsUser(Outcome::Unconfirmed, at)
            } else {
                Standing::Doubtful(doubt)
            };
        }
        if let Some(outcome) = self.done() {
            return Standing::Done(outcome, at);
        }
        if self.spent >= SPENT_AT_MOST {
            return Standing::NeedsUser(self.outcome.unwrap_or(Outcome::Unconfirmed), at);
        }
        match self.outcome {
            Some(Outcome::Failed) if self.failures > FAILED_RETRIES => {
                Standing::NeedsUser(Outcome::Failed, at)
            }
            Some(Outcome::NotFound) => {
                let first = UnixMs(self.not_found_at.unwrap_or(self.at));
                Standing::TryLater { outcome: Outcome::NotFound, after: first.plus(NOT_FOUND_AGAIN_AFTER) }
            }
            Some(outcome @ (Outcome::ChangedPage | Outcome::Mismatch | Outcome::Ambiguous)) => {
                Standing::TryLater { outcome, after: at }
            }
            // Nothing writes this without an open intent; if it is there, somebody must look.
            Some(Outcome::Unconfirmed) => Standing::NeedsUser(Outcome::Unconfirmed, at),
            _ => Standing::Pending { failures: self.failures },
        }
    }
}
