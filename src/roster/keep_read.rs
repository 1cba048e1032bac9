//! Reading a keep list: a table with the roster's columns, or plain lines.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::columns::Column;
use super::error::ListError;
use super::header::{self, Header};
use super::keep::{KeepList, Subject};
use super::pattern::Pattern;
use super::read::{ReadSlug, read_person, wrong_width};
use super::table::{self, Record};
use super::{scan, text};
use crate::domain::{Person, PersonName, SlugFault, fold_text};
use crate::faults::{Fault, Faults};

pub(super) fn parse(file: &str, bytes: Vec<u8>, read_slug: ReadSlug<'_>) -> Result<KeepList, ListError> {
    let text = text::decode(file, bytes)?;
    let mut faults = Faults::new(file, text.clone());
    let mut list = KeepList::empty();
    match find_header(&text, &mut faults) {
        Some(header) => {
            let read = table::for_each(&text, &header, true, |record| {
                read_record(record, &header, read_slug, &mut list, &mut faults);
            });
            if let Err(fault) = read {
                faults.push(fault);
            }
        }
        None => read_lines(&text, read_slug, &mut list, &mut faults),
    }
    if faults.has_errors() {
        return Err(Box::new(faults).into());
    }
    list.warnings = (!faults.is_empty()).then(|| Box::new(faults));
    Ok(list)
}

/// A keep list is a table if its first line that is no comment is a header, or if it starts like LinkedIn's export.
pub(super) fn find_header(text: &str, faults: &mut Faults) -> Option<Header> {
    let mut found = Faults::new(faults.file.clone(), "");
    let Some(header) = header::find(text, true, &mut found) else {
        // A table that is refused must not be read as lines: whom it names would not be kept.
        found.list.into_iter().for_each(|fault| faults.push(fault));
        return None;
    };
    let above = text.get(..header.body)?;
    let mut lines = above.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_export = lines.clone().next().is_some_and(|line| line.eq_ignore_ascii_case("notes:"));
    lines.next();
    (is_export || lines.next().is_none()).then(|| header::find(text, true, faults)).flatten()
}

fn read_record(
    record: &Record<'_>,
    header: &Header,
    read_slug: ReadSlug<'_>,
    list: &mut KeepList,
    faults: &mut Faults,
) {
    if let Some(fault) = record.quote_fault() {
        return faults.push(fault);
    }
    if record.is_blank() {
        return;
    }
    if let Some(fault) = wrong_width(record, header) {
        return faults.push(fault);
    }
    let cell = |column| record.get(header.index(column));
    let is_pattern = |column| cell(column).contains('*') || split_prefix(cell(column)).is_some();
    if !is_pattern(Column::Url) && !is_pattern(Column::Name) {
        if let Some(person) = read_person(record, header, read_slug, faults) {
            list.add_person(record.line, record.raw, &person);
        }
        return;
    }
    for (column, subject) in [(Column::Url, Subject::Slug), (Column::Name, Subject::Name)] {
        let place = Place { line: record.line, text: record.raw, span: record.span(header.index(column)) };
        if is_pattern(column) {
            let (subject, pattern) = split_prefix(cell(column)).unwrap_or((subject, cell(column)));
            add_pattern(subject, pattern, place, read_slug, list, faults);
        } else if !cell(column).is_empty() {
            read_plain(cell(column), place, read_slug, list, faults);
        }
    }
}

fn read_lines(text: &str, read_slug: ReadSlug<'_>, list: &mut KeepList, faults: &mut Faults) {
    let mut start = 0;
    for (line, whole) in (1..).zip(text.split_inclusive('\n')) {
        let comment = whole.match_indices('#').find(|(at, _)| is_comment(whole, *at));
        let content = comment.map_or(whole, |(at, _)| &whole[..at]);
        let entry = content.trim();
        let from = start + (content.len() - content.trim_start().len());
        start += whole.len();
        if entry.is_empty() {
            continue;
        }
        let place = Place { line, text: entry, span: from..from + entry.len() };
        if let Some((subject, pattern)) = split_prefix(entry) {
            add_pattern(subject, pattern, place, read_slug, list, faults);
        } else if entry.contains('*') {
            faults.push(place.fault(
                "keep.pattern",
                "a pattern must say what it is about",
                "slug:, name: or company: is missing before it",
                "For example: slug:*-acme, name:Anna *, company:Acme*",
            ));
        } else {
            read_plain(entry, place, read_slug, list, faults);
        }
    }
}

/// `#` starts a comment at the start of a line or after white space; inside of an address it is a fragment.
fn is_comment(line: &str, at: usize) -> bool {
    line[..at].chars().next_back().is_none_or(char::is_whitespace)
}

fn split_prefix(entry: &str) -> Option<(Subject, &str)> {
    let (prefix, pattern) = entry.split_once(':')?;
    let subject = match prefix.trim().to_ascii_lowercase().as_str() {
        "slug" => Subject::Slug,
        "name" => Subject::Name,
        "company" => Subject::Company,
        _ => return None,
    };
    Some((subject, pattern.trim()))
}

/// Where an entry stands.
struct Place<'a> {
    line: u64,
    /// The whole line, as a hit shows it.
    text: &'a str,
    span: Range<usize>,
}

impl Place<'_> {
    fn fault(self, code: &'static str, message: &str, label: &str, help: &str) -> Fault {
        Fault {
            code,
            message: message.to_owned(),
            span: Some(self.span),
            label: label.to_owned(),
            help: help.to_owned(),
            warning: false,
        }
    }

    fn bad_slug(self, fault: &SlugFault) -> Fault {
        self.fault(
            "keep.url",
            &fault.to_string(),
            "expected the address or the slug of a profile",
            fault.help(),
        )
    }
}

fn add_pattern(
    subject: Subject,
    written: &str,
    place: Place<'_>,
    read_slug: ReadSlug<'_>,
    list: &mut KeepList,
    faults: &mut Faults,
) {
    if subject == Subject::Slug && !written.contains('*') {
        match read_slug(written) {
            Ok(slug) => list.add_person(place.line, place.text, &Person { slug: Some(slug), ..nobody() }),
            Err(fault) => faults.push(place.bad_slug(&fault)),
        }
        return;
    }
    let pattern = match subject {
        Subject::Slug => Pattern::new(written, |part| part.nfc().collect::<String>().to_lowercase()),
        Subject::Name | Subject::Company => Pattern::new(written, fold_text),
    };
    if pattern.is_empty() {
        faults.push(place.fault(
            "keep.pattern",
            "this pattern would keep everybody",
            "expected something beside the `*`",
            "Write what the people have in common, or remove the line.",
        ));
    } else if subject == Subject::Slug && written.contains(|c: char| c.is_whitespace() || "/:,%".contains(c))
    {
        faults.push(place.fault(
            "keep.pattern",
            "this pattern can fit no slug",
            "expected a part of a slug, such as `*-acme`",
            "Write only what stands after `/in/`, decoded; or use name: for a name.",
        ));
    } else {
        list.add_pattern(place.line, place.text, subject, pattern);
    }
}

/// An entry without a pattern: an address, a slug, a name, or `name, company`. Where it could be two of them, it is both.
fn read_plain(
    entry: &str,
    place: Place<'_>,
    read_slug: ReadSlug<'_>,
    list: &mut KeepList,
    faults: &mut Faults,
) {
    let fields = scan::fields(entry, b',');
    let first = fields.first().map_or("", |field| entry[field.range.clone()].trim());
    let has_space = |text: &str| text.contains(char::is_whitespace);
    let is_address = first.contains("://")
        || first.to_ascii_lowercase().contains("linkedin.com")
        || (first.contains('/') && !has_space(first));
    if is_address {
        return match read_slug(first) {
            Ok(slug) => list.add_person(place.line, place.text, &Person { slug: Some(slug), ..nobody() }),
            Err(fault) => faults.push(place.bad_slug(&fault)),
        };
    }
    // The whole line is a name too: `Nowak, Anna` may be a name and a company, or a name with the surname first.
    let whole = PersonName::new(entry);
    if whole.is_none() {
        return faults.push(place.fault(
            "keep.line",
            "this line names nobody",
            "expected a profile address, a slug, a name, or `name, company`",
            "Write one person on each line; start a comment with #.",
        ));
    }
    if !has_space(entry) && !entry.contains([',', '"']) {
        match read_slug(entry) {
            Ok(slug) => list.add_person(place.line, place.text, &Person { slug: Some(slug), ..nobody() }),
            Err(fault) => return faults.push(place.bad_slug(&fault)),
        }
    }
    // `jane-doe` is a slug; of single words only `Madonna` is a name as well.
    if has_space(entry) || entry.contains(',') || whole.as_ref().is_some_and(|name| name.words().count() == 1)
    {
        list.add_person(place.line, place.text, &Person { name: whole, ..nobody() });
    }
    if let (Some(name), Some(company)) = (PersonName::new(first), fields.get(1)) {
        let company = entry[company.range.start..].trim_end_matches('"').to_owned();
        list.add_person(
            place.line,
            place.text,
            &Person { name: Some(name), company: Some(company), ..nobody() },
        );
    }
}

fn nobody() -> Person {
    Person { slug: None, name: None, company: None, location: None }
}
