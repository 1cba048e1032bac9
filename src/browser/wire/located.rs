//! How a locator stands, as the page script tells it, and in the words in which everybody else is told.

use schemars::JsonSchema;
use serde::Deserialize;

use super::element::ElementTold;
use super::note::Note;
use crate::browser::seen::{LocatorSeen, WhyNot};
use crate::domain::{CandidateNote, Reason};

/// Why one candidate of a locator did not do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct CandidateTold {
    /// Its place in the locator's list, from 0.
    pub(in crate::browser) candidate: usize,
    /// Why.
    pub(in crate::browser) why: Reason,
    /// What was there instead.
    pub(in crate::browser) note: Note,
}

/// Why a locator gave nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct NotSeen {
    /// The locator.
    pub(in crate::browser) locator: String,
    /// Why.
    pub(in crate::browser) why: Reason,
    /// What is remarked.
    pub(in crate::browser) note: Note,
    /// Candidate by candidate.
    pub(in crate::browser) notes: Vec<CandidateTold>,
}

/// How one locator stands on a page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct LocatorTold {
    /// The locator.
    pub(in crate::browser) locator: String,
    /// How many visible elements fit; of what is searched in a row, in how many rows any fits.
    pub(in crate::browser) count: usize,
    /// How many rows a list on the page has, for what is searched in a row.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) rows: Option<usize>,
    /// Which candidate matched, from 0, if exactly one element fits.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) candidate: Option<usize>,
    /// Whether the match rests on a guess.
    pub(in crate::browser) guess: bool,
    /// The element that matched.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) tag: Option<ElementTold>,
    /// Why nothing may be clicked.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) why: Option<Reason>,
    /// What is remarked.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) note: Option<Note>,
    /// Candidate by candidate.
    pub(in crate::browser) notes: Vec<CandidateTold>,
}

impl CandidateTold {
    /// In words.
    pub(in crate::browser) fn in_words(self) -> CandidateNote {
        CandidateNote {
            candidate: self.candidate,
            why: self.why.to_string(),
            note: Some(self.note.to_string()),
        }
    }
}

impl NotSeen {
    /// As the engine is told.
    pub(in crate::browser) fn into_why(self) -> WhyNot {
        WhyNot {
            locator: self.locator,
            reason: self.why,
            is_swap: matches!(self.note, Note::AnotherUnderThePointer),
            note: self.note.to_string(),
            notes: self.notes.into_iter().map(CandidateTold::in_words).collect(),
        }
    }
}

impl LocatorTold {
    /// As the engine is told.
    pub(in crate::browser) fn into_seen(self) -> LocatorSeen {
        LocatorSeen {
            locator: self.locator,
            count: self.count,
            rows: self.rows,
            candidate: self.candidate,
            guess: self.guess,
            tag: self.tag.map(|element| element.to_string()).unwrap_or_default(),
            why: self.why.map(|why| why.to_string()),
            note: self.note.map(|note| note.to_string()),
            notes: self.notes.into_iter().map(CandidateTold::in_words).collect(),
        }
    }
}
