//! People picked from a list: My Network's connections and people search, on each desktop front end.

use unlinked::domain::Outcome::{
    Ambiguous, ChangedPage, Failed, Kept, Mismatch, NotFound, Removed, Unconfirmed,
};
use unlinked::domain::StopSign;
use unlinked::roster::Row;

use super::super::case::{Case, fault, o, s, under, with};
use super::super::crew::Crew;

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

/// Where the person lives who is to be acted on.
fn location_of(crew: &Crew) -> String {
    crew.site.person(crew.somebody_plain().person.slug.unwrap().as_str()).unwrap().location
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
        "no_url_other_order",
        "somebody without a URL, whose name the roster writes in another order: both spellings are told",
        "0.8",
        |crew| {
            let row = without_url(crew.somebody_plain());
            let name =
                row.person.name.as_ref().unwrap().as_str().split(' ').rev().collect::<Vec<_>>().join(" ");
            crew.row_of(None, Some(&name))
        },
        o(Ambiguous),
        0,
    )
    .says("the roster writes `Vornholt Alder` and the page \"Alder Vornholt\""),
    with(
        "no_url_other_letters",
        "somebody without a URL, whose name the roster writes without its accents: both spellings are told",
        "0.8",
        |crew| {
            let mut accented = crew.site.person(crew.somebody_plain().person.slug.unwrap().as_str()).unwrap();
            "zoe-fjordquill".clone_into(&mut accented.slug);
            "Zoë Fjordquill".clone_into(&mut accented.name);
            accented.in_network = false;
            crew.site.add_person(accented);
            crew.row_of(None, Some("Zoe Fjordquill"))
        },
        o(Ambiguous),
        0,
    )
    .says("the roster writes `Zoe Fjordquill` and the page \"Zoë Fjordquill\""),
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
        "one of that name, and neither their row nor, by search, their profile says the roster's company",
        "0.8",
        |crew| with_company(without_url(crew.somebody_plain()), "Nowhere and Daughters"),
        o(Ambiguous),
        0,
    ),
    with(
        "rows_bare",
        "one of that name, whose row shows neither headline nor place; search finds the place on the profile",
        "2, 3",
        |crew| {
            let row = without_url(under(crew, &["rows_bare"]));
            let location = location_of(crew);
            with_location(row, &location)
        },
        o(Removed),
        1,
    ),
    with(
        "rows_bare_two_of_one_name",
        "two people of that name, whose rows show neither headline nor place",
        "0.8",
        |crew| {
            let row = without_url(under(crew, &["rows_bare", "homonym@"]));
            let location = location_of(crew);
            with_location(row, &location)
        },
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
    with(
        "row_location_not_shown",
        "one of that name; the list shows no places, so that the roster's is not contradicted",
        "2",
        |crew| with_location(without_url(crew.somebody_plain()), "Lower Wobbleton, Nowhere"),
        o(Removed),
        1,
    ),
    with(
        "row_company_not_shown",
        "one of that name, whose row has no headline; the roster's company is not contradicted",
        "2",
        |crew| {
            let row = without_url(under(crew, &["rows_bare"]));
            with_company(row, "Nowhere and Daughters")
        },
        o(Removed),
        1,
    ),
    fault("row_dialog_none", "no dialog", "0.5", &["dialog_none"], o(Removed), 1),
    fault("row_dialog_shadow", "the dialog is in the shadow root", "1b", &["dialog_shadow"], o(Removed), 1),
    fault("row_dialog_late", "the dialog comes late", "1b", &["dialog_late=800"], o(Removed), 1),
    fault("row_dialog_never", "nothing follows the click", "1b", &["dialog_never"], o(Unconfirmed), 0),
    fault(
        "row_dialog_names",
        "the dialog speaks of somebody else: it is closed",
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
        "load_by_wheel",
        "45 people of that name; SDUI: the list answers the wheel, not scrolling alone",
        "ui-evidence-2 2",
        |crew| {
            let row = namesakes(crew, 45, 43);
            crew.faults(&["load_by_wheel"]);
            // It is scrolled first.
            crew.asked_in_vain = 1;
            row
        },
        o(Removed),
        1,
    ),
    with(
        "infinite_scroll_stalls",
        "65 people of that name; each further batch of the list comes late",
        "2, 11c",
        |crew| {
            let row = namesakes(crew, 65, 61);
            crew.faults(&["list_stalls=1200"]);
            row
        },
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
    with(
        "row_kept_by_address",
        "somebody without a URL, whom the keep list names by the address that only their row tells",
        "issue",
        |crew| {
            let row = crew.somebody_plain();
            let slug = row.person.slug.clone().unwrap();
            kept_by_address(crew, &row, slug.as_str())
        },
        o(Kept),
        0,
    ),
    with(
        "row_kept",
        "somebody on the keep list",
        "issue",
        |crew| {
            let mut kept = crew.site.person(crew.somebody().person.slug.unwrap().as_str()).unwrap();
            "odette-keepsafe".clone_into(&mut kept.slug);
            "Odette Keepsafe".clone_into(&mut kept.name);
            kept.in_network = false;
            crew.site.add_person(kept);
            "name\nOdette Keepsafe\n".clone_into(&mut crew.keep);
            crew.row("odette-keepsafe")
        },
        o(Kept),
        0,
    ),
];

/// Somebody without a URL in the roster, whose address only the page tells; the keep list names them by `address`, and nothing else.
fn kept_by_address(crew: &mut Crew, row: &Row, address: &str) -> Row {
    crew.keep = format!("https://www.linkedin.com/in/{address}\n");
    without_url(row.clone())
}

/// People search among 1st-degree connections, then the profile.
pub const SEARCH: &[Case] = &[
    with(
        "row_kept_by_its_old_address",
        "the row leads to an old address, which leads on to another one; the keep list names the old one",
        "1c, 3",
        |crew| {
            let row = under(crew, &["renamed=somebody-renamed@"]);
            let slug = row.person.slug.clone().unwrap();
            kept_by_address(crew, &row, slug.as_str())
        },
        o(Kept),
        0,
    ),
    with(
        "row_kept_by_the_new_address",
        "the row leads to an old address, which leads on to another one; the keep list names the new one",
        "1c, 3",
        |crew| {
            let row = under(crew, &["renamed=somebody-renamed@"]);
            kept_by_address(crew, &row, "somebody-renamed")
        },
        o(Kept),
        0,
    ),
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
            let location = location_of(crew);
            with_location(row, &location)
        },
        o(Removed),
        1,
    ),
    with(
        "search_place_nowhere",
        "one of that name, and neither row nor profile says the roster's place",
        "3",
        |crew| with_location(without_url(crew.somebody_plain()), "Lower Wobbleton, Nowhere"),
        o(Ambiguous),
        0,
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
