//! The forms in which people write somebody down on a line of their own: numbered, with a bullet, in quotes, several on one
//! line, with a note behind a dash, a colon or in brackets, with a mail address, as a message in a chat.
//!
//! A line that can be read in several ways is read in all of them: each keeps. What cannot be read in any way is a fault.
//! Whether somebody is there whom the line fits is told later ([`super::fits_nobody`]), so a way that fits nobody costs
//! nothing.

use super::super::scan;
use super::address::{addresses_in, clean_address, is_like_a_slug, without_glued_marker};
use super::marks::{
    BEFORE_A_NOTE, BETWEEN, before_note, has_space, is_ruler, parts, parts_with_commas, unquoted,
    without_marker,
};
use super::reading::{Place, Reading, nobody, split_prefix};
use super::unreadable;
use super::way::Way;
use crate::domain::{Person, PersonName};

/// Reads an entry into all that it may mean.
pub(super) fn read(reading: &mut Reading<'_>, entry: &str, place: Place<'_>) {
    if let Some(fault) = unreadable::too_long(entry, &place) {
        return reading.faults.push(fault);
    }
    if let Some((subject, pattern)) = split_prefix(entry) {
        return reading.pattern(subject, pattern, place);
    }
    let entry = unquoted(without_marker(entry)).trim_end_matches([',', ';']).trim_end();
    if let Some((subject, pattern)) = split_prefix(entry) {
        return reading.pattern(subject, pattern, place);
    }
    if entry.contains('*') && !entry.contains("**") {
        return reading.faults.push(place.fault(
            "keep.pattern",
            "a pattern must say what it is about",
            "slug:, name: or company: is missing before it",
            "For example: slug:*-acme, name:Anna *, company:Acme*",
        ));
    }
    if is_ruler(entry) {
        return;
    }
    let entry = entry.replace("**", " ").replace('＠', "@");
    let (addresses, rest) = addresses_in(&entry);
    if !addresses.is_empty() {
        return with_addresses(reading, &addresses, &rest, &place);
    }
    without_addresses(reading, rest.trim(), &place);
}

/// Every address must be one of a person; what else is written may be their names.
fn with_addresses(reading: &mut Reading<'_>, addresses: &[String], rest: &str, place: &Place<'_>) {
    let several = addresses.len() > 1;
    for (nth, address) in addresses.iter().enumerate() {
        match (reading.read_slug)(address) {
            Ok(slug) => {
                // One address and one name are one person: the name keeps them when the address has changed.
                let part = if several { nth + 1 } else { 0 };
                add(reading, place, part, &Person { slug: Some(slug), ..nobody() }, Way::Plain);
            }
            Err(fault) => return reading.faults.push(place.bad_slug(&fault)),
        }
    }
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '"' | '(' | ')'));
    for part in parts(rest) {
        let part = before_note(part).next().unwrap_or(part);
        add_name(reading, place, 0, part);
    }
}

fn without_addresses(reading: &mut Reading<'_>, entry: &str, place: &Place<'_>) {
    if let Some(fault) = unreadable::fault_of(entry, place) {
        return reading.faults.push(fault);
    }
    let whole = PersonName::new(entry);
    if whole.is_none() {
        let is_mail = place.text.contains(['@', '＠']);
        return reading.faults.push(place.fault(
            "keep.line",
            "this line names nobody",
            if is_mail {
                "a mail address does not say whose page it is"
            } else {
                "expected a profile address, a slug, a name, or `name, company`"
            },
            "Write one person on each line; start a comment with #.",
        ));
    }
    let before = reading.list.len();
    let faults = reading.faults.list.len();
    let fields = scan::fields(entry, b',');
    if !has_space(entry) {
        one_word(reading, entry, place, whole.as_ref());
    } else if let Some(name) = whole {
        let way = if fields.len() > 1 { Way::Whole } else { Way::Plain };
        add(reading, place, 0, &Person { name: Some(name), ..nobody() }, way);
    }
    if reading.faults.list.len() > faults {
        return;
    }
    // `Jan Kowal, Acme`.
    let first = fields.first().map_or("", |field| entry[field.range.clone()].trim());
    let company = fields.get(1).map(|field| entry[field.range.start..].trim_end_matches('"').trim());
    if let (Some(name), Some(company)) = (PersonName::new(first), company) {
        let company = Some(company.to_owned()).filter(|company| !company.is_empty());
        add(reading, place, 0, &Person { name: Some(name), company, ..nobody() }, Way::Plain);
    }
    // `Nowak, Anna, Acme`.
    for pair in fields.windows(2) {
        let [family, given] = pair else { continue };
        let (family, given) = (entry[family.range.clone()].trim(), entry[given.range.clone()].trim());
        if fields.len() > 2 && !family.is_empty() && !given.is_empty() {
            add_whole(reading, place, 0, &format!("{family} {given}"));
        }
    }
    // `Nowak, Anna; Kowal, Jan`.
    let with_commas = parts_with_commas(entry);
    let each_has = with_commas.iter().all(|part| part.contains(','));
    for (nth, part) in with_commas.iter().enumerate().filter(|(_, part)| part.contains(',')) {
        if with_commas.len() > 1 {
            add_whole(reading, place, if each_has { nth + 1 } else { 0 }, part);
        }
    }
    // One word behind a name is a company, or the first name; more of them may be another person.
    if company.is_some_and(|company| is_one_company(first, company)) {
        return;
    }
    // A note, before or behind; the title of a list.
    for (nth, piece) in before_note(entry).enumerate() {
        if nth > 0 || piece.len() < entry.len() {
            piece_of(reading, piece, place, 0);
        }
    }
    let parts = parts(entry);
    let people = parts.iter().filter(|part| names_somebody(part)).count();
    for (nth, part) in parts.iter().enumerate() {
        // Of `Nowak, Anna` neither half is somebody.
        let own = if people > 1 && names_somebody(part) { nth + 1 } else { 0 };
        if parts.len() > 1 {
            piece_of(reading, part, place, own);
            if let Some(noted) = before_note(part).next().filter(|noted| noted.len() < part.len()) {
                piece_of(reading, noted, place, own);
            }
        }
    }
    // Words with hyphens in a sentence may be slugs.
    if has_space(entry) {
        let parts: Vec<String> = parts.iter().map(|part| clean_address(part)).collect();
        for word in entry.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '(' | ')')) {
            let word = clean_address(word);
            if is_like_a_slug(&word)
                && let Ok(slug) = (reading.read_slug)(&word)
            {
                let (part, person) =
                    (own_part(&parts, people, &word), Person { slug: Some(slug), ..nobody() });
                add(reading, place, part, &person, Way::Perhaps);
            }
        }
    }
    if reading.list.len() == before {
        reading.faults.push(place.fault(
            "keep.line",
            "this line cannot be read",
            "expected a profile address, a slug, a name, or `name, company`",
            "Write one person on each line; start a comment with #.",
        ));
    }
}

/// The number of the part in which a word stands.
fn own_part(parts: &[String], people: usize, word: &str) -> usize {
    let at = || parts.iter().position(|part| part.contains(word));
    if people > 1 { at().map_or(0, |at| at + 1) } else { 0 }
}

/// A text without white space: a slug, and of single words only `Madonna` is a name as well.
fn one_word(reading: &mut Reading<'_>, entry: &str, place: &Place<'_>, whole: Option<&PersonName>) {
    let one_name = whole.filter(|name| name.words().count() == 1);
    if entry.contains([',', ';', '|', '"', '（', '、', '，']) || whole.is_none() {
        if let Some(name) = whole {
            add(reading, place, 0, &Person { name: Some(name.clone()), ..nobody() }, Way::Whole);
        }
        return;
    }
    match (reading.read_slug)(&clean_address(entry)) {
        Ok(slug) => add(reading, place, 0, &Person { slug: Some(slug), ..nobody() }, Way::Plain),
        // `slug:note` and `slug(note)` are read as a person with a note.
        Err(_) if before_note(entry).next().is_some_and(|piece| piece.len() < entry.len()) => {}
        Err(_) if one_name.is_some() => {}
        Err(fault) => return reading.faults.push(place.bad_slug(&fault)),
    }
    match (one_name, whole) {
        (Some(name), _) => {
            add(reading, place, 0, &Person { name: Some(name.clone()), ..nobody() }, Way::Plain)
        }
        // `Ben.Harrowgate`, `佐藤・健太`; `Ben-Harrowgate` is written as a name, `ben-harrowgate` as a slug.
        (None, Some(name)) if !entry.contains('-') || entry.contains(char::is_uppercase) => {
            add(reading, place, 0, &Person { name: Some(name.clone()), ..nobody() }, Way::Whole);
        }
        _ => {}
    }
    if let Some(bare) = without_glued_marker(entry) {
        piece_of(reading, bare, place, 0);
    }
}

/// A part of an entry: a slug, a name, or both.
fn piece_of(reading: &mut Reading<'_>, piece: &str, place: &Place<'_>, part: usize) {
    let piece = unquoted(without_marker(piece.trim()));
    if !has_space(piece) {
        let word = clean_address(piece);
        if !word.is_empty()
            && let Ok(slug) = (reading.read_slug)(&word)
        {
            add(reading, place, part, &Person { slug: Some(slug), ..nobody() }, Way::Perhaps);
        }
    }
    // One word may be a whole name, as in the scripts that part none; it keeps nobody who has another word beside it.
    add_name(reading, place, part, piece);
}

fn add_name(reading: &mut Reading<'_>, place: &Place<'_>, part: usize, name: &str) {
    if let Some(name) = PersonName::new(name) {
        add(reading, place, part, &Person { name: Some(name), ..nobody() }, Way::Perhaps);
    }
}

fn add_whole(reading: &mut Reading<'_>, place: &Place<'_>, part: usize, name: &str) {
    if let Some(name) = PersonName::new(name) {
        add(reading, place, part, &Person { name: Some(name), ..nobody() }, Way::Whole);
    }
}

fn add(reading: &mut Reading<'_>, place: &Place<'_>, part: usize, person: &Person, way: Way) {
    reading.list.add_read(place.line, part, place.text, person, way);
}

/// Whether a line is a name with a company of one word behind it, and can be nothing else.
fn is_one_company(name: &str, company: &str) -> bool {
    let marks = |text: &str| BETWEEN.iter().chain(BEFORE_A_NOTE).any(|mark| text.contains(mark));
    let words = name.split_whitespace().count();
    (1..=3).contains(&words)
        && !marks(name)
        && !marks(company)
        && !is_like_a_slug(&clean_address(name))
        && company.split(',').all(|part| !names_somebody(part))
}

/// Whether a cell holds more than one person.
pub(super) fn names_several(cell: &str) -> bool {
    let parts = parts(cell);
    parts.len() > 1 && parts.iter().filter(|part| names_somebody(part)).count() > 1
}

/// Whether a part of a line is a person of its own, and not a half of a name: two words, or a slug.
fn names_somebody(part: &str) -> bool {
    let part = unquoted(part.trim());
    (has_space(part) && PersonName::new(part).is_some_and(|name| name.words().count() > 1))
        || is_like_a_slug(&clean_address(part))
}
