//! The lines of `--json`. Other programs read them: keys are added at the end, never renamed and never taken away.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::neutral;
use crate::domain::{Outcome, Route, StoppedBy, Surface, UnixMs};
use crate::engine::{PersonReport, RunSummary};
use crate::trace::Faded;

#[derive(Serialize)]
struct PersonLine<'a> {
    event: &'static str,
    slug: &'a str,
    line: u64,
    outcome: Outcome,
    route: Route,
    surface: Surface,
    ms: u64,
    detail: &'a str,
}

#[derive(Serialize)]
struct SummaryLine<'a> {
    event: &'static str,
    run: i64,
    outcomes: BTreeMap<Outcome, usize>,
    stopped_by: Option<StoppedBy>,
    exit: u8,
    detail: &'a str,
    left: usize,
    needs_a_look: usize,
    commands: u64,
    ledger: String,
    evidence: String,
    of_this_run: BTreeMap<Outcome, usize>,
    next_try_ms: Option<UnixMs>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    faded: &'a [Faded],
}

#[derive(Serialize)]
struct ListeningLine<'a> {
    event: &'static str,
    url: &'a str,
}

/// One object on one line.
pub(crate) fn line_of(value: &impl Serialize) -> String {
    // Only a map whose keys are no text, or a Serialize that fails by itself, gives an error here; there is neither.
    serde_json::to_string(value)
        .map(neutral::json)
        .unwrap_or_else(|error| format!(r#"{{"event":"error","detail":"{error}"}}"#))
}

/// A line that is about one account of a fleet.
pub(crate) fn of_account(account: &str, line: &str) -> String {
    match line.strip_prefix('{') {
        Some(rest) => format!(r#"{{"account":{},{rest}"#, line_of(&account)),
        None => line.to_owned(),
    }
}

/// The line of one person.
pub(crate) fn person_json(report: &PersonReport) -> String {
    line_of(&PersonLine {
        event: "person",
        slug: &report.slug,
        line: report.line,
        outcome: report.outcome,
        route: report.route,
        surface: report.surface,
        ms: report.ms,
        detail: &report.detail,
    })
}

/// The last line of a run.
pub(crate) fn summary_json(summary: &RunSummary, exit: u8) -> String {
    line_of(&SummaryLine {
        event: "summary",
        run: summary.run,
        outcomes: summary.outcomes.iter().filter(|(_, n)| **n > 0).map(|(o, n)| (*o, *n)).collect(),
        stopped_by: summary.stopped_by,
        exit,
        detail: &summary.stop_detail,
        left: summary.left,
        needs_a_look: summary.needs_a_look,
        commands: summary.commands,
        ledger: summary.ledger.display().to_string(),
        evidence: summary.evidence.display().to_string(),
        of_this_run: summary.of_this_run.clone(),
        next_try_ms: summary.next_try,
        faded: &summary.faded,
    })
}

/// The first line of the practice site.
pub(crate) fn listening_json(url: &str) -> String {
    line_of(&ListeningLine { event: "listening", url })
}
