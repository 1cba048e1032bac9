//! Other users of this machine: while a browser is open, they can reach it (SECURITY.md), so they are told of, or refused. `doctor`,
//! the first run of a state folder, a run's preconditions and whatever opens a browser ask the same question here.

use super::failure::Failure;
use super::output::{Terminal, paragraph};
use crate::config::{Config, SharedMachine};
use crate::ledger::{Ledger, LedgerError};
use crate::system::users;

/// How many signs are told.
const TOLD: usize = 3;

/// What the others could do.
pub(super) const RISK: &str =
    "while a browser is open, they could take its session or run programs as you (SECURITY.md)";

/// What to do where the config refuses.
const CURE: &str = "Run it on a machine of your own, or in a container; SECURITY.md says who can reach what.";

/// Who else may use the machine that the browser runs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sharing {
    /// The browser runs behind `webdriver.url`.
    Elsewhere,
    /// Nothing is looked for on this system.
    Unknown,
    /// There is no sign of anybody.
    Nobody,
    /// The signs, in a sentence, and whether the config only warns of them.
    Others { signs: String, warns_only: bool },
}

/// Looks for signs that another person uses this machine.
pub(super) fn look(config: &Config) -> Sharing {
    if config.webdriver.url.is_some() {
        return Sharing::Elsewhere;
    }
    of_signs(users::others(), config.webdriver.shared_machine)
}

fn of_signs(mut signs: Vec<String>, setting: SharedMachine) -> Sharing {
    if signs.is_empty() {
        return if cfg!(target_os = "linux") { Sharing::Nobody } else { Sharing::Unknown };
    }
    let more = signs.len().saturating_sub(TOLD);
    signs.truncate(TOLD);
    if more > 0 {
        signs.push(format!("{more} more"));
    }
    Sharing::Others {
        signs: format!("other people may use this machine: {}", signs.join(", ")),
        warns_only: setting == SharedMachine::Warn,
    }
}

/// What a warning advises.
pub(super) fn advice() -> String {
    "`webdriver.shared_machine = \"refuse\"` opens no browser then.".to_owned()
}

/// What a refusal advises.
pub(super) fn cure() -> String {
    format!("{CURE} `webdriver.shared_machine = \"warn\"` opens one all the same.")
}

/// Refuses to open a browser where the config says so.
pub(super) fn check(config: &Config) -> Result<(), Failure> {
    match look(config) {
        Sharing::Others { signs, warns_only: false } => Err(Failure::usage(
            format!("{signs}; {RISK}: `webdriver.shared_machine = \"refuse\"` holds; no browser was opened"),
            cure(),
        )),
        _ => Ok(()),
    }
}

/// Warns before the first run of a state folder.
pub(super) fn warn(config: &Config, ledger: &Ledger, terminal: &Terminal) -> Result<(), LedgerError> {
    if ledger.runs(1)?.is_empty()
        && let Sharing::Others { signs, warns_only: true } = look(config)
    {
        terminal.say(&paragraph(&format!("Note: {signs}; {RISK}. {}", advice()), terminal.width, 0));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_signs_are_told_and_the_others_counted() {
        let signs = |count: usize| (0..count).map(|n| format!("`user{n}` can sign in")).collect::<Vec<_>>();
        assert!(!matches!(of_signs(signs(0), SharedMachine::Refuse), Sharing::Others { .. }));
        let Sharing::Others { signs: told, warns_only: false } = of_signs(signs(5), SharedMachine::Refuse)
        else {
            panic!("nobody was seen")
        };
        assert!(
            told.ends_with("`user0` can sign in, `user1` can sign in, `user2` can sign in, 2 more"),
            "{told}"
        );
        assert!(matches!(of_signs(signs(1), SharedMachine::Warn), Sharing::Others { warns_only: true, .. }));
    }
}
