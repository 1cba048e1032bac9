//! Whom an account has parted with: what the way back (`reinvite`) is made of.

use rusqlite::types::Value;

use super::error::LedgerError;
use super::open::Ledger;
use super::people::PersonFacts;
use super::{parsed, word};
use crate::domain::{Action, Outcome, PersonKey, Slug, UnixMs};

/// Somebody on whom an action was proved to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// The key that the ledger files them under.
    pub key: PersonKey,
    /// The slug of the page that was clicked on, else the roster's.
    pub slug: Option<Slug>,
    /// The name as that page showed it.
    pub seen_name: Option<String>,
    /// What the roster and the export said of them.
    pub facts: PersonFacts,
    /// What was done.
    pub action: Action,
    /// What became of it.
    pub outcome: Outcome,
    /// When that was proved (ledger time).
    pub at: UnixMs,
    /// The site on which it was done.
    pub site: Option<String>,
}

impl Ledger {
    /// Everybody on whom one of `outcomes` was proved, the newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn parted(&self, outcomes: &[Outcome]) -> Result<Vec<Parted>, LedgerError> {
        let marks = vec!["?"; outcomes.len()].join(", ");
        let sql = format!(
            "SELECT p.key, p.slug, p.name, p.company, p.position, p.email, p.connected_on, p.location, p.reason, p.note, \
             s.action, s.outcome, s.at, r.site, a.pinned_slug, a.seen_name FROM standing s JOIN person p ON p.id = s.person \
             LEFT JOIN run r ON r.id = s.run LEFT JOIN attempt a ON a.id = \
             (SELECT max(id) FROM attempt WHERE person = s.person AND action = s.action) \
             WHERE s.outcome IN ({marks}) ORDER BY s.at DESC, p.id DESC"
        );
        self.read(|conn| {
            let mut select = conn.prepare(&sql)?;
            let words = outcomes.iter().map(|outcome| Value::Text(outcome.as_str().to_owned()));
            let rows = select.query_map(rusqlite::params_from_iter(words), |row| {
                let slug =
                    |at| row.get::<_, Option<String>>(at)?.map(|text| parsed::<Slug>(text, at)).transpose();
                Ok(Parted {
                    key: PersonKey(row.get(0)?),
                    slug: slug(14)?.map_or_else(|| slug(1), |pinned| Ok(Some(pinned)))?,
                    seen_name: row.get(15)?,
                    facts: PersonFacts {
                        name: row.get(2)?,
                        company: row.get(3)?,
                        position: row.get(4)?,
                        email: row.get(5)?,
                        connected_on: row.get(6)?,
                        location: row.get(7)?,
                        reason: row.get(8)?,
                        note: row.get(9)?,
                    },
                    action: word(row, 10)?,
                    outcome: word(row, 11)?,
                    at: UnixMs(row.get(12)?),
                    site: row.get(13)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
