//! What can be learned from a page: the places of a removal whose words differ from language to language.

use crate::domain::Place;

/// A place that the user can point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sought {
    /// What says that somebody is a connection of the 1st degree.
    Degree,
    /// What says that somebody is of the 2nd degree: the proof of a removal.
    SecondDegree,
    /// The button of the person's overflow menu.
    More,
    /// The menu item that removes.
    RemoveItem,
    /// What the dialog is called, or asks.
    DialogTitle,
    /// What it says below that.
    DialogBody,
    /// The button of the dialog that removes.
    Confirm,
}

impl Sought {
    /// In the order in which a removal comes to them.
    pub const ALL: [Sought; 7] = [
        Sought::Degree,
        Sought::SecondDegree,
        Sought::More,
        Sought::RemoveItem,
        Sought::DialogTitle,
        Sought::DialogBody,
        Sought::Confirm,
    ];

    /// Its name, as `--pick` takes it: the place's own, as it stands in a selector file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sought::Degree => Place::Degree.as_str(),
            Sought::SecondDegree => "second_degree",
            Sought::More => Place::More.as_str(),
            Sought::RemoveItem => Place::RemoveItem.as_str(),
            Sought::DialogTitle => "dialog_title",
            Sought::DialogBody => "dialog_body",
            Sought::Confirm => Place::Confirm.as_str(),
        }
    }

    /// The key of its texts in the files of the languages.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Sought::Degree => "degree_1st",
            Sought::SecondDegree => "degree_2nd",
            Sought::More => "more",
            Sought::RemoveItem => "remove_connection",
            Sought::DialogTitle => "dialog_title",
            Sought::DialogBody => "dialog_body",
            Sought::Confirm => "confirm_remove",
        }
    }

    /// The key of the texts that label it, where labels have one.
    pub(super) fn label_key(self) -> Option<&'static str> {
        match self {
            Sought::More => Some(Sought::More.key()),
            Sought::RemoveItem => Some("remove_connection_label"),
            _ => None,
        }
    }

    /// The question to the user.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Sought::Degree => "Which of these says that this person is a connection of the 1st degree?",
            Sought::SecondDegree => "Which of these says that this person is of the 2nd degree?",
            Sought::More => "Which of these is the button of the person's menu (three dots, or \"More\")?",
            Sought::RemoveItem => "Which of these removes the connection?",
            Sought::DialogTitle => "Which of these is the title of the dialog, or what it asks?",
            Sought::DialogBody => "Which of these does it say below that?",
            Sought::Confirm => "Which of these buttons of the dialog removes the connection?",
        }
    }

    /// Whether it stands at or behind the point of no return: what is learned of it is a guess until a removal has proved it.
    #[must_use]
    pub fn may_remove(self) -> bool {
        !matches!(self, Sought::Degree | Sought::SecondDegree | Sought::More)
    }

    /// Whether it is clicked on the way that a rehearsal goes, and shown by its pictures. A dialog comes only after that.
    #[must_use]
    pub fn is_rehearsed(self) -> bool {
        matches!(self, Sought::More | Sought::RemoveItem)
    }

    /// The locators by which it is found: the button of a dialog also tells the dialog.
    pub(super) fn locators(self) -> &'static [&'static str] {
        match self {
            Sought::Degree | Sought::SecondDegree => &["degree"],
            Sought::More => &["more"],
            Sought::RemoveItem => &["remove_item", "row_remove_item"],
            Sought::Confirm => &["confirm_button", "confirm"],
            Sought::DialogTitle | Sought::DialogBody => &[],
        }
    }

    /// What a locator is for, if that can be learned. A dialog that is not found lacks its button.
    #[must_use]
    pub fn of_locator(locator: &str) -> Option<Sought> {
        let by_name = Sought::ALL.into_iter().find(|sought| sought.locators().contains(&locator));
        by_name.or((locator == Place::Dialog.as_str()).then_some(Sought::Confirm))
    }

    /// Whether a page has one of it alone, which is clicked; the others are read.
    pub(super) fn is_one(self) -> bool {
        matches!(self, Sought::More | Sought::RemoveItem | Sought::Confirm)
    }

    /// Keys of the texts of what it is not: neighbours in the same menu, row or dialog.
    pub(super) fn others(self) -> &'static [&'static str] {
        match self {
            Sought::Degree => &["degree_2nd", "degree_3rd", "follow", "connect", "message", "pending"],
            Sought::SecondDegree => &["degree_1st", "degree_3rd", "follow", "connect", "message", "pending"],
            Sought::More => &[
                "follow",
                "unfollow",
                "following",
                "message",
                "connect",
                "pending",
                "remove_connection",
                "cancel",
                "dismiss",
            ],
            Sought::RemoveItem | Sought::Confirm | Sought::DialogTitle | Sought::DialogBody => &[
                "unfollow",
                "following",
                "follow",
                "report_block",
                "message",
                "more",
                "connect",
                "pending",
                "withdraw",
                "cancel",
                "dismiss",
            ],
        }
    }
}

impl std::str::FromStr for Sought {
    type Err = String;

    fn from_str(text: &str) -> Result<Sought, String> {
        Sought::ALL.into_iter().find(|sought| sought.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Sought::ALL.iter().map(|sought| sought.name()).collect();
            format!("`{text}` is no place that can be learned; there are: {}", names.join(", "))
        })
    }
}
