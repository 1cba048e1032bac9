//! What the page asks for, and what it is told back.

use serde::{Deserialize, Serialize};

/// What is to be done with somebody, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// `remove`, `unfollow` or `withdraw`.
    pub action: String,
    /// Why, in a word; a roster that was written by hand may have other words than the guide's.
    pub reason: String,
    /// A note; may be empty.
    pub note: String,
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// Puts people on the roster, with the change's choice.
    Choose,
    /// Takes them off.
    Drop,
    /// Puts them on the keep list, and takes them off the roster.
    Keep,
    /// Takes their own lines off the keep list.
    Release,
}

/// One change, to any number of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What is done.
    #[serde(rename = "do")]
    pub deed: Deed,
    /// The people, by their numbers on the page.
    pub people: Vec<usize>,
    /// What is to be done with them; only for [`Deed::Choose`].
    #[serde(default)]
    pub choice: Option<Choice>,
}

/// The line of the keep list that keeps somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its number, from 1.
    pub line: u64,
    /// Its text.
    pub text: String,
    /// The list, where it is not the one that the page changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Whether the line is about this person alone, so that the page may take it out.
    pub own: bool,
}

/// What came of a batch of changes. When this is given, the files are on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Saved {
    /// Counts the batches; a page that misses one reads everything again.
    pub revision: u64,
    /// People whose place on the keep list has changed: by their numbers, with the line or without.
    pub kept: Vec<(usize, Option<Kept>)>,
    /// People who cannot be chosen because they are kept, or nobody could find them.
    pub refused: Vec<usize>,
}
