//! Mobile web, a guess from end to end: nothing public shows a removal there, so these show that the ways are sound, not that the
//! real pages look like this.

use unlinked::domain::Outcome::{ChangedPage, Failed, Mismatch, NotConnected, Removed, Unconfirmed};
use unlinked::domain::StopSign;

use super::super::case::{Case, fault, o, s, with};

/// Every page and fault of mobile web.
pub const MOBILE: &[Case] = &[
    fault("mobile_as_it_is", "profile, sheet from the bottom, a sheet that asks", "4", &[], o(Removed), 1),
    fault(
        "mobile_dialog_none",
        "no question: the item removes at once",
        "0.5, 4",
        &["dialog_none"],
        o(Removed),
        1,
    ),
    fault("mobile_dialog_late", "the question comes late", "4", &["dialog_late=800"], o(Removed), 1),
    fault(
        "mobile_dialog_names",
        "the question speaks of somebody else",
        "0.8, 4",
        &["dialog_names=Otto Wirth"],
        o(Mismatch),
        0,
    ),
    fault(
        "mobile_dialog_native",
        "the question is a native `<dialog>`",
        "1b, 4",
        &["dialog_native"],
        o(Removed),
        1,
    ),
    fault(
        "mobile_menu_first_click_ignored",
        "the sheet opens at the second tap only",
        "4",
        &["menu_first_click_ignored"],
        o(Removed),
        1,
    ),
    fault(
        "mobile_menu_two_items",
        "the sheet has the remove item twice",
        "4",
        &["menu_two_items"],
        o(ChangedPage),
        0,
    ),
    fault(
        "mobile_app_prompt",
        "a sheet offers the app: the browser is stayed in",
        "4",
        &["app_prompt"],
        o(Removed),
        1,
    ),
    fault(
        "mobile_cookie_banner",
        "a cookie banner lies over the lower part of the page",
        "4",
        &["cookie_banner"],
        o(Removed),
        1,
    ),
    fault("mobile_upsell", "a dialog offers a subscription", "4", &["upsell=aria"], o(Removed), 1),
    fault(
        "mobile_covered_item",
        "an invisible layer lies over the remove item",
        "4",
        &["covered=item"],
        o(ChangedPage),
        0,
    )
    .or(Failed),
    fault("mobile_not_connected", "2nd degree", "4", &["not_connected=2"], o(NotConnected), 0),
    fault(
        "mobile_dead_shell",
        "an empty profile page with other people's buttons",
        "4, 6",
        &["dead_shell"],
        o(ChangedPage),
        0,
    ),
    fault(
        "mobile_both_degrees",
        "both degrees are visible",
        "4",
        &["both_degrees_visible"],
        o(ChangedPage),
        0,
    ),
    fault("mobile_toast_error", "an error toast", "4", &["toast_error"], o(Unconfirmed), 1),
    fault(
        "mobile_remove_status",
        "the removal's own request is answered with 429",
        "4, 5",
        &["remove_status=429"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "mobile_challenge",
        "redirect to a security check",
        "4, 5",
        &["challenge"],
        s(StopSign::Challenge),
        0,
    ),
    with(
        "mobile_guess_refused",
        "the real site, where a guess is not used until the user allows it",
        "4",
        |crew| {
            crew.rules.practice = false;
            crew.somebody_plain()
        },
        o(ChangedPage),
        0,
    )
    .says("unlinked selectors prove WHO"),
    with(
        "mobile_guess_allowed",
        "the real site, and the user allows guesses",
        "4",
        |crew| {
            (crew.rules.practice, crew.rules.allow_guessed) = (false, true);
            crew.somebody_plain()
        },
        o(Removed),
        1,
    ),
];
