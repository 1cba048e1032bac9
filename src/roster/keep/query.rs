//! What a keep list is asked, and what it answers.

use std::fmt;
use std::sync::Arc;

use crate::domain::{PersonName, Slug};

/// What is known of a person when the keep list is asked: from the roster, the export, the ledger and the page. Whoever asks
/// gathers it; the answer rests on nothing else.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeepQuery<'a> {
    /// Every slug under which the person is or was known.
    pub slugs: &'a [&'a Slug],
    /// Every name.
    pub names: &'a [&'a PersonName],
    /// Every company that is known to employ them. Empty ones count as not known.
    pub companies: &'a [&'a str],
    /// What they write of themselves: it can keep somebody, and never says that they are somewhere else.
    pub headlines: &'a [&'a str],
    /// Whether the user has said that a line that cannot be told does not keep this person.
    pub released: bool,
}

/// Whether somebody is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protection {
    /// A line keeps them.
    Kept(KeepHit),
    /// No line keeps them.
    NotKept,
    /// A line may keep them, and what is known of them does not tell. They are kept.
    CannotTell(KeepHit),
}

impl Protection {
    /// The line that keeps the person, for certain or in doubt; `None` if they may be acted on.
    #[must_use]
    pub fn hit(self) -> Option<KeepHit> {
        match self {
            Protection::Kept(hit) | Protection::CannotTell(hit) => Some(hit),
            Protection::NotKept => None,
        }
    }

    /// Whether the person may be acted on.
    #[must_use]
    pub fn allows(&self) -> bool {
        *self == Protection::NotKept
    }

    /// Whether a human must say.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Protection::CannotTell(_))
    }
}

/// A line of a keep list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeepHit {
    /// Its list; `None` where it is the only one.
    pub list: Option<Arc<str>>,
    /// Its number, from 1.
    pub line: u64,
    /// Its text.
    pub text: String,
    /// What it keeps by.
    pub by: KeptBy,
}

/// What of a person a line fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeptBy {
    /// Their address.
    Slug,
    /// Their name.
    Name,
    /// Their company.
    Company,
}

impl KeptBy {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            KeptBy::Slug => "the address",
            KeptBy::Name => "the name",
            KeptBy::Company => "the company",
        }
    }
}

impl fmt::Display for KeepHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.list {
            None => write!(f, "on the keep list, line {}", self.line),
            Some(list) => write!(f, "on {list}, line {}", self.line),
        }
    }
}
