//! My Network, Connections in the newer front end: ten rows a batch in an inner pane, menus in a portal.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::{with_name, with_number};
use super::super::rows::{Row, for_script, photo_label};
use super::super::view::View;
use super::frame::{self, Frame};
use super::icon::dots;

/// How many rows a batch has.
pub(crate) const BATCH: usize = 10;

const TYPEAHEAD: &str = "connectionsListTypeahead_ConnectionsListTypeahead";

/// The whole page with the first batch.
pub(crate) fn page(view: &View, rows: &[Row], total: usize) -> Markup {
    let texts = &view.texts;
    let main = html! {
        section aria-label="Main content" class=(view.c("column")) {
            section class=(view.c("card list")) { div {
                div componentkey="ConnectionsPage_ConnectionsListHeader" {
                    div componentkey="ConnectionsPage_ConnectionsListHeader" { p class=(view.c("heading")) data-total="" { (with_number(&texts.list_total, &texts.number(total))) } }
                    div class=(view.c("row spread")) {
                        div class=(view.c("row")) {
                            p class=(view.c("muted")) { (texts.sort_by) }
                            div role="button" tabindex="0" aria-expanded="false" data-other="sort" { div componentkey="ConnectionsPage_SortByFilter" { p class=(view.c("strong")) { (texts.recently_added) } } }
                        }
                        div componentkey=(TYPEAHEAD) { div { div role="status" {
                            input id=":r4:" data-testid="typeahead-input" componentkey=(TYPEAHEAD) autocomplete="off" aria-autocomplete="list" placeholder=(texts.search_by_name) class=(view.c("input"));
                        } } }
                        a href="/search/results/people/?network=%5B%22F%22%5D&origin=MEMBER_PROFILE_CANNED_SEARCH" { (texts.search_with_filters) }
                    }
                }
                hr role="presentation" class=(view.c("rule"));
                div componentkey="ConnectionsPage_ConnectionsList" {
                    div data-testid="lazy-column" data-component-type="LazyColumn" componentkey="ConnectionsPage_ConnectionsList" data-rows="" { @for row in rows { (card(view, row, 0)) } }
                }
                @if view.has("load_more") { button type="button" data-load-more="" class=(view.c("button wide")) hidden[rows.len() >= total] { (texts.load_more) } }
            } }
        }
    };
    let frame = Frame {
        titles: &["(2) Connections | LinkedIn".to_owned()],
        screen: "com.linkedin.sdui.flagshipnav.mynetwork.Connections",
        before: html! {},
        main,
        screen_inside: false,
        config: view.config("connections", true, json!({ "rows": for_script(rows), "total": total, "batch": BATCH, "empty_class": view.c("empty") })),
        scripts: &["lists.js"],
        dialogs: 2,
    };
    frame::page(view, &frame)
}

/// One connection of the batch that begins at `start`.
pub(crate) fn card(view: &View, row: &Row, start: usize) -> Markup {
    // Both kinds of keys are live: one of chance (ui-evidence 2), and one with the slug (ui-evidence-2 4).
    let key = match view.load.number().is_multiple_of(2) {
        true => format!("ConnectionCard_{start}-{}", row.person.slug),
        false => format!("auto-component-{}", view.load.uuid()),
    };
    let (texts, person, name) = (&view.texts, &row.person, &row.name);
    let href = format!("https://www.linkedin.com{}", person.path());
    html! {
        div data-display-contents="true" class=(view.c("contents")) {
            div componentkey=(key) class=(view.c("entry")) {
                a tabindex="0" href=(href) { (frame::avatar(view, Some(&photo_label(view, row)))) }
                div class=(view.c("who")) {
                    a tabindex="0" href=(href) class=(view.c("name-link")) { div { p class=(view.c("strong clip")) { (name) } p class=(view.c("muted clip")) { (person.headline) } } }
                    p class=(view.c("muted")) { (texts.day(&texts.connected_on, person.connected_on)) }
                }
                a aria-disabled="false" href={ "/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A" (person.member_id) "&recipient=" (person.member_id) "&interop=msgOverlay" } class=(view.c("button")) { (texts.message) }
                button type="button" componentkey=(view.load.uuid()) aria-label=(with_name(&texts.more_actions_for, name)) aria-expanded="false" data-menu="row" class=(view.c("button round bare")) { (dots()) }
            }
            hr role="presentation" class=(view.c("rule"));
        }
    }
}
