//! What a fresh load proves, as data.

/// What a fresh load proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// The person is there, and what was to end has ended: they are not 1st degree; or they can be followed.
    Gone,
    /// The person is there, and so is what was to end.
    StillThere,
    /// Nothing, and why.
    None(String),
}
