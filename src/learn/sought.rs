//! What can be learned from a page: the places of a removal whose words differ from language to language, what a toast says, and how
//! the age of a sent invitation is told.

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
    /// A toast that says that nothing was done.
    ToastFailed,
    /// How an invitation says how many days ago it was sent.
    SentDays,
    /// The same in weeks.
    SentWeeks,
    /// The same in months.
    SentMonths,
    /// The same in years.
    SentYears,
}

impl Sought {
    /// In the order in which a removal comes to them.
    pub const ALL: [Sought; 12] = [
        Sought::Degree,
        Sought::SecondDegree,
        Sought::More,
        Sought::RemoveItem,
        Sought::DialogTitle,
        Sought::DialogBody,
        Sought::Confirm,
        Sought::ToastFailed,
        Sought::SentDays,
        Sought::SentWeeks,
        Sought::SentMonths,
        Sought::SentYears,
    ];

    /// How the age of a sent invitation is told.
    pub const AGES: [Sought; 4] =
        [Sought::SentDays, Sought::SentWeeks, Sought::SentMonths, Sought::SentYears];

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
            Sought::ToastFailed
            | Sought::SentDays
            | Sought::SentWeeks
            | Sought::SentMonths
            | Sought::SentYears => self.key(),
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
            Sought::ToastFailed => "toast_failed",
            Sought::SentDays => "sent_days",
            Sought::SentWeeks => "sent_weeks",
            Sought::SentMonths => "sent_months",
            Sought::SentYears => "sent_years",
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
            Sought::ToastFailed => "Which of these messages says that nothing was done?",
            Sought::SentDays => "Which of these says how many DAYS ago an invitation was sent?",
            Sought::SentWeeks => "Which of these says how many WEEKS ago an invitation was sent?",
            Sought::SentMonths => "Which of these says how many MONTHS ago an invitation was sent?",
            Sought::SentYears => "Which of these says how many YEARS ago an invitation was sent?",
        }
    }

    /// Whether it stands at or behind the point of no return: what is learned of it is a guess until a removal has proved it.
    #[must_use]
    pub fn may_remove(self) -> bool {
        matches!(self, Sought::RemoveItem | Sought::DialogTitle | Sought::DialogBody | Sought::Confirm)
    }

    /// Whether its words hold a number, for which `{n}` stands in the files.
    pub(super) fn is_counted(self) -> bool {
        Sought::AGES.contains(&self)
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
            _ => &[],
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
            // An age in another unit, which is known.
            Sought::SentDays => &["sent_weeks", "sent_months", "sent_years"],
            Sought::SentWeeks => &["sent_days", "sent_months", "sent_years"],
            Sought::SentMonths => &["sent_days", "sent_weeks", "sent_years"],
            Sought::SentYears => &["sent_days", "sent_weeks", "sent_months"],
            Sought::ToastFailed => &["toast_too_many", "cancel", "dismiss"],
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
