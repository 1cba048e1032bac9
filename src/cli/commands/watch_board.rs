//! How an account stands, as the page of `unlinked watch` shows it: made from what `status` knows, the ledger, and the newest trace.

use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Span, ZonedDateTime};
use url::Url;

use super::status_text::{Standings, is_shown};
use crate::cli::failure::Failure;
use crate::cli::hindrance::Hindrance;
use crate::cli::output::{printable, step_phrase};
use crate::domain::{Outcome, Slug, UnixMs};
use crate::evidence::Home;
use crate::ledger::{Came, Gauge, Ledger, NeedsLook, Request, Requested, RunKind, RunRow};
use crate::trace::{Event, What, newest_events};
use crate::watch::{
    Account, Board, Budget, CellKind, Count, DayCell, Doing, Look, PersonWish, Picture, Progress, Recent,
    RunAsk,
};
use crate::wording::{moment, people, span, zoned};

/// How much of a trace is read: some ten people of it.
const TAIL: u64 = 256 << 10;

/// How many people who need a look are listed, and how many of the last people.
const LOOKS: usize = 100;
const RECENT: u32 = 12;

/// How many pictures are shown.
const PICTURES: usize = 4;

/// How many weeks the calendar has.
const WEEKS: i64 = 6;

/// Where it is read from.
pub(super) struct Sources<'a> {
    /// Nothing before the first run.
    pub(super) ledger: Option<&'a Ledger>,
    pub(super) home: Option<&'a Home>,
    pub(super) site: &'a Url,
    /// The account's own.
    pub(super) zone: &'a TimeZone,
}

/// The account in full, with the folder of its newest run's evidence.
pub(super) fn board_of(
    stands: &Standings,
    sources: &Sources<'_>,
) -> Result<(Board, Option<PathBuf>), Failure> {
    let Sources { ledger, home, site, zone } = *sources;
    let when = |at| moment(at, stands.now, zone);
    let newest = ledger.map(|ledger| ledger.runs(1)).transpose()?.and_then(|runs| runs.into_iter().next());
    let at_work = newest
        .as_ref()
        .filter(|run| run.ended_at.is_none() && stands.last_run.as_ref().is_some_and(|last| last.at_work));
    let asked = match (ledger, at_work) {
        (Some(ledger), Some(run)) => ledger.requested(run.id)?,
        _ => None,
    };
    let folder = newest.as_ref().and_then(|run| {
        let kept = home?.list().ok()?;
        kept.into_iter().find(|kept| kept.run == run.id).map(|kept| kept.folder)
    });
    let events = folder.as_ref().and_then(|folder| newest_events(folder, TAIL).ok()).unwrap_or_default();
    let (state, headline) = state_of(stands, newest.as_ref(), at_work, asked, zone);
    let came = ledger.map(|ledger| ledger.newest_outcomes(RECENT)).transpose()?.unwrap_or_default();
    let board = Board {
        owner: stands.owner.as_ref().map_or_else(
            || "nobody has signed in yet".to_owned(),
            |(slug, name)| format!("{} ({})", printable(name), printable(slug)),
        ),
        state,
        headline,
        doing: at_work.map(|_| doing(stands, &events, asked, zone)).unwrap_or_default(),
        run: at_work.map(|run| run.id.0),
        can: at_work.map(|run| can_be_asked(run, asked)).unwrap_or_default(),
        progress: progress(stands, zone),
        hindrances: stands.hindrances.iter().map(|each| each.sentence(stands.now, zone)).collect(),
        outcomes: stands
            .outcomes
            .iter()
            .filter(|(_, people)| **people > 0)
            .map(|(outcome, people)| Count { outcome: words_of(*outcome), people: *people })
            .collect(),
        budgets: stands
            .budgets
            .iter()
            .filter(|gauge| is_shown(gauge))
            .map(|gauge| budget(gauge, when))
            .collect(),
        looks: stands.needs_a_look.iter().take(LOOKS).map(|look| shown(look, site, when)).collect(),
        looks_in_all: stands.needs_a_look.len(),
        days: ledger.map(|ledger| days(ledger, stands.now, zone)).transpose()?.unwrap_or_default(),
        pictures: newest.as_ref().map(|run| pictures(run, &events)).unwrap_or_default(),
        recent: came.iter().map(|came| recent(came, when)).collect(),
        read: when(stands.now),
    };
    Ok((board, folder))
}

/// The account in a line.
pub(super) fn in_a_line(name: &str, stands: &Standings, board: &Board, zone: &TimeZone) -> Account {
    let roster = stands.roster.as_ref();
    let end = roster.filter(|roster| roster.left > 0).and_then(|roster| roster.expected_end_ms);
    let needs_you = stands.hindrances.iter().any(Hindrance::is_lifted_by_resume);
    Account {
        name: printable(name).into_owned(),
        state: board.state.clone(),
        needs_you,
        left: roster.map(|roster| roster.left),
        removed: stands.outcomes.get(&Outcome::Removed).copied().unwrap_or(0),
        looks: stands.needs_a_look.len(),
        // Nobody knows when somebody will look.
        end: end.filter(|_| !needs_you).map(|end| moment(end, stands.now, zone)),
    }
}

/// An account that cannot be read, with why.
pub(super) fn unreadable(name: &str, why: String) -> (Account, Board) {
    let state = "cannot be read".to_owned();
    let account = Account {
        name: printable(name).into_owned(),
        state: state.clone(),
        needs_you: true,
        left: None,
        removed: 0,
        looks: 0,
        end: None,
    };
    let headline = "This account cannot be read now.".to_owned();
    (account, Board { state, headline, hindrances: vec![printable(&why).into_owned()], ..Board::default() })
}

fn words_of(outcome: Outcome) -> String {
    outcome.to_string().replace('_', " ")
}

/// How it stands: in a word, and in a sentence.
fn state_of(
    stands: &Standings,
    newest: Option<&RunRow>,
    at_work: Option<&RunRow>,
    asked: Option<Requested>,
    zone: &TimeZone,
) -> (String, String) {
    let when = |at| moment(at, stands.now, zone);
    let told = |state: &str, headline: String| (state.to_owned(), headline);
    if let Some(run) = at_work {
        let id = run.id;
        let heard = asked.is_some_and(|asked| asked.heard_at.is_some());
        match asked.map(|asked| asked.what) {
            Some(Request::Stop) if heard => {
                return told("stopping", format!("Run {id} ends as soon as the current person is finished."));
            }
            Some(Request::Stop) => return told("asked to stop", format!("Run {id} was asked to stop.")),
            Some(Request::Pause) if heard => {
                return told(
                    "paused",
                    format!("Run {id} is paused: it begins with nobody until you continue it."),
                );
            }
            Some(Request::Pause) => return told("asked to pause", format!("Run {id} was asked to pause.")),
            Some(Request::Continue) | None => {}
        }
        if let Some(Hindrance::Cooldown(cooldown)) = stands.hindrances.first() {
            let until = when(cooldown.until);
            return told(
                &format!("cool-down until {until}"),
                format!("Run {id} waits for the end of a cool-down."),
            );
        }
        let what = match run.start.kind {
            RunKind::Removal => format!("Run {id}"),
            RunKind::Rehearsal => format!("Run {id}, a rehearsal, which removes nobody,"),
            kind => format!("Run {id} ({kind})"),
        };
        return told("at work", format!("{what} is at work since {}.", when(run.started_at)));
    }
    match stands.hindrances.first() {
        Some(Hindrance::Cooldown(cooldown)) => {
            let until = when(cooldown.until);
            return told(&format!("cool-down until {until}"), "No run is at work.".to_owned());
        }
        Some(hindrance) => {
            let headline = "Runs are stopped until you have looked. This page cannot lift that.".to_owned();
            return told(&format!("stopped: {}", hindrance.stopped_by()), headline);
        }
        None => {}
    }
    let is_done = stands.roster.as_ref().is_some_and(|roster| roster.left == 0 && roster.people > 0);
    match (&stands.last_run, newest) {
        (Some(run), Some(row)) => {
            let state = if run.at_work {
                "in use"
            } else if row.ended_at.is_none() {
                "ended without a word"
            } else if is_done {
                "done"
            } else {
                "not at work"
            };
            told(state, format!("No run is at work. Run {}.", run.text(stands.now, zone)))
        }
        _ => told(
            "no run yet",
            "No run was made yet. `unlinked start` leads to the first rehearsal.".to_owned(),
        ),
    }
}

fn can_be_asked(run: &RunRow, asked: Option<Requested>) -> Vec<RunAsk> {
    let listens = matches!(run.start.kind, RunKind::Removal | RunKind::Rehearsal | RunKind::Smoke);
    match asked.map(|asked| asked.what) {
        _ if !listens => Vec::new(),
        Some(Request::Stop) => Vec::new(),
        Some(Request::Pause) => vec![RunAsk::Continue, RunAsk::Stop],
        Some(Request::Continue) | None => vec![RunAsk::Pause, RunAsk::Stop],
    }
}

/// What is happening, by the newest event of the trace.
fn doing(stands: &Standings, events: &[Event], asked: Option<Requested>, zone: &TimeZone) -> Doing {
    let open = events.iter().rfind(|event| !event.person.is_empty());
    if let Some(event) = open.filter(|event| !matches!(event.what, What::Outcome { .. })) {
        let text = format!("{}: {}.", who_of(event, events), step_phrase(event.step));
        return Doing { text, is_busy: true };
    }
    let is_held = asked.is_some_and(|asked| asked.what != Request::Continue);
    let text = match stands.next {
        _ if is_held => String::new(),
        // A run that was begun with `--now` goes on where a run by the config alone would wait.
        Some((Some(at), why)) if at > stands.now => {
            format!(
                "By the limits of the config the next person comes not before {} ({why}).",
                moment(at, stands.now, zone)
            )
        }
        Some((None, why)) => format!("By the limits of the config nobody comes next ({why})."),
        _ => "Between two people.".to_owned(),
    };
    Doing { text, is_busy: false }
}

/// Whose event it is, by the name that their page showed.
fn who_of(event: &Event, events: &[Event]) -> String {
    let named =
        events.iter().rev().filter(|other| other.person == event.person).find_map(|other| {
            match &other.what {
                What::Opened { name, .. } => name.clone(),
                _ => None,
            }
        });
    let who = named.unwrap_or_else(|| event.person.clone());
    if who.is_empty() { "A page of the account itself".to_owned() } else { printable(&who).into_owned() }
}

fn progress(stands: &Standings, zone: &TimeZone) -> Option<Progress> {
    let roster = stands.roster.as_ref()?;
    let held = stands.hindrances.iter().any(Hindrance::is_lifted_by_resume);
    let end = match roster.expected_end_ms.filter(|_| roster.left > 0 && !held) {
        Some(end) => {
            let takes = span(end.since(stands.now).max(Duration::from_secs(60)));
            format!(
                "{} left: about {takes} at the present limits, until {}",
                people(roster.left),
                moment(end, stands.now, zone)
            )
        }
        None if roster.left > 0 => format!("{} left", people(roster.left)),
        None => "nobody is left to act on".to_owned(),
    };
    Some(Progress {
        roster: printable(&roster.file).into_owned(),
        people: roster.people,
        done: roster.people.saturating_sub(roster.left),
        end,
    })
}

fn budget(gauge: &Gauge, when: impl Fn(UnixMs) -> String) -> Budget {
    Budget {
        what: gauge.meter.as_str().replace('_', " "),
        window: gauge.window.as_str().to_owned(),
        used: gauge.used,
        most: (gauge.max != u32::MAX).then_some(gauge.max),
        again: gauge.frees_at.map(when).unwrap_or_default(),
    }
}

fn shown(look: &NeedsLook, site: &Url, when: impl Fn(UnixMs) -> String) -> Look {
    let slug = look.slug.as_deref().unwrap_or(&look.key);
    let address = look
        .slug
        .as_deref()
        .and_then(|slug| Slug::parse(slug).ok())
        .and_then(|slug| site.join(&slug.path()).ok());
    Look {
        key: look.key.clone(),
        action: look.action.to_string(),
        who: printable(look.name.as_deref().unwrap_or(slug)).into_owned(),
        address: address.map(String::from),
        outcome: words_of(look.outcome),
        when: when(look.at),
        detail: printable(look.detail.as_deref().unwrap_or_default()).into_owned(),
        can: match look.outcome {
            Outcome::Kept => vec![PersonWish::Keep, PersonWish::Release, PersonWish::Skip],
            _ => vec![PersonWish::Retry, PersonWish::Skip, PersonWish::Keep],
        },
    }
}

fn pictures(run: &RunRow, events: &[Event]) -> Vec<Picture> {
    let pictured = events.iter().rev().filter_map(|event| {
        let told = format!("{}: {}", who_of(event, events), step_phrase(event.step));
        Some(Picture { run: run.id.0, file: event.picture.clone()?, told })
    });
    pictured.take(PICTURES).collect()
}

fn recent(came: &Came, when: impl Fn(UnixMs) -> String) -> Recent {
    Recent {
        when: when(came.at),
        who: printable(came.name.as_deref().unwrap_or(&came.key.0)).into_owned(),
        outcome: words_of(came.outcome),
        needs_a_look: came.outcome.needs_a_look(),
        detail: printable(&came.detail).into_owned(),
    }
}

/// What was done on each day of the last weeks, in the account's zone.
fn days(ledger: &Ledger, now: UnixMs, zone: &TimeZone) -> Result<Vec<DayCell>, Failure> {
    let Some(today) = zoned(now, zone).map(|now| now.date()) else { return Ok(Vec::new()) };
    let since_monday = i64::from(today.weekday().to_monday_zero_offset());
    let first = today.saturating_sub(Span::new().days(since_monday + 7 * (WEEKS - 1)));
    let start: Option<ZonedDateTime> = first.to_zoned_datetime(zone.clone()).ok();
    let since = start.map_or(0, |start| start.timestamp().as_millisecond());
    let mut cells = vec![(0_usize, 0_usize); usize::try_from(7 * WEEKS).unwrap_or(0)];
    for (at, outcome) in ledger.outcomes_since(UnixMs(since))? {
        let day = zoned(at, zone).and_then(|at| at.date().since(first).ok());
        let cell = day.and_then(|day| cells.get_mut(usize::try_from(day.get_days()).ok()?));
        let Some((done, looks)) = cell else { continue };
        *done += usize::from(matches!(outcome, Outcome::Removed | Outcome::Unfollowed | Outcome::Withdrawn));
        *looks += usize::from(outcome.needs_a_look());
    }
    let most = cells.iter().map(|(done, _)| *done).max().unwrap_or(0);
    let told = cells.into_iter().zip(0_i64..).map(|((done, looks), nth)| {
        let day = first.saturating_add(Span::new().days(nth));
        let kind = match done {
            _ if day > today => CellKind::Outside,
            0 => CellKind::Nothing,
            _ if done * 3 <= most => CellKind::Some,
            _ if done * 3 <= most * 2 => CellKind::More,
            _ => CellKind::Most,
        };
        let looked = if looks > 0 { format!(", {looks} for you to look at") } else { String::new() };
        DayCell {
            day: day.strftime("%-d %b").to_string(),
            told: format!("{}: {done} done{looked}", day.strftime("%A %-d %B")),
            done,
            looks,
            is_today: day == today,
            kind,
        }
    });
    Ok(told.collect())
}

#[cfg(test)]
mod tests;
