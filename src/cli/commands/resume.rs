//! `unlinked resume`: after a halt or a breaker. Says what happened, asks, and lets runs go on.

use crate::cli::account_args::AccountArgs;
use crate::cli::beside::open_ledger;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::hindrance::{Hindrance, hindrances};
use crate::cli::output::Terminal;
use crate::cli::prompt::agree;
use crate::domain::Clock;
use crate::pace::SystemClock;

/// Go on after a challenge, a restriction, or the breaker: says what happened, asks, and lets later runs start.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let ledger = open_ledger(&args.account)?;
    let found = hindrances(&ledger, None, SystemClock.now())?;
    for hindrance in &found {
        terminal.say(&hindrance.text(SystemClock.now(), &terminal.zone, terminal.width));
    }
    if !found.iter().any(Hindrance::is_lifted_by_resume) {
        terminal.say(if found.is_empty() {
            "Nothing keeps later runs from starting."
        } else {
            "It ends by itself; there is nothing to resume."
        });
        return Ok(exit::OK);
    }
    if !args.yes {
        agree(
            "Did you look at it (`unlinked login` opens this account's own browser), and is all well? Type \"yes\" to let runs go on: ",
            "nothing was changed",
            "run it in a terminal, or with --yes once you have looked",
            terminal,
        )?;
    }
    ledger.resume(SystemClock.now())?;
    terminal.say(match found.iter().any(Hindrance::is_warning) {
        true => "Later runs may start again. The limits begin anew with their first step.",
        false => "Later runs may start again.",
    });
    Ok(exit::OK)
}
