//! Numbers as people read them, and with the noun that goes with them.

use std::fmt::Display;

/// A whole number with its thousands parted: `5,000`.
pub(crate) fn number(number: impl Display) -> String {
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

/// A number with the right one of two words: `1 file`, `5,000 files`.
pub(crate) fn count(counted: impl Display, one: &str, many: &str) -> String {
    let counted = number(counted);
    let noun = if counted == "1" { one } else { many };
    format!("{counted} {noun}")
}

/// `1 person`, `12 people`.
pub(crate) fn people(counted: impl Display) -> String {
    count(counted, "person", "people")
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
    fn sizes_and_numbers_are_short_and_go_with_their_noun() {
        assert_eq!([size(812), size(4_230), size(31_400_000)], ["812 bytes", "4.2 KB", "31 MB"]);
        assert_eq!([number(7), number(5_000), number(1_234_567)], ["7", "5,000", "1,234,567"]);
        assert_eq!([people(0), people(1), people(1_001)], ["0 people", "1 person", "1,001 people"]);
    }
}
