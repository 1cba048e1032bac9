//! What is held back of the page views for the person at hand.

use super::caps::Caps;

/// What page views are held against, in memory: after a crash only the look at a doubtful person is owed, and that is
/// known from the intent.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The caps as they were told last; none in a process that reserves nothing (`login`, `smoke`).
    pub(super) caps: Option<Caps>,
    /// What is held back for the person at hand; the last one is the settling look's.
    pub(super) left: u32,
}
