//! What is seen of a page, and what one asks about: a profile, a list's rows, a target, a dialog, what came after a click. Plain values
//! without any doing; [`super::Page`] gives them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Element;
use crate::domain::{Area, CandidateNote, FrontEnd, PageText, Point, Reason, StopSign};

/// What the page was about when it was read; the guard in the page compares with exactly this at the moment of a click.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pin {
    /// The name as the page shows it.
    #[serde(serialize_with = "PageText::back_to_a_page")]
    pub name: PageText,
    /// The path of the page's address, such as `/in/anna-nowak/`; empty to leave the address unchecked.
    pub path: String,
    /// The addresses to which the top card itself leads; `None` to leave them unchecked.
    pub links: Option<Vec<String>>,
    /// Whether the page showed an invitation of ours that is pending: then that must still be so, and not a 1st degree.
    pub pending: bool,
    /// Whether that invitation is only to be seen in the overflow menu, which is not open yet: then no 1st degree and no offer to
    /// connect.
    pub unseen: bool,
    /// On a list: the path to which the person's row leads.
    pub row_link: Option<String>,
}

/// The degree of connection that is visible on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// 1st degree.
    First,
    /// 2nd or 3rd degree.
    Other,
    /// Both are visible: the page is not to be trusted.
    Both,
    /// One is visible that cannot be told to be the person's: it stands elsewhere than beside their name.
    Unplaced,
}

/// What a profile says of whose it is, by what the site makes and people cannot write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Own {
    /// The signed-in member's own.
    Yes,
    /// Somebody else's.
    No,
    /// Both at once.
    Both,
}

/// Whom a page about nobody, the feed, says to be signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerSeen {
    /// Where the first card beside the posts leads, and to nobody else.
    pub link: String,
    /// The name in it.
    pub name: PageText,
}

/// What the top card of a profile says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSeen {
    /// The name as shown.
    pub name: PageText,
    /// The addresses (paths) to which the top card itself leads.
    pub links: Vec<String>,
    /// The visible degree.
    #[serde(deserialize_with = "Option::deserialize")]
    pub degree: Option<Degree>,
    /// Whether Connect is offered.
    pub connect: bool,
    /// Whether an invitation is pending.
    pub pending: bool,
    /// Whether Follow is offered.
    pub follow: bool,
    /// Whose page it says that it is.
    #[serde(deserialize_with = "Option::deserialize")]
    pub own: Option<Own>,
    /// Whether this was read by candidates that are only a guess.
    pub guess: bool,
    /// The current employers that it names.
    pub employers: Vec<PageText>,
    /// Whether these were read by candidates that are only a guess.
    pub employers_guessed: bool,
    /// Every line that it shows, whatever it is about.
    pub says: Vec<PageText>,
}

/// Why a locator gave nothing that may be clicked or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNot {
    /// The locator.
    pub locator: String,
    /// Why.
    pub reason: Reason,
    /// In a few words.
    pub note: String,
    /// Candidate by candidate.
    pub notes: Vec<CandidateNote>,
    /// Whether an element went from under the pointer: while the document stays, nothing in its place is clicked.
    pub is_swap: bool,
}

/// Where something went wrong, with enough of the page to mend a selector by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surroundings {
    /// The page's full address.
    pub address: String,
    /// The page's title.
    pub title: PageText,
    /// A trimmed outline of the DOM around the locator's scope, an element a line.
    pub outline: String,
    /// Of each line of the outline, its element's box in the viewport, CSS px; `None` where it is not to be seen.
    pub areas: Vec<Option<Area>>,
    /// Whether it is the outline of a dialog.
    pub is_dialog: bool,
}

impl Surroundings {
    /// Forgets where stands what stands elsewhere in a later outline of the same: what is pictured between the two is where both
    /// have it.
    pub fn hold_against(&mut self, later: &Surroundings) {
        if self.outline != later.outline || self.areas.len() != later.areas.len() {
            self.areas.clear();
        }
        for (area, later) in self.areas.iter_mut().zip(&later.areas) {
            *area = area.filter(|area| Some(*area) == *later);
        }
    }

    /// The texts of the outline's visible elements, the long ones cut off.
    #[must_use]
    pub fn visible_texts(&self) -> Vec<PageText> {
        let visible = self.outline.lines().filter(|line| !line.contains(" (hidden)"));
        let quoted = visible.filter_map(|line| line.strip_suffix('"')?.rsplit_once(" \""));
        quoted.filter_map(|(_, text)| serde_json::from_str(&format!("\"{text}\"")).ok()).collect()
    }
}

/// A page that ends the run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopSeen {
    /// What it means.
    pub sign: StopSign,
    /// By what it was known: `address`, `status`, `title`, `element`, `text`, `toast`.
    pub by: String,
    /// The address prefix, status, selector or phrase itself.
    pub what: String,
}

impl StopSeen {
    /// The site refused because of too many requests.
    #[must_use]
    pub fn throttled(by: &str, what: String) -> StopSeen {
        StopSeen { sign: StopSign::Throttled, by: by.to_owned(), what }
    }

    /// No page says this: two people in a row were still connected after a click that the site took.
    pub(crate) fn no_effect(who: &str) -> StopSeen {
        let what = format!("{who} and the person before are still connected");
        StopSeen { sign: StopSign::NoEffect, by: "clicks without effect".to_owned(), what }
    }
}

/// Where a page load led.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sight {
    /// A page that ends the run.
    pub stop: Option<StopSeen>,
    /// The sign by which nobody is there, such as `/404`.
    pub missing: Option<String>,
    /// The top card.
    pub profile: Option<ProfileSeen>,
    /// Why there is no top card.
    pub unreadable: Option<WhyNot>,
    /// Who is signed in, where the page is the feed and that was asked for.
    pub owner: Option<OwnerSeen>,
    /// Whether the page showed what would say that there is no connection, or nobody, and it had not stood for long enough when
    /// the time was over.
    pub unsettled: bool,
    /// The front end.
    pub front_end: Option<FrontEnd>,
    /// The page's language, its first part.
    pub language: PageText,
    /// Whether the selector files have texts in that language.
    pub language_known: bool,
    /// The full address.
    pub address: String,
    /// The path of the address.
    pub path: String,
    /// HTTP status of the load, 0 where unknown (ui-evidence 13).
    pub status: u16,
    /// The element that was to be clicked next, if it was asked for and is ready, its guard armed.
    pub next: Option<Target>,
}

/// The one element of a locator, ready to be clicked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    /// The locator.
    pub locator: String,
    /// The driver's reference to the element; `None` on a scripted page.
    pub element: Option<Element>,
    /// Which candidate matched, from 0.
    pub candidate: usize,
    /// Whether the candidate or its text is only a guess.
    pub guess: bool,
    /// Its visible text.
    pub text: PageText,
    /// Its tag with the attributes that tell it apart.
    pub tag: String,
    /// What the icon in it says that it shows.
    pub icon: Option<PageText>,
    /// What it stands in, outwards, a few steps far: tags with their roles.
    pub around: Vec<String>,
    /// Where a click would land.
    pub point: Point,
    /// Its box.
    pub area: Area,
    /// What `aria-expanded` says.
    pub expanded: Option<PageText>,
    /// Whether the menu that our click on it has opened is open.
    pub opened: bool,
    /// The candidates before it, and why they did not do.
    pub notes: Vec<CandidateNote>,
    /// The guard that was armed for a click on it; empty for none.
    pub token: String,
}

/// What a search for a locator gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Exactly one element, ready.
    Target(Target),
    /// A page that ends the run came up.
    Stop(StopSeen),
    /// Nothing that may be clicked.
    Not(WhyNot),
}

/// What the guard in the page says of a click.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No click came yet.
    Armed,
    /// The click fell into the element, and the page was still about the person.
    Passed,
    /// The click was swallowed: nothing in the page got it.
    Swallowed,
    /// The page that held the guard is gone: it loaded anew.
    #[default]
    Gone,
}

/// Whether a dialog's title or body is one of those that the click path's dialog is known by, in the page's language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recognised {
    /// It is.
    Yes,
    /// It is, by a text that is only a guess.
    Guessed,
    /// It is not: it may be about anything.
    #[default]
    No,
}

/// A dialog that came after a click.
#[derive(Debug, Clone, PartialEq)]
pub struct DialogSeen {
    /// Its visible text.
    pub text: PageText,
    /// Whether it is one that is known.
    pub recognised: Recognised,
    /// What is left of its text without the texts that are known to name nobody, or only the pinned person.
    pub rest: PageText,
    /// Names that the page's own phrases put there and that are not the pinned person's.
    pub strangers: Vec<PageText>,
    /// The known texts of a dialog in the page's language, lower case: their words are no names.
    pub known: Vec<String>,
    /// By what it asks about something else than the connection, as it is shown, such as `"follower"`.
    pub other: Option<String>,
    /// Its confirm button, with the guard armed, or why it may not be clicked.
    pub confirm: Result<Target, WhyNot>,
}

/// What came of a click.
#[derive(Debug, Clone, PartialEq)]
pub struct Aftermath {
    /// The guard's word.
    pub verdict: Verdict,
    /// Why the guard swallowed the click.
    pub swallowed: Option<String>,
    /// Whether nothing in the page heard of the click that was swallowed: the guard stood before all that is the page's own.
    pub unheard: bool,
    /// A dialog with a confirm button.
    pub dialog: Option<DialogSeen>,
    /// The top card shows, in full, that the person is not 1st degree.
    pub proof: bool,
    /// And the site has answered a request that the page made since the click.
    pub settled: bool,
    /// A page that ends the run.
    pub stop: Option<StopSeen>,
    /// The text of an error toast.
    pub toast_error: Option<PageText>,
    /// HTTP statuses of 400 and more that the site gave to the page's own requests since the click.
    pub bad_answers: Vec<u16>,
}

impl Aftermath {
    /// Nothing could be read after the click.
    #[must_use]
    pub fn unknown() -> Aftermath {
        Aftermath {
            verdict: Verdict::Gone,
            swallowed: None,
            unheard: false,
            dialog: None,
            proof: false,
            settled: false,
            stop: None,
            toast_error: None,
            bad_answers: Vec::new(),
        }
    }
}

/// A row of a list of people.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowSeen {
    /// The paths to which the row leads.
    pub links: Vec<String>,
    /// The name as shown.
    pub name: PageText,
    /// Headline, location and what else the row says.
    pub details: Vec<PageText>,
    /// The visible degree.
    #[serde(deserialize_with = "Option::deserialize")]
    pub degree: Option<Degree>,
    /// Whether its name or address was read by candidates that are only a guess.
    pub guess: bool,
}

/// How one locator stands on a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LocatorSeen {
    /// The locator.
    pub locator: String,
    /// How many visible elements fit; of what is searched in a row, in how many rows any fits.
    pub count: usize,
    /// How many rows a list on the page has, for what is searched in a row.
    pub rows: Option<usize>,
    /// Which candidate matched, from 0, if exactly one element fits.
    pub candidate: Option<usize>,
    /// Whether the match rests on a guess.
    pub guess: bool,
    /// The element's tag with the attributes that tell it apart.
    pub tag: String,
    /// Why nothing may be clicked, as a [`Reason`]'s word.
    pub why: Option<String>,
    /// In a few words.
    pub note: Option<String>,
    /// Candidate by candidate.
    pub notes: Vec<CandidateNote>,
}

/// A list of people, settled.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The visible rows.
    pub rows: Vec<RowSeen>,
    /// Whether the list says that it is empty.
    pub empty: bool,
    /// The total that the page states, as shown.
    #[serde(deserialize_with = "Option::deserialize")]
    pub total: Option<PageText>,
    /// Whether the page offers more rows by a button; lists that load as one scrolls have none.
    pub more: bool,
    /// Whether the rows, or the empty state, were read by candidates that are only a guess.
    pub guess: bool,
    /// Stands for exactly this state of the list; another state has another mark.
    pub mark: String,
}
