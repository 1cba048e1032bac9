//! The rows of a list, one by one. A row is held only while it is looked at.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use super::Column;
use super::error::ListError;
use super::header::Header;
use super::list_head::not_utf8;
use super::scan::{self, FieldPlace, QuoteFault};
use super::spoiled;
use crate::domain::neutral;
use crate::faults::Fault;

/// No row of a list of people is longer than this many bytes: what is, is a quote that nothing closes.
const LONGEST: usize = 256 * 1024;

/// Hands out the rows of a list.
#[derive(Debug)]
pub struct ListRows<'a> {
    path: &'a Path,
    file: &'a File,
    input: BufReader<&'a File>,
    header: &'a Header,
    line_end: u8,
    next_line: u64,
    next_at: usize,
    raw: Vec<u8>,
    places: Vec<FieldPlace>,
}

/// One row.
#[derive(Debug)]
pub struct ListRow<'a> {
    /// The line on which it starts, from 1.
    pub line: u64,
    /// Where it starts in the file, in bytes.
    start: usize,
    raw: &'a str,
    places: &'a [FieldPlace],
    header: &'a Header,
}

impl<'a> ListRows<'a> {
    pub(super) fn new(path: &'a Path, file: &'a File, header: &'a Header, line_end: u8, line: u64) -> Self {
        ListRows {
            path,
            file,
            input: BufReader::with_capacity(1 << 16, file),
            header,
            line_end,
            next_line: line,
            next_at: header.body,
            raw: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The next row that is not an empty line, or `None` at the end.
    ///
    /// # Errors
    /// [`ListError::Io`]; [`ListError::Faults`] for bytes that are not UTF-8.
    // Not an iterator: a row borrows the reader's own memory, so that a million of them need no more than one.
    #[expect(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<ListRow<'_>>, ListError> {
        let (start, line) = loop {
            let (start, line) = (self.next_at, self.next_line);
            self.raw.clear();
            self.read_record().map_err(|source| ListError::io("export", self.path, source))?;
            if self.raw.is_empty() {
                return Ok(None);
            }
            self.next_at += self.raw.len();
            self.next_line += memchr::memchr_iter(self.line_end, &self.raw).count() as u64;
            while self.raw.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                self.raw.pop();
            }
            if !self.raw.is_empty() {
                break (start, line);
            }
        };
        let Ok(raw) = std::str::from_utf8(&self.raw) else {
            return Err(not_utf8(self.path, self.file, &self.path.to_string_lossy()));
        };
        scan::fields_into(raw, self.header.delimiter, &mut self.places);
        Ok(Some(ListRow { line, start, raw, places: &self.places, header: self.header }))
    }

    /// Reads lines until no quote is open.
    fn read_record(&mut self) -> io::Result<()> {
        let mut quotes = Quotes::Start;
        loop {
            let from = self.raw.len();
            let room = (LONGEST + 1).saturating_sub(from) as u64;
            let read = (&mut self.input).take(room).read_until(self.line_end, &mut self.raw)?;
            quotes = quotes.after(self.raw.get(from..).unwrap_or_default(), self.header.delimiter);
            if read == 0 || quotes != Quotes::Open || self.raw.len() > LONGEST {
                return Ok(());
            }
        }
    }
}

/// Where in a record its reader is, as far as quotes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// At the start of a field.
    Start,
    /// In a field without quotes, or behind the closing one.
    Outside,
    /// Inside of quotes.
    Open,
    /// Behind a quote inside of quotes, which closes them unless another one follows.
    Closing,
}

impl Quotes {
    fn after(self, bytes: &[u8], delimiter: u8) -> Quotes {
        if self != Quotes::Open && memchr::memchr(b'"', bytes).is_none() {
            return Quotes::Outside;
        }
        bytes.iter().fold(self, |state, byte| match state {
            Quotes::Open if *byte == b'"' => Quotes::Closing,
            Quotes::Open => Quotes::Open,
            Quotes::Closing if *byte == b'"' => Quotes::Open,
            Quotes::Start if *byte == b'"' => Quotes::Open,
            _ if *byte == delimiter => Quotes::Start,
            Quotes::Start | Quotes::Outside | Quotes::Closing => Quotes::Outside,
        })
    }
}

impl ListRow<'_> {
    /// A field without its quotes and without white space around it; empty if the row has no such field.
    #[must_use]
    pub fn get(&self, column: Column) -> Cow<'_, str> {
        let place = self.header.index(column).and_then(|index| self.places.get(index));
        match place.map_or(Cow::Borrowed(""), |place| self.unquoted(place)) {
            Cow::Borrowed(text) => Cow::Borrowed(neutral::uncell(text).trim()),
            Cow::Owned(text) => Cow::Owned(neutral::uncell(&text).trim().to_owned()),
        }
    }

    /// The place of a field in the file; of the whole row if it has no such field.
    #[must_use]
    pub fn span(&self, column: Option<Column>) -> Range<usize> {
        let place =
            column.and_then(|column| self.header.index(column)).and_then(|index| self.places.get(index));
        let range = place.map_or(0..self.raw.len(), |place| place.range.clone());
        let inside = self.raw.get(range.clone()).unwrap_or("");
        let start = range.start + (inside.len() - inside.trim_start().len());
        let end = (range.start + inside.trim_end().len()).max(start);
        self.start + start..self.start + end
    }

    /// Whether nothing is written in any field.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.places.iter().all(|place| self.unquoted(place).is_empty())
    }

    /// What is wrong with the row as a row: its quotes, or too few or too many fields. `true` beside it: everything below
    /// is lost in it, too.
    #[must_use]
    pub fn fault(&self) -> Option<(Fault, bool)> {
        if let Some(place) = self.places.iter().find(|place| place.fault.is_some()) {
            return Some(self.quote_fault(place));
        }
        let width = self.header.width;
        let spare = self.places.iter().skip(width).find(|place| !self.unquoted(place).is_empty());
        if self.places.len() >= width && spare.is_none() {
            return self.spoiled();
        }
        let span = spare
            .map_or(self.span(None), |place| self.start + place.range.start..self.start + place.range.end);
        let name = self.header.delimiter_name();
        Some((
            Fault {
                code: "list.fields",
                message: format!(
                    "line {} has {} fields, the header has {width}",
                    self.line,
                    self.places.len()
                ),
                span: Some(span),
                label: if spare.is_some() { "one field too many" } else { "too few fields" }.to_owned(),
                help: format!(
                    "Put a field that holds a {name} in double quotes; leave an empty field empty, but keep its {name}."
                ),
                warning: false,
            },
            false,
        ))
    }

    /// A cell that is read and holds the fault of a formula.
    fn spoiled(&self) -> Option<(Fault, bool)> {
        let mut read = self.header.columns().iter().filter_map(|(_, at)| self.places.get(*at));
        let place = read.find(|place| spoiled::is_fault(&self.unquoted(place)))?;
        let span = self.start + place.range.start..self.start + place.range.end;
        Some((spoiled::fault(&self.unquoted(place), self.line, span), false))
    }

    fn quote_fault(&self, place: &FieldPlace) -> (Fault, bool) {
        let lost = place.fault == Some(QuoteFault::NeverClosed);
        let (message, at, label, help) = if lost {
            (
                format!(
                    "a quote opens on line {} and is never closed, so all that follows would be one field",
                    self.line
                ),
                self.start + place.range.start,
                "opened here",
                "Close it, or remove it. A quote inside of a quoted field is written twice (\"\").",
            )
        } else {
            (
                format!("on line {} there is text behind the closing quote of a field", self.line),
                self.start + place.range.end,
                "the quote closes here",
                "A quote inside of a quoted field is written twice (\"\").",
            )
        };
        let fault = Fault {
            code: "list.quote",
            message,
            span: Some(at..at + 1),
            label: label.to_owned(),
            help: help.to_owned(),
            warning: false,
        };
        (fault, lost)
    }

    fn unquoted(&self, place: &FieldPlace) -> Cow<'_, str> {
        let inside = self.raw.get(place.range.clone()).unwrap_or("").trim();
        let quoted = place.range.start > 0 && self.raw.as_bytes().get(place.range.start - 1) == Some(&b'"');
        if quoted && inside.contains("\"\"") {
            Cow::Owned(inside.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inside)
        }
    }
}
