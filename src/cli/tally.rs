//! How a roster stands in the ledger: who is done, who is kept, who is left to act on.

use std::collections::BTreeMap;

use super::failure::Failure;
use crate::domain::{Action, Outcome, PersonKey, UnixMs};
use crate::engine::{Shown, protection};
use crate::ledger::{Ledger, Standing};
use crate::roster::{KeepList, Protection, Roster, Row};

/// How a roster stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// People that no run acts on any more.
    pub(super) done: usize,
    /// People on the keep list who are not done anyway.
    pub(super) kept: usize,
    /// Those of them of whom it cannot be told, since nobody knows their employer.
    pub(super) cannot_tell: usize,
    /// People who wait for the user, or for a later day.
    pub(super) waiting: usize,
    /// People left to act on now, by action.
    pub(super) to_act_on: BTreeMap<Action, usize>,
    /// How many people have each outcome.
    pub(super) outcomes: BTreeMap<Outcome, usize>,
}

impl Tally {
    /// Counts a roster. Without a keep list nobody is on it.
    pub(super) fn of(
        roster: &Roster,
        keep: Option<&KeepList>,
        ledger: &Ledger,
        now: UnixMs,
    ) -> Result<Tally, Failure> {
        let keys: Vec<PersonKey> = roster.rows.iter().map(|row| row.person.key()).collect();
        let standings = ledger.standings(keys.iter().zip(roster.rows.iter().map(|row| row.action)))?;
        let at = ledger.moment(now)?.at;
        let mut tally = Tally::default();
        for (row, standing) in roster.rows.iter().zip(standings) {
            let protected = match keep {
                Some(keep) => protection(keep, Some(ledger), row, Shown::default())?,
                None => Protection::NotKept,
            };
            tally.add(row, &standing, &protected, at);
        }
        Ok(tally)
    }

    fn add(&mut self, row: &Row, standing: &Standing, protected: &Protection, at: UnixMs) {
        let mut outcome = |outcome: Outcome| *self.outcomes.entry(outcome).or_insert(0) += 1;
        let mut left = || *self.to_act_on.entry(row.action).or_insert(0) += 1;
        match standing {
            Standing::Done(what, _) => {
                outcome(*what);
                self.done += 1;
            }
            // A click in doubt is looked at, keep list or not.
            Standing::Doubtful(_) => {
                outcome(Outcome::Unconfirmed);
                left();
            }
            Standing::NeedsUser(what, _) => {
                outcome(*what);
                self.waiting += 1;
            }
            _ if !protected.allows() => {
                outcome(Outcome::Kept);
                self.kept += 1;
                self.cannot_tell += usize::from(protected.is_open());
            }
            Standing::TryLater { outcome: what, after } => {
                outcome(*what);
                if *after <= at { left() } else { self.waiting += 1 }
            }
            Standing::Pending { failures } => {
                outcome(if *failures > 0 { Outcome::Failed } else { Outcome::Pending });
                left();
            }
        }
    }

    /// What is to be done with each of the people who are left.
    pub(super) fn people_left(&self) -> impl Iterator<Item = Action> {
        self.to_act_on.iter().flat_map(|(action, count)| std::iter::repeat_n(*action, *count))
    }

    /// How many people are left to act on now.
    pub(super) fn left(&self) -> usize {
        self.to_act_on.values().sum()
    }
}
