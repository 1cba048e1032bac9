//! A run: person after person, as the schedule allows, until the roster is done or something ends it. Waits are for the
//! schedule's dates and for cancellation; no session is held open over a long wait.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::event::{RunEvent, RunSummary, WaitWhy};
use super::hands::Hands;
use super::identify::Identity;
use super::owner::{OwnerCheck, check_owner};
use super::record::trace_no_owner;
use super::report::{Ending, PersonReport};
use super::rules::Rules;
use super::schedule::{Next, Schedule, Task};
use super::stop_sign;
use super::verify::Look;
use crate::browser::{Cleared, Stage, StopSeen};
use crate::domain::{Action, Clock, Outcome, Person, PersonKey, PersonName, Slug, Step, StoppedBy, UnixMs};
use crate::ledger::{Doubt, Ledger, LedgerError, OutcomeRecord, RunId, Settlement, Standing, Thresholds};
use crate::pace::{Waited, wait_until};
use crate::roster::{KeepList, KeepQuery, Row};
use crate::selectors::{ClickPath, PathName, Selectors};
use crate::trace::{Recorder, What};

/// How often a lost session on a server is asked for again while its time-out is waited for.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// How often in a row the browser may be lost before the run gives up.
const MOST_LOSSES: u32 = 3;

/// How long a session that was asked of a server is still waited for once the run is to end.
const OPENING_GRACE: Duration = Duration::from_secs(10);

/// Everything a run is given.
pub struct RunInput<'a, S> {
    /// The people, in the order of the roster.
    pub rows: &'a [Row],
    /// Reads the keep list anew from disk.
    pub keep: &'a dyn Fn() -> Result<KeepList, String>,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The number of the run, which the ledger has begun.
    pub run: RunId,
    /// The slugs that a rehearsal saw: with them, only these people are acted on.
    pub pins: Option<HashMap<PersonKey, Slug>>,
    /// The folder for trace and pictures, which is there already.
    pub evidence: PathBuf,
    /// Whether a trace is kept.
    pub recorder: Recorder,
    /// Where pages come from.
    pub stage: S,
    /// The selector files.
    pub selectors: &'a Selectors,
    /// The rules.
    pub rules: Rules,
    /// Who comes next, and when.
    pub schedule: Schedule<'a>,
    /// When the breaker trips.
    pub thresholds: Thresholds,
    /// How long each cool-down in a row lasts.
    pub cooldown_steps: Vec<Duration>,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// A browser session is ended before a wait longer than this.
    pub longest_idle: Duration,
    /// At most this many intents.
    pub limit: Option<u64>,
    /// End instead of waiting for budgets, hours and cool-downs.
    pub no_wait: bool,
    /// Asked for once: finish the person at hand, or stop before the point of no return.
    pub finish: CancellationToken,
    /// Asked for twice: stop now.
    pub abort: CancellationToken,
}

/// How the work with the open page ended.
enum Worked<T> {
    Done(T),
    /// The user asked to stop, and nothing was done that could remove.
    Interrupted,
    /// The user asked to stop at once.
    Aborted,
}

/// Why a run ends before its roster is done.
struct Stopped {
    by: StoppedBy,
    detail: String,
}

fn stopped(by: StoppedBy, detail: impl Into<String>) -> Stopped {
    Stopped { by, detail: detail.into() }
}

fn interrupted() -> Stopped {
    stopped(StoppedBy::Interrupted, "you stopped it; the same command goes on where it ended")
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Stopped {
        stopped(StoppedBy::State, error.to_string())
    }
}

/// Runs until the roster is done or something ends it, and always gives a summary. `tell` hears what happens.
pub async fn run<S: Stage>(input: RunInput<'_, S>, tell: &mut dyn FnMut(RunEvent)) -> RunSummary {
    let mut running = Running {
        input,
        tell,
        reports: HashMap::new(),
        doubtful: HashMap::new(),
        losses: 0,
        signed_in: false,
    };
    let ended = running.go().await;
    running.finish(ended.err()).await
}

struct Running<'a, 't, S> {
    input: RunInput<'a, S>,
    tell: &'t mut dyn FnMut(RunEvent),
    /// What this run came to with each person.
    reports: HashMap<PersonKey, PersonReport>,
    /// People whose click is not proved yet, with what is known of it.
    doubtful: HashMap<PersonKey, PersonReport>,
    /// How often in a row the browser was lost.
    losses: u32,
    /// Whether the open session is known to be the owner's.
    signed_in: bool,
}

impl<S: Stage> Running<'_, '_, S> {
    async fn go(&mut self) -> Result<(), Stopped> {
        self.sweep().await?;
        self.keep_the_kept()?;
        loop {
            if self.input.finish.is_cancelled() {
                return Err(interrupted());
            }
            let now = self.input.clock.now();
            match self.input.schedule.next(now)? {
                Next::Done => return Ok(()),
                Next::Stop(by, why) => return Err(stopped(by, why)),
                Next::Due { when, why } => self.wait(when, why).await?,
                Next::Act(Task::Row(index)) => {
                    self.check_limit()?;
                    self.sign_in().await?;
                    // A free slot of a Grid may have taken its time; the schedule counts the budgets again at the commit.
                    if self.input.schedule.is_open(self.input.clock.now()) {
                        self.act(index).await?;
                    }
                }
                Next::Act(Task::Doubt(doubt)) => {
                    self.sign_in().await?;
                    self.settle(&doubt).await?;
                }
            }
        }
    }

    /// People of the roster who are on the keep list get their outcome without a page being opened.
    fn keep_the_kept(&mut self) -> Result<(), Stopped> {
        let keep = (self.input.keep)().map_err(|why| stopped(StoppedBy::State, why))?;
        for index in 0..self.input.rows.len() {
            let row = &self.input.rows[index];
            let slugs: Vec<&Slug> = row.person.slug.iter().collect();
            let names: Vec<&PersonName> = row.person.name.iter().collect();
            let query = KeepQuery { slugs: &slugs, names: &names, company: row.person.company.as_deref() };
            let Some(hit) = keep.covers(&query) else { continue };
            let standing = self.input.ledger.standing(&row.person.key(), row.action)?;
            if matches!(standing, Standing::Done(..) | Standing::NeedsUser(..)) {
                continue;
            }
            let detail = format!("on the keep list, line {}", hit.line);
            self.outcome_without_page(index, Outcome::Kept, detail)?;
        }
        Ok(())
    }

    fn outcome_without_page(
        &mut self,
        index: usize,
        outcome: Outcome,
        detail: String,
    ) -> Result<(), Stopped> {
        let row = &self.input.rows[index];
        let report = PersonReport {
            key: row.person.key().as_str().to_owned(),
            slug: row.person.slug.as_ref().map(|slug| slug.as_str().to_owned()).unwrap_or_default(),
            line: row.line,
            action: row.action,
            outcome,
            detail,
            fault: None,
            route: self.input.rules.route,
            surface: self.input.rules.surface,
            ms: 0,
            attempt: None,
        };
        self.input.ledger.record_outcome(&record(self.input.run, &report), self.input.clock.now())?;
        self.done_with(report);
        Ok(())
    }

    fn check_limit(&self) -> Result<(), Stopped> {
        let Some(limit) = self.input.limit else { return Ok(()) };
        let made = u64::from(self.input.ledger.intents_of_run(self.input.run)?);
        if made >= limit {
            return Err(stopped(
                StoppedBy::Limit,
                format!("{made} people were acted on, as many as `--limit` allows"),
            ));
        }
        Ok(())
    }

    async fn wait(&mut self, when: UnixMs, why: WaitWhy) -> Result<(), Stopped> {
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
        wait_until(self.input.clock, when, &self.input.finish).await;
        Ok(())
    }

    /// Opens a session if there is none, and makes sure that it is the owner's.
    async fn sign_in(&mut self) -> Result<(), Stopped> {
        while !self.signed_in {
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
            let Some(page) = self.input.stage.page() else { continue };
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
                OwnerCheck::Unreadable(why) => Some(Err(why.as_str())),
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
                    return Err(stopped(
                        StoppedBy::Browser,
                        format!("it cannot be read who is signed in: {why}; no profile was opened"),
                    ));
                }
                OwnerCheck::Refused(_) => return Err(stopped(StoppedBy::Budget, "the page views are spent")),
                OwnerCheck::Lost(why) => self.lost(&why).await?,
            }
        }
        Ok(())
    }

    /// The owner's own row can never be acted on.
    fn leave_out_the_owner(&mut self, owner: &Slug) -> Result<(), Stopped> {
        let own = self.input.rows.iter().position(|row| row.person.slug.as_ref() == Some(owner));
        match own {
            Some(index) if !self.reports.contains_key(&self.input.rows[index].person.key()) => {
                self.outcome_without_page(index, Outcome::Mismatch, "this row is your own profile".to_owned())
            }
            _ => Ok(()),
        }
    }

    async fn act(&mut self, index: usize) -> Result<(), Stopped> {
        let rows = self.input.rows;
        let row = &rows[index];
        if self.reports.contains_key(&row.person.key()) {
            return Ok(());
        }
        let Some(path) = self.path_of(row.action) else {
            let detail = "the selector file has no click path for this; it was left alone".to_owned();
            return self.outcome_without_page(index, Outcome::ChangedPage, detail);
        };
        let ending = match self.with_hands(row, &path, async |hands, row| hands.act(row).await).await {
            Worked::Done(ending) => ending,
            Worked::Interrupted => return Err(interrupted()),
            Worked::Aborted => return Err(self.abandon()),
        };
        match ending {
            Ending::Done(report) => {
                self.losses = 0;
                self.after_outcome(report)
            }
            Ending::Refused(refusal) => {
                tracing::debug!(?refusal, "a budget refused at the last moment");
                Ok(())
            }
            Ending::Stopped(stop, report) => {
                self.in_doubt(report);
                Err(self.stop_sign(&stop)?)
            }
            Ending::Lost(why, report) => {
                self.in_doubt(report);
                self.lost(&why).await
            }
            Ending::Interrupted => Ok(()),
            Ending::KeepUnreadable(why) => Err(stopped(StoppedBy::State, why)),
            Ending::State(error) => Err(error.into()),
        }
    }

    /// Notes an outcome: one that is in doubt is told when the doubt is settled, or at the end of the run.
    fn after_outcome(&mut self, report: PersonReport) -> Result<(), Stopped> {
        let record = record(self.input.run, &report);
        if report.outcome == Outcome::Unconfirmed {
            self.in_doubt(Some(report));
        } else {
            self.done_with(report);
        }
        let revision = self.input.selectors.revision();
        let tripped = self.input.ledger.note_outcome_for_breaker(
            &record,
            &self.input.thresholds,
            revision,
            self.input.clock.now(),
        )?;
        match tripped {
            None => Ok(()),
            Some(tripped) => Err(stopped(
                StoppedBy::Breaker,
                format!(
                    "{} came too often in a row; look at the report, then say `unlinked resume` or mend the selector file",
                    tripped.cause
                ),
            )),
        }
    }

    fn in_doubt(&mut self, report: Option<PersonReport>) {
        if let Some(report) = report {
            self.doubtful.insert(PersonKey(report.key.clone()), report);
        }
    }

    fn done_with(&mut self, report: PersonReport) {
        let key = PersonKey(report.key.clone());
        self.doubtful.remove(&key);
        self.input.schedule.done_in_this_run(&key);
        (self.tell)(RunEvent::Person(report.clone()));
        self.reports.insert(key, report);
    }

    /// Looks at a doubtful person's page, and never clicks.
    async fn settle(&mut self, doubt: &Doubt) -> Result<(), Stopped> {
        let row = self.row_of(doubt);
        let Some(path) = self.path_of(row.action) else {
            return Err(stopped(
                StoppedBy::State,
                "the selector file has no click path for a person in doubt",
            ));
        };
        let Some(name) = PersonName::new(&doubt.seen_name) else {
            return Err(stopped(StoppedBy::State, "the ledger holds an intent without a name"));
        };
        let identity = Identity { slug: doubt.pinned_slug.clone(), name, renamed: false };
        let attempt = doubt.attempt;
        let looked = self
            .with_hands(&row, &path, async |hands, row| hands.look_at_doubt(row, &identity, attempt).await)
            .await;
        let looked = match looked {
            Worked::Done(looked) => looked,
            Worked::Interrupted => return Err(interrupted()),
            Worked::Aborted => return Err(self.abandon()),
        };
        let now = self.input.clock.now();
        match looked {
            Look::Gone(report) => {
                self.losses = 0;
                self.after_outcome(report)
            }
            Look::StillThere => {
                self.losses = 0;
                self.input.ledger.settle(attempt, Settlement::StillConnected, now)?;
                Ok(())
            }
            Look::Nothing(why) => {
                tracing::debug!(why, "a look at a doubtful person told nothing");
                self.input.ledger.settle(attempt, Settlement::Unknown, now)?;
                Ok(())
            }
            Look::Refused => Ok(()),
            Look::Stopped(stop) => Err(self.stop_sign(&stop)?),
            Look::Lost(why) => self.lost(&why).await,
            Look::State(error) => Err(error.into()),
        }
    }

    /// The roster's row of a doubtful person, or one made of what the ledger knows of a person of another roster.
    fn row_of(&self, doubt: &Doubt) -> Row {
        let known =
            self.input.rows.iter().find(|row| row.person.key() == doubt.key && row.action == doubt.action);
        known.cloned().unwrap_or_else(|| Row {
            line: 0,
            person: Person {
                slug: Some(doubt.pinned_slug.clone()),
                name: PersonName::new(&doubt.seen_name),
                company: None,
                location: None,
            },
            action: doubt.action,
            reason: None,
            note: None,
            position: None,
            email: None,
            connected_on: None,
        })
    }

    fn path_of(&self, action: Action) -> Option<ClickPath> {
        self.input.selectors.path(PathName { action, route: self.input.rules.route })
    }

    /// Does something with the open page. Up to the point of no return the user's first word stops it at once, in the middle
    /// of a page load as well; after that it takes the second one.
    async fn with_hands<T>(
        &mut self,
        row: &Row,
        path: &ClickPath,
        work: impl AsyncFnOnce(&mut Hands<'_, S::Page>, &Row) -> T,
    ) -> Worked<T> {
        let input = &mut self.input;
        let (driver, session) = input.stage.session();
        let Some(page) = input.stage.page() else { return Worked::Aborted };
        let committed = Cell::new(false);
        let finish = &input.finish;
        let who = row.person.slug.as_ref().map_or_else(
            || row.person.name.as_ref().map_or_else(String::new, |name| name.as_str().to_owned()),
            |slug| slug.as_str().to_owned(),
        );
        let tell = &mut *self.tell;
        let caps = input.schedule.caps();
        let mut hands = Hands {
            page,
            ledger: input.ledger,
            trace: &mut input.recorder,
            clock: input.clock,
            rules: &input.rules,
            caps: &caps,
            run: input.run,
            path,
            keep: input.keep,
            session: (&driver, &session),
            pinned: input.pins.as_ref().and_then(|pins| pins.get(&row.person.key())),
            stop: &|| finish.is_cancelled(),
            progress: &mut |step| {
                committed.set(committed.get() || step == Step::Commit);
                tell(RunEvent::Step { line: row.line, who: who.clone(), step });
            },
        };
        let before_the_commit = async {
            finish.cancelled().await;
            if committed.get() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            () = input.abort.cancelled() => Worked::Aborted,
            () = before_the_commit => Worked::Interrupted,
            done = work(&mut hands, row) => Worked::Done(done),
        }
    }

    /// What a page that ends the run means for later runs.
    fn stop_sign(&mut self, stop: &StopSeen) -> Result<Stopped, Stopped> {
        let input = &self.input;
        let (by, detail) =
            stop_sign::heed(stop, input.ledger, input.run, &input.cooldown_steps, input.clock.now())?;
        Ok(stopped(by, detail))
    }

    /// The browser is gone: everything of it is ended, and the next turn starts a new one.
    async fn lost(&mut self, why: &str) -> Result<(), Stopped> {
        self.losses += 1;
        (self.tell)(RunEvent::Warning(format!("the browser was lost ({why}); starting it again")));
        self.close().await;
        self.sweep().await?;
        if self.losses >= MOST_LOSSES {
            return Err(stopped(
                StoppedBy::Browser,
                format!("the browser was lost {MOST_LOSSES} times in a row, last because {why}"),
            ));
        }
        Ok(())
    }

    /// Makes sure that nothing that could still click is there, if need be by waiting for a server to end a session.
    async fn sweep(&mut self) -> Result<(), Stopped> {
        let mut told = false;
        loop {
            let cleared = self.input.stage.sweep().await.map_err(|why| stopped(StoppedBy::Browser, why))?;
            let Cleared::By(until) = cleared else { return Ok(()) };
            if !told {
                (self.tell)(RunEvent::Waiting { until, why: WaitWhy::Session });
                told = true;
            }
            let again = until.min(self.input.clock.now().plus(ASK_AGAIN));
            if wait_until(self.input.clock, again, &self.input.finish).await == Waited::Cancelled {
                return Err(interrupted());
            }
        }
    }

    async fn close(&mut self) {
        self.signed_in = false;
        let closed = tokio::select! {
            biased;
            () = self.input.abort.cancelled() => None,
            closed = self.input.stage.close() => Some(closed),
        };
        match closed {
            Some(Ok(())) => {}
            Some(Err(why)) => (self.tell)(RunEvent::Warning(why)),
            None => self.input.stage.abandon(),
        }
    }

    /// Stops at once: whatever could still click is killed, and what is in doubt stays in the ledger.
    fn abandon(&mut self) -> Stopped {
        self.signed_in = false;
        self.input.stage.abandon();
        stopped(
            StoppedBy::Interrupted,
            "stopped at once; a person whose click was under way is looked at first in the next run",
        )
    }

    async fn finish(mut self, ended: Option<Stopped>) -> RunSummary {
        self.close().await;
        let mut last: Vec<PersonReport> = std::mem::take(&mut self.doubtful).into_values().collect();
        last.sort_by_key(|report| report.line);
        for report in last {
            self.done_with(report);
        }
        let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
        let mut needs_a_look = 0;
        let (mut by, mut detail) =
            ended.map_or((None, String::new()), |stopped| (Some(stopped.by), stopped.detail));
        for row in self.input.rows {
            let outcome = match self.outcome_of(row) {
                Ok(outcome) => outcome,
                Err(error) => {
                    (by, detail) = (Some(error.by), error.detail);
                    break;
                }
            };
            needs_a_look += usize::from(outcome.1);
            *outcomes.entry(outcome.0).or_default() += 1;
        }
        let left = outcomes.get(&Outcome::Pending).copied().unwrap_or(0);
        self.trace_end(by, &detail, left);
        RunSummary {
            run: self.input.run.0,
            left,
            outcomes,
            stopped_by: by,
            stop_detail: detail,
            needs_a_look,
            commands: self.input.stage.commands(),
            ledger: self.input.ledger.path().to_owned(),
            evidence: self.input.evidence.clone(),
            trace_failure: self.input.recorder.finish(),
        }
    }

    fn trace_end(&mut self, stopped_by: Option<StoppedBy>, detail: &str, left: usize) {
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        let what = What::Ended { stopped_by, detail: detail.to_owned(), left };
        self.input.recorder.about("", 0);
        self.input.recorder.event(self.input.clock.now(), Step::Record, 0, what, None);
    }

    /// Where a person of the roster stands after this run, and whether they need a look.
    fn outcome_of(&self, row: &Row) -> Result<(Outcome, bool), Stopped> {
        let key = row.person.key();
        let standing = self.input.ledger.standing(&key, row.action)?;
        let (outcome, settled) = match standing {
            Standing::Pending { .. } => (Outcome::Pending, false),
            Standing::Done(outcome, _) => (outcome, true),
            Standing::Doubtful(_) => (Outcome::Unconfirmed, false),
            Standing::NeedsUser(outcome, _) | Standing::TryLater { outcome, .. } => (outcome, false),
        };
        let outcome = match (outcome, self.reports.get(&key)) {
            (Outcome::Pending, Some(report)) => report.outcome,
            (outcome, _) => outcome,
        };
        Ok((outcome, outcome.needs_a_look() && !settled))
    }
}

fn record(run: RunId, report: &PersonReport) -> OutcomeRecord {
    OutcomeRecord {
        run,
        key: PersonKey(report.key.clone()),
        action: report.action,
        attempt: report.attempt,
        outcome: report.outcome,
        detail: report.detail.clone(),
        fault: report.fault,
        route: report.route,
        surface: report.surface,
        ms: report.ms,
    }
}
