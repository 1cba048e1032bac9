//! What became of one person, as lines for a terminal.

use std::time::Duration;

use super::terminal::{Paint, paragraph, printable};
use crate::domain::Outcome;
use crate::engine::PersonReport;
use crate::wording::span;

/// Columns of the outcome: as long as the longest word, `not_connected`.
pub(crate) const OUTCOME_COLUMN: usize = 13;
/// Columns before the person's name.
const MARGIN: usize = OUTCOME_COLUMN + 2 + 8 + 2;
/// Columns before what goes on below it, in a terminal too narrow for the other.
const NARROW_MARGIN: usize = 4;
const NARROW: usize = 70;

/// The outcome, the time it took and the person; below it what was seen, where the outcome alone does not say it.
pub(crate) fn person_lines(
    report: &PersonReport,
    name: Option<&str>,
    paint: Paint,
    width: usize,
    verbose: bool,
) -> String {
    let word = format!("{:>OUTCOME_COLUMN$}", report.outcome);
    let took = if report.ms == 0 { String::new() } else { span(Duration::from_millis(report.ms)) };
    let (who, line) = (who(name, &report.slug), format!(", line {}", report.line));
    let whole = format!("{who}{line}");
    let below = if width < NARROW { NARROW_MARGIN } else { MARGIN };
    let person = if MARGIN + console::measure_text_width(&whole) > width {
        let (before, margin) = (" ".repeat(MARGIN), " ".repeat(below));
        // A slug is copied by hand: it is not broken at its hyphens.
        let options = textwrap::Options::new(width.max(MARGIN + 20))
            .initial_indent(&before)
            .subsequent_indent(&margin)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(&whole, options).trim_start().to_owned()
    } else {
        format!("{who}{}", paint.faint(&line))
    };
    let mut text = format!(
        "{}  {}  {person}",
        paint.outcome(report.outcome, &word),
        paint.faint(&format!("{took:>8}")),
    );
    if (verbose || !speaks_for_itself(report.outcome)) && !report.detail.is_empty() {
        text.push('\n');
        text.push_str(&paragraph(&printable(&report.detail), width, below));
    }
    if let (true, Some(fault)) = (verbose, report.fault) {
        text.push('\n');
        text.push_str(&paint.faint(&paragraph(&fault.to_string(), width, below)));
    }
    text
}

/// Name and slug, or the one that there is.
pub(crate) fn who(name: Option<&str>, slug: &str) -> String {
    match name {
        Some(name) if slug.is_empty() => printable(name).into_owned(),
        Some(name) => format!("{} ({})", printable(name), printable(slug)),
        None => printable(slug).into_owned(),
    }
}

fn speaks_for_itself(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Removed
            | Outcome::Unfollowed
            | Outcome::Withdrawn
            | Outcome::NotConnected
            | Outcome::Rehearsed
            | Outcome::Skipped
    )
}
