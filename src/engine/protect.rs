//! Who is protected: all that is known of a person is gathered here and handed to the keep list, for the run before each
//! click and for whatever tells beforehand who will be clicked on.

use super::identify::Identity;
use crate::domain::{KnownBefore, PageText, Route, Slug};
use crate::ledger::{Ledger, LedgerError};
use crate::roster::{KeepList, Protection, Row, Told};
use crate::selectors::{PathName, Selectors, StepDo};

/// What a page has shown of a person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    /// Whose page it is.
    pub identity: Option<&'a Identity>,
    /// Every other address by which the pages on the way called them.
    pub also: &'a [Slug],
    /// The current employers that it names.
    pub companies: &'a [PageText],
    /// What it says of them beside the name.
    pub headlines: &'a [PageText],
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
    let page = shown.identity.map(|page| (&page.slug, &page.name));
    let slug = page.map(|(slug, _)| slug).or(person.slug.as_ref());
    let before = match ledger {
        Some(ledger) => ledger.known_before(&person.key(), slug)?,
        None => KnownBefore::default(),
    };
    Ok(keep.protects(&Told {
        person,
        position: row.position.as_deref(),
        before: &before,
        page,
        also: shown.also,
        companies: shown.companies,
        headlines: shown.headlines,
    }))
}

/// Whether somebody about whom a keep list cannot be told is opened to see whom they work for: where the path leads over their own
/// page, whose card may name an employer, and no run has looked there in vain before.
///
/// # Errors
/// [`LedgerError`] when the ledger cannot be read.
pub fn is_to_be_seen(
    protection: &Protection,
    ledger: Option<&Ledger>,
    row: &Row,
    selectors: Option<&Selectors>,
    route: Route,
) -> Result<bool, LedgerError> {
    let Some(selectors) = selectors.filter(|_| protection.is_open()) else { return Ok(false) };
    let path = selectors.path(PathName { action: row.action, route });
    let reads_card = path.is_some_and(|path| path.before.iter().any(|step| step.act == StepDo::Identify));
    if !reads_card || !selectors.names_employers() {
        return Ok(false);
    }
    let looked =
        ledger.map(|ledger| ledger.looked_for_employer(&row.person.key(), row.action)).transpose()?;
    Ok(looked != Some(true))
}

/// The outcome's detail for a person whom nobody can tell about; `looked` where their own page was read.
pub(super) fn cannot_tell(hit: &crate::roster::KeepHit, looked: bool) -> String {
    let why = if looked { "their page names no employer" } else { "their employer is not known" };
    format!(
        "it cannot be told whether `{}` ({hit}) keeps them, since {why}; kept until `unlinked keep release`",
        hit.text
    )
}
