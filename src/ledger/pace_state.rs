//! The limiter's state, kept in the ledger's file so that a restart, or another command on the account, does not burst. It is governor's
//! theoretical arrival time, in nanoseconds since 1970 of ledger time; what it means is `pace`'s business.

use super::error::LedgerError;
use super::open::Ledger;
use crate::domain::UnixMs;

/// What the body of [`Ledger::pace_step`] makes of the state.
#[derive(Debug)]
pub enum PaceStep<T> {
    /// Keep this state.
    Replace(u64, T),
    /// Leave the state as it is.
    Leave(T),
}

impl Ledger {
    /// The limiter's state; `None` before the first person.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn pace_state(&self) -> Result<Option<u64>, LedgerError> {
        self.read(read)
    }

    /// Reads the limiter's state and replaces it, in one IMMEDIATE transaction. `body` must not use the ledger.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read or written; the state is then unchanged.
    pub fn pace_step<T>(
        &self,
        now: UnixMs,
        body: impl FnOnce(Option<u64>) -> PaceStep<T>,
    ) -> Result<T, LedgerError> {
        self.write(now, |tx, _| match body(read(tx)?) {
            PaceStep::Leave(answer) => Ok(answer),
            PaceStep::Replace(state, answer) => {
                let state = i64::try_from(state).unwrap_or(i64::MAX);
                tx.prepare_cached("UPDATE pace SET tat_ns = ?1 WHERE id = 1")?.execute([state])?;
                Ok(answer)
            }
        })
    }
}

fn read(conn: &rusqlite::Connection) -> Result<Option<u64>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT tat_ns FROM pace WHERE id = 1")?;
    let state: Option<i64> = select.query_row([], |row| row.get(0))?;
    Ok(state.and_then(|state| u64::try_from(state).ok()))
}
