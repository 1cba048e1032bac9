//! Which column is which, where the headings do not say it in words that are known: as the user says it, or as it is proposed to them.

use std::fmt;
use std::str::FromStr;

use super::columns::{Column, plain};
use crate::domain::quoted;
use crate::sheet::{letters, number_of_letters};

/// Which column is which, as the user says: `name=Kontakt,url=B`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(pub(super) Vec<(Column, Place)>);

/// Where a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// By its letter, as spreadsheets name columns; from 0.
    Letter(u32),
    /// By its heading.
    Heading(String),
}

impl Place {
    /// Whether a column stands there.
    pub(super) fn is_at(&self, at: usize, heading: &str) -> bool {
        match self {
            Place::Letter(number) => usize::try_from(*number) == Ok(at),
            Place::Heading(said) => plain(said) == plain(heading),
        }
    }
}

/// The words for columns that `--columns` takes.
const WORDS: [(Column, &str); 11] = [
    (Column::Url, "url"),
    (Column::Name, "name"),
    (Column::FirstName, "first-name"),
    (Column::LastName, "last-name"),
    (Column::Company, "company"),
    (Column::Position, "position"),
    (Column::Email, "email"),
    (Column::ConnectedOn, "connected-on"),
    (Column::Location, "location"),
    (Column::Reason, "reason"),
    (Column::Note, "note"),
];

pub(super) fn word_of(column: Column) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == column).map(|(_, word)| *word)
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Columns, String> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for part in text.split(',') {
            match (part.split_once('='), pairs.last_mut()) {
                (Some((word, place)), _) => pairs.push((word.trim().to_owned(), place.to_owned())),
                // A heading may have a comma in it.
                (None, Some((_, before))) => before.push_str(&format!(",{part}")),
                (None, None) => {
                    return Err(format!("`{part}` is no column; write it as url=B or url=Heading"));
                }
            }
        }
        let mut columns = Vec::new();
        for (word, place) in pairs {
            let known = WORDS.iter().find(|(_, known)| *known == plain(&word).replace(' ', "-"));
            let Some((column, _)) = known else {
                let words: Vec<&str> = WORDS.iter().map(|(_, word)| *word).collect();
                return Err(format!("`{word}` is no column that is read; there are {}", words.join(", ")));
            };
            if columns.iter().any(|(said, _)| said == column) {
                return Err(format!("`{word}` is said twice"));
            }
            let place = place.trim();
            if place.is_empty() {
                return Err(format!("`{word}=` lacks the letter or the heading of its column"));
            }
            let is_letter = place.chars().all(|letter| letter.is_ascii_uppercase());
            columns.push((
                *column,
                match number_of_letters(place).filter(|_| is_letter) {
                    Some(number) => Place::Letter(number),
                    None => Place::Heading(place.to_owned()),
                },
            ));
        }
        let has = |column| columns.iter().any(|(said, _)| *said == column);
        if has(Column::FirstName) != has(Column::LastName) {
            return Err(
                "first-name and last-name belong together; a column with whole names is `name`".to_owned()
            );
        }
        Ok(Columns(columns))
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |(column, place): &(Column, Place)| {
            let place = match place {
                Place::Letter(number) => letters(*number),
                Place::Heading(heading) => heading.clone(),
            };
            format!("{}={place}", word_of(*column).unwrap_or_default())
        };
        f.write_str(&self.0.iter().map(one).collect::<Vec<_>>().join(","))
    }
}

/// What the headings of a list seem to mean. Nothing is read by it before somebody has said that it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unconfirmed {
    /// The file, and the sheet in it.
    pub file: String,
    /// The line or row of the headings, from 1.
    pub line: u64,
    /// Each column that would be read.
    pub(super) found: Vec<Meant>,
    /// Columns that several headings could be.
    pub(super) doubtful: Vec<(Column, Vec<String>)>,
    /// Headings that would not be read.
    pub(super) unread: Vec<String>,
}

/// A column and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) column: Column,
    /// From 0.
    pub(super) at: usize,
    /// Whether the heading is one of LinkedIn's export's.
    pub(super) is_known: bool,
    pub(super) heading: String,
    /// What stands in the first row below.
    pub(super) sample: String,
}

impl Unconfirmed {
    /// The columns as the user would say them. Those under the headings of the export are read anyway.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let is_half = |column| matches!(column, Column::FirstName | Column::LastName);
        let halves = self.found.iter().any(|meant| is_half(meant.column) && !meant.is_known);
        let is_said = |meant: &&Meant| !meant.is_known || (halves && is_half(meant.column));
        let places = self.found.iter().filter(is_said).map(|meant| {
            let heading = meant.heading.trim();
            let twice = self.found.iter().filter(|other| plain(&other.heading) == plain(heading)).count() > 1;
            let is_plain = !heading.contains(['=', ',']) && !heading.is_empty() && !twice;
            let is_letter = heading.chars().all(|letter| letter.is_ascii_uppercase()) && heading.len() <= 3;
            let place = match u32::try_from(meant.at) {
                Ok(at) if !is_plain || is_letter => Place::Letter(at),
                _ => Place::Heading(heading.to_owned()),
            };
            (meant.column, place)
        });
        Columns(places.collect())
    }

    /// Whether a yes would be enough: each column has one heading that it can be.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.doubtful.is_empty()
    }

    /// What was found, a column on each line, and what would be left out.
    #[must_use]
    pub fn shown(&self) -> String {
        let width =
            self.found.iter().filter_map(|meant| Some(word_of(meant.column)?.len())).max().unwrap_or(0);
        let mut text = String::new();
        for meant in &self.found {
            let Some(word) = word_of(meant.column) else { continue };
            let letter = u32::try_from(meant.at).map(letters).unwrap_or_default();
            text.push_str(&format!("  {word:width$}  is column {letter}, `{}`", meant.heading));
            if !meant.sample.is_empty() {
                text.push_str(&format!(" (first below it: `{}`)", meant.sample));
            }
            text.push('\n');
        }
        for (column, headings) in &self.doubtful {
            let word = word_of(*column).unwrap_or_default();
            text.push_str(&format!("  {word:width$}  could be {}\n", listed(headings)));
        }
        if !self.unread.is_empty() {
            text.push_str(&format!("  not read: {}\n", listed(&self.unread)));
        }
        text
    }
}

fn listed(headings: &[String]) -> String {
    headings.iter().map(|heading| format!("`{heading}`")).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Unconfirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let doubt = if self.is_clear() {
            format!("If that is right, say so: `--columns {}`", quoted(&self.columns().to_string()))
        } else {
            format!("Say which, such as `--columns {}`", quoted(&format!("{},…", self.columns())))
        };
        write!(
            f,
            "{}: the headings on line {} are not those of LinkedIn's export, and nothing is guessed. They seem to mean:\n\n{}\n{doubt}; or give the columns of the file the headings of LinkedIn's export, such as `First Name`, `Last Name`, `URL`, `Company`.",
            self.file,
            self.line,
            self.shown()
        )
    }
}

impl std::error::Error for Unconfirmed {}
