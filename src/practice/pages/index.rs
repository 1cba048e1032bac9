//! The site's own front page: what there is to see here.

use maud::{Markup, html};

use super::super::faults::fault_help;
use super::shell::plain;

const LINKS: &[(&str, &str)] = &[
    ("/feed/", "Feed"),
    ("/mynetwork/invite-connect/connections/", "Connections"),
    ("/search/results/people/?keywords=&network=%5B%22F%22%5D", "People search, 1st degree"),
    ("/mynetwork/invitation-manager/sent/", "Sent invitations"),
    ("/practice/state", "The account: people, removals, page views"),
    ("/practice/requests", "Every request"),
    ("/practice/roster.csv?people=20", "A roster of twenty people"),
    ("/practice/Connections.csv", "The export of connections"),
];

/// The page, with the profiles of a few people.
pub(crate) fn page(people: &[(String, String)]) -> Markup {
    let body = html! {
        div class="card" style="max-width:860px" {
            h1 { "Practice" }
            p { "Pages like those that unlinked drives, with invented people. Nothing here leaves this machine." }
            ul { @for (path, text) in LINKS { li { a href=(path) { (text) } } } }
            h2 { "Some people" }
            ul { @for (path, name) in people { li { a href=(path) { (name) } } } }
            h2 { "Faults" }
            p { "Send a JSON list of faults to " code { "POST /practice/faults" } "; it replaces those in force. " code { "POST /practice/reset" } " puts everything back." }
            pre style="overflow:auto;font-size:13px" { (fault_help()) }
        }
    };
    plain("en", "Practice", &body)
}
