//! Texts of others on their way out: into a spreadsheet, which takes some cells for formulas, and onto a terminal, which acts on
//! some characters.

use std::borrow::Cow;

/// What makes a spreadsheet take a cell for a formula (<https://owasp.org/www-community/attacks/CSV_Injection>).
/// East Asian versions take the wide signs too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a terminal or a parser acts on a character, or it turns the direction of what follows.
#[must_use]
pub(crate) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A cell of a CSV file: an apostrophe goes before what a spreadsheet would take for a formula, and before such an apostrophe
/// itself, so that [`uncell`] gives back what was written. Control characters but white space go, and so do marks that turn the direction.
#[must_use]
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    let clean = without(text, |c| acts(c) && !matches!(c, '\n' | '\r' | '\t'));
    if is_formula(clean.trim_start_matches('\'')) { Cow::Owned(format!("'{clean}")) } else { clean }
}

/// Lines of a text file, without any character on which a terminal acts but line feed and tab.
#[must_use]
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    without(text, |c| acts(c) && !matches!(c, '\n' | '\t'))
}

/// A document for other programs, without any character on which a terminal acts but white space.
#[must_use]
pub(crate) fn document(text: &str) -> Cow<'_, str> {
    without(text, |c| acts(c) && !matches!(c, '\n' | '\r' | '\t'))
}

/// A text as it may reach a terminal, whatever became of it before: line ends and tabs stay, and with `colours` the sequences that
/// colour a text. Every writer to a terminal passes its texts through this.
#[must_use]
pub(crate) fn screen(text: &str, colours: bool) -> Cow<'_, str> {
    let goes = |c: char| acts(c) && !matches!(c, '\n' | '\t');
    if !text.contains(goes) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let colour = if colours { colour_at(rest) } else { 0 };
        let length = if colour > 0 { colour } else { c.len_utf8() };
        if colour > 0 || !goes(c) {
            shown.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    Cow::Owned(shown)
}

/// How many bytes at the start of a text are a sequence that colours: `ESC [ 1 ; 31 m`.
fn colour_at(text: &str) -> usize {
    let Some(behind) = text.strip_prefix("\u{1b}[") else { return 0 };
    let end = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    if end.starts_with('m') { text.len() - end.len() + 1 } else { 0 }
}

fn without(text: &str, goes: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.contains(&goes) {
        Cow::Owned(text.chars().filter(|c| !goes(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What [`cell`] was given.
#[must_use]
pub(crate) fn uncell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA)
}

/// JSON in which no character is left on which a terminal acts: JSON itself escapes only the first 32.
#[must_use]
pub(crate) fn json(text: String) -> String {
    let must_go = |c: char| acts(c) && c != '\n';
    if !text.contains(must_go) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if must_go(c) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_take_for_a_formula_is_quoted() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+cmd|x", "'+cmd|x"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("＝1+1", "'＝1+1"),
            ("'=1", "''=1"),
            ("'tHooft", "'tHooft"),
            ("\u{1b}[31mZoë\u{202e}\u{61c}\u{9b}", "[31mZoë"),
            ("\u{1b}=1", "'=1"),
            ("two\nlines", "two\nlines"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
        assert_eq!(json("{\"a\":\"\u{9b}\u{202e}ż\"}\n".to_owned()), "{\"a\":\"\\u009b\\u202eż\"}\n");
    }

    #[test]
    fn a_terminal_gets_colours_where_it_takes_them_and_nothing_else_that_acts() {
        let text = "\u{1b}[1;31mbad\u{1b}[0m\tand\n\u{1b}[2J\u{1b}]8;;x\u{7}\u{9b}31m\u{202e}\rmore\u{1b}[";
        assert_eq!(screen(text, true), "\u{1b}[1;31mbad\u{1b}[0m\tand\n[2J]8;;x31mmore[");
        assert_eq!(screen(text, false), "[1;31mbad[0m\tand\n[2J]8;;x31mmore[");
        assert!(matches!(screen("Zoë\tFjordström\n", false), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn a_cell_is_read_back_as_it_was(text in "['=+@＝＠\t\r\n a-zż-]{0,12}") {
            let cell = super::cell(&text);
            prop_assert_eq!(uncell(&cell), text.as_str());
        }

        #[test]
        fn no_cell_is_a_formula_and_no_character_acts(text in any::<String>()) {
            let cell = super::cell(&text);
            prop_assert!(!is_formula(&cell));
            prop_assert!(!cell.contains(|c| acts(c) && !"\n\r\t".contains(c)));
            prop_assert!(!screen(&text, false).contains(|c| acts(c) && !"\n\t".contains(c)));
            prop_assert!(!super::lines(&text).contains(|c| acts(c) && !"\n\t".contains(c)));
            prop_assert_eq!(uncell(&cell), text.chars().filter(|c| !acts(*c) || "\n\r\t".contains(*c)).collect::<String>());
            let line = serde_json::to_string(&text).unwrap();
            let neutral = json(line);
            prop_assert!(!neutral.contains(acts));
            prop_assert_eq!(serde_json::from_str::<String>(&neutral).unwrap(), text);
        }
    }
}
