//! `unlinked retry` and `unlinked skip`: what the user says of a person who needs a look.

use super::args::AccountArgs;
use super::beside::{keys_of, open_ledger};
use super::exit;
use super::failure::Failure;
use super::output::{Stdout, Terminal, printable};
use super::words::one_of;
use crate::domain::{Action, Clock};
use crate::ledger::Standing;
use crate::pace::SystemClock;

/// Allow another try at a person, whatever came before.
///
/// If an earlier click is still in doubt, the next run looks at the page before it clicks again.
#[derive(Debug, clap::Args)]
pub(super) struct RetryArgs {
    /// The person: slug, profile address, or the key that `status --needs-a-look` shows
    #[arg(value_name = "SLUG")]
    person: String,
    #[command(flatten)]
    account: AccountArgs,
}

/// Leave a person alone: no later run acts on them, until `unlinked retry`.
#[derive(Debug, clap::Args)]
pub(super) struct SkipArgs {
    /// The person: slug, profile address, or the key that `status --needs-a-look` shows
    #[arg(value_name = "SLUG")]
    person: String,
    /// What is not to be done any more
    #[arg(long, value_name = "WHAT", default_value_t = Action::Remove,
        value_parser = one_of(Action::ALL, Action::as_str))]
    action: Action,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs `unlinked retry`.
pub(super) fn retry(args: &RetryArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let ledger = open_ledger(&args.account)?;
    let mut stdout = Stdout::new(terminal);
    let mut known = false;
    for key in keys_of(&ledger, &args.person)? {
        for (action, before) in ledger.retry(&key, SystemClock.now())? {
            known = true;
            let then = match &before {
                Standing::Doubtful(_) => {
                    "the next run looks at the page first, and tries again only if it must"
                }
                _ => "the next run tries again",
            };
            stdout.line(&format!("{}: {action} was {}; {then}.", printable(key.as_str()), word(&before)));
        }
    }
    if known {
        return Ok(exit::OK);
    }
    Err(Failure::usage(
        format!("the ledger knows nothing of {}", printable(&args.person)),
        "`unlinked status --needs-a-look` lists the people who can be tried again",
    ))
}

/// Runs `unlinked skip`.
pub(super) fn skip(args: &SkipArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let ledger = open_ledger(&args.account)?;
    let mut stdout = Stdout::new(terminal);
    for key in keys_of(&ledger, &args.person)? {
        let before = ledger.skip(&key, args.action, SystemClock.now())?;
        stdout.line(&format!(
            "{}: {} was {}; no run acts on them until `unlinked retry`.",
            printable(key.as_str()),
            args.action,
            word(&before)
        ));
    }
    Ok(exit::OK)
}

/// Where a person stood, in a word or two.
fn word(standing: &Standing) -> String {
    match standing {
        Standing::Pending { failures: 0 } => "pending".to_owned(),
        Standing::Pending { failures } => format!("pending after {failures} failed tries"),
        Standing::Done(outcome, _) | Standing::NeedsUser(outcome, _) | Standing::TryLater { outcome, .. } => {
            outcome.to_string()
        }
        Standing::Doubtful(_) => "in doubt".to_owned(),
    }
}
