//! Where people stand: what the ledger says of each of them to a run that is about to act.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row};

use super::clock::{self, Moment};
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
    /// When that was, or when a look last showed that nothing had come of it, in ledger time: compare it with
    /// [`Moment::at`](super::Moment::at).
    pub at: UnixMs,
    /// When a look showed for the first time that nothing had come of the click (ledger time). Only the second such look, some
    /// time later, says that nothing will.
    pub still_at: Option<UnixMs>,
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

/// Where a person stands with regard to one action: what the ledger knows of it, and nothing of what a run makes of it.
/// Every table, list and file that tells of a person is made from this, and so is every exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The one word for it.
    pub outcome: Outcome,
    /// The word apart from the keep list: another one only where `outcome` is `kept`.
    pub otherwise: Outcome,
    /// When that was seen or said (ledger time); 0 where nothing ever happened.
    pub at: UnixMs,
    /// The run that saw it; `None` where nothing happened, and for what the user said by hand.
    pub run: Option<RunId>,
    /// Runs that failed on this person since something else was seen.
    pub failures: u32,
    /// Clicks that were spent: made, and two looks afterwards still showed what was to end.
    pub spent: u32,
    /// When the last of them was seen to have had no effect (ledger time).
    pub spent_at: UnixMs,
    /// When nobody was found at their address for the first time (ledger time).
    pub not_found_at: Option<UnixMs>,
    /// Nothing that a run could see changes this any more.
    pub is_final: bool,
    /// It cannot be told whether the keep list keeps them, so it does until the user says.
    pub undecided: bool,
    /// A click on this person whose outcome is not known, whatever it was to do.
    pub doubt: Option<Doubt>,
}

/// What a run goes by when it decides who comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How long after a click without effect another one may be made.
    pub retry_after: Duration,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy { retry_after: NOT_FOUND_AGAIN_AFTER }
    }
}

/// What follows for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// A run acts on them, once it is this late (ledger time).
    Act(UnixMs),
    /// A run looks at their page first, since a click is in doubt.
    Look(Box<Doubt>),
    /// Only the user can say how to go on (`retry` or `skip`).
    Person,
    /// They are on the keep list: left alone.
    Kept,
    /// Nothing more to do.
    Final,
}

impl NextStep {
    /// Whether a run may act on them or look at them at `at` (ledger time).
    #[must_use]
    pub fn is_due(&self, at: UnixMs) -> bool {
        match self {
            NextStep::Act(after) => *after <= at,
            NextStep::Look(_) => true,
            NextStep::Person | NextStep::Kept | NextStep::Final => false,
        }
    }

    /// Whether this run or a later one takes them up without being told to.
    #[must_use]
    pub fn is_left(&self) -> bool {
        matches!(self, NextStep::Act(_) | NextStep::Look(_))
    }
}

impl Standing {
    /// What follows for a run that goes by `policy`. It takes `kept` from the keep list at hand, which may have changed since
    /// a run met the person: see [`Standing::on_keep_list`].
    #[must_use]
    pub fn next(&self, policy: &Policy) -> NextStep {
        if self.is_final {
            return NextStep::Final;
        }
        if let Some(doubt) = &self.doubt {
            let looked_in_vain = doubt.spent_intents >= SPENT_AT_MOST && doubt.unknowns > 0;
            return if looked_in_vain { NextStep::Person } else { NextStep::Look(Box::new(doubt.clone())) };
        }
        if self.spent >= SPENT_AT_MOST || self.outcome == Outcome::Unconfirmed {
            return NextStep::Person;
        }
        match self.outcome {
            Outcome::Kept => NextStep::Kept,
            Outcome::Failed if self.failures > FAILED_RETRIES => NextStep::Person,
            Outcome::NotFound => {
                NextStep::Act(self.not_found_at.unwrap_or(self.at).plus(NOT_FOUND_AGAIN_AFTER))
            }
            Outcome::ChangedPage | Outcome::Mismatch | Outcome::Ambiguous => NextStep::Act(self.at),
            Outcome::Pending if self.spent > 0 => NextStep::Act(self.spent_at.plus(policy.retry_after)),
            _ => NextStep::Act(UnixMs(0)),
        }
    }

    /// The same with the word of a keep list that was read just now, and whether that word is no more than a precaution, since
    /// nobody can tell. A click in doubt, and what is final or the user's, stay what they are.
    #[must_use]
    pub fn on_keep_list(mut self, is_on_it: bool, undecided: bool) -> Standing {
        let open = !self.is_final
            && self.doubt.is_none()
            && self.spent < SPENT_AT_MOST
            && self.outcome != Outcome::Unconfirmed;
        if open && is_on_it {
            self.outcome = Outcome::Kept;
        } else if self.outcome == Outcome::Kept {
            self.outcome = self.otherwise;
        }
        self.undecided = undecided && self.outcome == Outcome::Kept;
        self
    }

    /// Whether a human should look at this person: exit code 3 while there is one.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.is_final
            && (self.outcome.needs_a_look()
                || self.undecided
                || (self.outcome == Outcome::Pending && self.spent > 0))
    }
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
                let doubt = row.get::<_, Option<i64>>(5)?.map(|attempt| doubt(conn, attempt)).transpose()?;
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
    let doubt = attempt.map(|attempt| doubt(conn, attempt)).transpose()?;
    Ok(digest.unwrap_or_default().standing(action, doubt, undecided))
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
     max(coalesce(a.confirm_clicked_at, a.clicked_at, a.intent_at), coalesce(a.still_at, 0)), coalesce(s.spent, 0) + 1, a.looks, a.unknowns, \
     a.pinned_slug, a.seen_name, a.session, a.driver, a.still_at";

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
        still_at: row.get::<_, Option<i64>>(13)?.map(UnixMs),
    })
}
