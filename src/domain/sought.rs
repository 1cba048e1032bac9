//! The places of the pages that the program asks for by name: one list, from which the checker of the selector files, the engine's and
//! the browser's questions, the JSON Schema, `selectors probe` and docs/selectors.md are made.

use super::words;

words! {
    /// A place that the program asks for by name, whatever the click paths of a selector file say. It stands in the file as
    /// `[locator.<name>]`.
    pub enum Place {
        /// Who the page is about.
        TopCard => "top_card",
        /// Their name.
        Name => "name",
        /// What leads to their own profile.
        ProfileLink => "profile_link",
        /// How near they are.
        Degree => "degree",
        /// What names their employer by itself.
        Company => "company",
        /// The badges of their employer and their school.
        Badge => "badge",
        /// What a page has only for the member whose own it is.
        OwnProfile => "own_profile",
        /// What a page has only for somebody else than its member.
        NotOwnProfile => "not_own_profile",
        /// Who is signed in, on a page about nobody.
        FeedOwner => "feed_owner",
        /// The offer to connect.
        Connect => "connect",
        /// The invitation under way.
        Pending => "pending",
        /// The offer to connect in the overflow menu.
        ConnectItem => "connect_item",
        /// The button of the overflow menu.
        More => "more",
        /// The menus.
        Menu => "menu",
        /// The item that removes.
        RemoveItem => "remove_item",
        /// The item that unfollows.
        UnfollowItem => "unfollow_item",
        /// The offer to follow.
        Follow => "follow",
        /// The dialogs.
        Dialog => "dialog",
        /// The button by which a dialog is told.
        ConfirmButton => "confirm_button",
        /// The button that confirms a removal.
        Confirm => "confirm",
        /// The button that cancels.
        Cancel => "cancel",
        /// Where the page says things in passing.
        ToastRegion => "toast_region",
        /// What the page says in passing.
        Toast => "toast",
        /// What the page says in passing of a failure.
        ToastError => "toast_error",
        /// The list.
        List => "list",
        /// Its rows.
        Row => "row",
        /// What leads from a row to its person.
        RowLink => "row_link",
        /// The name in a row.
        RowName => "row_name",
        /// What else a row says.
        RowDetail => "row_detail",
        /// How many the page says there are.
        ListTotal => "list_total",
        /// What a list without rows shows.
        ListEmpty => "list_empty",
        /// What brings more rows.
        ListMore => "list_more",
    }
}

/// When a file must say where a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// In every file.
    Always,
    /// In a file that has this click path.
    WithPath(&'static str),
    /// In none: a file can do without it.
    Never,
}

/// How many elements of a place one page holds by its nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// One: a second one makes it unusable.
    One,
    /// Any number.
    Many,
}

impl Place {
    /// When a file must say where it is, how many of it a page holds, and what it is for.
    #[must_use]
    pub fn facts(self) -> (Required, Count, &'static str) {
        use Count::{Many, One};
        use Required::{Always, Never, WithPath};
        match self {
            Place::TopCard => (Always, One, "the part of a profile that says who the page is about"),
            Place::Name => (Always, One, "the person's name in it"),
            Place::ProfileLink => (
                Always,
                Many,
                "links in it to the person's own profile; two addresses among them, and the page is not read",
            ),
            Place::Degree => (
                Always,
                Many,
                "texts in it that may be a degree; two of them at once, and the page is not read",
            ),
            Place::Company => (
                Never,
                Many,
                "what names the person's current employer in it, and nothing else; read for the keep list",
            ),
            Place::Badge => (
                Never,
                Many,
                "the badges of employer and school in it; two of them name the employer where a line of the card reads \
                 `EMPLOYER · SCHOOL`; read for the keep list",
            ),
            Place::OwnProfile => (
                Never,
                Many,
                "what only the profile of the signed-in member has; nobody is acted on there, and the account's owner is told by it",
            ),
            Place::NotOwnProfile => (
                Never,
                Many,
                "what only the profile of somebody else has; its page never tells the account's owner",
            ),
            Place::FeedOwner => (
                Never,
                Many,
                "links of the feed's cards beside the posts; the first card is the signed-in member's, and leads to nobody else",
            ),
            Place::Connect => (Always, One, "the offer to connect, a sign that the person is no connection"),
            Place::Pending => (
                Always,
                One,
                "the invitation that waits, a sign that the person is no connection; what withdraws it",
            ),
            Place::ConnectItem => (
                Never,
                One,
                "the offer to connect in the overflow menu, which proves that no invitation waits where it stands there alone",
            ),
            Place::More => (Always, One, "the button of the person's overflow menu"),
            Place::Menu => (Always, Many, "menus; the one that our own click opened is the scope `menu`"),
            Place::RemoveItem => (Always, One, "the item that removes; never touched before the commit"),
            Place::UnfollowItem => (WithPath("unfollow"), One, "the item that unfollows"),
            Place::Follow => (
                WithPath("unfollow"),
                One,
                "the offer to follow, which proves that the person is not followed",
            ),
            Place::Dialog => {
                (Always, Many, "dialogs; the one that came after our own click is the scope `dialog`")
            }
            Place::ConfirmButton => {
                (Always, One, "the button that a dialog must hold to be the one that is meant")
            }
            Place::Confirm => (Always, One, "the button in that dialog that confirms the removal"),
            Place::Cancel => (Always, One, "the button in that dialog that cancels"),
            Place::ToastRegion => (
                Always,
                Many,
                "where toasts stand; it may stand inside of an open dialog, and is none of what the dialog says",
            ),
            Place::Toast => (
                Always,
                Many,
                "what the page says in passing; the stop signs' `toast` texts are searched in it",
            ),
            Place::ToastError => {
                (Always, Many, "what it says in passing of a failure, after which nothing is waited for")
            }
            Place::List => (Always, One, "the list of Connections, of a people search, of sent invitations"),
            Place::Row => (Always, Many, "its rows; the one of the person who was picked is the scope `row`"),
            Place::RowLink => {
                (Always, Many, "the links in a row that lead to its person, and to nobody else")
            }
            Place::RowName => (Always, Many, "the name in a row"),
            Place::RowDetail => (Always, Many, "what else a row says: headline, place, age of an invitation"),
            Place::ListTotal => (Always, Many, "how many the page says there are"),
            Place::ListEmpty => {
                (Always, Many, "what a list that is empty shows, which proves that nobody is in it")
            }
            Place::ListMore => (Always, One, "the button that brings more rows"),
        }
    }

    /// Whether a file with these click paths must have it.
    #[must_use]
    pub fn is_required(self, has_path: impl Fn(&str) -> bool) -> bool {
        match self.facts().0 {
            Required::Always => true,
            Required::WithPath(path) => has_path(path),
            Required::Never => false,
        }
    }

    /// Whether a page may hold several elements at a locator; one that the program does not know by name is one by its nature.
    #[must_use]
    pub fn may_be_many(locator: &str) -> bool {
        locator.parse::<Place>().is_ok_and(|place| place.facts().1 == Count::Many)
    }
}
