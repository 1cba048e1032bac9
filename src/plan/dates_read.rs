//! In which order an export writes its days, by what all its rows say together. What two orders can read is never guessed.

use std::ops::Range;

use super::date::{self, Day, DayOrder, Days, Written};
use super::error::fault;
use crate::faults::Fault;
use crate::roster::{Column, ListRow};
use crate::wording::count;

/// How the days of an export are written, and from how many rows that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct DatesRead {
    /// Whether there is a column for them.
    pub column: bool,
    /// What comes first in dates of three numbers; `None` if there are none that leave it open.
    pub order: Option<DayOrder>,
    /// Whether the user said so.
    pub said: bool,
    /// Rows with a day of three numbers.
    pub of_numbers: u64,
    /// Rows that can be read in this order and in no other.
    pub proofs: u64,
    /// Rows with a day that can be read.
    pub readable: u64,
    /// Rows with a text that is no day, or none on which somebody can have connected.
    pub unreadable: u64,
    /// Rows without a day.
    pub missing: u64,
    /// One of the rows of numbers, and the day that it was taken for.
    pub example: Option<(String, String)>,
}

impl DatesRead {
    /// In words, without a full stop.
    #[must_use]
    pub fn text(&self) -> String {
        if !self.column {
            return "no column for the day of the connection: nothing is known about when".to_owned();
        }
        let mut text = format!("day of the connection: read in {}", rows(self.readable));
        if self.of_numbers > 0
            && let Some(order) = self.order
        {
            text.push_str(&format!("; numbers are {order}"));
            if let Some((written, day)) = &self.example {
                text.push_str(&format!(" (`{written}` is {day})"));
            }
            text.push_str(&match (self.said, self.proofs) {
                (true, 0) => ", as you said, and no row proves it".to_owned(),
                (true, proofs) => {
                    format!(", as you said, and {} of {} say so", proofs, rows(self.of_numbers))
                }
                (false, 0) => ", as LinkedIn wrote in 2018; no row proves it".to_owned(),
                (false, proofs) => format!(", known from {proofs} of {}", rows(self.of_numbers)),
            });
        }
        for (count, what) in [(self.unreadable, "cannot be used"), (self.missing, "without one")] {
            if count > 0 {
                text.push_str(&format!("; {} {what}", rows(count)));
            }
        }
        text
    }
}

fn rows(rows: u64) -> String {
    count(rows, "row", "rows")
}

/// What the rows of a file say about the order of their days.
#[derive(Debug)]
pub(super) struct OrderEvidence {
    days: Days,
    /// For each order: the first row that can be read, but not in it, and how many can be read in it and in no other.
    against: [Option<Place>; DayOrder::ALL.len()],
    proofs: [u64; DayOrder::ALL.len()],
    readable_in: [u64; DayOrder::ALL.len()],
    ambiguous: Option<Place>,
    of_2018: bool,
    example: Option<Place>,
    plain: u64,
    of_numbers: u64,
    missing: u64,
    all: u64,
}

#[derive(Debug, Clone)]
struct Place {
    line: u64,
    text: String,
    span: Range<usize>,
}

impl OrderEvidence {
    pub(super) fn new(days: Days) -> OrderEvidence {
        OrderEvidence {
            days,
            against: [const { None }; DayOrder::ALL.len()],
            proofs: [0; DayOrder::ALL.len()],
            readable_in: [0; DayOrder::ALL.len()],
            ambiguous: None,
            of_2018: false,
            example: None,
            plain: 0,
            of_numbers: 0,
            missing: 0,
            all: 0,
        }
    }

    pub(super) fn see(&mut self, row: &ListRow<'_>) {
        let text = row.get(Column::ConnectedOn);
        self.all += 1;
        if text.is_empty() {
            self.missing += 1;
            return;
        }
        let written = date::read(&text);
        let Written::Numbers { is_of_2018, .. } = written else {
            self.plain += u64::from(written.day(None, Some(self.days)).is_some());
            return;
        };
        let ways: Vec<(DayOrder, Day)> = written.ways(Some(self.days)).collect();
        let place =
            || Place { line: row.line, text: text.to_string(), span: row.span(Some(Column::ConnectedOn)) };
        let at = |order: DayOrder| DayOrder::ALL.iter().position(|each| *each == order);
        for (order, _) in &ways {
            if let Some(count) = at(*order).and_then(|at| self.readable_in.get_mut(at)) {
                *count += 1;
            }
        }
        // A row that is a day in no order is a slip, and proves nothing.
        if ways.is_empty() {
            return;
        }
        self.of_numbers += 1;
        if let [(order, _)] = ways[..]
            && let Some(count) = at(order).and_then(|at| self.proofs.get_mut(at))
        {
            *count += 1;
        }
        for (order, against) in DayOrder::ALL.iter().zip(&mut self.against) {
            if against.is_none() && !ways.iter().any(|(way, _)| way == order) {
                *against = Some(place());
            }
        }
        if written.day(None, Some(self.days)).is_none() {
            if self.example.is_none() {
                self.example = Some(place());
            }
            if is_of_2018 {
                self.of_2018 = true;
            } else if self.ambiguous.is_none() {
                self.ambiguous = Some(place());
            }
        }
    }

    /// The order, or why none can be told.
    pub(super) fn decide(self, said: Option<DayOrder>, column: bool) -> Result<DatesRead, Vec<Fault>> {
        let order = match said {
            Some(order) => Some(order),
            None => self.order()?,
        };
        let of = |counts: &[u64]| {
            let at = order.and_then(|order| DayOrder::ALL.iter().position(|each| *each == order));
            at.and_then(|at| counts.get(at).copied())
        };
        let numbers = of(&self.readable_in).unwrap_or(self.of_numbers);
        let readable = self.plain + numbers;
        let example = order.zip(self.example).and_then(|(order, place)| {
            let day = date::read(&place.text).day(Some(order), Some(self.days))?;
            Some((place.text, day.strftime("%-d %B %Y").to_string()))
        });
        Ok(DatesRead {
            column,
            order,
            said: said.is_some(),
            of_numbers: self.of_numbers,
            proofs: of(&self.proofs).unwrap_or(0),
            readable,
            unreadable: self.all.saturating_sub(self.missing + readable),
            missing: self.missing,
            example,
        })
    }

    /// Of several orders that fit, none is taken while a row would be another day in each: but for LinkedIn's own form of
    /// 2018, in which the month stood first.
    fn order(&self) -> Result<Option<DayOrder>, Vec<Fault>> {
        let mut possible = DayOrder::ALL
            .iter()
            .zip(&self.against)
            .filter(|(_, against)| against.is_none())
            .map(|(order, _)| *order);
        match (possible.next(), possible.next()) {
            (Some(order), None) => Ok(Some(order)),
            (None, _) => Err(self.contradictions()),
            (Some(_), Some(_)) => match &self.ambiguous {
                Some(place) => Err(both_ways(place, self.days).into_iter().collect()),
                None => Ok(self.of_2018.then_some(DayOrder::MonthFirst)),
            },
        }
    }

    /// One row for each order that another one rules out; two orders that the same row rules out are told once.
    fn contradictions(&self) -> Vec<Fault> {
        let mut places: Vec<&Place> = Vec::new();
        for place in self.against.iter().flatten() {
            if !places.iter().any(|known| known.line == place.line) {
                places.push(place);
            }
        }
        places.sort_by_key(|place| place.line);
        places
            .iter()
            .map(|place| {
                let can = date::read(&place.text).ways(Some(self.days));
                let orders: Vec<&str> = can.map(|(order, _)| order.as_str()).collect();
                let others = places.iter().filter(|other| other.line != place.line);
                let others: Vec<String> =
                    others.map(|other| format!("`{}` on line {}", other.text, other.line)).collect();
                fault(
                    "plan.dates_both_ways",
                    place.span.clone(),
                    format!(
                        "line {}: `{}` can only be {}, but {} says otherwise",
                        place.line,
                        place.text,
                        orders.join(" or "),
                        others.join(" or ")
                    ),
                    "dates of this file are written in two ways",
                    SAY_WHICH,
                )
            })
            .collect()
    }
}

const SAY_WHICH: &str = "Say which with --dates day-first, --dates month-first or --dates year-first. Or take Connections.csv as LinkedIn sends it, before a spreadsheet has saved it: there the day is written 15 Mar 2024.";

fn both_ways(place: &Place, days: Days) -> Option<Fault> {
    let ways = date::all_ways(date::read(&place.text), Some(days))?;
    Some(fault(
        "plan.ambiguous_date",
        place.span.clone(),
        format!("line {}: `{}` can be {ways}, and nothing in the file decides it", place.line, place.text),
        "day, month or year first?",
        SAY_WHICH,
    ))
}
