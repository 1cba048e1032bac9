//! The clicks of a run in the terminal: step, place, candidate, time, outcome; whole or one by one.

use super::model::{Report, RunFacts, Story, TraceState};
use super::phrase::phrase;
use super::text::clean;
use crate::domain::{PersonName, Slug};
use crate::trace::Event;
use crate::wording::{clock_time, exact_span, period, whole_moment};

/// A replay, in the pieces that `--step` shows one by one.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// What comes before the first step.
    pub head: String,
    /// One text for each step; the first of a person starts with who it is.
    pub steps: Vec<String>,
    /// What comes after the last step.
    pub tail: String,
}

impl Replay {
    /// The whole of it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.head.clone();
        text.extend(self.steps.iter().map(String::as_str));
        text.push_str(&self.tail);
        text
    }
}

/// Makes the replay of the report's runs, or of one person.
#[must_use]
pub fn replay(report: &Report, only: Option<&Story>) -> Replay {
    let mut replay = Replay::default();
    for run in &report.runs {
        replay.head.push_str(&run_head(run, report));
    }
    let about_run = |before: bool| {
        report.runs.iter().filter(|_| only.is_none()).flat_map(|run| &run.events).filter(move |event| {
            matches!(event.what, crate::trace::What::Ended { .. } | crate::trace::What::Stop { .. }) != before
        })
    };
    replay.steps.extend(about_run(true).map(|event| step(event, report)));
    let total = report.of_its_runs().count();
    let shown = |story: &&Story| only.map_or(!story.earlier, |only| only.nth == story.nth);
    for story in report.people.iter().filter(shown) {
        let mut head = person_head(story, total);
        for traced in &story.events {
            head.push_str(&step(&traced.event, report));
            replay.steps.push(std::mem::take(&mut head));
        }
        if story.events.is_empty() {
            head.push_str(&format!(
                "  {}  {}: {}\n",
                clock_time(story.at, &report.zone),
                story.outcome,
                clean(&story.detail)
            ));
        }
        if let Some(later) = &story.later {
            head.push_str(&format!(
                "  since then: {} ({})\n",
                later.outcome,
                whole_moment(later.at, &report.zone)
            ));
        }
        if !head.is_empty() {
            replay.steps.push(head);
        }
    }
    replay.steps.extend(about_run(false).map(|event| step(event, report)));
    if only.is_none() {
        replay.tail = tail(report);
    }
    replay
}

fn run_head(run: &RunFacts, report: &Report) -> String {
    let (row, start) = (&run.row, &run.row.start);
    let mut head =
        format!("Run {}, {}, {}\n", row.id, start.kind, period(row.started_at, row.ended_at, &report.zone));
    let mut facts = Vec::new();
    facts.extend(start.surface.map(|surface| surface.to_string()));
    facts.extend(start.route.map(|route| format!("route {route}")));
    facts.extend(start.selectors.as_ref().map(|revision| format!("selectors of {}", clean(revision))));
    facts.extend(start.roster.as_ref().map(|roster| format!("roster {}", clean(roster))));
    if !facts.is_empty() {
        head.push_str(&format!("{}\n", facts.join(", ")));
    }
    if let Some(name) = report.zone.iana_name() {
        head.push_str(&format!("Times are in {name}.\n"));
    }
    match &run.trace {
        TraceState::Whole => {}
        TraceState::Damaged(lines) => head.push_str(&format!("{lines} lines of the trace cannot be read and are left out.\n")),
        TraceState::Gone => head.push_str(
            "There is no trace of this run any more (it is kept for `evidence.keep_days`, and can be switched off); what \
             follows is what the ledger knows.\n",
        ),
        TraceState::Unreadable(why) => head.push_str(&format!("{why}\nWhat follows is what the ledger knows.\n")),
    }
    head
}

fn person_head(story: &Story, total: usize) -> String {
    let mut head = format!("\n{} of {total}  {}", story.nth, clean(story.title()));
    if let Some(slug) = story.slug.as_ref().filter(|slug| story.name.is_some() && !slug.is_empty()) {
        head.push_str(&format!("  /in/{}", clean(slug)));
    }
    if story.line > 0 {
        head.push_str(&format!("  line {}", story.line));
    }
    head.push('\n');
    head
}

fn step(event: &Event, report: &Report) -> String {
    let phrase = phrase(event);
    let mark = if phrase.bad { '!' } else { ' ' };
    let took = if event.ms > 0 { format!("  [{}]", exact_span(event.ms)) } else { String::new() };
    let mut text =
        format!("{mark} {}  {:<9}{}{took}\n", clock_time(event.at, &report.zone), event.step, phrase.line);
    for line in &phrase.more {
        text.push_str(&format!("{:25}{line}\n", ""));
    }
    if let Some(picture) = &event.picture {
        text.push_str(&format!("{:25}picture {picture}\n", ""));
    }
    text
}

fn tail(report: &Report) -> String {
    let counts: Vec<String> =
        report.counts().iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
    let mut tail = format!(
        "\n{}\n",
        if counts.is_empty() { "nobody was reached".to_owned() } else { counts.join(", ") }
    );
    if let (Some(end), Some(run)) = (super::advice::of_report(report), report.last_run()) {
        tail.push_str(&format!("{}. {}\n", end.headline, clean(&end.means)));
        let next = if run.row.stopped_by.is_none() && report.needing_a_look() > 0 {
            format!("`unlinked report {}` shows what was seen, with pictures, and what to do.", run.id())
        } else {
            end.next
        };
        if !next.is_empty() {
            tail.push_str(&format!("Next: {next}\n"));
        }
    }
    tail
}

/// The person that a user means by a slug, an address, a name or a placeholder.
///
/// # Errors
/// A sentence that says who was not found or that more than one fits, with the slugs that come nearest.
pub fn choose_person<'a>(report: &'a Report, asked: &str) -> Result<&'a Story, String> {
    let slug = Slug::parse(asked).ok();
    let by_slug = |story: &&Story| {
        let own = [story.slug.as_deref(), Some(story.key.as_str())];
        own.iter()
            .flatten()
            .any(|own| *own == asked || slug.as_ref().is_some_and(|slug| slug.as_str() == *own))
    };
    if let Some(story) = report.people.iter().find(by_slug) {
        return Ok(story);
    }
    // Whoever was sent a redacted report asks back with what it says.
    let nth = asked.strip_prefix("Person ").and_then(|nth| nth.parse::<usize>().ok());
    if let Some(story) = report.people.iter().find(|story| Some(story.nth) == nth) {
        return Ok(story);
    }
    let name = PersonName::new(asked);
    let same_name = |story: &&Story| {
        let own = story.name.as_deref().and_then(PersonName::new);
        matches!((&own, &name), (Some(own), Some(name)) if own.matches(name))
    };
    let named: Vec<&Story> = report.people.iter().filter(same_name).collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => Err(match nearest(report, asked) {
            near if near.is_empty() => format!("nobody in this run goes by `{}`", clean(asked)),
            near => {
                format!("nobody in this run goes by `{}`; the nearest: {}", clean(asked), near.join(", "))
            }
        }),
        many => {
            let slugs: Vec<&str> =
                many.iter().map(|story| story.slug.as_deref().unwrap_or(&story.key)).collect();
            Err(format!("{} people in this run go by `{}`: {}", many.len(), clean(asked), slugs.join(", ")))
        }
    }
}

fn nearest(report: &Report, asked: &str) -> Vec<String> {
    let asked = asked.to_lowercase();
    let likeness = |story: &Story| {
        [story.slug.as_deref(), story.name.as_deref()]
            .into_iter()
            .flatten()
            .map(|text| strsim::jaro_winkler(&asked, &text.to_lowercase()))
            .fold(0.0, f64::max)
    };
    let mut all: Vec<(f64, &Story)> = report.people.iter().map(|story| (likeness(story), story)).collect();
    all.retain(|(likeness, _)| *likeness > 0.8);
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.iter()
        .take(3)
        .map(|(_, story)| clean(story.slug.as_deref().unwrap_or(story.title())).into_owned())
        .collect()
}
