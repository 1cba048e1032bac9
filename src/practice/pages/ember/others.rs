//! Cards of other people beside a profile, with their own buttons and menus: what a search of the whole page would hit.

use maud::{Markup, html};

use super::super::super::lang::with_name;
use super::super::super::world::Shown;
use super::super::view::View;
use super::frame::blank_photo;

/// The drawer with people who are like the one of the profile.
pub(crate) fn similar(view: &View, title: &str, others: &[Shown]) -> Markup {
    html! {
        section class="artdeco-card discover-recommendations-drawer" {
            h2 class="t-20" { (title) }
            ul class="discover-list" { @for other in others { li class="discover-card" { (card(view, other)) } } }
        }
    }
}

fn card(view: &View, other: &Shown) -> Markup {
    let (texts, name) = (&view.texts, &other.person.name);
    let degree = [&texts.first, &texts.second, &texts.third][usize::from(other.degree.clamp(1, 3)) - 1];
    html! {
        img src=(blank_photo()) alt="" width="48" height="48";
        div class="discover-card__body" {
            a href=(other.person.path()) { span aria-hidden="true" { (name) } span class="visually-hidden" { (name) } }
            span class="distance-badge" { span class="dist-value" { "· " (degree) } }
            p { (other.person.headline) }
            div class="discover-card__actions" {
                @if other.degree == 1 {
                    button class="artdeco-button artdeco-button--secondary" type="button" aria-label=(with_name(&texts.message_to, name)) data-other="message" data-about=(other.key) { (texts.message) }
                } @else {
                    button class="artdeco-button artdeco-button--secondary" type="button" aria-label=(with_name(&texts.invite_to_connect, name)) data-other="connect" data-about=(other.key) { (texts.connect) }
                }
                div class="artdeco-dropdown ember-view" id=(view.load.ember()) {
                    button aria-expanded="false" aria-label=(texts.more_actions) id=(view.load.ember()) type="button"
                        class="artdeco-dropdown__trigger artdeco-button artdeco-button--tertiary" { span { (texts.more) } }
                    div class="artdeco-dropdown__content" aria-hidden="true" tabindex="-1" {
                        div class="artdeco-dropdown__content-inner" {
                            ul {
                                @if other.degree == 1 {
                                    li { div role="button" tabindex="0" class="artdeco-dropdown__item" aria-label=(with_name(&texts.remove_item_label, name)) data-remove=(other.key) {
                                        span aria-hidden="true" { (texts.remove_item) } } }
                                }
                                li { div role="button" tabindex="0" class="artdeco-dropdown__item" aria-label=(with_name(&texts.report_of, name)) data-other="report" data-about=(other.key) {
                                    span aria-hidden="true" { (texts.report) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
