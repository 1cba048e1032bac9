//! The roster as the rest of the program sees it.

use crate::domain::{Action, Person, Slug};
use crate::faults::Faults;

/// One person of the roster and what is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which the record starts, from 1.
    pub line: u64,
    /// The person: at least one of slug and name is there.
    pub person: Person,
    /// What is to be done; `remove` where the file does not say.
    pub action: Action,
    /// Why, for ledger and report.
    pub reason: Option<String>,
    /// A note, for ledger and report.
    pub note: Option<String>,
    /// What LinkedIn's export says of their position.
    pub position: Option<String>,
    /// What LinkedIn's export says of their e-mail address.
    pub email: Option<String>,
    /// The day of the connection as the file writes it.
    pub connected_on: Option<String>,
}

/// A row that names a person whom another row names already; it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The line that is left out.
    pub line: u64,
    /// The line that stays.
    pub first_line: u64,
    /// What the two have in common.
    pub of: DuplicateOf,
}

/// What two rows have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DuplicateOf {
    /// The same slug.
    Slug,
    /// No URL in either, and the same name and company.
    Name,
    /// A row without URL has the name of a better described row, and no company tells them apart. Once that other row
    /// is done, a search for the name could find only somebody else of that name.
    NameInDoubt,
}

/// A roster that was read whole and has no fault.
#[derive(Debug, Clone)]
pub struct Roster {
    /// The file's name, as the user wrote it.
    pub file: String,
    /// The people, in the order of the file, each once.
    pub rows: Vec<Row>,
    /// The rows that were left out because another names the same person, in the order of the file.
    pub duplicates: Vec<Duplicate>,
    /// What is odd and stops nothing, such as a column that is not known.
    pub warnings: Faults,
    /// SHA-256, in hex, over who is named and what is to be done with them, in the order of the file. Line ends, quotes,
    /// delimiter, columns' order and preamble make no difference; a changed person, action, reason or note does.
    pub fingerprint: String,
}

impl Roster {
    /// The row of a slug, such as the owner's own, which must not be there.
    #[must_use]
    pub fn row_of(&self, slug: &Slug) -> Option<&Row> {
        self.rows.iter().find(|row| row.person.slug.as_ref() == Some(slug))
    }

    /// How many people the roster names, each once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the roster names nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
