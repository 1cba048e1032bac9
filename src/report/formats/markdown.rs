//! A summary in Markdown, for a job's summary page or an issue.

use crate::report::advice::{self, Mood};
use crate::report::model::{Report, Story};
use crate::report::text::clean;
use crate::wording::{number, period};

/// How many people that need a look are listed; the rest is counted.
const LISTED: usize = 100;

/// The summary as Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut text = String::new();
    for run in &report.runs {
        let (row, start) = (&run.row, &run.row.start);
        let when = period(row.started_at, row.ended_at, &report.zone);
        text.push_str(&format!("## Run {}: {}\n\n{when}", row.id, start.kind));
        let exit = row.exit.map(|exit| format!(", exit code {exit}")).unwrap_or_default();
        text.push_str(&format!(
            ", {} page views{exit}\n\n",
            number(usize::try_from(run.page_views).unwrap_or(0))
        ));
    }
    if let Some(end) = advice::of_report(report) {
        let mark = if end.mood == Mood::Act { "**Needs a human.** " } else { "" };
        text.push_str(&format!("{mark}**{}.** {}\n\n", escape(&end.headline), escape(&end.means)));
        if !end.next.is_empty() {
            text.push_str(&format!("Next: {}\n\n", end.next));
        }
    }
    text.push_str("| outcome | people |\n| --- | ---: |\n");
    for (outcome, count) in report.counts() {
        text.push_str(&format!("| {} | {} |\n", escape(outcome.as_str()), number(count)));
    }
    let looks: Vec<&Story> = report.people.iter().filter(|story| story.needs_a_look).collect();
    if !looks.is_empty() {
        text.push_str("\n### Needs a look\n\n| person | outcome | what was seen | what to do |\n| --- | --- | --- | --- |\n");
        for story in looks.iter().take(LISTED) {
            let kind = story.fault.map(|fault| format!(" ({fault})")).unwrap_or_default();
            text.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                escape(story.title()),
                escape(&format!("{}{kind}", story.outcome)),
                escape(&story.detail),
                story.next_step().replace('|', "\\|"),
            ));
        }
        if looks.len() > LISTED {
            text.push_str(&format!("\nand {} more\n", number(looks.len() - LISTED)));
        }
    }
    text
}

/// A text of others in which nothing is markup, a mention or a link.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A word joiner keeps `@name` from being a mention of somebody.
            '@' => escaped.push_str("@\u{2060}"),
            c => escaped.push(c),
        }
    }
    escaped
}
