//! A keep list as a JSON array: of texts, each an entry as on a line of its own, or of objects with the roster's columns.

use std::ops::Range;

use serde_json::Value;

use super::super::columns::Column;
use super::address;
use super::forms;
use super::reading::{Place, Reading, nobody};
use super::way::Subject;
use crate::domain::{Person, PersonName};
use crate::faults::Fault;

/// Whether a text is meant as a JSON array. `[x] Anna` is a line of a list.
pub(super) fn looks_like_it(text: &str) -> bool {
    let inside = text.trim().strip_prefix('[').map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with(['"', '{', '[', ']']))
}

/// Whether a text is one JSON object that is no person: the people are somewhere inside of it.
pub(super) fn is_other_object(text: &str) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return false };
    let is_persons = |heading: &String| {
        matches!(
            Column::of_any_language(heading),
            Some(Column::Url | Column::Name | Column::FirstName | Column::LastName)
        )
    };
    !fields.keys().any(is_persons)
}

pub(super) fn read(text: &str, reading: &mut Reading<'_>) {
    if let Err(error) = serde_json::from_str::<Vec<Value>>(text) {
        let start =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let at = (start + error.column().saturating_sub(1)).min(text.len().saturating_sub(1));
        return reading.faults.push(Fault {
            code: "keep.json",
            message: format!("this looks like a JSON array and is none: {error}"),
            span: Some(at..at + 1),
            label: "from here on it cannot be read".to_owned(),
            help: "Mend the JSON, or write one person on each line without brackets and quotes.".to_owned(),
            warning: false,
        });
    }
    let (mut line, mut counted) = (1, 0);
    for span in items(text) {
        let written = &text[span.clone()];
        line += text[counted..span.start].bytes().map(|byte| u64::from(byte == b'\n')).sum::<u64>();
        counted = span.start;
        let place = Place { line, text: written, span };
        match serde_json::from_str::<Value>(written) {
            Ok(Value::String(entry)) if !entry.trim().is_empty() => {
                let place = Place { text: &entry, ..place };
                forms::read(reading, entry.trim(), place);
            }
            Ok(Value::Object(fields)) => object(&fields, &place, reading),
            _ => reading.faults.push(place.fault(
                "keep.json",
                "this element names nobody",
                "expected a text, or an object with `url` or `name`",
                "Write each person as a text: an address, a slug or a name.",
            )),
        }
    }
}

fn object(fields: &serde_json::Map<String, Value>, place: &Place<'_>, reading: &mut Reading<'_>) {
    let get = |column: Column| {
        let known = fields.iter().find(|(heading, _)| Column::of_any_language(heading) == Some(column));
        known.and_then(|(_, value)| value.as_str()).map(str::trim).filter(|text| !text.is_empty())
    };
    let name = get(Column::Name).map(str::to_owned).unwrap_or_else(|| {
        format!("{} {}", get(Column::FirstName).unwrap_or(""), get(Column::LastName).unwrap_or(""))
    });
    let slug = match get(Column::Url).map(|url| (reading.read_slug)(&address::clean_address(url))) {
        Some(Err(fault)) => return reading.faults.push(place.bad_slug(&fault)),
        Some(Ok(slug)) => Some(slug),
        None => None,
    };
    let company = get(Column::Company).map(str::to_owned);
    let person = Person { slug, name: PersonName::new(&name), company, ..nobody() };
    match (&person.slug, &person.name, get(Column::Company)) {
        (None, None, Some(company)) => reading.pattern(Subject::Company, company, place.clone()),
        (None, None, None) => reading.faults.push(place.fault(
            "keep.json",
            "this element names nobody",
            "expected `url` or `name` among its keys",
            "Give it the address or the full name of the person.",
        )),
        _ => reading.list.add_person(place.line, 0, place.text, &person),
    }
}

/// The elements of the outer array of a text that is valid JSON.
fn items(text: &str) -> Vec<Range<usize>> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0_usize, None);
    let (mut in_text, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        if in_text {
            (in_text, escaped) = (c != '"' || escaped, c == '\\' && !escaped);
            continue;
        }
        let outer_end = depth == 1 && matches!(c, ',' | ']');
        if outer_end && let Some(start) = start.take() {
            let end = start + text[start..at].trim_end().len();
            items.push(start..end);
        }
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        in_text = c == '"';
        let begins = !c.is_whitespace() && !matches!(c, ',' | ']');
        if start.is_none() && begins && (depth == 1 && c != '[' || depth == 2 && matches!(c, '[' | '{')) {
            start = Some(at);
        }
    }
    items
}
