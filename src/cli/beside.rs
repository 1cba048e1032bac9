//! The ledger for commands that look into it, or settle something by hand, beside a run that may be at work.

use jiff::tz::TimeZone;

use super::account_args::AccountArgs;
use super::failure::Failure;
use super::settings::state_folder;
use crate::account::{Account, AccountError};
use crate::domain::{PersonKey, Slug};
use crate::ledger::{Ledger, LedgerError};

/// Opens the ledger; without one there is nothing that the command could be about.
pub(super) fn open_ledger(account: &AccountArgs) -> Result<Ledger, Failure> {
    let path = account_of(account)?.ledger_path();
    Ledger::open_beside(&path)?.ok_or_else(|| {
        Failure::usage(
            format!(
                "there is no ledger at {} yet: nothing was ever run with this state folder",
                path.display()
            ),
            "check --state, or start with `unlinked run`",
        )
    })
}

/// The account's folder, to look into it.
pub(super) fn account_of(account: &AccountArgs) -> Result<Account, Failure> {
    Ok(Account::at(&state_folder(account)?))
}

/// The keys of the person that the user means: a slug, the address of a profile, or a key as `status` shows it.
pub(super) fn keys_of(ledger: &Ledger, text: &str) -> Result<Vec<PersonKey>, Failure> {
    if text.starts_with("name:") {
        return Ok(vec![PersonKey(text.to_owned())]);
    }
    let slug = Slug::parse(text).map_err(|fault| Failure::usage(fault.to_string(), fault.help()))?;
    let keys = ledger.keys_of_slug(&slug)?;
    Ok(if keys.is_empty() { vec![PersonKey(slug.as_str().to_owned())] } else { keys })
}

/// An account that cannot be used, with moments in its zone.
pub(super) fn unusable(zone: &TimeZone) -> impl FnOnce(AccountError) -> Failure {
    let zone = zone.clone();
    move |error| Failure::State(error.told(&zone))
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Failure {
        Failure::State(error.to_string())
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Failure {
        Failure::State(error.to_string())
    }
}
