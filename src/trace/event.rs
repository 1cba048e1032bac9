//! One recorded step. The trace is a file of JSON Lines, one [`Event`] a line.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Area, CandidateNote, FrontEnd, Outcome, PageError, Point, Reason, Step, StopSign, StoppedBy, UnixMs,
};

/// One line of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Number of the event in its run, from 1.
    pub seq: u64,
    /// When, in ms since the Unix epoch (UTC).
    pub at: UnixMs,
    /// The ledger's key of the person, empty for what concerns the run.
    pub person: String,
    /// Line of the person in the roster, 0 for none.
    pub line: u64,
    /// The step in the life of a removal.
    pub step: Step,
    /// How long it took, in ms.
    pub ms: u64,
    /// What happened.
    pub what: What,
    /// The picture taken with it: a file name in the run's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// How many px of the picture make one CSS px, where that is known: areas and points are in CSS px.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Where on the picture the lines of the outline stand, CSS px; `None` for what is not to be seen, or moved meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Option<Area>>,
}

/// What happened in a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The run starts.
    Started {
        /// How many people are to be acted on.
        people: u64,
        /// How many the ledger had as done before.
        done_before: u64,
    },
    /// The run ends.
    Ended {
        /// What ended it early.
        stopped_by: Option<StoppedBy>,
        /// What that means and what to do next.
        detail: String,
        /// How many people are left for a later run.
        left: u64,
    },
    /// A page was loaded and read.
    Opened {
        /// The path that was asked for.
        path: String,
        /// The address that it led to.
        address: String,
        /// HTTP status, 0 where unknown.
        status: u16,
        /// The front end.
        front_end: Option<FrontEnd>,
        /// The page's language.
        language: String,
        /// The name in the top card.
        name: Option<String>,
        /// The visible degree, or what stands for it.
        degree: String,
    },
    /// An element was found, ready to be clicked.
    Found {
        /// The locator.
        locator: String,
        /// Which candidate matched, from 0.
        candidate: usize,
        /// Whether it rests on a guess.
        guess: bool,
        /// Its tag with the attributes that tell it apart.
        tag: String,
        /// What the icon in it says that it shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
        /// What it stands in, outwards, a few steps far: tags with their roles.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        around: Vec<String>,
        /// Its visible text.
        text: String,
        /// Its box in the viewport, CSS px.
        area: Area,
        /// Where a click lands.
        point: Point,
        /// Candidates before it, and why they did not do.
        notes: Vec<CandidateNote>,
    },
    /// Nothing that may be clicked or read.
    NotFound {
        /// The locator.
        locator: String,
        /// Why.
        reason: Reason,
        /// In a few words.
        note: String,
        /// Candidate by candidate.
        notes: Vec<CandidateNote>,
        /// The page's address.
        address: String,
        /// The page's title.
        #[serde(default)]
        title: String,
        /// An outline of the page around the locator's scope.
        outline: Option<String>,
    },
    /// Something else was not as it should be.
    Problem {
        /// What.
        text: String,
        /// The page's address.
        address: String,
        /// The page's title.
        title: String,
        /// An outline of the page around the top card.
        outline: Option<String>,
    },
    /// A click was made.
    Clicked {
        /// The locator.
        locator: String,
        /// Where.
        point: Point,
        /// `done`, `not_done` or `unknown`: the driver's answer.
        answer: String,
        /// The guard's word, where a guard was armed.
        guard: Option<String>,
    },
    /// The intent was written and synced.
    Intent {
        /// The ledger's number of the attempt.
        attempt: i64,
    },
    /// A dialog came.
    Dialog {
        /// Its text.
        text: String,
        /// What was made of it: `confirmed`, `cancelled` and why.
        verdict: String,
        /// An outline of it, where it was not confirmed: what `selectors learn` asks about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outline: Option<String>,
    },
    /// A page that ends the run.
    Stop {
        /// What it means.
        sign: StopSign,
        /// By what it was known.
        by: String,
        /// The address prefix, status, selector or phrase.
        what: String,
        /// The page's address.
        #[serde(default)]
        address: String,
        /// The page's title.
        #[serde(default)]
        title: String,
    },
    /// What became of the person.
    Outcome {
        /// The outcome.
        outcome: Outcome,
        /// In a sentence.
        detail: String,
    },
    /// A script of the page reported an error.
    PageError(PageError),
    /// A remark.
    Note {
        /// The remark.
        text: String,
    },
}
