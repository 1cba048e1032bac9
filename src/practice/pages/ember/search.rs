//! People search in the older front end.

use maud::{Markup, html};
use serde_json::json;

use super::super::search::{Answer, Choice, Hit};
use super::super::view::View;
use super::frame::{self, blank_photo};

/// A page of results.
pub(crate) fn page(view: &View, answer: &Answer) -> Markup {
    let texts = &view.texts;
    let main = html! {
        main class="scaffold-layout__main search-results" {
            nav id="search-reusables__filters-bar" class="search-reusables__filters-bar artdeco-card" { (filters(view, answer)) }
            section class="artdeco-card search-results-container" {
                @if answer.limited {
                    div class="search-limit" { h2 class="t-20" { (texts.commercial) } p { "Practice: wait for the first of the month." } }
                } @else {
                    h2 class="pb2 t-black--light t-14" { (texts.number(answer.total)) " results" }
                    @if answer.hits.is_empty() { div class="search-reusable-search-no-results" { h2 class="t-20" { (texts.no_results) } } }
                    ul role="list" class="list-style-none" { @for hit in &answer.hits { li { (result(view, hit)) } } }
                    (pager(view, answer))
                }
            }
        }
    };
    let config = view.config("search", false, json!({}));
    frame::page(view, &[answer.title()], &html! {}, &main, &config, "search.js")
}

fn filters(view: &View, answer: &Answer) -> Markup {
    let (texts, question) = (&view.texts, &answer.question);
    let degrees = [
        ("F", &texts.first, Some(&texts.filter_first)),
        ("S", &texts.second, None),
        ("O", &texts.third, None),
    ];
    html! {
        ul class="search-reusables__filter-list" {
            li { button type="button" class="artdeco-pill search-reusables__filter-pill-button" aria-pressed=(!answer.of_all) data-go=(question.address(1)) { (texts.people) } }
            @if !answer.of_all {
                @for (letter, text, label) in degrees {
                    li { button type="button" class="artdeco-pill search-reusables__filter-pill-button" aria-label=[label] aria-pressed=(question.network.iter().any(|known| known == letter)) data-go=(question.toggled(letter).address(1)) { (text) } }
                }
                li { (facet(view, &texts.locations, "geoUrn", &answer.places)) }
                li { (facet(view, &texts.companies, "currentCompany", &answer.companies)) }
                li { button type="button" class="artdeco-pill" data-other="all_filters" { (texts.all_filters) } }
            }
        }
    }
}

fn facet(view: &View, title: &str, name: &str, choices: &[Choice]) -> Markup {
    html! {
        div class="search-reusables__filter-trigger-and-dropdown" data-facet=(name) {
            button type="button" id=(view.load.ember()) class="artdeco-pill search-reusables__filter-pill-button" aria-expanded="false" data-facet-open="" { (title) }
            div class="artdeco-hoverable-content" data-facet-box="" hidden {
                fieldset {
                    legend class="visually-hidden" { (title) }
                    @for choice in choices { label { input type="checkbox" value=(choice.id) checked[choice.on]; span { (choice.label) } } }
                }
                button type="button" class="artdeco-button artdeco-button--primary" data-facet-apply="" { (view.texts.show_results) }
            }
        }
    }
}

fn result(view: &View, hit: &Hit) -> Markup {
    let (texts, person) = (&view.texts, &hit.row.person);
    let degree = [&texts.first, &texts.second, &texts.third][usize::from(hit.degree.clamp(1, 3)) - 1];
    html! {
        div class="entity-result" data-chameleon-result-urn={ "urn:li:member:" (person.member_number) } data-view-name="search-entity-result-universal-template" {
            img src=(blank_photo()) alt="" width="56" height="56";
            div class="entity-result__content" {
                div class="entity-result__title-line" {
                    @if hit.hidden {
                        span class="entity-result__title-text" { span { (texts.hidden_member) } }
                    } @else {
                        span class="entity-result__title-text" {
                            a href={ (person.path()) "?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3A" (person.member_id) } { span dir="ltr" { span aria-hidden="true" { (hit.row.name) } span class="visually-hidden" { (hit.row.name) } } }
                        }
                        span class="entity-result__badge-text" { span aria-hidden="true" { "• " (degree) } }
                    }
                }
                div class="entity-result__primary-subtitle" { (person.headline) }
                div class="entity-result__secondary-subtitle" { (person.location) }
                @if let Some((name, path)) = &hit.mutual { div class="entity-result__insights" { a href=(path) { (name) } " is a mutual connection" } }
            }
            @if !hit.hidden {
                div class="entity-result__actions" {
                    @if hit.degree == 1 {
                        button type="button" class="artdeco-button artdeco-button--2 artdeco-button--secondary" aria-label=(super::super::super::lang::with_name(&texts.message_to, &hit.row.name)) data-other="message" data-about=(person.slug) { (texts.message) }
                    } @else {
                        button type="button" class="artdeco-button artdeco-button--2 artdeco-button--secondary" aria-label=(super::super::super::lang::with_name(&texts.invite_to_connect, &hit.row.name)) data-other="connect" data-about=(person.slug) { (texts.connect) }
                    }
                }
            }
        }
    }
}

fn pager(view: &View, answer: &Answer) -> Markup {
    let page = answer.question.page;
    html! {
        @if answer.pages() > 1 && !answer.of_all {
            div class="artdeco-pagination" {
                button type="button" class="artdeco-button artdeco-button--muted artdeco-pagination__button artdeco-pagination__button--previous" disabled[page <= 1] data-go=(answer.question.address(page.saturating_sub(1).max(1))) { (view.texts.previous) }
                span { (page) " / " (answer.pages()) }
                button type="button" class="artdeco-button artdeco-button--muted artdeco-pagination__button artdeco-pagination__button--next" disabled[page >= answer.pages()] data-go=(answer.question.address(page + 1)) { (view.texts.next) }
            }
        }
    }
}
