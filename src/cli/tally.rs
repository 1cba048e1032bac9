//! How a roster stands in the ledger: who is done, who is kept, who is left to act on.

use std::collections::BTreeMap;

use super::failure::Failure;
use crate::domain::{Action, Outcome, PersonKey, UnixMs};
use crate::ledger::{Ledger, NextStep, Policy, Standing};
use crate::roster::{KeepList, KeepQuery, Roster, Row};

/// How a roster stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// People that no run acts on any more.
    pub(super) done: usize,
    /// People on the keep list who are not done anyway.
    pub(super) kept: usize,
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
        now: UnixMs,
    ) -> Result<Tally, Failure> {
        let keys: Vec<PersonKey> = roster.rows.iter().map(|row| row.person.key()).collect();
        let standings = ledger.standings(keys.iter().zip(roster.rows.iter().map(|row| row.action)))?;
        let at = ledger.moment(now)?.at;
        let mut tally = Tally::default();
        for (row, standing) in roster.rows.iter().zip(standings) {
            // Without a keep list at hand it counts whom the last run left alone for its sake.
            let standing = match keep {
                Some(keep) => standing.on_keep_list(is_kept(row, keep)),
                None => standing,
            };
            tally.add(row.action, &standing, policy, at);
        }
        Ok(tally)
    }

    fn add(&mut self, action: Action, standing: &Standing, policy: &Policy, at: UnixMs) {
        *self.outcomes.entry(standing.outcome).or_insert(0) += 1;
        match standing.next(policy) {
            NextStep::Final => self.done += 1,
            NextStep::Kept => self.kept += 1,
            NextStep::Person => self.waiting += 1,
            next if next.is_due(at) => *self.to_act_on.entry(action).or_insert(0) += 1,
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

/// Whether the keep list covers a row, by what the roster says of the person.
pub(super) fn is_kept(row: &Row, keep: &KeepList) -> bool {
    let slugs: Vec<_> = row.person.slug.iter().collect();
    let names: Vec<_> = row.person.name.iter().collect();
    keep.covers(&KeepQuery { slugs: &slugs, names: &names, company: row.person.company.as_deref() }).is_some()
}
