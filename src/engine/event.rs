//! What a run tells while it goes on, and what it says at its end. Who listens (a terminal, `--json`, a test) is not known
//! here.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::report::PersonReport;
use crate::domain::{Outcome, Step, StoppedBy, UnixMs};
use crate::trace::Faded;

/// Why a run waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitWhy {
    /// The spacing between two people.
    Pace,
    /// A budget is spent.
    Budget,
    /// Outside the active hours.
    Hours,
    /// A cool-down after a throttling sign.
    Cooldown,
    /// A doubtful person may be looked at only some time after the click.
    Settle,
    /// A lost session on a server, which might still click, is ended by the server only after its time-out.
    Session,
}

/// Something that happened in a run.
#[derive(Debug, Clone)]
pub enum RunEvent {
    /// The run starts.
    Started {
        /// The run's number.
        run: i64,
        /// How many people are left to act on.
        people: usize,
        /// How many the ledger has as done already.
        done_before: usize,
    },
    /// Something the user should know; nothing stops for it.
    Warning(String),
    /// The browser is being started.
    Browser,
    /// Who is signed in.
    Owner {
        /// The owner's slug.
        slug: String,
        /// Whether the ledger learned it just now.
        learned: bool,
    },
    /// A person's work reached a step.
    Step {
        /// The line of the roster.
        line: u64,
        /// The slug, or the name for a row without one.
        who: String,
        /// The step.
        step: Step,
    },
    /// What became of a person in this run. Once for each person that the run is done with.
    Person(PersonReport),
    /// The run waits.
    Waiting {
        /// Until when.
        until: UnixMs,
        /// Why.
        why: WaitWhy,
    },
    /// The user has asked for a pause, and nobody is at hand any more.
    Paused,
    /// The pause is over.
    Continued,
}

/// What a run says at its end.
#[derive(Debug, Clone)]
pub struct RunSummary {
    /// The run's number; 0 if it did not come to have one.
    pub run: i64,
    /// How many people of the roster have each outcome, by this run and the ones before.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// Why it ended before its roster did.
    pub stopped_by: Option<StoppedBy>,
    /// What that means and what to do next, in a sentence or two.
    pub stop_detail: String,
    /// How many people this run itself brought to each outcome.
    pub of_this_run: BTreeMap<Outcome, usize>,
    /// When the first of those whose click had no effect may be tried again.
    pub next_try: Option<UnixMs>,
    /// People of the roster whom a later run takes up without being told to.
    pub left: usize,
    /// Whether anybody needs a look.
    pub needs_a_look: usize,
    /// WebDriver commands made.
    pub commands: u64,
    /// The ledger's file.
    pub ledger: PathBuf,
    /// The folder with trace and pictures.
    pub evidence: PathBuf,
    /// Why the trace or its pictures are not whole.
    pub trace_failure: Option<String>,
    /// Places that are found by later candidates than in the runs before.
    pub faded: Vec<Faded>,
}
