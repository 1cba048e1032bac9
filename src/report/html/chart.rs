//! Outcomes by day as an inline SVG. Places across are in percent and heights in px, so that nothing in it is stretched when
//! the page is narrow.

use maud::{Markup, html};

use crate::report::days::{Kind, Stretch, by_day};
use crate::report::model::Report;
use crate::wording::number;

/// Height of the bars' field, in px, and where it begins.
const FIELD: f64 = 140.0;
const TOP: f64 = 18.0;

/// Few days are drawn as if they were so many, so that one day is no wall.
const FEWEST: usize = 14;

/// The chart with its legend, and the same numbers as a table.
pub(super) fn chart(report: &Report) -> Markup {
    let (stretches, width) = by_day(report);
    if stretches.is_empty() {
        return html! {};
    }
    let title = match width {
        1 => "Outcomes by day".to_owned(),
        7 => "Outcomes by week".to_owned(),
        days => format!("Outcomes by {days} days"),
    };
    let most = stretches.iter().map(Stretch::total).max().unwrap_or(0).max(1);
    let used: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| stretches.iter().any(|stretch| stretch.counts[*kind as usize] > 0))
        .collect();
    html! {
        section.panel aria-labelledby="days" {
            h2 #days { (title) }
            ul.legend {
                @for kind in &used { li { span class={ "swatch " (kind.word()) } {} (kind.label()) } }
            }
            @match stretches.as_slice() {
                [one] => (single(one)),
                many => (field(many, most)),
            }
            p.hidden #days-in-words {
                (number(stretches.iter().map(Stretch::total).sum::<usize>())) " outcomes, at most " (number(most)) " in one bar. The numbers follow as a table."
            }
            details aria-labelledby="as-numbers" {
                summary #as-numbers { "The same as numbers" }
                div.scroll tabindex="0" role="region" aria-label="Outcomes as numbers" {
                    table.numbers aria-label=(title) {
                        thead { tr {
                            th scope="col" { @if width == 1 { "Day" } @else { "From" } }
                            @for kind in &used { th scope="col" { (kind.label()) } }
                        } }
                        tbody {
                            @for stretch in stretches.iter().filter(|stretch| stretch.total() > 0) {
                                tr {
                                    th scope="row" { (stretch.first.strftime("%a %-d %b %Y")) }
                                    @for kind in &used { td { (number(stretch.counts[*kind as usize])) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One day alone: its shares side by side.
fn single(day: &Stretch) -> Markup {
    let share = |count: usize| 100.0 * count as f64 / day.total().max(1) as f64;
    let mut left = 0.0;
    let mut pieces = Vec::new();
    for kind in Kind::ALL {
        let width = share(day.counts[kind as usize]);
        pieces.push((kind, left, width));
        left += width;
    }
    html! {
        svg.chart.single role="img" aria-labelledby="days" aria-describedby="days-in-words" width="100%" height="28" {
            title { (in_words(day)) }
            @for (kind, left, width) in pieces.into_iter().filter(|(_, _, width)| *width > 0.0) {
                rect class=(kind.word()) x=(percent(left)) y="0" width=(percent(width)) height="28" {}
            }
        }
    }
}

/// Several days: a bar for each.
fn field(many: &[Stretch], most: usize) -> Markup {
    let slot = 100.0 / many.len().max(FEWEST) as f64;
    html! {
        svg.chart role="img" aria-labelledby="days" aria-describedby="days-in-words" width="100%" height="184" {
            @for share in [1.0, 0.5] {
                @let y = TOP + FIELD * (1.0 - share);
                line.grid x1="0" x2="100%" y1=(y) y2=(y) {}
                }
            @for (nth, stretch) in many.iter().enumerate() {
                g {
                    title { (in_words(stretch)) }
                    // The whole slot answers to the pointer, also above a short bar.
                    rect.slot x=(percent(slot * nth as f64)) y=(TOP) width=(percent(slot)) height=(FIELD) {}
                    @for (kind, y, height) in bars(stretch, most) {
                        rect class=(kind.word()) x=(percent(slot * (nth as f64 + 0.1))) y=(px(y)) width=(percent(slot * 0.8))
                            height=(px(height)) {}
                    }
                }
            }
            @for share in [1.0, 0.5] {
                @let y = TOP + FIELD * (1.0 - share);
                text.scale x="100%" y=(y - 4.0) text-anchor="end" { (number((most as f64 * share).ceil() as usize)) }
            }
            line.base x1="0" x2="100%" y1=(TOP + FIELD) y2=(TOP + FIELD) {}
            @for nth in labelled(many.len()) {
                @let (x, anchor) = label_place(nth, many.len(), slot);
                text.day x=(percent(x)) y=(TOP + FIELD + 18.0) text-anchor=(anchor) {
                    (many[nth].first.strftime("%-d %b"))
                }
            }
        }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.3}%")
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

fn in_words(stretch: &Stretch) -> String {
    let mut words = stretch.first.strftime("%a %-d %b %Y").to_string();
    if stretch.last > stretch.first {
        words.push_str(&format!(" to {}", stretch.last.strftime("%a %-d %b %Y")));
    }
    let counts: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|kind| stretch.counts[*kind as usize] > 0)
        .map(|kind| format!("{} {}", number(stretch.counts[kind as usize]), kind.label()))
        .collect();
    let counts = if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") };
    format!("{words}: {counts}")
}

/// The pieces of one bar from the bottom up: kind, top and height. A count that would be too low to be seen gets 2 px.
fn bars(stretch: &Stretch, most: usize) -> Vec<(Kind, f64, f64)> {
    let mut bottom = TOP + FIELD;
    let mut pieces = Vec::new();
    for kind in Kind::ALL {
        let count = stretch.counts[kind as usize];
        if count > 0 {
            let height = (FIELD * count as f64 / most as f64).max(2.0);
            bottom -= height;
            pieces.push((kind, bottom, height));
        }
    }
    pieces
}

/// Which bars have their day below: few enough to fit on a phone.
fn labelled(bars: usize) -> Vec<usize> {
    match bars {
        0 => Vec::new(),
        1..=3 => vec![0],
        4..=7 => vec![0, bars - 1],
        _ => vec![0, bars / 2, bars - 1],
    }
}

fn label_place(nth: usize, bars: usize, slot: f64) -> (f64, &'static str) {
    match nth {
        0 => (slot * 0.1, "start"),
        nth if nth + 1 == bars && bars >= FEWEST => (100.0 - slot * 0.1, "end"),
        nth => (slot * (nth as f64 + 0.5), "middle"),
    }
}
