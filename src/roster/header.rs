//! Finding the header of a list: which of the first lines it is, what parts the fields, and which column stands where.

use std::ops::Range;

use super::columns::{Column, nearest};
use super::meaning::settle;
use super::scan;
use crate::domain::Slug;
use crate::faults::{Fault, Faults};

/// The header is looked for in this many lines: LinkedIn's export has a preamble of three (ui-evidence 8).
pub(super) const LOOKED_AT: usize = 10;

/// The last of these wins where a header has one column only.
const DELIMITERS: [u8; 3] = *b"\t;,";

/// Where the header is and what it says.
#[derive(Debug)]
pub(super) struct Header {
    /// The byte that parts the fields.
    pub(super) delimiter: u8,
    /// How many fields a row has.
    pub(super) width: usize,
    /// Where the rows start, in bytes.
    pub(super) body: usize,
    columns: Vec<(Column, usize)>,
}

impl Header {
    /// The index of a column's field, if the file has that column.
    pub(super) fn index(&self, column: Column) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == column).map(|(_, index)| *index)
    }

    /// All columns that are read, with their fields.
    pub(super) fn columns(&self) -> &[(Column, usize)] {
        &self.columns
    }

    /// How a message names the delimiter.
    pub(super) fn delimiter_name(&self) -> &'static str {
        match self.delimiter {
            b';' => "semicolon",
            b'\t' => "tab",
            _ => "comma",
        }
    }
}

pub(super) struct Cell {
    pub(super) heading: String,
    pub(super) span: Range<usize>,
    pub(super) column: Option<Column>,
}

/// The most columns of a line that is looked at for a header.
pub(super) const MOST_COLUMNS: usize = 1_000;

/// A line that is looked at as a header.
pub(super) struct Line {
    /// From 1.
    pub(super) number: u64,
    pub(super) delimiter: u8,
    /// Where the next one starts, in bytes.
    pub(super) end: usize,
    pub(super) cells: Vec<Cell>,
}

impl Line {
    pub(super) fn header(&self) -> Header {
        let columns =
            self.cells.iter().enumerate().filter_map(|(at, cell)| Some((cell.column?, at))).collect();
        Header { delimiter: self.delimiter, width: self.cells.len(), body: self.end, columns }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.cells.iter().any(|cell| cell.column == Some(column))
    }
}

/// The header among the first lines, or `None`. What is wrong with it (a column twice, an unknown one) goes to `faults`.
/// `comments`: whether lines that start with `#` are passed over, and do not count.
pub(super) fn find(text: &str, comments: bool, faults: &mut Faults) -> Option<Header> {
    let line = look(text, comments, faults, &|heading, _| Column::of(heading), &names_people)?;
    check(&line.cells, faults);
    Some(line.header())
}

/// The first of the first lines that fits, parted in the way that makes the most of it.
pub(super) fn look(
    text: &str,
    comments: bool,
    faults: &mut Faults,
    known: &dyn Fn(&str, usize) -> Option<Column>,
    fits: &dyn Fn(&[Cell]) -> bool,
) -> Option<Line> {
    let mut start = 0;
    let mut looked_at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if comments && (line.starts_with('#') || line.trim().is_empty()) {
            start += line.len();
            continue;
        }
        looked_at += 1;
        if looked_at > LOOKED_AT {
            return None;
        }
        // Spaces before a quote, or where the byte-order mark was, would make it a part of the heading.
        let raw = line.trim_start_matches(' ').trim_end_matches(['\n', '\r']);
        let indent = line.len() - line.trim_start_matches(' ').len();
        // Counted before anything is made of them: no list of people has so many columns, and a line of ten million would take minutes.
        let separators = raw.bytes().filter(|byte| DELIMITERS.contains(byte)).count();
        if separators >= MOST_COLUMNS {
            faults.push(Fault {
                code: "list.columns",
                message: format!("line {number} has more than {MOST_COLUMNS} columns"),
                span: None,
                label: String::new(),
                help: "Name a list of people, with a row for each of them.".to_owned(),
                warning: false,
            });
            return None;
        }
        let best = DELIMITERS
            .iter()
            .map(|delimiter| (*delimiter, cells(raw, start + indent, *delimiter, known)))
            .filter(|(_, cells)| fits(cells))
            .max_by_key(|(_, cells)| cells.iter().filter(|cell| cell.column.is_some()).count());
        start += line.len();
        if let Some((delimiter, cells)) = best {
            return Some(Line { number, delimiter, end: start, cells });
        }
    }
    None
}

/// A header in another language: the first line that is neither blank nor a comment, if most of its cells are headings and they
/// name people. For lists that protect alone.
pub(super) fn foreign(text: &str, faults: &mut Faults) -> Option<Header> {
    let is_passed = |line: &str| line.starts_with('#') || line.trim().is_empty();
    let first: usize = text.split_inclusive('\n').take_while(|line| is_passed(line)).map(str::len).sum();
    let end = first + text.get(first..)?.split_inclusive('\n').next()?.len();
    let fits = |cells: &[Cell]| {
        cells.len() > 1
            && cells.iter().all(|cell| cell.span.end <= end)
            && cells.iter().filter(|cell| cell.column.is_some()).count() * 2 >= cells.len()
    };
    let known = |heading: &str, _| Column::of_any_language(heading);
    let line = look(text, true, &mut Faults::new("", ""), &known, &fits)?;
    let header = settled(&line);
    let names = |column| header.index(column).is_some();
    if !(names(Column::Url) || names(Column::Name) || names(Column::FirstName)) {
        return None;
    }
    check(&line.cells, faults);
    Some(header)
}

/// The header of a line whose headings are known by their meaning.
fn settled(line: &Line) -> Header {
    let columns = line.cells.iter().enumerate();
    let columns =
        columns.filter_map(|(at, cell)| Some((settle(cell.column?, |column| line.has(column)), at)));
    Header { columns: columns.collect(), ..line.header() }
}

fn cells(raw: &str, start: usize, delimiter: u8, known: &dyn Fn(&str, usize) -> Option<Column>) -> Vec<Cell> {
    let places = scan::fields(raw, delimiter);
    places
        .into_iter()
        .enumerate()
        .map(|(at, place)| {
            let heading = raw[place.range.clone()].trim().to_owned();
            let span = start + place.range.start..start + place.range.end;
            Cell { column: known(&heading, at), heading, span }
        })
        .collect()
}

pub(super) fn names_people(cells: &[Cell]) -> bool {
    let has = |column| cells.iter().any(|cell| cell.column == Some(column));
    has(Column::Url) || has(Column::Name) || (has(Column::FirstName) && has(Column::LastName))
}

pub(super) fn check(cells: &[Cell], faults: &mut Faults) {
    for (at, cell) in cells.iter().enumerate() {
        let before = cells.get(..at).unwrap_or_default();
        if let Some(column) = cell.column {
            if before.iter().any(|other| other.column == Some(column)) {
                faults.push(Fault {
                    code: "list.column_twice",
                    message: format!("two columns are both the `{}`", column.heading()),
                    span: Some(cell.span.clone()),
                    label: "the second one".to_owned(),
                    help: "Remove one of them, or give it another heading.".to_owned(),
                    warning: false,
                });
            }
        } else if !cell.heading.is_empty() {
            let help = nearest(&cell.heading).map_or_else(
                || "Nothing to do, unless it was meant to be read.".to_owned(),
                |known| format!("Did you mean `{known}`?"),
            );
            faults.push(Fault {
                code: "list.unknown_column",
                message: format!("the column `{}` is not known and is not read", cell.heading),
                span: Some(cell.span.clone()),
                label: "not read".to_owned(),
                help,
                warning: true,
            });
        }
    }
}

/// The fault of a file without a header.
pub(super) fn missing(text: &str) -> Fault {
    let blank = text.len() - text.trim_start().len();
    let first = text.trim_start().lines().next().unwrap_or("").trim_end();
    let first_cell = first.split([',', ';', '\t']).next().unwrap_or("");
    let help = if first.is_empty() {
        "Write a header on the first line, such as `url,name,reason`, and a person on each line below."
    } else if (first_cell == first || first_cell.contains('/')) && Slug::parse(first_cell).is_ok() {
        "This looks like a list of profiles without a header: put the line `url` on top."
    } else {
        "Put a header on the first line that has `url`, or `name`, or `First Name` and `Last Name`; for example `url,name,reason`."
    };
    Fault {
        code: "list.header",
        message: if first.is_empty() {
            "the file is empty".to_owned()
        } else {
            format!("there is no header in the first {LOOKED_AT} lines")
        },
        span: (!first.is_empty()).then_some(blank..blank + first.len()),
        label: "expected column headings, such as `url`".to_owned(),
        help: help.to_owned(),
        warning: false,
    }
}
