//! Everything as one JSON object. Keys are added, never renamed and never taken away; `schema` counts up when one is added.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::neutral;
use crate::domain::{Action, Outcome, StoppedBy};
use crate::ledger::RunKind;
use crate::report::advice;
use crate::report::marks::shots;
use crate::report::model::{Report, RunFacts, Story};
use crate::trace::Event;
use crate::wording::rfc3339;

#[derive(Serialize)]
struct Root<'a> {
    schema: u32,
    redacted: bool,
    made_at: String,
    owner: Option<&'a str>,
    runs: Vec<Run<'a>>,
    outcomes: BTreeMap<Outcome, usize>,
    needs_a_look: usize,
    left: Option<u64>,
    ended: String,
    what_to_do: String,
    people: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    run: i64,
    kind: RunKind,
    site: &'a str,
    roster: Option<&'a str>,
    fingerprint: Option<&'a str>,
    surface: Option<&'static str>,
    route: Option<&'static str>,
    selectors: Option<&'a str>,
    started_at: String,
    ended_at: Option<String>,
    stopped_by: Option<StoppedBy>,
    exit: Option<u8>,
    intents: u32,
    page_views: u64,
    trace: String,
    steps: &'a [Event],
}

#[derive(Serialize)]
struct Person<'a> {
    run: i64,
    line: Option<u64>,
    slug: Option<&'a str>,
    name: Option<&'a str>,
    action: Action,
    outcome: Outcome,
    needs_a_look: bool,
    fault: Option<String>,
    detail: &'a str,
    what_to_do: String,
    route: Option<&'a str>,
    surface: Option<&'a str>,
    front_end: Option<&'a str>,
    ms: Option<u64>,
    at: String,
    since: Option<Since>,
    pictures: Vec<String>,
    steps: Vec<&'a Event>,
    earlier: bool,
}

#[derive(Serialize)]
struct Since {
    outcome: Outcome,
    at: String,
    run: Option<i64>,
}

/// The report as JSON, indented.
///
/// # Errors
/// What the writer said; a buffer in memory gives none.
pub fn json(report: &Report) -> Result<String, std::io::Error> {
    let end = advice::of_report(report);
    let root = Root {
        schema: 1,
        redacted: report.redacted,
        made_at: rfc3339(report.made_at),
        owner: report.owner.as_deref(),
        runs: report.runs.iter().map(run).collect(),
        outcomes: report.counts(),
        needs_a_look: report.needing_a_look(),
        left: report.last_run().and_then(RunFacts::left),
        ended: end.as_ref().map(|end| format!("{}. {}", end.headline, end.means)).unwrap_or_default(),
        what_to_do: end.map(|end| end.next).unwrap_or_default(),
        people: report.people.iter().map(person).collect(),
    };
    let mut text = neutral::json(serde_json::to_string_pretty(&root)?);
    text.push('\n');
    Ok(text)
}

fn run(run: &RunFacts) -> Run<'_> {
    let (row, start) = (&run.row, &run.row.start);
    Run {
        run: row.id.0,
        kind: start.kind,
        site: &start.site,
        roster: start.roster.as_deref(),
        fingerprint: start.fingerprint.as_deref(),
        surface: start.surface.map(crate::domain::Surface::as_str),
        route: start.route.map(crate::domain::Route::as_str),
        selectors: start.selectors.as_deref(),
        started_at: rfc3339(row.started_at),
        ended_at: row.ended_at.map(rfc3339),
        stopped_by: row.stopped_by,
        exit: row.exit,
        intents: row.intents,
        page_views: run.page_views,
        trace: trace_word(run),
        steps: &run.events,
    }
}

fn trace_word(run: &RunFacts) -> String {
    use crate::report::model::TraceState as T;
    match &run.trace {
        T::Whole => "whole",
        T::Damaged(_) => "damaged",
        T::Gone => "gone",
        T::Unreadable(_) => "unreadable",
    }
    .to_owned()
}

fn person(story: &Story) -> Person<'_> {
    Person {
        run: story.run.0,
        line: (story.line > 0).then_some(story.line),
        slug: story.slug.as_deref(),
        name: story.name.as_deref(),
        action: story.action,
        outcome: story.outcome,
        needs_a_look: story.needs_a_look,
        fault: story.fault.map(|fault| fault.to_string()),
        detail: &story.detail,
        what_to_do: story.next_step(),
        route: story.route.as_deref(),
        surface: story.surface.as_deref(),
        front_end: story.front_end.as_deref(),
        ms: story.ms,
        at: rfc3339(story.at),
        since: story.later.as_ref().map(|later| Since {
            outcome: later.outcome,
            at: rfc3339(later.at),
            run: later.run.map(|run| run.0),
        }),
        pictures: shots(story).into_iter().map(|shot| format!("{}/{}", shot.run, shot.file)).collect(),
        steps: story.events.iter().map(|traced| &traced.event).collect(),
        earlier: story.earlier,
    }
}
