//! What a run says at its end.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::lines::OUTCOME_COLUMN;
use super::terminal::{Paint, fields, paragraph, printable};
use crate::cli::{exit, faded};
use crate::domain::{Outcome, UnixMs};
use crate::engine::RunSummary;
use crate::wording::{count, moment, sentence};

/// How many people have each outcome, one line each, in the documented order.
pub(crate) fn outcome_counts(outcomes: &BTreeMap<Outcome, usize>, paint: Paint) -> String {
    let most = outcomes.values().max().copied().unwrap_or(0).to_string().len();
    let mut text = String::new();
    for (outcome, count) in outcomes.iter().filter(|(_, count)| **count > 0) {
        let word = format!("{outcome:>OUTCOME_COLUMN$}");
        text.push_str(&format!("{}  {count:>most$}\n", paint.outcome(*outcome, &word)));
    }
    text
}

/// The end of a run: how it ended, what it did, how the whole roster stands now, where everything is, what to do next.
pub(crate) fn summary_text(
    summary: &RunSummary,
    exit: u8,
    paint: Paint,
    width: usize,
    (now, zone): (UnixMs, &TimeZone),
) -> String {
    let mut text = String::from("\n");
    let people: usize = summary.outcomes.values().sum();
    let head = match summary.stopped_by {
        None if summary.left == 0 => {
            format!("Run {} went through its roster of {}.", summary.run, count(people, "person", "people"))
        }
        None => format!(
            "Run {} did what it could do now; of the roster of {}, {} left for a later run.",
            summary.run,
            count(people, "person", "people"),
            count(summary.left, "person is", "people are")
        ),
        Some(cause) => format!(
            "Run {} stopped early ({cause}): {} left for a later run.",
            summary.run,
            count(summary.left, "person is", "people are")
        ),
    };
    text.push_str(&paint.strong(&paragraph(&head, width, 0)));
    text.push_str("\n\n");
    let of_this_run = &summary.of_this_run;
    let whole: BTreeMap<Outcome, usize> =
        summary.outcomes.iter().filter(|(_, count)| **count > 0).map(|(outcome, n)| (*outcome, *n)).collect();
    if of_this_run.is_empty() {
        text.push_str(&outcome_counts(&whole, paint));
    } else {
        text.push_str(&outcome_counts(of_this_run, paint));
        if *of_this_run != whole {
            let counts: Vec<String> = whole.iter().map(|(outcome, n)| format!("{n} {outcome}")).collect();
            let line = format!("The whole roster now: {}.", counts.join(", "));
            text.push_str(&format!("\n{}\n", paragraph(&line, width, 0)));
        }
    }
    if let Some(at) = summary.next_try {
        let line = format!(
            "Whoever is still connected after a click that the site took is tried once more by a later run, from {} on.",
            moment(at, now, zone)
        );
        text.push_str(&format!("\n{}\n", paint.look(&paragraph(&line, width, 0))));
    }
    if !summary.stop_detail.is_empty() {
        let detail = paragraph(&sentence(&printable(&summary.stop_detail)), width, 0);
        text.push_str(&format!("\n{}\n", if exit == exit::OK { detail } else { paint.look(&detail) }));
    }
    if summary.needs_a_look > 0 {
        let look = format!(
            "{} a look: `unlinked report {}` shows what was seen and what to do.",
            count(summary.needs_a_look, "person needs", "people need"),
            summary.run
        );
        text.push_str(&format!("\n{}\n", paint.look(&paragraph(&look, width, 0))));
    }
    if let Some(told) = faded::told(&summary.faded) {
        text.push_str(&format!("\n{}\n", paint.look(&paragraph(&told, width, 0))));
    }
    text.push('\n');
    let mut places = vec![("Ledger", summary.ledger.display().to_string())];
    if !summary.evidence.as_os_str().is_empty() {
        places.push(("Evidence", summary.evidence.display().to_string()));
    }
    if let Some(failure) = &summary.trace_failure {
        places.push(("", format!("not whole: {failure}")));
    }
    text.push_str(&fields(&places, usize::MAX));
    text
}

/// Who is signed in, and whether the account's folder became theirs just now.
pub(crate) fn signed_in(slug: &str, learned: bool) -> String {
    let slug = printable(slug);
    if learned {
        format!("Signed in as {slug}. This state folder is now for that account alone.")
    } else {
        format!("Signed in as {slug}.")
    }
}
