//! What a run writes down and tells: outcomes, doubts that are left, and the summary at its end.

use std::collections::BTreeMap;

use super::event::{RunEvent, RunSummary};
use super::report::PersonReport;
use super::run::{Running, Stopped, stopped};
use crate::browser::Stage;
use crate::domain::{Outcome, PersonKey, Reason, Step, StepFault, StoppedBy};
use crate::ledger::{OutcomeRecord, RunId, Standing};
use crate::roster::Row;
use crate::trace::What;

impl<S: Stage> Running<'_, '_, S> {
    pub(super) fn outcome_without_page(
        &mut self,
        index: usize,
        outcome: Outcome,
        detail: String,
        fault: Option<StepFault>,
    ) -> Result<(), Stopped> {
        let row = &self.input.rows[index];
        let report = PersonReport {
            key: row.person.key().as_str().to_owned(),
            slug: row.person.slug.as_ref().map(|slug| slug.as_str().to_owned()).unwrap_or_default(),
            line: row.line,
            action: row.action,
            outcome,
            detail,
            fault,
            route: self.input.rules.route,
            surface: self.input.rules.surface,
            ms: 0,
            attempt: None,
        };
        self.input.ledger.record_outcome(&record(self.input.run, &report), self.input.clock.now())?;
        self.done_with(report);
        Ok(())
    }

    /// Writes down somebody who failed before anything was clicked, in the ledger and in the trace.
    pub(super) fn write_down_failed(&mut self, report: PersonReport) -> Result<(), Stopped> {
        let now = self.input.clock.now();
        self.input.ledger.record_outcome(&record(self.input.run, &report), now)?;
        let what = What::Outcome { outcome: report.outcome, detail: report.detail.clone() };
        self.input.recorder.event(now, Step::Record, report.ms, what, None);
        self.done_with(report);
        Ok(())
    }

    /// Notes an outcome: one that is in doubt is told when the doubt is settled, or at the end of the run.
    pub(super) fn after_outcome(&mut self, report: PersonReport) -> Result<(), Stopped> {
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

    pub(super) fn in_doubt(&mut self, report: Option<PersonReport>) {
        if let Some(report) = report {
            self.doubtful.insert(PersonKey(report.key.clone()), report);
        }
    }

    pub(super) fn done_with(&mut self, report: PersonReport) {
        let key = PersonKey(report.key.clone());
        self.doubtful.remove(&key);
        self.input.schedule.done_in_this_run(&key);
        (self.tell)(RunEvent::Person(report.clone()));
        self.reports.insert(key, report);
    }

    pub(super) async fn finish(mut self, ended: Option<Stopped>) -> RunSummary {
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

    pub(super) fn trace_end(&mut self, stopped_by: Option<StoppedBy>, detail: &str, left: usize) {
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        let what = What::Ended { stopped_by, detail: detail.to_owned(), left };
        self.input.recorder.about("", 0);
        self.input.recorder.event(self.input.clock.now(), Step::Record, 0, what, None);
    }

    /// Where a person of the roster stands after this run, and whether they need a look.
    pub(super) fn outcome_of(&self, row: &Row) -> Result<(Outcome, bool), Stopped> {
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
        let open = self.reports.get(&key).and_then(|report| report.fault).map(|fault| fault.reason);
        let undecided = outcome == Outcome::Kept && open == Some(Reason::CannotTell);
        Ok((outcome, (outcome.needs_a_look() || undecided) && !settled))
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
