//! What tells a newer pack from an older one, and whether this program is new enough for it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A pack's revision: a day, as the files have it, and for a second one of the same day `.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Revision {
    day: Date,
    of_day: u16,
}

impl FromStr for Revision {
    type Err = String;

    fn from_str(text: &str) -> Result<Revision, String> {
        let wrong = || format!("the revision `{text}` is no day such as 2026-12-01, or 2026-12-01.2");
        let (day, of_day) = text.split_once('.').unwrap_or((text, "1"));
        // Only the plain form: it becomes the name of a folder, and two spellings of one day would be two folders.
        let is_plain = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let revision = Revision {
            day: day.parse().map_err(|_| wrong())?,
            of_day: of_day.parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?,
        };
        if is_plain && revision.to_string() == text { Ok(revision) } else { Err(wrong()) }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        if self.of_day > 1 { write!(f, ".{}", self.of_day) } else { Ok(()) }
    }
}

/// The three numbers of a version.
pub(super) fn version(text: &str) -> Option<[u32; 3]> {
    let mut numbers = text.split(['-', '+']).next()?.split('.').map(|part| part.parse().ok());
    let version = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_have_one_order_and_one_spelling() {
        let texts = ["2026-11-30", "2026-12-01", "2026-12-01.2", "2026-12-01.10", "2026-12-02"];
        let read: Vec<Revision> = texts.iter().map(|text| text.parse().unwrap()).collect();
        assert!(read.is_sorted() && read.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(read.iter().map(ToString::to_string).collect::<Vec<_>>(), texts);
        for wrong in [
            "",
            "7",
            "2026-13-01",
            "20261201",
            "2026-12-01.1",
            "2026-12-01.0",
            "2026-12-01.x",
            "../2026-12-01",
        ] {
            assert!(wrong.parse::<Revision>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(version("0.10.0") > version("0.9.12") && version("1.0.0-rc.1") == Some([1, 0, 0]));
        for wrong in ["", "1", "1.2", "1.2.3.4", "a.b.c", "1.2.-3"] {
            assert_eq!(version(wrong), None, "{wrong}");
        }
    }
}
