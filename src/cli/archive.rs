//! What reports are made from: the ledger, and the folder with one folder of evidence for each run. Read only, beside a run
//! that may be at work.

use std::path::{Path, PathBuf};

use super::account_args::AccountArgs;
use super::beside::{account_of, open_ledger};
use super::failure::Failure;
use super::output::Terminal;
use super::settings::load_config;
use crate::account::Account;
use crate::config::Evidence;
use crate::domain::Clock;
use crate::ledger::{Ledger, RunId};
use crate::pace::SystemClock;
use crate::report::{Archive, Report, ReportError, Scope, gather};

/// The ledger and the evidence of one account.
pub(super) struct Shelf {
    /// The account's folder.
    pub(super) account: Account,
    /// The ledger.
    pub(super) ledger: Ledger,
    /// The folder that holds one folder of evidence for each run.
    pub(super) runs: PathBuf,
}

impl Shelf {
    /// Opens what there is.
    pub(super) fn open(args: &AccountArgs) -> Result<Shelf, Failure> {
        let config = load_config(args, Vec::new()).map_err(Failure::Files)?;
        let account = account_of(args)?;
        let ledger = open_ledger(args)?;
        let runs = runs_folder(&config.evidence, &account);
        Ok(Shelf { account, ledger, runs })
    }

    /// What is known of the runs in `scope`.
    pub(super) fn report(&self, scope: Scope, terminal: &Terminal) -> Result<Report, Failure> {
        report(&self.ledger, &self.runs, scope, terminal)
    }
}

/// Where the evidence of runs is kept.
pub(super) fn runs_folder(settings: &Evidence, account: &Account) -> PathBuf {
    settings.dir.clone().unwrap_or_else(|| account.runs_dir())
}

/// What is known of the runs in `scope`, in the zone that the terminal shows times in.
pub(super) fn report(
    ledger: &Ledger,
    runs: &Path,
    scope: Scope,
    terminal: &Terminal,
) -> Result<Report, Failure> {
    let archive = Archive { ledger, runs };
    gather(&archive, scope, terminal.zone.clone(), SystemClock.now()).map_err(|error| match error {
        ReportError::Ledger(error) => error.into(),
        ReportError::NoRuns => Failure::usage(error.to_string(), ""),
        ReportError::NoSuchRun { .. } => {
            Failure::usage(error.to_string(), "name one of the runs, or leave the number out for the newest")
        }
    })
}

/// The run that was named, or the newest.
pub(super) fn scope_of(run: Option<u32>) -> Scope {
    run.map_or(Scope::Newest, |run| Scope::Run(RunId(i64::from(run))))
}
