//! Plain types that the whole program shares: people, slugs, names, outcomes, stop signs, routes, steps, time.
//! No input or output happens here, and nothing here knows what stands above.

mod action;
mod browser_kind;
mod given;
mod known_before;
mod name;
pub(crate) mod neutral;
mod outcome;
mod page_error;
pub mod page_request;
mod page_text;
mod person;
mod place;
mod route;
mod slug;
mod sought;
mod step;
mod stop;
mod thresholds;
mod time;

pub use action::Action;
pub use browser_kind::BrowserKind;
pub use given::{quoted, takes_account, with_given};
pub use known_before::{KnownBefore, Remembered};
pub use name::{NameFit, PersonName, fold_text};
pub use outcome::Outcome;
pub use page_error::{PageError, PageErrorKind};
pub use page_text::PageText;
pub use person::{Person, PersonKey};
pub use place::{Area, CandidateNote, Picture, Point};
pub use route::{FrontEnd, Route, Surface};
pub use slug::{Slug, SlugFault};
pub use sought::{Count, Place, Required};
pub use step::{Reason, Step, StepFault};
pub use stop::{StopSign, StoppedBy};
pub use thresholds::Thresholds;
pub use time::{Clock, UnixMs};

/// Gives a closed set of words its text form, its parser and its serde form, so that ledger, log, report and `--json`
/// use the same word for the same thing.
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        $vis enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every member of the set, in its documented order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word used for it in ledger, log, report and `--json`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $name::ALL.iter().copied().find(|w| w.as_str() == text).ok_or_else(|| {
                    let all: Vec<&str> = $name::ALL.iter().map(|w| w.as_str()).collect();
                    format!("`{text}` is none of: {}", all.join(", "))
                })
            }
        }
    };
}
pub(crate) use words;
