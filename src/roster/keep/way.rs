//! How a line of a keep list is meant.

/// How a line was read to name somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As it stands.
    Plain,
    /// As it stands, and every word of it is of the name: `Kowal, Jan`, where `Jan Kowal, Acme` would name a company.
    Whole,
    /// As it may be meant. Good enough to keep somebody, and not to choose them.
    Perhaps,
}

/// What a pattern is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Slug,
    Name,
    Company,
}
