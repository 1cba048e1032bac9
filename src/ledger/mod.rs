//! The ledger: what was meant, what was done and what became of it, in one SQLite file for each account.
//!
//! An intent is written and synced here before the click that cannot be taken back, in the one transaction that counts
//! the budgets. Nothing here decides what to do next (`engine`) or how much is allowed (`pace` computes the caps), and
//! nothing here sleeps. All functions take the wall clock's time and turn it into ledger time ([`Moment`]).

mod attempt;
mod breaker;
mod caps;
mod clock;
mod control;
mod copied;
mod create;
mod digest;
mod doubt;
mod error;
mod export;
mod file;
mod gone;
mod held;
mod history;
mod intent;
mod journal;
mod known;
mod members;
mod merge;
mod open;
mod ours;
mod outcome;
mod pace_state;
mod people;
mod place;
mod protection;
mod refusal;
mod rehearsal;
mod request;
mod restore;
mod runs;
mod schema;
mod seal;
mod spend;
mod standing;
mod standings;
#[cfg(test)]
mod tests;
mod views;
mod write;

use std::str::FromStr;

use rusqlite::Row;

use crate::domain::Slug;

pub use attempt::{AttemptId, Phase, Settlement, proved};
pub use breaker::{BreakerCause, Tripped};
pub use caps::{Budget, Caps, Gauge, Meter, PerWindow, Window};
pub use clock::{BootClock, LONGEST_HOLD, Moment, Uptime};
pub use control::{Cooldown, Halt, Resumed};
pub use doubt::Doubt;
pub use error::LedgerError;
pub use export::{EventRow, ExportError};
pub use gone::Parted;
pub use history::{Came, Later, WarningRow};
pub use intent::IntentRequest;
pub use members::Member;
pub use merge::Gained;
pub use open::{Ledger, uptime};
pub use outcome::{OutcomeRecord, Recorded};
pub use pace_state::PaceStep;
pub use people::{PersonFacts, PersonRecord};
pub use protection::{KeptBefore, Undecided};
pub use refusal::Refusal;
pub use rehearsal::{Chain, GOOD_FOR, LastSeen, Rehearsed};
pub use request::{Request, Requested};
pub use restore::Restored;
pub use runs::{Owner, RunId, RunKind, RunRow, RunStart};
pub use standing::{FAILED_RETRIES, NOT_FOUND_AGAIN_AFTER, NextStep, Policy, SPENT_AT_MOST, Standing};
pub use standings::NeedsLook;
pub use views::{PageViewKind, VIEWS_PER_LIST_PERSON, VIEWS_PER_PERSON};

/// Reads a domain word from a column.
fn word<T: FromStr<Err = String>>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    parsed(row.get(index)?, index)
}

/// Reads a domain word from a column that may be null.
fn optional_word<T: FromStr<Err = String>>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<String>>(index)?.map(|text| parsed(text, index)).transpose()
}

/// Reads a slug from a column.
fn slug(row: &Row<'_>, index: usize) -> rusqlite::Result<Slug> {
    parsed(row.get(index)?, index)
}

/// A text that the ledger cannot have written is damage.
fn parsed<T: FromStr<Err: std::fmt::Display>>(text: String, index: usize) -> rusqlite::Result<T> {
    text.parse().map_err(|error: T::Err| {
        let said = format!("`{text}`: {error}");
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, said.into())
    })
}
