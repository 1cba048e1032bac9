//! How a roster stands in the ledger: who is done, who is kept, who is left to act on.

use std::collections::BTreeMap;

use super::failure::Failure;
use crate::domain::{Action, Outcome, PersonKey, Route, UnixMs};
use crate::engine::{Shown, is_to_be_seen, protection};
use crate::ledger::{Ledger, NextStep, Policy, Standing};
use crate::roster::{KeepList, Protection, Roster, Row};
use crate::selectors::Selectors;

/// Where the employer of people may be read of whom a keep list cannot be told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cards<'a> {
    /// The selector files of the surface; `None` where they cannot be read.
    pub(super) selectors: Option<&'a Selectors>,
    /// How people are reached.
    pub(super) route: Route,
}

impl Cards<'_> {
    /// Whether a run opens the page of this person to see whom they work for, before it leaves them alone.
    pub(super) fn tell(
        &self,
        protected: &Protection,
        ledger: Option<&Ledger>,
        row: &Row,
    ) -> Result<bool, Failure> {
        Ok(is_to_be_seen(protected, ledger, row, self.selectors, self.route)?)
    }
}

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
    /// Those of them whom a later run takes up by itself.
    pub(super) later: usize,
    /// People left to act on now, by action.
    pub(super) to_act_on: BTreeMap<Action, usize>,
    /// How many people have each outcome.
    pub(super) outcomes: BTreeMap<Outcome, usize>,
}

impl Tally {
    /// Counts a roster by where its people stand and what follows.
    pub(super) fn of(
        roster: &Roster,
        keep: Option<&KeepList>,
        ledger: &Ledger,
        policy: &Policy,
        cards: Cards<'_>,
        now: UnixMs,
    ) -> Result<Tally, Failure> {
        let keys: Vec<PersonKey> = roster.rows.iter().map(|row| row.person.key()).collect();
        let standings = ledger.standings(keys.iter().zip(roster.rows.iter().map(|row| row.action)))?;
        let at = ledger.moment(now)?.at;
        let mut tally = Tally::default();
        for (row, standing) in roster.rows.iter().zip(standings) {
            let protected = match keep {
                Some(keep) => Some(protection(keep, Some(ledger), row, Shown::default())?),
                None => None,
            };
            // Without a keep list at hand it counts whom the last run left alone for its sake.
            let standing = match &protected {
                Some(protected) => {
                    let kept = !protected.allows() && !cards.tell(protected, Some(ledger), row)?;
                    standing.on_keep_list(kept)
                }
                None => standing,
            };
            let is_open = protected.is_some_and(|protected| protected.is_open());
            tally.add(row, &standing, is_open, policy, at);
        }
        Ok(tally)
    }

    fn add(&mut self, row: &Row, standing: &Standing, is_open: bool, policy: &Policy, at: UnixMs) {
        *self.outcomes.entry(standing.outcome).or_insert(0) += 1;
        match standing.next(policy) {
            NextStep::Final => self.done += 1,
            NextStep::Kept => {
                self.kept += 1;
                self.cannot_tell += usize::from(is_open);
            }
            NextStep::Person => self.waiting += 1,
            next if next.is_due(at) => *self.to_act_on.entry(row.action).or_insert(0) += 1,
            _ => {
                self.waiting += 1;
                self.later += 1;
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

    /// How many people this or a later run takes up without being told to: the `left` of a run's end and of `status`.
    pub(super) fn left_in_all(&self) -> usize {
        self.left() + self.later
    }
}
