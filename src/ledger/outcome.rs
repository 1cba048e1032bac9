//! Outcomes: one event for each thing that became of a person, with the digest kept in step.

use rusqlite::{Connection, OptionalExtension};

use super::digest::Digest;
use super::error::LedgerError;
use super::intent::{AttemptId, Open, Settlement, close, proved};
use super::open::Ledger;
use super::runs::{RunId, RunKind};
use super::{people, word};
use crate::domain::{Action, FrontEnd, Outcome, PersonKey, Route, StepFault, Surface, UnixMs};

/// What became of one person in a run.
#[derive(Debug, Clone)]
pub struct OutcomeRecord<'a> {
    /// The run.
    pub run: RunId,
    /// The person.
    pub key: &'a PersonKey,
    /// What was to be done.
    pub action: Action,
    /// The intent, if one was written.
    pub attempt: Option<AttemptId>,
    /// What became of it.
    pub outcome: Outcome,
    /// One sentence for the reader of the report.
    pub detail: &'a str,
    /// The step that failed, if one did.
    pub fault: Option<StepFault>,
    /// How the person was reached.
    pub route: Option<Route>,
    /// On which layout.
    pub surface: Option<Surface>,
    /// What served the page.
    pub front_end: Option<FrontEnd>,
    /// How long it took, in milliseconds.
    pub ms: Option<u64>,
}

impl Ledger {
    /// Records what became of a person.
    ///
    /// A proved outcome also settles the person's open intent. Every other outcome leaves an open intent open, so the
    /// person stays doubtful: only [`Ledger::settle`] closes it without proof. Outcomes of dry runs are kept as events
    /// and leave no mark on where the person stands.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written or there is no such run.
    pub fn record_outcome(&self, record: &OutcomeRecord<'_>, now: UnixMs) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let kind: Option<RunKind> = tx
                .prepare_cached("SELECT kind FROM run WHERE id = ?1")?
                .query_row([record.run.0], |row| word(row, 0))
                .optional()?;
            let Some(kind) = kind else {
                return Err(LedgerError::Contradiction(format!("there is no run {}", record.run)));
            };
            let person = people::find_or_add(tx, record.key, moment.at)?;
            if kind == RunKind::Removal {
                let open = open_attempt(tx, person)?;
                let proof = record.outcome == proved(record.action) || record.outcome == Outcome::NotConnected;
                let mut digest = Digest::load(tx, person, record.action)?;
                if open.is_none() || proof || record.outcome == Outcome::Unconfirmed {
                    digest.apply(record.outcome, Some(record.run.0), moment.at);
                    digest.store(tx, person, record.action)?;
                }
                if proof && let Some(open) = open {
                    close(tx, open, Settlement::Removed, moment.at)?;
                }
            }
            tx.prepare_cached(
                "INSERT INTO event (run, person, action, attempt, outcome, detail, fault, route, surface, front_end, ms, at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute((
                record.run.0,
                person,
                record.action.as_str(),
                record.attempt.map(|attempt| attempt.0),
                record.outcome.as_str(),
                record.detail,
                record.fault.map(|fault| fault.to_string()),
                record.route.map(Route::as_str),
                record.surface.map(Surface::as_str),
                record.front_end.map(FrontEnd::as_str),
                record.ms.map(|ms| i64::try_from(ms).unwrap_or(i64::MAX)),
                moment.at.0,
            ))?;
            Ok(())
        })
    }

    /// How many people came to each outcome in a run, each counted with the last one they came to.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn outcomes_of_run(&self, run: RunId) -> Result<Vec<(Outcome, u64)>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT e.outcome, count(*) FROM event e WHERE e.run = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM event l WHERE l.person = e.person AND l.run = e.run AND l.action = e.action AND l.id > e.id) \
                 GROUP BY e.outcome",
            )?;
            let rows = select.query_map([run.0], |row| Ok((word(row, 0)?, row.get::<_, u32>(1)?.into())))?;
            let mut counts: Vec<(Outcome, u64)> = rows.collect::<Result<_, _>>()?;
            counts.sort();
            Ok(counts)
        })
    }
}

/// The event that goes with a settlement.
pub(super) fn insert_settled(
    conn: &Connection,
    run: RunId,
    open: &Open,
    attempt: AttemptId,
    outcome: Outcome,
    detail: &str,
    at: UnixMs,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO event (run, person, action, attempt, outcome, detail, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((run.0, open.person, open.action.as_str(), attempt.0, outcome.as_str(), detail, at.0))?;
    Ok(())
}

fn open_attempt(conn: &Connection, person: i64) -> Result<Option<AttemptId>, LedgerError> {
    Ok(conn
        .prepare_cached("SELECT id FROM attempt WHERE person = ?1 AND settled IS NULL")?
        .query_row([person], |row| row.get(0).map(AttemptId))
        .optional()?)
}
