//! Loading, sessions and stop signs: the same whatever serves the page, so they are tried on one front end.

use super::super::case::{Case, fault, o, s};
use unlinked::domain::Outcome::{ChangedPage, Failed, Mismatch, NotFound, Removed};
use unlinked::domain::StopSign;

/// How a page may fail to load, and what ends a run.
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
    fault("status_500", "HTTP 500 with a page of its own", "13", &["status=500"], o(ChangedPage), 0),
    fault(
        "empty_status_429",
        "HTTP 429 without a page",
        "5, 13",
        &["empty_status=429"],
        s(StopSign::Throttled),
        0,
    ),
    fault(
        "empty_status_999",
        "HTTP 999 without a page",
        "5, 13",
        &["empty_status=999"],
        s(StopSign::Throttled),
        0,
    ),
    fault("empty_status_404", "HTTP 404 without a page", "6, 13", &["empty_status=404"], o(NotFound), 0),
    fault("empty_status_500", "HTTP 500 without a page", "13", &["empty_status=500"], o(Failed), 0)
        .says("HTTP 500 and no page"),
    fault("empty_status_200", "HTTP 200 without a page", "13", &["empty_status=200"], o(ChangedPage), 0),
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
