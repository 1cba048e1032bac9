//! Moments and spans of time as people read them, and as other programs do.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::domain::UnixMs;

/// A moment, as short as it can be without being mistaken, with its zone: `14:32:10 CET`, `14:32 CET`, `Tue 24 Nov 09:00 CET`,
/// `Tue 5 Jan 2027 09:00 CET`.
pub(crate) fn moment(at: UnixMs, now: UnixMs, zone: &TimeZone) -> String {
    let (Ok(at), Ok(now)) = (Timestamp::from_millisecond(at.0), Timestamp::from_millisecond(now.0)) else {
        return "a time out of range".to_owned();
    };
    let near = at.duration_since(now).unsigned_abs() < Duration::from_secs(120);
    let (at, now) = (at.to_zoned_datetime(zone.clone()), now.to_zoned_datetime(zone.clone()));
    let form = if at.date() == now.date() {
        if near { "%H:%M:%S %Z" } else { "%H:%M %Z" }
    } else if at.year() == now.year() {
        "%a %-d %b %H:%M %Z"
    } else {
        "%a %-d %b %Y %H:%M %Z"
    };
    at.strftime(form).to_string()
}

/// A time in a zone; `None` for one that no calendar reaches.
pub(crate) fn zoned(at: UnixMs, zone: &TimeZone) -> Option<ZonedDateTime> {
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned_datetime(zone.clone()))
}

fn shown(at: UnixMs, zone: &TimeZone, form: &str) -> String {
    zoned(at, zone).map_or_else(|| "a time out of range".to_owned(), |at| at.strftime(form).to_string())
}

/// `2026-11-23`: the day that it is then in a zone.
pub(crate) fn day(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%Y-%m-%d")
}

/// `Mon 23 Nov 2026, 19:02 CET`.
pub(crate) fn whole_moment(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%a %-d %b %Y, %H:%M %Z")
}

/// `23 Nov, 19:02 CET`.
pub(crate) fn short_moment(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%-d %b, %H:%M %Z")
}

/// `19:02:03.120`.
pub(crate) fn clock_time(at: UnixMs, zone: &TimeZone) -> String {
    shown(at, zone, "%H:%M:%S%.3f")
}

/// RFC 3339, in UTC, for other programs.
pub(crate) fn rfc3339(at: UnixMs) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// From when to when, the day told once if it is one.
pub(crate) fn period(from: UnixMs, to: Option<UnixMs>, zone: &TimeZone) -> String {
    let Some(to) = to else { return format!("since {}", whole_moment(from, zone)) };
    let day = |at| zoned(at, zone).map(|at| (at.date(), at.offset()));
    if day(from) == day(to) {
        return format!("{} to {}", shown(from, zone, "%a %-d %b %Y, %H:%M"), shown(to, zone, "%H:%M %Z"));
    }
    format!("{} to {}", whole_moment(from, zone), whole_moment(to, zone))
}

/// A span in the two units that matter: `42 ms`, `0.4 s`, `8.4 s`, `42 s`, `2 min 5 s`, `3 h 20 min`, `2 days 4 h`, `12 days`.
pub(crate) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let two = |big: u64, big_unit: &str, small: u64, small_unit: &str| match small {
        0 => format!("{big} {big_unit}"),
        _ => format!("{big} {big_unit} {small} {small_unit}"),
    };
    match seconds {
        0 if span.as_millis() < 100 => format!("{} ms", span.as_millis()),
        0..10 => format!("{:.1} s", span.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3_600 => two(seconds / 60, "min", seconds % 60, "s"),
        3_600..86_400 => two(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
        86_400..172_800 => two(1, "day", seconds % 86_400 / 3_600, "h"),
        172_800..864_000 => two(seconds / 86_400, "days", seconds % 86_400 / 3_600, "h"),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}

/// How long a step took: to the ms below a second, where a tenth of one would hide what differs.
pub(crate) fn exact_span(ms: u64) -> String {
    if ms < 1_000 { format!("{ms} ms") } else { span(Duration::from_millis(ms)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_the_two_units_that_matter() {
        let shown = |seconds| span(Duration::from_secs_f64(seconds));
        assert_eq!(shown(0.042), "42 ms");
        assert_eq!(shown(0.84), "0.8 s");
        assert_eq!(shown(8.4), "8.4 s");
        assert_eq!(shown(42.9), "42 s");
        assert_eq!(shown(125.0), "2 min 5 s");
        assert_eq!(shown(12_000.0), "3 h 20 min");
        assert_eq!(shown(100_800.0), "1 day 4 h");
        assert_eq!(shown(187_200.0), "2 days 4 h");
        assert_eq!(shown(86_400.0 * 3.0), "3 days");
        assert_eq!(shown(86_400.0 * 37.4), "38 days");
    }

    #[test]
    fn moments_are_as_short_as_they_can_be() {
        let now = UnixMs(1_795_521_600_000);
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let shown = |seconds| moment(now.plus(Duration::from_secs(seconds)), now, &zone);
        assert_eq!(shown(50), "13:00:50 CET");
        assert_eq!(shown(5_400), "14:30 CET");
        assert_eq!(shown(3_600 * 20), "Wed 25 Nov 09:00 CET");
        assert_eq!(shown(86_400 * 60), "Sat 23 Jan 2027 13:00 CET");
    }
}
