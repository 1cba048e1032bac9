//! The table of people, whole without script, and the list of what needs a look.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::{Outcome, with_given};
use crate::report::days::Kind;
use crate::report::model::{Report, Story};
use crate::report::text::clean;
use crate::wording::{number, people, short_moment};

/// How many people of one kind are named in the list of what needs a look; the table has them all.
const NAMED: usize = 8;

/// What needs a look, by kind, with what to do.
pub(super) fn looks(report: &Report) -> Markup {
    let mut kinds: BTreeMap<(u8, String), Vec<&Story>> = BTreeMap::new();
    for story in report.people.iter().filter(|story| story.needs_a_look) {
        let kind = story
            .fault
            .map_or_else(|| story.outcome.to_string(), |fault| format!("{} {fault}", story.outcome));
        // Doubt first: there, something may have happened.
        let rank = u8::from(Kind::of(story.outcome) != Kind::Doubt);
        kinds.entry((rank, kind)).or_default().push(story);
    }
    if kinds.is_empty() {
        return html! {};
    }
    html! {
        section.panel aria-labelledby="looks" {
            h2 #looks { "Needs a look" }
            @for stories in kinds.values() {
                @if let Some(first) = stories.first() {
                    article.look {
                        h3 {
                            (badge(first)) " "
                            @if let Some(fault) = first.fault { code { (fault) } " " }
                            span { (people(stories.len())) }
                        }
                        p { (first.advice().means) }
                        p.next { strong { "What to do: " } (codes(&shared_step(stories))) }
                        p.who {
                            @for (nth, story) in stories.iter().take(NAMED).enumerate() {
                                @if nth > 0 { ", " }
                                a href={ "#p" (story.nth) } { bdi { (clean(story.title())) } }
                            }
                            @if stories.len() > NAMED { ", and " (number(stories.len() - NAMED)) " more in the table" }
                        }
                    }
                }
            }
        }
    }
}

/// What to do, ready to be copied where it is about one person only.
fn shared_step(stories: &[&Story]) -> String {
    match stories {
        [one] => one.next_step(),
        [first, ..] => with_given(first.advice().next, &first.given).into_owned(),
        [] => String::new(),
    }
}

/// The outcome in its colour.
pub(super) fn badge(story: &Story) -> Markup {
    html! { span class={ "badge " (Kind::of(story.outcome).word()) } { (story.outcome) } }
}

/// A text of our own with `commands` in code type.
pub(super) fn codes(text: &str) -> Markup {
    html! {
        @for (nth, part) in text.split('`').enumerate() {
            @if nth % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// The people.
pub(super) fn table(report: &Report) -> Markup {
    let many = report.runs.len() > 1;
    html! {
        section.panel.people aria-labelledby="people" {
            h2 #people tabindex="-1" { "People" }
            form.tools #tools role="search" aria-label="Find people" hidden {
                label.search { span { "Search" }
                    input #search type="search" autocomplete="off" spellcheck="false" placeholder="Name, address, what was seen" {}
                }
                label { span { "Outcome" }
                    select #outcome {
                        option value="" { "all" }
                        @for (outcome, count) in report.counts() {
                            option value=(outcome) { (outcome) " (" (number(count)) ")" }
                        }
                    }
                }
                label.check { input #look type="checkbox" {} span { "only who needs a look (" (number(report.needing_a_look())) ")" } }
            }
            p #shown role="status" { (number(report.people.len())) " in all" }
            noscript { p { "Without script, the steps and pictures of each person cannot be shown; `unlinked replay` has the steps." } }
            table.list {
                caption.hidden { "What became of each person" }
                thead { tr {
                    th scope="col" { "Person" }
                    th scope="col" { "Outcome and when" }
                } }
                tbody #rows {
                    @for story in &report.people { (row(report, story, many)) }
                }
            }
            p #more-people hidden { button.plain type="button" #more {} }
            p #none hidden { "Nobody fits. " button.plain type="button" #clear { "Show everybody" } }
        }
    }
}

fn row(report: &Report, story: &Story, many: bool) -> Markup {
    html! {
        tr id={ "p" (story.nth) } data-o=(story.outcome) data-l[story.needs_a_look] {
            th scope="row" {
                span.name { bdi { (clean(story.title())) } }
                @if let Some(slug) = story.slug.as_ref().filter(|_| story.name.is_some()) {
                    " " bdi.slug { (clean(slug)) }
                }
                // What a rehearsal found to click is for whoever mends a selector, and stands among the person's steps.
                @if !story.detail.is_empty() && story.outcome != Outcome::Rehearsed { p.seen { (codes(&clean(&story.detail))) } }
                @if let Some(later) = &story.later {
                    p.since { "since then: " (later.outcome)
                        @match later.run { Some(run) => { " in run " (run) } None => " by hand" }
                        ", " (short_moment(later.at, &report.zone))
                    }
                }
            }
            td {
                (badge(story))
                p.when { (short_moment(story.at, &report.zone)) @if many || story.earlier { ", run " (story.run) } @if story.earlier { " (before)" } }
            }
        }
    }
}
