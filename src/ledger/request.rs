//! What the user asks of a run that is at work, from another process: the run reads it here, and says that it has heard it. Nothing
//! here lifts a halt or starts anything; what a run does with a request is `engine`'s.

use rusqlite::{Connection, OptionalExtension};

use super::error::LedgerError;
use super::open::Ledger;
use super::runs::RunId;
use super::word;
use crate::domain::UnixMs;

crate::domain::words! {
    /// What is asked of a run at work.
    pub enum Request {
        /// Finish the current person, then begin with nobody until asked to continue.
        Pause => "pause",
        /// Go on after a pause.
        Continue => "continue",
        /// Finish the current person, then end. Nothing that is asked later takes this back.
        Stop => "stop",
    }
}

/// A request, and whether the run knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requested {
    /// What is asked.
    pub what: Request,
    /// When it was asked, by the wall clock.
    pub at: UnixMs,
    /// When the run heard it, by the wall clock; `None` if it has not yet.
    pub heard_at: Option<UnixMs>,
}

impl Ledger {
    /// Asks something of a run. Says whether it stands now: a run that has ended, and one that was asked to stop, is asked in vain.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn request(&self, run: RunId, what: Request, now: UnixMs) -> Result<bool, LedgerError> {
        self.write(now, |tx, moment| {
            let is_at_work: bool = tx
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM run WHERE id = ?1 AND ended_at IS NULL)")?
                .query_row([run.0], |row| row.get(0))?;
            let before = requested(tx, run)?.map(|request| request.what);
            if !is_at_work || (before == Some(Request::Stop) && what != Request::Stop) {
                return Ok(false);
            }
            // The same request again was heard as before.
            if before != Some(what) {
                tx.prepare_cached(
                    "INSERT INTO request (run, what, at) VALUES (?1, ?2, ?3) \
                     ON CONFLICT (run) DO UPDATE SET what = excluded.what, at = excluded.at, heard_at = NULL",
                )?
                .execute((run.0, what.as_str(), moment.wall.0))?;
            }
            Ok(true)
        })
    }

    /// What is asked of a run, if anything is.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn requested(&self, run: RunId) -> Result<Option<Requested>, LedgerError> {
        self.read(|conn| requested(conn, run))
    }

    /// Writes down that the run has heard this request. Another one that came meanwhile stays unheard.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be written.
    pub fn note_heard(&self, run: RunId, what: Request, now: UnixMs) -> Result<(), LedgerError> {
        self.write(now, |tx, moment| {
            tx.prepare_cached(
                "UPDATE request SET heard_at = ?3 WHERE run = ?1 AND what = ?2 AND heard_at IS NULL",
            )?
            .execute((run.0, what.as_str(), moment.wall.0))?;
            Ok(())
        })
    }
}

fn requested(conn: &Connection, run: RunId) -> Result<Option<Requested>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT what, at, heard_at FROM request WHERE run = ?1")?;
    let found = select.query_row([run.0], |row| {
        Ok(Requested {
            what: word(row, 0)?,
            at: UnixMs(row.get(1)?),
            heard_at: row.get::<_, Option<i64>>(2)?.map(UnixMs),
        })
    });
    Ok(found.optional()?)
}
