//! The limiter's state, kept in the ledger's file so that a restart, or another command on the account, does not burst.
//! What it means is `pace`'s business.

use super::error::LedgerError;
use super::open::Ledger;
use crate::domain::UnixMs;

/// The limiter's state as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaceState {
    /// governor's theoretical arrival time: nanoseconds since 1970, in ledger time.
    pub tat_ns: Option<u64>,
    /// Before this (ledger time) nobody is acted on: the random spacing on top.
    pub not_before: Option<UnixMs>,
}

/// What the body of [`Ledger::pace_step`] makes of the state.
#[derive(Debug)]
pub enum PaceStep<T> {
    /// Keep this state.
    Replace(PaceState, T),
    /// Leave the state as it is.
    Leave(T),
}

impl Ledger {
    /// The limiter's state.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn pace_state(&self) -> Result<PaceState, LedgerError> {
        self.read(read)
    }

    /// Reads the limiter's state and replaces it, in one IMMEDIATE transaction. `body` must not use the ledger.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read or written; the state is then unchanged.
    pub fn pace_step<T>(
        &self,
        now: UnixMs,
        body: impl FnOnce(PaceState) -> PaceStep<T>,
    ) -> Result<T, LedgerError> {
        self.write(now, |tx, _| match body(read(tx)?) {
            PaceStep::Leave(answer) => Ok(answer),
            PaceStep::Replace(state, answer) => {
                let tat = state.tat_ns.map(|tat| i64::try_from(tat).unwrap_or(i64::MAX));
                tx.prepare_cached("UPDATE pace SET tat_ns = ?1, not_before = ?2 WHERE id = 1")?
                    .execute((tat, state.not_before.map(|at| at.0)))?;
                Ok(answer)
            }
        })
    }
}

fn read(conn: &rusqlite::Connection) -> Result<PaceState, LedgerError> {
    let mut select = conn.prepare_cached("SELECT tat_ns, not_before FROM pace WHERE id = 1")?;
    Ok(select.query_row([], |row| {
        let tat: Option<i64> = row.get(0)?;
        Ok(PaceState {
            tat_ns: tat.and_then(|tat| u64::try_from(tat).ok()),
            not_before: row.get::<_, Option<i64>>(1)?.map(UnixMs),
        })
    })?)
}
