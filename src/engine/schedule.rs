//! Who comes next, and when. It never sleeps: the caller acts, or waits for the date, and asks again. What it allows, the
//! ledger checks once more when it writes.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::event::WaitWhy;
use crate::config::Limits;
use crate::domain::{Action, PersonKey, StoppedBy, UnixMs};
use crate::ledger::{
    AttemptId, Caps, Doubt, Gauge, Ledger, LedgerError, NextStep, Policy, Refusal, SPENT_AT_MOST,
    VIEWS_PER_PERSON,
};
use crate::pace::{OpenHours, Opening, Spacing, Turn, caps};
use crate::roster::Row;

/// How often a look at one doubtful person is begun in one run: two, and as many again where the browser is lost under them.
const LOOKS_BEGUN: u32 = 4;

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
        /// When, as the wall clock will show it.
        when: UnixMs,
        /// Why.
        why: WaitWhy,
    },
    /// Nobody is left.
    Done,
    /// The run must end.
    Stop(StoppedBy, String),
}

/// What a schedule goes by. The default has no limits: practice.
#[derive(Debug, Default)]
pub struct Plan {
    /// A dry run: nobody is looked at to settle a doubt, and no intents are counted.
    pub rehearsal: bool,
    /// The budgets; `None` for none.
    pub limits: Option<Limits>,
    /// The active hours; `None` for always.
    pub hours: Option<OpenHours>,
    /// The spacing between two people; `None` for none.
    pub spacing: Option<Spacing>,
    /// How long after its last step, or the look before, a doubtful intent is looked at.
    pub settle_after: Duration,
    /// What decides when somebody is tried again.
    pub policy: Policy,
    /// Page views that a person may take on the run's route; at least [`VIEWS_PER_PERSON`].
    pub views_per_person: u32,
    /// The revision of the selectors in use, by which a tripped breaker holds; `None` asks for no breaker.
    pub revision: Option<String>,
}

/// The order of a run.
pub struct Schedule<'a> {
    rows: &'a [Row],
    ledger: &'a Ledger,
    plan: Plan,
    /// Which of the rows this run is about; `None` for all.
    only: Option<BTreeSet<usize>>,
    caps: Caps,
    /// Rows that may be acted on, for each action in the order of its first row. Filled at the first question.
    queues: Option<Vec<(Action, VecDeque<usize>)>>,
    /// Rows that an earlier run left for a later time, which may come while this run goes on.
    later: Vec<usize>,
    done: HashSet<PersonKey>,
    looks: HashMap<AttemptId, Looks>,
}

/// The looks of this run at one doubtful person.
struct Looks {
    begun: u32,
    /// How many had told nothing before this run looked.
    unknowns_before: u32,
}

impl<'a> Schedule<'a> {
    /// A schedule for these rows.
    #[must_use]
    pub fn new(rows: &'a [Row], ledger: &'a Ledger, plan: Plan) -> Schedule<'a> {
        Schedule {
            rows,
            ledger,
            plan,
            only: None,
            caps: Caps::UNLIMITED,
            queues: None,
            later: Vec::new(),
            done: HashSet::new(),
            looks: HashMap::new(),
        }
    }

    /// The same for some of the rows only.
    #[must_use]
    pub fn only(mut self, rows: Option<BTreeSet<usize>>) -> Schedule<'a> {
        self.only = rows;
        self
    }

    /// Whether this run is about a row.
    #[must_use]
    pub fn is_about(&self, row: usize) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&row))
    }

    /// A schedule without limits.
    #[must_use]
    pub fn unlimited(rows: &'a [Row], ledger: &'a Ledger) -> Schedule<'a> {
        Schedule::new(rows, ledger, Plan::default())
    }

    /// The caps in force at the last question.
    #[must_use]
    pub fn caps(&self) -> Caps {
        self.caps
    }

    /// This person is done with in this run.
    pub fn done_in_this_run(&mut self, key: &PersonKey) {
        self.done.insert(key.clone());
    }

    /// What comes next: doubtful people first, then the roster's rows in their order, one at a time.
    ///
    /// # Errors
    /// When the ledger cannot be read or written: then nothing may be done.
    pub fn next(&mut self, now: UnixMs) -> Result<Next, LedgerError> {
        if let Some(stop) = self.stop()? {
            return Ok(stop);
        }
        if let Some(limits) = &self.plan.limits {
            self.caps = caps(limits, self.ledger.days_without_warning(now)?);
        }
        let (doubt, doubt_due) = self.doubt(now)?;
        let (task, refused) = match doubt {
            Some(doubt) => {
                let refused = self.ledger.may_look(doubt.looks, &self.caps, now)?;
                (Task::Doubt(Box::new(doubt)), refused)
            }
            // Nobody else is clicked on before a doubt is settled as far as this run can settle it.
            None => match doubt_due {
                Some(when) => return Ok(Next::Due { when, why: WaitWhy::Settle }),
                None => match self.row(now)? {
                    Some((row, refused)) => (Task::Row(row), refused),
                    None => return Ok(Next::Done),
                },
            },
        };
        Ok(match self.hold(refused, now)? {
            Some(hold) => hold,
            None => {
                self.note_look(&task);
                Next::Act(task)
            }
        })
    }

    /// Whether it is within the active hours, for whoever was told to act and came to it only later.
    #[must_use]
    pub fn is_open(&self, now: UnixMs) -> bool {
        self.plan.hours.as_ref().is_none_or(|hours| matches!(hours.at(now), Opening::Open { .. }))
    }

    /// What ends the run whoever is left.
    fn stop(&self) -> Result<Option<Next>, LedgerError> {
        if let Some(halt) = self.ledger.halt()? {
            let why =
                format!("the account is halted ({}: {}); `unlinked resume` goes on", halt.cause, halt.detail);
            return Ok(Some(Next::Stop(halt.cause.stopped_by(), why)));
        }
        let Some(revision) = &self.plan.revision else { return Ok(None) };
        Ok(self.ledger.breaker(revision)?.map(|tripped| {
            let why = format!("too many {} in a row; `unlinked resume` goes on", tripped.cause.meaning());
            Next::Stop(StoppedBy::Breaker, why)
        }))
    }

    /// What keeps the task from being done now, the longest wait first; takes a turn of the spacing if nothing does.
    fn hold(&mut self, refused: Option<Refusal>, now: UnixMs) -> Result<Option<Next>, LedgerError> {
        if let Some(Refusal::Cooldown(cooldown)) = &refused {
            return Ok(Some(Next::Due { when: cooldown.until, why: WaitWhy::Cooldown }));
        }
        match self.plan.hours.as_ref().map(|hours| hours.at(now)) {
            Some(Opening::OpensAt(when)) => return Ok(Some(Next::Due { when, why: WaitWhy::Hours })),
            Some(Opening::Never) => {
                let why = "the calendar in the config has no active hours left".to_owned();
                return Ok(Some(Next::Stop(StoppedBy::Hours, why)));
            }
            Some(Opening::Open { .. }) | None => {}
        }
        if let Some(refusal) = refused {
            return Ok(Some(match &refusal {
                Refusal::Budget(Gauge { frees_at: Some(when), .. }) => {
                    Next::Due { when: *when, why: WaitWhy::Budget }
                }
                _ => Next::Stop(StoppedBy::Budget, format!("{refusal}, and time alone makes no room")),
            }));
        }
        let Some(spacing) = &mut self.plan.spacing else { return Ok(None) };
        Ok(match spacing.take(self.ledger, now)? {
            Turn::Now => None,
            Turn::At(when) => Some(Next::Due { when, why: WaitWhy::Pace }),
        })
    }

    /// The first doubtful person who may be looked at; else when the first of them may.
    fn doubt(&self, now: UnixMs) -> Result<(Option<Doubt>, Option<UnixMs>), LedgerError> {
        if self.plan.rehearsal {
            return Ok((None, None));
        }
        let mut first_due: Option<UnixMs> = None;
        for doubt in self.ledger.doubts()? {
            let is_the_users = doubt.spent_intents >= SPENT_AT_MOST && doubt.unknowns > 0;
            let looked = self
                .looks
                .get(&doubt.attempt)
                .is_some_and(|looks| doubt.unknowns > looks.unknowns_before || looks.begun >= LOOKS_BEGUN);
            if is_the_users || looked {
                continue;
            }
            let due = self.ledger.look_due(&doubt, self.plan.settle_after, now)?;
            if due <= now {
                return Ok((Some(doubt), None));
            }
            first_due = Some(first_due.map_or(due, |first| first.min(due)));
        }
        Ok((None, first_due))
    }

    fn note_look(&mut self, task: &Task) {
        let Task::Doubt(doubt) = task else { return };
        let looks = self
            .looks
            .entry(doubt.attempt)
            .or_insert_with(|| Looks { begun: 0, unknowns_before: doubt.unknowns });
        looks.begun += 1;
    }

    /// This doubtful person cannot be looked at in this run.
    pub fn no_look_in_this_run(&mut self, attempt: AttemptId) {
        if let Some(looks) = self.looks.get_mut(&attempt) {
            looks.begun = LOOKS_BEGUN;
        }
    }

    /// The first row that may be acted on, with what the budgets say to it. Where an action's budget is spent, a row with
    /// another action may go before.
    fn row(&mut self, now: UnixMs) -> Result<Option<(usize, Option<Refusal>)>, LedgerError> {
        self.fill()?;
        let mut held: Option<(usize, Option<Refusal>)> = None;
        for at in 0..self.queues.as_ref().map_or(0, Vec::len) {
            let Some((row, action)) = self.front(at, now)? else { continue };
            let counted = (!self.plan.rehearsal).then_some(action);
            let views = self.plan.views_per_person.max(VIEWS_PER_PERSON);
            let refused = self.ledger.may_open(counted, views, &self.caps, now)?;
            let when = |refused: &Option<Refusal>| match refused {
                Some(Refusal::Budget(gauge)) => gauge.frees_at.map_or(i64::MAX, |at| at.0),
                _ => i64::MIN,
            };
            if held.as_ref().is_none_or(|(_, before)| when(&refused) < when(before)) {
                held = Some((row, refused));
            }
        }
        if held.is_none() {
            return self.one_of_the_later(now);
        }
        Ok(held)
    }

    /// The first row of a queue that may be acted on now; those that may not are taken out.
    fn front(&mut self, at: usize, now: UnixMs) -> Result<Option<(usize, Action)>, LedgerError> {
        let now_in_ledger = self.ledger.moment(now)?.at;
        let Some((action, queue)) = self.queues.as_mut().and_then(|queues| queues.get_mut(at)) else {
            return Ok(None);
        };
        while let Some(index) = queue.front().copied() {
            let key = self.rows[index].person.key();
            if !self.done.contains(&key) {
                match next_of(self.ledger, &self.plan.policy, &key, *action)? {
                    NextStep::Act(after) if after <= now_in_ledger => return Ok(Some((index, *action))),
                    NextStep::Act(_) => self.later.push(index),
                    NextStep::Look(_) | NextStep::Person | NextStep::Kept | NextStep::Final => {}
                }
            }
            queue.pop_front();
        }
        Ok(None)
    }

    /// Puts rows whose time has come into their queues again, once the queues are empty.
    fn one_of_the_later(&mut self, now: UnixMs) -> Result<Option<(usize, Option<Refusal>)>, LedgerError> {
        let now_in_ledger = self.ledger.moment(now)?.at;
        let mut due = false;
        for index in std::mem::take(&mut self.later) {
            let row = &self.rows[index];
            let key = row.person.key();
            match next_of(self.ledger, &self.plan.policy, &key, row.action)? {
                _ if self.done.contains(&key) => {}
                NextStep::Act(after) if after > now_in_ledger => self.later.push(index),
                NextStep::Act(_) => {
                    let queue = self.queues.iter_mut().flatten().find(|(action, _)| *action == row.action);
                    if let Some((_, queue)) = queue {
                        queue.push_back(index);
                        due = true;
                    }
                }
                NextStep::Look(_) | NextStep::Person | NextStep::Kept | NextStep::Final => {}
            }
        }
        if due { self.row(now) } else { Ok(None) }
    }

    fn fill(&mut self) -> Result<(), LedgerError> {
        if self.queues.is_some() {
            return Ok(());
        }
        let keys: Vec<(PersonKey, Action)> =
            self.rows.iter().map(|row| (row.person.key(), row.action)).collect();
        let standings = self.ledger.standings(keys.iter().map(|(key, action)| (key, *action)))?;
        let mut queues: Vec<(Action, VecDeque<usize>)> = Vec::new();
        for (index, ((_, action), standing)) in keys.into_iter().zip(standings).enumerate() {
            if !self.is_about(index) {
                continue;
            }
            if !matches!(standing.on_keep_list(false, false).next(&self.plan.policy), NextStep::Act(_)) {
                continue;
            }
            match queues.iter_mut().find(|(queued, _)| *queued == action) {
                Some((_, queue)) => queue.push_back(index),
                None => queues.push((action, VecDeque::from([index]))),
            }
        }
        self.queues = Some(queues);
        Ok(())
    }
}

/// What follows for a person, the keep list left out of account: the run itself reads it.
fn next_of(
    ledger: &Ledger,
    policy: &Policy,
    key: &PersonKey,
    action: Action,
) -> Result<NextStep, LedgerError> {
    Ok(ledger.standing(key, action)?.on_keep_list(false, false).next(policy))
}
