//! The account as a command works at it: locked for that command, its ledger open, a run in it begun and ended, its browser. What
//! only looks beside another command opens nothing but the ledger (`beside`).

use jiff::tz::TimeZone;

use super::account_args::AccountArgs;
use super::beside::unusable;
use super::driver::driver_record;
use super::exit;
use super::failure::Failure;
use super::hindrance::{Hindrance, hindrances};
use super::settings::{state_folder, zone_of};
use crate::account::{Account, LockGuard};
use crate::browser::{BrowserOptions, BrowserStage};
use crate::config::Config;
use crate::domain::{Clock, StoppedBy};
use crate::ledger::{Ledger, RunId, RunKind, RunStart};
use crate::pace::SystemClock;
use crate::selectors::Selectors;

/// An account that is open for one command.
pub(super) struct Desk {
    pub(super) account: Account,
    pub(super) ledger: Ledger,
    /// Held until the ledger is closed: fields are dropped in their order.
    _lock: LockGuard,
}

impl Desk {
    /// Opens the account for `command`, as its lock tells it to others.
    pub(super) fn open(args: &AccountArgs, config: &Config, command: &str) -> Result<Desk, Failure> {
        let account = Account::open(&state_folder(args)?)?;
        let lock = account.lock(command, SystemClock.now()).map_err(unusable(&zone_of(config)))?;
        let ledger = account.ledger(&lock, SystemClock.now())?;
        Ok(Desk { account, ledger, _lock: lock })
    }

    /// Refuses where one of the things that keep runs from going on is one that `holds` this command as well. A breaker counts for
    /// the selector revision at hand; `None` takes whatever breaker there is.
    pub(super) fn refuse_while(
        &self,
        holds: impl Fn(&Hindrance) -> bool,
        revision: Option<&str>,
        zone: &TimeZone,
    ) -> Result<(), Failure> {
        let now = SystemClock.now();
        match hindrances(&self.ledger, revision, now)?.iter().find(|hindrance| holds(hindrance)) {
            Some(hindrance) => {
                Err(Failure::Stopped { by: hindrance.stopped_by(), message: hindrance.sentence(now, zone) })
            }
            None => Ok(()),
        }
    }

    /// Begins a run that acts on nobody and has no roster.
    pub(super) fn begin_look(
        &self,
        kind: RunKind,
        config: &Config,
        selectors: &Selectors,
    ) -> Result<RunId, Failure> {
        let start = RunStart {
            kind,
            roster: None,
            fingerprint: None,
            site: config.site.to_string(),
            surface: Some(config.surface),
            route: None,
            selectors: Some(selectors.revision().to_owned()),
        };
        Ok(self.ledger.begin_run(&start, SystemClock.now())?)
    }

    /// Ends such a run by what came of it: `stopped_by` says what was seen that ends runs.
    pub(super) fn end_look<T>(
        &self,
        run: RunId,
        came: &Result<T, Failure>,
        stopped_by: impl FnOnce(&T) -> Option<StoppedBy>,
    ) -> Result<(), Failure> {
        let (by, code) = match came {
            Ok(seen) => {
                let by = stopped_by(seen);
                (by, by.map_or(exit::OK, exit::of_stop))
            }
            Err(failure) => (failure.stopped_by(), failure.exit_code()),
        };
        Ok(self.ledger.end_run(run, by, code, SystemClock.now())?)
    }

    /// The account's browser by these options, not opened yet.
    pub(super) fn stage(
        &self,
        options: BrowserOptions,
        config: &Config,
        selectors: &Selectors,
    ) -> BrowserStage {
        let record = driver_record(&self.account);
        BrowserStage::new(options, record, config.site.clone(), selectors.page_request())
    }
}
