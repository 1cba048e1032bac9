//! Small things that every text of this module needs: moments, spans, numbers, and texts that no reader can stumble over.

use std::borrow::Cow;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::domain::UnixMs;

/// The text without anything that a terminal or a parser would act on: names and notices come from pages of others.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    use crate::domain::neutral::acts;
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| if c.is_whitespace() { Some(' ') } else { (!acts(c)).then_some(c) })
            .collect(),
    )
}

/// A time in a zone; `None` for one that no calendar reaches.
pub(super) fn zoned(at: UnixMs, zone: &TimeZone) -> Option<ZonedDateTime> {
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned_datetime(zone.clone()))
}

fn shown(at: UnixMs, zone: &TimeZone, form: &str) -> String {
    zoned(at, zone).map_or_else(|| "a time out of range".to_owned(), |at| at.strftime(form).to_string())
}

/// `Mon 23 Nov 2026, 19:02 CET`.
pub(super) fn moment(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%a %-d %b %Y, %H:%M %Z")
}

/// `23 Nov, 19:02 CET`.
pub(super) fn short_moment(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%-d %b, %H:%M %Z")
}

/// `19:02:03.120`.
pub(super) fn clock_time(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%H:%M:%S%.3f")
}

/// RFC 3339, in UTC, for other programs.
pub(super) fn rfc3339(at: UnixMs) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// From when to when, the day told once if it is one.
pub(super) fn period(from: UnixMs, to: Option<UnixMs>, zone: &TimeZone) -> String {
    let Some(to) = to else { return format!("since {}", moment(from, zone)) };
    let day = |at| zoned(at, zone).map(|at| (at.date(), at.offset()));
    if day(from) == day(to) {
        return format!("{} to {}", shown(from, zone, "%a %-d %b %Y, %H:%M"), shown(to, zone, "%H:%M %Z"));
    }
    format!("{} to {}", moment(from, zone), moment(to, zone))
}

/// A span in the two units that matter: `412 ms`, `8.4 s`, `2 min 5 s`, `3 h 20 min`, `2 days 4 h`.
pub(super) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let two = |big: u64, unit: &str, small: u64, small_unit: &str| match small {
        0 => format!("{big} {unit}"),
        _ => format!("{big} {unit} {small} {small_unit}"),
    };
    match span.as_millis() {
        0..1_000 => format!("{} ms", span.as_millis()),
        1_000..60_000 => format!("{:.1} s", span.as_secs_f64()),
        60_000..3_600_000 => two(seconds / 60, "min", seconds % 60, "s"),
        3_600_000..86_400_000 => two(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
        86_400_000..172_800_000 => two(1, "day", seconds % 86_400 / 3_600, "h"),
        _ => two(seconds / 86_400, "days", seconds % 86_400 / 3_600, "h"),
    }
}

/// A whole number with its thousands parted: `5,000`.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 person`, `12 people`.
pub(super) fn people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{} people", number(count)) }
}

/// A size of data: `812 bytes`, `4.2 KB`, `31 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    if bytes < 1_000 {
        return format!("{bytes} bytes");
    }
    for unit in ["KB", "MB", "GB"] {
        value /= 1_000.0;
        if value < 9.95 {
            return format!("{value:.1} {unit}");
        }
        if value < 999.5 {
            return format!("{value:.0} {unit}");
        }
    }
    format!("{value:.0} GB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_spans_and_numbers_are_short() {
        assert_eq!([size(812), size(4_230), size(31_400_000)], ["812 bytes", "4.2 KB", "31 MB"]);
        assert_eq!([number(7), number(5_000), number(1_234_567)], ["7", "5,000", "1,234,567"]);
        let shown = [412, 8_400, 125_000, 12_000_000, 187_200_000].map(|ms| span(Duration::from_millis(ms)));
        assert_eq!(shown, ["412 ms", "8.4 s", "2 min 5 s", "3 h 20 min", "2 days 4 h"]);
    }

    #[test]
    fn nothing_that_a_page_says_can_act_on_a_terminal() {
        assert_eq!(clean("Zoë\u{1b}[31m\u{202e}\nX"), "Zoë[31m X");
        assert_eq!(clean("سلمى الأندلسي 🌻"), "سلمى الأندلسي 🌻");
    }
}
