//! What goes to the page script and what comes back, as types: a question has a variant of [`Ask`], what is told for it one of [`Told`],
//! and nothing else goes over. The types of the JavaScript side (`page_script/wire.d.ts`) are made from these.

mod as_seen;
mod ask;
mod element;
mod located;
mod note;
mod told;
#[cfg(test)]
mod typescript_tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) use ask::{
    AskDialog, AskField, AskIdentity, AskOutline, AskProbe, AskRace, AskRows, AskTarget, AskWalk, Base,
    Question, Unlike,
};
pub(super) use located::LocatorTold;
pub(super) use told::{
    Answered, ListSeen, Look, PageSeen, TargetTold, ToldDialog, ToldField, ToldIdentity, ToldOutline,
    ToldProbe, ToldRace, ToldRows, ToldTarget, ToldWalk,
};

/// A question, and what is told for it.
pub(super) trait Asks: Into<Ask> {
    /// What is told.
    type Told;

    /// What was told, if it was told for this question.
    fn told(told: Told) -> Option<Self::Told>;
}

/// Makes the two closed sets of one list, so that neither has a member without its counterpart.
macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident($asked:ident) -> $told:ident,)+) => {
        /// What is asked, by what is waited for.
        #[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
        #[serde(tag = "wait", rename_all = "snake_case")]
        pub(super) enum Ask {
            $($(#[$doc])* $name($asked),)+
            /// Whether the document is one of the site's, and nothing of it.
            Nothing,
        }

        /// What was seen, by what was waited for.
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(tag = "wait", rename_all = "snake_case")]
        pub(super) enum Told { $($(#[$doc])* $name($told),)+ }

        $(impl From<$asked> for Ask {
            fn from(asked: $asked) -> Ask {
                Ask::$name(asked)
            }
        }

        impl Asks for $asked {
            type Told = $told;

            fn told(told: Told) -> Option<$told> {
                match told {
                    Told::$name(told) => Some(told),
                    _ => None,
                }
            }
        })+
    };
}

questions! {
    /// Whom the page is about.
    Identity(AskIdentity) -> ToldIdentity,
    /// The one element of a locator, ready to be clicked.
    Target(AskTarget) -> ToldTarget,
    /// What came of a click: the guard's word, a dialog, proof in the top card, a toast, or the site's refusal.
    Race(AskRace) -> ToldRace,
    /// The dialog that the commit brought up, once its button can be clicked.
    Dialog(AskDialog) -> ToldDialog,
    /// The rows of a list, once they have stayed the same for a while.
    Rows(AskRows) -> ToldRows,
    /// A walk through the rows of a list, from one end to the other.
    Walk(AskWalk) -> ToldWalk,
    /// Whether a field has the focus, and holds what was typed into it.
    Field(AskField) -> ToldField,
    /// Every locator as it stands.
    Probe(AskProbe) -> ToldProbe,
    /// An outline of the page around a locator.
    Outline(AskOutline) -> ToldOutline,
}
