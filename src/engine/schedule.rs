//! Who comes next.

use std::collections::HashSet;
use std::time::Duration;

use super::event::WaitWhy;
use crate::domain::{PersonKey, StoppedBy, UnixMs};
use crate::ledger::{Caps, Doubt, Ledger, LedgerError, Standing};
use crate::roster::Row;

/// What is to be done next.
#[derive(Debug)]
pub enum Task {
    /// Act on this row of the roster.
    Row(usize),
    /// Look at a doubtful person.
    Doubt(Box<Doubt>),
}

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// This, now.
    Act(Task),
    /// Nothing before this moment.
    Due {
        /// When.
        when: UnixMs,
        /// Why.
        why: WaitWhy,
    },
    /// Nobody is left.
    Done,
    /// The run must end.
    Stop(StoppedBy, String),
}

/// The order of a run.
pub struct Schedule<'a> {
    rows: &'a [Row],
    ledger: &'a Ledger,
    settle_after: Duration,
    done: HashSet<PersonKey>,
}

impl<'a> Schedule<'a> {
    /// A schedule without limits.
    #[must_use]
    pub fn unlimited(rows: &'a [Row], ledger: &'a Ledger) -> Schedule<'a> {
        Schedule { rows, ledger, settle_after: Duration::ZERO, done: HashSet::new() }
    }

    /// What comes next.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn next(&mut self, now: UnixMs) -> Result<Next, LedgerError> {
        for doubt in self.ledger.doubts()? {
            if doubt.looks >= 2 {
                continue;
            }
            let when = self.ledger.look_due(&doubt, self.settle_after, now)?;
            if when > now {
                return Ok(Next::Due { when, why: WaitWhy::Settle });
            }
            return Ok(Next::Act(Task::Doubt(Box::new(doubt))));
        }
        for (index, row) in self.rows.iter().enumerate() {
            if self.done.contains(&row.person.key()) {
                continue;
            }
            if let Standing::Pending { .. } | Standing::TryLater { .. } = self.ledger.standing(&row.person.key(), row.action)? {
                return Ok(Next::Act(Task::Row(index)));
            }
        }
        Ok(Next::Done)
    }

    /// The caps in force.
    #[must_use]
    pub fn caps(&self) -> Caps {
        Caps::UNLIMITED
    }

    /// This person is done with in this run.
    pub fn done_in_this_run(&mut self, key: &PersonKey) {
        self.done.insert(key.clone());
    }
}
