//! Sent invitations in the newer front end: the control to withdraw is a link, for some people a button (ui-evidence 12).

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::{with_name, with_number};
use super::super::ember::invitations::age;
use super::super::rows::{Row, for_script, photo_label};
use super::super::view::View;
use super::frame::{self, Frame};

/// The page with one page's worth of invitations; `total` counts all of them.
pub(crate) fn page(view: &View, rows: &[Row], total: usize, number: usize, pages: usize) -> Markup {
    let texts = &view.texts;
    let main = html! {
        section class=(view.c("column")) {
            section class=(view.c("card list")) {
                h2 class=(view.c("heading")) { (texts.sent_title) }
                div role="radio" aria-checked="true" tabindex="0" data-total="" data-other="tab" class=(view.c("pill")) { (with_number(&texts.sent_people, &texts.number(total))) }
                div role="list" data-rows="" {
                    @for row in rows {
                        // Rows have no mark of their own any more (ui-evidence-2 C9).
                        div role="listitem" componentkey=(view.load.uuid()) class=(view.c("entry")) {
                            a tabindex="0" href=(row.person.path()) { (frame::avatar(view, Some(&photo_label(view, row)))) }
                            div class=(view.c("who")) {
                                p { a href=(row.person.path()) class=(view.c("strong")) { (row.name) } }
                                p class=(view.c("muted clip")) { (row.person.headline) }
                                p class=(view.c("muted")) { (age(view, row)) }
                            }
                            @if row.person.stable().is_multiple_of(3) {
                                button type="button" aria-label=(with_name(&texts.withdraw_of, &row.name)) data-withdraw="" class=(view.c("button")) { span { (texts.withdraw) } }
                            } @else {
                                a aria-disabled="false" href="https://www.linkedin.com/" aria-label=(with_name(&texts.withdraw_of, &row.name)) data-withdraw="" class=(view.c("button")) { span { (texts.withdraw) } }
                            }
                        }
                    }
                }
                div class=(view.c("row")) {
                    @if number > 1 { a href={ "?invitationType=CONNECTION&page=" (number - 1) } class=(view.c("button")) { (texts.previous) } }
                    @if number < pages { a href={ "?invitationType=CONNECTION&page=" (number + 1) } class=(view.c("button")) { (texts.next) } }
                }
            }
        }
    };
    let frame = Frame {
        titles: &["(2) Sent invitations | LinkedIn".to_owned()],
        screen: "com.linkedin.sdui.flagshipnav.mynetwork.SentInvitations",
        before: html! {},
        main,
        screen_inside: false,
        config: view.config("invitations", true, json!({ "rows": for_script(rows), "total": total })),
        scripts: &["invitations.js"],
        dialogs: 2,
    };
    frame::page(view, &frame)
}
