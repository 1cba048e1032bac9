//! What a report is made of: one or more runs, their people, and what the trace has of each.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::domain::{Action, Outcome, Reason, Step, StepFault, UnixMs};
use crate::ledger::{Later, RunId, RunKind, RunRow, WarningRow};
use crate::trace::{Event, What};

/// Everything that a report tells, in the order in which it is told.
#[derive(Debug, Clone)]
pub struct Report {
    /// The runs, oldest first; at least one.
    pub runs: Vec<RunFacts>,
    /// Whose account it is: the slug, once learnt.
    pub owner: Option<String>,
    /// The people, in the order in which they were reached.
    pub people: Vec<Story>,
    /// The zone that times are shown in.
    pub zone: TimeZone,
    /// When the report was made.
    pub made_at: UnixMs,
    /// The account's flags, as the commands in the texts need them: ` --state DIR`; empty for none.
    pub given: String,
    /// Whether names were replaced; pictures are then shown as coarse mosaics only.
    pub redacted: bool,
}

/// One run.
#[derive(Debug, Clone)]
pub struct RunFacts {
    /// The ledger's row.
    pub row: RunRow,
    /// How many page views it made.
    pub page_views: u64,
    /// The stop signs that it counted as warnings.
    pub warnings: Vec<WarningRow>,
    /// The folder with trace and pictures.
    pub folder: PathBuf,
    /// Whether the trace is there.
    pub trace: TraceState,
    /// The keep list that was given to it.
    pub keep: Option<String>,
    /// The events that concern no person.
    pub events: Vec<Event>,
    /// The locators that the run went by, as the page script was told them.
    pub locators: Option<serde_json::Value>,
}

/// How much of a run's trace there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceState {
    /// All of it.
    Whole,
    /// That many lines cannot be read.
    Damaged(usize),
    /// There is none: evidence is kept only for a time, and can be switched off.
    Gone,
    /// It is there and cannot be read; why.
    Unreadable(String),
}

/// One event of a trace, with the run it belongs to.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The run.
    pub run: RunId,
    /// The event.
    pub event: Event,
}

/// One person, and what became of them.
#[derive(Debug, Clone)]
pub struct Story {
    /// Place in the report, from 1.
    pub nth: usize,
    /// The ledger's key.
    pub key: String,
    /// The slug, where one is known.
    pub slug: Option<String>,
    /// The name, from the roster or else from the page.
    pub name: Option<String>,
    /// The line of the roster; 0 where the trace does not say.
    pub line: u64,
    /// What was to be done.
    pub action: Action,
    /// What became of it in the last of the runs.
    pub outcome: Outcome,
    /// In a sentence.
    pub detail: String,
    /// The step that failed, if one did.
    pub fault: Option<StepFault>,
    /// How the person was reached.
    pub route: Option<String>,
    /// On which kind of page.
    pub surface: Option<String>,
    /// What served the page.
    pub front_end: Option<String>,
    /// When the outcome was written.
    pub at: UnixMs,
    /// How long it took, in ms.
    pub ms: Option<u64>,
    /// The run of the outcome.
    pub run: RunId,
    /// What became of the person in a later run or by hand.
    pub later: Option<Later>,
    /// Whether somebody must look at this person now.
    pub needs_a_look: bool,
    /// The runs of this report had nothing to do with them: it was an earlier one that left them as they stand.
    pub earlier: bool,
    /// How many clicks on them had no effect, by where they stand now.
    pub spent: u32,
    /// Whether no run takes them up before the user says `retry`.
    pub is_users: bool,
    /// Further facts of the roster: label and text.
    pub facts: Vec<(&'static str, String)>,
    /// The trace, in order.
    pub events: Vec<Traced>,
    /// The account's flags, as in [`Report::given`].
    pub given: String,
}

impl Story {
    /// What to call the person: the name, else the slug, else the key.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().or(self.slug.as_deref()).unwrap_or(&self.key)
    }
}

impl RunFacts {
    /// The run's number.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.row.id
    }

    /// Whether the run could change anything.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.row.start.kind == RunKind::Removal
    }

    /// How many people it left for a later run, where the trace says so.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        self.events.iter().rev().find_map(|event| match event.what {
            What::Ended { left, .. } => Some(left),
            _ => None,
        })
    }

    /// What the run itself said of its end.
    #[must_use]
    pub fn end_detail(&self) -> Option<&str> {
        self.events.iter().rev().find_map(|event| match &event.what {
            What::Ended { detail, .. } if !detail.is_empty() => Some(detail.as_str()),
            _ => None,
        })
    }
}

impl Report {
    /// The same for an account that is named by these flags.
    #[must_use]
    pub fn given(mut self, flags: &str) -> Report {
        flags.clone_into(&mut self.given);
        self.people.iter_mut().for_each(|story| flags.clone_into(&mut story.given));
        self
    }

    /// The people whom the runs of this report had to do with.
    pub fn of_its_runs(&self) -> impl Iterator<Item = &Story> {
        self.people.iter().filter(|story| !story.earlier)
    }

    /// How many people came to each outcome in these runs.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Outcome, usize> {
        let mut counts = BTreeMap::new();
        for story in self.of_its_runs() {
            *counts.entry(story.outcome).or_insert(0) += 1;
        }
        counts
    }

    /// How many people need a look now.
    #[must_use]
    pub fn needing_a_look(&self) -> usize {
        self.people.iter().filter(|story| story.needs_a_look).count()
    }

    /// The run that is told of, or the last of several.
    #[must_use]
    pub fn last_run(&self) -> Option<&RunFacts> {
        self.runs.last()
    }

    /// The run of that number.
    #[must_use]
    pub fn run(&self, id: RunId) -> Option<&RunFacts> {
        self.runs.iter().find(|run| run.id() == id)
    }
}

/// Reads the ledger's form of a failing step, such as `menu.not_found`.
pub(super) fn fault_of(text: &str) -> Option<StepFault> {
    let (step, reason) = text.split_once('.')?;
    Some(StepFault { step: step.parse::<Step>().ok()?, reason: reason.parse::<Reason>().ok()? })
}
