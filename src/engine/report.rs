//! What the engine tells of one person and of how their removal ended.

use crate::browser::{NetFault, StopSeen, WhyNot};
use crate::domain::{Action, Outcome, PersonKey, Reason, Route, Step, StepFault, Surface};
use crate::ledger::{AttemptId, LedgerError, OutcomeRecord, Refusal, RunId};

/// What became of one person in this run.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonReport {
    /// The ledger's key.
    pub key: String,
    /// The slug, as the roster or the page gives it; empty for a row without one that was never found.
    pub slug: String,
    /// The line of the roster.
    pub line: u64,
    /// What was asked for.
    pub action: Action,
    /// What became of it.
    pub outcome: Outcome,
    /// In a sentence: what was seen, done and not done.
    pub detail: String,
    /// The failing step, if one failed.
    pub fault: Option<StepFault>,
    /// How the person was reached.
    pub route: Route,
    /// On which kind of page.
    pub surface: Surface,
    /// How long it took, in ms, waiting for limits left out.
    pub ms: u64,
    /// The attempt in the ledger, if an intent was written.
    pub attempt: Option<AttemptId>,
}

impl PersonReport {
    /// As the ledger keeps it.
    pub(super) fn record(&self, run: RunId) -> OutcomeRecord {
        OutcomeRecord {
            run,
            key: PersonKey(self.key.clone()),
            action: self.action,
            attempt: self.attempt,
            outcome: self.outcome,
            detail: self.detail.clone(),
            fault: self.fault,
            route: self.route,
            surface: self.surface,
            ms: self.ms,
        }
    }
}

/// How the work on one person ended.
#[derive(Debug)]
pub enum Ending {
    /// With an outcome, which is in the ledger.
    Done(PersonReport),
    /// A budget said no at the last moment; nothing was clicked that could remove.
    Refused(Refusal),
    /// At a page that ends the run; with a report if the intent was written already.
    Stopped(StopSeen, Option<PersonReport>),
    /// The browser was lost; with a report if the intent was written already.
    Lost(String, Option<PersonReport>),
    /// The site is not reached, which is nobody's fault of the roster; with a report if the intent was written already.
    Outage(String, Option<PersonReport>),
    /// The network or the site kept the page back, and nothing was clicked that could remove. The report, with `failed`, is not
    /// in the ledger: it is written down once it is known that this is no outage.
    CutOff(NetFault, PersonReport),
    /// The user asked to stop, and nothing was clicked that could remove.
    Interrupted,
    /// The keep list protects less than was confirmed, so nothing may be clicked; with a report if the intent was written already.
    Unprotected(String, Option<PersonReport>),
    /// The ledger cannot be read or written, so nothing may be clicked.
    State(LedgerError),
}

/// An outcome with what led to it, before it is written down.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) fault: Option<StepFault>,
    pub(super) detail: String,
    /// The locator that failed, for the trace.
    pub(super) why_not: Option<WhyNot>,
}

impl Verdict {
    /// An outcome with the step that failed.
    pub(super) fn new(outcome: Outcome, step: Step, reason: Reason, detail: impl Into<String>) -> Verdict {
        Verdict { outcome, fault: Some(StepFault { step, reason }), detail: detail.into(), why_not: None }
    }
}
