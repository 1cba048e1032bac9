//! Every page and fault that is tried in a real browser: what the page does, where that is known from, what must come of the
//! person, and how many removals of them the site may count. `docs/pages.md` is made from these tables.
#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a helper of tests may fail loudly and may print"
)]

use unlinked::domain::{Outcome, StopSign};
use unlinked::roster::Row;

use super::crew::{Came, Crew};

/// One page or fault.
pub struct Case {
    pub name: &'static str,
    /// What the page does, in words.
    pub what: &'static str,
    /// Where the evidence for it stands.
    pub evidence: &'static str,
    set: Set,
    pub came: Came,
    /// What else may come, where it depends on the moment in which the page turns.
    pub or: Option<Came>,
    pub removals: usize,
}

enum Set {
    /// Somebody under these faults; `@` stands for their slug.
    Faults(&'static [&'static str]),
    With(fn(&Crew) -> Row),
}

impl Case {
    /// Prepares the site, and gives the roster's row.
    pub fn prepare(&self, crew: &Crew) -> Row {
        match &self.set {
            Set::Faults(faults) => under(crew, faults),
            Set::With(prepare) => prepare(crew),
        }
    }
}

impl Case {
    const fn or(mut self, outcome: Outcome) -> Case {
        self.or = Some(Came::Outcome(outcome));
        self
    }
}

const fn o(outcome: Outcome) -> Came {
    Came::Outcome(outcome)
}

const fn s(sign: StopSign) -> Came {
    Came::Stopped(sign)
}

const fn fault(
    name: &'static str,
    what: &'static str,
    evidence: &'static str,
    faults: &'static [&'static str],
    came: Came,
    removals: usize,
) -> Case {
    Case { name, what, evidence, set: Set::Faults(faults), came, or: None, removals }
}

const fn with(
    name: &'static str,
    what: &'static str,
    evidence: &'static str,
    prepare: fn(&Crew) -> Row,
    came: Came,
    removals: usize,
) -> Case {
    Case { name, what, evidence, set: Set::With(prepare), came, or: None, removals }
}

/// Somebody of the network under some faults; `@` stands for their slug.
fn under(crew: &Crew, faults: &[&str]) -> Row {
    let row = crew.somebody_plain();
    let slug = row.person.slug.clone().unwrap();
    let faults: Vec<String> = faults.iter().map(|fault| fault.replace('@', &format!("@{slug}"))).collect();
    crew.faults(&faults.iter().map(String::as_str).collect::<Vec<_>>());
    row
}

fn without_url(mut row: Row) -> Row {
    row.person.slug = None;
    row
}

fn with_company(mut row: Row, company: &str) -> Row {
    row.person.company = Some(company.to_owned());
    row
}

fn with_location(mut row: Row, location: &str) -> Row {
    row.person.location = Some(location.to_owned());
    row
}

/// So many people of one name, all connected; the row of the one at `at`, as the site lists them.
fn namesakes(crew: &Crew, count: usize, at: usize) -> Row {
    let template = crew.site.person(crew.somebody_plain().person.slug.unwrap().as_str()).unwrap();
    let batch = crew.site.state().others.len();
    for nth in 0..count {
        let mut person = template.clone();
        person.slug = format!("odo-manyman-{batch}-{nth:03}");
        person.member_id = format!("ACoPractice{batch:05}Same{nth:05}");
        person.member_number += 1000 + u64::try_from(nth).unwrap();
        "Odo Manyman".clone_into(&mut person.name);
        "Odo".clone_into(&mut person.first);
        "Manyman".clone_into(&mut person.last);
        person.in_network = false;
        crew.site.add_person(person);
    }
    crew.row_of(Some(&format!("odo-manyman-{batch}-{at:03}")), Some("Odo Manyman"))
}

use Outcome::{Ambiguous, ChangedPage, Failed, Kept, Mismatch, NotConnected, NotFound, Removed, Unconfirmed};

/// Profiles, on each of the two desktop front ends.
pub const PROFILE: &[Case] = &[
    fault(
        "as_it_is",
        "Ember: the same button and menu twice, the sticky header's first and outside `main`; SDUI: the action row twice, both degree texts, closed dialogs, the menu in a portal, no `h1`; a footer link \"More\" on both",
        "0.1–0.4, 1a, 1c, 11a, 11b, 11i",
        &[],
        o(Removed),
        1,
    ),
    fault(
        "dialog_none",
        "no dialog: the menu item removes at once",
        "0.5, 1b",
        &["dialog_none"],
        o(Removed),
        1,
    ),
    fault("dialog_native", "the dialog is a native `<dialog>`", "0.4, 1b", &["dialog_native"], o(Removed), 1),
    fault(
        "dialog_aria",
        "the dialog is an element with `role=dialog`",
        "1b",
        &["dialog_aria"],
        o(Removed),
        1,
    ),
    fault(
        "dialog_shadow",
        "the dialog is in the shadow root of `#interop-outlet`",
        "1b",
        &["dialog_shadow"],
        o(Removed),
        1,
    ),
    fault("dialog_late", "the dialog comes late", "1b", &["dialog_late=800"], o(Removed), 1),
    fault(
        "dialog_never",
        "the item closes the menu and nothing follows",
        "1b",
        &["dialog_never"],
        o(Unconfirmed),
        0,
    ),
    fault(
        "dialog_names",
        "the dialog speaks of somebody else: it is cancelled",
        "0.8, 1b",
        &["dialog_names=Otto Wirth"],
        o(Mismatch),
        0,
    ),
    fault(
        "dialog_first_name_only",
        "the dialog says the first name only",
        "1b",
        &["dialog_first_name_only"],
        o(Removed),
        1,
    ),
    fault("toast_error", "an error toast after the click", "1a, 11", &["toast_error"], o(Unconfirmed), 1),
    fault(
        "toast_error_too_many",
        "a toast that says \"Too many requests\"",
        "5",
        &["toast_error=Too many requests"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "remove_no_effect",
        "the page shows the person as removed, the site did not remove them",
        "10",
        &["remove_no_effect"],
        o(Unconfirmed),
        1,
    ),
    fault(
        "remove_silent_fail",
        "nothing changes and nothing is said",
        "10",
        &["remove_silent_fail"],
        o(Unconfirmed),
        1,
    ),
    fault(
        "remove_status_429",
        "the removal's own request is answered with 429",
        "5, 13",
        &["remove_status=429"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "remove_status_500",
        "the removal's own request is answered with 500",
        "13",
        &["remove_status=500"],
        o(Unconfirmed),
        1,
    ),
    fault("remove_slow", "the removal takes its time", "11", &["remove_slow=600"], o(Removed), 1),
    fault(
        "remove_mute",
        "the removal takes effect and the page shows nothing",
        "1a",
        &["remove_mute"],
        o(Removed),
        1,
    ),
    fault(
        "drop_connection_remove",
        "the connection breaks during a removal that took effect",
        "10",
        &["drop_connection=remove"],
        o(Removed),
        1,
    ),
    fault("menu_late", "the menu opens late", "10", &["menu_late=800"], o(Removed), 1),
    fault(
        "menu_first_click_ignored",
        "the menu opens at the second click only",
        "2, 11c",
        &["menu_first_click_ignored"],
        o(Removed),
        1,
    ),
    fault(
        "menu_missing_item",
        "the menu has no remove item",
        "10",
        &["menu_missing_item"],
        o(ChangedPage),
        0,
    ),
    fault(
        "menu_two_items",
        "the menu has the remove item twice",
        "0.8",
        &["menu_two_items"],
        o(ChangedPage),
        0,
    ),
    fault(
        "mislabel",
        "the remove item's label says \"Send message to NAME\"",
        "0.7, 1a",
        &["mislabel"],
        o(Removed),
        1,
    ),
    fault(
        "no_aria_more",
        "the overflow button has a text and no label, its hidden twin the label",
        "1c",
        &["no_aria_more"],
        o(Removed),
        1,
    ),
    fault("not_found", "redirect to `/404/`", "6, 11f", &["not_found"], o(NotFound), 0),
    fault(
        "interstitial",
        "a page that says \"This page doesn't exist\"",
        "6",
        &["interstitial"],
        o(NotFound),
        0,
    ),
    fault(
        "dead_shell",
        "an empty profile page with other people's buttons",
        "6, 11f",
        &["dead_shell"],
        o(ChangedPage),
        0,
    ),
    fault("not_connected_2", "2nd degree", "1c", &["not_connected=2"], o(NotConnected), 0),
    fault("not_connected_3", "3rd degree", "1c", &["not_connected=3"], o(NotConnected), 0),
    fault(
        "not_connected_message",
        "2nd degree with a Message button first",
        "1c, 11g",
        &["not_connected=message"],
        o(NotConnected),
        0,
    ),
    fault(
        "not_connected_pending",
        "an invitation is pending",
        "7, 12",
        &["not_connected=pending"],
        o(NotConnected),
        0,
    ),
    fault(
        "renamed",
        "the address leads to another slug, the name agrees: it is followed",
        "1c, 11f",
        &["renamed=somebody-renamed@"],
        o(Removed),
        1,
    ),
    fault(
        "name",
        "the page shows another name than the roster",
        "0.8",
        &["name=Otto Wirth@"],
        o(Mismatch),
        0,
    ),
    fault("homonym", "somebody else in the network has the same name", "0.8", &["homonym@"], o(Removed), 1),
    fault(
        "profile_mentions_security",
        "the headline speaks of security checks: it stops nothing",
        "5",
        &["profile_mentions_security"],
        o(Removed),
        1,
    ),
    fault(
        "stale_content",
        "address and title are right, the content is another person's for a while",
        "0.9, 1c, 11h",
        &["stale_content=800"],
        o(Removed),
        1,
    ),
    fault(
        "stale_content_for_good",
        "the content stays another person's",
        "0.9, 1c, 11h",
        &["stale_content=0"],
        o(Mismatch),
        0,
    ),
    fault(
        "swap_person_hover",
        "the page turns to another person when the pointer reaches the item: the click is swallowed",
        "0.9",
        &["swap_person=hover"],
        o(Failed),
        0,
    )
    .or(Mismatch),
    fault(
        "both_degrees_visible",
        "1st and 2nd degree are both visible",
        "0.3, 1c",
        &["both_degrees_visible"],
        o(ChangedPage),
        0,
    ),
    fault("degree_missing", "no degree is shown", "0.3", &["degree_missing"], o(ChangedPage), 0),
    fault(
        "shuffled",
        "sections, buttons and items stand in another order",
        "10",
        &["shuffled"],
        o(Removed),
        1,
    ),
    fault("extra_hash", "every element has further random classes", "0.1", &["extra_hash"], o(Removed), 1),
    fault(
        "covered_confirm",
        "an invisible layer lies over the confirm button",
        "10",
        &["covered=confirm"],
        o(ChangedPage),
        0,
    )
    .or(Failed),
    fault("moving", "items and buttons move before they rest", "10", &["moving=600"], o(Removed), 1),
    fault("upsell", "a dialog offers a subscription: it is closed", "10", &["upsell=aria"], o(Removed), 1),
    fault(
        "upsell_native",
        "the same in a native `<dialog>`: it is closed",
        "1b",
        &["upsell=native"],
        o(Removed),
        1,
    ),
    fault(
        "cookie_banner",
        "a cookie banner lies over the lower part of the page: it is refused if it is in the way",
        "issue",
        &["cookie_banner"],
        o(Removed),
        1,
    ),
    fault(
        "messaging_overlay",
        "the messaging list is open in the corner: it is closed if it is in the way",
        "1c",
        &["messaging_overlay"],
        o(Removed),
        1,
    ),
];

/// Loading, sessions and stop signs: the same whatever serves the page, so they are tried on one front end, each on a site of
/// its own.
pub const LOADS: &[Case] = &[
    fault("slow_load", "the page is answered late", "10", &["slow_load=1500"], o(Removed), 1),
    fault(
        "drop_connection_page",
        "the connection breaks without an answer",
        "10",
        &["drop_connection=page"],
        o(Failed),
        0,
    ),
    fault("status_429", "HTTP 429", "5, 11f, 13", &["status=429"], s(StopSign::Throttled), 0),
    fault("status_403", "HTTP 403", "5, 13", &["status=403"], s(StopSign::Throttled), 0),
    fault("status_451", "HTTP 451", "5, 13", &["status=451"], s(StopSign::Throttled), 0),
    fault("status_999", "HTTP 999", "5, 11f, 13", &["status=999"], s(StopSign::Throttled), 0),
    fault("challenge", "redirect to a security check", "5, 11f", &["challenge"], s(StopSign::Challenge), 0),
    fault("captcha", "redirect to a check with a captcha", "5", &["captcha"], s(StopSign::Challenge), 0),
    fault(
        "restriction",
        "the account is restricted",
        "5, 11f",
        &["restriction"],
        s(StopSign::Restriction),
        0,
    ),
    fault(
        "unusual_activity",
        "an unusually high number of page views",
        "5",
        &["unusual_activity"],
        s(StopSign::Restriction),
        0,
    ),
    fault(
        "generic_error",
        "a small error page that answers 200",
        "5",
        &["generic_error"],
        s(StopSign::Throttled),
        0,
    ),
    fault("signed_out", "redirect to sign-in", "5, 11f", &["signed_out"], s(StopSign::SignedOut), 0),
    fault("authwall", "redirect to the authwall", "5, 11f", &["authwall"], s(StopSign::SignedOut), 0),
    fault(
        "challenge_after",
        "a security check between the click and its proof",
        "5",
        &["challenge_after=1"],
        s(StopSign::Challenge),
        1,
    ),
    fault(
        "throttled_after",
        "HTTP 429 between the click and its proof",
        "5",
        &["throttled_after=1"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "not_found_once",
        "a passing 404: asked again in a later run",
        "6",
        &["not_found_once@"],
        o(NotFound),
        0,
    ),
    fault("front_end", "the other front end serves this person", "0.1", &["front_end=sdui@"], o(Removed), 1),
    fault(
        "swap_person_content",
        "after the menu opened the content turns to another person, then the address",
        "0.9",
        &["swap_person=content"],
        o(Mismatch),
        0,
    )
    .or(Failed),
    fault(
        "swap_person_url",
        "after the menu opened the address turns to another person, then the content",
        "0.9",
        &["swap_person=url"],
        o(Mismatch),
        0,
    )
    .or(Failed),
    fault(
        "covered_more",
        "an invisible layer lies over the overflow button",
        "10",
        &["covered=more"],
        o(ChangedPage),
        0,
    ),
    fault(
        "covered_item",
        "an invisible layer lies over the remove item",
        "10",
        &["covered=item"],
        o(ChangedPage),
        0,
    )
    .or(Failed),
];

/// People picked from a list: My Network's connections and people search, on each desktop front end.
pub const LISTS: &[Case] = &[
    with(
        "url_and_name",
        "somebody with URL and name",
        "2, 3, 11c–11e",
        |crew| crew.somebody_plain(),
        o(Removed),
        1,
    ),
    with(
        "no_url",
        "somebody without a URL, the only one of that name",
        "2, 3, 8",
        |crew| without_url(crew.somebody_plain()),
        o(Removed),
        1,
    ),
    with(
        "two_of_one_name_no_url",
        "two people of that name, no URL",
        "0.8",
        |crew| without_url(under(crew, &["homonym@"])),
        o(Ambiguous),
        0,
    ),
    with(
        "two_of_one_name",
        "two people of that name, and a URL",
        "0.8",
        |crew| under(crew, &["homonym@"]),
        o(Removed),
        1,
    ),
    with(
        "two_of_one_name_by_company",
        "two people of that name, told apart by the roster's company",
        "3",
        |crew| {
            let row = without_url(under(crew, &["homonym@"]));
            let company =
                crew.site.person(crew.somebody_plain().person.slug.unwrap().as_str()).unwrap().company;
            with_company(row, &company)
        },
        o(Removed),
        1,
    ),
    with(
        "company_not_told",
        "one of that name, and no row says the roster's company",
        "0.8",
        |crew| with_company(without_url(crew.somebody_plain()), "Nowhere and Daughters"),
        o(Ambiguous),
        0,
    ),
    with(
        "nobody_of_that_name",
        "nobody of that name",
        "2, 3",
        |crew| crew.row_of(None, Some("Nemo Nullmann")),
        o(NotFound),
        0,
    ),
    with(
        "slug_of_nobody",
        "somebody of that name, with another slug",
        "0.8",
        |crew| {
            let name = crew.somebody_plain().person.name.unwrap();
            crew.row_of(Some("somebody-else-0000"), Some(name.as_str()))
        },
        o(NotFound),
        0,
    ),
    with(
        "slug_with_another_name",
        "the slug is there, with a longer name than the roster's",
        "0.8",
        |crew| {
            let row = crew.somebody_plain();
            let (slug, name) = (row.person.slug.clone().unwrap(), row.person.name.clone().unwrap());
            crew.faults(&[&format!("name={} Quillfeather@{slug}", name.as_str())]);
            row
        },
        o(Mismatch),
        0,
    ),
    fault(
        "headline_mentions_security",
        "a headline in the list speaks of security checks: it stops nothing",
        "5",
        &["profile_mentions_security"],
        o(Removed),
        1,
    ),
    fault(
        "upsell_on_lists",
        "a native dialog offers a subscription: it is closed",
        "1b",
        &["upsell=native"],
        o(Removed),
        1,
    ),
    fault(
        "challenge_on_lists",
        "redirect to a security check",
        "5",
        &["challenge"],
        s(StopSign::Challenge),
        0,
    ),
    fault("status_429_on_lists", "HTTP 429", "5, 13", &["status=429"], s(StopSign::Throttled), 0),
];

/// My Network, Connections: the click is made in the list.
pub const CONNECTIONS: &[Case] = &[
    fault(
        "row_menu_first_click_ignored",
        "the row's menu opens at the second click only",
        "2, 11c",
        &["menu_first_click_ignored"],
        o(Removed),
        1,
    ),
    fault(
        "row_menu_missing_item",
        "the row's menu has no remove item",
        "2",
        &["menu_missing_item"],
        o(ChangedPage),
        0,
    ),
    fault(
        "row_menu_two_items",
        "the row's menu has the remove item twice",
        "0.8",
        &["menu_two_items"],
        o(ChangedPage),
        0,
    ),
    fault("row_dialog_none", "no dialog", "0.5", &["dialog_none"], o(Removed), 1),
    fault("row_dialog_shadow", "the dialog is in the shadow root", "1b", &["dialog_shadow"], o(Removed), 1),
    fault("row_dialog_late", "the dialog comes late", "1b", &["dialog_late=800"], o(Removed), 1),
    fault("row_dialog_never", "nothing follows the click", "1b", &["dialog_never"], o(Unconfirmed), 0),
    fault(
        "row_dialog_names",
        "the dialog speaks of somebody else: it is cancelled",
        "0.8",
        &["dialog_names=Otto Wirth"],
        o(Mismatch),
        0,
    ),
    fault(
        "row_remove_no_effect",
        "the row goes, the person does not",
        "10",
        &["remove_no_effect"],
        o(Unconfirmed),
        1,
    ),
    fault("row_toast_error", "an error toast", "1a", &["toast_error"], o(Unconfirmed), 1),
    fault(
        "row_remove_status",
        "the removal's own request is answered with 429",
        "5, 13",
        &["remove_status=429"],
        s(StopSign::Throttled),
        1,
    ),
    fault(
        "row_cookie_banner",
        "a cookie banner lies over the lower part of the page",
        "issue",
        &["cookie_banner"],
        o(Removed),
        1,
    ),
    fault(
        "row_messaging_overlay",
        "the messaging list is open in the corner",
        "1c",
        &["messaging_overlay"],
        o(Removed),
        1,
    ),
    fault(
        "row_covered_item",
        "an invisible layer lies over the remove item",
        "10",
        &["covered=item"],
        o(ChangedPage),
        0,
    )
    .or(Failed),
    fault(
        "row_extra_hash",
        "every element has further random classes",
        "0.1",
        &["extra_hash"],
        o(Removed),
        1,
    ),
    fault("list_stalls", "the list answers its filter late", "2", &["list_stalls=1200"], o(Removed), 1),
    fault(
        "list_stalls_long",
        "the list still shows everybody when the wait is over: nobody is picked",
        "2",
        &["list_stalls=9000"],
        o(Failed),
        0,
    ),
    with(
        "infinite_scroll",
        "45 people of that name; the list loads as one scrolls",
        "2, 11c",
        |crew| namesakes(crew, 45, 43),
        o(Removed),
        1,
    ),
    with(
        "load_more",
        "45 people of that name; the list has a button \"Load more\"",
        "2, 11c",
        |crew| {
            let row = namesakes(crew, 45, 44);
            crew.faults(&["load_more"]);
            row
        },
        o(Removed),
        1,
    ),
    with("row_kept", "somebody on the keep list", "issue", |crew| crew.row(KEPT), o(Kept), 0),
];

/// The slug of the one person who is on the keep list.
pub const KEPT: &str = "odette-keepsafe";

/// People search among 1st-degree connections, then the profile.
pub const SEARCH: &[Case] = &[
    with(
        "two_of_one_name_by_location",
        "two people of that name, told apart by the roster's location",
        "3",
        |crew| {
            let row = without_url(under(crew, &["homonym@"]));
            let slug = crew.somebody_plain().person.slug.unwrap();
            let mut twin = crew.site.person(&format!("{slug}-twin")).unwrap();
            "Lower Wobbleton, Nowhere".clone_into(&mut twin.location);
            crew.site.add_person(twin);
            let location = crew.site.person(slug.as_str()).unwrap().location;
            with_location(row, &location)
        },
        o(Removed),
        1,
    ),
    with(
        "third_page",
        "25 people of that name, on three pages",
        "3",
        |crew| namesakes(crew, 25, 23),
        o(Removed),
        1,
    ),
    fault(
        "search_not_connected",
        "no 1st-degree connection any more: search does not list them",
        "3",
        &["not_connected=2@"],
        o(NotFound),
        0,
    ),
    fault(
        "commercial_limit",
        "the commercial use limit is reached",
        "5",
        &["commercial_limit"],
        s(StopSign::LimitNotice),
        0,
    ),
];

/// Mobile web, a guess from end to end.
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
];

/// Runs the cases in one session, one person each, and adds what is wrong. `ONLY=word` in the environment picks cases by name.
pub async fn each(crew: &mut Crew, cases: &[Case], wrong: &mut Vec<String>) {
    for case in cases {
        if is_wanted(case) {
            try_one(crew, case, wrong).await;
        }
    }
}

pub fn is_wanted(case: &Case) -> bool {
    std::env::var("ONLY").map_or(true, |only| case.name.contains(&only))
}

pub async fn try_one(crew: &mut Crew, case: &Case, wrong: &mut Vec<String>) {
    let row = case.prepare(crew);
    let sought = row.person.slug.clone().unwrap_or_else(|| crew.somebody_plain().person.slug.unwrap());
    let before = crew.site.state();
    crew.last = None;
    let started = std::time::Instant::now();
    let came = crew.act(&row).await;
    let ms = started.elapsed().as_millis();
    let agree = crew.page_views_agree().await;
    crew.faults(&[]);
    let counted = crew.removals_of(sought.as_str());
    let after = crew.site.state();
    let others = after.removals.len() - before.removals.len() - counted;
    let clicks = &after.other_actions[before.other_actions.len()..];
    let what = format!("{} {} {} {}", crew.rules.surface, crew.rules.route, crew.front_end(), case.name);
    println!("{what}: {came:?} {counted} {ms} ms");
    if (came != case.came && Some(&came) != case.or.as_ref())
        || counted != case.removals
        || others != 0
        || !clicks.is_empty()
    {
        wrong.push(format!(
            "{what}: came {came:?}, {counted} removals ({others} of others, {clicks:?}), expected {:?}, {}: {:?}",
            case.came, case.removals, crew.last
        ));
    }
    if let Err(why) = agree {
        wrong.push(format!("{what}: {why}"));
    }
    out_of_the_way(crew, sought.as_str());
}

/// Nobody may stay connected in the way of the next one.
fn out_of_the_way(crew: &Crew, slug: &str) {
    for slug in [slug.to_owned(), format!("{slug}-twin")] {
        if let Some(mut person) = crew.site.person(&slug) {
            person.connected = false;
            crew.site.add_person(person);
        }
    }
}

/// Rehearses the cases in one session, one person each, and adds what is wrong: nobody may be removed, whatever the page does, the
/// site may get nothing but GETs, and whom a run would remove must come out as rehearsed.
pub async fn rehearse_each(crew: &mut Crew, cases: &[Case], wrong: &mut Vec<String>) {
    crew.rules.rehearsal = true;
    for case in cases.iter().filter(|case| is_wanted(case)) {
        let row = case.prepare(crew);
        let sought = row.person.slug.clone().unwrap_or_else(|| crew.somebody_plain().person.slug.unwrap());
        let asked = crew.site.requests().len();
        crew.last = None;
        let came = crew.act(&row).await;
        crew.faults(&[]);
        let state = crew.site.state();
        let what = format!("{} {} {} {}", crew.rules.surface, crew.rules.route, crew.front_end(), case.name);
        println!("{what}: {came:?}");
        if !state.removals.is_empty() || !state.other_actions.is_empty() {
            wrong.push(format!("{what}: {:?} {:?}", state.removals, state.other_actions));
        }
        let requests = crew.site.requests();
        for request in requests.iter().skip(asked).filter(|request| request.method != "GET") {
            wrong.push(format!("{what}: {} {}", request.method, request.path));
        }
        if case.came == o(Removed) && came != o(Outcome::Rehearsed) {
            wrong.push(format!("{what}: {came:?}: {:?}", crew.last));
        }
        out_of_the_way(crew, sought.as_str());
    }
}

/// Puts the person of the cases `kept` into the site and onto the keep list.
pub fn keep_somebody(crew: &mut Crew) {
    let mut kept = crew.site.person(crew.somebody().person.slug.unwrap().as_str()).unwrap();
    KEPT.clone_into(&mut kept.slug);
    "Odette Keepsafe".clone_into(&mut kept.name);
    kept.in_network = false;
    crew.site.add_person(kept);
    "name\nOdette Keepsafe\n".clone_into(&mut crew.keep);
}
