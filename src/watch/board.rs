//! What the page shows. Moments and sentences come ready to be read, in the account's own time zone.

use serde::{Deserialize, Serialize};

/// One account in a line: what a fleet's table has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its name in the fleet's file; empty where there is one account alone.
    pub name: String,
    /// How it stands, in a word: `at work`, `paused`, `stopped: challenge`.
    pub state: String,
    /// Whether a human must look before it goes on.
    pub needs_you: bool,
    /// People left to act on; none where no roster is at hand.
    pub left: Option<usize>,
    /// People removed.
    pub removed: usize,
    /// People who need a look.
    pub looks: usize,
    /// When it will be done at the present limits.
    pub end: Option<String>,
}

/// One account in full.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Board {
    /// Whose account it is.
    pub owner: String,
    /// How it stands, in a word, as in [`Account::state`].
    pub state: String,
    /// How it stands, in a sentence.
    pub headline: String,
    /// What is happening.
    pub doing: Doing,
    /// The run at work; what is asked is asked of it.
    pub run: Option<i64>,
    /// What can be asked of it now.
    pub can: Vec<RunAsk>,
    /// How far the roster is.
    pub progress: Option<Progress>,
    /// Halt, breaker, cool-down: what happened and what to do.
    pub hindrances: Vec<String>,
    /// How many people have each outcome.
    pub outcomes: Vec<Count>,
    /// What the budgets hold.
    pub budgets: Vec<Budget>,
    /// Who needs a look; the first of them where there are many.
    pub looks: Vec<Look>,
    /// How many need one in all.
    pub looks_in_all: usize,
    /// What was done by day, in whole weeks from a Monday on, the newest week last.
    pub days: Vec<DayCell>,
    /// The last pictures, the newest first.
    pub pictures: Vec<Picture>,
    /// What came of the last people, the newest first.
    pub recent: Vec<Recent>,
    /// When this was read, in the account's zone.
    pub read: String,
}

/// What is happening.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Doing {
    /// In a sentence; empty where nothing is.
    pub text: String,
    /// Whether somebody's page is open.
    pub is_busy: bool,
}

/// How far a roster is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Its file.
    pub roster: String,
    /// People in it.
    pub people: usize,
    /// People of it who are done.
    pub done: usize,
    /// When it will be done at the present limits, in a sentence; empty where that cannot be told.
    pub end: String,
}

/// How many people have an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The outcome's word.
    pub outcome: String,
    /// How many.
    pub people: usize,
}

/// How full one window of a budget is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// What is counted: `removals`.
    pub what: String,
    /// In which time: `24 h`.
    pub window: String,
    /// How many lie in it.
    pub used: u64,
    /// How many may; none where there is no limit.
    pub most: Option<u32>,
    /// When there is room again; empty while there is.
    pub again: String,
}

/// Somebody who needs a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Their key in the ledger.
    pub key: String,
    /// What was to be done.
    pub action: String,
    /// Their name, or what there is instead.
    pub who: String,
    /// Their profile, if it is known.
    pub address: Option<String>,
    /// What became of it.
    pub outcome: String,
    /// When.
    pub when: String,
    /// What was seen.
    pub detail: String,
    /// What can be said of them here.
    pub can: Vec<PersonWish>,
}

/// How good a day's outcomes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// Before the first day that is told of, or after today.
    Outside,
    /// Nothing was done.
    Nothing,
    /// At most a third of the fullest day.
    Some,
    /// At most two thirds of it.
    More,
    /// More than that.
    Most,
}

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayCell {
    /// `24 Nov`.
    pub day: String,
    /// `Tuesday 24 November: 14 done, 2 need a look`.
    pub told: String,
    /// How many were done.
    pub done: usize,
    /// How many came to need a look.
    pub looks: usize,
    /// Whether it is today.
    pub is_today: bool,
    /// How it compares with the fullest.
    pub kind: CellKind,
}

/// A picture that a run has kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The run.
    pub run: i64,
    /// Its file in the run's folder.
    pub file: String,
    /// Who and what it shows.
    pub told: String,
}

/// What came of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recent {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// The outcome's word.
    pub outcome: String,
    /// Whether somebody must look.
    pub needs_a_look: bool,
    /// In a sentence.
    pub detail: String,
}

/// What can be asked of a run at work. None of it lifts a halt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunAsk {
    /// Finish the current person, and begin with nobody.
    Pause,
    /// Go on.
    Continue,
    /// Finish the current person, and end.
    Stop,
}

/// A wish about a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Which account, from 0.
    pub account: usize,
    /// Which run: another one than the page shows is not meant.
    pub run: i64,
    /// What.
    pub what: RunAsk,
}

/// What can be said of somebody who needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonWish {
    /// Allow another try.
    Retry,
    /// Leave them alone until a retry.
    Skip,
    /// Put them on the account's own keep list.
    Keep,
    /// A keep line that cannot be told keeps them no more.
    Release,
}

/// A wish about somebody who needs a look.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonAsk {
    /// Which account, from 0.
    pub account: usize,
    /// Their key.
    pub key: String,
    /// What was to be done.
    pub action: String,
    /// What.
    pub what: PersonWish,
}

/// What became of a wish, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The sentence.
    pub message: String,
}
