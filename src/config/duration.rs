//! Times as people write them: `45s`, `10m`, `1h30m`.

use std::time::Duration;

/// Unit, its length in milliseconds; longest first.
const UNITS: &[(&str, u64)] = &[("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Reads a time such as `500ms`, `45s`, `10m`, `2h`, `1d` or `1h30m`.
///
/// # Errors
/// What is wrong, in a few words.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err("the time is missing".to_owned());
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let letters = behind.len() - behind.trim_start_matches(|c: char| c.is_alphabetic()).len();
        let (unit, behind) = behind.split_at(letters);
        if number.is_empty() {
            return Err(format!("`{text}` is not a time"));
        }
        if unit.is_empty() {
            return Err(match behind.chars().next() {
                None => format!("`{text}` has no unit"),
                Some(_) => format!("`{text}` is not a time: only whole numbers, each with a unit"),
            });
        }
        let Some((_, length)) = UNITS.iter().find(|(known, _)| *known == unit) else {
            return Err(format!("`{unit}` is not a unit of time"));
        };
        let part = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*length));
        let Some(sum) = part.and_then(|part| total.checked_add(part)) else {
            return Err(format!("`{text}` is too long"));
        };
        total = sum;
        rest = behind.trim_start();
    }
    Ok(Duration::from_millis(total))
}

/// A time as [`parse_duration`] reads it, in the fewest units: `90s` becomes `1m30s`.
#[must_use]
pub fn show_duration(duration: Duration) -> String {
    let mut rest = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let mut text = String::new();
    for (unit, length) in UNITS {
        if rest >= *length {
            text.push_str(&format!("{}{unit}", rest / length));
            rest %= length;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}
