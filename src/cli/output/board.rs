//! How far a run is, kept from its events, and the two lines of text that show it.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::moment::{moment, span};
use super::terminal::printable;
use crate::domain::{Outcome, Step, UnixMs};
use crate::engine::{RunEvent, WaitWhy};

/// How far a run is.
#[derive(Debug, Default)]
pub(crate) struct Board {
    /// People to act on in this run.
    pub(crate) total: usize,
    /// People done in this run.
    pub(crate) done: usize,
    outcomes: BTreeMap<Outcome, usize>,
    doing: Doing,
    started: Option<UnixMs>,
}

#[derive(Debug, Default)]
enum Doing {
    #[default]
    Nothing,
    Browser,
    Step(String, Step),
    Waiting(UnixMs, WaitWhy),
}

impl Board {
    /// Takes note of an event. `name` is the name of the person that it is about, where it is known.
    pub(crate) fn note(&mut self, event: &RunEvent, name: Option<&str>, now: UnixMs) {
        match event {
            RunEvent::Started { people, .. } => {
                self.total = *people;
                self.started = Some(now);
            }
            RunEvent::Browser => self.doing = Doing::Browser,
            RunEvent::Step { who, step, .. } => {
                self.doing = Doing::Step(name.unwrap_or(who).to_owned(), *step);
            }
            RunEvent::Waiting { until, why } => self.doing = Doing::Waiting(*until, *why),
            RunEvent::Person(report) => {
                // Whoever is kept without a page being opened was never among the people to act on.
                if report.outcome != Outcome::Kept || report.ms > 0 {
                    self.done += 1;
                }
                *self.outcomes.entry(report.outcome).or_insert(0) += 1;
                self.doing = Doing::Nothing;
            }
            RunEvent::Warning(_) | RunEvent::Owner { .. } => {}
        }
    }

    /// How long the rest will take at this speed, and what became of the people so far.
    pub(crate) fn counts(&self, now: UnixMs) -> String {
        let left = self.time_left(now).map(|left| format!("about {} to go", span(left)));
        let counts = self.outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}"));
        left.into_iter().chain(counts).collect::<Vec<_>>().join(", ")
    }

    /// What is being done right now.
    pub(crate) fn doing(&self, now: UnixMs, zone: &TimeZone) -> String {
        match &self.doing {
            Doing::Nothing => String::new(),
            Doing::Browser => "starting the browser".to_owned(),
            Doing::Step(who, step) => format!("{}: {}", printable(who), step_phrase(*step)),
            Doing::Waiting(until, why) => waiting(*until, *why, now, zone),
        }
    }

    /// By the average so far. Waits for limits come in lumps of hours, and would make a bad average: none is given then.
    fn time_left(&self, now: UnixMs) -> Option<Duration> {
        let elapsed = now.since(self.started?);
        let left = u32::try_from(self.total.checked_sub(self.done)?).ok()?;
        let waits_for_long =
            matches!(&self.doing, Doing::Waiting(_, why) if !matches!(why, WaitWhy::Pace | WaitWhy::Settle));
        if self.done < 2 || left == 0 || waits_for_long {
            return None;
        }
        let each = elapsed / u32::try_from(self.done).ok()?;
        Some(each.saturating_mul(left)).filter(|left| *left >= Duration::from_secs(1))
    }
}

/// What is waited for, and until when.
pub(crate) fn waiting(until: UnixMs, why: WaitWhy, now: UnixMs, zone: &TimeZone) -> String {
    let why = match why {
        WaitWhy::Pace => "the pace between two people",
        WaitWhy::Budget => "a budget that is spent",
        WaitWhy::Hours => "the active hours",
        WaitWhy::Cooldown => "the cool-down after a throttling sign",
        WaitWhy::Settle => "a page to settle before a second look",
        WaitWhy::Session => "the server to end a session that was lost",
    };
    format!("waiting until {} for {why}", moment(until, now, zone))
}

fn step_phrase(step: Step) -> &'static str {
    match step {
        Step::Allow => "asking the limits",
        Step::Open => "opening the profile",
        Step::Identify => "reading who it is",
        Step::Pick => "looking for the row",
        Step::Menu => "opening the menu",
        Step::Find => "looking for the menu item",
        Step::Commit => "removing",
        Step::Confirm => "answering the dialog",
        Step::Verify => "loading the page again for proof",
        Step::Record => "writing it down",
    }
}
