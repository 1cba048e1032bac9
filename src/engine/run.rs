//! A run: person after person, as the schedule allows, until the roster is done or something ends it. Waits are for the
//! schedule's dates and for cancellation; no session is held open over a long wait.

use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;

use super::event::{RunEvent, RunSummary, WaitWhy};
use super::owner::{OwnerCheck, check_owner, owner_unreadable};
use super::protect::{Shown, cannot_tell, is_to_be_seen, protection};
use super::record::trace_no_owner;
use super::running::{KeptBack, Losses, PageOf, RunInput, Running, Stopped, interrupted, stopped};
use super::schedule::{Next, Task};
use crate::browser::Stage;
use crate::domain::{Outcome, Reason, Slug, Step, StepFault, StoppedBy, UnixMs};
use crate::ledger::Undecided;
use crate::pace::wait_until;
use crate::roster::Protection;

/// How long a session that was asked of a server is still waited for once the run is to end.
const OPENING_GRACE: Duration = Duration::from_secs(10);

/// Runs until the roster is done or something ends it, and always gives a summary. `tell` hears what happens.
pub async fn run<S: Stage>(input: RunInput<'_, S>, tell: &mut dyn FnMut(RunEvent)) -> RunSummary {
    let mut running = Running {
        input,
        tell,
        reports: HashMap::new(),
        doubtful: HashMap::new(),
        protected: HashMap::new(),
        losses: Losses::default(),
        kept_back: KeptBack::default(),
        signed_in: false,
        page_of: PageOf::default(),
        page_errors: 0,
    };
    let ended = running.go().await;
    let mut ended = ended.err();
    if let Err(stop) = running.leave_kept_back(ended.as_ref()) {
        ended = Some(stop);
    }
    running.finish(ended).await
}

impl<S: Stage> Running<'_, '_, S> {
    async fn go(&mut self) -> Result<(), Stopped> {
        self.sweep().await?;
        self.keep_the_kept()?;
        loop {
            if self.input.finish.is_cancelled() {
                return Err(interrupted());
            }
            if self.input.pause.is_on() {
                self.hold().await;
                continue;
            }
            let now = self.input.clock.now();
            match self.input.schedule.next(now)? {
                Next::Done => return Ok(()),
                Next::Stop(by, why) => return Err(stopped(by, why)),
                Next::Due { when, why } => self.wait(when, why).await?,
                Next::Act(Task::Row(index)) => {
                    self.check_limit()?;
                    // A free slot of a Grid may have taken its time; the schedule counts the budgets again at the commit.
                    if self.sign_in().await? && self.may_begin() {
                        self.act(index).await?;
                    }
                }
                Next::Act(Task::Doubt(doubt)) => {
                    if self.sign_in().await? && !self.input.pause.is_on() {
                        self.settle(&doubt).await?;
                    }
                }
            }
        }
    }

    /// Whether somebody may be begun at this moment: it is within the active hours, and nobody asked for a pause.
    fn may_begin(&self) -> bool {
        self.input.schedule.is_open(self.input.clock.now()) && !self.input.pause.is_on()
    }

    /// People whom this run is about and who are on the keep list get their outcome without a page being opened.
    fn keep_the_kept(&mut self) -> Result<(), Stopped> {
        let keep = (self.input.keep)().map_err(|why| stopped(StoppedBy::Protection, why))?;
        for index in 0..self.input.rows.len() {
            let row = &self.input.rows[index];
            let (ledger, now) = (self.input.ledger, self.input.clock.now());
            let protected = protection(&keep, Some(ledger), row, Shown::default())?;
            let (key, action) = (row.person.key(), row.action);
            let (selectors, route) = (self.input.selectors, self.input.rules.route);
            if is_to_be_seen(&protected, Some(ledger), row, Some(selectors), route)? {
                continue;
            }
            let looked = protected.is_open() && ledger.looked_for_employer(&key, action)?;
            let (detail, fault) = match protected {
                Protection::NotKept => (None, None),
                Protection::Kept(hit) => (Some(hit.to_string()), None),
                // No list shows an employer, and whose page was read in vain is not opened again.
                Protection::CannotTell(hit) => (
                    Some(cannot_tell(&hit, looked)),
                    Some(StepFault { step: Step::Allow, reason: Reason::CannotTell }),
                ),
            };
            let open = detail.clone().filter(|_| fault.is_some());
            if detail.is_some() {
                self.protected.insert(index, open.clone());
            }
            // What is done, in doubt or the user's to say stays what it is.
            let settled = ledger.standing(&key, action)?.on_keep_list(true, false).outcome != Outcome::Kept;
            let (detail, open) = if settled { (None, None) } else { (detail, open) };
            let undecided = open.as_deref().map(|detail| Undecided { detail, looked });
            ledger.note_keep(&key, action, detail.is_some(), undecided, now)?;
            if let Some(detail) = detail.filter(|_| self.input.schedule.is_about(index)) {
                self.outcome_without_page(index, Outcome::Kept, detail, fault)?;
            }
        }
        Ok(())
    }

    fn check_limit(&self) -> Result<(), Stopped> {
        let Some(limit) = self.input.limit else { return Ok(()) };
        let (made, what) = if self.input.rules.rehearsal {
            let opened = self.reports.values().filter(|report| report.outcome != Outcome::Kept).count();
            (u64::try_from(opened).unwrap_or(u64::MAX), "rehearsed")
        } else {
            (u64::from(self.input.ledger.intents_of_run(self.input.run)?), "acted on")
        };
        if made >= limit {
            let people = if made == 1 { "1 person was".to_owned() } else { format!("{made} people were") };
            return Err(stopped(StoppedBy::Limit, format!("{people} {what}, as many as `--limit` allows")));
        }
        Ok(())
    }

    async fn wait(&mut self, when: UnixMs, why: WaitWhy) -> Result<(), Stopped> {
        // Nobody waits hours to be told that enough has been done. A doubt is still settled.
        if !matches!(why, WaitWhy::Settle | WaitWhy::Session) {
            self.check_limit()?;
        }
        if self.input.no_wait {
            match why {
                WaitWhy::Budget => {
                    return Err(stopped(
                        StoppedBy::Budget,
                        "a budget is spent, and `--no-wait` says not to wait",
                    ));
                }
                WaitWhy::Hours => {
                    return Err(stopped(
                        StoppedBy::Hours,
                        "it is outside the active hours, and `--no-wait` says not to wait",
                    ));
                }
                WaitWhy::Cooldown => {
                    return Err(stopped(
                        StoppedBy::Cooldown,
                        "a cool-down is in force, and `--no-wait` says not to wait",
                    ));
                }
                WaitWhy::Pace | WaitWhy::Settle | WaitWhy::Session => {}
            }
        }
        if when.since(self.input.clock.now()) > self.input.longest_idle {
            self.close().await;
        }
        (self.tell)(RunEvent::Waiting { until: when, why });
        tokio::select! {
            biased;
            () = self.input.pause.turned(true) => {}
            _ = wait_until(self.input.clock, when, &self.input.finish) => {}
        }
        Ok(())
    }

    /// Opens a session if there is none, and makes sure that it is the owner's. Not so if the browser is lost meanwhile: then the
    /// schedule is asked again, which has counted one view of the owner's page and no more.
    pub(super) async fn sign_in(&mut self) -> Result<bool, Stopped> {
        if self.signed_in {
            return Ok(true);
        }
        if !self.input.stage.is_open() {
            (self.tell)(RunEvent::Browser);
            let grace = if self.input.stage.is_remote() { OPENING_GRACE } else { Duration::ZERO };
            let mut opening = pin!(self.input.stage.open());
            let opened = tokio::select! {
                biased;
                () = self.input.finish.cancelled() => {
                    // A session that comes just then is ended in order, or it would hold a slot of the server.
                    tokio::select! {
                        biased;
                        () = self.input.abort.cancelled() => {}
                        _ = tokio::time::timeout(grace, &mut opening) => {}
                    }
                    return Err(interrupted());
                }
                opened = &mut opening => opened,
            };
            opened.map_err(|why| stopped(StoppedBy::Browser, why))?;
        }
        let Some(page) = self.input.stage.page() else { return Ok(false) };
        let rules = &self.input.rules;
        let checked = check_owner(
            page,
            self.input.ledger,
            self.input.run,
            &rules.site,
            self.input.clock,
            rules.locate_timeout,
        );
        let checked = tokio::select! {
            biased;
            () = self.input.abort.cancelled() => return Err(self.abandon()),
            () = self.input.finish.cancelled() => return Err(interrupted()),
            checked = checked => checked?,
        };
        let (trace, clock) = (&mut self.input.recorder, self.input.clock);
        let unsettled = match &checked {
            OwnerCheck::Stopped(stop) => Some(Ok(stop)),
            OwnerCheck::Unreadable(why) | OwnerCheck::NotLoaded(why) => Some(Err(why.as_str())),
            _ => None,
        };
        if let Some(why) = unsettled {
            trace_no_owner(page, trace, clock, rules.pictures, why).await;
        }
        match checked {
            OwnerCheck::Same { slug, learned } => {
                (self.tell)(RunEvent::Owner { slug: slug.as_str().to_owned(), learned });
                self.leave_out_the_owner(&slug)?;
                self.signed_in = true;
            }
            OwnerCheck::Another { expected, found } => {
                return Err(stopped(
                    StoppedBy::Owner,
                    format!(
                        "this account's folder belongs to {expected}, and {found} is signed in; no profile was opened. Sign in as {expected}, or use another `--state` folder"
                    ),
                ));
            }
            OwnerCheck::Stopped(stop) => return Err(self.stop_sign(&stop)?),
            OwnerCheck::Unreadable(why) => {
                return Err(stopped(StoppedBy::ChangedPage, owner_unreadable(&why, self.input.selectors)));
            }
            OwnerCheck::NotLoaded(why) => {
                return Err(stopped(
                    StoppedBy::Browser,
                    format!(
                        "the page that tells who is signed in did not come: {why}; no other page was opened"
                    ),
                ));
            }
            OwnerCheck::Outage(why) => return Err(stopped(StoppedBy::Outage, why)),
            OwnerCheck::Refused(_) => return Err(stopped(StoppedBy::Budget, "the page views are spent")),
            OwnerCheck::Lost(why) => {
                self.lost(&why).await?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The owner's own row can never be acted on.
    fn leave_out_the_owner(&mut self, owner: &Slug) -> Result<(), Stopped> {
        let own = self.input.rows.iter().position(|row| row.person.slug.as_ref() == Some(owner));
        match own {
            Some(index) if !self.reports.contains_key(&self.input.rows[index].person.key()) => {
                let detail = "this row is your own profile".to_owned();
                self.outcome_without_page(index, Outcome::Mismatch, detail, None)
            }
            _ => Ok(()),
        }
    }
}
