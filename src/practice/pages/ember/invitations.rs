//! Sent invitations in the older front end.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::{with_name, with_number};
use super::super::rows::{Row, for_script};
use super::super::view::View;
use super::frame::{self, blank_photo};

/// The page with one page's worth of invitations; `total` counts all of them.
pub(crate) fn page(view: &View, rows: &[Row], total: usize, number: usize, pages: usize) -> Markup {
    let texts = &view.texts;
    let main = html! {
        main class="scaffold-layout__main" {
            section class="artdeco-card" {
                h1 class="t-18" { (texts.sent_title) }
                button type="button" class="artdeco-button artdeco-button--tertiary" data-total="" data-other="tab" { (with_number(&texts.sent_people, &texts.number(total))) }
                ul class="mn-invitation-list" data-rows="" {
                    @for row in rows {
                        li class="invitation-card artdeco-list__item" {
                            a href=(row.person.path()) tabindex="-1" aria-hidden="true" { img src=(blank_photo()) alt="" width="56" height="56"; }
                            div class="invitation-card__details" {
                                a class="invitation-card__title" href=(row.person.path()) { strong { (row.name) } }
                                p class="invitation-card__subtitle" { (row.person.headline) }
                                span class="time-badge" { (age(view, row)) }
                            }
                            button type="button" class="artdeco-button artdeco-button--muted artdeco-button--3 artdeco-button--tertiary invitation-card__action-btn" aria-label=(with_name(&texts.withdraw_of, &row.name)) data-withdraw="" {
                                span class="artdeco-button__text" { (texts.withdraw) }
                            }
                        }
                    }
                }
                (pager(view, number, pages))
            }
        }
    };
    let config = view.config("invitations", false, json!({ "rows": for_script(rows), "total": total }));
    frame::page(
        view,
        &["(2) Sent invitations | LinkedIn".to_owned()],
        &html! {},
        &main,
        &config,
        "invitations.js",
    )
}

/// How long ago an invitation was sent, as a card says it: in weeks, and from the fifth on in whole months.
pub(crate) fn age(view: &View, row: &Row) -> String {
    let texts = &view.texts;
    let weeks = row.person.invitation.as_ref().map_or(1, |invitation| invitation.weeks_ago);
    match (weeks, weeks * 7 / 30) {
        (0 | 1, _) => texts.sent_week.clone(),
        (2..5, _) => with_number(&texts.sent_ago, &weeks.to_string()),
        (_, 1) => texts.sent_month.clone(),
        (_, months) => with_number(&texts.sent_months, &months.to_string()),
    }
}

fn pager(view: &View, number: usize, pages: usize) -> Markup {
    html! {
        div class="artdeco-pagination" {
            @if number > 1 { a class="artdeco-button artdeco-button--muted" href={ "?invitationType=CONNECTION&page=" (number - 1) } { (view.texts.previous) } }
            @if number < pages { a class="artdeco-button artdeco-button--muted" href={ "?invitationType=CONNECTION&page=" (number + 1) } { (view.texts.next) } }
        }
    }
}
