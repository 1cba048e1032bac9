//! Plays the engine: one run after another, each of which may die at any step.

use std::rc::Rc;

use unlinked::domain::{Outcome, Route, StopSign, Surface, Thresholds};
use unlinked::engine::{Next, Schedule, Task};
use unlinked::ledger::{
    AttemptId, Caps, Doubt, IntentRequest, OutcomeRecord, PageViewKind, Phase, RunId, RunKind, RunStart,
    Settlement,
};

use super::world::World;

/// Why a run ends before its roster does.
enum End {
    /// The process is gone: no clean end, nothing more is written.
    Died,
    /// It ends itself.
    Stopped,
}

/// What became of the person at hand.
enum Became {
    /// The run is done with them.
    Done,
    /// They are in doubt, or were not reached.
    Open,
}

const COOLDOWNS: [std::time::Duration; 2] =
    [std::time::Duration::from_secs(2 * 3600), std::time::Duration::from_secs(24 * 3600)];

impl World {
    pub fn one_run(&mut self) {
        // A new process knows nothing of what the one before held back.
        self.ledger.release_person();
        if self.ledger.halt().unwrap().is_some() || self.ledger.breaker("r1").unwrap().is_some() {
            self.ledger.resume(self.wall()).unwrap();
        }
        let start = RunStart {
            kind: RunKind::Removal,
            roster: None,
            fingerprint: None,
            site: "http://127.0.0.1:1".to_owned(),
            surface: None,
            route: None,
            selectors: None,
        };
        let run = self.ledger.begin_run(&start, self.wall()).unwrap();
        match self.go(run) {
            Err(End::Died) => self.deaths += 1,
            Ok(()) | Err(End::Stopped) => self.ledger.end_run(run, None, 0, self.wall()).unwrap(),
        }
    }

    fn go(&mut self, run: RunId) -> Result<(), End> {
        let plan = self.plan();
        let rows = self.rows.clone();
        let ledger = Rc::clone(&self.ledger);
        let mut schedule = Schedule::new(&rows, &ledger, plan);
        let mut signed_in = false;
        loop {
            let next = schedule.next(self.wall()).unwrap();
            let caps = schedule.caps();
            let mut hand = Hand { world: self, ledger: &ledger, run, caps };
            let done = match next {
                Next::Done => break Ok(()),
                Next::Stop(..) => break Err(End::Stopped),
                Next::Due { when, .. } => {
                    // No session is held open over a long wait.
                    signed_in &= when.0 - hand.world.wall().0 <= 120_000;
                    hand.world.wait(when);
                    hand.may_die()
                }
                Next::Act(task) => {
                    hand.world.note_act();
                    hand.sign_in(&mut signed_in).and_then(|()| match task {
                        Task::Row(row) => hand.act(row).map(|became| {
                            if matches!(became, Became::Done) {
                                schedule.done_in_this_run(&rows[row].person.key());
                            }
                        }),
                        Task::Doubt(doubt) => hand.settle(&doubt),
                    })
                }
            };
            if let Err(end) = done {
                break Err(end);
            }
        }
    }
}

/// One process at work.
struct Hand<'a> {
    world: &'a mut World,
    ledger: &'a unlinked::ledger::Ledger,
    run: RunId,
    caps: Caps,
}

impl Hand<'_> {
    fn chance(&mut self, of_a_hundred: u32) -> bool {
        self.world.wild && self.world.rng.u32(0..100) < of_a_hundred
    }

    fn may_die(&mut self) -> Result<(), End> {
        let likely = self.world.setting.deaths_percent;
        if self.world.wild && self.world.rng.u32(0..1000) < likely { Err(End::Died) } else { Ok(()) }
    }

    fn view(&mut self, kind: PageViewKind) {
        let written = self.ledger.record_page_view(self.run, kind, self.world.wall()).unwrap();
        assert!(written.is_ok(), "{kind:?} was refused half-way: {written:?}");
        self.world.note_view();
        self.world.work();
    }

    fn sign_in(&mut self, signed_in: &mut bool) -> Result<(), End> {
        self.may_die()?;
        if !*signed_in {
            self.view(PageViewKind::Owner);
            *signed_in = true;
        }
        self.may_die()
    }

    fn act(&mut self, who: usize) -> Result<Became, End> {
        let opened = self.ledger.reserve_person(self.run, &self.caps, self.world.wall()).unwrap();
        assert!(opened.is_ok(), "the schedule let through what the ledger refuses: {opened:?}");
        self.world.note_view();
        self.world.work();
        self.may_die()?;
        if self.chance(2) {
            self.ledger
                .start_cooldown(Some(self.run), StopSign::Throttled, "429", &COOLDOWNS, self.world.wall())
                .unwrap();
            return Err(End::Stopped);
        }
        if self.chance(1) {
            self.ledger.set_halt(Some(self.run), StopSign::Challenge, "a check", self.world.wall()).unwrap();
            return Err(End::Stopped);
        }
        let member = &self.world.members[who];
        let seen = match (member.exists, member.connected) {
            (false, _) => Some(Outcome::NotFound),
            (_, false) => Some(Outcome::NotConnected),
            _ => None,
        };
        let fault = match self.world.rng.u32(0..20) {
            0 => Outcome::Failed,
            1 => Outcome::ChangedPage,
            2 => Outcome::Mismatch,
            3 => Outcome::NotFound,
            _ => Outcome::Pending,
        };
        let seen = if self.world.wild && fault != Outcome::Pending { Some(fault) } else { seen };
        // A fresh look shows what became of earlier clicks.
        self.world.members[who].looked |= matches!(seen, None | Some(Outcome::NotConnected));
        match seen {
            Some(outcome) => self.record(who, None, outcome),
            None => self.remove(who),
        }
    }

    fn remove(&mut self, who: usize) -> Result<Became, End> {
        let row = &self.world.rows[who];
        let request = IntentRequest {
            run: self.run,
            key: row.person.key(),
            action: row.action,
            pinned_slug: row.person.slug.clone().unwrap(),
            seen_name: "Somebody".to_owned(),
            session: "s".to_owned(),
            driver: "d".to_owned(),
        };
        let attempt = self.ledger.commit_intent(&request, &self.caps, self.world.wall()).unwrap().unwrap();
        self.world.note_intent();
        self.may_die()?;
        if self.chance(3) {
            self.ledger.settle(attempt, Settlement::NotClicked, self.world.wall()).unwrap();
            self.may_die()?;
            return self.record(who, Some(attempt), Outcome::ChangedPage);
        }
        self.world.click(who);
        self.may_die()?;
        self.mark(attempt, Phase::Clicked)?;
        self.mark(attempt, Phase::ConfirmClicked)?;
        if self.chance(4) {
            // The browser is lost; the run goes on with the person in doubt.
            return Ok(Became::Open);
        }
        self.view(PageViewKind::Verify);
        self.may_die()?;
        if self.chance(10) || self.world.members[who].connected {
            return self.record(who, Some(attempt), Outcome::Unconfirmed).map(|_| Became::Open);
        }
        self.world.members[who].looked = true;
        self.ledger.settle(attempt, Settlement::Removed, self.world.wall()).unwrap();
        self.may_die()?;
        self.record(who, Some(attempt), Outcome::Removed)
    }

    fn mark(&mut self, attempt: AttemptId, phase: Phase) -> Result<(), End> {
        self.ledger.mark_phase(attempt, phase, self.world.wall()).unwrap();
        self.may_die()
    }

    fn settle(&mut self, doubt: &Doubt) -> Result<(), End> {
        self.view(PageViewKind::Settle(doubt.attempt));
        self.may_die()?;
        let who = self.world.rows.iter().position(|row| row.person.key() == doubt.key).unwrap();
        if self.world.members[who].connected && doubt.still_at.is_none() && !self.chance(15) {
            self.ledger.note_still_there(doubt.attempt, true, self.world.wall()).unwrap();
            return self.may_die();
        }
        let (settlement, outcome) = match (self.chance(15), self.world.members[who].connected) {
            (true, _) => (Settlement::Unknown, None),
            (false, true) => (Settlement::StillConnected, None),
            (false, false) => (Settlement::Removed, Some(Outcome::Removed)),
        };
        self.world.members[who].looked |= settlement != Settlement::Unknown;
        self.ledger.settle(doubt.attempt, settlement, self.world.wall()).unwrap();
        self.may_die()?;
        match outcome {
            Some(outcome) => self.record(who, Some(doubt.attempt), outcome).map(drop),
            None => Ok(()),
        }
    }

    fn record(&mut self, who: usize, attempt: Option<AttemptId>, outcome: Outcome) -> Result<Became, End> {
        let row = &self.world.rows[who];
        let record = OutcomeRecord {
            run: self.run,
            key: row.person.key(),
            action: row.action,
            attempt,
            outcome,
            detail: String::new(),
            fault: None,
            route: Route::Profile,
            surface: Surface::Desktop,
            ms: 1000,
        };
        self.ledger.record_outcome(&record, self.world.wall()).unwrap();
        self.may_die()?;
        let thresholds = Thresholds::default();
        let tripped =
            self.ledger.note_outcome_for_breaker(&record, &thresholds, "r1", self.world.wall()).unwrap();
        if tripped.is_some() { Err(End::Stopped) } else { Ok(Became::Done) }
    }
}
