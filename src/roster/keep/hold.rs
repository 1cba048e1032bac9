//! The protection that the user confirmed, held against the one that is there at each click: more holds at once, less stops.

use std::fmt::{self, Write as _};

use super::list::KeepList;
use super::query::KeepHit;

/// How many lines a message names.
const NAMED: usize = 5;

/// The keep list that was confirmed, and the way to read it again.
pub struct Held<'a> {
    confirmed: KeepList,
    again: Box<dyn Fn() -> Result<KeepList, String> + 'a>,
}

/// Why less is protected than was confirmed. Nothing may be clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weaker {
    /// The list cannot be read any more; the lines that were confirmed.
    Unreadable(String, Vec<KeepHit>),
    /// These lines are gone.
    Less(Vec<KeepHit>),
}

impl<'a> Held<'a> {
    /// Holds what was confirmed. `again` reads all lists anew.
    pub fn new(confirmed: KeepList, again: impl Fn() -> Result<KeepList, String> + 'a) -> Held<'a> {
        Held { confirmed, again: Box::new(again) }
    }

    /// The list as it is now, which keeps everybody whom the confirmed one keeps.
    ///
    /// # Errors
    /// [`Weaker`] if it keeps less, or cannot be read.
    pub fn now(&self) -> Result<KeepList, Weaker> {
        let now = (self.again)()
            .map_err(|why| Weaker::Unreadable(why, self.confirmed.missing_from(&KeepList::empty())))?;
        let missing = self.confirmed.missing_from(&now);
        if missing.is_empty() { Ok(now) } else { Err(Weaker::Less(missing)) }
    }
}

impl fmt::Debug for Held<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("confirmed", &self.confirmed.len()).finish_non_exhaustive()
    }
}

impl fmt::Display for Weaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missing = match self {
            Weaker::Unreadable(why, lines) => {
                let why = why.trim_end();
                write!(
                    f,
                    "the keep list cannot be read again, so nobody was clicked on: {why}\n  It held: "
                )?;
                lines
            }
            Weaker::Less(lines) => {
                let what = if lines.len() == 1 { "line is" } else { "lines are" };
                write!(
                    f,
                    "the keep list protects less than when you confirmed this run, so nobody was clicked on; {} {what} missing: ",
                    lines.len()
                )?;
                lines
            }
        };
        for (nth, hit) in missing.iter().take(NAMED).enumerate() {
            let list = hit.list.as_ref().map_or_else(String::new, |list| format!(" of {list}"));
            let text: String =
                hit.text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(80).collect();
            let comma = if nth > 0 { ", " } else { "" };
            write!(f, "{comma}line {}{list} `{text}`", hit.line)?;
        }
        if missing.len() > NAMED {
            write!(f, " and {} more", missing.len() - NAMED)?;
        }
        f.write_str(". Put the lines back, or start the run again to confirm the list as it is now")?;
        f.write_char('.')
    }
}
