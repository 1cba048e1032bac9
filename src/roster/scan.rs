//! Where the fields of one record stand in the file. The `csv` crate gives their contents, and of their places only the
//! start of the record; a fault shall be shown under the field itself, so the raw record is scanned once more.

use std::ops::Range;

/// What is wrong with the quotes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// A quote opens the field and nothing closes it: the reader took all the rest of the file into it.
    NeverClosed,
    /// There is text between the closing quote and the delimiter.
    TextAfter,
}

/// The place of one field in the raw record, without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldPlace {
    /// Bytes of the raw record.
    pub(super) range: Range<usize>,
    /// What is wrong with its quotes.
    pub(super) fault: Option<QuoteFault>,
}

/// The places of the fields of one raw record, under the rules of the `csv` crate: a quote counts only at the start of a
/// field, and is doubled inside.
pub(super) fn fields(raw: &str, delimiter: u8) -> Vec<FieldPlace> {
    let mut places = Vec::new();
    fields_into(raw, delimiter, &mut places);
    places
}

/// As [`fields`], into a list that is used again and again.
pub(super) fn fields_into(raw: &str, delimiter: u8, places: &mut Vec<FieldPlace>) {
    let bytes = raw.as_bytes();
    places.clear();
    let mut at = 0;
    loop {
        let (place, end) = if bytes.get(at) == Some(&b'"') {
            quoted(bytes, at, delimiter)
        } else {
            bare(bytes, at, delimiter)
        };
        places.push(place);
        if end >= bytes.len() {
            return;
        }
        at = end + 1;
    }
}

fn bare(bytes: &[u8], start: usize, delimiter: u8) -> (FieldPlace, usize) {
    let end = find(bytes, start, delimiter);
    (FieldPlace { range: start..end, fault: None }, end)
}

fn quoted(bytes: &[u8], start: usize, delimiter: u8) -> (FieldPlace, usize) {
    let mut at = start + 1;
    loop {
        let close = find(bytes, at, b'"');
        if close == bytes.len() {
            let place = FieldPlace { range: start..bytes.len(), fault: Some(QuoteFault::NeverClosed) };
            return (place, bytes.len());
        }
        if bytes.get(close + 1) == Some(&b'"') {
            at = close + 2;
            continue;
        }
        let end = find(bytes, close + 1, delimiter);
        let blank = bytes.get(close + 1..end).unwrap_or_default().iter().all(u8::is_ascii_whitespace);
        let fault = (!blank).then_some(QuoteFault::TextAfter);
        return (FieldPlace { range: start + 1..close, fault }, end);
    }
}

fn find(bytes: &[u8], from: usize, wanted: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|b| *b == wanted).map_or(bytes.len(), |at| from + at)
}
