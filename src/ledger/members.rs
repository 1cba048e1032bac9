//! Who was in the roster of a run: what lets a report speak of everybody, also of those whom the run had no reason to open.

use rusqlite::OptionalExtension;

use super::error::LedgerError;
use super::open::Ledger;
use super::runs::RunId;
use super::{people, word};
use crate::domain::{Action, PersonKey, UnixMs};

/// Somebody in a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The key that the ledger files them under.
    pub key: PersonKey,
    /// What was to be done.
    pub action: Action,
    /// The line of the roster.
    pub line: u64,
    /// The slug, where one is known.
    pub slug: Option<String>,
    /// The name, where one is known.
    pub name: Option<String>,
}

impl Ledger {
    /// Remembers who is in a roster, under the fingerprint of its content; nothing is written where that is known already.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn remember_roster<'a>(
        &self,
        fingerprint: &str,
        members: impl IntoIterator<Item = (&'a PersonKey, Action, u64)>,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let known = tx
                .prepare_cached("SELECT 1 FROM roster WHERE fingerprint = ?1")?
                .query_row([fingerprint], |_| Ok(()))
                .optional()?;
            if known.is_some() {
                return Ok(());
            }
            tx.prepare_cached("INSERT INTO roster (fingerprint) VALUES (?1)")?.execute([fingerprint])?;
            let roster = tx.last_insert_rowid();
            for (key, action, line) in members {
                let person = people::find_or_add(tx, key, moment.at)?;
                tx.prepare_cached(
                    "INSERT OR IGNORE INTO member (roster, person, action, line) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((
                    roster,
                    person,
                    action.as_str(),
                    i64::try_from(line).unwrap_or(i64::MAX),
                ))?;
            }
            Ok(())
        })
    }

    /// Everybody in the roster of a run, in the roster's order; empty for a run of which that was not written down.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn members_of_run(&self, run: RunId) -> Result<Vec<Member>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT p.key, m.action, m.line, p.slug, p.name FROM run r JOIN roster o ON o.fingerprint = r.fingerprint \
                 JOIN member m ON m.roster = o.id JOIN person p ON p.id = m.person WHERE r.id = ?1 ORDER BY m.line, p.id",
            )?;
            let rows = select.query_map([run.0], |row| {
                Ok(Member {
                    key: PersonKey(row.get(0)?),
                    action: word(row, 1)?,
                    line: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
                    slug: row.get(3)?,
                    name: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
