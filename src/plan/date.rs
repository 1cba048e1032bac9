//! The day of a connection, as exports and spreadsheets write it. What can be read in two ways is never guessed.

pub use jiff::civil::Date as Day;
use jiff::{Span, ToSpan};

crate::domain::words! {
    /// What comes first in dates of three numbers with the year at the end.
    pub enum DayOrder {
        /// `02/07/2022` is the 2nd of July.
        DayFirst => "day-first",
        /// `02/07/2022` is the 7th of February.
        MonthFirst => "month-first",
    }
}

/// What a text says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// One day and no other.
    Day(Day),
    /// Two numbers before a year: which is the month is open.
    Numbers {
        /// The first number.
        first: i8,
        /// The second number.
        second: i8,
        /// The year.
        year: i16,
    },
    /// No date that is known.
    Unreadable,
}

impl Written {
    /// The day, once the order is known.
    pub(super) fn day(self, order: Option<DayOrder>) -> Option<Day> {
        match self {
            Written::Day(day) => Some(day),
            Written::Unreadable => None,
            Written::Numbers { first, second, year } if first == second => Day::new(year, first, first).ok(),
            Written::Numbers { first, second, year } => match order? {
                DayOrder::DayFirst => Day::new(year, second, first).ok(),
                DayOrder::MonthFirst => Day::new(year, first, second).ok(),
            },
        }
    }

    /// The order that this date proves: a number above 12 is a day.
    pub(super) fn proves(self) -> Option<DayOrder> {
        match self {
            Written::Numbers { first, second: 1..=12, .. } if first > 12 => Some(DayOrder::DayFirst),
            Written::Numbers { first: 1..=12, second, .. } if second > 12 => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }

    /// Whether it is one day in one order and another day in the other.
    pub(super) fn is_ambiguous(self) -> bool {
        matches!(self, Written::Numbers { first: 1..=12, second: 1..=12, .. }) && self.day(None).is_none()
    }
}

/// The two days that an ambiguous date can be, written out.
pub(super) fn both_ways(written: Written) -> Option<(String, String)> {
    let show = |order| written.day(Some(order)).map(|day| day.strftime("%-d %B %Y").to_string());
    Some((show(DayOrder::DayFirst)?, show(DayOrder::MonthFirst)?))
}

/// Reads `15 Mar 2024`, `7-Feb-22`, `Mar 15, 2024`, `2024-03-15` (also with a time behind it), `02/07/2022`.
pub(super) fn read(text: &str) -> Written {
    let text = text.split_once('T').filter(|(day, _)| day.len() == 10).map_or(text, |(day, _)| day);
    let mut parts = text
        .split([' ', '-', '/', '.', ',', '\u{A0}'])
        .filter(|part| !part.is_empty() && !part.contains(':'));
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Written::Unreadable;
    };
    read_parts(a, b, c).unwrap_or(Written::Unreadable)
}

fn read_parts(a: &str, b: &str, c: &str) -> Option<Written> {
    let day = |year: i16, month: i8, day: &str| Some(Written::Day(Day::new(year, month, number(day)?).ok()?));
    if a.len() == 4 && a.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(a.parse().ok()?, number(b).or_else(|| month(b))?, c);
    }
    if let Some(month) = month(b) {
        return day(year(c)?, month, a);
    }
    if let Some(month) = month(a) {
        return day(year(c)?, month, b);
    }
    Some(Written::Numbers { first: number(a)?, second: number(b)?, year: year(c)? })
}

fn number(text: &str) -> Option<i8> {
    if text.len() > 2 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| (1..=31).contains(number))
}

/// Two digits are a year of this century: LinkedIn opened in 2003.
fn year(text: &str) -> Option<i16> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        2 => Some(2000 + text.parse::<i16>().ok()?),
        4 => text.parse().ok(),
        _ => None,
    }
}

/// Exports have English months whatever the language of the account (ui-evidence 8).
fn month(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.to_ascii_lowercase();
    let fits = |month: &&str| {
        **month == lower
            || (lower.len() == 3 && month.starts_with(&lower))
            || (lower == "sept" && month.starts_with(&lower))
    };
    let at = MONTHS.iter().position(|month| fits(&month))?;
    i8::try_from(at + 1).ok()
}

/// Reads a day that a user writes in a flag or a rule: as in an export, and never ambiguous.
///
/// # Errors
/// Says what is wrong with it.
pub fn parse_day(text: &str) -> Result<Day, String> {
    let written = read(text.trim());
    match written.day(None) {
        Some(day) => Ok(day),
        None => match (written.proves(), both_ways(written)) {
            (Some(order), _) => {
                written.day(Some(order)).ok_or_else(|| format!("`{text}` is no day of the calendar"))
            }
            (None, Some((one, other))) => {
                Err(format!("`{text}` can be {one} or {other}; write it as 2024-03-15 (year, month, day)"))
            }
            (None, None) => Err(format!("`{text}` is not a date; write it as 2024-03-15 (year, month, day)")),
        },
    }
}

/// Reads an age: `90d`, `6w`, `18m` (months), `2y`.
///
/// # Errors
/// Says what is wrong with it.
pub fn parse_age(text: &str) -> Result<Span, String> {
    let trimmed = text.trim();
    let wrong = || format!("`{text}` is not an age; write a number and d, w, m or y, such as 90d or 18m");
    let unit = trimmed.chars().last().ok_or_else(wrong)?;
    let number: i32 =
        trimmed.strip_suffix(unit).and_then(|number| number.trim().parse().ok()).ok_or_else(wrong)?;
    if !(0..=36_500).contains(&number) {
        return Err(wrong());
    }
    match unit {
        'd' => Ok(number.days()),
        'w' => Ok(number.min(5_200).weeks()),
        'm' => Ok(number.min(1_200).months()),
        'y' => Ok(number.min(100).years()),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        read(text).day(None).map(|day| day.to_string())
    }

    #[test]
    fn dates_are_read_in_the_ways_that_exports_and_spreadsheets_write_them() {
        for text in [
            "15 Mar 2024",
            "15-Mar-24",
            "15 March 2024",
            "Mar 15, 2024",
            "2024-03-15",
            "2024/3/15",
            "2024-03-15T10:20:30Z",
            "2024-03-15 10:20",
            "15.Mar.2024",
            "15-MAR-2024",
        ] {
            assert_eq!(day(text).as_deref(), Some("2024-03-15"), "{text}");
        }
        assert_eq!(day("7-Feb-22").as_deref(), Some("2022-02-07"));
        assert_eq!(day("05/05/2022").as_deref(), Some("2022-05-05"), "the same both ways");
        for text in [
            "",
            "yesterday",
            "30 Feb 2024",
            "44599",
            "15 Mar",
            "2024-13-01",
            "1/2/3/4",
            "15 Mär 2024",
            "00/00/2022",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn two_numbers_and_a_year_are_open_until_the_order_is_known() {
        let written = read("02/07/2022");
        assert!(written.is_ambiguous() && written.proves().is_none() && written.day(None).is_none());
        let shown = |order| written.day(Some(order)).map(|day| day.to_string());
        assert_eq!(shown(DayOrder::DayFirst).as_deref(), Some("2022-07-02"));
        assert_eq!(shown(DayOrder::MonthFirst).as_deref(), Some("2022-02-07"));
        assert_eq!(read("25.12.2021").proves(), Some(DayOrder::DayFirst));
        assert_eq!(read("12/25/21").proves(), Some(DayOrder::MonthFirst));
        assert_eq!(read("25/25/2021").proves(), None);
    }

    #[test]
    fn a_user_is_told_how_to_write_a_date() {
        assert_eq!(parse_day("25/12/2021").map(|day| day.to_string()), Ok("2021-12-25".to_owned()));
        let error = parse_day("02/07/2022").unwrap_err();
        assert!(error.contains("2 July 2022") && error.contains("7 February 2022"), "{error}");
        assert!(parse_day("soon").unwrap_err().contains("2024-03-15"));
    }

    #[test]
    fn ages_have_a_number_and_a_unit() {
        let today: Day = "2026-03-31".parse().unwrap();
        for (age, day) in
            [("90d", "2025-12-31"), ("2w", "2026-03-17"), ("1m", "2026-02-28"), ("2y", "2024-03-31")]
        {
            let span = parse_age(age).unwrap();
            assert_eq!(today.saturating_sub(span).to_string(), day, "{age}");
        }
        for age in ["", "d", "90", "90x", "-1d", "9999999999d"] {
            assert!(parse_age(age).is_err(), "{age}");
        }
    }
}
