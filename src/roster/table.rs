//! A list as a table: its records one by one, each with its line and the places of its fields.

use std::ops::Range;

use super::header::Header;
use super::scan::{self, FieldPlace, QuoteFault};
use crate::domain::neutral;
use crate::faults::Fault;

/// One record of the file.
pub(super) struct Record<'a> {
    /// The line on which it starts, from 1.
    pub(super) line: u64,
    /// Where it starts in the file, in bytes.
    pub(super) start: usize,
    /// The record as it stands in the file, without its line end.
    pub(super) raw: &'a str,
    /// Its fields, without quotes.
    pub(super) fields: &'a csv::StringRecord,
    delimiter: u8,
}

impl Record<'_> {
    /// A field without white space around it; empty if the record has no such field.
    pub(super) fn get(&self, index: Option<usize>) -> &str {
        neutral::uncell(index.and_then(|index| self.fields.get(index)).unwrap_or("").trim()).trim()
    }

    /// Whether nothing is written in any field.
    pub(super) fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }

    /// The place of a field in the file; of the whole record if it has no such field.
    pub(super) fn span(&self, index: Option<usize>) -> Range<usize> {
        let place = index.and_then(|index| self.places().into_iter().nth(index));
        let range = place.map_or(0..self.raw.len(), |place| place.range);
        let inside = &self.raw[range.clone()];
        let start = range.start + (inside.len() - inside.trim_start().len());
        let end = (range.start + inside.trim_end().len()).max(start);
        self.start + start..self.start + end
    }

    /// What is wrong with its quotes, if anything.
    pub(super) fn quote_fault(&self) -> Option<Fault> {
        if !self.raw.contains('"') {
            return None;
        }
        let place = self.places().into_iter().find(|place| place.fault.is_some())?;
        let start = self.start + place.range.start;
        Some(match place.fault? {
            QuoteFault::NeverClosed => Fault {
                code: "list.quote",
                message: "a quote opens here and is never closed, so all that follows would be one field".to_owned(),
                span: Some(start..start + 1),
                label: "opened here".to_owned(),
                help: "Close it, or remove it. A quote inside of a quoted field is written twice (\"\").".to_owned(),
                warning: false,
            },
            QuoteFault::TextAfter => Fault {
                code: "list.quote",
                message: "there is text behind the closing quote of this field".to_owned(),
                span: Some(self.start + place.range.end..self.start + place.range.end + 1),
                label: "the quote closes here".to_owned(),
                help: "A quote inside of a quoted field is written twice (\"\"); an opening quote without its partner runs on to the next one."
                    .to_owned(),
                warning: false,
            },
        })
    }

    fn places(&self) -> Vec<FieldPlace> {
        scan::fields(self.raw, self.delimiter)
    }
}

/// Hands each record below the header to `each`, blank ones included. `comments`: whether lines that start with `#` are
/// left out.
///
/// # Errors
/// A fault if the reader gives up before the end of the file, which it has no reason to: any bytes are some table.
pub(super) fn for_each(
    text: &str,
    header: &Header,
    comments: bool,
    mut each: impl FnMut(&Record<'_>),
) -> Result<(), Fault> {
    let body = &text[header.body..];
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(header.delimiter)
        .comment(comments.then_some(b'#'))
        .from_reader(body.as_bytes());
    let mut fields = csv::StringRecord::new();
    let mut counted = Counted { line: 1, at: 0 };
    loop {
        let before = reader.position().byte();
        match reader.read_record(&mut fields) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return Err(unreadable(&error, header.body)),
        }
        let offset = |byte: u64| header.body + usize::try_from(byte).unwrap_or(body.len());
        let start = skip_ends(text, offset(before), comments);
        let end = offset(reader.position().byte()).min(text.len());
        let raw = text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']);
        let line = counted.up_to(text, start);
        each(&Record { line, start, raw, fields: &fields, delimiter: header.delimiter });
    }
}

fn unreadable(error: &csv::Error, body: usize) -> Fault {
    let byte = error.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
    Fault {
        code: "list.unreadable",
        message: format!("this part cannot be read as a table: {error}"),
        span: Some(body + byte..body + byte + 1),
        label: "from here on".to_owned(),
        help: "Save the file as CSV (UTF-8) again.".to_owned(),
        warning: false,
    }
}

/// Line ends, and comment lines, before a record: the reader skips them, but gives the position before them.
fn skip_ends(text: &str, mut at: usize, comments: bool) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b'\n' | b'\r') => at += 1,
            Some(b'#') if comments => at += text[at..].find('\n').unwrap_or(text.len() - at),
            _ => return at,
        }
    }
}

struct Counted {
    line: u64,
    at: usize,
}

impl Counted {
    fn up_to(&mut self, text: &str, to: usize) -> u64 {
        let passed = text.as_bytes().get(self.at..to).unwrap_or_default();
        self.line += passed.iter().map(|b| u64::from(*b == b'\n')).sum::<u64>();
        self.at = to.max(self.at);
        self.line
    }
}
