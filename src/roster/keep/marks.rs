//! The marks around and between the people of a line: numbers, bullets and boxes before them, quotation marks around them, what
//! parts them from each other and from a note.

/// Signs that stand before an entry of a list.
const BULLETS: &[char] =
    &['-', '*', '•', '·', '–', '—', '+', '>', '▪', '◦', '‣', '●', '○', '☐', '☑', '☒', '✓', '✔', '→', '~'];

/// What parts the people of a line.
pub(super) const BETWEEN: &[&str] = &[
    ";", "；", "|", "\t", " & ", " + ", " / ", " and ", " und ", " et ", " y ", " e ", " i ", " og ",
    " och ", " en ", " or ", " oder ", " ou ", " o ", "、", "，", "\\n", "\n", "\u{2028}",
];

/// What parts a person from a note.
pub(super) const BEFORE_A_NOTE: &[&str] =
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

/// The people of a line, if there may be more than one.
pub(super) fn parts(entry: &str) -> Vec<&str> {
    parted(entry, BETWEEN.iter().chain(&[","]))
}

/// As [`parts`], where a comma parts a family name from a first name: `Nowak, Anna; Kowal, Jan`.
pub(super) fn parts_with_commas(entry: &str) -> Vec<&str> {
    parted(entry, BETWEEN.iter())
}

fn parted(entry: &str, between: impl Iterator<Item = &'static &'static str>) -> Vec<&str> {
    let mut parts = vec![entry];
    for between in between {
        parts = parts.into_iter().flat_map(|part| split(part, between)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A text split, but not inside of double quotes.
fn split<'a>(text: &'a str, between: &str) -> Vec<&'a str> {
    if !text.contains(between) {
        return vec![text];
    }
    let (mut pieces, mut start, mut in_quotes) = (Vec::new(), 0, false);
    // A quotation mark without its other half holds nothing together.
    let has_pairs = text.matches('"').count().is_multiple_of(2);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c == '"' && has_pairs {
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
pub(super) fn before_note(entry: &str) -> impl Iterator<Item = &str> {
    let first = BEFORE_A_NOTE.iter().filter_map(|mark| Some((entry.find(mark)?, mark.len()))).min();
    let (before, behind) = match first {
        Some((at, length)) => (&entry[..at], Some(&entry[at + length..])),
        None => (entry, None),
    };
    let behind = behind.map(|behind| behind.trim_end_matches([')', ']', '>', '）']));
    [Some(before), behind].into_iter().flatten().map(str::trim).filter(|piece| !piece.is_empty())
}

pub(super) fn has_space(text: &str) -> bool {
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

/// The line under the heading of a table in plain text: `|---|:--|`.
pub(super) fn is_ruler(entry: &str) -> bool {
    entry.contains(['|', '+', '│', '┼'])
        && entry.contains(['-', '─', '='])
        && entry.chars().all(|c| c.is_whitespace() || "|+-:=│┼─├┤┌┐└┘┬┴".contains(c))
}

/// An entry without the number, bullet or box before it.
pub(super) fn without_marker(entry: &str) -> &str {
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
