//! What `unlinked status` found, as text and as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::hindrance::Hindrance;
use super::output::{Paint, fields, moment, outcome_counts, paragraph, printable, span};
use crate::domain::{Outcome, StoppedBy, UnixMs};
use crate::ledger::{Gauge, Meter, NeedsLook, Window};

/// Where an account stands.
#[derive(Debug, Clone)]
pub(super) struct Standings {
    /// When this was read.
    pub(super) now: UnixMs,
    /// The ledger's file.
    pub(super) ledger: String,
    /// Slug and name of the owner.
    pub(super) owner: Option<(String, String)>,
    /// The roster that this is about.
    pub(super) roster: Option<RosterStands>,
    /// How many people have each outcome.
    pub(super) outcomes: BTreeMap<Outcome, usize>,
    /// What the budgets hold.
    pub(super) budgets: Vec<Gauge>,
    /// What keeps runs from going on.
    pub(super) hindrances: Vec<Hindrance>,
    /// When the next person may be opened, if not now, and why not.
    pub(super) next: Option<(UnixMs, &'static str)>,
    /// The newest run.
    pub(super) last_run: Option<LastRun>,
    /// How many people need a look.
    pub(super) needs_a_look: usize,
}

/// How far a roster is.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RosterStands {
    /// Its file.
    pub(super) file: String,
    /// People in it.
    pub(super) people: usize,
    /// People left to act on.
    pub(super) left: usize,
    /// When it will be done at the present limits.
    pub(super) expected_end_ms: Option<UnixMs>,
}

/// The newest run.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LastRun {
    /// Its number.
    pub(super) run: i64,
    /// When it started.
    pub(super) started_ms: UnixMs,
    /// When it ended; none while it goes on, and after a crash.
    pub(super) ended_ms: Option<UnixMs>,
    /// Whether a process holds the account at the moment.
    pub(super) at_work: bool,
    /// Why it ended early.
    pub(super) stopped_by: Option<StoppedBy>,
    /// Its clicks that remove.
    pub(super) intents: u32,
}

/// The status as one JSON object.
#[derive(Debug, Serialize)]
struct StatusLine<'a> {
    event: &'static str,
    at_ms: UnixMs,
    ledger: &'a str,
    owner: Option<&'a str>,
    roster: Option<&'a RosterStands>,
    outcomes: BTreeMap<Outcome, usize>,
    budgets: &'a [Gauge],
    hindrances: Vec<HindranceLine>,
    next_allowed_ms: Option<UnixMs>,
    next_why: Option<&'a str>,
    last_run: Option<&'a LastRun>,
    needs_a_look: usize,
}

#[derive(Debug, Serialize)]
struct HindranceLine {
    what: &'static str,
    stopped_by: StoppedBy,
    at_ms: UnixMs,
    until_ms: Option<UnixMs>,
    detail: String,
}

#[derive(Debug, Serialize)]
struct NeedsLookLine<'a> {
    event: &'static str,
    key: &'a str,
    slug: Option<&'a str>,
    name: Option<&'a str>,
    action: crate::domain::Action,
    outcome: Outcome,
    at_ms: UnixMs,
    detail: Option<&'a str>,
}

impl Standings {
    /// One JSON object.
    pub(super) fn json(&self) -> String {
        let hindrances = self
            .hindrances
            .iter()
            .map(|hindrance| HindranceLine {
                what: match hindrance {
                    Hindrance::Halt(_) => "halt",
                    Hindrance::Breaker(_) => "breaker",
                    Hindrance::Cooldown(_) => "cooldown",
                },
                stopped_by: hindrance.stopped_by(),
                at_ms: match hindrance {
                    Hindrance::Halt(halt) => halt.at,
                    Hindrance::Breaker(tripped) => tripped.at,
                    Hindrance::Cooldown(cooldown) => cooldown.began_at,
                },
                until_ms: match hindrance {
                    Hindrance::Cooldown(cooldown) => Some(cooldown.until),
                    _ => None,
                },
                detail: hindrance.sentence(self.now, &TimeZone::UTC),
            })
            .collect();
        super::output::line_of(&StatusLine {
            event: "status",
            at_ms: self.now,
            ledger: &self.ledger,
            owner: self.owner.as_ref().map(|(slug, _)| slug.as_str()),
            roster: self.roster.as_ref(),
            outcomes: self.outcomes.iter().filter(|(_, n)| **n > 0).map(|(o, n)| (*o, *n)).collect(),
            budgets: &self.budgets,
            hindrances,
            next_allowed_ms: self.next.map(|(at, _)| at),
            next_why: self.next.map(|(_, why)| why),
            last_run: self.last_run.as_ref(),
            needs_a_look: self.needs_a_look,
        })
    }

    /// Text for a person to read.
    pub(super) fn text(&self, paint: Paint, width: usize, zone: &TimeZone) -> String {
        let mut text = fields(&self.head(zone), width);
        if !self.outcomes.is_empty() {
            text.push_str(&format!("\n{}", outcome_counts(&self.outcomes, paint)));
        }
        if !self.budgets.is_empty() {
            text.push_str(&format!("\n{}", budgets(&self.budgets, self.now, zone, paint)));
        }
        for hindrance in &self.hindrances {
            text.push_str(&format!("\n{}\n", paint.look(&hindrance.text(self.now, zone, width))));
        }
        if self.needs_a_look > 0 {
            let look = match self.needs_a_look {
                1 => "1 person needs a look: `unlinked status --needs-a-look` says who and why.".to_owned(),
                n => format!("{n} people need a look: `unlinked status --needs-a-look` says who and why."),
            };
            text.push_str(&format!("\n{}\n", paint.look(&paragraph(&look, width, 0))));
        }
        text
    }

    fn head(&self, zone: &TimeZone) -> Vec<(&'static str, String)> {
        let mut head = Vec::new();
        head.push((
            "Account",
            match &self.owner {
                Some((slug, name)) => format!("{} ({})", printable(name), printable(slug)),
                None => "nobody has signed in yet".to_owned(),
            },
        ));
        head.push(("Ledger", self.ledger.clone()));
        if let Some(roster) = &self.roster {
            head.push((
                "Roster",
                format!("{}: {} people, {} left to act on", roster.file, roster.people, roster.left),
            ));
            if let Some(end) = roster.expected_end_ms.filter(|_| roster.left > 0) {
                let takes = span(end.since(self.now).max(Duration::from_secs(60)));
                head.push((
                    "",
                    format!("done in about {takes} at the present limits: {}", moment(end, self.now, zone)),
                ));
            }
        }
        if let Some(run) = &self.last_run {
            head.push(("Last run", run.text(self.now, zone)));
        }
        head.push((
            "Next",
            match self.next {
                _ if self.hindrances.iter().any(Hindrance::is_lifted_by_resume) => {
                    "not before `unlinked resume`".to_owned()
                }
                Some((at, why)) => format!("not before {} ({why})", moment(at, self.now, zone)),
                None => "allowed now".to_owned(),
            },
        ));
        head
    }
}

impl LastRun {
    fn text(&self, now: UnixMs, zone: &TimeZone) -> String {
        let started = moment(self.started_ms, now, zone);
        let how = match (self.ended_ms, self.at_work) {
            (Some(ended), _) => format!("to {}", moment(ended, now, zone)),
            (None, true) => "and still at work".to_owned(),
            (None, false) => "and ended without a word (killed, or the power went)".to_owned(),
        };
        let why = self.stopped_by.map(|cause| format!(", stopped by {cause}")).unwrap_or_default();
        let clicks =
            if self.intents == 1 { "1 click".to_owned() } else { format!("{} clicks", self.intents) };
        format!("{}: {started} {how}{why}, {clicks} that remove", self.run)
    }
}

/// One line a window: what lies in it and what may.
fn budgets(gauges: &[Gauge], now: UnixMs, zone: &TimeZone, paint: Paint) -> String {
    let mut text = String::new();
    for window in Window::ALL {
        let mut parts = Vec::new();
        for gauge in gauges.iter().filter(|gauge| gauge.window == *window) {
            let shown = matches!(gauge.meter, Meter::Removals | Meter::PageViews) || gauge.used > 0;
            if !shown {
                continue;
            }
            let name = gauge.meter.as_str().replace('_', " ");
            let mut part = if gauge.max == u32::MAX {
                format!("{} {name}", gauge.used)
            } else {
                format!("{} of {} {name}", gauge.used, gauge.max)
            };
            if let Some(frees) = gauge.frees_at {
                part.push_str(&format!(" (room again {})", moment(frees, now, zone)));
                part = paint.look(&part);
            }
            parts.push(part);
        }
        if !parts.is_empty() {
            text.push_str(&format!("In any {:>3}  {}\n", window.as_str(), parts.join(", ")));
        }
    }
    text
}

/// Everybody who needs a look, and what to do about it.
pub(super) fn needs_a_look_text(
    people: &[NeedsLook],
    now: UnixMs,
    zone: &TimeZone,
    paint: Paint,
    width: usize,
) -> String {
    if people.is_empty() {
        return "Nobody needs a look.".to_owned();
    }
    let mut text = String::new();
    for person in people {
        let slug = person.slug.as_deref().unwrap_or(&person.key);
        let who = match &person.name {
            Some(name) => format!("{} ({})", printable(name), printable(slug)),
            None => printable(slug).into_owned(),
        };
        let word = paint.outcome(person.outcome, &format!("{:>13}", person.outcome));
        text.push_str(&format!("{word}  {who}, {}\n", moment(person.at, now, zone)));
        if let Some(detail) = &person.detail {
            text.push_str(&format!("{}\n", paragraph(&printable(detail), width, 15)));
        }
    }
    text.push_str(&format!(
        "\n{}",
        paragraph(
            "Look at each profile in your own browser. `unlinked retry SLUG` allows another try, `unlinked skip SLUG` \
             leaves the person alone for good.",
            width,
            0
        )
    ));
    text
}

/// The same, one JSON object a person.
pub(super) fn needs_a_look_json(person: &NeedsLook) -> String {
    super::output::line_of(&NeedsLookLine {
        event: "needs_a_look",
        key: &person.key,
        slug: person.slug.as_deref(),
        name: person.name.as_deref(),
        action: person.action,
        outcome: person.outcome,
        at_ms: person.at,
        detail: person.detail.as_deref(),
    })
}
