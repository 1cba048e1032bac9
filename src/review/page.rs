//! What the browser gets: the files of the page, the people, what is chosen and kept, the guide.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::Serialize;

use super::changes::{Choice, Kept};
use super::store::Review;
use crate::local_page::{Asset, BASE, ELEMENTS, ICON, SCRIPT};
use crate::plan::{Consider, RemovalReason};

/// The files of the page; the first one is the page itself.
pub(super) const ASSETS: &[Asset] = &[
    Asset { name: "", kind: "text/html; charset=utf-8", text: include_str!("assets/review.html") },
    Asset { name: "review.css", kind: "text/css; charset=utf-8", text: include_str!("assets/review.css") },
    Asset { name: "review.js", kind: SCRIPT, text: include_str!("assets/review.js") },
    Asset { name: "shared.js", kind: SCRIPT, text: include_str!("assets/shared.js") },
    Asset { name: "choose.js", kind: SCRIPT, text: include_str!("assets/choose.js") },
    Asset { name: "person.js", kind: SCRIPT, text: include_str!("assets/person.js") },
    Asset { name: "data.js", kind: SCRIPT, text: include_str!("assets/data.js") },
    Asset { name: "table.js", kind: SCRIPT, text: include_str!("assets/table.js") },
    Asset { name: "charts.js", kind: SCRIPT, text: include_str!("assets/charts.js") },
    ELEMENTS,
    BASE,
    ICON,
];

/// The guide, docs/network.md, as a page.
pub(super) fn guide() -> String {
    let mut body = String::new();
    let parser = pulldown_cmark::Parser::new_ext(
        include_str!("../../docs/network.md"),
        pulldown_cmark::Options::ENABLE_TABLES,
    );
    // The links of the guide point to files beside it, which the page does not serve; and a second review would stand beside the first.
    let is_link =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link));
    pulldown_cmark::html::push_html(&mut body, parser.filter(|event| !is_link(event)));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>About your network - unlinked</title><link rel=\"icon\" href=\"icon.svg\"><link rel=\"stylesheet\" href=\"base.css\"><link rel=\"stylesheet\" href=\"review.css\"></head>\
         <body class=\"guide\"><main><p>The review is as you left it, in the tab that you came from.</p>{body}</main></body></html>"
    )
}

/// Everything that does not change while the page is open. The people are rows of fields, since thirty thousand objects
/// with ten names each would be mostly names.
#[derive(Serialize)]
struct People<'a> {
    export: &'a str,
    roster: String,
    keep: String,
    share_limit: u8,
    others: usize,
    doubles: usize,
    reasons: Vec<(&'static str, &'static str)>,
    considers: Vec<(&'static str, &'static str, &'static str)>,
    people: Vec<PersonFields<'a>>,
}

/// Name, company, position, day (ISO or empty), address (or empty), bits of `considers`, why nothing can be done.
#[derive(Serialize)]
struct PersonFields<'a>(&'a str, &'a str, &'a str, String, String, u16, Option<&'a str>);

/// The people, as JSON.
pub(super) fn people_json(review: &Review) -> serde_json::Result<Vec<u8>> {
    let personal: Vec<Consider> =
        Consider::ALL.iter().copied().filter(|consider| consider.is_personal()).collect();
    let people = review.people().iter().map(|listed| {
        let connection = &listed.connection;
        let bits = (0_u16..).zip(&personal).filter(|(_, each)| listed.consider.contains(each));
        PersonFields(
            &connection.name,
            &connection.company,
            &connection.position,
            connection.connected_on.map(|day| day.to_string()).unwrap_or_default(),
            listed.address(),
            bits.fold(0, |all, (bit, _)| all | 1 << bit),
            listed.stuck.as_deref(),
        )
    });
    serde_json::to_vec(&People {
        export: review.export_name(),
        roster: review.roster_path().display().to_string(),
        keep: review.keep_path().display().to_string(),
        share_limit: review.share_limit(),
        others: review.others(),
        doubles: review.doubles(),
        reasons: RemovalReason::ALL.iter().map(|reason| (reason.as_str(), reason.meaning())).collect(),
        considers: personal.iter().map(|each| (each.as_str(), each.title(), each.meaning())).collect(),
        people: people.collect(),
    })
}

#[derive(Serialize)]
struct State<'a> {
    revision: u64,
    choices: &'a BTreeMap<usize, Choice>,
    kept: &'a BTreeMap<usize, Kept>,
}

/// What is chosen and kept, as JSON.
pub(super) fn state_json(review: &Review) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&State { revision: review.revision(), choices: review.choices(), kept: review.kept() })
}
