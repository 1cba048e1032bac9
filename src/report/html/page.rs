//! The frame of the page: head, summary, sections, data and script.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::chart::chart;
use super::detail::detail;
use super::table::{codes, looks, table};
use crate::ledger::RunKind;
use crate::report::advice::{self, Mood};
use crate::report::days::Kind;
use crate::report::model::{Report, RunFacts, TraceState};
use crate::report::picture::Gallery;
use crate::report::text::clean;
use crate::wording::{number, period, size, span, whole_moment};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Runs before the table is read: with script, its rows are shown a few hundred at a time.
const FIRST: &str = "document.documentElement.className = \"js\";";

/// Nothing may be loaded, sent or run but what is in the file: its own style, its own script, pictures as data.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {} {}; img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(FIRST),
        hash(SCRIPT)
    )
}

/// The whole page.
pub(super) fn page(report: &Report, gallery: &Gallery) -> Markup {
    let title = title(report);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { (title) " - unlinked" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
                script { (PreEscaped(FIRST)) }
            }
            body {
                a.skip href="#people" { "Skip to the people" }
                header {
                    p.brand { "unlinked" }
                    h1 { (title) }
                    p.sub { (subtitle(report)) }
                    @if report.redacted {
                        p.sub { "Redacted: names and addresses are replaced, pictures are coarse mosaics. Nothing of the originals is in this file." }
                    }
                }
                main {
                    (end(report))
                    (counts(report))
                    (chart(report))
                    (looks(report))
                    (table(report))
                    (runs(report))
                }
                footer {
                    p {
                        "Made " (whole_moment(report.made_at, &report.zone)) " from the ledger and the trace. Times are in "
                        (zone_name(report)) ". " (pictures(report, gallery))
                    }
                    @if !report.redacted {
                        p { "It holds names and pictures of people: share it only after " code { "unlinked report --redact" } "." }
                    }
                }
                @for story in &report.people {
                    script type="application/json" id={ "d" (story.nth) } { (PreEscaped(detail(report, story, gallery))) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn title(report: &Report) -> String {
    match report.runs.as_slice() {
        [run] => format!("Run {}: {}", run.id(), run.row.start.kind),
        [first, .., last] if last.row.start.kind == RunKind::Rehearsal => {
            format!("Runs {} to {}: one rehearsal", first.id(), last.id())
        }
        runs => format!("All removals: {} runs", runs.len()),
    }
}

fn subtitle(report: &Report) -> String {
    let (Some(first), Some(last)) = (report.runs.first(), report.runs.last()) else { return String::new() };
    let mut parts = vec![period(first.row.started_at, last.row.ended_at, &report.zone)];
    if let ([run], Some(ended)) = (report.runs.as_slice(), last.row.ended_at) {
        parts.push(span(ended.since(run.row.started_at)));
    }
    parts.extend(report.owner.as_ref().map(|owner| format!("account {}", clean(owner))));
    parts.join(", ")
}

fn zone_name(report: &Report) -> String {
    report.zone.iana_name().map_or_else(|| "the account's time zone".to_owned(), str::to_owned)
}

fn end(report: &Report) -> Markup {
    let Some(end) = advice::of_report(report) else { return html! {} };
    let mood = match end.mood {
        Mood::Well => "well",
        Mood::Later => "later",
        Mood::Act => "act",
    };
    html! {
        section class={ "end " (mood) } aria-labelledby="end" {
            h2 #end { (end.headline) }
            p { (codes(&clean(&end.means))) }
            @if !end.next.is_empty() { p.next { strong { "What to do: " } (codes(&end.next)) } }
        }
    }
}

fn counts(report: &Report) -> Markup {
    html! {
        section aria-labelledby="counts" {
            h2.hidden #counts { "Outcomes" }
            ul.counts #tiles {
                li { span.tile data-o="" { b { (number(report.of_its_runs().count())) } @if report.of_its_runs().count() == 1 { " person" } @else { " people" } } }
                @for (outcome, count) in report.counts() {
                    li { span class={ "tile " (Kind::of(outcome).word()) } data-o=(outcome) { b { (number(count)) } " " (outcome) } }
                }
            }
        }
    }
}

fn pictures(report: &Report, gallery: &Gallery) -> String {
    let carried = number(gallery.carried);
    let mut text = match gallery.carried {
        0 => "It carries no pictures.".to_owned(),
        1 => format!("It carries 1 picture ({}).", size(gallery.bytes)),
        _ => format!("It carries {carried} pictures ({}).", size(gallery.bytes)),
    };
    if gallery.left_out > 0 {
        text.push_str(&format!(" {} more were left out to keep it small", number(gallery.left_out)));
        text.push_str(if report.redacted { "." } else { "; they are in the run's folder." });
    }
    text
}

fn runs(report: &Report) -> Markup {
    html! {
        section.panel aria-labelledby="runs" {
            h2 #runs { @if report.runs.len() == 1 { "About the run" } @else { "About the runs" } }
            @for run in report.runs.iter().rev() {
                @if report.runs.len() > 1 { h3 { "Run " (run.id()) } }
                dl.facts {
                    @for (label, text) in facts(report, run) { div { dt { (label) } dd { (text) } } }
                }
                @if !run.warnings.is_empty() {
                    p { "Stop signs that were counted as warnings:" }
                    ul {
                        @for warning in &run.warnings {
                            li { (whole_moment(warning.at, &report.zone)) ": " (warning.cause) ", " (clean(&warning.detail)) }
                        }
                    }
                }
            }
        }
    }
}

fn facts(report: &Report, run: &RunFacts) -> Vec<(&'static str, String)> {
    let (row, start) = (&run.row, &run.row.start);
    let mut facts = Vec::new();
    let mut add =
        |label, text: Option<String>| facts.extend(text.map(|text| (label, clean(&text).into_owned())));
    add("When", Some(period(row.started_at, row.ended_at, &report.zone)));
    add("Roster", start.roster.clone());
    add("Site", Some(start.site.clone()));
    add("Surface", start.surface.map(|surface| surface.to_string()));
    add("Route", start.route.map(|route| route.to_string()));
    add("Selectors of", start.selectors.clone());
    add("Intents written", Some(row.intents.to_string()));
    add("Page views", Some(run.page_views.to_string()));
    add("Left for later", run.left().map(|left| left.to_string()));
    add("Stopped by", row.stopped_by.map(|by| by.to_string()));
    add("Exit code", row.exit.map(|exit| exit.to_string()));
    add(
        "Trace",
        match &run.trace {
            TraceState::Whole => None,
            TraceState::Damaged(lines) => Some(format!("{lines} lines cannot be read and are left out")),
            TraceState::Gone => Some("none: kept only for evidence.keep_days, or switched off".to_owned()),
            TraceState::Unreadable(why) => Some(why.clone()),
        },
    );
    facts
}
