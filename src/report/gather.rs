//! Reads ledger and traces into one [`Report`]. The ledger has the last word on outcomes; the trace tells how it came to
//! them, as far as it is still there.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::model::{Report, RunFacts, Story, TraceState, Traced, fault_of};
use crate::domain::{Action, Outcome, PersonKey, Reason, Step, StepFault, UnixMs};
use crate::ledger::{EventRow, Ledger, LedgerError, NeedsLook, NextStep, Policy, RunId, RunKind, RunRow};
use crate::trace::{Event, TraceError, What, read_locators, salvage_events};

/// Where reports are read from.
#[derive(Debug, Clone, Copy)]
pub struct Archive<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The folder that holds one folder of evidence for each run.
    pub runs: &'a Path,
}

impl Archive<'_> {
    /// The folder with a run's evidence.
    #[must_use]
    pub fn folder(&self, run: RunId) -> PathBuf {
        self.runs.join(run.to_string())
    }
}

/// Which runs a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The newest run that acted on people or rehearsed; a rehearsal with those that it goes on from.
    Newest,
    /// The newest run alone.
    NewestOnly,
    /// This one; a rehearsal with those that it goes on from.
    Run(RunId),
    /// This one alone.
    Only(RunId),
    /// Every removal run of the account.
    All,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The ledger has no run to tell of.
    #[error("there is no run yet; `unlinked run ROSTER --dry-run` makes a first one that removes nobody")]
    NoRuns,
    /// There is no such run.
    #[error("there is no run {asked}; the newest is {newest}, and `unlinked replay --list` lists them")]
    NoSuchRun {
        /// The run that was asked for.
        asked: RunId,
        /// The newest run.
        newest: RunId,
    },
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Gathers what is known of the runs in `scope`.
///
/// # Errors
/// When there is no such run, or the ledger cannot be read. A trace that is missing or damaged is no error: the report
/// says so.
pub fn gather(
    archive: &Archive<'_>,
    scope: Scope,
    zone: TimeZone,
    now: UnixMs,
) -> Result<Report, ReportError> {
    let ledger = archive.ledger;
    let mut cast = Cast::default();
    let mut runs = Vec::new();
    for row in chosen(ledger, scope)? {
        let run = row.id;
        for event in ledger.events_of_run(run)? {
            cast.note_outcome(run, &event);
        }
        let folder = archive.folder(run);
        let (events, trace) = trace_of(&folder);
        let (about_run, about_people) = events.into_iter().partition(|event: &Event| event.person.is_empty());
        cast.note_trace(run, about_people);
        runs.push(RunFacts {
            page_views: ledger.page_views_of_run(run)?,
            warnings: ledger.warnings_of_run(run)?,
            keep: ledger.keep_file_of(run)?,
            locators: read_locators(&folder),
            row,
            folder,
            trace,
            events: about_run,
        });
    }
    let in_doubt = cast.note_doubts(ledger, &runs)?;
    cast.note_later(ledger, &runs, &in_doubt)?;
    cast.note_seen_too_long_ago(ledger, &runs)?;
    cast.note_earlier(ledger, &runs, scope)?;
    let owner = ledger.owner()?.map(|owner| owner.slug.as_str().to_owned());
    let people = cast.people;
    Ok(Report { runs, owner, people, zone, made_at: now, given: String::new(), redacted: false })
}

fn chosen(ledger: &Ledger, scope: Scope) -> Result<Vec<RunRow>, ReportError> {
    let newest = || ledger.runs(u32::MAX);
    let told = |row: &RunRow| matches!(row.start.kind, RunKind::Removal | RunKind::Rehearsal);
    let rows = match scope {
        Scope::Run(asked) | Scope::Only(asked) => match ledger.run(asked)? {
            Some(row) => vec![row],
            None => {
                let newest = newest()?.first().ok_or(ReportError::NoRuns)?.id;
                return Err(ReportError::NoSuchRun { asked, newest });
            }
        },
        Scope::Newest | Scope::NewestOnly => newest()?.into_iter().filter(told).take(1).collect(),
        Scope::All => {
            let mut rows = newest()?;
            rows.retain(|row| row.start.kind == RunKind::Removal);
            rows.reverse();
            rows
        }
    };
    match rows.as_slice() {
        [] => Err(ReportError::NoRuns),
        [one]
            if one.start.kind == RunKind::Rehearsal
                && !matches!(scope, Scope::Only(_) | Scope::NewestOnly) =>
        {
            let runs = ledger.chain(one.id)?.map(|chain| chain.runs).unwrap_or_default();
            let before = runs.into_iter().filter(|run| *run != one.id).map(|run| ledger.run(run));
            let mut chain = before.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
            chain.extend(rows);
            Ok(chain)
        }
        _ => Ok(rows),
    }
}

fn trace_of(folder: &Path) -> (Vec<Event>, TraceState) {
    match salvage_events(folder) {
        Ok((events, 0)) => (events, TraceState::Whole),
        Ok((events, damaged)) => (events, TraceState::Damaged(damaged)),
        Err(TraceError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            (Vec::new(), TraceState::Gone)
        }
        Err(error) => (Vec::new(), TraceState::Unreadable(error.to_string())),
    }
}

/// The people, in the order in which they come up.
#[derive(Default)]
struct Cast {
    people: Vec<Story>,
    by_key: HashMap<String, Vec<usize>>,
}

impl Cast {
    fn story(&mut self, key: &str, action: Action, run: RunId, at: UnixMs) -> &mut Story {
        let known = self.by_key.get(key).into_iter().flatten().copied();
        let found =
            known.into_iter().find(|index| self.people.get(*index).is_some_and(|s| s.action == action));
        let index = found.unwrap_or_else(|| {
            let index = self.people.len();
            self.people.push(Story::unknown(index + 1, key, action, run, at));
            self.by_key.entry(key.to_owned()).or_default().push(index);
            index
        });
        &mut self.people[index]
    }

    fn note_outcome(&mut self, run: RunId, row: &EventRow) {
        let (Ok(action), Ok(outcome)) = (row.action.parse(), row.outcome.parse()) else { return };
        let at = row.at.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond);
        let story = self.story(&row.key, action, run, UnixMs(at));
        (story.run, story.at) = (run, UnixMs(at));
        story.outcome = outcome;
        row.detail.clone_into(&mut story.detail);
        story.fault = row.fault.as_deref().and_then(fault_of);
        story.ms = row.ms.and_then(|ms| u64::try_from(ms).ok());
        story.slug = row.slug.clone().or_else(|| story.slug.take());
        story.name = row.name.clone().or_else(|| story.name.take());
        story.route = row.route.clone().or_else(|| story.route.take());
        story.surface = row.surface.clone().or_else(|| story.surface.take());
        story.facts = [
            ("Company", &row.company),
            ("Position", &row.position),
            ("Connected on", &row.connected_on),
            ("Reason", &row.reason),
            ("Note", &row.note),
        ]
        .into_iter()
        .filter_map(|(label, text)| Some((label, text.clone()?)))
        .collect();
        story.needs_a_look = outcome.needs_a_look();
    }

    /// Hands the events to their people. Somebody of whom the ledger has no outcome was being worked on when the run ended.
    fn note_trace(&mut self, run: RunId, events: Vec<Event>) {
        for event in events {
            if !self.by_key.contains_key(&event.person) {
                let story = self.story(&event.person, Action::Remove, run, event.at);
                "the run ended before there was an outcome, and no intent was written: nothing was clicked that could remove"
                    .clone_into(&mut story.detail);
            }
            let Some(index) = self.by_key.get(&event.person).and_then(|list| list.last()) else { continue };
            let Some(story) = self.people.get_mut(*index) else { continue };
            story.line = if event.line > 0 { event.line } else { story.line };
            if let What::Opened { name, front_end, .. } = &event.what {
                story.name = story.name.take().or_else(|| name.clone());
                story.front_end = front_end.map(|front_end| front_end.to_string()).or(story.front_end.take());
            }
            story.events.push(Traced { run, event });
        }
    }

    /// An intent that has no outcome yet: whoever it is about is in doubt. Gives back their keys.
    fn note_doubts(&mut self, ledger: &Ledger, runs: &[RunFacts]) -> Result<BTreeSet<String>, LedgerError> {
        let told: BTreeSet<RunId> = runs.iter().map(RunFacts::id).collect();
        let mut keys = BTreeSet::new();
        for doubt in ledger.doubts()?.into_iter().filter(|doubt| told.contains(&doubt.run)) {
            keys.insert(doubt.key.as_str().to_owned());
            let story = self.story(doubt.key.as_str(), doubt.action, doubt.run, doubt.at);
            if story.outcome == Outcome::Unconfirmed {
                continue;
            }
            story.outcome = Outcome::Unconfirmed;
            story.detail = format!(
                "intent {} has no outcome (the last thing known is `{}`); the next run looks at the page before anything is clicked",
                doubt.attempt.0, doubt.phase
            );
            (story.run, story.at) = (doubt.run, doubt.at);
            story.slug = Some(doubt.pinned_slug.as_str().to_owned());
            story.name.get_or_insert(doubt.seen_name);
        }
        Ok(keys)
    }

    /// What became of people since, and who needs a look now: by where the ledger says that they stand, as in `status`. A dry
    /// run leaves no mark on that: what it found is what there is to look at.
    fn note_later(
        &mut self,
        ledger: &Ledger,
        runs: &[RunFacts],
        in_doubt: &BTreeSet<String>,
    ) -> Result<(), LedgerError> {
        let undecided = ledger.undecided()?;
        // Whom a keep list may mean: the user should say, also after a rehearsal.
        let cannot_tell = |story: &Story| {
            story.outcome == Outcome::Kept
                && undecided.contains(&(PersonKey(story.key.clone()), story.action))
        };
        for run in runs {
            let mut later: HashMap<_, _> = ledger
                .since_run(run.id())?
                .into_iter()
                .map(|later| ((later.key.as_str().to_owned(), later.action), later))
                .collect();
            for story in self.people.iter_mut().filter(|story| story.run == run.id()) {
                let who = (story.key.clone(), story.action);
                story.later = later.remove(&who).filter(|later| later.run != Some(story.run));
                let standing = ledger.standing(&PersonKey(story.key.clone()), story.action)?;
                if !run.acts() {
                    story.needs_a_look |=
                        in_doubt.contains(&story.key) || standing.needs_a_look() || cannot_tell(story);
                    story.needs_a_look &= !standing.is_final;
                    continue;
                }
                story.needs_a_look = standing.needs_a_look() || cannot_tell(story);
                story.spent = standing.spent;
                story.is_users = standing.next(&Policy::default()) == NextStep::Person;
                match &mut story.later {
                    Some(later) => later.outcome = standing.outcome,
                    // What the keep list says of somebody after the run is not what the run came to.
                    None if standing.outcome == Outcome::Kept => {}
                    None if standing.run == Some(story.run) || standing.doubt.is_some() => {
                        story.outcome = standing.outcome;
                    }
                    None => {}
                }
            }
        }
        Ok(())
    }
}

impl Cast {
    /// What a rehearsal found counts no more where the last one that goes on from it would have opened the person again, and
    /// did not come to it: they stand as the end of that one says, and what was found is told as what it was.
    fn note_seen_too_long_ago(&mut self, ledger: &Ledger, runs: &[RunFacts]) -> Result<(), LedgerError> {
        let [.., _, last] = runs else { return Ok(()) };
        if last.row.start.kind != RunKind::Rehearsal {
            return Ok(());
        }
        let counts = ledger.found_before(last.id())?;
        for story in self.people.iter_mut().filter(|story| story.run != last.id()) {
            let who = (PersonKey(story.key.clone()), story.action);
            let standing = ledger.standing(&who.0, story.action)?;
            if counts.contains_key(&who) || standing.is_final || story.outcome == standing.outcome {
                continue;
            }
            story.detail = format!(
                "rehearsal {} found {}, and that counts no more: to be rehearsed again",
                story.run, story.outcome
            );
            (story.outcome, story.fault) = (standing.outcome, None);
            story.needs_a_look = standing.needs_a_look();
        }
        Ok(())
    }

    /// Whoever of the roster needs a look since an earlier run, and was nothing to these: so that a report tells of everybody of
    /// whom the run's end and `status` tell. Of a smoke test it is everybody whom it did not come to.
    fn note_earlier(&mut self, ledger: &Ledger, runs: &[RunFacts], scope: Scope) -> Result<(), LedgerError> {
        let Some(last) = runs.last() else { return Ok(()) };
        let lines: HashMap<(PersonKey, Action), u64> = ledger
            .members_of_run(last.id())?
            .into_iter()
            .map(|member| ((member.key, member.action), member.line))
            .collect();
        let mut found: Vec<_> = ledger.needs_a_look()?;
        found.retain(|look| {
            scope == Scope::All || lines.contains_key(&(PersonKey(look.key.clone()), look.action))
        });
        if last.row.start.kind == RunKind::Smoke && last.row.stopped_by.is_none() {
            found = Vec::new();
            for member in ledger.members_of_run(last.id())? {
                let standing = ledger.standing(&member.key, member.action)?;
                found.push(NeedsLook {
                    key: member.key.as_str().to_owned(),
                    slug: member.slug,
                    name: member.name,
                    action: member.action,
                    outcome: standing.outcome,
                    at: standing.at,
                    detail: None,
                });
            }
        }
        for look in found {
            let known = self.by_key.get(&look.key).into_iter().flatten();
            if known.filter_map(|index| self.people.get(*index)).any(|story| story.action == look.action) {
                continue;
            }
            let key = PersonKey(look.key.clone());
            let standing = ledger.standing(&key, look.action)?;
            let run = standing.doubt.as_ref().map(|doubt| doubt.run).or(standing.run).unwrap_or(RunId(0));
            let story = self.story(&look.key, look.action, run, look.at);
            story.earlier = true;
            story.outcome = look.outcome;
            story.needs_a_look = standing.needs_a_look();
            story.spent = standing.spent;
            story.is_users = standing.next(&Policy::default()) == NextStep::Person;
            story.detail = look.detail.unwrap_or_default();
            story.slug = look.slug.or_else(|| story.slug.take());
            story.name = look.name;
            story.line = lines.get(&(key, look.action)).copied().unwrap_or(0);
            if standing.undecided {
                story.fault = Some(StepFault { step: Step::Allow, reason: Reason::CannotTell });
            }
        }
        Ok(())
    }
}

impl Story {
    fn unknown(nth: usize, key: &str, action: Action, run: RunId, at: UnixMs) -> Story {
        let slug = (!key.starts_with("name:")).then(|| key.to_owned());
        Story {
            nth,
            key: key.to_owned(),
            slug,
            name: None,
            line: 0,
            action,
            outcome: Outcome::Pending,
            detail: String::new(),
            fault: None,
            route: None,
            surface: None,
            front_end: None,
            at,
            ms: None,
            run,
            later: None,
            needs_a_look: false,
            earlier: false,
            spent: 0,
            is_users: false,
            facts: Vec::new(),
            events: Vec::new(),
            given: String::new(),
        }
    }
}
