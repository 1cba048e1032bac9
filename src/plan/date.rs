//! The day of a connection, as exports and spreadsheets write it. What can be read in two ways is never guessed.

pub use jiff::civil::Date as Day;
use jiff::{Span, ToSpan};

crate::domain::words! {
    /// What comes first in dates of three numbers.
    pub enum DayOrder {
        /// `02/07/2022` is the 2nd of July, `22-03-05` the 22nd of March 2005.
        DayFirst => "day-first",
        /// `02/07/2022` is the 7th of February.
        MonthFirst => "month-first",
        /// `22-03-05` is the 5th of March 2022.
        YearFirst => "year-first",
    }
}

/// LinkedIn opened on this day: nobody is connected since an earlier one.
pub(super) const FIRST_DAY: Day = jiff::civil::date(2003, 5, 5);

/// The days on which a connection can have been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    last: Day,
}

impl Days {
    /// Up to today. One day more is allowed: the export may come from a zone where it is tomorrow already.
    pub(super) fn until(today: Day) -> Days {
        Days { last: today.saturating_add(1.day()) }
    }

    pub(super) fn has(self, day: Day) -> bool {
        (FIRST_DAY..=self.last).contains(&day)
    }
}

/// What a text says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// One day and no other.
    Day(Day),
    /// Three numbers: which is the month, and where only two digits are a year, which is the year, is open.
    Numbers {
        /// The first number.
        first: i8,
        /// The second number.
        second: i8,
        /// The third.
        third: Third,
        /// `3/5/18, 4:20 PM`, as LinkedIn itself wrote it in 2018: the month is first unless the file says otherwise.
        is_of_2018: bool,
    },
    /// No date that is known.
    Unreadable,
}

/// The last of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    /// Four digits: a year and nothing else.
    Year(i16),
    /// Two digits: a year of this century, or a day.
    Short(i8),
}

impl Written {
    /// The day in one order, if the text can be read in it.
    pub(super) fn in_order(self, order: DayOrder) -> Option<Day> {
        let Written::Numbers { first, second, third, is_of_2018 } = self else { return self.one_day() };
        let (year, month, day) = match (order, third) {
            (DayOrder::DayFirst, Third::Year(year)) => (year, second, first),
            (DayOrder::MonthFirst, Third::Year(year)) => (year, first, second),
            (DayOrder::DayFirst, Third::Short(year)) => (2000 + i16::from(year), second, first),
            (DayOrder::MonthFirst, Third::Short(year)) => (2000 + i16::from(year), first, second),
            (DayOrder::YearFirst, Third::Short(day)) if !is_of_2018 => (2000 + i16::from(first), second, day),
            (DayOrder::YearFirst, _) => return None,
        };
        Day::new(year, month, day).ok()
    }

    fn one_day(self) -> Option<Day> {
        if let Written::Day(day) = self { Some(day) } else { None }
    }

    /// The days that it can be, each with the order that says so.
    pub(super) fn ways(self, days: Option<Days>) -> impl Iterator<Item = (DayOrder, Day)> {
        DayOrder::ALL.iter().filter_map(move |order| {
            let day = self.in_order(*order).filter(|day| days.is_none_or(|days| days.has(*day)))?;
            Some((*order, day))
        })
    }

    /// The day, once the order is known; without one, the day that it is in every order in which it can be read.
    pub(super) fn day(self, order: Option<DayOrder>, days: Option<Days>) -> Option<Day> {
        if let Some(order) = order {
            return self.in_order(order).filter(|day| days.is_none_or(|days| days.has(*day)));
        }
        let mut ways = self.ways(days).map(|(_, day)| day);
        let first = ways.next()?;
        ways.all(|day| day == first).then_some(first)
    }
}

/// The days that an ambiguous date can be, written out: `2 July 2022 or 7 February 2022`.
pub(super) fn all_ways(written: Written, days: Option<Days>) -> Option<String> {
    let mut shown: Vec<String> = Vec::new();
    for (_, day) in written.ways(days) {
        let day = day.strftime("%-d %B %Y").to_string();
        if !shown.contains(&day) {
            shown.push(day);
        }
    }
    let last = shown.pop()?;
    (!shown.is_empty()).then(|| format!("{} or {last}", shown.join(", ")))
}

/// Reads `15 Mar 2024`, `7-Feb-22`, `Mar 15, 2024`, `2024-03-15` (also with a time behind it), `02/07/2022`, `22-03-05`, and
/// `3/5/18, 4:20 PM` as LinkedIn wrote it in 2018.
pub(super) fn read(text: &str) -> Written {
    let text = text.split_once('T').filter(|(day, _)| day.len() == 10).map_or(text, |(day, _)| day);
    let is_half_of_the_day = |part: &str| ["am", "pm"].iter().any(|half| part.eq_ignore_ascii_case(half));
    let has_time = text.contains(':');
    let mut has_half = false;
    let mut parts = text
        .split([' ', '-', '/', '.', ',', '\u{A0}', '\u{202F}'])
        .filter(|part| !part.is_empty() && !part.contains(':'))
        .filter(|part| {
            let is_half = has_time && is_half_of_the_day(part);
            has_half |= is_half;
            !is_half
        });
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Written::Unreadable;
    };
    drop(parts);
    let is_of_2018 = has_half && text.contains(',') && text.matches('/').count() == 2 && c.len() == 2;
    read_parts(a, b, c, is_of_2018).unwrap_or(Written::Unreadable)
}

fn read_parts(a: &str, b: &str, c: &str, is_of_2018: bool) -> Option<Written> {
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
    let third = if c.len() == 4 { Third::Year(year(c)?) } else { Third::Short(two_digits(c)?) };
    let written = Written::Numbers { first: two_digits(a)?, second: number(b)?, third, is_of_2018 };
    written.ways(None).next().map(|_| written)
}

fn two_digits(text: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn number(text: &str) -> Option<i8> {
    two_digits(text).filter(|number| (1..=31).contains(number))
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
    let at = MONTHS.iter().position(fits)?;
    i8::try_from(at + 1).ok()
}

/// Reads a day that a user writes in a flag or a rule: as in an export, and never ambiguous.
///
/// # Errors
/// Says what is wrong with it.
pub fn parse_day(text: &str) -> Result<Day, String> {
    let written = read(text.trim());
    if let Some(day) = written.day(None, None) {
        return Ok(day);
    }
    Err(match all_ways(written, None) {
        Some(ways) => format!("`{text}` can be {ways}; write it as 2024-03-15 (year, month, day)"),
        None => format!("`{text}` is not a date; write it as 2024-03-15 (year, month, day)"),
    })
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

    fn days() -> Days {
        Days::until(jiff::civil::date(2026, 11, 29))
    }

    fn day(text: &str) -> Option<String> {
        read(text).day(None, Some(days())).map(|day| day.to_string())
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
            "2024-03-15 10:20 AM",
            "15.Mar.2024",
            "15-MAR-2024",
            "3/15/24, 4:20 PM",
            "3/15/24, 4:20\u{202F}PM",
            "15/03/2024 04:20 pm",
        ] {
            assert_eq!(day(text).as_deref(), Some("2024-03-15"), "{text}");
        }
        assert_eq!(day("7-Feb-22").as_deref(), Some("2022-02-07"));
        assert_eq!(day("05/05/2022").as_deref(), Some("2022-05-05"), "the same both ways");
        assert_eq!(day("21-12-31").as_deref(), Some("2021-12-31"), "nobody is connected since 2031");
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
            "3/15/24 PM",
            "15 Mar 1999",
            "04 May 2003",
            "2026-12-01",
            "15 Mar 2031",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(day("05 May 2003").as_deref(), Some("2003-05-05"));
        assert_eq!(day("30 Nov 2026").as_deref(), Some("2026-11-30"), "it is tomorrow in another zone");
    }

    #[test]
    fn three_numbers_are_open_until_the_order_is_known() {
        for (text, ways) in [
            ("02/07/2022", "2 July 2022 or 7 February 2022"),
            ("22-03-05", "22 March 2005 or 5 March 2022"),
            ("05/06/07", "5 June 2007, 6 May 2007 or 7 June 2005"),
            ("3/5/18, 4:20 PM", "3 May 2018 or 5 March 2018"),
        ] {
            let written = read(text);
            assert_eq!(written.day(None, Some(days())), None, "{text}");
            assert_eq!(all_ways(written, Some(days())).as_deref(), Some(ways), "{text}");
        }
        let shown = |order| read("02/07/2022").day(Some(order), Some(days())).map(|day| day.to_string());
        assert_eq!(shown(DayOrder::DayFirst).as_deref(), Some("2022-07-02"));
        assert_eq!(shown(DayOrder::MonthFirst).as_deref(), Some("2022-02-07"));
        assert_eq!(shown(DayOrder::YearFirst), None);
        assert_eq!(all_ways(read("25.12.2021"), None), None);
    }

    #[test]
    fn a_user_is_told_how_to_write_a_date() {
        assert_eq!(parse_day("25/12/2021").map(|day| day.to_string()), Ok("2021-12-25".to_owned()));
        for text in ["02/07/2022", "22-03-05"] {
            assert!(parse_day(text).unwrap_err().contains(" or "), "{text}");
        }
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
