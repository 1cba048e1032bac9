//! When a few people will be done, said truthfully: by pace, budgets and active hours, and whether the hours alone stand in the way.

use std::time::Duration;

use crate::cli::failure::Failure;
use crate::cli::limits::{Waived, expected_end};
use crate::config::Config;
use crate::domain::{Action, UnixMs};
use crate::ledger::Ledger;
use crate::wording::{moment, span};
use jiff::tz::TimeZone;

/// What is within this time is done while one waits.
const WHILE_ONE_WAITS: Duration = Duration::from_secs(45 * 60);

/// When people will be done.
pub(super) struct When {
    /// In a sentence.
    pub(super) said: String,
    /// Whether they would be done while one waits, if the active hours were left out of account.
    pub(super) only_hours: bool,
}

/// When `people` will be done, rehearsed or removed.
pub(super) fn of(
    config: &Config,
    ledger: &Ledger,
    people: usize,
    rehearsal: bool,
    now: UnixMs,
    zone: &TimeZone,
) -> Result<When, Failure> {
    let end = |hours: bool| {
        let all = std::iter::repeat_n(Action::Remove, people);
        expected_end(config, Waived { all: false, hours }, rehearsal, all, ledger, now)
    };
    let (with, without) = (end(false)?, end(true)?);
    let soon = |at: Option<UnixMs>| at.filter(|at| at.since(now) <= WHILE_ONE_WAITS);
    Ok(match (soon(with), soon(without), with) {
        (Some(at), _, _) => {
            When { said: format!("It takes about {}.", span(at.since(now))), only_hours: false }
        }
        (None, Some(free), with) => {
            let done = with.map_or("never".to_owned(), |at| format!("about {}", moment(at, now, zone)));
            let said = format!(
                "It takes about {}, and the active hours stand in the way: it is done {done}.",
                span(free.since(now))
            );
            When { said, only_hours: true }
        }
        (None, None, Some(at)) => When {
            said: format!("Under the limits it is done about {}.", moment(at, now, zone)),
            only_hours: false,
        },
        (None, None, None) => {
            When { said: "When it will be done cannot be told.".to_owned(), only_hours: false }
        }
    })
}
