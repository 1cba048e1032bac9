//! Why a pack is not taken.

use std::fmt;

/// Why a pack is not taken, and what to do about it. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What happened.
    pub(crate) what: String,
    /// What to do.
    pub(crate) cure: String,
}

impl Refusal {
    pub(crate) fn new(what: impl Into<String>, cure: impl Into<String>) -> Refusal {
        Refusal { what: what.into(), cure: cure.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.cure)
    }
}
