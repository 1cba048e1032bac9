//! Rehearsals: with whom a dry run got as far as the point of no return, so that a later run acts on exactly these people
//! and on exactly the pages that were seen. A rehearsal that goes on where one before ended belongs to the same chain.

use std::collections::HashMap;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};

use super::error::LedgerError;
use super::open::Ledger;
use super::runs::{RunId, RunKind, RunStart};
use super::{people, slug, word};
use crate::domain::{Action, Outcome, PersonKey, Route, Slug, Surface, UnixMs};

/// How long what a rehearsal found may be acted on, and need not be looked at anew.
pub const GOOD_FOR: Duration = Duration::from_secs(14 * 24 * 3600);

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

/// What the rehearsals of a chain found of one person at last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSeen {
    /// The rehearsal.
    pub run: RunId,
    /// What it found.
    pub outcome: Outcome,
    /// When (ledger time).
    pub at: UnixMs,
}

/// Rehearsals of one roster, each of which goes on where the one before ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The runs, the oldest first.
    pub runs: Vec<RunId>,
    /// What they found of each person at last.
    pub seen: HashMap<(PersonKey, Action), LastSeen>,
}

impl Chain {
    /// Whom a rehearsal that goes on from these need not open again: what was found of them no more than [`GOOD_FOR`] before `at`
    /// (ledger time). Whoever failed is tried again, and the keep list is asked anew of whoever it kept.
    #[must_use]
    pub fn done(&self, at: UnixMs) -> HashMap<(PersonKey, Action), Outcome> {
        let again = [Outcome::Failed, Outcome::Pending, Outcome::Kept];
        self.seen
            .iter()
            .filter(|(_, seen)| !again.contains(&seen.outcome) && at.since(seen.at) <= GOOD_FOR)
            .map(|(who, seen)| (who.clone(), seen.outcome))
            .collect()
    }
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

    /// The people whose rehearsal was good in this run or in those that it goes on from, in the order of the ledger. Whoever a
    /// later rehearsal on the same site found otherwise is left out, whichever rehearsal that was.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn rehearsed_in(&self, run: RunId) -> Result<Vec<Rehearsed>, LedgerError> {
        self.read(|conn| {
            let Some(first) = chain_of(conn, run)? else { return Ok(Vec::new()) };
            let mut select = conn.prepare_cached(
                "SELECT p.key, r.action, r.pinned_slug, r.seen_name, r.at FROM rehearsal r JOIN person p ON p.id = r.person \
                 WHERE r.run = (SELECT max(n.run) FROM rehearsal n JOIN run c ON c.id = n.run WHERE n.person = r.person \
                 AND n.action = r.action AND coalesce(c.chain, c.id) = ?1 AND n.run <= ?2) \
                 AND 'rehearsed' = (SELECT e.outcome FROM event e JOIN run d ON d.id = e.run WHERE e.person = r.person \
                 AND e.action = r.action AND d.kind IN ('rehearsal', 'smoke') \
                 AND d.site = (SELECT site FROM run WHERE id = ?2) ORDER BY e.id DESC LIMIT 1) \
                 ORDER BY r.at, p.id",
            )?;
            let rows = select.query_map([first.0, run.0], |row| {
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

    /// The newest rehearsal of the same roster, on the same site, surface and route, if it went by the same selector files: a new
    /// one goes on where it ended.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn rehearsal_to_go_on(&self, start: &RunStart) -> Result<Option<RunId>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT id, selectors FROM run WHERE kind = ?1 AND fingerprint = ?2 AND site = ?3 AND surface IS ?4 \
                 AND route IS ?5 ORDER BY id DESC LIMIT 1",
            )?;
            let found: Option<(i64, Option<String>)> = select
                .query_row(
                    (
                        RunKind::Rehearsal.as_str(),
                        &start.fingerprint,
                        &start.site,
                        start.surface.map(Surface::as_str),
                        start.route.map(Route::as_str),
                    ),
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            Ok(found.filter(|(_, selectors)| *selectors == start.selectors).map(|(id, _)| RunId(id)))
        })
    }

    /// Writes down that a rehearsal goes on where `before` ended.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written, or there is no such run.
    pub fn note_goes_on(&self, run: RunId, before: RunId, now: UnixMs) -> Result<(), LedgerError> {
        self.write(now, |tx, _| {
            let first = chain_of(tx, before)?
                .ok_or_else(|| LedgerError::Contradiction(format!("there is no rehearsal {before}")))?;
            tx.prepare_cached("UPDATE run SET chain = ?2 WHERE id = ?1")?.execute([run.0, first.0])?;
            Ok(())
        })
    }

    /// The rehearsals that end with `run`, and what they found; `None` where that is no rehearsal.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn chain(&self, run: RunId) -> Result<Option<Chain>, LedgerError> {
        self.read(|conn| chain_up_to(conn, run, run))
    }

    /// What the rehearsals that `run` goes on from had found when it began, of whoever it did not open again for that.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn found_before(&self, run: RunId) -> Result<HashMap<(PersonKey, Action), Outcome>, LedgerError> {
        self.read(|conn| {
            let Some(before) = chain_up_to(conn, run, RunId(run.0 - 1))? else { return Ok(HashMap::new()) };
            let began = "SELECT started_at FROM run WHERE id = ?1";
            Ok(before.done(UnixMs(conn.prepare_cached(began)?.query_row([run.0], |row| row.get(0))?)))
        })
    }
}

/// The rehearsals of the chain that `run` belongs to, up to `last`.
fn chain_up_to(conn: &Connection, run: RunId, last: RunId) -> Result<Option<Chain>, LedgerError> {
    let Some(first) = chain_of(conn, run)? else { return Ok(None) };
    let mut select = conn.prepare_cached(
        "SELECT id FROM run WHERE coalesce(chain, id) = ?1 AND kind = 'rehearsal' AND id <= ?2 ORDER BY id",
    )?;
    let runs = select.query_map([first.0, last.0], |row| row.get(0).map(RunId))?;
    let runs = runs.collect::<Result<_, _>>()?;
    let mut select = conn.prepare_cached(
                "SELECT p.key, e.action, e.run, e.outcome, e.at, max(e.id) FROM event e JOIN run r ON r.id = e.run \
                 JOIN person p ON p.id = e.person WHERE coalesce(r.chain, r.id) = ?1 AND r.kind = 'rehearsal' AND r.id <= ?2 \
                 GROUP BY e.person, e.action",
            )?;
    let seen = select.query_map([first.0, last.0], |row| {
        let who = (PersonKey(row.get(0)?), word(row, 1)?);
        Ok((who, LastSeen { run: RunId(row.get(2)?), outcome: word(row, 3)?, at: UnixMs(row.get(4)?) }))
    })?;
    Ok(Some(Chain { runs, seen: seen.collect::<Result<_, _>>()? }))
}

/// The first rehearsal of the chain that `run` belongs to; `None` where that is no rehearsal.
fn chain_of(conn: &Connection, run: RunId) -> Result<Option<RunId>, LedgerError> {
    let mut select =
        conn.prepare_cached("SELECT coalesce(chain, id) FROM run WHERE id = ?1 AND kind = 'rehearsal'")?;
    Ok(select.query_row([run.0], |row| row.get(0).map(RunId)).optional()?)
}
