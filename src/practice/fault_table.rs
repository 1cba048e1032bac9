//! The one table of faults: name, what value it takes, whether it needs a person, and one line of help.

/// What stands after the `=` of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Flag,
    /// Milliseconds; the number given is used where there is none.
    Ms(u64),
    /// A number that must be given, 0 to 100,000.
    Count,
    /// One of some words; the first is used where there is none.
    Choice(&'static [&'static str]),
    /// A text that must be given.
    Text,
    /// A text; the one given here is used where there is none.
    TextOr(&'static str),
}

/// One fault that can be asked for.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    /// Whether it makes sense for one named person only.
    pub(crate) needs_slug: bool,
    pub(crate) help: &'static str,
}

const fn fault(name: &'static str, value: Value, help: &'static str) -> Fault {
    Fault { name, value, needs_slug: false, help }
}

const fn of_one(name: &'static str, value: Value, help: &'static str) -> Fault {
    Fault { name, value, needs_slug: true, help }
}

use Value::{Choice, Count, Flag, Ms, Text, TextOr};

/// Every fault, by field.
pub(crate) static FAULTS: &[Fault] = &[
    // The dialog that asks before a removal.
    fault("dialog_none", Flag, "no dialog: the menu item removes at once"),
    fault("dialog_native", Flag, "the dialog is a native <dialog>"),
    fault("dialog_aria", Flag, "the dialog is an element with role=dialog"),
    fault("dialog_shadow", Flag, "the dialog is in the shadow root of #interop-outlet"),
    fault("dialog_late", Ms(1500), "the dialog comes MS late"),
    fault("dialog_never", Flag, "the menu item closes the menu, and neither a dialog nor a removal follows"),
    fault("dialog_names", Text, "the dialog speaks of somebody of this name"),
    fault("dialog_first_name_only", Flag, "the dialog says the first name only"),
    // What becomes of the removal.
    fault(
        "toast_error",
        TextOr("Something went wrong. Please try again later."),
        "the removal is refused, with this text as an error toast",
    ),
    fault("remove_no_effect", Flag, "the removal is answered and shown as done, and nothing changes"),
    fault("remove_silent_fail", Flag, "the removal is answered, nothing changes, and the page shows nothing"),
    fault("remove_status", TextOr("429"), "the removal's own request fails with this HTTP status"),
    fault("remove_slow", Ms(3000), "the removal takes effect, and is answered, MS late"),
    fault("remove_mute", Flag, "the removal takes effect, and the page shows nothing"),
    // The menu.
    fault("menu_late", Ms(1500), "a menu opens MS late"),
    fault("menu_first_click_ignored", Flag, "the first click on the overflow button does nothing"),
    fault("menu_missing_item", Flag, "the menu has neither a remove item nor one to follow or unfollow"),
    fault("menu_two_items", Flag, "the menu has the remove item twice, and the one to unfollow too"),
    fault(
        "mislabel",
        Flag,
        "the remove item's aria-label says \"Send message to NAME\" (always so in Polish)",
    ),
    fault(
        "no_aria_more",
        Flag,
        "SDUI: the overflow button has a text and no aria-label, its hidden twin has the label",
    ),
    // Loading.
    fault("slow_load", Ms(2000), "the page is answered MS late"),
    fault(
        "hang",
        Choice(&["answer", "load"]),
        "no answer ever comes, or (load) the page never finishes loading",
    ),
    fault(
        "drop_connection",
        Choice(&["page", "remove"]),
        "the connection breaks without an answer: of the page, or (remove) of a removal that took effect",
    ),
    fault(
        "list_stalls",
        Ms(3000),
        "each further batch of a list, and each answer to its filter, comes MS late",
    ),
    fault("rows_bare", Flag, "rows of lists show neither a headline nor a place"),
    fault("load_more", Flag, "lists have a button for more instead of loading while scrolling"),
    fault(
        "load_by_wheel",
        Flag,
        "SDUI: lists load more when the wheel is turned over their end, and not by scrolling alone",
    ),
    // Stop signs.
    fault(
        "status",
        TextOr("429"),
        "the page answers with this HTTP status and a small body: 429, 403, 451, 999, 500",
    ),
    fault("empty_status", TextOr("429"), "the page answers with this HTTP status and no body"),
    fault("challenge", Flag, "redirect to a security check"),
    fault("captcha", Flag, "redirect to a check with a captcha"),
    fault("restriction", Flag, "the account is restricted"),
    fault("unusual_activity", Flag, "a page about an unusually high number of page views"),
    fault("commercial_limit", Flag, "search says that the commercial use limit is reached"),
    fault("generic_error", Flag, "a small error page that answers 200"),
    fault("signed_out", Flag, "the session has ended: redirect to sign-in, until somebody signs in"),
    fault("authwall", Flag, "the session has ended: redirect to the authwall, until somebody signs in"),
    fault("other_owner", TextOr("Wendell Crane"), "somebody else is signed in, of this name"),
    fault(
        "self_profile",
        Choice(&["address", "silent", "contrary", "pasted"]),
        "SDUI: addresses of profiles are led on to ones that say whether they are one's own; or no profile says so; or each says the contrary; or people have their own address in their card, as they see it themselves",
    ),
    fault(
        "own_address",
        Choice(&["gone", "others"]),
        "/in/me/ leads to /404/, so that the feed alone says who is signed in; or to somebody else's page",
    ),
    fault(
        "sales_navigator",
        Flag,
        "SDUI: the account has Sales Navigator: Connect and Pending stand in the overflow menu alone",
    ),
    fault("challenge_after", Count, "a security check after N more page views"),
    fault("throttled_after", Count, "HTTP 429 after N more page views"),
    // The person.
    fault("not_found", Flag, "the profile redirects to /404/"),
    fault("not_found_once", Flag, "the profile redirects to /404/ once, and is there the next time"),
    fault("dead_shell", Flag, "an empty profile page with other people's buttons"),
    fault("interstitial", Flag, "a page that says \"This page doesn't exist\""),
    of_one("renamed", Text, "the person's address has changed to this slug; the old one redirects"),
    of_one("name", Text, "the page shows this name"),
    of_one("homonym", Flag, "somebody else in the network has the same name"),
    fault(
        "not_connected",
        Choice(&["2", "3", "message", "pending"]),
        "2nd or 3rd degree, 2nd with a Message button first, or an unanswered invitation",
    ),
    fault(
        "profile_mentions_security",
        Flag,
        "the headline speaks of security verification and unusual activity",
    ),
    // The page.
    fault("front_end", Choice(&["sdui", "ember"]), "which front end serves the page"),
    fault(
        "stale_content",
        Ms(800),
        "address and title are right, the content is another person's for MS (0: for good)",
    ),
    fault(
        "swap_person",
        Choice(&["content", "url", "hover"]),
        "after the menu opened the page goes to another person: content first, address first, or when the pointer reaches the item",
    ),
    fault("reload_mid", Choice(&["once", "always"]), "the page reloads itself when the menu opens"),
    fault(
        "layout",
        Choice(&["wide", "narrow", "turns", "turns_at_menu"]),
        "SDUI: the action row of a wide window (a text), or of a narrow one (three dots), or the window turns from one to the other: soon after the load and under the pointer, or once the menu is open",
    ),
    fault(
        "card",
        Choice(&["div", "h1", "twice", "pending_key", "bell"]),
        "SDUI: the name stands in no link, or in an h1; the degree is there twice; a part of the card has a key as of an invitation; a bell leads to the person",
    ),
    fault("both_degrees_visible", Flag, "1st and 2nd degree are both visible"),
    fault("degree_missing", Flag, "no degree is shown"),
    fault("no_employer", Flag, "the card names no employer"),
    fault("shuffled", Flag, "sections, buttons and menu items stand in another order"),
    fault("extra_hash", Flag, "every element has further random classes"),
    fault(
        "covered",
        Choice(&["more", "item", "confirm"]),
        "an invisible layer lies over the overflow button, the remove item, or the confirm button",
    ),
    fault("moving", Ms(600), "menu items and dialog buttons move for MS before they rest"),
    fault("upsell", Choice(&["aria", "native"]), "a dialog offers a subscription on each page"),
    fault("cookie_banner", Flag, "a cookie banner lies over the lower part of the page until it is answered"),
    fault("messaging_overlay", Flag, "the messaging list is open in the corner"),
    fault(
        "heavy",
        Flag,
        "the page holds 300 posts of other people, with menus of their own: some 400 kB, 4,000 elements",
    ),
    fault("hydrates_late", Ms(700), "the page's own scripts run MS after it is there"),
    fault("long_tasks", Ms(1500), "tasks of 90 ms block the page's main thread for MS"),
    fault("app_prompt", Flag, "mobile: a sheet offers the app"),
];

/// The fault of that name.
pub(crate) fn find(name: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.name == name)
}
