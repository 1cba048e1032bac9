//! Outcomes: one event for each thing that became of a person, with the digest kept in step.

use rusqlite::{Connection, OptionalExtension};

use super::attempt::{AttemptId, Open, Settlement, close, proved};
use super::clock::Moment;
use super::digest::Digest;
use super::error::LedgerError;
use super::open::Ledger;
use super::runs::{RunId, RunKind};
use super::{optional_word, people, slug, word};
use crate::domain::{Action, Outcome, PersonKey, Route, Slug, StepFault, Surface, UnixMs};

/// What became of one person in a run.
#[derive(Debug, Clone)]
pub struct OutcomeRecord {
    /// The run.
    pub run: RunId,
    /// The person.
    pub key: PersonKey,
    /// What was to be done.
    pub action: Action,
    /// The intent, if one was written.
    pub attempt: Option<AttemptId>,
    /// What became of it.
    pub outcome: Outcome,
    /// One sentence for the reader of the report.
    pub detail: String,
    /// The step that failed, if one did.
    pub fault: Option<StepFault>,
    /// How the person was reached.
    pub route: Route,
    /// On which layout.
    pub surface: Surface,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

/// What the ledger holds of a person after an outcome was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The outcome, which an earlier click may have made another one.
    pub outcome: Outcome,
    /// In a sentence.
    pub detail: String,
}

impl Ledger {
    /// Records what became of a person, and gives back what was recorded. Whoever was clicked on before and is no connection any
    /// more was removed by that click, however late; whoever was clicked on and cannot be found any more stays unconfirmed, for
    /// a page that is not there proves nothing.
    ///
    /// A proved outcome also settles the person's open intent. Every other outcome leaves an open intent open, so the
    /// person stays doubtful: only [`Ledger::settle`] closes it without proof. Outcomes of dry runs are kept as events
    /// and leave no mark on where the person stands.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written or there is no such run.
    pub fn record_outcome(&self, record: &OutcomeRecord, now: UnixMs) -> Result<Recorded, LedgerError> {
        self.write(now, |tx, moment| {
            let kind: Option<RunKind> = tx
                .prepare_cached("SELECT kind FROM run WHERE id = ?1")?
                .query_row([record.run.0], |row| word(row, 0))
                .optional()?;
            let Some(kind) = kind else {
                return Err(LedgerError::Contradiction(format!("there is no run {}", record.run)));
            };
            let person = people::find_or_add(tx, &record.key, moment.at)?;
            let mut record = record.clone();
            if kind == RunKind::Removal {
                let open = open_attempt(tx, person)?;
                by_an_earlier_click(tx, person, &mut record, moment.at)?;
                let proof =
                    record.outcome == proved(record.action) || record.outcome == Outcome::NotConnected;
                let mut digest = Digest::load(tx, person, record.action)?;
                if open.is_none() || proof || record.outcome == Outcome::Unconfirmed {
                    digest.apply(record.outcome, Some(record.run.0), moment.at);
                    digest.store(tx, person, record.action)?;
                }
                if proof && let Some(open) = open {
                    close(tx, open, Settlement::Removed, moment.at)?;
                }
            }
            write_event(tx, &record, person, moment)?;
            Ok(Recorded { outcome: record.outcome, detail: record.detail })
        })
    }

    /// The newest click that was made on a person, or on the page that is theirs, and that may have had an effect: with it the
    /// slug and the name of that page. `None` where nothing was ever clicked.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn earlier_click(
        &self,
        key: &PersonKey,
        action: Action,
    ) -> Result<Option<(Slug, String)>, LedgerError> {
        self.read(|conn| {
            let Some(person) = people::find(conn, key)? else { return Ok(None) };
            Ok(earlier_click(conn, person, key, action)?.map(|click| (click.pinned_slug, click.seen_name)))
        })
    }

    /// How many people came to each outcome in a run, each counted with the last one they came to.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn outcomes_of_run(&self, run: RunId) -> Result<Vec<(Outcome, u32)>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT e.outcome, count(*) FROM event e WHERE e.run = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM event l WHERE l.person = e.person AND l.run = e.run AND l.action = e.action AND l.id > e.id) \
                 GROUP BY e.outcome",
            )?;
            let rows = select.query_map([run.0], |row| Ok((word(row, 0)?, row.get(1)?)))?;
            let mut counts: Vec<(Outcome, u32)> = rows.collect::<Result<_, _>>()?;
            counts.sort();
            Ok(counts)
        })
    }
}

/// A click of the past.
struct Click {
    attempt: AttemptId,
    run: RunId,
    settled: Option<Settlement>,
    pinned_slug: Slug,
    seen_name: String,
}

fn earlier_click(
    conn: &Connection,
    person: i64,
    key: &PersonKey,
    action: Action,
) -> Result<Option<Click>, LedgerError> {
    Ok(conn
        .prepare_cached(
            "SELECT id, run, settled, pinned_slug, seen_name FROM attempt WHERE (person = ?1 OR pinned_slug = ?2) \
             AND action = ?3 AND coalesce(settled, '') <> 'not_clicked' ORDER BY id DESC LIMIT 1",
        )?
        .query_row((person, key.as_str(), action.as_str()), |row| {
            Ok(Click {
                attempt: AttemptId(row.get(0)?),
                run: RunId(row.get(1)?),
                settled: optional_word(row, 2)?,
                pinned_slug: slug(row, 3)?,
                seen_name: row.get(4)?,
            })
        })
        .optional()?)
}

/// What an outcome without a click of its own says of somebody who was clicked on before.
fn by_an_earlier_click(
    conn: &Connection,
    person: i64,
    record: &mut OutcomeRecord,
    at: UnixMs,
) -> Result<(), LedgerError> {
    let tells = matches!(record.outcome, Outcome::NotConnected | Outcome::NotFound);
    if !tells || record.action != Action::Remove || record.attempt.is_some() {
        return Ok(());
    }
    let Some(click) = earlier_click(conn, person, &record.key, record.action)? else { return Ok(()) };
    let proved_before = click.settled == Some(Settlement::Removed);
    (record.outcome, record.detail) = match record.outcome {
        Outcome::NotConnected => (
            Outcome::Removed,
            format!("no connection any more on a fresh load: removed by the click of run {}", click.run),
        ),
        _ if proved_before => (
            Outcome::Removed,
            format!("removed by run {}, which proved it; now: {}", click.run, record.detail),
        ),
        _ => (
            Outcome::Unconfirmed,
            format!("clicked in run {}, then gone from sight: {}", click.run, record.detail),
        ),
    };
    record.fault = None;
    record.attempt = Some(click.attempt);
    if record.outcome == Outcome::Removed && !proved_before {
        conn.prepare_cached("UPDATE attempt SET settled = 'removed', settled_at = ?2 WHERE id = ?1")?
            .execute((click.attempt.0, at.0))?;
    }
    Ok(())
}

/// Fills in the event that a settlement left, or writes a new one.
fn write_event(
    conn: &Connection,
    record: &OutcomeRecord,
    person: i64,
    moment: Moment,
) -> Result<(), LedgerError> {
    let left: Option<i64> = match record.attempt {
        Some(attempt) => conn
            .prepare_cached("SELECT id FROM event WHERE person = ?1 AND attempt = ?2 AND open = 1 ORDER BY id DESC LIMIT 1")?
            .query_row([person, attempt.0], |row| row.get(0))
            .optional()?,
        None => None,
    };
    conn.prepare_cached(
        "INSERT INTO event (id, run, person, action, attempt, outcome, detail, fault, route, surface, ms, at, wall, open) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0) ON CONFLICT (id) DO UPDATE SET run = excluded.run, \
         outcome = excluded.outcome, detail = excluded.detail, fault = excluded.fault, route = excluded.route, \
         surface = excluded.surface, ms = excluded.ms, at = excluded.at, \
         wall = excluded.wall, open = 0",
    )?
    .execute((
        left,
        record.run.0,
        person,
        record.action.as_str(),
        record.attempt.map(|attempt| attempt.0),
        record.outcome.as_str(),
        &record.detail,
        record.fault.map(|fault| fault.to_string()),
        record.route.as_str(),
        record.surface.as_str(),
        i64::try_from(record.ms).unwrap_or(i64::MAX),
        moment.at.0,
        moment.wall.0,
    ))?;
    Ok(())
}

/// The event that goes with a settlement, open to be filled in.
pub(super) fn insert_settled(
    conn: &Connection,
    run: RunId,
    open: &Open,
    attempt: AttemptId,
    settlement: Settlement,
    outcome: Outcome,
    moment: Moment,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO event (run, person, action, attempt, outcome, detail, at, wall, open) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)",
    )?
    .execute((
        run.0,
        open.person,
        open.action.as_str(),
        attempt.0,
        outcome.as_str(),
        match settlement {
            Settlement::Removed => "looked again: no connection any more",
            Settlement::StillConnected => "looked again: still connected; the click had no effect",
            Settlement::Unknown => "looked again: nothing could be proved",
            Settlement::NotClicked => "the click was not made",
        },
        moment.at.0,
        moment.wall.0,
    ))?;
    Ok(())
}

fn open_attempt(conn: &Connection, person: i64) -> Result<Option<AttemptId>, LedgerError> {
    Ok(conn
        .prepare_cached("SELECT id FROM attempt WHERE person = ?1 AND settled IS NULL")?
        .query_row([person], |row| row.get(0).map(AttemptId))
        .optional()?)
}
