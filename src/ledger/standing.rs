//! Where a person stands with regard to one action, and what follows for a run: words alone, nothing is read here.

use std::time::Duration;

use super::doubt::Doubt;
use super::runs::RunId;
use crate::domain::{Outcome, UnixMs};

/// How many intents may be spent on a person before the user must say `retry`.
pub const SPENT_AT_MOST: u32 = 2;

/// How often a failed person is tried again, each time in a later run.
pub const FAILED_RETRIES: u32 = 3;

/// A `not_found` is final when it is seen again, in another run, at least this much later: 404s can be passing.
pub const NOT_FOUND_AGAIN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Where a person stands with regard to one action: what the ledger knows of it, and nothing of what a run makes of it.
/// Every table, list and file that tells of a person is made from this, and so is every exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The one word for it.
    pub outcome: Outcome,
    /// The word apart from the keep list: another one only where `outcome` is `kept`.
    pub otherwise: Outcome,
    /// When that was seen or said (ledger time); 0 where nothing ever happened.
    pub at: UnixMs,
    /// The run that saw it; `None` where nothing happened, and for what the user said by hand.
    pub run: Option<RunId>,
    /// Runs that failed on this person since something else was seen.
    pub failures: u32,
    /// Clicks that were spent: made, and two looks afterwards still showed what was to end.
    pub spent: u32,
    /// When the last of them was seen to have had no effect (ledger time).
    pub spent_at: UnixMs,
    /// When nobody was found at their address for the first time (ledger time).
    pub not_found_at: Option<UnixMs>,
    /// Nothing that a run could see changes this any more.
    pub is_final: bool,
    /// It cannot be told whether the keep list keeps them, so it does until the user says.
    pub undecided: bool,
    /// A click on this person whose outcome is not known, whatever it was to do.
    pub doubt: Option<Doubt>,
}

/// What a run goes by when it decides who comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How long after a click without effect another one may be made.
    pub retry_after: Duration,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy { retry_after: NOT_FOUND_AGAIN_AFTER }
    }
}

/// What follows for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// A run acts on them, once it is this late (ledger time).
    Act(UnixMs),
    /// A run looks at their page first, since a click is in doubt.
    Look(Box<Doubt>),
    /// Only the user can say how to go on (`retry` or `skip`).
    Person,
    /// They are on the keep list: left alone.
    Kept,
    /// Nothing more to do.
    Final,
}

impl NextStep {
    /// Whether a run may act on them or look at them at `at` (ledger time).
    #[must_use]
    pub fn is_due(&self, at: UnixMs) -> bool {
        match self {
            NextStep::Act(after) => *after <= at,
            NextStep::Look(_) => true,
            NextStep::Person | NextStep::Kept | NextStep::Final => false,
        }
    }

    /// Whether this run or a later one takes them up without being told to.
    #[must_use]
    pub fn is_left(&self) -> bool {
        matches!(self, NextStep::Act(_) | NextStep::Look(_))
    }
}

impl Standing {
    /// What follows for a run that goes by `policy`. It takes `kept` from the keep list at hand, which may have changed since
    /// a run met the person: see [`Standing::on_keep_list`].
    #[must_use]
    pub fn next(&self, policy: &Policy) -> NextStep {
        if self.is_final {
            return NextStep::Final;
        }
        if let Some(doubt) = &self.doubt {
            let looked_in_vain = doubt.spent_intents >= SPENT_AT_MOST && doubt.unknowns > 0;
            return if looked_in_vain { NextStep::Person } else { NextStep::Look(Box::new(doubt.clone())) };
        }
        if self.spent >= SPENT_AT_MOST || self.outcome == Outcome::Unconfirmed {
            return NextStep::Person;
        }
        match self.outcome {
            Outcome::Kept => NextStep::Kept,
            Outcome::Failed if self.failures > FAILED_RETRIES => NextStep::Person,
            Outcome::NotFound => {
                NextStep::Act(self.not_found_at.unwrap_or(self.at).plus(NOT_FOUND_AGAIN_AFTER))
            }
            Outcome::ChangedPage | Outcome::Mismatch | Outcome::Ambiguous => NextStep::Act(self.at),
            Outcome::Pending if self.spent > 0 => NextStep::Act(self.spent_at.plus(policy.retry_after)),
            _ => NextStep::Act(UnixMs(0)),
        }
    }

    /// The same with the word of a keep list that was read just now, and whether that word is no more than a precaution, since
    /// nobody can tell. A click in doubt, and what is final or the user's, stay what they are.
    #[must_use]
    pub fn on_keep_list(mut self, is_on_it: bool, undecided: bool) -> Standing {
        let open = !self.is_final
            && self.doubt.is_none()
            && self.spent < SPENT_AT_MOST
            && self.outcome != Outcome::Unconfirmed;
        if open && is_on_it {
            self.outcome = Outcome::Kept;
        } else if self.outcome == Outcome::Kept {
            self.outcome = self.otherwise;
        }
        self.undecided = undecided && self.outcome == Outcome::Kept;
        self
    }

    /// Whether a human should look at this person: exit code 3 while there is one.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.is_final
            && (self.outcome.needs_a_look()
                || self.undecided
                || (self.outcome == Outcome::Pending && self.spent > 0))
    }
}
