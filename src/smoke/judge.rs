//! From the report of one rehearsal to the checks of one suite. Only a person who was rehearsed to the point of no return
//! passes: whoever is named in a smoke test is there to be found.

use std::time::Duration;

use super::model::{Check, Suite, Verdict};
use crate::domain::{Outcome, Route, StoppedBy, Surface};
use crate::report::{Report, RunFacts, Story, what_to_do};
use crate::trace::What;

/// A suite that was not run, and why.
#[must_use]
pub fn skipped(surface: Surface, route: Option<Route>, kind: &str, why: &str) -> Suite {
    let check = Check {
        name: "not checked".to_owned(),
        verdict: Verdict::Skipped,
        kind: kind.to_owned(),
        detail: why.to_owned(),
        next: String::new(),
        took: Duration::ZERO,
    };
    Suite { surface, route, run: None, checks: vec![check], stopped: None }
}

/// The checks of one rehearsal of `people` people.
#[must_use]
pub fn judge(report: &Report, surface: Surface, route: Route, people: usize) -> Suite {
    let run = report.last_run();
    let stopped = run.and_then(|run| run.row.stopped_by);
    // A page on which it cannot be read who is signed in ends the run, and is what a smoke test is there to find.
    let unreadable = run.filter(|_| stopped == Some(StoppedBy::ChangedPage)).and_then(unreadable_owner);
    let stopped = stopped.filter(|_| unreadable.is_none());

    let mut checks = vec![signed_in(report, stopped, unreadable.as_deref())];
    for story in report.of_its_runs() {
        checks.push(person(story));
    }
    // Whoever an earlier run is done with is not opened, and so there is nothing to check: the roster is to name others.
    if stopped.is_none() && unreadable.is_none() {
        checks.extend(report.people.iter().filter(|story| story.earlier).map(left_alone));
    }
    let reached = checks.len() - 1;
    if reached < people {
        checks.push(Check {
            name: format!("{} more of the roster", people - reached),
            verdict: Verdict::Skipped,
            kind: "not_reached".to_owned(),
            detail: "not reached: the test ended before".to_owned(),
            next: String::new(),
            took: Duration::ZERO,
        });
    }
    if let Some(by) = stopped.filter(|by| !about_sign_in(*by)) {
        checks.push(stop("went to its end", by));
    }
    Suite { surface, route: Some(route), run: run.map(RunFacts::id), checks, stopped }
}

fn about_sign_in(by: StoppedBy) -> bool {
    matches!(by, StoppedBy::SignedOut | StoppedBy::Owner)
}

fn signed_in(report: &Report, stopped: Option<StoppedBy>, unreadable: Option<&str>) -> Check {
    let check = |verdict, kind: &str, detail: &str, next: &str| Check {
        name: "signed in".to_owned(),
        verdict,
        kind: kind.to_owned(),
        detail: detail.to_owned(),
        next: next.to_owned(),
        took: Duration::ZERO,
    };
    if let Some(why) = unreadable {
        return check(
            Verdict::Failed,
            "changed_page",
            why,
            "Look at the page in the report, and mend `top_card` or `name` in the selector file.",
        );
    }
    match stopped {
        Some(by) if about_sign_in(by) => stop("signed in", by),
        // Whoever was reached was reached by somebody who is signed in.
        Some(_) if report.people.is_empty() => {
            check(Verdict::Skipped, "not_reached", "it could not be settled who is signed in", "")
        }
        _ => check(Verdict::Passed, "signed_in", "the session is the account's", ""),
    }
}

fn stop(name: &str, by: StoppedBy) -> Check {
    let (means, next) = what_to_do(by);
    Check {
        name: name.to_owned(),
        verdict: Verdict::Stopped,
        kind: by.to_string(),
        detail: means.to_owned(),
        next: next.to_owned(),
        took: Duration::ZERO,
    }
}

fn person(story: &Story) -> Check {
    let name = match &story.slug {
        Some(slug) if story.name.is_some() && !slug.is_empty() => format!("{} ({slug})", story.title()),
        _ => story.title().to_owned(),
    };
    let verdict = match story.outcome {
        Outcome::Rehearsed => Verdict::Passed,
        Outcome::Pending => Verdict::Skipped,
        _ => Verdict::Failed,
    };
    let next = match story.outcome {
        Outcome::Rehearsed | Outcome::Pending => String::new(),
        Outcome::NotConnected => {
            "The people of a smoke test must be connections of the staging account: connect with them, or name others."
                .to_owned()
        }
        Outcome::Kept => "Take the person off the keep list, or name somebody else.".to_owned(),
        _ => story.next_step(),
    };
    let kind = match story.fault {
        Some(fault) if verdict == Verdict::Failed => format!("{} ({fault})", story.outcome),
        _ => story.outcome.to_string(),
    };
    Check {
        name,
        verdict,
        kind,
        detail: story.detail.clone(),
        next,
        took: Duration::from_millis(story.ms.unwrap_or(0)),
    }
}

/// Somebody whom no run opens as they stand.
fn left_alone(story: &Story) -> Check {
    let by = if story.run.0 > 0 { format!(" by run {}", story.run) } else { String::new() };
    Check {
        name: person(story).name,
        verdict: Verdict::Failed,
        kind: story.outcome.to_string(),
        detail: format!("not opened: {} already{by}", story.outcome.to_string().replace('_', " ")),
        next: "Name somebody else in the smoke test's roster, or settle this person with `unlinked retry`."
            .to_owned(),
        took: Duration::ZERO,
    }
}

/// Why it could not be read who is signed in.
fn unreadable_owner(run: &RunFacts) -> Option<String> {
    run.events.iter().find_map(|event| match &event.what {
        What::Problem { text, .. } => Some(format!("it cannot be read who is signed in: {text}")),
        _ => None,
    })
}
