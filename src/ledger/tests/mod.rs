//! The rules of the ledger, each with the story that would break it.

mod budgets;
mod care;
mod clocks;
mod control;
mod facts;
mod files;
mod in_place;
mod intents;
mod migrations;
mod parting;
mod restoring;
mod standings;

use super::*;
use crate::domain::{Action, Outcome, PersonKey, Route, Slug, StopSign, Surface, Thresholds, UnixMs};

pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// 2026-11-23T10:00:00Z, a Monday.
pub(super) const START: i64 = 1_795_428_000_000;

/// To be acted on now.
pub(super) const FREE: NextStep = NextStep::Act(UnixMs(0));

/// A ledger in memory with a clock that is turned by hand, and one run at a time.
pub(super) struct Desk {
    pub(super) ledger: Ledger,
    pub(super) now: UnixMs,
    pub(super) run: RunId,
}

impl Desk {
    pub(super) fn new() -> Desk {
        let now = UnixMs(START);
        let ledger = Ledger::open_in_memory(now).unwrap();
        let run = ledger.begin_run(&start(RunKind::Removal), now).unwrap();
        Desk { ledger, now, run }
    }

    pub(super) fn pass(&mut self, ms: i64) -> &mut Desk {
        self.now.0 += ms;
        self
    }

    /// The next run begins.
    pub(super) fn next_run(&mut self) -> &mut Desk {
        self.ledger.end_run(self.run, None, 0, self.now).unwrap();
        self.run = self.ledger.begin_run(&start(RunKind::Removal), self.now).unwrap();
        self
    }

    pub(super) fn request(&self, who: &str) -> IntentRequest {
        request(self.run, who)
    }

    pub(super) fn commit(&self, who: &str, caps: &Caps) -> Result<AttemptId, Refusal> {
        self.ledger.commit_intent(&self.request(who), caps, self.now).unwrap()
    }

    pub(super) fn intent(&self, who: &str) -> AttemptId {
        self.commit(who, &Caps::UNLIMITED).unwrap()
    }

    pub(super) fn record(&self, who: &str, attempt: Option<AttemptId>, outcome: Outcome) {
        self.ledger.record_outcome(&record(self.run, who, attempt, outcome), self.now).unwrap();
    }

    /// One person removed from intent to proof.
    pub(super) fn remove(&self, who: &str) {
        let attempt = self.intent(who);
        self.ledger.mark_phase(attempt, Phase::Clicked, self.now).unwrap();
        self.ledger.settle(attempt, Settlement::Removed, self.now).unwrap();
        self.record(who, Some(attempt), Outcome::Removed);
    }

    pub(super) fn standing(&self, who: &str) -> Standing {
        self.ledger.standing(&key(who), Action::Remove).unwrap()
    }

    /// The click in doubt.
    pub(super) fn doubt(&self, who: &str) -> Doubt {
        self.standing(who).doubt.expect("not doubtful")
    }

    /// The one word, and what follows by the usual policy.
    pub(super) fn stands(&self, who: &str) -> (Outcome, NextStep) {
        let standing = self.standing(who);
        (standing.outcome, standing.next(&Policy::default()))
    }

    pub(super) fn used(&self, meter: Meter, window: Window) -> u64 {
        let budget = self.ledger.budget(&Caps::UNLIMITED, self.now).unwrap();
        budget.windows.iter().find(|gauge| gauge.meter == meter && gauge.window == window).unwrap().used
    }
}

pub(super) fn request(run: RunId, who: &str) -> IntentRequest {
    IntentRequest {
        run,
        key: key(who),
        action: Action::Remove,
        pinned_slug: Slug::parse(who).unwrap(),
        seen_name: format!("Name of {who}"),
        session: "session-1".to_owned(),
        driver: "http://127.0.0.1:9515".to_owned(),
    }
}

pub(super) fn start(kind: RunKind) -> RunStart {
    RunStart {
        kind,
        roster: Some("roster.csv".to_owned()),
        fingerprint: None,
        site: "http://127.0.0.1:1".to_owned(),
        surface: Some(Surface::Desktop),
        route: Some(Route::Profile),
        selectors: Some("2026-11-23".to_owned()),
    }
}

pub(super) fn key(who: &str) -> PersonKey {
    PersonKey(who.to_owned())
}

pub(super) fn record(run: RunId, who: &str, attempt: Option<AttemptId>, outcome: Outcome) -> OutcomeRecord {
    OutcomeRecord {
        run,
        key: key(who),
        action: Action::Remove,
        attempt,
        outcome,
        detail: format!("seen: {outcome}"),
        fault: None,
        route: Route::Profile,
        surface: Surface::Desktop,
        ms: 1200,
    }
}

/// Caps for removals alone.
pub(super) fn removals(day: u32, week: u32, month: u32) -> Caps {
    Caps { removals: PerWindow { day, week, month }, ..Caps::UNLIMITED }
}

/// Caps for page views alone.
pub(super) fn views(day: u32, week: u32, month: u32) -> Caps {
    Caps { page_views: PerWindow { day, week, month }, ..Caps::UNLIMITED }
}
