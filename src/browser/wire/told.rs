//! What is told. Each field is always given, and no other: an answer that lacks one, or has one more, is an unreadable one.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::Told;
use super::element::{ElementTold, OutlineLine};
use super::located::{CandidateTold, LocatorTold, NotSeen};
use super::note::{Note, OtherMatter};
use crate::browser::seen::{OwnerSeen, ProfileSeen, Recognised, RowSeen, Rows, StopSeen, Verdict};
use crate::domain::{Area, FrontEnd, PageText, Point};

/// An answer of the page script.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::browser) enum Answered {
    /// The document was not given the page script.
    Unknown,
    /// The document is of this host, which is not the site's.
    Foreign(String),
    /// The page script threw this, which may hold words of the page.
    Failed(PageText),
    /// The document is one of the site's; nothing was asked of it.
    Here,
    /// What was seen.
    Looked(Box<Look>),
}

/// What was seen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Look {
    /// Whether that is enough: else the time was over, or something is in the way.
    pub(in crate::browser) enough: bool,
    /// What is in the way.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) obstacle: Option<Obstacle>,
    /// The page.
    pub(in crate::browser) page: PageSeen,
    /// What was asked for.
    pub(in crate::browser) told: Told,
}

/// What is told of every page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct PageSeen {
    /// Its front end.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) front_end: Option<FrontEnd>,
    /// Its language, the first part.
    pub(in crate::browser) language: PageText,
    /// Whether the selector files have texts in it.
    pub(in crate::browser) language_known: bool,
    /// The full address.
    pub(in crate::browser) address: String,
    /// The path of the address.
    pub(in crate::browser) path: String,
    /// The title.
    pub(in crate::browser) title: PageText,
    /// The HTTP status, 0 where it is not known.
    pub(in crate::browser) status: u16,
    /// Whether it is an answer of 400 and more without a body.
    pub(in crate::browser) mute: bool,
    /// The browser's code for why the page did not come; empty where it did.
    pub(in crate::browser) net_error: String,
    /// When the document was made (ms since 1970 UTC).
    pub(in crate::browser) born: f64,
}

/// Something in the way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Obstacle {
    /// The locator of what closes it; none where only a key does.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) locator: Option<String>,
}

/// The top card, or why there is none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::browser) enum ProfileTold {
    /// What it says.
    Shown(ProfileSeen),
    /// Why it cannot be read.
    Not(NotSeen),
}

/// The sign by which nobody is there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct MissingSeen {
    /// What kind of sign it is, such as `address`.
    pub(in crate::browser) by: String,
    /// The sign.
    pub(in crate::browser) what: String,
}

/// For how long what would prove that there is no connection, or nobody, has stood.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Stood {
    /// Since when the top card has stood, or what says that nobody is there (ms since 1970 UTC).
    pub(in crate::browser) since_ms: f64,
    /// Whatever was answered until then has been waited out for long enough (ms since 1970 UTC).
    pub(in crate::browser) rested_since_ms: f64,
}

/// Whom the page is about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldIdentity {
    /// The top card.
    pub(in crate::browser) profile: ProfileTold,
    /// What was to be found in the same breath, once the page was whole.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) target: Option<TargetTold>,
    /// A page that ends the run.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stop: Option<StopSeen>,
    /// The sign by which nobody is there.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) missing: Option<MissingSeen>,
    /// Whether it is about whom it was about before.
    pub(in crate::browser) unchanged: bool,
    /// Whether a negative is there that has not stood for long enough.
    pub(in crate::browser) unsettled: bool,
    /// Whether the page has shown a negative before what it shows now.
    pub(in crate::browser) wavered: bool,
    /// For how long the page had been there before it was looked at first (ms).
    pub(in crate::browser) unseen_ms: f64,
    /// For how long the negative has stood, where one has stood for long enough.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stood: Option<Stood>,
    /// Who is signed in, where the page is the feed and that was asked for.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) owner: Option<OwnerSeen>,
}

/// An element in the page, which goes to the side of an answer: in the answer stands its number there.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::browser) struct ElementNumber(pub(super) usize);

impl JsonSchema for ElementNumber {
    fn schema_name() -> Cow<'static, str> {
        "ElementNumber".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "x-typescript": "Element" })
    }
}

/// The one element of a locator, ready to be clicked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct Ready {
    /// The locator.
    pub(in crate::browser) locator: String,
    /// The element.
    pub(in crate::browser) element: ElementNumber,
    /// Which candidate matched, from 0.
    pub(in crate::browser) candidate: usize,
    /// Whether the candidate or its text is only a guess.
    pub(in crate::browser) guess: bool,
    /// The role by which it was found, where its markup alone does not settle that.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) role: Option<String>,
    /// Its visible text.
    pub(in crate::browser) text: PageText,
    /// Its tag with the attributes that tell it apart.
    pub(in crate::browser) tag: ElementTold,
    /// What the first icon in it says that it shows.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) icon: Option<PageText>,
    /// What it stands in, outwards: tags with their roles, at most five.
    pub(in crate::browser) around: Vec<ElementTold>,
    /// Where a click would land.
    pub(in crate::browser) point: Point,
    /// Its box.
    #[serde(rename = "box")]
    pub(in crate::browser) area: Area,
    /// What `aria-expanded` says.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) expanded: Option<PageText>,
    /// Whether the menu that our click on it has opened is open.
    pub(in crate::browser) opened: bool,
    /// The candidates before it, and why they did not do.
    pub(in crate::browser) notes: Vec<CandidateTold>,
}

/// The one element of a locator, or why there is none that may be clicked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::browser) enum TargetTold {
    /// It is ready, its guard armed.
    Ready(Ready),
    /// Why not.
    Not(NotSeen),
}

/// What a search gave.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldTarget {
    /// The element.
    pub(in crate::browser) target: TargetTold,
    /// A page that ends the run.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stop: Option<StopSeen>,
}

/// The guard's word.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct GuardSeen {
    /// What became of the click.
    pub(in crate::browser) verdict: Verdict,
    /// Why it was swallowed.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) why: Option<Note>,
    /// When it was armed, or heard of the click (ms since 1970 UTC); 0 where it is gone.
    pub(in crate::browser) at_ms: f64,
}

/// A dialog.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct DialogTold {
    /// Its visible text.
    pub(in crate::browser) text: PageText,
    /// Whether it is one that is known.
    pub(in crate::browser) recognised: Recognised,
    /// What is left of its text without what is known to name nobody, or only the pinned person.
    pub(in crate::browser) rest: PageText,
    /// Names in the page's own phrases that are not the pinned person's.
    pub(in crate::browser) strangers: Vec<PageText>,
    /// The known texts of a dialog in the page's language, lower case.
    pub(in crate::browser) known: Vec<String>,
    /// By what it asks about something else than the connection.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) other: Option<OtherMatter>,
    /// Its confirm button.
    pub(in crate::browser) confirm: TargetTold,
}

/// What came of a click.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldRace {
    /// The guard's word.
    pub(in crate::browser) guard: GuardSeen,
    /// A page that ends the run.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) stop: Option<StopSeen>,
    /// A dialog that came.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) dialog: Option<DialogTold>,
    /// Whether the top card shows that it has taken effect.
    pub(in crate::browser) proof: bool,
    /// And the site has answered a request that the page made since the click.
    pub(in crate::browser) settled: bool,
    /// The text of an error toast.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) toast_error: Option<PageText>,
    /// Statuses of 400 and more, by the page's own account.
    pub(in crate::browser) bad_answers: Vec<u16>,
}

/// The dialog, if one is there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldDialog {
    /// The dialog.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(in crate::browser) dialog: Option<DialogTold>,
}

/// A list, what ends the run in its place, or why there is none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::browser) enum ListSeen {
    /// Its rows.
    Rows(Rows),
    /// A page that ends the run.
    Stop(StopSeen),
    /// Why it cannot be read.
    Not(NotSeen),
}

/// The rows of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldRows {
    /// The list.
    pub(in crate::browser) list: ListSeen,
}

/// What was read on a walk.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldWalk {
    /// The rows on the way.
    pub(in crate::browser) rows: Vec<RowSeen>,
    /// Whether the row that was looked for is in view.
    pub(in crate::browser) found: bool,
    /// The middle of what can be seen of what scrolls.
    pub(in crate::browser) over: Point,
}

/// How a field stands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldField {
    /// Whether it has the focus.
    pub(in crate::browser) focused: bool,
    /// Whether it holds what it is to hold.
    pub(in crate::browser) held: bool,
    /// What it holds, cut short.
    pub(in crate::browser) value: PageText,
}

/// Every locator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldProbe {
    /// How each stands.
    pub(in crate::browser) probe: Vec<LocatorTold>,
}

/// An outline.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::browser) struct ToldOutline {
    /// An element a line.
    pub(in crate::browser) outline: Vec<OutlineLine>,
}

impl Told {
    /// Whether it says of itself that the page is one that ends the run, or one of nobody.
    pub(in crate::browser) fn is_sign(&self) -> bool {
        match self {
            Told::Identity(told) => told.stop.is_some() || told.missing.is_some(),
            Told::Target(told) => told.stop.is_some(),
            Told::Race(told) => told.stop.is_some(),
            Told::Rows(told) => matches!(told.list, ListSeen::Stop(_)),
            Told::Dialog(_) | Told::Walk(_) | Told::Field(_) | Told::Probe(_) | Told::Outline(_) => false,
        }
    }

    /// For how long a negative has stood.
    pub(in crate::browser) fn stood(&self) -> Option<Stood> {
        if let Told::Identity(told) = self { told.stood } else { None }
    }

    /// Takes back what would prove that there is no connection, or nobody.
    pub(in crate::browser) fn unsettle(&mut self) {
        if let Told::Identity(told) = self {
            told.unsettled = true;
            told.missing = None;
            if let ProfileTold::Shown(profile) = &mut told.profile {
                profile.degree = None;
                profile.connect = false;
            }
        }
    }
}

#[cfg(test)]
mod tests;
