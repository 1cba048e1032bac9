//! The header of a list of people, where it has to be sought: the headings of LinkedIn's export are known; what other headings mean
//! is proposed, and read only as the user says.

use super::columns::Column;
use super::error::ListError;
use super::header::{Cell, Header, LOOKED_AT, Line, MOST_COLUMNS, check, find, look, missing, names_people};
use super::meaning::settle;
use super::said::{Columns, Meant, Unconfirmed, word_of};
use super::scan;
use crate::domain::Slug;
use crate::faults::{Fault, Faults};

/// What the first lines of a list are.
enum Sought {
    /// There is a header.
    Found(Header),
    /// There are headings, and what they mean has to be said by the user.
    Unconfirmed(Box<Unconfirmed>),
    /// There is none, or one with faults, which were told.
    None,
}

/// The header of a list of people. What is known only by its meaning is never taken without the user's word.
fn seek(text: &str, said: Option<&Columns>, faults: &mut Faults) -> Sought {
    if let Some(said) = said {
        return match as_said(text, said, faults) {
            Some(header) => Sought::Found(header),
            None => Sought::None,
        };
    }
    let mut found = Faults::new(faults.file.clone(), "");
    let exact = look(text, false, &mut found, &|heading, _| Column::of(heading), &names_people);
    if exact.is_none() && found.has_errors() {
        found.list.into_iter().for_each(|fault| faults.push(fault));
        return Sought::None;
    }
    match meant(text, exact.as_ref(), &faults.file) {
        Some(unconfirmed) => Sought::Unconfirmed(Box::new(unconfirmed)),
        None => exact.map_or(Sought::None, |line| {
            check(&line.cells, faults);
            Sought::Found(line.header())
        }),
    }
}

/// The header, or why there is none. A fault of a header that is there is told beside it.
pub(super) fn header(text: &str, said: Option<&Columns>, faults: &mut Faults) -> Result<Header, ListError> {
    match seek(text, said, faults) {
        Sought::Found(header) => Ok(header),
        Sought::Unconfirmed(unconfirmed) => Err(unconfirmed.into()),
        Sought::None => {
            if !faults.has_errors() {
                faults.push(missing(text));
            }
            let faults = std::mem::replace(faults, Faults::new("", ""));
            Err(Box::new(faults).into())
        }
    }
}

/// Whether a text has the columns that the user says, or else headings that are known.
pub(super) fn is_known(text: &str, said: Option<&Columns>) -> bool {
    let mut silent = Faults::new("", "");
    match said {
        Some(said) => as_said(text, said, &mut silent).is_some(),
        None => find(text, false, &mut silent).is_some(),
    }
}

/// Whether the headings of a text seem to mean a list of people.
pub(super) fn means_people(text: &str) -> bool {
    meant(text, None, "").is_some()
}

/// What the headings mean, if some that weigh are known by their meaning alone. `exact`: the line that is a header already.
fn meant(text: &str, exact: Option<&Line>, file: &str) -> Option<Unconfirmed> {
    let mut silent = Faults::new("", "");
    let settled = |cells: &[Cell]| {
        let has = |column| cells.iter().any(|cell| cell.column == Some(column));
        // A heading of the export's own means what it says.
        let is_own = |cell: &Cell| Column::of(&cell.heading).is_some();
        let all = cells
            .iter()
            .map(|cell| cell.column.map(|column| if is_own(cell) { column } else { settle(column, has) }));
        all.collect::<Vec<_>>()
    };
    let names = |cells: &[Cell]| {
        let all = settled(cells);
        let has = |column| all.contains(&Some(column));
        has(Column::Url) || has(Column::Name) || (has(Column::FirstName) && has(Column::LastName))
    };
    let known = |heading: &str, _| Column::of_any_language(heading);
    let line = match exact {
        // The same line again, with what else it means.
        Some(exact) => {
            let is_it = |cells: &[Cell]| {
                cells.len() == exact.cells.len()
                    && cells.iter().zip(&exact.cells).all(|(now, then)| now.span == then.span)
            };
            look(text, false, &mut silent, &known, &is_it)?
        }
        None => look(text, false, &mut silent, &known, &names)?,
    };
    let columns = settled(&line.cells);
    let is_exact = |at: usize| exact.is_some_and(|exact| exact.cells[at].column.is_some());
    let has_exact = |column| exact.is_some_and(|exact| exact.has(column));
    let whole = has_exact(Column::Name);
    let halves = has_exact(Column::FirstName) && has_exact(Column::LastName);
    let is_wanted = |column: Column| match column {
        Column::FirstName | Column::LastName => !whole && !has_exact(column),
        Column::Name => !halves && !whole,
        other => !has_exact(other),
    };
    let sample = first_below(text, &line);
    let (mut found, mut unread, mut doubtful) =
        (Vec::<Meant>::new(), Vec::new(), Vec::<(Column, Vec<String>)>::new());
    for (at, cell) in line.cells.iter().enumerate() {
        let wanted = columns[at].filter(|column| is_exact(at) || is_wanted(*column));
        match wanted.filter(|column| word_of(*column).is_some()) {
            Some(column) => found.push(Meant {
                column,
                at,
                is_known: is_exact(at),
                heading: cell.heading.clone(),
                sample: sample.get(at).cloned().unwrap_or_default(),
            }),
            None if !cell.heading.is_empty() && wanted.is_none() => unread.push(cell.heading.clone()),
            None => {}
        }
    }
    for column in found.iter().map(|meant| meant.column).collect::<Vec<_>>() {
        let same: Vec<String> =
            found.iter().filter(|meant| meant.column == column).map(|meant| meant.heading.clone()).collect();
        if same.len() > 1 && doubtful.iter().all(|(doubted, _)| *doubted != column) {
            doubtful.push((column, same));
        }
    }
    let weighs = found.iter().any(|meant| !is_exact(meant.at) && meant.column.weighs());
    found.retain(|meant| doubtful.iter().all(|(doubted, _)| *doubted != meant.column));
    weighs.then(|| Unconfirmed { file: file.to_owned(), line: line.number, found, doubtful, unread })
}

/// The first row below a header, as a sample of its columns.
fn first_below(text: &str, line: &Line) -> Vec<String> {
    let below = text
        .get(line.end..)
        .unwrap_or_default()
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let short = |text: &str| text.trim().chars().take(40).collect();
    let fields = scan::fields(below, line.delimiter).into_iter().take(MOST_COLUMNS);
    fields.map(|place| short(below.get(place.range).unwrap_or_default())).collect()
}

/// The header as the user says it: each column where it is said to be, and the known headings of the rest.
fn as_said(text: &str, said: &Columns, faults: &mut Faults) -> Option<Header> {
    let place_of = |heading: &str, at: usize| {
        said.0.iter().find(|(_, place)| place.is_at(at, heading)).map(|(column, _)| *column)
    };
    let is_said = |column: Column| said.0.iter().any(|(said, _)| *said == column);
    let known = |heading: &str, at: usize| {
        place_of(heading, at).or_else(|| Column::of(heading).filter(|column| !is_said(*column)))
    };
    let all_there = |cells: &[Cell]| {
        said.0.iter().all(|(_, place)| {
            cells
                .iter()
                .enumerate()
                .any(|(at, cell)| !cell.heading.is_empty() && place.is_at(at, &cell.heading))
        })
    };
    let mut found = Faults::new("", "");
    let line = look(text, false, &mut found, &known, &|cells| all_there(cells) && names_people(cells));
    let whole = |message: String, help: &str| Fault {
        code: "list.said",
        message,
        span: None,
        label: String::new(),
        help: help.to_owned(),
        warning: false,
    };
    let Some(line) = line else {
        if found.has_errors() {
            found.list.into_iter().for_each(|fault| faults.push(fault));
        } else {
            faults.push(whole(
                format!("none of the first {LOOKED_AT} lines has the columns of `--columns {said}`, or they name nobody"),
                "Name each column by its heading or its letter, and among them `url`, or `name`, or `first-name` and `last-name`.",
            ));
        }
        return None;
    };
    if let Some(cell) =
        line.cells.iter().find(|cell| cell.heading.contains('/') && Slug::parse(&cell.heading).is_ok())
    {
        faults.push(Fault {
            span: Some(cell.span.clone()),
            label: "an address, and no heading".to_owned(),
            ..whole(
                format!("line {} would be the headings, and it is a person", line.number),
                "Put a line with a heading for each column on top.",
            )
        });
        return None;
    }
    check(&line.cells, faults);
    Some(line.header())
}
