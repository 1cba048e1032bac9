//! Where people stand, read from the ledger and changed by the user's word: `retry` and `skip`.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};

use super::clock::{self, Moment};
use super::digest::{self, Digest};
use super::doubt::{self, Doubt};
use super::error::LedgerError;
use super::open::Ledger;
use super::standing::Standing;
use super::{people, word};
use crate::domain::{Action, Outcome, PersonKey, UnixMs};

/// A person who needs a look, for `status --needs-a-look`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NeedsLook {
    /// The person's key.
    pub key: String,
    /// The slug, where one is known.
    pub slug: Option<String>,
    /// The name, where one is known.
    pub name: Option<String>,
    /// What was to be done.
    pub action: Action,
    /// What became of it.
    pub outcome: Outcome,
    /// When (ledger time).
    pub at: UnixMs,
    /// What the last event said.
    pub detail: Option<String>,
}

impl Ledger {
    /// Where a person stands with regard to an action. Somebody whom the ledger does not know is pending.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn standing(&self, key: &PersonKey, action: Action) -> Result<Standing, LedgerError> {
        self.read(|conn| of_person(conn, key, action))
    }

    /// Where many people stand, in the order asked.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn standings<'a>(
        &self,
        people: impl IntoIterator<Item = (&'a PersonKey, Action)>,
    ) -> Result<Vec<Standing>, LedgerError> {
        self.read(|conn| {
            let one_view = conn.unchecked_transaction()?;
            people.into_iter().map(|(key, action)| of_person(&one_view, key, action)).collect()
        })
    }

    /// Every doubtful intent of the account, oldest first, but for the people whom the user skips.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn doubts(&self) -> Result<Vec<Doubt>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(&doubt::all_sql())?;
            let rows = select.query_map([], doubt::from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Everybody who needs a look, the oldest first; the keep list counts as the last run left it.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn needs_a_look(&self) -> Result<Vec<NeedsLook>, LedgerError> {
        let mut found = self.everybody()?;
        found.retain(|(_, standing)| standing.needs_a_look());
        Ok(found.into_iter().map(|(look, _)| look).collect())
    }

    /// Everybody with whom anything ever came of anything, with where they stand and what there would be to tell if they needed a
    /// look; the oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn everybody(&self) -> Result<Vec<(NeedsLook, Standing)>, LedgerError> {
        self.read(|conn| {
            // What is told of them is what was seen or said when they came to stand so; a rehearsal changes nothing of that.
            let sql = format!(
                "SELECT p.key, p.slug, p.name, w.action, \
                 (SELECT e.detail FROM event e LEFT JOIN run r ON r.id = e.run WHERE e.person = p.id AND e.action = w.action \
                 AND (r.id IS NULL OR r.kind = 'removal') ORDER BY (e.outcome IS s.outcome) DESC, e.id DESC LIMIT 1), \
                 a.id, u.detail, u.at, {} FROM (SELECT person, action FROM standing UNION SELECT person, action FROM undecided \
                 UNION SELECT person, action FROM attempt WHERE settled IS NULL) w \
                 JOIN person p ON p.id = w.person LEFT JOIN standing s ON s.person = w.person AND s.action = w.action \
                 LEFT JOIN undecided u ON u.person = w.person AND u.action = w.action \
                 LEFT JOIN attempt a ON a.person = p.id AND a.settled IS NULL",
                digest::COLUMNS
            );
            let mut select = conn.prepare_cached(&sql)?;
            let mut rows = select.query([])?;
            let mut found: Vec<(NeedsLook, Standing)> = Vec::new();
            while let Some(row) = rows.next()? {
                let digest = Digest::from_row(row, 8)?.unwrap_or_default();
                let doubt = row.get::<_, Option<i64>>(5)?.map(|attempt| doubt::of_attempt(conn, attempt)).transpose()?;
                let why: Option<String> = row.get(6)?;
                let standing = digest.standing(word(row, 3)?, doubt, why.is_some());
                let noted = row.get::<_, Option<i64>>(7)?.filter(|_| standing.undecided).map(UnixMs);
                let look = NeedsLook {
                    key: row.get(0)?,
                    slug: row.get(1)?,
                    name: row.get(2)?,
                    action: word(row, 3)?,
                    outcome: standing.outcome,
                    at: noted.unwrap_or_else(|| standing.doubt.as_ref().map_or(standing.at, |doubt| doubt.at)),
                    detail: why.filter(|_| standing.undecided).map_or_else(|| row.get(4), |why| Ok(Some(why)))?,
                };
                found.push((look, standing));
            }
            found.sort_by(|(one, _), (other, _)| (one.at, &one.key).cmp(&(other.at, &other.key)));
            Ok(found)
        })
    }

    /// The user allows another try at a person, whatever came before. That is a fact of its own: what was seen and done before
    /// stays written. An intent whose outcome is not known stays doubtful: the next run looks at the page before it clicks.
    /// Gives back where the person stood, for each action; empty if the ledger knows nothing of them.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn retry(&self, key: &PersonKey, now: UnixMs) -> Result<Vec<(Action, Standing)>, LedgerError> {
        self.write(now, |tx, moment| {
            let Some(person) = people::find(tx, key)? else { return Ok(Vec::new()) };
            let mut before = Vec::new();
            for action in actions_of(tx, person)? {
                before.push((action, of_person(tx, key, action)?));
                let mut digest = Digest::load(tx, person, action)?;
                digest.retry(moment.at);
                let mut outcome = Outcome::Pending;
                if open_attempt_of(tx, person, action)? {
                    digest.outcome = Some(Outcome::Unconfirmed);
                    outcome = Outcome::Unconfirmed;
                }
                digest.store(tx, person, action)?;
                by_hand(tx, person, action, outcome, "retry: the user allows another try", moment)?;
            }
            // What a keep list leaves open is seen again by the next run, on their page or by the list.
            tx.prepare_cached("DELETE FROM undecided WHERE person = ?1")?.execute([person])?;
            tx.prepare_cached("UPDATE attempt SET unknowns = 0 WHERE person = ?1 AND settled IS NULL")?
                .execute([person])?;
            Ok(before)
        })
    }

    /// The user leaves a person alone: no later run acts on them or looks at them, until `retry`. Somebody who was removed
    /// stays removed, since when they were.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn skip(&self, key: &PersonKey, action: Action, now: UnixMs) -> Result<Standing, LedgerError> {
        self.write(now, |tx, moment| {
            let before = of_person(tx, key, action)?;
            let person = people::find_or_add(tx, key, moment.at)?;
            let mut digest = Digest::load(tx, person, action)?;
            digest.apply(Outcome::Skipped, None, moment.at);
            digest.store(tx, person, action)?;
            by_hand(tx, person, action, Outcome::Skipped, "by the user", moment)?;
            Ok(before)
        })
    }

    /// Where a person stands with regard to each action that the ledger knows of; empty if it knows nothing of them.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn standings_of(&self, key: &PersonKey) -> Result<Vec<(Action, Standing)>, LedgerError> {
        self.read(|conn| {
            let Some(person) = people::find(conn, key)? else { return Ok(Vec::new()) };
            let actions = actions_of(conn, person)?;
            actions.into_iter().map(|action| Ok((action, of_person(conn, key, action)?))).collect()
        })
    }

    /// The keys of everybody whose one word is one of `outcomes`, with the action, the oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn people_with(&self, outcomes: &[Outcome]) -> Result<Vec<(PersonKey, Action)>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT p.key, s.action FROM standing s JOIN person p ON p.id = s.person ORDER BY s.at, p.key",
            )?;
            let rows = select.query_map([], |row| Ok((PersonKey(row.get(0)?), word(row, 1)?)))?;
            let mut found: Vec<(PersonKey, Action)> = rows.collect::<Result<_, _>>()?;
            let mut fault = None;
            found.retain(|(key, action)| match of_person(conn, key, *action) {
                Ok(standing) => outcomes.contains(&standing.outcome),
                Err(error) => {
                    fault = Some(error);
                    false
                }
            });
            fault.map_or(Ok(found), Err)
        })
    }

    /// When a wait of `wait` after the doubt's last step is over, as the wall clock will show it.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn look_due(&self, doubt: &Doubt, wait: Duration, now: UnixMs) -> Result<UnixMs, LedgerError> {
        self.read(|conn| Ok(clock::read(conn, now)?.wall_of(doubt.at.plus(wait))))
    }
}

/// Writes down what the user said of a person.
fn by_hand(
    conn: &Connection,
    person: i64,
    action: Action,
    outcome: Outcome,
    detail: &str,
    moment: Moment,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO event (person, action, outcome, detail, at, wall) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((person, action.as_str(), outcome.as_str(), detail, moment.at.0, moment.wall.0))?;
    Ok(())
}

pub(super) fn of_person(conn: &Connection, key: &PersonKey, action: Action) -> Result<Standing, LedgerError> {
    let sql = format!(
        "SELECT a.id, EXISTS (SELECT 1 FROM undecided u WHERE u.person = p.id AND u.action = ?2), {} FROM person p \
         LEFT JOIN standing s ON s.person = p.id AND s.action = ?2 \
         LEFT JOIN attempt a ON a.person = p.id AND a.settled IS NULL WHERE p.key = ?1",
        digest::COLUMNS
    );
    let row = conn
        .prepare_cached(&sql)?
        .query_row((key.as_str(), action.as_str()), |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get(1)?, Digest::from_row(row, 2)?))
        })
        .optional()?;
    let Some((attempt, undecided, digest)) = row else {
        return Ok(Digest::default().standing(action, None, false));
    };
    let doubt = attempt.map(|attempt| doubt::of_attempt(conn, attempt)).transpose()?;
    Ok(digest.unwrap_or_default().standing(action, doubt, undecided))
}

fn actions_of(conn: &Connection, person: i64) -> Result<Vec<Action>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT action FROM standing WHERE person = ?1")?;
    let rows = select.query_map([person], |row| word(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn open_attempt_of(conn: &Connection, person: i64, action: Action) -> Result<bool, LedgerError> {
    let mut select =
        conn.prepare_cached("SELECT 1 FROM attempt WHERE person = ?1 AND action = ?2 AND settled IS NULL")?;
    Ok(select.exists((person, action.as_str()))?)
}
