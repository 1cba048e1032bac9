//! Outcomes by day, for the chart. Long times are parted into stretches of more than a day, so that the bars stay readable.

use jiff::civil::Date;
use jiff::{Span, Unit};

use super::model::Report;
use crate::domain::Outcome;
use crate::wording::zoned;

/// How good an outcome is: the chart and the report's colours tell these four apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Done what was asked for.
    Done,
    /// There was nothing to do.
    Rest,
    /// Somebody must look.
    Look,
    /// Clicked, and not proved.
    Doubt,
}

impl Kind {
    pub(super) const ALL: [Kind; 4] = [Kind::Done, Kind::Rest, Kind::Look, Kind::Doubt];

    pub(super) fn of(outcome: Outcome) -> Kind {
        match outcome {
            Outcome::Removed | Outcome::Unfollowed | Outcome::Withdrawn | Outcome::Rehearsed => Kind::Done,
            Outcome::Unconfirmed => Kind::Doubt,
            outcome if outcome.needs_a_look() => Kind::Look,
            _ => Kind::Rest,
        }
    }

    /// The word in class names.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Done => "done",
            Kind::Rest => "rest",
            Kind::Look => "look",
            Kind::Doubt => "doubt",
        }
    }

    /// The words in the legend.
    pub(super) fn label(self) -> &'static str {
        match self {
            Kind::Done => "done",
            Kind::Rest => "nothing to do",
            Kind::Look => "needs a look",
            Kind::Doubt => "clicked, not proved",
        }
    }
}

/// A stretch of days with how many outcomes of each kind were written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The first day.
    pub(super) first: Date,
    /// The last day.
    pub(super) last: Date,
    /// Counts in the order of [`Kind::ALL`].
    pub(super) counts: [usize; 4],
}

impl Stretch {
    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// More bars than this cannot be told apart.
const BARS: i64 = 120;

/// The stretches from the first outcome to the last, those without any among them, and how many days each has.
pub(super) fn by_day(report: &Report) -> (Vec<Stretch>, i64) {
    let mut days: Vec<(Date, Kind)> = report
        .of_its_runs()
        .filter(|story| story.outcome != Outcome::Pending)
        .filter_map(|story| Some((zoned(story.at, &report.zone)?.date(), Kind::of(story.outcome))))
        .collect();
    days.sort();
    let (Some((first, _)), Some((last, _))) = (days.first().copied(), days.last().copied()) else {
        return (Vec::new(), 1);
    };
    let since = |day: Date| day.since((Unit::Day, first)).map_or(0, |span| i64::from(span.get_days()));
    let width = match since(last) + 1 {
        ..=BARS => 1,
        days if days <= BARS * 7 => 7,
        days => days / BARS + 1,
    };
    let at = |days: i64| first.saturating_add(Span::new().days(days));
    let mut stretches: Vec<Stretch> = (0..=since(last) / width)
        .map(|nth| Stretch { first: at(nth * width), last: at(nth * width + width - 1), counts: [0; 4] })
        .collect();
    for (day, kind) in days {
        let nth = usize::try_from(since(day) / width).unwrap_or(0);
        if let Some(stretch) = stretches.get_mut(nth) {
            stretch.counts[kind as usize] += 1;
        }
    }
    (stretches, width)
}
