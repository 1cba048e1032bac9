//! A run at work: what it was given, what it holds, and why it ends before its roster is done.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::event::RunEvent;
use super::pause::Pause;
use super::report::PersonReport;
use super::rules::Rules;
use super::schedule::Schedule;
use crate::browser::NetFault;
use crate::domain::{Action, Clock, Outcome, PersonKey, Slug, StoppedBy, Thresholds};
use crate::ledger::{Ledger, LedgerError, Policy, RunId};
use crate::roster::{KeepList, Row};
use crate::selectors::Selectors;
use crate::trace::Recorder;
/// Everything a run is given.
pub struct RunInput<'a, S> {
    /// The people, in the order of the roster.
    pub rows: &'a [Row],
    /// Reads the keep list anew; an error, also that it protects less than was confirmed, stops the run.
    pub keep: &'a dyn Fn() -> Result<KeepList, String>,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// What decides when somebody is tried again.
    pub policy: Policy,
    /// The number of the run, which the ledger has begun.
    pub run: RunId,
    /// The slugs that a rehearsal saw: with them, only these people are acted on.
    pub pins: Option<HashMap<PersonKey, Slug>>,
    /// What the rehearsals before found of people, where this is one that goes on from them.
    pub seen_before: HashMap<(PersonKey, Action), Outcome>,
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
    /// Turned on and off by the user while the run is at work: begin with nobody, wait.
    pub pause: Pause,
    /// Asked for once: finish the person at hand, or stop before the point of no return.
    pub finish: CancellationToken,
    /// Asked for twice: stop now.
    pub abort: CancellationToken,
}

/// Why a run ends before its roster is done.
pub(super) struct Stopped {
    pub(super) by: StoppedBy,
    pub(super) detail: String,
}

pub(super) fn stopped(by: StoppedBy, detail: impl Into<String>) -> Stopped {
    Stopped { by, detail: detail.into() }
}

pub(super) fn interrupted() -> Stopped {
    stopped(StoppedBy::Interrupted, "you stopped it; the same command goes on where it ended")
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Stopped {
        stopped(StoppedBy::State, error.to_string())
    }
}

pub(super) struct Running<'a, 't, S> {
    pub(super) input: RunInput<'a, S>,
    pub(super) tell: &'t mut dyn FnMut(RunEvent),
    /// What this run came to with each person.
    pub(super) reports: HashMap<PersonKey, PersonReport>,
    /// People whose click is not proved yet, with what is known of it.
    pub(super) doubtful: HashMap<PersonKey, PersonReport>,
    /// The rows that the keep list protects, with why it cannot be told, where that is so.
    pub(super) protected: HashMap<usize, Option<String>>,
    /// How often in a row the browser was lost, and at whom.
    pub(super) losses: Losses,
    /// People whose pages the network or the site kept back, in a row.
    pub(super) kept_back: KeptBack,
    /// Whether the open session is known to be the owner's.
    pub(super) signed_in: bool,
    /// Whose the page at hand is.
    pub(super) page_of: PageOf,
    /// How many errors of pages the trace holds.
    pub(super) page_errors: usize,
}

/// Whose the page at hand is, as the trace names them, with their line; nobody's for a page of the run's own.
pub(super) type PageOf = (String, u64);

/// Losses of the browser in a row: one page may be bad, but where the next person's takes the browser away too, it's not the page.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// At the owner's own page.
    pub(super) at_own_page: u32,
    /// At whom the browser was lost last, and how often.
    pub(super) at: Option<(PersonKey, u32)>,
}

/// What was kept back since a page last came.
#[derive(Debug, Default)]
pub(super) struct KeptBack {
    pub(super) cause: Option<NetFault>,
    pub(super) people: u32,
    /// Those of them who will be `failed` if it is no outage.
    pub(super) reports: Vec<PersonReport>,
}
