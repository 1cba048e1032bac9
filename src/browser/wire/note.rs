//! What the page script remarks on what it has seen: codes with what they are about, and here, in one place, the words for them. The
//! script itself has no sentence of ours.

#[cfg(test)]
mod tests;

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use super::element::ElementTold;
use crate::domain::PageText;

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::browser) enum Note {
    // ---- of candidates
    /// The texts of this key are none in the page's language.
    NoText {
        /// The key.
        key: String,
        /// The language.
        language: PageText,
    },
    /// Nothing at this selector has a shadow root.
    NoShadowRoot(String),
    /// So many fit but for what they say.
    NoneFits {
        /// In the page.
        total: usize,
        /// And visible.
        seen: usize,
    },
    /// What is said of the scope in which it is searched.
    InScope {
        /// The scope.
        scope: String,
        /// What.
        note: Box<Note>,
    },
    /// These fit, or the first of them.
    These(Vec<ElementTold>),
    /// So many elements fit.
    SeveralFit(usize),
    /// The candidate's text is one of this key, which it must not be.
    TextIsOf(String),
    /// The same, of the element that was found.
    ElementsTextIsOf(String),
    /// What is said of each candidate.
    Each(Vec<Note>),

    // ---- of profiles and rows
    /// The name is empty.
    NameEmpty,
    /// What is said of the list.
    InList(Box<Note>),
    /// Nobody's row is sought.
    NoRowSought,
    /// So many rows lead to the person.
    RowsLead(usize),
    /// The row leads to somebody else too.
    RowLeadsElsewhere,
    /// The row names somebody else.
    RowAboutAnother,
    /// No row is in the page.
    NoRow,

    // ---- of menus and dialogs
    /// The menu names this.
    MenuNames(PageText),
    /// The menu leads there.
    MenuLeads(PageText),
    /// The button names another menu.
    ButtonNamesAnotherMenu,
    /// The menu names another button.
    MenuNamesAnotherButton,
    /// This has opened since.
    AnotherOpened(Option<ElementTold>),
    /// Nothing says that the menu is the button's.
    MenuElsewhere,
    /// No click has opened a menu, and so many are open.
    NoneOpened(usize),
    /// What is said of the place where the button was.
    WhereTheButtonWas(Box<Note>),
    /// The button is gone.
    OpenerGone,
    /// What is open was open before.
    MenusOpenBefore,
    /// No menu is open.
    NoMenu,
    /// So many menus have opened.
    MenusOpened(usize),
    /// So many dialogs have opened.
    DialogsOpened {
        /// Since the commit.
        opened: usize,
        /// Before it.
        before: usize,
    },
    /// No open dialog holds one.
    NoDialogHoldsOne,

    // ---- of the guard
    /// The document came back from the browser's memory.
    LeftAndBack,
    /// The page's own scripts were there before the page script.
    Late,
    /// The page was written anew.
    MadeAnew,
    /// Its address is another.
    AddressChanged,
    /// Its top card cannot be read.
    CardUnreadable,
    /// Its name is another.
    AboutAnother,
    /// Its links are others.
    CardLeadsElsewhere,
    /// The invitation is not shown any more.
    InvitationGone,
    /// The 1st degree is not shown any more.
    DegreeGone,
    /// The locator finds another element.
    AnotherElement,
    /// The dialog says something else.
    DialogChanged,
    /// The item was there before its menu.
    ThereBefore,
    /// The element's label names somebody else.
    LabelNamesAnother,
    /// The click fell there.
    FellOn(Option<ElementTold>),

    // ---- of what is to be clicked
    /// This is disabled.
    Disabled(ElementTold),
    /// It was replaced.
    Replaced,
    /// It moves.
    Moves,
    /// It cannot be scrolled into view.
    OutOfView,
    /// A click would land there.
    LandsOn(Option<ElementTold>),
    /// A click would land on this inside of it.
    LandsInside(ElementTold),
    /// It is not the one to which the pointer came.
    AnotherUnderThePointer,
    /// A stop sign is coming up.
    StopComing,
}

/// What else than the connection a dialog asks about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::browser) enum OtherMatter {
    /// By its own word.
    Word(PageText),
    /// By a box without a label that is ticked.
    Box(ElementTold),
}

/// An element, or that there is none.
struct Shown<'a>(&'a Option<ElementTold>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(element) => element.fmt(f),
            None => f.write_str("nothing"),
        }
    }
}

impl fmt::Display for Note {
    /// The words. What is not ours in them stands in quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::NoText { key, language } => write!(f, "no text for \"{key}\" in language {language}"),
            Note::NoShadowRoot(at) => write!(f, "no shadow root at {at}"),
            Note::NoneFits { total, seen } => {
                write!(f, "{total} in the page, {seen} visible, 0 with the right text")
            }
            Note::InScope { scope, note } => write!(f, "scope \"{scope}\": {note}"),
            Note::These(elements) => joined(f, elements, " "),
            Note::SeveralFit(count) => write!(f, "{count} elements fit"),
            Note::TextIsOf(key) => write!(f, "its text is that of \"{key}\""),
            Note::ElementsTextIsOf(key) => write!(f, "the element's text is that of \"{key}\""),
            Note::Each(notes) if notes.is_empty() => f.write_str("no candidate for this front end"),
            Note::Each(notes) => {
                let mut said: Vec<&Note> = Vec::new();
                for note in notes {
                    if !said.contains(&note) {
                        said.push(note);
                    }
                }
                joined(f, &said, "; ")
            }
            Note::NameEmpty => f.write_str("the name is empty"),
            Note::InList(note) => write!(f, "list: {note}"),
            Note::NoRowSought => f.write_str("no row is sought"),
            Note::RowsLead(count) => write!(f, "{count} rows lead to the pinned person"),
            Note::RowLeadsElsewhere => f.write_str("the row leads to somebody else too"),
            Note::RowAboutAnother => f.write_str("the row is about somebody else"),
            Note::NoRow => f.write_str("no row of a list is in this page"),
            Note::MenuNames(what) => write!(f, "the menu names somebody else: {what}"),
            Note::MenuLeads(to) => write!(f, "the menu leads to somebody else: {to}"),
            Note::ButtonNamesAnotherMenu => f.write_str("the button names another menu as its own"),
            Note::MenuNamesAnotherButton => f.write_str("the menu names another button as its own"),
            Note::AnotherOpened(what) => write!(f, "another button has opened since: {}", Shown(what)),
            Note::MenuElsewhere => {
                f.write_str("the button does not say that it is open, and the menu is elsewhere")
            }
            Note::NoneOpened(open) => write!(f, "no click of ours has opened a menu; {open} are open"),
            Note::WhereTheButtonWas(note) => write!(f, "where the menu's button was: {note}"),
            Note::OpenerGone => {
                f.write_str("the button that opened the menu is gone, or is somebody else's now")
            }
            Note::MenusOpenBefore => f.write_str("the open menus were open before the button was clicked"),
            Note::NoMenu => f.write_str("no menu is open"),
            Note::MenusOpened(count) => write!(f, "{count} menus have opened"),
            Note::DialogsOpened { opened, before } => {
                write!(f, "{opened} dialogs have opened, {before} were open before")
            }
            Note::NoDialogHoldsOne => f.write_str("no dialog that is open holds one"),
            Note::LeftAndBack => f.write_str("the document was left and came back"),
            Note::Late => {
                f.write_str("the page script came to this document later than the page's own scripts")
            }
            Note::MadeAnew => f.write_str("the page was made anew, and its handlers stand before the guard"),
            Note::AddressChanged => f.write_str("the address changed"),
            Note::CardUnreadable => f.write_str("the top card cannot be read"),
            Note::AboutAnother => f.write_str("the page is about somebody else"),
            Note::CardLeadsElsewhere => f.write_str("the top card leads to somebody else"),
            Note::InvitationGone => f.write_str("the page does not show the invitation any more"),
            Note::DegreeGone => f.write_str("the page does not show a 1st degree any more"),
            Note::AnotherElement => f.write_str("another element took its place"),
            Note::DialogChanged => f.write_str("the dialog changed"),
            Note::ThereBefore => f.write_str("it was there before the menu's button was clicked"),
            Note::LabelNamesAnother => f.write_str("its label names somebody else"),
            Note::FellOn(what) => write!(f, "the click fell on {}", Shown(what)),
            Note::Disabled(what) => what.fmt(f),
            Note::Replaced => f.write_str("the element was replaced"),
            Note::Moves => f.write_str("the element moves"),
            Note::OutOfView => f.write_str("the element cannot be scrolled into view"),
            Note::LandsOn(what) => write!(f, "a click would land on {}", Shown(what)),
            Note::LandsInside(what) => write!(f, "a click would land on a control inside of it: {what}"),
            Note::AnotherUnderThePointer => f.write_str("another element took its place under the pointer"),
            Note::StopComing => f.write_str("a sign has come up that would end the run"),
        }
    }
}

impl fmt::Display for OtherMatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OtherMatter::Word(word) => word.fmt(f),
            OtherMatter::Box(element) => element.fmt(f),
        }
    }
}

fn joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, parts: &[T], between: &str) -> fmt::Result {
    parts.iter().enumerate().try_for_each(|(nth, part)| {
        f.write_str(if nth > 0 { between } else { "" })?;
        part.fmt(f)
    })
}
