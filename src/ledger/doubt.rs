//! A doubt: an intent whose outcome is not known, as it is read from its row.

use rusqlite::{Connection, Row};

use super::attempt::{AttemptId, Phase};
use super::error::LedgerError;
use super::runs::RunId;
use super::{slug, word};
use crate::domain::{Action, PersonKey, Slug, UnixMs};

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

/// The unsettled intent `attempt` as a doubt.
pub(super) fn of_attempt(conn: &Connection, attempt: i64) -> Result<Doubt, LedgerError> {
    let sql = format!("SELECT {DOUBT} FROM attempt a {DOUBT_JOINS} WHERE a.settled IS NULL AND a.id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([attempt], from_row)?)
}

const DOUBT: &str = "a.id, p.key, a.action, a.run, a.phase, \
     max(coalesce(a.confirm_clicked_at, a.clicked_at, a.intent_at), coalesce(a.still_at, 0)), coalesce(s.spent, 0) + 1, a.looks, a.unknowns, \
     a.pinned_slug, a.seen_name, a.session, a.driver, a.still_at";

const DOUBT_JOINS: &str = "JOIN person p ON p.id = a.person \
     LEFT JOIN standing s ON s.person = a.person AND s.action = a.action";

/// Every doubt, oldest first. Left to itself, SQLite reads the whole table for the sake of the order, so the index of the
/// few open intents is named.
pub(super) fn all_sql() -> String {
    format!(
        "SELECT {DOUBT} FROM attempt a INDEXED BY attempt_open {DOUBT_JOINS} \
         WHERE a.settled IS NULL AND coalesce(s.skipped, 0) = 0 ORDER BY a.id"
    )
}

pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Doubt> {
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
