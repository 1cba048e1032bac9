//! A run at one person: acting on a row of the roster, or looking at somebody whose click is in doubt.

use std::cell::Cell;

use super::event::RunEvent;
use super::hands::Hands;
use super::identify::Identity;
use super::report::{Ending, PersonReport};
use super::running::{Losses, PageOf, Running, Stopped, interrupted, stopped};
use super::verify::{Look, still_there};
use crate::browser::{Stage, StopSeen};
use crate::domain::{Action, Outcome, Person, PersonName, Step, StoppedBy};
use crate::ledger::{Doubt, Settlement};
use crate::roster::Row;
use crate::selectors::{ClickPath, PathName};
use crate::trace::What;

/// How the work with the open page ended.
enum Worked<T> {
    Done(T),
    /// The user asked to stop, and nothing was done that could remove.
    Interrupted,
    /// The user asked to stop at once.
    Aborted,
}

impl<S: Stage> Running<'_, '_, S> {
    pub(super) async fn act(&mut self, index: usize) -> Result<(), Stopped> {
        let rows = self.input.rows;
        let row = &rows[index];
        if self.reports.contains_key(&row.person.key()) {
            return Ok(());
        }
        let Some(path) = self.path_of(row.action) else {
            let detail = "the selector file has no click path for this; it was left alone".to_owned();
            return self.outcome_without_page(index, Outcome::ChangedPage, detail, None);
        };
        let ending = match self.with_hands(row, &path, async |hands, row| hands.act(row).await).await {
            Worked::Done(ending) => ending,
            Worked::Interrupted => return Err(interrupted()),
            Worked::Aborted => return Err(self.abandon()),
        };
        match ending {
            Ending::Done(report) => {
                self.losses = Losses::default();
                self.page_came()?;
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
            // The click was made or may have been: the person is looked at next.
            Ending::Lost(why, report @ Some(_)) => {
                self.in_doubt(report);
                self.lost_at(row.person.key(), &why).await.map(|_| ())
            }
            Ending::Lost(why, None) => {
                if !self.lost_at(row.person.key(), &why).await? {
                    return Ok(());
                }
                let detail = format!(
                    "the browser was lost at this page, twice in a row, before any click that could remove: {why}"
                );
                self.outcome_without_page(index, Outcome::Failed, detail, None)
            }
            Ending::Outage(why, report) => {
                self.in_doubt(report);
                Err(stopped(StoppedBy::Outage, why))
            }
            Ending::CutOff(cause, report) => self.cut_off(cause, Some(report)).await,
            Ending::Interrupted => Ok(()),
            Ending::Unprotected(why, report) => {
                match report {
                    Some(report) if report.outcome == Outcome::Unconfirmed => self.in_doubt(Some(report)),
                    Some(report) => self.done_with(report),
                    None => {}
                }
                Err(stopped(StoppedBy::Protection, why))
            }
            Ending::State(error) => Err(error.into()),
        }
    }

    /// Looks at a doubtful person's page, and never clicks.
    pub(super) async fn settle(&mut self, doubt: &Doubt) -> Result<(), Stopped> {
        let row = self.row_of(doubt);
        let Some(path) = self.path_of(row.action) else {
            // Others can be worked on all the same; the summary says that this one needs a look.
            let (who, action, route) = (row.person.key(), row.action, self.input.rules.route);
            tracing::warn!(%who, "in doubt, and left so: the selector file has no path for {action} by the route {route}");
            self.input.schedule.no_look_in_this_run(doubt.attempt);
            return Ok(());
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
                self.losses = Losses::default();
                self.page_came()?;
                self.after_outcome(report)
            }
            // The site may only be slow: a second look, some time later, decides.
            Look::StillThere if doubt.still_at.is_none() => {
                self.losses = Losses::default();
                self.page_came()?;
                self.input.ledger.note_still_there(attempt, false, now)?;
                Ok(())
            }
            Look::StillThere => {
                self.losses = Losses::default();
                self.without_effect(&row, doubt)
            }
            Look::Nothing(why) => {
                let outcome = self.input.ledger.settle(attempt, Settlement::Unknown, now)?;
                let detail = format!("clicked, and a later look proved nothing: {why}");
                let mut report = self.report_of(&row, doubt, outcome, detail);
                self.write_look(&mut report)?;
                self.in_doubt(Some(report));
                Ok(())
            }
            Look::Refused => Ok(()),
            Look::Stopped(stop) => Err(self.stop_sign(&stop)?),
            // How often one doubt is looked at in a run is the schedule's to say.
            Look::Lost(why) => self.lost_at(row.person.key(), &why).await.map(|_| ()),
            Look::CutOff(cause) => {
                // No look was had: the next run has it.
                self.input.schedule.no_look_in_this_run(attempt);
                self.cut_off(cause, None).await
            }
            Look::Outage(why) => Err(stopped(StoppedBy::Outage, why)),
            Look::State(error) => Err(error.into()),
        }
    }

    /// Two looks showed that nothing came of the click. The intent is spent, and the person is not tried again in this run.
    fn without_effect(&mut self, row: &Row, doubt: &Doubt) -> Result<(), Stopped> {
        let now = self.input.clock.now();
        let outcome = self.input.ledger.settle(doubt.attempt, Settlement::StillConnected, now)?;
        let then = match outcome {
            Outcome::Pending => "a later run tries once more".to_owned(),
            _ => format!(
                "{} clicks had no effect, and only `unlinked retry` allows another",
                doubt.spent_intents
            ),
        };
        let detail = format!(
            "the click was made, and two looks some time apart still show {}; {then}",
            still_there(row.action)
        );
        let mut report = self.report_of(row, doubt, outcome, detail);
        self.write_look(&mut report)?;
        let who = report.slug.clone();
        self.done_with(report);
        if self.input.ledger.no_effect_before(doubt.attempt)? {
            return Err(self.stop_sign(&StopSeen::no_effect(&who))?);
        }
        Ok(())
    }

    /// Records what a look came to, and notes it in the trace.
    fn write_look(&mut self, report: &mut PersonReport) -> Result<(), Stopped> {
        self.write_outcome(report)?;
        let what = What::Outcome { outcome: report.outcome, detail: report.detail.clone() };
        self.input.recorder.about(&report.key, report.line);
        self.input.recorder.event(self.input.clock.now(), Step::Record, report.ms, what, None);
        Ok(())
    }

    fn report_of(&self, row: &Row, doubt: &Doubt, outcome: Outcome, detail: String) -> PersonReport {
        PersonReport {
            key: doubt.key.as_str().to_owned(),
            slug: doubt.pinned_slug.as_str().to_owned(),
            line: row.line,
            action: row.action,
            outcome,
            detail,
            fault: None,
            route: self.input.rules.route,
            surface: self.input.rules.surface,
            ms: 0,
            attempt: Some(doubt.attempt),
        }
    }

    /// The roster's row of a doubtful person, or one made of what the ledger knows of a person of another roster.
    pub(super) fn row_of(&self, doubt: &Doubt) -> Row {
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

    pub(super) fn path_of(&self, action: Action) -> Option<ClickPath> {
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
        // Until here a page that came after the last person's was the run's own.
        self.note_wanted_until(PageOf::default());
        let worked = self.worked(row, path, work).await;
        self.note_wanted_until(self.input.recorder.whom());
        worked
    }

    async fn worked<T>(
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
}
