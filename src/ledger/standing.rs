//! Where people stand: what the ledger says of each of them to a run that is about to act.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row};

use super::clock;
use super::digest::{self, Digest};
use super::error::LedgerError;
use super::intent::{AttemptId, Phase};
use super::open::Ledger;
use super::runs::RunId;
use super::{people, slug, word};
use crate::domain::{Action, Outcome, PersonKey, Slug, UnixMs};

/// How many intents may be spent on a person before the user must say `retry`.
pub const SPENT_AT_MOST: u32 = 2;

/// How often a failed person is tried again, each time in a later run.
pub const FAILED_RETRIES: u32 = 3;

/// A `not_found` is final when it is seen again, in another run, at least this much later: 404s can be passing.
pub const NOT_FOUND_AGAIN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// An intent whose outcome is not known. Nothing is clicked on this person before somebody has looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The intent.
    pub attempt: AttemptId,
    /// The person.
    pub key: PersonKey,
    /// What was to be done.
    pub action: Action,
    /// The run that wrote the intent.
    pub run: RunId,
    /// The last thing that is known to have been done.
    pub phase: Phase,
    /// When that was, in ledger time: compare it with [`Moment::at`](super::Moment::at).
    pub at: UnixMs,
    /// How many intents are spent on the person, this one included.
    pub spent_intents: u32,
    /// How many looks were begun.
    pub looks: u32,
    /// How many looks told nothing.
    pub unknowns: u32,
    /// The slug of the page that was clicked on.
    pub pinned_slug: Slug,
    /// The name on that page.
    pub seen_name: String,
    /// The driver's session, which may still be alive.
    pub session: String,
    /// The driver's address.
    pub driver: String,
}

/// Where a person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// To be acted on; earlier tries failed `failures` times in passing.
    Pending {
        /// Runs that failed on this person since something else was seen.
        failures: u32,
    },
    /// Nothing more to do: the outcome, and when.
    Done(Outcome, UnixMs),
    /// An intent without a known outcome: look first.
    Doubtful(Doubt),
    /// Only the user can say how to go on (`retry` or `skip`): the last outcome, and when.
    NeedsUser(Outcome, UnixMs),
    /// To be tried again by a later run, once it is later than `after` (ledger time).
    TryLater {
        /// The last outcome.
        outcome: Outcome,
        /// From when on a try makes sense.
        after: UnixMs,
    },
}

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
            let mut select = conn.prepare_cached(&doubts_sql())?;
            let rows = select.query_map([], doubt_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Everybody who needs a look.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn needs_a_look(&self) -> Result<Vec<NeedsLook>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT p.key, p.slug, p.name, s.action, coalesce(s.outcome, 'unconfirmed'), s.at, \
                 (SELECT e.detail FROM event e WHERE e.person = p.id ORDER BY e.id DESC LIMIT 1) \
                 FROM standing s JOIN person p ON p.id = s.person WHERE s.look = 1 \
                 UNION ALL SELECT p.key, p.slug, p.name, u.action, 'kept', u.at, u.detail \
                 FROM undecided u JOIN person p ON p.id = u.person ORDER BY 6, 1",
            )?;
            let rows = select.query_map([], |row| {
                Ok(NeedsLook {
                    key: row.get(0)?,
                    slug: row.get(1)?,
                    name: row.get(2)?,
                    action: word(row, 3)?,
                    outcome: word(row, 4)?,
                    at: UnixMs(row.get(5)?),
                    detail: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The user allows another try at a person, whatever came before. An intent whose outcome is not known stays
    /// doubtful: the next run looks at the page before it clicks. Gives back where the person stood, for each action;
    /// empty if the ledger knows nothing of them.
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
                if open_attempt_of(tx, person, action)? {
                    digest.outcome = Some(Outcome::Unconfirmed);
                }
                digest.store(tx, person, action)?;
            }
            tx.prepare_cached("UPDATE attempt SET unknowns = 0 WHERE person = ?1 AND settled IS NULL")?
                .execute([person])?;
            Ok(before)
        })
    }

    /// The user leaves a person alone: no later run acts on them or looks at them, until `retry`.
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
            tx.prepare_cached(
                "INSERT INTO event (person, action, outcome, detail, at) VALUES (?1, ?2, 'skipped', 'by the user', ?3)",
            )?
            .execute((person, action.as_str(), moment.at.0))?;
            Ok(before)
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

fn of_person(conn: &Connection, key: &PersonKey, action: Action) -> Result<Standing, LedgerError> {
    let sql = format!(
        "SELECT a.id, {} FROM person p LEFT JOIN standing s ON s.person = p.id AND s.action = ?2 \
         LEFT JOIN attempt a ON a.person = p.id AND a.settled IS NULL WHERE p.key = ?1",
        digest::COLUMNS
    );
    let row = conn
        .prepare_cached(&sql)?
        .query_row((key.as_str(), action.as_str()), |row| {
            Ok((row.get::<_, Option<i64>>(0)?, Digest::from_row(row, 1)?))
        })
        .optional()?;
    let Some((attempt, digest)) = row else { return Ok(Standing::Pending { failures: 0 }) };
    let doubt = attempt.map(|attempt| doubt(conn, attempt)).transpose()?;
    Ok(digest.unwrap_or_default().standing(doubt))
}

/// The unsettled intent `attempt` as a doubt.
pub(super) fn doubt(conn: &Connection, attempt: i64) -> Result<Doubt, LedgerError> {
    let sql = format!("SELECT {DOUBT} FROM attempt a {DOUBT_JOINS} WHERE a.settled IS NULL AND a.id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([attempt], doubt_row)?)
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

const DOUBT: &str = "a.id, p.key, a.action, a.run, a.phase, \
     coalesce(a.confirm_clicked_at, a.clicked_at, a.intent_at), coalesce(s.spent, 0) + 1, a.looks, a.unknowns, \
     a.pinned_slug, a.seen_name, a.session, a.driver";

const DOUBT_JOINS: &str = "JOIN person p ON p.id = a.person \
     LEFT JOIN standing s ON s.person = a.person AND s.action = a.action";

/// Every doubt, oldest first. Left to itself, SQLite reads the whole table for the sake of the order, so the index of the
/// few open intents is named.
pub(super) fn doubts_sql() -> String {
    format!(
        "SELECT {DOUBT} FROM attempt a INDEXED BY attempt_open {DOUBT_JOINS} \
         WHERE a.settled IS NULL AND coalesce(s.skipped, 0) = 0 ORDER BY a.id"
    )
}

fn doubt_row(row: &Row<'_>) -> rusqlite::Result<Doubt> {
    Ok(Doubt {
        attempt: AttemptId(row.get(0)?),
        key: PersonKey(row.get(1)?),
        action: word(row, 2)?,
        run: RunId(row.get(3)?),
        phase: word(row, 4)?,
        at: UnixMs(row.get(5)?),
        spent_intents: row.get(6)?,
        looks: row.get(7)?,
        unknowns: row.get(8)?,
        pinned_slug: slug(row, 9)?,
        seen_name: row.get(10)?,
        session: row.get(11)?,
        driver: row.get(12)?,
    })
}
