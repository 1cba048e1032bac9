//! What `unlinked status` found, as text and as JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::faded;
use crate::cli::hindrance::Hindrance;
use crate::cli::output::{Paint, fields, outcome_counts, paragraph, printable};
use crate::domain::{Outcome, StoppedBy, UnixMs, quoted};
use crate::ledger::{Gauge, Meter, NeedsLook, Window};
use crate::trace::Faded;
use crate::wording::{moment, people, span};

/// Where an account stands.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Standings {
    /// When this was read.
    pub(in crate::cli) now: UnixMs,
    /// The ledger's file.
    pub(in crate::cli) ledger: String,
    /// Slug and name of the owner.
    pub(in crate::cli) owner: Option<(String, String)>,
    /// The roster that this is about.
    pub(in crate::cli) roster: Option<RosterStands>,
    /// How many people have each outcome.
    pub(in crate::cli) outcomes: BTreeMap<Outcome, usize>,
    /// What the budgets hold.
    pub(in crate::cli) budgets: Vec<Gauge>,
    /// What keeps runs from going on.
    pub(in crate::cli) hindrances: Vec<Hindrance>,
    /// When the next person may be acted on, if not now, and why not; without a time where time alone changes nothing.
    pub(in crate::cli) next: Option<(Option<UnixMs>, &'static str)>,
    /// The newest run.
    pub(in crate::cli) last_run: Option<LastRun>,
    /// Who needs a look.
    pub(in crate::cli) needs_a_look: Vec<NeedsLook>,
    /// The ledger that this one is a copy of, where both are used.
    pub(in crate::cli) copy_of: Option<PathBuf>,
    /// Evidence that is never removed, in words, if there is any.
    pub(in crate::cli) not_pruned: Option<String>,
    /// When the first of those who wait for a later day is tried again.
    pub(in crate::cli) next_try: Option<UnixMs>,
    /// Places that the newest run has found by later candidates than those before it.
    pub(in crate::cli) faded: Vec<Faded>,
}

/// How far a roster is.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct RosterStands {
    /// Its file.
    pub(in crate::cli) file: String,
    /// People in it.
    pub(in crate::cli) people: usize,
    /// The run that read it, where its file is not at hand now: then people stand as the ledger knows them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) as_of_run: Option<i64>,
    /// People left to act on.
    pub(in crate::cli) left: usize,
    /// When it will be done at the present limits.
    pub(in crate::cli) expected_end_ms: Option<UnixMs>,
}

/// The newest run.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct LastRun {
    /// Its number.
    pub(in crate::cli) run: i64,
    /// When it started.
    pub(in crate::cli) started_ms: UnixMs,
    /// When it ended; none while it goes on, and after a crash.
    pub(in crate::cli) ended_ms: Option<UnixMs>,
    /// Whether a process holds the account at the moment.
    pub(in crate::cli) at_work: bool,
    /// Why it ended early.
    pub(in crate::cli) stopped_by: Option<StoppedBy>,
    /// Its clicks that remove.
    pub(in crate::cli) intents: u32,
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
    copy_of: Option<&'a Path>,
    not_pruned: Option<&'a str>,
    next_try_ms: Option<UnixMs>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    faded: &'a [Faded],
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
    #[serde(skip_serializing_if = "Option::is_none")]
    what_to_do: Option<String>,
}

impl Standings {
    /// One JSON object.
    pub(in crate::cli) fn json(&self) -> String {
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
        crate::cli::output::line_of(&StatusLine {
            event: "status",
            at_ms: self.now,
            ledger: &self.ledger,
            owner: self.owner.as_ref().map(|(slug, _)| slug.as_str()),
            roster: self.roster.as_ref(),
            outcomes: self.outcomes.iter().filter(|(_, n)| **n > 0).map(|(o, n)| (*o, *n)).collect(),
            budgets: &self.budgets,
            hindrances,
            next_allowed_ms: self.next.and_then(|(at, _)| at),
            next_why: self.next.map(|(_, why)| why),
            last_run: self.last_run.as_ref(),
            needs_a_look: self.needs_a_look.len(),
            copy_of: self.copy_of.as_deref(),
            not_pruned: self.not_pruned.as_deref(),
            next_try_ms: self.next_try,
            faded: &self.faded,
        })
    }

    /// Text for a person to read.
    pub(in crate::cli) fn text(&self, paint: Paint, width: usize, zone: &TimeZone) -> String {
        let mut text = fields(&self.head(zone), width);
        if !self.outcomes.is_empty() {
            text.push_str(&format!("\n{}", outcome_counts(&self.outcomes, paint)));
        }
        if !self.budgets.is_empty() {
            text.push_str(&format!("\n{}", budgets(&self.budgets, self.now, zone, paint)));
        }
        if let Some(at) = self.next_try {
            let when = if at <= self.now {
                "with the next run".to_owned()
            } else {
                format!("from {} on", moment(at, self.now, zone))
            };
            let line = format!(
                "Whoever waits for a later day (not found, or still connected after a click) is tried again {when}."
            );
            text.push_str(&format!("\n{}\n", paragraph(&line, width, 0)));
        }
        for hindrance in &self.hindrances {
            text.push_str(&format!("\n{}\n", paint.look(&hindrance.text(self.now, zone, width))));
        }
        if !self.needs_a_look.is_empty() {
            let look = match self.needs_a_look.len() {
                1 => "1 person needs a look: `unlinked status --needs-a-look` says who and why.".to_owned(),
                n => format!("{n} people need a look: `unlinked status --needs-a-look` says who and why."),
            };
            text.push_str(&format!("\n{}\n", paint.look(&paragraph(&look, width, 0))));
        }
        if let Some(told) = faded::told(&self.faded) {
            text.push_str(&format!("\n{}\n", paint.look(&paragraph(&told, width, 0))));
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
                format!("{}: {}, {} left to act on", roster.file, people(roster.people), roster.left),
            ));
            if let Some(run) = roster.as_of_run {
                head.push((
                    "",
                    format!("as run {run} read it: no such file can be read here (`unlinked status ROSTER` names it)"),
                ));
            }
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
        if let Some(origin) = &self.copy_of {
            head.push((
                "Ledger",
                format!(
                    "a copy of {}, which is still there; each counts its own clicks and limits: use one of them alone, or join \
                     them with `unlinked ledger restore FILE`",
                    origin.display()
                ),
            ));
        }
        if let Some(strays) = &self.not_pruned {
            head.push(("Evidence", strays.clone()));
        }
        head.push((
            "Next",
            match self.next {
                _ if self.hindrances.iter().any(Hindrance::is_lifted_by_resume) => {
                    "not before `unlinked resume`".to_owned()
                }
                Some((Some(at), why)) => {
                    // A run with `--now` goes on where a run that begins now would wait.
                    let at_work = self.last_run.as_ref().filter(|run| run.at_work && run.ended_ms.is_none());
                    let working = at_work.map(|run| format!("run {} is at work; another one ", run.run));
                    format!(
                        "{}not before {} ({why})",
                        working.unwrap_or_default(),
                        moment(at, self.now, zone)
                    )
                }
                Some((None, why)) => format!("never at the present limits ({why})"),
                None => "allowed now".to_owned(),
            },
        ));
        head
    }
}

impl LastRun {
    /// In a line: when, and how it ended.
    pub(in crate::cli) fn text(&self, now: UnixMs, zone: &TimeZone) -> String {
        let started = moment(self.started_ms, now, zone);
        let how = match (self.ended_ms, self.at_work) {
            (Some(ended), _) => format!("to {}", moment(ended, now, zone)),
            (None, true) => "and still at work".to_owned(),
            (None, false) => "and ended without a word (killed, or the power went)".to_owned(),
        };
        let why = match self.stopped_by {
            Some(StoppedBy::Interrupted) => ", interrupted".to_owned(),
            Some(cause) => format!(", stopped early ({cause})"),
            None => String::new(),
        };
        let clicks = match self.intents {
            0 => "no click that removes".to_owned(),
            1 => "1 click that removes".to_owned(),
            n => format!("{n} clicks that remove"),
        };
        format!("{}: {started} {how}{why}, {clicks}", self.run)
    }
}

/// Whether a gauge is worth telling: removals and page views always are.
pub(super) fn is_shown(gauge: &Gauge) -> bool {
    matches!(gauge.meter, Meter::Removals | Meter::PageViews) || gauge.used > 0
}

/// One line a window: what lies in it and what may.
fn budgets(gauges: &[Gauge], now: UnixMs, zone: &TimeZone, paint: Paint) -> String {
    let mut text = String::new();
    for window in Window::ALL {
        let mut parts = Vec::new();
        for gauge in gauges.iter().filter(|gauge| gauge.window == *window) {
            if !is_shown(gauge) {
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
pub(in crate::cli) fn needs_a_look_text(
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
        if let Some(command) = release(person) {
            text.push_str(&format!("{}\n", paragraph(&printable(&command), width, 15)));
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

/// What settles it for somebody who is kept since it cannot be told whether a keep list means them.
fn release(person: &NeedsLook) -> Option<String> {
    (person.outcome == Outcome::Kept).then(|| format!("unlinked keep release {}", quoted(&person.key)))
}

/// The same, one JSON object a person.
pub(in crate::cli) fn needs_a_look_json(person: &NeedsLook) -> String {
    crate::cli::output::line_of(&NeedsLookLine {
        event: "needs_a_look",
        key: &person.key,
        slug: person.slug.as_deref(),
        name: person.name.as_deref(),
        action: person.action,
        outcome: person.outcome,
        at_ms: person.at,
        detail: person.detail.as_deref(),
        what_to_do: release(person),
    })
}

#[cfg(test)]
mod tests;
