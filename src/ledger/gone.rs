//! Whom an account has parted with: what the way back (`reinvite`) is made of. It comes from the events, which nothing ever
//! changes: whoever was proved gone once stays listed, whatever is said or done later.

use std::collections::HashSet;

use rusqlite::{Connection, Row};

use super::attempt::proved;
use super::error::LedgerError;
use super::open::Ledger;
use super::people::PersonFacts;
use super::runs::RunId;
use super::{parsed, word};
use crate::domain::{Action, Outcome, PersonKey, Slug, UnixMs};

/// Somebody on whom an action was proved to be done, or may have been done.
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
    /// What became of it: the proved outcome, or `unconfirmed` for a click that nothing proved.
    pub outcome: Outcome,
    /// When that was proved first; for `unconfirmed`, when the click was made (the wall clock's time).
    pub at: UnixMs,
    /// The run that proved it.
    pub run: Option<RunId>,
    /// What proved it, in a sentence.
    pub proof: String,
    /// The site on which it was done.
    pub site: Option<String>,
}

const PERSON: &str =
    "p.key, p.slug, p.name, p.company, p.position, p.email, p.connected_on, p.location, p.reason, p.note";

impl Ledger {
    /// Everybody on whom one of `actions` was proved to be done, with the first proof, and everybody who was clicked on and of
    /// whom it is not known whether it was done; the newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn parted(&self, actions: &[Action]) -> Result<Vec<Parted>, LedgerError> {
        self.read(|conn| {
            let mut found: Vec<Parted> = Vec::new();
            for action in actions {
                let proved = proved_gone(conn, *action)?;
                let listed: HashSet<PersonKey> = proved.iter().map(|parted| parted.key.clone()).collect();
                let maybe = maybe_gone(conn, *action)?;
                found.extend(proved);
                found.extend(maybe.into_iter().filter(|parted| !listed.contains(&parted.key)));
            }
            found.sort_by_key(|parted| std::cmp::Reverse(parted.at));
            Ok(found)
        })
    }
}

/// Whoever has an event of proof, with the first of them.
fn proved_gone(conn: &Connection, action: Action) -> Result<Vec<Parted>, LedgerError> {
    let sql = format!(
        "SELECT {PERSON}, coalesce(e.wall, e.at), e.run, e.detail, r.site, a.pinned_slug, a.seen_name, e.outcome \
         FROM (SELECT person, min(id) AS id FROM event WHERE action = ?1 AND outcome = ?2 GROUP BY person) first \
         JOIN event e ON e.id = first.id JOIN person p ON p.id = e.person LEFT JOIN run r ON r.id = e.run \
         LEFT JOIN attempt a ON a.id = coalesce(e.attempt, \
         (SELECT max(id) FROM attempt WHERE person = e.person AND action = e.action)) ORDER BY e.id DESC"
    );
    let mut select = conn.prepare_cached(&sql)?;
    let rows = select.query_map((action.as_str(), proved(action).as_str()), |row| parted(row, action))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whoever was clicked on, and nothing told afterwards whether it had an effect.
fn maybe_gone(conn: &Connection, action: Action) -> Result<Vec<Parted>, LedgerError> {
    let sql = format!(
        "SELECT {PERSON}, coalesce(a.intent_wall, a.confirm_clicked_at, a.clicked_at, a.intent_at), a.run, \
         'clicked, and not proved: they may still be a connection', r.site, a.pinned_slug, a.seen_name, 'unconfirmed' \
         FROM attempt a JOIN person p ON p.id = a.person LEFT JOIN run r ON r.id = a.run \
         WHERE a.id IN (SELECT max(id) FROM attempt WHERE action = ?1 AND coalesce(settled, '') <> 'not_clicked' \
         GROUP BY person) AND (a.settled IS NULL \
         OR EXISTS (SELECT 1 FROM standing s WHERE s.person = a.person AND s.action = ?1 AND s.outcome = 'unconfirmed') \
         OR EXISTS (SELECT 1 FROM event e WHERE e.attempt = a.id AND e.outcome = 'unconfirmed' AND e.id = \
         (SELECT max(id) FROM event WHERE attempt = a.id))) ORDER BY a.id DESC"
    );
    let mut select = conn.prepare_cached(&sql)?;
    let rows = select.query_map([action.as_str()], |row| parted(row, action))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn parted(row: &Row<'_>, action: Action) -> rusqlite::Result<Parted> {
    let slug = |at| row.get::<_, Option<String>>(at)?.map(|text| parsed::<Slug>(text, at)).transpose();
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
        action,
        outcome: word(row, 16)?,
        at: UnixMs(row.get(10)?),
        run: row.get::<_, Option<i64>>(11)?.map(RunId),
        proof: row.get(12)?,
        site: row.get(13)?,
    })
}
