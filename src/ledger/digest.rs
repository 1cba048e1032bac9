//! The digest of what happened to one person with regard to one action, and the rules by which each outcome changes it.
//! It is written in the same transaction as the event that changes it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::doubt::Doubt;
use super::error::LedgerError;
use super::optional_word;
use super::runs::RunId;
use super::standing::{NOT_FOUND_AGAIN_AFTER, SPENT_AT_MOST, Standing};
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
    /// When the last of them was seen to have had no effect.
    spent_at: Option<i64>,
    pub(super) skipped: bool,
    /// The last run that met them left them alone for the keep list's sake.
    kept: bool,
}

/// The digest's columns, to be read by [`Digest::from_row`].
pub(super) const COLUMNS: &str = "s.outcome, s.at, s.run, s.failures, s.not_found_at, s.not_found_run, s.final, s.spent, s.skipped, s.spent_at, s.kept";

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
            spent_at: row.get(first + 9)?,
            kept: row.get(first + 10)?,
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
        conn.prepare_cached(
            "INSERT OR REPLACE INTO standing (person, action, outcome, at, run, failures, not_found_at, not_found_run, \
             final, spent, skipped, look, spent_at, kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
            self.standing(action, None, false).needs_a_look(),
            self.spent_at,
            self.kept,
        ))?;
        Ok(())
    }

    /// Takes in an outcome of a removal run.
    pub(super) fn apply(&mut self, outcome: Outcome, run: Option<i64>, at: UnixMs) {
        match outcome {
            // These tell of the run, not of where the person stands.
            Outcome::Pending | Outcome::Rehearsed => return,
            // What was seen of them before is not forgotten: the keep list may let go of them again.
            Outcome::Kept => {
                self.kept = true;
                return;
            }
            Outcome::Skipped => {
                self.skipped = true;
                if !self.is_settled() {
                    (self.at, self.run) = (at.0, None);
                }
                return;
            }
            // The first proof stands: a second one of the same changes neither its time nor its run.
            proof if proof.is_settled() && self.outcome == Some(proof) => return,
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
        self.kept = false;
        self.outcome = Some(outcome);
        self.run = run;
        self.at = at.0;
    }

    /// What the keep list says of the person.
    pub(super) fn keep(&mut self, kept: bool, at: UnixMs) {
        self.kept = kept;
        if self.at == 0 {
            self.at = at.0;
        }
    }

    /// The user allows another try: what was spent and what failed is forgotten here (the events stay).
    pub(super) fn retry(&mut self, at: UnixMs) {
        *self = Digest { at: at.0, ..Digest::default() };
    }

    /// Two looks showed that the person is still connected: the intent is spent, and the person pending again, or the user's
    /// if it was the last.
    pub(super) fn still_connected(&mut self, run: i64, at: UnixMs) {
        self.forget_passing_faults();
        self.spent = self.spent.saturating_add(1);
        self.spent_at = Some(at.0);
        self.outcome = (self.spent >= SPENT_AT_MOST).then_some(Outcome::Unconfirmed);
        (self.at, self.run) = (at.0, Some(run));
    }

    /// The union with what another ledger of the account says of the same person: a proof stands, of what else was seen the later
    /// counts, and of what holds back the greater.
    pub(super) fn with(self, other: Digest) -> Digest {
        let first = match (self.is_settled(), other.is_settled()) {
            (true, false) => true,
            (false, true) => false,
            // What was done by our own click is not forgotten for a sight of who was none. Of the same proof the first stands, as it
            // does within one ledger.
            (true, true) => match (self.was_done(), other.was_done()) {
                (own, theirs) if own != theirs => own,
                _ => self.at <= other.at,
            },
            (false, false) => self.at >= other.at,
        };
        let (own, other) = if first { (self, other) } else { (other, self) };
        Digest {
            failures: own.failures.max(other.failures),
            not_found_at: own.not_found_at.or(other.not_found_at),
            not_found_run: own.not_found_run.or(other.not_found_run),
            is_final: own.is_final || other.is_final,
            spent: own.spent.max(other.spent),
            spent_at: own.spent_at.max(other.spent_at),
            skipped: own.skipped || other.skipped,
            ..own
        }
    }

    /// The same with another ledger's numbers of runs. A run that is not there is none.
    pub(super) fn by_numbers(mut self, runs: &HashMap<i64, i64>) -> Digest {
        self.run = self.run.and_then(|run| runs.get(&run).copied());
        self.not_found_run = self.not_found_run.and_then(|run| runs.get(&run).copied());
        self
    }

    /// So many intents were spent at least, the last of them at `at`.
    pub(super) fn has_spent(&mut self, spent: u32, at: Option<i64>) {
        if spent <= self.spent {
            return;
        }
        (self.spent, self.spent_at) = (spent, self.spent_at.max(at));
        if spent >= SPENT_AT_MOST && self.done().is_none() {
            self.outcome = Some(Outcome::Unconfirmed);
        }
    }

    /// A click is in doubt.
    pub(super) fn in_doubt(&mut self, run: RunId, at: UnixMs) {
        self.apply(Outcome::Unconfirmed, Some(run.0), at);
    }

    fn forget_passing_faults(&mut self) {
        self.failures = 0;
        (self.not_found_at, self.not_found_run, self.is_final) = (None, None, false);
    }

    /// The outcome that no later run changes by itself, if there is one.
    pub(super) fn done(&self) -> Option<Outcome> {
        if self.skipped && !self.is_settled() {
            return Some(Outcome::Skipped);
        }
        self.outcome.filter(|outcome| outcome.is_settled() || *outcome == Outcome::NotFound && self.is_final)
    }

    /// Whether it is settled by what was done, and not by what was seen to be so already.
    fn was_done(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Removed | Outcome::Unfollowed | Outcome::Withdrawn))
    }

    fn is_settled(&self) -> bool {
        self.outcome.is_some_and(Outcome::is_settled)
    }

    /// The facts, with the click in doubt if there is one, and whether it cannot be told if a keep list keeps them.
    pub(super) fn standing(&self, action: Action, doubt: Option<Doubt>, undecided: bool) -> Standing {
        let done = self.done();
        let otherwise = match (done, self.outcome) {
            (Some(done), _) => done,
            _ if doubt.as_ref().is_some_and(|doubt| doubt.action == action)
                || self.outcome == Some(Outcome::Unconfirmed) =>
            {
                Outcome::Unconfirmed
            }
            (None, outcome) if self.spent >= SPENT_AT_MOST => outcome.unwrap_or(Outcome::Unconfirmed),
            (None, outcome) => outcome.unwrap_or(Outcome::Pending),
        };
        let open = done.is_none()
            && doubt.is_none()
            && self.spent < SPENT_AT_MOST
            && otherwise != Outcome::Unconfirmed;
        Standing {
            outcome: if (self.kept || undecided) && open { Outcome::Kept } else { otherwise },
            otherwise,
            at: UnixMs(self.at),
            run: self.run.map(RunId),
            failures: self.failures,
            spent: self.spent,
            spent_at: UnixMs(self.spent_at.unwrap_or(self.at)),
            not_found_at: self.not_found_at.map(UnixMs),
            is_final: done.is_some(),
            undecided: undecided && open,
            doubt: doubt.filter(|_| done.is_none()),
        }
    }
}
