//! What a run writes down and tells: outcomes, doubts that are left, and the summary at its end.

use std::collections::BTreeMap;

use super::event::{RunEvent, RunSummary};
use super::report::PersonReport;
use super::running::{Running, Stopped, stopped};
use crate::browser::Stage;
use crate::domain::{Outcome, PersonKey, Reason, Step, StepFault, StoppedBy, UnixMs};
use crate::ledger::{NextStep, Undecided};
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
        let mut report = PersonReport {
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
        self.write_outcome(&mut report)?;
        self.done_with(report);
        Ok(())
    }

    /// Records an outcome, which an earlier click may make another one.
    pub(super) fn write_outcome(&mut self, report: &mut PersonReport) -> Result<(), Stopped> {
        let now = self.input.clock.now();
        let recorded = self.input.ledger.record_outcome(&report.record(self.input.run), now)?;
        (report.outcome, report.detail) = (recorded.outcome, recorded.detail);
        Ok(())
    }

    /// Writes down somebody who failed before anything was clicked, in the ledger and in the trace.
    pub(super) fn write_down_failed(&mut self, report: PersonReport) -> Result<(), Stopped> {
        let now = self.input.clock.now();
        self.input.ledger.record_outcome(&report.record(self.input.run), now)?;
        let what = What::Outcome { outcome: report.outcome, detail: report.detail.clone() };
        self.input.recorder.event(now, Step::Record, report.ms, what, None);
        self.done_with(report);
        Ok(())
    }

    /// Notes an outcome: one that is in doubt is told when the doubt is settled, or at the end of the run.
    pub(super) fn after_outcome(&mut self, report: PersonReport) -> Result<(), Stopped> {
        let record = report.record(self.input.run);
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
                    "too many {} in a row; look at the report, and mend the selector file or say `unlinked resume`",
                    tripped.cause.meaning()
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
        let mut of_this_run: BTreeMap<Outcome, usize> = BTreeMap::new();
        for report in self.reports.values() {
            *of_this_run.entry(report.outcome).or_default() += 1;
        }
        let (mut by, mut detail) =
            ended.map_or((None, String::new()), |stopped| (Some(stopped.by), stopped.detail));
        if let Err(error) = self.keep_who_is_free_again() {
            (by, detail) = (Some(error.by), error.detail);
        }
        let mut whole = Whole::default();
        for index in 0..self.input.rows.len() {
            if let Err(error) = self.count(index, &mut whole) {
                (by, detail) = (Some(error.by), error.detail);
                break;
            }
        }
        let Whole { outcomes, needs_a_look, left, next_try } = whole;
        self.trace_end(by, &detail, left);
        RunSummary {
            run: self.input.run.0,
            left,
            outcomes,
            of_this_run,
            next_try,
            stopped_by: by,
            stop_detail: detail,
            needs_a_look,
            commands: self.input.stage.commands(),
            ledger: self.input.ledger.path().to_owned(),
            evidence: self.input.evidence.clone(),
            trace_failure: self.input.recorder.finish(),
            faded: Vec::new(),
        }
    }

    /// Whoever was in doubt when the run began, and is no more, may be on the keep list: then that is how they stand from now on.
    fn keep_who_is_free_again(&self) -> Result<(), Stopped> {
        let (ledger, now) = (self.input.ledger, self.input.clock.now());
        for (index, open) in &self.protected {
            let row = &self.input.rows[*index];
            let (key, action) = (row.person.key(), row.action);
            let standing = ledger.standing(&key, action)?;
            if standing.outcome != Outcome::Kept
                && standing.on_keep_list(true, false).outcome == Outcome::Kept
            {
                let looked = ledger.looked_for_employer(&key, action)?;
                let undecided = open.as_deref().map(|detail| Undecided { detail, looked });
                ledger.note_keep(&key, action, true, undecided, now)?;
            }
        }
        Ok(())
    }

    pub(super) fn trace_end(&mut self, stopped_by: Option<StoppedBy>, detail: &str, left: usize) {
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        let what = What::Ended { stopped_by, detail: detail.to_owned(), left };
        self.input.recorder.about("", 0);
        self.input.recorder.event(self.input.clock.now(), Step::Record, 0, what, None);
    }

    /// Counts a person of the roster by where they stand after this run. A rehearsal changes nothing of that: what it saw is
    /// told in its place.
    fn count(&self, index: usize, whole: &mut Whole) -> Result<(), Stopped> {
        let row = &self.input.rows[index];
        let key = row.person.key();
        let now = self.input.clock.now();
        let standing = self.input.ledger.standing(&key, row.action)?;
        let rehearsal = self.input.rules.rehearsal;
        let seen = self
            .reports
            .get(&key)
            .filter(|report| report.action == row.action && (rehearsal || report.outcome == Outcome::Kept));
        // Somebody of whom the keep list cannot be told is left alone, and the user should say.
        let fault = seen.and_then(|report| report.fault).map(|fault| fault.reason);
        let standing = match (seen, self.protected.get(&index)) {
            (Some(report), _) if report.outcome == Outcome::Kept => {
                standing.on_keep_list(true, fault == Some(Reason::CannotTell))
            }
            (_, protected) => {
                standing.on_keep_list(protected.is_some(), protected.is_some_and(Option::is_some))
            }
        };
        let next = standing.next(&self.input.policy);
        let rehearsed = match seen {
            Some(report) => Some(report.outcome),
            None => self.input.seen_before.get(&(key, row.action)).copied(),
        };
        let (outcome, needs_a_look) = match rehearsed {
            Some(seen) if rehearsal && !standing.is_final => {
                (seen, seen.needs_a_look() || standing.needs_a_look())
            }
            _ => (standing.outcome, standing.needs_a_look()),
        };
        *whole.outcomes.entry(outcome).or_default() += 1;
        whole.needs_a_look += usize::from(needs_a_look);
        let left =
            if rehearsal { rehearsed.is_none() && matches!(next, NextStep::Act(_)) } else { next.is_left() };
        whole.left += usize::from(left);
        if let (true, NextStep::Act(after)) = (standing.spent > 0, next) {
            let wall = self.input.ledger.moment(now)?.wall_of(after);
            whole.next_try = Some(whole.next_try.map_or(wall, |first| first.min(wall)));
        }
        Ok(())
    }
}

/// How a whole roster stands.
#[derive(Default)]
struct Whole {
    outcomes: BTreeMap<Outcome, usize>,
    needs_a_look: usize,
    left: usize,
    /// When the first of those whose click had no effect may be tried again.
    next_try: Option<UnixMs>,
}
