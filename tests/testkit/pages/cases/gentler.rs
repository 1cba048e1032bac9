//! The gentler actions, on each of the two desktop front ends: unfollow, and withdraw an invitation. The same guards hold, with a
//! budget of their own.

use unlinked::domain::Outcome::{
    ChangedPage, Kept, Mismatch, NotConnected, NotFound, Rehearsed, Unconfirmed, Unfollowed, Withdrawn,
};
use unlinked::domain::StopSign;
use unlinked::roster::Row;

use super::super::case::{Case, fault, o, s, with};
use super::super::crew::Crew;

fn kept(crew: &mut Crew) -> Row {
    let row = crew.somebody_plain();
    crew.keep = format!("{}\n", row.person.slug.as_ref().unwrap());
    row
}

fn rehearsed(crew: &mut Crew) -> Row {
    crew.rules.rehearsal = true;
    crew.somebody_plain()
}

/// Takes an invitation back without the program.
fn without_invitation(crew: &Crew, connected: bool) -> Row {
    let row = crew.somebody_plain();
    let mut person = crew.site.person(row.person.slug.as_ref().unwrap().as_str()).unwrap();
    (person.connected, person.invitation) = (connected, None);
    crew.site.add_person(person);
    row
}

/// Unfollowing somebody who stays a connection.
pub const UNFOLLOW: &[Case] = &[
    fault("unfollow_as_it_is", "the same menu, its item to unfollow", "1a", &[], o(Unfollowed), 1),
    fault("unfollow_dialog_native", "a native `<dialog>` asks", "1b", &["dialog_native"], o(Unfollowed), 1),
    fault(
        "unfollow_dialog_aria",
        "an element with `role=dialog` asks",
        "1b",
        &["dialog_aria"],
        o(Unfollowed),
        1,
    ),
    fault(
        "unfollow_dialog_shadow",
        "a dialog in the shadow root asks",
        "1b",
        &["dialog_shadow"],
        o(Unfollowed),
        1,
    ),
    fault(
        "unfollow_dialog_names",
        "the dialog speaks of somebody else: it is closed",
        "0.8",
        &["dialog_names=Otto Wirth", "dialog_aria"],
        o(Mismatch),
        0,
    ),
    fault("unfollow_menu_late", "the menu opens late", "10", &["menu_late=800"], o(Unfollowed), 1),
    fault(
        "unfollow_menu_first_click_ignored",
        "the menu opens at the second click only",
        "2",
        &["menu_first_click_ignored"],
        o(Unfollowed),
        1,
    ),
    fault(
        "unfollow_menu_missing_item",
        "the menu has no such item",
        "10",
        &["menu_missing_item"],
        o(ChangedPage),
        0,
    ),
    fault(
        "unfollow_menu_two_items",
        "the menu has the item twice",
        "0.8",
        &["menu_two_items"],
        o(ChangedPage),
        0,
    ),
    fault(
        "unfollow_remove_mute",
        "it takes effect and the page shows nothing",
        "1a",
        &["remove_mute"],
        o(Unfollowed),
        1,
    ),
    fault(
        "unfollow_remove_no_effect",
        "the page shows it as done, the site did nothing",
        "10",
        &["remove_no_effect"],
        o(Unconfirmed),
        1,
    ),
    fault(
        "unfollow_remove_silent_fail",
        "nothing changes and nothing is said",
        "10",
        &["remove_silent_fail"],
        o(Unconfirmed),
        1,
    ),
    fault(
        "unfollow_remove_status_429",
        "the request is answered with 429",
        "5, 13",
        &["remove_status=429"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "unfollow_remove_status_500",
        "the request is answered with 500",
        "13",
        &["remove_status=500"],
        o(Unconfirmed),
        1,
    ),
    fault("unfollow_toast_error", "an error toast", "1a", &["toast_error"], o(Unconfirmed), 1),
    fault(
        "unfollow_drop_connection_remove",
        "the connection breaks during a request that took effect",
        "10",
        &["drop_connection=remove"],
        o(Unfollowed),
        1,
    ),
    fault("unfollow_not_connected", "2nd degree", "1c", &["not_connected=2"], o(NotConnected), 0),
    fault("unfollow_not_found", "redirect to `/404/`", "6", &["not_found"], o(NotFound), 0),
    fault("unfollow_dead_shell", "an empty profile page", "6", &["dead_shell"], o(ChangedPage), 0),
    fault(
        "unfollow_challenge",
        "redirect to a security check",
        "5",
        &["challenge"],
        s(StopSign::Challenge),
        0,
    ),
    fault(
        "unfollow_stale_content_for_good",
        "the content stays another person's",
        "0.9",
        &["stale_content=0"],
        o(Mismatch),
        0,
    ),
    fault("unfollow_name", "the page shows another name", "0.8", &["name=Otto Wirth@"], o(Mismatch), 0),
    fault(
        "unfollow_both_degrees_visible",
        "1st and 2nd degree are both visible",
        "0.3",
        &["both_degrees_visible"],
        o(ChangedPage),
        0,
    ),
    fault("unfollow_shuffled", "another order of elements", "10", &["shuffled"], o(Unfollowed), 1),
    fault("unfollow_extra_hash", "further random classes", "0.1", &["extra_hash"], o(Unfollowed), 1),
    fault("unfollow_moving", "items move before they rest", "10", &["moving=600"], o(Unfollowed), 1),
    fault(
        "unfollow_no_aria_more",
        "the overflow button has a text and no label",
        "1c",
        &["no_aria_more"],
        o(Unfollowed),
        1,
    ),
    fault("unfollow_upsell", "a dialog offers a subscription", "10", &["upsell=aria"], o(Unfollowed), 1),
    with(
        "unfollow_not_followed",
        "a connection who is not followed: the page says so, nothing is clicked",
        "1a",
        |crew| {
            let row = crew.somebody_plain();
            let mut person = crew.site.person(row.person.slug.as_ref().unwrap().as_str()).unwrap();
            person.following = false;
            crew.site.add_person(person);
            row
        },
        o(Unfollowed),
        0,
    )
    .says("they were not followed"),
    with("unfollow_kept", "somebody on the keep list", "issue", kept, o(Kept), 0),
    with(
        "unfollow_rehearsed",
        "a rehearsal: the menu is opened, nothing in it is clicked",
        "issue",
        rehearsed,
        o(Rehearsed),
        0,
    ),
];

/// Withdrawing an invitation, on the profile of who has it.
pub const WITHDRAW: &[Case] = &[
    fault("withdraw_as_it_is", "the profile's Pending button, and a dialog", "12", &[], o(Withdrawn), 1),
    fault("withdraw_dialog_native", "a native `<dialog>` asks", "12", &["dialog_native"], o(Withdrawn), 1),
    fault(
        "withdraw_dialog_aria",
        "an element with `role=dialog` asks",
        "12",
        &["dialog_aria"],
        o(Withdrawn),
        1,
    ),
    fault(
        "withdraw_dialog_shadow",
        "a dialog in the shadow root asks",
        "12",
        &["dialog_shadow"],
        o(Withdrawn),
        1,
    ),
    fault("withdraw_dialog_none", "nobody asks", "12", &["dialog_none"], o(Withdrawn), 1),
    fault("withdraw_dialog_late", "the dialog comes late", "12", &["dialog_late=800"], o(Withdrawn), 1),
    fault("withdraw_dialog_never", "nothing follows the click", "12", &["dialog_never"], o(Unconfirmed), 0),
    fault(
        "withdraw_remove_no_effect",
        "the page shows it as done, the site did nothing",
        "10",
        &["remove_no_effect"],
        o(Unconfirmed),
        1,
    ),
    fault(
        "withdraw_remove_status",
        "the request is answered with 429",
        "5, 13",
        &["remove_status=429"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "withdraw_remove_mute",
        "it takes effect and the page shows nothing",
        "12",
        &["remove_mute"],
        o(Withdrawn),
        1,
    ),
    fault(
        "withdraw_drop_connection_remove",
        "the connection breaks during a request that took effect",
        "10",
        &["drop_connection=remove"],
        o(Withdrawn),
        1,
    ),
    fault(
        "withdraw_covered_confirm",
        "an invisible layer lies over the confirm button",
        "10",
        &["covered=confirm"],
        o(ChangedPage),
        0,
    ),
    fault(
        "withdraw_stale_content_for_good",
        "the content stays another person's",
        "0.9",
        &["stale_content=0"],
        o(Mismatch),
        0,
    ),
    fault("withdraw_name", "the page shows another name", "0.8", &["name=Otto Wirth@"], o(Mismatch), 0),
    fault("withdraw_not_found", "redirect to `/404/`", "6", &["not_found"], o(NotFound), 0),
    fault(
        "withdraw_challenge",
        "redirect to a security check",
        "5",
        &["challenge"],
        s(StopSign::Challenge),
        0,
    ),
    with(
        "withdraw_accepted",
        "they accepted meanwhile: nothing is clicked on a connection",
        "12",
        |crew| without_invitation(crew, true),
        o(NotFound),
        0,
    )
    .says("accepted"),
    with(
        "withdraw_gone",
        "the invitation is gone: the page offers Connect",
        "12",
        |crew| without_invitation(crew, false),
        o(Withdrawn),
        0,
    )
    .says("nothing was clicked"),
    with("withdraw_kept", "somebody on the keep list", "issue", kept, o(Kept), 0),
    with("withdraw_rehearsed", "a rehearsal: nothing is clicked", "issue", rehearsed, o(Rehearsed), 0),
];

/// The same with Sales Navigator, on the newer front end: the invitation is in the overflow menu alone.
pub const WITHDRAW_BY_MENU: &[Case] = &[
    fault(
        "sales_navigator_pending",
        "Pending is an item of the overflow menu, and nowhere else",
        "ui-evidence-2 C2",
        &["sales_navigator"],
        o(Withdrawn),
        1,
    ),
    fault(
        "sales_navigator_menu_late",
        "the same, and the menu opens late",
        "ui-evidence-2 C2",
        &["sales_navigator", "menu_late=800"],
        o(Withdrawn),
        1,
    ),
    fault(
        "sales_navigator_menu_first_click_ignored",
        "the same, and the menu opens at the second click only",
        "ui-evidence-2 C2",
        &["sales_navigator", "menu_first_click_ignored"],
        o(Withdrawn),
        1,
    ),
    fault(
        "sales_navigator_dialog_late",
        "the same, and the dialog comes late",
        "ui-evidence-2 C2",
        &["sales_navigator", "dialog_late=800"],
        o(Withdrawn),
        1,
    ),
    fault(
        "sales_navigator_dialog_names",
        "the same, and the dialog's button names somebody else",
        "ui-evidence-2 C2",
        &["sales_navigator", "dialog_names=Otto Wirth"],
        o(Unconfirmed),
        0,
    ),
    fault(
        "sales_navigator_no_effect",
        "the same; it is answered and shown as done, and has not happened on a new load",
        "ui-evidence-2 2 and C2",
        &["sales_navigator", "remove_no_effect"],
        o(Unconfirmed),
        1,
    ),
    fault(
        "sales_navigator_missing_item",
        "the menu has neither Pending nor Connect",
        "ui-evidence-2 C2",
        &["sales_navigator", "menu_missing_item"],
        o(ChangedPage),
        0,
    ),
    fault(
        "sales_navigator_two_items",
        "the menu has Pending twice",
        "ui-evidence-2 C2",
        &["sales_navigator", "menu_two_items"],
        o(ChangedPage),
        0,
    ),
    fault(
        "sales_navigator_swap_person",
        "the page goes to another person after the menu has opened",
        "0.9, ui-evidence-2 C2",
        &["sales_navigator", "swap_person=content"],
        o(Mismatch),
        0,
    )
    .or(ChangedPage),
    with(
        "sales_navigator_gone",
        "the invitation is gone: the menu offers Connect",
        "ui-evidence-2 C2",
        |crew| {
            crew.faults(&["sales_navigator"]);
            without_invitation(crew, false)
        },
        o(Withdrawn),
        0,
    )
    .says("the menu offers Connect"),
    with(
        "sales_navigator_accepted",
        "they accepted meanwhile: nothing is clicked on a connection",
        "ui-evidence-2 C2",
        |crew| {
            crew.faults(&["sales_navigator"]);
            without_invitation(crew, true)
        },
        o(NotFound),
        0,
    )
    .says("accepted"),
    with(
        "sales_navigator_rehearsed",
        "a rehearsal: the menu is opened, nothing in it is clicked",
        "ui-evidence-2 C2",
        |crew| {
            crew.faults(&["sales_navigator"]);
            rehearsed(crew)
        },
        o(Rehearsed),
        0,
    ),
];
