//! The forms in which people write somebody down on a line of their own: numbered, with a bullet, in quotes, several on one
//! line, with a note behind a dash, a colon or in brackets, with a mail address, as a message in a chat.
//!
//! A line that can be read in several ways is read in all of them: each keeps. What cannot be read in any way is a fault.
//! Whether somebody is there whom the line fits is told later ([`super::fits_nobody`]), so a way that fits nobody costs
//! nothing.

use super::super::scan;
use super::reading::{Place, Reading, nobody, split_prefix};
use super::way::Way;
use crate::domain::{Person, PersonName, Slug};

/// Signs that stand before an entry of a list.
const BULLETS: &[char] =
    &['-', '*', '•', '·', '–', '—', '+', '>', '▪', '◦', '‣', '●', '○', '☐', '☑', '☒', '✓', '✔', '→', '~'];

/// Signs in place of the hyphen of a slug, made by programs that "mend" what is typed.
const HYPHENS: &[char] =
    &['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{FE63}', '\u{FF0D}'];

/// What parts the people of a line.
const BETWEEN: &[&str] = &[
    ";", "；", "|", "\t", " & ", " + ", " / ", " and ", " und ", " et ", " y ", " e ", " i ", " og ",
    " och ", " en ", "、", "，",
];

/// What parts a person from a note.
const BEFORE_A_NOTE: &[&str] =
    &[" - ", " – ", " — ", "–", "—", ": ", "：", ":", " (", "(", "（", " = ", " -> ", " [", " <", "<", "..."];

/// Pairs of quotation marks.
const QUOTES: &[(char, char)] = &[
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('‘', '’'),
    ('«', '»'),
    ('»', '«'),
    ('「', '」'),
    ('(', ')'),
    ('[', ']'),
];

/// White space and the unseen marks that copying leaves.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The parts of a line between marks that end lines in some programs, each with its place.
pub(super) fn pieces(line: &str) -> Vec<(usize, &str)> {
    let ends = |c: char| matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut at = 0;
    let mut pieces = Vec::new();
    for piece in line.split_inclusive(ends) {
        pieces.push((at, piece.trim_end_matches(ends)));
        at += piece.len();
    }
    pieces
}

/// Reads an entry into all that it may mean.
pub(super) fn read(reading: &mut Reading<'_>, entry: &str, place: Place<'_>) {
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
    let entry = entry.replace("**", " ");
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
    let whole = PersonName::new(entry);
    if whole.is_none() {
        let is_mail = place.text.contains('@');
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
fn own_part(parts: &[&str], people: usize, word: &str) -> usize {
    let at = parts.iter().position(|part| clean_address(part).contains(word));
    if people > 1 { at.map_or(0, |at| at + 1) } else { 0 }
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
    if let Some(name) = one_name {
        add(reading, place, 0, &Person { name: Some(name.clone()), ..nobody() }, Way::Plain);
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

/// The people of a line, if there may be more than one.
fn parts(entry: &str) -> Vec<&str> {
    let mut parts = vec![entry];
    for between in BETWEEN.iter().chain(&[","]) {
        parts = parts.into_iter().flat_map(|part| split(part, between)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A text split, but not inside of double quotes.
fn split<'a>(text: &'a str, between: &str) -> Vec<&'a str> {
    let (mut pieces, mut start, mut in_quotes) = (Vec::new(), 0, false);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c == '"' {
            in_quotes = !in_quotes;
        } else if !in_quotes && text[at..].starts_with(between) {
            pieces.push(&text[start..at]);
            at += between.len();
            start = at;
            continue;
        }
        at += c.len_utf8();
    }
    pieces.push(&text[start..]);
    pieces
}

/// What stands on either side of the first sign that parts a person from a note: the person may be either.
fn before_note(entry: &str) -> impl Iterator<Item = &str> {
    let first = BEFORE_A_NOTE.iter().filter_map(|mark| Some((entry.find(mark)?, mark.len()))).min();
    let (before, behind) = match first {
        Some((at, length)) => (&entry[..at], Some(&entry[at + length..])),
        None => (entry, None),
    };
    let behind = behind.map(|behind| behind.trim_end_matches([')', ']', '>', '）']));
    [Some(before), behind].into_iter().flatten().map(str::trim).filter(|piece| !piece.is_empty())
}

/// The addresses in a text, cleaned, and what is left of it; mail addresses are left out.
fn addresses_in(entry: &str) -> (Vec<String>, String) {
    let mut addresses = Vec::new();
    let mut rest = String::with_capacity(entry.len());
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | ';' | '|' | ',' | '，' | '；' | '、')
    };
    for token in entry.split_inclusive(ends) {
        let mut word = token.trim_end_matches(ends);
        let end = &token[word.len()..];
        // `Ben:https://…` without white space.
        if let Some(at) = word.find("http").filter(|at| *at > 0 && word[*at..].contains("://")) {
            rest.push_str(&word[..at]);
            rest.push(' ');
            word = &word[at..];
        }
        if is_address(word) {
            addresses.push(clean_address(word));
        } else if !(word.contains('@') && word.contains('.')) {
            rest.push_str(word);
        }
        rest.push_str(end);
    }
    // A name beside an address or a mail is followed by empty brackets now.
    for empty in ["<>", "()", "[]", "< >", "mailto:"] {
        rest = rest.replace(empty, " ");
    }
    (addresses, rest)
}

/// Whether a text is meant as an address.
pub(super) fn is_address(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    !has_space(&lower)
        && (lower.contains("://")
            || lower.contains("linkedin.com")
            || lower.contains("lnkd.in")
            || lower.starts_with("/in/")
            || lower.starts_with("in/")
            || lower.contains('/') && lower.contains("/in/"))
}

/// An address or slug without the punctuation of a sentence around it, and with plain hyphens in it.
pub(super) fn clean_address(text: &str) -> String {
    let around = |c: char| {
        is_blank(c)
            || matches!(
                c,
                '<' | '>'
                    | '"'
                    | '\''
                    | '`'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | ','
                    | ';'
                    | '!'
                    | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
            )
    };
    let text = text.trim_matches(around);
    let text = text.trim_end_matches(['.', ':', '?', '…', '!']).trim_start_matches('@');
    text.replace(HYPHENS, "-").replace('\u{AD}', "")
}

/// A word such as `ben-harrowgate` or `ben1980`.
fn is_like_a_slug(word: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || c.len_utf8() > 1;
    word.len() > 2
        && !has_space(word)
        && word.chars().all(fits)
        && word.chars().any(char::is_alphabetic)
        && (word.trim_matches('-').contains('-') || word.chars().any(|c| c.is_ascii_digit()))
        && Slug::parse(word).is_ok()
}

fn has_space(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

/// A text without the quotation marks that stand around all of it.
pub(super) fn unquoted(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let bare = text.trim_end_matches([',', ';']).trim_end();
        let inside = QUOTES.iter().find_map(|(open, close)| {
            let inside = bare.strip_prefix(*open)?.strip_suffix(*close)?;
            // `"Roe, John", "Acme"` is not one text in quotes.
            (!inside.contains(*open) && !inside.contains(*close)).then_some(inside)
        });
        match inside {
            Some(inside) => text = inside.trim(),
            None => return text,
        }
    }
}

/// An entry without the number, bullet or box before it.
fn without_marker(entry: &str) -> &str {
    let mut text = entry.trim_start();
    loop {
        let bare = text.trim_start_matches(BULLETS);
        let after_bullet =
            (bare.len() < text.len() && bare.starts_with(char::is_whitespace)).then(|| bare.trim_start());
        let boxed =
            ["[ ]", "[x]", "[X]", "[]"].iter().find_map(|sign| text.strip_prefix(sign)).map(str::trim_start);
        match after_bullet.or(boxed).or_else(|| after_number(text)).filter(|rest| !rest.is_empty()) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// What follows `1.`, `(1)`, `1)`, `1:`, `1 -`, `a)`, or a number before a tab.
fn after_number(text: &str) -> Option<&str> {
    let opened = text.strip_prefix('(').or_else(|| text.strip_prefix('[')).unwrap_or(text);
    let digits = opened.len() - opened.trim_start_matches(|c: char| c.is_numeric()).len();
    let letter = opened.starts_with(|c: char| c.is_ascii_alphabetic()) && opened[1..].starts_with(')');
    let behind = match digits {
        0 if letter => &opened[1..],
        0 => return None,
        digits => &opened[digits..],
    };
    if digits > 0 && behind.starts_with('\t') {
        return Some(behind.trim_start());
    }
    let rest = behind.trim_start().trim_start_matches(['.', ')', ':', ']', '-', '–', '/', '、', '．', '）']);
    let marked = rest.len() < behind.trim_start().len();
    // A slug may begin with a number: `1-ben` and `007.bond` are no numbered entries.
    let parted = rest.starts_with(char::is_whitespace)
        || rest.trim_start().contains(char::is_whitespace) && !behind.starts_with(['-', '–']);
    (marked && parted || digits > 0 && behind.starts_with("  ")).then(|| rest.trim_start())
}
