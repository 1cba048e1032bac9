//! What reports are made from: the ledger, and the folder with one folder of evidence for each run. Read only, beside a run
//! that may be at work.

use std::path::Path;

use super::account_args::AccountArgs;
use super::beside::{account_of, open_ledger};
use super::failure::Failure;
use super::output::{Terminal, given};
use super::settings::load_config;
use crate::account::Account;
use crate::config::Evidence;
use crate::domain::Clock;
use crate::evidence::{Home, RunEvidence};
use crate::ledger::{Ledger, LedgerError, RunId, RunRow};
use crate::pace::SystemClock;
use crate::report::{Archive, Report, ReportError, Scope, gather};
use crate::trace::{Event, salvage_events};

/// The ledger and the evidence of one account.
pub(super) struct Shelf {
    /// The account's folder.
    pub(super) account: Account,
    /// The ledger.
    pub(super) ledger: Ledger,
    /// Where the evidence of the runs is.
    pub(super) home: Home,
}

impl Shelf {
    /// Opens what there is.
    pub(super) fn open(args: &AccountArgs) -> Result<Shelf, Failure> {
        let config = load_config(args, Vec::new()).map_err(Failure::Files)?;
        let account = account_of(args)?;
        let ledger = open_ledger(args)?;
        let home = home(&config.evidence, &account, &ledger)?;
        Ok(Shelf { account, ledger, home })
    }

    /// What `find` makes of the trace of a run, of the newest first that gives anything; of one run alone where it is named. Runs
    /// without evidence are passed over.
    pub(super) fn in_newest<T>(
        &self,
        named: Option<RunId>,
        at_most: u32,
        mut find: impl FnMut(&RunRow, &[Event]) -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        let kept = self.evidence()?;
        let rows = self.ledger.runs(if named.is_some() { u32::MAX } else { at_most })?;
        for row in rows.iter().filter(|row| named.is_none_or(|run| row.id == run)) {
            let Some(evidence) = kept.iter().find(|evidence| evidence.run == row.id) else { continue };
            let (events, _) =
                salvage_events(&evidence.folder).map_err(|error| Failure::State(error.to_string()))?;
            if let Some(found) = find(row, &events)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The evidence of all runs.
    pub(super) fn evidence(&self) -> Result<Vec<RunEvidence>, Failure> {
        self.home.list().map_err(|error| Failure::State(error.to_string()))
    }

    /// A file that a run has kept, by its name; `None` if there is none, or none any more. What leads to another folder is no name.
    pub(super) fn kept(&self, run: RunId, file: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(name) = Path::new(file).file_name() else { return Ok(None) };
        let evidence = self.evidence()?;
        let of_run = evidence.iter().find(|evidence| evidence.run == run);
        Ok(of_run.and_then(|evidence| std::fs::read(evidence.folder.join(name)).ok()))
    }

    /// What is known of the runs in `scope`.
    pub(super) fn report(&self, scope: Scope, terminal: &Terminal) -> Result<Report, Failure> {
        report(&self.ledger, &self.home, scope, terminal)
    }
}

/// Where the evidence of an account's runs is kept; folders of its own that have no mark yet get one.
pub(super) fn home(settings: &Evidence, account: &Account, ledger: &Ledger) -> Result<Home, LedgerError> {
    let home = Home::of(settings.dir.as_deref(), &account.runs_dir(), ledger.id()?);
    home.adopt_own(ledger)?;
    Ok(home)
}

/// What is known of the runs in `scope`, in the zone that the terminal shows times in.
pub(super) fn report(
    ledger: &Ledger,
    home: &Home,
    scope: Scope,
    terminal: &Terminal,
) -> Result<Report, Failure> {
    let archive = Archive { ledger, runs: home.folder() };
    let made = gather(&archive, scope, terminal.zone.clone(), SystemClock.now());
    made.map(|report| report.given(given())).map_err(|error| match error {
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
