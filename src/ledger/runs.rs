//! Runs, and the owner of the account.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::LedgerError;
use super::open::Ledger;
use super::{optional_word, slug, word};
use crate::domain::{Route, Slug, StoppedBy, Surface, UnixMs};

/// The number of a run; `runs/<id>/` holds its trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct RunId(pub i64);

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

crate::domain::words! {
    /// What a run is for. Everything that opens a page is a run.
    pub enum RunKind {
        /// Acts on people.
        Removal => "removal",
        /// A dry run: stops before the point of no return.
        Rehearsal => "rehearsal",
        /// The read-only check of a staging account.
        Smoke => "smoke",
        /// Tries selectors on a live page, read-only.
        Probe => "probe",
        /// The person signs in.
        Login => "login",
    }
}

/// What is known of a run when it starts.
#[derive(Debug, Clone)]
pub struct RunStart {
    /// What it is for.
    pub kind: RunKind,
    /// The roster's path, as the user wrote it.
    pub roster: Option<String>,
    /// The fingerprint of the roster's content.
    pub fingerprint: Option<String>,
    /// The address that is driven.
    pub site: String,
    /// The layout that is driven.
    pub surface: Option<Surface>,
    /// How people are reached.
    pub route: Option<Route>,
    /// The revision of the selector file.
    pub selectors: Option<String>,
}

/// A run as the ledger holds it.
#[derive(Debug, Clone)]
pub struct RunRow {
    /// Its number.
    pub id: RunId,
    /// What was known at its start.
    pub start: RunStart,
    /// When it started, by the wall clock.
    pub started_at: UnixMs,
    /// When it ended; `None` while it goes on, and after a crash.
    pub ended_at: Option<UnixMs>,
    /// What ended it early.
    pub stopped_by: Option<StoppedBy>,
    /// Its exit code.
    pub exit: Option<u8>,
    /// How many intents it wrote.
    pub intents: u32,
}

/// The member whose account this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Their slug.
    pub slug: Slug,
    /// Their name as the page showed it.
    pub name: String,
    /// When the ledger learnt it.
    pub learned_at: UnixMs,
}

const COLUMNS: &str = "id, kind, roster, fingerprint, site, surface, route, selectors, coalesce(started_wall, started_at), \
     coalesce(ended_wall, ended_at), stopped_by, exit, intents";

impl Ledger {
    /// Writes down that a run starts.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn begin_run(&self, start: &RunStart, now: UnixMs) -> Result<RunId, LedgerError> {
        if start.kind == RunKind::Removal {
            self.begin_journal()?;
        }
        let run = self.write(now, |tx, moment| {
            tx.prepare_cached(
                "INSERT INTO run (kind, roster, fingerprint, site, surface, route, selectors, started_at, started_wall) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute((
                start.kind.as_str(),
                &start.roster,
                &start.fingerprint,
                &start.site,
                start.surface.map(Surface::as_str),
                start.route.map(Route::as_str),
                &start.selectors,
                moment.at.0,
                moment.wall.0,
            ))?;
            Ok(RunId(tx.last_insert_rowid()))
        })?;
        self.note_known()?;
        Ok(run)
    }

    /// Writes down that a run ended, by what, and with which exit code.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written or there is no such run.
    pub fn end_run(
        &self,
        run: RunId,
        stopped_by: Option<StoppedBy>,
        exit: u8,
        now: UnixMs,
    ) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            let changed = tx
                .prepare_cached(
                    "UPDATE run SET ended_at = ?2, stopped_by = ?3, exit = ?4, ended_wall = ?5 WHERE id = ?1",
                )?
                .execute((run.0, moment.at.0, stopped_by.map(StoppedBy::as_str), exit, moment.wall.0))?;
            if changed == 1 {
                Ok(())
            } else {
                Err(LedgerError::Contradiction(format!("there is no run {run}")))
            }
        })?;
        self.note_known()?;
        self.end_journal()
    }

    /// One run.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn run(&self, run: RunId) -> Result<Option<RunRow>, LedgerError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM run WHERE id = ?1");
            Ok(conn.prepare_cached(&sql)?.query_row([run.0], run_row).optional()?)
        })
    }

    /// The newest runs, newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn runs(&self, at_most: u32) -> Result<Vec<RunRow>, LedgerError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM run ORDER BY id DESC LIMIT ?1");
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([at_most], run_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many intents a run wrote: what `--limit` counts.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn intents_of_run(&self, run: RunId) -> Result<u32, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT intents FROM run WHERE id = ?1")?;
            Ok(select.query_row([run.0], |row| row.get(0))?)
        })
    }

    /// The owner, once learnt.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn owner(&self) -> Result<Option<Owner>, LedgerError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT slug, name, learned_at FROM owner WHERE id = 1")?;
            let owner = select.query_row([], |row| {
                Ok(Owner { slug: slug(row, 0)?, name: row.get(1)?, learned_at: UnixMs(row.get(2)?) })
            });
            Ok(owner.optional()?)
        })
    }

    /// Learns the owner. The first one stays: whether the one who is signed in is the same is the caller's to compare,
    /// so the owner that the ledger holds is returned.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn learn_owner(&self, slug: &Slug, name: &str, now: UnixMs) -> Result<Owner, LedgerError> {
        self.write(now, |tx, moment| {
            tx.execute(
                "INSERT INTO owner (id, slug, name, learned_at) VALUES (1, ?1, ?2, ?3) ON CONFLICT DO NOTHING",
                (slug.as_str(), name, moment.at.0),
            )?;
            Ok(())
        })?;
        self.owner()?.ok_or_else(|| LedgerError::Contradiction("the owner was not kept".to_owned()))
    }
}

/// The run that is at work: there is one at a time, and it is the newest.
pub(super) fn newest(conn: &Connection) -> Result<RunId, LedgerError> {
    let mut select = conn.prepare_cached("SELECT id FROM run ORDER BY id DESC LIMIT 1")?;
    Ok(select.query_row([], |row| row.get(0).map(RunId))?)
}

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: RunId(row.get(0)?),
        start: RunStart {
            kind: word(row, 1)?,
            roster: row.get(2)?,
            fingerprint: row.get(3)?,
            site: row.get(4)?,
            surface: optional_word(row, 5)?,
            route: optional_word(row, 6)?,
            selectors: row.get(7)?,
        },
        started_at: UnixMs(row.get(8)?),
        ended_at: row.get::<_, Option<i64>>(9)?.map(UnixMs),
        stopped_by: optional_word(row, 10)?,
        exit: row.get(11)?,
        intents: row.get(12)?,
    })
}
