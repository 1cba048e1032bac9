//! A look at pages by a command of its own, read-only: the account and its lock, a run in the ledger, a browser, who is signed in,
//! and at the end all of it closed again. What is read is the command's own.

use std::path::PathBuf;

use super::account_args::AccountArgs;
use super::beside::unusable;
use super::driver::{browser_options, driver_record, sweep_now};
use super::exit;
use super::failure::Failure;
use super::hindrance::hindrances;
use super::settings::{state_folder, zone_of};
use crate::account::Account;
use crate::browser::{BrowserStage, Page, PageFault, Stage, WebPage};
use crate::config::Config;
use crate::domain::{Clock, StoppedBy};
use crate::engine::{OwnerCheck, check_owner, foreign, stop_sign};
use crate::ledger::{Ledger, RunId, RunKind, RunStart};
use crate::pace::SystemClock;
use crate::selectors::Selectors;

/// What a look needs.
pub(super) struct Look<'a> {
    /// The command, as the lock tells it to others.
    pub(super) command: &'static str,
    pub(super) account: &'a AccountArgs,
    pub(super) config: &'a Config,
    pub(super) selectors: &'a Selectors,
}

/// Where a look reads and writes down.
pub(super) struct Sight<'a> {
    pub(super) page: &'a mut WebPage,
    pub(super) ledger: &'a Ledger,
    pub(super) run: RunId,
}

/// What a look came to.
pub(super) trait Seen {
    /// What was seen that ends runs.
    fn stopped_by(&self) -> Option<StoppedBy> {
        None
    }
}

impl Look<'_> {
    /// Opens the account and a browser, and reads. `read` is told why it cannot be seen who is signed in, if so.
    pub(super) async fn take<T: Seen>(
        &self,
        read: impl AsyncFnOnce(Sight<'_>, Result<(), String>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let account = Account::open(&state_folder(self.account)?)?;
        let lock = account.lock(self.command, SystemClock.now()).map_err(unusable(&zone_of(self.config)))?;
        let ledger = account.ledger(&lock, SystemClock.now())?;
        refuse_while_held(&ledger, self.config)?;
        let start = RunStart {
            kind: RunKind::Probe,
            roster: None,
            fingerprint: None,
            site: self.config.site.to_string(),
            surface: Some(self.config.surface),
            route: None,
            selectors: Some(self.selectors.revision().to_owned()),
        };
        let run = ledger.begin_run(&start, SystemClock.now())?;
        let record: PathBuf = driver_record(&account);
        let options = browser_options(self.config, &account)?;
        let request = self.selectors.page_request();
        let mut stage = BrowserStage::new(options, record, self.config.site.clone(), request);
        let seen = self.with_page(&mut stage, &ledger, run, read).await;
        let closed = stage.close().await.map_err(lost);
        let (by, code) = match &seen {
            Ok(seen) => (seen.stopped_by(), seen.stopped_by().map_or(exit::OK, exit::of_stop)),
            Err(failure) => (failure.stopped_by(), failure.exit_code()),
        };
        ledger.end_run(run, by, code, SystemClock.now())?;
        let seen = seen?;
        closed?;
        Ok(seen)
    }

    async fn with_page<T>(
        &self,
        stage: &mut BrowserStage,
        ledger: &Ledger,
        run: RunId,
        read: impl AsyncFnOnce(Sight<'_>, Result<(), String>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        sweep_now(stage, &zone_of(self.config)).await?;
        stage.open().await.map_err(lost)?;
        let Some(page) = stage.page() else { return Err(lost("no browser could be opened".to_owned())) };
        let who = self.signed_in(page, ledger, run).await?;
        read(Sight { page, ledger, run }, who).await
    }

    /// Whether this account's owner is signed in; in words, if it cannot be read.
    async fn signed_in<P: Page>(
        &self,
        page: &mut P,
        ledger: &Ledger,
        run: RunId,
    ) -> Result<Result<(), String>, Failure> {
        let limit = self.config.engine.locate_timeout;
        match check_owner(page, ledger, run, &self.config.site, &SystemClock, limit).await? {
            OwnerCheck::Same { .. } => Ok(Ok(())),
            OwnerCheck::Another { expected, found } => Err(Failure::Stopped {
                by: StoppedBy::Owner,
                message: format!("this account's folder belongs to {expected}, and {found} is signed in"),
            }),
            OwnerCheck::Stopped(stop) => {
                let steps = &self.config.cooldown.steps;
                let (by, message) = stop_sign::heed(&stop, ledger, run, steps, SystemClock.now())?;
                Err(Failure::Stopped { by, message })
            }
            OwnerCheck::Unreadable(why) => Ok(Err(why)),
            OwnerCheck::NotLoaded(why) | OwnerCheck::Lost(why) => Err(lost(why)),
            OwnerCheck::Outage(message) => Err(Failure::Stopped { by: StoppedBy::Outage, message }),
            OwnerCheck::Refused(refusal) => Err(spent(&refusal.to_string())),
        }
    }
}

/// The browser cannot be used.
pub(super) fn lost(why: String) -> Failure {
    Failure::Stopped { by: StoppedBy::Browser, message: why }
}

/// A page that cannot be asked.
pub(super) fn unasked(fault: PageFault) -> Failure {
    match fault {
        PageFault::Foreign(host) => Failure::Stopped { by: StoppedBy::Outage, message: foreign(&host) },
        PageFault::Unreached(cause) => Failure::Stopped {
            by: StoppedBy::Outage,
            message: format!(
                "the page did not come: {cause}. See whether the site opens in a browser on that machine"
            ),
        },
        fault => lost(fault.to_string()),
    }
}

/// The page views are spent.
pub(super) fn spent(why: &str) -> Failure {
    let message = format!("{why}; `unlinked status` says when there is room again");
    Failure::Stopped { by: StoppedBy::Budget, message }
}

/// No page is opened while the site wants a human or a rest. A breaker is no reason: a look clicks nothing, and a probe is how its
/// cause is found.
fn refuse_while_held(ledger: &Ledger, config: &Config) -> Result<(), Failure> {
    let now = SystemClock.now();
    match hindrances(ledger, None, now)?.iter().find(|hindrance| hindrance.is_warning()) {
        Some(hindrance) => Err(Failure::Stopped {
            by: hindrance.stopped_by(),
            message: hindrance.sentence(now, &zone_of(config)),
        }),
        None => Ok(()),
    }
}
