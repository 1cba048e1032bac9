//! My Network, Connections in the older front end: forty rows a batch, each with its own drop-down menu.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::{with_name, with_number};
use super::super::rows::{Row, for_script};
use super::super::view::View;
use super::frame::{self, blank_photo};

/// How many rows a batch has.
pub(crate) const BATCH: usize = 40;

/// The whole page with the first batch.
pub(crate) fn page(view: &View, rows: &[Row], total: usize) -> Markup {
    let texts = &view.texts;
    let more = if view.lang == "en" { "Show more results" } else { &texts.load_more };
    let main = html! {
        main class="scaffold-layout__main" {
            section class="artdeco-card mn-connections" {
                header class="mn-connections__header" { h1 class="t-18" { (with_number(&texts.list_total, &texts.number(total))) } }
                div class="mn-connections__actions-container" {
                    button type="button" class="artdeco-button artdeco-button--tertiary" aria-expanded="false" data-other="sort" { (texts.sort_by) " " (texts.recently_added) }
                    div class="mn-connections__search-container" {
                        label class="visually-hidden" for="mn-connections-search-input" { (texts.search_by_name) }
                        input id="mn-connections-search-input" type="search" autocomplete="off" placeholder=(texts.search_by_name) class="mn-connections__search-input";
                    }
                    a href="/search/results/people/?network=%5B%22F%22%5D&origin=MEMBER_PROFILE_CANNED_SEARCH" { (texts.search_with_filters) }
                }
                div class="scaffold-finite-scroll" {
                    div class="scaffold-finite-scroll__content" { ul data-rows="" { @for row in rows { (card(view, row)) } } }
                    button type="button" class="artdeco-button artdeco-button--muted scaffold-finite-scroll__load-button" hidden[rows.len() >= total] { span class="artdeco-button__text" { (more) } }
                }
            }
        }
    };
    let config = view.config(
        "connections",
        false,
        json!({ "rows": for_script(rows), "total": total, "batch": BATCH }),
    );
    frame::page(view, &["(2) Connections | LinkedIn".to_owned()], &html! {}, &main, &config, "lists.js")
}

/// One connection.
pub(crate) fn card(view: &View, row: &Row) -> Markup {
    let (texts, person, name) = (&view.texts, &row.person, &row.name);
    html! {
        li class="mn-connection-card artdeco-list" {
            a class="mn-connection-card__picture" href=(person.path()) tabindex="-1" aria-hidden="true" { img src=(blank_photo()) alt=(super::super::rows::photo_label(view, row)) width="56" height="56"; }
            div class="mn-connection-card__details" {
                a class="mn-connection-card__link" href=(person.path()) {
                    span class="visually-hidden" { "Member's name" } span class="mn-connection-card__name" { (name) }
                    span class="visually-hidden" { "Member's occupation" } span class="mn-connection-card__occupation" { (person.headline) }
                }
                time class="time-badge" { (texts.day(&texts.connected_on, person.connected_on)) }
            }
            div class="mn-connection-card__action-container" {
                button type="button" class="artdeco-button artdeco-button--2 artdeco-button--secondary" aria-label=(with_name(&texts.message_to, name)) data-other="message" data-about=(person.slug) { span { (texts.message) } }
                div class="artdeco-dropdown ember-view" id=(view.load.ember()) {
                    button aria-expanded="false" aria-label=(with_name(&texts.more_actions_for, name)) id=(view.load.ember()) type="button"
                        class="mn-connection-card__dropdown-trigger artdeco-dropdown__trigger artdeco-button artdeco-button--tertiary artdeco-button--muted artdeco-button--circle p1" {
                        svg role="none" aria-hidden="true" data-test-icon="overflow-web-ios-small" width="16" height="16" viewBox="0 0 16 16" { circle cx="3" cy="8" r="1.5" {} circle cx="8" cy="8" r="1.5" {} circle cx="13" cy="8" r="1.5" {} }
                    }
                    div class="artdeco-dropdown__content" aria-hidden="true" tabindex="-1" id=(view.load.ember()) {
                        div class="artdeco-dropdown__content-inner" {
                            ul {
                                @if view.fault_of("menu_missing_item", Some(&person.slug)).is_none() { (remove_item(view)) }
                                @if view.fault_of("menu_two_items", Some(&person.slug)).is_some() { (remove_item(view)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn remove_item(view: &View) -> Markup {
    html! {
        li { div class="mn-connection-card__dropdown-item" {
            button type="button" class="display-flex align-items-center t-14 t-black--light t-normal" {
                svg role="none" aria-hidden="true" data-test-icon="trash-medium" width="20" height="20" viewBox="0 0 20 20" { path d="M5 6h10l-1 11H6zM4 4h12M8 4V2h4v2" fill="none" stroke="currentColor" stroke-width="1.5" {} }
                span { (view.texts.remove_list_item) }
            }
        } }
    }
}
