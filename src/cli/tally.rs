//! How a roster stands in the ledger: who is done, who is kept, who is left to act on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{Action, Outcome, PersonKey, UnixMs};
use crate::engine::{Shown, protection};
use crate::ledger::{Ledger, LedgerError, NeedsLook, NextStep, Policy, Standing};
use crate::roster::{KeepList, Roster, Row};

/// How a roster stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// People that no run acts on any more.
    pub done: usize,
    /// People on the keep list who are not done anyway.
    pub kept: usize,
    /// Those of them of whom it cannot be told, since nobody knows their employer.
    pub cannot_tell: usize,
    /// People who wait for the user, or for a later day.
    pub waiting: usize,
    /// Those of them whom a later run takes up by itself, with the soonest moment.
    pub later: usize,
    /// When the first of them may be taken up (ledger time).
    pub next_try: Option<UnixMs>,
    /// People left to act on now, by action.
    pub to_act_on: BTreeMap<Action, usize>,
    /// How many people have each outcome.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// The rows of the people left to act on now, with what is to be done.
    due: BTreeMap<usize, Action>,
    /// The actions in the order in which a run comes to them.
    order: Vec<Action>,
    /// Everybody of the roster, by the keep list at hand.
    stand: HashMap<(PersonKey, Action), (usize, Standing)>,
}

impl Tally {
    /// Counts a roster by where its people stand and what follows.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn of(
        roster: &Roster,
        keep: Option<&KeepList>,
        ledger: &Ledger,
        policy: &Policy,
        now: UnixMs,
    ) -> Result<Tally, LedgerError> {
        let keys: Vec<PersonKey> = roster.rows.iter().map(|row| row.person.key()).collect();
        let standings = ledger.standings(keys.iter().zip(roster.rows.iter().map(|row| row.action)))?;
        let at = ledger.moment(now)?.at;
        let mut tally = Tally::default();
        for (index, (row, standing)) in roster.rows.iter().zip(standings).enumerate() {
            let protected = match keep {
                Some(keep) => Some(protection(keep, Some(ledger), row, Shown::default())?),
                None => None,
            };
            let without_list = standing.clone().on_keep_list(false, false).next(policy);
            if matches!(without_list, NextStep::Act(_)) && !tally.order.contains(&row.action) {
                tally.order.push(row.action);
            }
            // Without a keep list at hand it counts whom the last run left alone for its sake.
            let standing = match &protected {
                Some(protected) => standing.on_keep_list(!protected.allows(), protected.is_open()),
                None => standing,
            };
            tally.add(index, row, &standing, policy, at);
            tally.stand.insert((row.person.key(), row.action), (index, standing));
        }
        Ok(tally)
    }

    fn add(&mut self, index: usize, row: &Row, standing: &Standing, policy: &Policy, at: UnixMs) {
        *self.outcomes.entry(standing.outcome).or_insert(0) += 1;
        match standing.next(policy) {
            NextStep::Final => self.done += 1,
            NextStep::Kept => {
                self.kept += 1;
                self.cannot_tell += usize::from(standing.undecided);
            }
            NextStep::Person => self.waiting += 1,
            next if next.is_due(at) => {
                *self.to_act_on.entry(row.action).or_insert(0) += 1;
                self.due.insert(index, row.action);
            }
            next => {
                self.waiting += 1;
                self.later += 1;
                if let NextStep::Act(after) = next {
                    self.next_try = Some(self.next_try.map_or(after, |first| first.min(after)));
                }
            }
        }
    }

    /// Everybody of the account who needs a look, the oldest first: of the roster by the keep list at hand, of all others as the
    /// last run left them.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn looks(&self, ledger: &Ledger) -> Result<Vec<NeedsLook>, LedgerError> {
        let mut found = Vec::new();
        let mut unknown = self.stand.clone();
        for (mut look, standing) in ledger.everybody()? {
            let at_hand = unknown.remove(&(PersonKey(look.key.clone()), look.action));
            let standing = at_hand.map_or(standing, |(_, standing)| standing);
            if standing.needs_a_look() {
                look.outcome = standing.outcome;
                found.push(look);
            }
        }
        // Nothing ever came of these, and the list at hand says that the user must.
        let mut rest: Vec<_> =
            unknown.into_iter().filter(|(_, (_, standing))| standing.needs_a_look()).collect();
        rest.sort_by_key(|(_, (index, _))| *index);
        found.extend(rest.into_iter().map(|((key, action), (_, standing))| {
            NeedsLook {
                slug: (!key.as_str().starts_with("name:")).then(|| key.as_str().to_owned()),
                key: key.as_str().to_owned(),
                name: None,
                action,
                outcome: standing.outcome,
                at: standing.at,
                detail: Some(
                    "it cannot be told whether the keep list keeps them; kept until `unlinked keep release`"
                        .to_owned(),
                ),
            }
        }));
        Ok(found)
    }

    /// The rows of the people left to act on now, in the roster's order.
    pub fn due(&self) -> impl Iterator<Item = usize> {
        self.due.keys().copied()
    }

    /// What is to be done with each person whom a run about `only` these rows comes to, in its order; at most `limit` of them.
    pub fn of_run(&self, only: Option<&BTreeSet<usize>>, limit: Option<u64>) -> Vec<Action> {
        let is_about = |index: &usize| only.is_none_or(|only| only.contains(index));
        let of = |action: &Action| {
            let rows = self.due.iter().filter(|(index, of)| is_about(index) && *of == action);
            rows.map(|(_, action)| *action).collect::<Vec<_>>()
        };
        let limit = limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        self.order.iter().flat_map(of).take(limit).collect()
    }

    /// What is to be done with each of the people who are left.
    pub fn people_left(&self) -> Vec<Action> {
        self.of_run(None, None)
    }

    /// How many people are left to act on now.
    pub fn left(&self) -> usize {
        self.due.len()
    }

    /// How many people this or a later run takes up without being told to: the `left` of a run's end and of `status`.
    pub fn left_in_all(&self) -> usize {
        self.left() + self.later
    }
}

/// How many of them there are of each action.
pub(super) fn by_action(people: &[Action]) -> BTreeMap<Action, usize> {
    let mut counts = BTreeMap::new();
    for action in people {
        *counts.entry(*action).or_insert(0) += 1;
    }
    counts
}
