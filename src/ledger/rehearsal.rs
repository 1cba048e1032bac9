//! Rehearsals: with whom a dry run got as far as the point of no return, so that a later run acts on exactly these people
//! and on exactly the pages that were seen.

use super::error::LedgerError;
use super::open::Ledger;
use super::runs::RunId;
use super::{people, slug, word};
use crate::domain::{Action, PersonKey, Slug, UnixMs};

/// A person whose rehearsal was good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// The person.
    pub key: PersonKey,
    /// What would be done.
    pub action: Action,
    /// The slug of the page that was seen.
    pub pinned_slug: Slug,
    /// The name on that page.
    pub seen_name: String,
    /// When (ledger time).
    pub at: UnixMs,
}

impl Ledger {
    /// Writes down that a rehearsal got as far as the point of no return with a person.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_rehearsed(
        &self,
        run: RunId,
        key: &PersonKey,
        action: Action,
        pinned_slug: &Slug,
        seen_name: &str,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let person = people::find_or_add(tx, key, moment.at)?;
            tx.prepare_cached(
                "INSERT OR REPLACE INTO rehearsal (run, person, action, pinned_slug, seen_name, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((run.0, person, action.as_str(), pinned_slug.as_str(), seen_name, moment.at.0))?;
            Ok(())
        })
    }

    /// The people whose rehearsal in this run was good, in the order of the ledger.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn rehearsed_in(&self, run: RunId) -> Result<Vec<Rehearsed>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT p.key, r.action, r.pinned_slug, r.seen_name, r.at FROM rehearsal r JOIN person p ON p.id = r.person \
                 WHERE r.run = ?1 ORDER BY r.at, p.id",
            )?;
            let rows = select.query_map([run.0], |row| {
                Ok(Rehearsed {
                    key: PersonKey(row.get(0)?),
                    action: word(row, 1)?,
                    pinned_slug: slug(row, 2)?,
                    seen_name: row.get(3)?,
                    at: UnixMs(row.get(4)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
