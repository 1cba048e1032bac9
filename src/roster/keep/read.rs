//! Reading a keep list: a table with the roster's columns, a JSON array, or plain lines in any of the forms that people
//! write ([`super::forms`]).

use std::path::Path;

use url::Url;

use super::super::columns::Column;
use super::super::error::{ListError, read_bytes};
use super::super::header::{self, Header};
use super::super::pattern::Pattern;
use super::super::read::{ReadSlug, spoiled_cell, wrong_width};
use super::super::scan;
use super::super::table::{self, Record};
use super::super::text;
use super::super::workbook::{self, Use, Wanted};
use super::address;
use super::forms;
use super::json;
use super::list::KeepList;
use super::marks;
use super::reading::{Place, Reading, nobody, split_prefix};
use super::unreadable;
use super::way::Subject;
use crate::domain::{Person, PersonName, Slug, fold_text};
use crate::faults::{Fault, Faults};
use crate::limited;
use unicode_normalization::UnicodeNormalization;

impl KeepList {
    /// Reads and checks a keep list: a table (CSV or a spreadsheet) with the roster's columns, a JSON array, or plain lines.
    ///
    /// # Errors
    /// [`ListError::Faults`] with every line that cannot be read; [`ListError::Io`] if the file cannot.
    pub fn read(path: impl AsRef<Path>) -> Result<KeepList, ListError> {
        let path = path.as_ref();
        KeepList::parse(&path.to_string_lossy(), read_bytes("keep list", path, limited::KEEP_LIST)?)
    }

    /// As [`KeepList::read`], and takes addresses on `site` too.
    ///
    /// # Errors
    /// As [`KeepList::read`].
    pub fn read_at(path: impl AsRef<Path>, site: &Url) -> Result<KeepList, ListError> {
        let path = path.as_ref();
        KeepList::parse_at(&path.to_string_lossy(), read_bytes("keep list", path, limited::KEEP_LIST)?, site)
    }

    /// As [`KeepList::read`], for a list in the same form by which people are chosen: nothing is taken from rows that a
    /// spreadsheet hides.
    ///
    /// # Errors
    /// As [`KeepList::read`].
    pub fn read_to_choose(path: impl AsRef<Path>) -> Result<KeepList, ListError> {
        let path = path.as_ref();
        let (name, bytes) = (path.to_string_lossy(), read_bytes("list", path, limited::KEEP_LIST)?);
        parse_text(text_of(&name, bytes, Use::Choose)?, &Slug::parse)
    }

    /// Checks a keep list that was read already.
    ///
    /// # Errors
    /// [`ListError::Faults`] with every line that cannot be read.
    pub fn parse(file: &str, bytes: impl Into<Vec<u8>>) -> Result<KeepList, ListError> {
        parse(file, bytes.into(), &Slug::parse)
    }

    /// As [`KeepList::parse`], and takes addresses on `site` too.
    ///
    /// # Errors
    /// As [`KeepList::parse`].
    pub fn parse_at(file: &str, bytes: impl Into<Vec<u8>>, site: &Url) -> Result<KeepList, ListError> {
        parse(file, bytes.into(), &|text| Slug::parse_at(text, site))
    }
}

/// The name of a keep list and its text; those of its sheet if it is a spreadsheet.
pub(super) fn text_of(file: &str, bytes: Vec<u8>, usage: Use) -> Result<(String, Vec<u8>), ListError> {
    let knows = |text: &str| find_header(text, &mut Faults::new("", "")).is_some();
    workbook::text_of(file, bytes, Wanted { usage, sheet: None, knows: &knows })
}

fn parse(file: &str, bytes: Vec<u8>, read_slug: ReadSlug<'_>) -> Result<KeepList, ListError> {
    parse_text(text_of(file, bytes, Use::Protect)?, read_slug)
}

fn parse_text((name, bytes): (String, Vec<u8>), read_slug: ReadSlug<'_>) -> Result<KeepList, ListError> {
    let text = text::decode(&name, bytes)?;
    let mut reading = Reading { list: KeepList::empty(), faults: Faults::new(name, text.clone()), read_slug };
    if unreadable::refuse_text(&text, &mut reading.faults) {
        // A text of another kind would be a fault in every line.
    } else if json::is_other_object(&text) {
        let start = text.len() - text.trim_start().len();
        reading.faults.push(Fault {
            code: "keep.json",
            message: "this is a JSON object, and a keep list is an array".to_owned(),
            span: Some(start..start + 1),
            label: "expected `[`".to_owned(),
            help: "Write the array of the people alone, or one person on each line.".to_owned(),
            warning: false,
        });
    } else if json::looks_like_it(&text) {
        json::read(&text, &mut reading);
    } else if let Some(header) = find_header(&text, &mut reading.faults) {
        let read = table::for_each(&text, &header, true, |record| reading.record(record, &header));
        if let Err(fault) = read {
            reading.faults.push(fault);
        }
    } else {
        reading.lines(&text);
    }
    let Reading { mut list, mut faults, .. } = reading;
    faults.sort();
    if faults.has_errors() {
        return Err(Box::new(faults).into());
    }
    list.warnings = (!faults.is_empty()).then(|| Box::new(faults));
    Ok(list)
}

/// A keep list is a table if its first line that is no comment is a header, or if it starts like LinkedIn's export.
pub(in super::super) fn find_header(text: &str, faults: &mut Faults) -> Option<Header> {
    let mut found = Faults::new(faults.file.clone(), "");
    let Some(header) = header::find(text, true, &mut found) else {
        if found.has_errors() {
            // A table that is refused must not be read as lines: whom it names would not be kept.
            found.list.into_iter().for_each(|fault| faults.push(fault));
            return None;
        }
        return header::foreign(text, faults);
    };
    let above = text.get(..header.body)?;
    let row = above.lines().next_back().unwrap_or_default();
    if scan::fields(row, header.delimiter).iter().any(|field| address::is_address(&row[field.range.clone()]))
    {
        // `https://…/lead/ACw…,NAME` is a person with a word behind them, and no row of headings.
        return None;
    }
    let mut lines = above.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_export = lines.clone().next().is_some_and(|line| line.eq_ignore_ascii_case("notes:"));
    lines.next();
    (is_export || lines.next().is_none()).then(|| header::find(text, true, faults)).flatten()
}

impl Reading<'_> {
    fn record(&mut self, record: &Record<'_>, header: &Header) {
        if let Some(fault) = record.quote_fault() {
            return self.faults.push(fault);
        }
        if record.is_blank() {
            return;
        }
        if let Some(fault) = wrong_width(record, header) {
            return self.faults.push(fault);
        }
        if let Some(fault) = spoiled_cell(record, header) {
            return self.faults.push(fault);
        }
        let cell = |column| record.get(header.index(column));
        let place =
            |column| Place { line: record.line, text: record.raw, span: record.span(header.index(column)) };
        let is_pattern = |column| cell(column).contains('*') || split_prefix(cell(column)).is_some();
        if is_pattern(Column::Url) || is_pattern(Column::Name) {
            for (column, subject) in [(Column::Url, Subject::Slug), (Column::Name, Subject::Name)] {
                if is_pattern(column) {
                    let (subject, pattern) = split_prefix(cell(column)).unwrap_or((subject, cell(column)));
                    self.pattern(subject, pattern, place(column));
                } else if !cell(column).is_empty() {
                    forms::read(self, cell(column), place(column));
                }
            }
            return;
        }
        let written = match cell(Column::Name) {
            "" => format!("{} {}", cell(Column::FirstName), cell(Column::LastName)),
            name => name.to_owned(),
        };
        let name = PersonName::new(&written);
        let slug = match address::clean_address(cell(Column::Url)) {
            url if url.is_empty() => None,
            url => match (self.read_slug)(&url) {
                Ok(slug) => Some(slug),
                Err(fault) => {
                    return self
                        .faults
                        .push(Fault { code: "list.url", ..place(Column::Url).bad_slug(&fault) });
                }
            },
        };
        // A column with a heading of its own may hold the addresses.
        let more = record.fields.iter().filter(|field| address::is_address(field));
        let more: Vec<_> =
            more.filter_map(|field| (self.read_slug)(&address::clean_address(field)).ok()).collect();
        if slug.is_none() && name.is_none() && more.is_empty() {
            return self.faults.push(super::super::read::nobody(record, header, &written));
        }
        if slug.is_none()
            && more.is_empty()
            && let Some(fault) = unreadable::fault_of(&written, &place(Column::Name))
        {
            return self.faults.push(fault);
        }
        let owned = |column| Some(cell(column)).filter(|text| !text.is_empty()).map(str::to_owned);
        let person =
            Person { slug, name, company: owned(Column::Company), location: owned(Column::Location) };
        if person.slug.is_some() || person.name.is_some() {
            self.list.add_person(record.line, 0, record.raw, &person);
        }
        for slug in more.into_iter().filter(|slug| person.slug.as_ref() != Some(slug)) {
            self.list.add_person(record.line, 0, record.raw, &Person { slug: Some(slug), ..person.clone() });
        }
        // Several people in one cell.
        if let Some(cell) = [cell(Column::Name)].into_iter().find(|cell| forms::names_several(cell)) {
            forms::read(self, cell, place(Column::Name));
        }
    }

    fn lines(&mut self, text: &str) {
        let mut start = 0;
        for (line, whole) in (1..).zip(text.split_inclusive('\n')) {
            // Some programs end lines by other marks, inside of what an editor shows as one line.
            for (at, piece) in marks::pieces(whole) {
                // `#1 Anna` is a number, and no comment.
                let numbered = piece.trim_start_matches(marks::is_blank).strip_prefix('#');
                let piece_at =
                    piece.len() - numbered.filter(|rest| is_numbered(rest)).map_or(piece.len(), str::len);
                let (at, piece) = (at + piece_at, &piece[piece_at..]);
                let comment = piece.match_indices('#').find(|(at, _)| is_comment(piece, *at));
                let content = comment.map_or(piece, |(at, _)| &piece[..at]);
                let entry = content.trim_matches(marks::is_blank);
                if entry.is_empty() {
                    continue;
                }
                let from = start + at + (content.len() - content.trim_start_matches(marks::is_blank).len());
                let place = Place { line, text: entry, span: from..from + entry.len() };
                forms::read(self, entry, place);
            }
            start += whole.len();
        }
    }

    pub(super) fn pattern(&mut self, subject: Subject, written: &str, place: Place<'_>) {
        let written = marks::unquoted(written);
        if subject == Subject::Slug && !written.contains('*') {
            match (self.read_slug)(&address::clean_address(written)) {
                Ok(slug) => {
                    let person = Person { slug: Some(slug), ..nobody() };
                    self.list.add_person(place.line, 0, place.text, &person);
                }
                Err(fault) => self.faults.push(place.bad_slug(&fault)),
            }
            return;
        }
        let pattern = match subject {
            Subject::Slug => Pattern::new(written, |part| part.nfc().collect::<String>().to_lowercase()),
            Subject::Name | Subject::Company => Pattern::new(written, fold_text),
        };
        if pattern.is_empty() {
            self.faults.push(place.fault(
                "keep.pattern",
                "this pattern would keep everybody",
                "expected something beside the `*`",
                "Write what the people have in common, or remove the line.",
            ));
        } else if subject == Subject::Slug
            && written.contains(|c: char| c.is_whitespace() || "/:,%".contains(c))
        {
            self.faults.push(place.fault(
                "keep.pattern",
                "this pattern can fit no slug",
                "expected a part of a slug, such as `*-acme`",
                "Write only what stands after `/in/`, decoded; or use name: for a name.",
            ));
        } else {
            self.list.add_pattern(place.line, place.text, subject, pattern);
        }
    }
}

/// Whether what follows a `#` is the number of an entry: `1 Anna`, `1. Anna`.
fn is_numbered(rest: &str) -> bool {
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let parted = behind.trim_start_matches(['.', ')', ':']);
    behind.len() < rest.len()
        && parted.starts_with(char::is_whitespace)
        && parted.contains(char::is_alphabetic)
}

/// `#` starts a comment at the start of a line or after white space; inside of an address it is a fragment.
fn is_comment(line: &str, at: usize) -> bool {
    line[..at].chars().next_back().is_none_or(char::is_whitespace)
}
