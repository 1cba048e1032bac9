//! The routes `connections` and `search` in a real browser on the practice site: who is picked from a list, who is not, and what
//! the site says of it afterwards. Every case ends with the page views of the ledger held against the site's own count.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

mod common;

use common::crew::{Came, Crew};
use unlinked::domain::{Outcome, Route, StopSign, Surface};
use unlinked::practice::{FrontEndChoice, Options};
use unlinked::roster::Row;

/// What is tried: its name, how the site and the roster's row are prepared, what must come, and how many removals of that person
/// the site may count.
type Case = (&'static str, fn(&Crew) -> Row, Came, usize);

const fn came(outcome: Outcome) -> Came {
    Came::Outcome(outcome)
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

/// What may happen on either list.
const BOTH: &[Case] = &[
    ("somebody_with_url_and_name", |crew| crew.somebody_plain(), came(Outcome::Removed), 1),
    ("somebody_without_a_url", |crew| without_url(crew.somebody_plain()), came(Outcome::Removed), 1),
    (
        "two_of_one_name_without_a_url",
        |crew| without_url(under(crew, &["homonym@"])),
        came(Outcome::Ambiguous),
        0,
    ),
    ("two_of_one_name_with_a_url", |crew| under(crew, &["homonym@"]), came(Outcome::Removed), 1),
    (
        "two_of_one_name_told_apart_by_company",
        |crew| {
            let row = without_url(under(crew, &["homonym@"]));
            let company =
                crew.site.person(crew.somebody_plain().person.slug.unwrap().as_str()).unwrap().company;
            with_company(row, &company)
        },
        came(Outcome::Removed),
        1,
    ),
    (
        "a_company_that_the_list_does_not_say",
        |crew| with_company(without_url(crew.somebody_plain()), "Nowhere and Daughters"),
        came(Outcome::Ambiguous),
        0,
    ),
    ("nobody_of_that_name", |crew| crew.row_of(None, Some("Nemo Nullmann")), came(Outcome::NotFound), 0),
    (
        "a_slug_that_nobody_of_that_name_has",
        |crew| {
            let name = crew.somebody_plain().person.name.unwrap();
            crew.row_of(Some("somebody-else-0000"), Some(name.as_str()))
        },
        came(Outcome::NotFound),
        0,
    ),
    (
        "a_slug_with_another_name",
        |crew| {
            let row = crew.somebody_plain();
            let (slug, name) = (row.person.slug.clone().unwrap(), row.person.name.clone().unwrap());
            crew.faults(&[&format!("name={} Quillfeather@{slug}", name.as_str())]);
            row
        },
        came(Outcome::Mismatch),
        0,
    ),
    (
        "a_headline_that_speaks_of_security_checks",
        |crew| under(crew, &["profile_mentions_security"]),
        came(Outcome::Removed),
        1,
    ),
    ("upsell_native", |crew| under(crew, &["upsell=native"]), came(Outcome::Removed), 1),
    ("slow_load", |crew| under(crew, &["slow_load=1000"]), came(Outcome::Removed), 1),
    ("challenge", |crew| under(crew, &["challenge"]), Came::Stopped(StopSign::Challenge), 0),
    ("status_429", |crew| under(crew, &["status=429"]), Came::Stopped(StopSign::Throttled), 0),
    ("restriction", |crew| under(crew, &["restriction"]), Came::Stopped(StopSign::Restriction), 0),
];

const CONNECTIONS: &[Case] = &[
    (
        "menu_first_click_ignored",
        |crew| under(crew, &["menu_first_click_ignored"]),
        came(Outcome::Removed),
        1,
    ),
    ("menu_missing_item", |crew| under(crew, &["menu_missing_item"]), came(Outcome::ChangedPage), 0),
    ("menu_two_items", |crew| under(crew, &["menu_two_items"]), came(Outcome::ChangedPage), 0),
    ("menu_late", |crew| under(crew, &["menu_late=800"]), came(Outcome::Removed), 1),
    ("dialog_none", |crew| under(crew, &["dialog_none"]), came(Outcome::Removed), 1),
    ("dialog_shadow", |crew| under(crew, &["dialog_shadow"]), came(Outcome::Removed), 1),
    ("dialog_late", |crew| under(crew, &["dialog_late=800"]), came(Outcome::Removed), 1),
    ("dialog_never", |crew| under(crew, &["dialog_never"]), came(Outcome::Unconfirmed), 0),
    ("dialog_names", |crew| under(crew, &["dialog_names=Otto Wirth"]), came(Outcome::Mismatch), 0),
    ("remove_no_effect", |crew| under(crew, &["remove_no_effect"]), came(Outcome::Unconfirmed), 1),
    ("remove_silent_fail", |crew| under(crew, &["remove_silent_fail"]), came(Outcome::Unconfirmed), 1),
    ("toast_error", |crew| under(crew, &["toast_error"]), came(Outcome::Unconfirmed), 1),
    ("remove_status", |crew| under(crew, &["remove_status=429"]), Came::Stopped(StopSign::Throttled), 1),
    ("upsell", |crew| under(crew, &["upsell=aria"]), came(Outcome::Removed), 1),
    ("cookie_banner", |crew| under(crew, &["cookie_banner"]), came(Outcome::Removed), 1),
    ("messaging_overlay", |crew| under(crew, &["messaging_overlay"]), came(Outcome::Removed), 1),
    ("extra_hash", |crew| under(crew, &["extra_hash"]), came(Outcome::Removed), 1),
    ("covered_item", |crew| under(crew, &["covered=item"]), came(Outcome::ChangedPage), 0),
    ("a_list_that_stalls_for_a_moment", |crew| under(crew, &["list_stalls=1200"]), came(Outcome::Removed), 1),
    (
        "a_list_that_never_answers_its_filter",
        |crew| under(crew, &["list_stalls=9000"]),
        came(Outcome::Failed),
        0,
    ),
    ("infinite_scroll", |crew| namesakes(crew, 45, 43), came(Outcome::Removed), 1),
    (
        "load_more",
        |crew| {
            let row = namesakes(crew, 45, 44);
            crew.faults(&["load_more"]);
            row
        },
        came(Outcome::Removed),
        1,
    ),
    ("somebody_on_the_keep_list", |crew| crew.row("odo-manyman-keep"), came(Outcome::Kept), 0),
];

const SEARCH: &[Case] = &[
    (
        "two_of_one_name_told_apart_by_location",
        |crew| {
            let row = without_url(under(crew, &["homonym@"]));
            let slug = crew.somebody_plain().person.slug.unwrap();
            let twin = format!("{slug}-twin");
            let mut twin = crew.site.person(&twin).unwrap();
            "Lower Wobbleton, Nowhere".clone_into(&mut twin.location);
            crew.site.add_person(twin);
            let location = crew.site.person(slug.as_str()).unwrap().location;
            with_location(row, &location)
        },
        came(Outcome::Removed),
        1,
    ),
    ("the_third_page_of_results", |crew| namesakes(crew, 25, 23), came(Outcome::Removed), 1),
    (
        "the_only_one_of_a_name_on_full_pages",
        |crew| {
            namesakes(crew, 12, 0);
            without_url(crew.row_of(None, Some("Odo Manyman Junior")))
        },
        came(Outcome::NotFound),
        0,
    ),
    ("no_connection_any_more", |crew| under(crew, &["not_connected=2@"]), came(Outcome::NotFound), 0),
    ("commercial_limit", |crew| under(crew, &["commercial_limit"]), Came::Stopped(StopSign::LimitNotice), 0),
];

async fn each(crew: &mut Crew, cases: &[Case], wrong: &mut Vec<String>) {
    let only = std::env::var("ONLY").unwrap_or_default();
    for (name, prepare, expected, removals) in cases {
        if !name.contains(&only) {
            continue;
        }
        let row = prepare(crew);
        let sought = row.person.slug.clone().unwrap_or_else(|| crew.somebody_plain().person.slug.unwrap());
        let all_before = crew.site.state().removals.len();
        let others_before = crew.site.state().other_actions.len();
        crew.last = None;
        let started = std::time::Instant::now();
        let came = crew.act(&row).await;
        let agree = crew.page_views_agree().await;
        crew.faults(&[]);
        let counted = crew.removals_of(sought.as_str());
        let state = crew.site.state();
        let others = state.removals.len() - all_before - counted;
        let clicks = &state.other_actions[others_before..];
        let what = format!("{} {} {name}", crew.rules.route, crew.front_end());
        println!("{what}: {came:?} {counted} {} ms", started.elapsed().as_millis());
        if came != *expected || counted != *removals || others != 0 || !clicks.is_empty() {
            wrong.push(format!(
                "{what}: came {came:?}, {counted} removals ({others} of others, {clicks:?}), expected {expected:?}, {removals}: {:?}",
                crew.last
            ));
        }
        if let Err(why) = agree {
            wrong.push(format!("{what}: {why}"));
        }
        // Nobody may stay connected in the way of the next one.
        for slug in [sought.as_str().to_owned(), format!("{sought}-twin")] {
            if let Some(mut person) = crew.site.person(&slug) {
                person.connected = false;
                crew.site.add_person(person);
            }
        }
    }
}

/// Both front ends in one session.
async fn on_both_front_ends(route: Route, own: &[Case]) {
    let mut wrong = Vec::new();
    let options = |front_end| Options { people: 120, front_end, ..Options::default() };
    let mut crew = Crew::start(options(FrontEndChoice::Ember), Surface::Desktop, route).await;
    for front_end in [FrontEndChoice::Ember, FrontEndChoice::Sdui] {
        crew = crew.move_to(options(front_end)).await;
        let mut kept = crew.site.person(crew.somebody_plain().person.slug.unwrap().as_str()).unwrap();
        "odo-manyman-keep".clone_into(&mut kept.slug);
        "Odette Keepsafe".clone_into(&mut kept.name);
        crew.site.add_person(kept);
        "name\nOdette Keepsafe\n".clone_into(&mut crew.keep);
        each(&mut crew, BOTH, &mut wrong).await;
        each(&mut crew, own, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    crew.end().await;
}

#[tokio::test]
async fn each_case_of_the_connections_route_ends_as_it_should() {
    on_both_front_ends(Route::Connections, CONNECTIONS).await;
}

#[tokio::test]
async fn each_case_of_the_search_route_ends_as_it_should() {
    on_both_front_ends(Route::Search, SEARCH).await;
}

#[tokio::test]
async fn a_removal_by_the_connections_route_opens_no_profile_and_reads_totals_with_separators() {
    let options = |lang: &str, front_end| Options {
        people: 1205,
        lang: lang.to_owned(),
        front_end,
        ..Options::default()
    };
    let first = options("en", FrontEndChoice::Ember);
    let mut crew = Crew::start(first, Surface::Desktop, Route::Connections).await;
    for (lang, front_end) in [("en", FrontEndChoice::Ember), ("pl", FrontEndChoice::Sdui)] {
        crew = crew.move_to(options(lang, front_end)).await;
        let row = crew.somebody_plain();
        assert_eq!(crew.act(&row).await, came(Outcome::Removed), "{:?}", crew.last);
        let state = crew.site.state();
        assert_eq!(state.removals.len(), 1);
        assert_eq!(state.page_views_by_kind.get("profile"), None, "{:?}", state.page_views_by_kind);
        crew.page_views_agree().await.unwrap();
    }
    crew.end().await;
}
