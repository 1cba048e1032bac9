//! A look at pages by a command of its own, read-only: the account and its lock, a run in the ledger, a browser, who is signed in,
//! and at the end all of it closed again. What is read is the command's own.

use super::account_args::AccountArgs;
use super::desk::Desk;
use super::driver::{browser_options, sweep_now};
use super::failure::Failure;
use super::hindrance::Hindrance;
use super::settings::zone_of;
use super::signed_in::{self, lost};
use crate::browser::{BrowserStage, Page, PageFault, Stage, StopSeen, WebPage};
use crate::config::Config;
use crate::domain::{Clock, StoppedBy};
use crate::engine::{check_owner, foreign, stop_sign};
use crate::ledger::{Ledger, RunId, RunKind};
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
        let desk = Desk::open(self.account, self.config, self.command)?;
        // No page is opened while the site wants a human or a rest. A breaker is no reason: a look clicks nothing, and a probe is how
        // its cause is found.
        desk.refuse_while(Hindrance::is_warning, None, &zone_of(self.config))?;
        let run = desk.begin_look(RunKind::Probe, self.config, self.selectors)?;
        let options = browser_options(self.config, &desk.account)?;
        let mut stage = desk.stage(options, self.config, self.selectors);
        let seen = self.with_page(&mut stage, &desk.ledger, run, read).await;
        let closed = stage.close().await.map_err(lost);
        desk.end_look(run, &seen, Seen::stopped_by)?;
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
        let check = check_owner(page, ledger, run, &self.config.site, &SystemClock, limit).await?;
        let steps = &self.config.cooldown.steps;
        let heed = |stop: &StopSeen| stop_sign::heed(stop, ledger, run, steps, SystemClock.now());
        Ok(signed_in::owner(check, heed)?.map(drop))
    }
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
