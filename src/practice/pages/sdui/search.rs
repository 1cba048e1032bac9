//! People search in the newer front end: whole rows are links, with further links inside them.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::with_name;
use super::super::super::people::encode;
use super::super::search::{Answer, Choice, Hit};
use super::super::view::View;
use super::frame::{self, Frame};

/// A page of results.
pub(crate) fn page(view: &View, answer: &Answer) -> Markup {
    let texts = &view.texts;
    let main = html! {
        div class=(view.c("column")) {
            (filters(view, answer))
            section class=(view.c("card list")) {
                @if answer.limited {
                    h2 class=(view.c("heading")) { (texts.commercial) }
                    p { "Practice: wait for the first of the month." }
                } @else {
                    @if answer.hits.is_empty() { p class=(view.c("heading")) { (texts.no_results) } }
                    div role="list" { @for hit in &answer.hits { div role="listitem" { (result(view, hit)) } } }
                    (pager(view, answer))
                }
            }
        }
    };
    let frame = Frame {
        titles: &[answer.title()],
        screen: "com.linkedin.sdui.flagshipnav.search.SearchResultsPeople",
        before: html! {},
        main,
        screen_inside: true,
        config: view.config("search", true, json!({})),
        scripts: &["search.js"],
        dialogs: 3,
    };
    frame::page(view, &frame)
}

fn filters(view: &View, answer: &Answer) -> Markup {
    let (texts, question) = (&view.texts, &answer.question);
    let degrees = [
        ("F", &texts.first, &texts.filter_first),
        ("S", &texts.second, &texts.second_long),
        ("O", &texts.third, &texts.third_long),
    ];
    html! {
        div role="toolbar" componentkey="SearchResults_SearchResultsFilterBar" class=(view.c("filterbar")) {
            div role="radio" tabindex="0" aria-checked=(!answer.of_all) data-go=(question.address(1)) class=(view.c("pill")) { (texts.people) }
            @if !answer.of_all {
                @for (letter, text, label) in degrees {
                    div role="radio" tabindex="0" aria-label=(label) aria-checked=(question.network.iter().any(|known| known == letter)) data-go=(question.toggled(letter).address(1)) class=(view.c("pill")) { (text) }
                }
                (facet(view, &texts.locations, "geoUrn", "SearchResults_filter_pill_geoUrn", &answer.places))
                (facet(view, &texts.companies, "currentCompany", "SearchResults_filter_pill_currentCompany", &answer.companies))
                div role="button" tabindex="0" componentkey="SearchResults_AllFilters" data-other="all_filters" class=(view.c("pill")) { (texts.all_filters) }
            }
        }
    }
}

fn facet(view: &View, title: &str, name: &str, key: &str, choices: &[Choice]) -> Markup {
    html! {
        div data-facet=(name) componentkey=(key) class=(view.c("facet")) {
            div role="button" tabindex="0" aria-expanded="false" data-facet-open="" class=(view.c("pill")) { (title) }
            div data-facet-box="" hidden class=(view.c("facetbox")) {
                @for choice in choices { label { input type="checkbox" value=(choice.id) checked[choice.on]; span { (choice.label) } } }
                button type="button" data-facet-apply="" class=(view.c("button primary")) { (view.texts.show_results) }
            }
        }
    }
}

fn result(view: &View, hit: &Hit) -> Markup {
    let (texts, person, name) = (&view.texts, &hit.row.person, &hit.row.name);
    let degree = [&texts.first, &texts.second, &texts.third][usize::from(hit.degree.clamp(1, 3)) - 1];
    if hit.hidden {
        return html! {
            div class=(view.c("entry")) { div class=(view.c("who")) { p class=(view.c("strong")) { (texts.hidden_member) } p { span { (person.headline) } } p { span { (person.location) } } } }
            hr role="presentation" class=(view.c("rule"));
        };
    }
    html! {
        // A wrapper without a box stands between the row and its link (ui-evidence 3).
        div data-display-contents="true" class=(view.c("contents")) { a tabindex="0" componentkey=(view.load.uuid()) href=(person.path()) class=(view.c("entry name-link")) {
            (frame::avatar(view, None))
            div class=(view.c("who")) {
                // A link inside a link: only a script can make it, so the script does.
                p { span data-inner-link=(person.path()) class=(view.c("strong")) { (name) } span { span class=(view.c("muted")) { " • " (degree) } } }
                p { span { (person.headline) } }
                p { span class=(view.c("muted")) { (person.location) } }
                div componentkey={ "SearchResults" (person.member_id) } {
                    @if let Some((mutual, path)) = &hit.mutual { p class=(view.c("muted")) { span data-inner-link=(path) { strong { (mutual) } } " is a mutual connection" } }
                }
                div componentkey={ "SearchResultssnippet_" (person.member_id) } class=(view.c("muted")) { "Past: " (person.company) }
            }
            @if hit.degree == 1 {
                span data-inner-link={ "/messaging/compose/?recipient=" (person.member_id) "&interop=msgOverlay" } data-inner-label=(with_name(&texts.message_to, name)) class=(view.c("button")) { (texts.message) }
            } @else {
                span data-inner-link={ "/preload/search-custom-invite/?vanityName=" (encode(&person.slug)) } data-inner-label=(with_name(&texts.invite_to_connect, name)) class=(view.c("button")) { (texts.connect) }
            }
        } }
        hr role="presentation" class=(view.c("rule"));
    }
}

fn pager(view: &View, answer: &Answer) -> Markup {
    let page = answer.question.page;
    let first = page.saturating_sub(2).max(1);
    html! {
        @if answer.pages() > 1 && !answer.of_all {
            div class=(view.c("row")) {
                ul data-testid="pagination-controls-list" class=(view.c("row")) {
                    @for number in first..=(first + 4).min(answer.pages()) {
                        li { button type="button" data-testid={ "pagination-indicator-" (number) } aria-current=[(number == page).then_some("true")] data-go=(answer.question.address(number)) class=(view.c("button round")) { (number) } }
                    }
                }
                @if page < answer.pages() { button type="button" data-testid="pagination-controls-next-button-visible" data-go=(answer.question.address(page + 1)) class=(view.c("button")) { (view.texts.next) } }
            }
        }
    }
}
