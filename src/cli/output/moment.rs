//! Moments and spans of time as people read them.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

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

/// A span in the two units that matter: `0.8 s`, `42 s`, `2 min 5 s`, `3 h 20 min`, `2 days 4 h`, `12 days`.
pub(crate) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let two = |big: u64, big_unit: &str, small: u64, small_unit: &str| {
        if small == 0 {
            format!("{big} {big_unit}")
        } else {
            format!("{big} {big_unit} {small} {small_unit}")
        }
    };
    match seconds {
        0..10 => format!("{:.1} s", span.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3_600 => two(seconds / 60, "min", seconds % 60, "s"),
        3_600..86_400 => two(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
        86_400..172_800 => two(1, "day", seconds % 86_400 / 3_600, "h"),
        172_800..864_000 => two(seconds / 86_400, "days", seconds % 86_400 / 3_600, "h"),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}
