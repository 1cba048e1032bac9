//! Who is protected: all that is known of a person is gathered here and handed to the keep list, for the run before each
//! click and for whatever tells beforehand who will be clicked on.

use super::identify::Identity;
use crate::domain::{PersonName, Slug};
use crate::ledger::{KnownBefore, Ledger, LedgerError};
use crate::roster::{KeepList, KeepQuery, Protection, Row};

/// What a page has shown of a person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    /// Whose page it is.
    pub identity: Option<&'a Identity>,
    /// The current employers that it names.
    pub companies: &'a [String],
    /// What it says of them beside the name.
    pub headlines: &'a [String],
}

/// Whether a keep list protects the person of a row, by all that the roster, the ledger (if there is one yet) and the page tell
/// of them.
///
/// # Errors
/// [`LedgerError`] when the ledger cannot be read.
pub fn protection(
    keep: &KeepList,
    ledger: Option<&Ledger>,
    row: &Row,
    shown: Shown<'_>,
) -> Result<Protection, LedgerError> {
    if keep.is_empty() {
        return Ok(Protection::NotKept);
    }
    let person = &row.person;
    let page = shown.identity;
    let slug = page.map(|page| &page.slug).or(person.slug.as_ref());
    let before = match ledger {
        Some(ledger) => ledger.known_before(&person.key(), slug)?,
        None => KnownBefore::default(),
    };
    let slugs: Vec<&Slug> =
        person.slug.iter().chain(page.map(|page| &page.slug)).chain(&before.slugs).collect();
    let names: Vec<&PersonName> =
        person.name.iter().chain(page.map(|page| &page.name)).chain(&before.names).collect();
    let told = person.company.iter().chain(&before.companies).chain(shown.companies);
    let companies: Vec<&str> = told.map(String::as_str).collect();
    let headlines: Vec<&str> =
        shown.headlines.iter().chain(&row.position).chain(&before.headlines).map(String::as_str).collect();
    Ok(keep.covers(&KeepQuery {
        slugs: &slugs,
        names: &names,
        companies: &companies,
        headlines: &headlines,
        released: before.released,
    }))
}

/// The outcome's detail for a person whom nobody can tell about.
pub(super) fn cannot_tell(hit: &crate::roster::KeepHit) -> String {
    format!(
        "it cannot be told whether `{}` ({hit}) keeps them, since their employer is not known; kept until `unlinked keep release`",
        hit.text
    )
}
