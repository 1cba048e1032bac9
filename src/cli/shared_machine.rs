//! Other users of this machine: while a browser is open, they can reach it (SECURITY.md), so they are told of, or refused.

use super::failure::Failure;
use super::output::{Terminal, paragraph};
use crate::config::{Config, SharedMachine};
use crate::ledger::{Ledger, LedgerError};
use crate::system::users;

/// How many signs are told.
const TOLD: usize = 3;

/// Signs that another person uses this machine, in a sentence; `None` where there are none, or where the browser runs elsewhere.
fn others(config: &Config) -> Option<String> {
    if config.webdriver.url.is_some() {
        return None;
    }
    let mut signs = users::others();
    let more = signs.len().saturating_sub(TOLD);
    signs.truncate(TOLD);
    if more > 0 {
        signs.push(format!("{more} more"));
    }
    (!signs.is_empty()).then(|| format!("other people may use this machine: {}", signs.join(", ")))
}

/// Refuses to open a browser where the config says so.
pub(super) fn check(config: &Config) -> Result<(), Failure> {
    if config.webdriver.shared_machine != SharedMachine::Refuse {
        return Ok(());
    }
    match others(config) {
        None => Ok(()),
        Some(others) => Err(Failure::usage(
            format!(
                "{others}; while a browser is open, they could take its session or run programs as you \
                 (`webdriver.shared_machine = \"refuse\"`); no browser was opened"
            ),
            "run it on a machine of your own, or in a container; SECURITY.md says who can reach what",
        )),
    }
}

/// Warns before the first run of a state folder.
pub(super) fn warn(config: &Config, ledger: &Ledger, terminal: &Terminal) -> Result<(), LedgerError> {
    if config.webdriver.shared_machine == SharedMachine::Warn
        && ledger.runs(1)?.is_empty()
        && let Some(others) = others(config)
    {
        let text = format!(
            "Note: {others}. While a browser is open, whoever can connect to 127.0.0.1 can take its session, and run programs as you: \
             see SECURITY.md. `webdriver.shared_machine = \"refuse\"` opens no browser then."
        );
        terminal.say(&paragraph(&text, terminal.width, 0));
    }
    Ok(())
}
