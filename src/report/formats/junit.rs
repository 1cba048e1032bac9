//! JUnit XML: one test case for each person, and one for the run itself, so that CI shows why a run stopped.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::domain::{Outcome, UnixMs};
use crate::ledger::RunId;
use crate::report::advice;
use crate::report::model::{Report, RunFacts, Story};
use crate::report::text::clean;
use crate::wording::rfc3339;

/// The report as JUnit XML.
#[must_use]
pub fn junit(report: &Report) -> String {
    let suites = report.runs.iter().map(|run| suite(report, run));
    let markup = html! { testsuites name="unlinked" { @for suite in suites { (suite) } (earlier(report)) } };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", markup.into_string().replace("><", ">\n<"))
}

fn suite(report: &Report, run: &RunFacts) -> Markup {
    let row = &run.row;
    let people: Vec<&Story> = report.of_its_runs().filter(|story| story.run == run.id()).collect();
    let count = |verdict: Verdict| people.iter().filter(|story| verdict_of(story) == verdict).count();
    let errors = usize::from(row.stopped_by.is_some());
    let seconds = |from: UnixMs, to: UnixMs| format!("{:.3}", to.since(from).as_secs_f64());
    html! {
        testsuite name={ "unlinked." (row.start.kind) "." (row.id) } timestamp=(rfc3339(row.started_at))
            tests=(people.len() + 1) failures=(count(Verdict::Failure)) errors=(errors) skipped=(count(Verdict::Skipped))
            time=(seconds(row.started_at, row.ended_at.unwrap_or(row.started_at))) {
            (run_case(report, run))
            @for story in people { (case(run.id(), story)) }
        }
    }
}

/// Whoever needs a look since an earlier run.
fn earlier(report: &Report) -> Markup {
    let people: Vec<&Story> = report.people.iter().filter(|story| story.earlier).collect();
    let count = |verdict: Verdict| people.iter().filter(|story| verdict_of(story) == verdict).count();
    html! {
        @if !people.is_empty() {
            testsuite name="unlinked.earlier" tests=(people.len()) failures=(count(Verdict::Failure)) errors="0"
                skipped=(count(Verdict::Skipped)) time="0" {
                @for story in people { (case(story.run, story)) }
            }
        }
    }
}

fn run_case(report: &Report, run: &RunFacts) -> Markup {
    let stop = run.row.stopped_by.map(|by| (by, advice::of_stop(by)));
    let end = advice::of_report(report).filter(|_| report.runs.len() == 1);
    html! {
        testcase classname="unlinked.run" name={ "run " (run.id()) } time="0" {
            @if let Some((by, advice)) = stop {
                error type=(by) message=(advice.means) {
                    (xml(end.as_ref().map_or(advice.means, |end| end.means.as_str()))) "\n" (advice.next)
                }
            }
        }
    }
}

fn case(run: RunId, story: &Story) -> Markup {
    let advice = story.advice();
    let kind = story.fault.map_or_else(|| story.outcome.to_string(), |fault| fault.to_string());
    let name = match &story.slug {
        Some(slug) if story.name.is_some() && !slug.is_empty() => format!("{} ({slug})", story.title()),
        _ => story.title().to_owned(),
    };
    html! {
        testcase classname={ "unlinked." (story.action) } name=(xml(&name))
            time=(format!("{:.3}", std::time::Duration::from_millis(story.ms.unwrap_or(0)).as_secs_f64())) {
            @match verdict_of(story) {
                Verdict::Passed => {}
                Verdict::Skipped => { skipped message=(xml(&format!("{}: {}", story.outcome, story.detail))) {} }
                Verdict::Failure => {
                    failure type=(kind) message=(xml(&format!("{}: {}", story.outcome, story.detail))) {
                        (advice.means) "\n" (xml(&story.next_step())) "\n"
                        "unlinked replay " (run) " --person " (xml(story.slug.as_deref().unwrap_or(&story.key)))
                    }
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Skipped,
    Failure,
}

fn verdict_of(story: &Story) -> Verdict {
    match story.outcome {
        _ if story.needs_a_look => Verdict::Failure,
        Outcome::Kept | Outcome::Skipped | Outcome::Pending => Verdict::Skipped,
        _ => Verdict::Passed,
    }
}

/// XML has no way to write most control characters (<https://www.w3.org/TR/xml/#charsets>).
fn xml(text: &str) -> Cow<'_, str> {
    clean(text)
}
