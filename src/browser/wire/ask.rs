//! What is asked.

use schemars::JsonSchema;
use serde::Serialize;

use super::Ask;
use crate::browser::origin::Allowed;
use crate::browser::seen::{Degree, Pin};
use crate::domain::PageText;
use crate::domain::page_request::PageRequest;

/// What stays the same for every question to a document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::browser) struct Base {
    /// What the selector files say.
    #[serde(flatten)]
    pub(in crate::browser) files: PageRequest,
    /// Which documents are the site's.
    pub(in crate::browser) allowed: Allowed,
}

/// One question, with what is said along with each.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct Question {
    /// What is asked.
    pub(in crate::browser) ask: Ask,
    /// Whom the page is to be about, where somebody is sought.
    pub(in crate::browser) pin: Option<Pin>,
    /// The locator of the button that confirms on the click path at hand; none for the one of removals.
    pub(in crate::browser) confirm: Option<String>,
    /// The HTTP status of the document as the browser tells it, 0 where it is not known.
    pub(in crate::browser) status: u16,
    /// For how long it may be looked.
    pub(in crate::browser) slice_ms: u64,
    /// When, by the browser's account, the last answer came to what the page had asked for (ms since 1970 UTC), 0 where nothing is known.
    pub(in crate::browser) answered_ms: f64,
    /// Whether what is in the way was closed as often as it may be.
    pub(in crate::browser) obstacles_spent: bool,
}

impl Question {
    /// A question about nobody, before anything is known of the document.
    pub(in crate::browser) fn new(ask: Ask) -> Question {
        Question {
            ask,
            pin: None,
            confirm: None,
            status: 0,
            slice_ms: 0,
            answered_ms: 0.0,
            obstacles_spent: false,
        }
    }
}

/// Asks whom the page is about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskIdentity {
    /// Whether it is the owner's own page, which shows no degree.
    pub(in crate::browser) own_profile: bool,
    /// The locator to find in the same breath on the page of a 1st-degree connection.
    pub(in crate::browser) at: Option<String>,
    /// What the guard for a click on it is armed by.
    pub(in crate::browser) token: String,
    /// Whether the page before showed, before it was whole, that they are no connection.
    pub(in crate::browser) wavering: bool,
    /// For how long a fresh page is not believed, since the one before had been there so long before it was looked at (ms).
    pub(in crate::browser) unseen_ms: f64,
    /// What the page was about before, where another is waited for.
    pub(in crate::browser) unlike: Option<Unlike>,
}

/// What a page was about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct Unlike {
    /// The name.
    #[serde(serialize_with = "PageText::back_to_a_page")]
    pub(in crate::browser) name: PageText,
    /// The degree.
    pub(in crate::browser) degree: Option<Degree>,
    /// The path of its address.
    pub(in crate::browser) path: String,
}

/// Asks for the one element of a locator.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskTarget {
    /// The locator.
    pub(in crate::browser) at: String,
    /// What the guard for a click on it is armed by; empty for none.
    pub(in crate::browser) token: String,
    /// Whether it is there to close something in the way.
    pub(in crate::browser) dismissing: bool,
}

/// Asks what came of a click.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskRace {
    /// What the guard for the click was armed by.
    pub(in crate::browser) token: String,
    /// Whether a dialog may come.
    pub(in crate::browser) expect_dialog: bool,
    /// What the guard for the dialog's button is armed by.
    pub(in crate::browser) dialog_token: String,
}

/// Asks for the dialog once more.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskDialog {
    /// What the guard for the dialog's button is armed by.
    pub(in crate::browser) dialog_token: String,
}

/// Asks for the rows of a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskRows {
    /// For how long they must stay the same.
    pub(in crate::browser) settle_ms: u64,
    /// The mark of the state that is not to be told again.
    pub(in crate::browser) rows_before: Option<String>,
}

/// Asks for a walk through a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskWalk {
    /// To its beginning, not to its end.
    pub(in crate::browser) up: bool,
    /// The path whose row ends it.
    pub(in crate::browser) row_link: Option<String>,
}

/// Asks how a field stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskField {
    /// Its locator.
    pub(in crate::browser) at: String,
    /// What it is to hold.
    pub(in crate::browser) value: Option<String>,
}

/// Asks for every locator.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskProbe {}

/// Asks for an outline.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::browser) struct AskOutline {
    /// The locator around which.
    pub(in crate::browser) at: String,
}
