//! Whom a click is about, with all that the page told of them: what the keep list is asked by at the click.

use super::identify::Identity;
use crate::domain::{PageText, Slug};
use crate::roster::Row;

/// Whom a click is about, with all that the page told of them, for the keep list.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) row: &'a Row,
    pub(super) identity: &'a Identity,
    /// What their row of a list and their card say beside the name.
    pub(super) says: &'a [PageText],
    /// The employers that their card names; `None` where no card was read.
    pub(super) employers: Option<&'a [PageText]>,
    /// Every other address by which the pages on the way called them.
    pub(super) also: &'a [Slug],
}
