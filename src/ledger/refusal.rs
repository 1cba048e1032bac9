//! The answer when something may not be written: a full window, a person who is done or in doubt, an account that must wait.

use std::fmt;

use rusqlite::Connection;

use super::attempt::AttemptId;
use super::caps::Gauge;
use super::clock::Moment;
use super::control::{self, Cooldown, Halt};
use super::error::LedgerError;
use crate::domain::Outcome;

/// Why the ledger would not write an intent or a page view. It is an answer, not an error: nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A window is full.
    Budget(Gauge),
    /// The person has an intent whose outcome is not known: first somebody must look.
    Doubtful(AttemptId),
    /// Two intents were spent on the person; only `unlinked retry` allows another.
    SpentTwice,
    /// The person is done.
    Done(Outcome),
    /// A cool-down is in force.
    Cooldown(Cooldown),
    /// The account is halted.
    Halted(Halt),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Budget(gauge) => {
                write!(
                    f,
                    "{} of {} {} in the last {} are used",
                    gauge.used, gauge.max, gauge.meter, gauge.window
                )
            }
            Refusal::Doubtful(_) => f.write_str(
                "an earlier click on this person has no known outcome; it must be looked at first",
            ),
            Refusal::SpentTwice => {
                f.write_str("two attempts were spent on this person; `unlinked retry` allows another")
            }
            Refusal::Done(outcome) => write!(f, "this person is done: {outcome}"),
            Refusal::Cooldown(cooldown) => write!(f, "a cool-down is in force ({})", cooldown.cause),
            Refusal::Halted(halt) => {
                write!(f, "the account is halted ({}); `unlinked resume` goes on", halt.cause)
            }
        }
    }
}

/// What keeps everybody from being acted on, if anything does. The breaker is the schedule's to ask for: it depends on
/// the selectors in use.
pub(super) fn in_force(conn: &Connection, moment: Moment) -> Result<Option<Refusal>, LedgerError> {
    if let Some(halt) = control::halt(conn)? {
        return Ok(Some(Refusal::Halted(halt)));
    }
    Ok(control::cooldown(conn, moment)?.map(Refusal::Cooldown))
}
