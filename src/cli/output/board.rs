//! How far a run is, kept from its events, and the two lines of text that show it.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::speed::{Speed, rate};
use super::terminal::printable;
use crate::domain::{Outcome, Step, UnixMs};
use crate::engine::{RunEvent, WaitWhy};
use crate::wording::{moment, span};

/// From here on a moment says more than a span, which grows old on a screen that is not drawn anew while the run waits.
const LONG: Duration = Duration::from_secs(600);

/// What a run says while it is paused.
pub(crate) const PAUSED: &str = "paused by you: nobody is begun before you continue it in `unlinked watch`";

/// What a run is to come to, as far as it is known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Goal {
    /// `--limit`: it ends after so many people, however many are left.
    pub(crate) people: Option<usize>,
    /// When it should end, for as long as nothing is known of its speed.
    pub(crate) end: Option<UnixMs>,
    /// How long budgets and active hours will keep it waiting in all; `None` where that cannot be told.
    pub(crate) waits: Option<Duration>,
}

impl Default for Goal {
    fn default() -> Goal {
        Goal { people: None, end: None, waits: Some(Duration::ZERO) }
    }
}

/// How far a run is.
#[derive(Debug, Default)]
pub(crate) struct Board {
    /// People to act on in this run.
    pub(crate) total: usize,
    /// People done in this run.
    pub(crate) done: usize,
    /// What it is to come to.
    pub(crate) goal: Goal,
    outcomes: BTreeMap<Outcome, usize>,
    doing: Doing,
    speed: Speed,
}

#[derive(Debug, Default)]
enum Doing {
    #[default]
    Nothing,
    Browser,
    Step(String, Step),
    Waiting(UnixMs, WaitWhy),
    Paused,
}

impl Board {
    /// Takes note of an event. `name` is the name of the person that it is about, where it is known.
    pub(crate) fn note(&mut self, event: &RunEvent, name: Option<&str>, now: UnixMs) {
        match event {
            RunEvent::Waiting { why, .. } if !is_part_of_the_work(*why) => self.speed.wait(now),
            RunEvent::Paused => self.speed.wait(now),
            RunEvent::Warning(_) => {}
            RunEvent::Waiting { until, .. } => {
                self.speed.go_on(now);
                self.speed.not_before(*until);
            }
            _ => self.speed.go_on(now),
        }
        match event {
            RunEvent::Started { people, .. } => self.total = *people,
            RunEvent::Browser => self.doing = Doing::Browser,
            RunEvent::Step { who, step, .. } => {
                self.doing = Doing::Step(name.unwrap_or(who).to_owned(), *step);
            }
            RunEvent::Waiting { until, why } => self.doing = Doing::Waiting(*until, *why),
            RunEvent::Person(report) => {
                // Whoever is kept without a page being opened was never among the people to act on.
                if report.outcome != Outcome::Kept || report.ms > 0 {
                    self.done += 1;
                    // `--limit` counts clicks: whoever needed none comes on top.
                    self.total = self.total.max(self.done);
                    self.speed.done(now);
                }
                *self.outcomes.entry(report.outcome).or_insert(0) += 1;
                self.doing = Doing::Nothing;
            }
            RunEvent::Paused => self.doing = Doing::Paused,
            RunEvent::Continued => self.doing = Doing::Nothing,
            RunEvent::Warning(_) | RunEvent::Owner { .. } => {}
        }
    }

    /// How fast it goes, when it will end, and what became of the people so far, as far as it fits into so many columns.
    pub(crate) fn counts(&self, now: UnixMs, zone: &TimeZone, columns: usize) -> String {
        let mut parts = self.parts(now, zone);
        let whole = parts.join(", ");
        if whole.len() <= columns {
            return whole;
        }
        loop {
            parts.pop();
            let some = format!("{}, …", parts.join(", "));
            if parts.is_empty() || some.chars().count() <= columns {
                return if parts.is_empty() { String::new() } else { some };
            }
        }
    }

    /// The same as a line of its own, where nothing can be drawn.
    pub(crate) fn line(&self, now: UnixMs, zone: &TimeZone) -> String {
        let mut parts = self.parts(now, zone);
        parts.insert(0, format!("{} of {} done", self.done, self.total));
        parts.join(", ")
    }

    fn parts(&self, now: UnixMs, zone: &TimeZone) -> Vec<String> {
        let counts = self.outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}"));
        self.speed.each().map(rate).into_iter().chain(self.end_in_words(now, zone)).chain(counts).collect()
    }

    /// What is being done right now.
    pub(crate) fn doing(&self, now: UnixMs, zone: &TimeZone) -> String {
        match &self.doing {
            Doing::Nothing => String::new(),
            Doing::Browser => "starting the browser".to_owned(),
            Doing::Step(who, step) => format!("{}: {}", printable(who), step_phrase(*step)),
            Doing::Waiting(until, why) => waiting(*until, *why, now, zone),
            Doing::Paused => PAUSED.to_owned(),
        }
    }

    fn end_in_words(&self, now: UnixMs, zone: &TimeZone) -> Option<String> {
        let end = self.end(now)?;
        let left = end.since(now);
        let waits = matches!(self.doing, Doing::Waiting(..) | Doing::Paused);
        Some(if left < LONG && !waits {
            format!("about {} to go", span(left))
        } else {
            format!("ends about {}", moment(end, now, zone))
        })
    }

    /// When it will end: at the speed so far, with the waits for limits that are still to come.
    fn end(&self, now: UnixMs) -> Option<UnixMs> {
        let people = self.goal.people.map_or(self.total, |people| people.min(self.total));
        let left = u32::try_from(people.checked_sub(self.done)?).ok().filter(|left| *left > 0)?;
        let end = match self.speed.each() {
            None => self.goal.end?,
            Some(each) => {
                let from = match self.doing {
                    Doing::Waiting(until, why) if !is_part_of_the_work(why) => until,
                    _ => self.speed.last()?,
                };
                let waits = self.goal.waits?.saturating_sub(self.speed.waited_by(from));
                from.plus(each.saturating_mul(left)).plus(waits)
            }
        };
        Some(end).filter(|end| end.since(now) >= Duration::from_secs(1))
    }
}

/// Whether a wait comes with every person, and so belongs to how long one takes.
fn is_part_of_the_work(why: WaitWhy) -> bool {
    matches!(why, WaitWhy::Pace | WaitWhy::Settle)
}

/// What is waited for, and until when.
pub(crate) fn waiting(until: UnixMs, why: WaitWhy, now: UnixMs, zone: &TimeZone) -> String {
    let at = moment(until, now, zone);
    match why {
        WaitWhy::Pace => format!("next person at {at}"),
        WaitWhy::Budget => format!("waiting until {at}: a budget is used up"),
        WaitWhy::Hours => format!("waiting until {at}: outside the active hours (--now goes on anyway)"),
        WaitWhy::Cooldown => format!("waiting until {at}: the cool-down after a throttling sign"),
        WaitWhy::Settle => format!("second look at {at}"),
        WaitWhy::Session => format!("waiting until {at}: the server ends a session that was lost"),
    }
}

/// What is being done in a step.
pub(crate) fn step_phrase(step: Step) -> &'static str {
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
