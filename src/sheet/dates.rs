//! Dates of spreadsheets: which formats of a number make it a day, and the day as LinkedIn's export writes it.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Formats that a program has without writing them into the file, dates among them (ECMA-376, part 1, 18.8.30).
pub(super) fn is_built_in_date(format: u32) -> bool {
    matches!(format, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format of the file's own shows a day. A time of day alone is none.
pub(super) fn is_date_format(code: &str) -> bool {
    let mut letters = code.chars().peekable();
    let mut plain = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            // The first part is for numbers above zero.
            ';' => break,
            '"' => while letters.next().is_some_and(|inside| inside != '"') {},
            '[' => while letters.next().is_some_and(|inside| inside != ']') {},
            '\\' | '_' | '*' => {
                letters.next();
            }
            other => plain.push(other.to_ascii_lowercase()),
        }
    }
    if plain.contains("general") {
        return false;
    }
    plain.contains(['d', 'y']) || (plain.contains('m') && !plain.contains(['h', 's', '0', '#']))
}

/// The day of a number of days, as the export writes one. Spreadsheets count from 1900, with a 29 February that 1900 did not have,
/// or from 1904.
pub(super) fn day_of_number(number: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    // The fraction is the time of day.
    #[expect(clippy::cast_possible_truncation, reason = "it is in the range of four digits' years")]
    let days = number as i64;
    let start = match (from_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..=59) => date(1899, 12, 31),
        (false, 60) => return None,
        (false, _) => date(1899, 12, 30),
    };
    Some(written(start.checked_add(days.days()).ok()?))
}

/// The day of `2024-03-15`, with or without a time behind it, as the export writes one.
pub(super) fn day_of_text(text: &str) -> Option<String> {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    Some(written(day.parse().ok()?))
}

fn written(day: Date) -> String {
    day.strftime("%d %b %Y").to_string()
}

/// A number as a person reads it: whole ones without a point.
pub(super) fn number(text: &str) -> String {
    let text = text.trim();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.abs() < 1e15 => number.to_string(),
        _ => text.to_owned(),
    }
}
