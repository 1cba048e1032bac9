//! Cards of other people lower on an SDUI page, with the same buttons as the profile's own.

use maud::{Markup, html};

use super::super::super::lang::with_name;
use super::super::super::people::encode;
use super::super::super::world::Shown;
use super::super::view::View;
use super::icon::dots;

/// "People similar to" and its like.
pub(crate) fn similar(view: &View, title: &str, others: &[Shown]) -> Markup {
    html! {
        section class=(view.c("card")) {
            h2 class=(view.c("heading")) { (title) }
            div class=(view.c("grid")) { @for other in others { (card(view, other)) } }
        }
    }
}

fn card(view: &View, other: &Shown) -> Markup {
    let (texts, name) = (&view.texts, &other.person.name);
    let degree = [&texts.first, &texts.second, &texts.third][usize::from(other.degree.clamp(1, 3)) - 1];
    let more = if other.degree == 3 { "+" } else { "" };
    html! {
        div componentkey=(view.load.uuid()) class=(view.c("mini")) data-person=(other.key) data-name=(name) data-connected=[(other.degree == 1).then_some("")] {
            a tabindex="0" href=(other.person.path()) { p class=(view.c("strong")) { (name) } }
            p class=(view.c("muted")) { "· " (degree) (more) }
            p class=(view.c("muted")) { (other.person.headline) }
            div class=(view.c("row")) {
                @if other.degree == 1 {
                    a aria-disabled="false" href={ "/messaging/compose/?recipient=" (other.person.member_id) "&interop=msgOverlay" } aria-label=(with_name(&texts.message_to, name)) class=(view.c("button")) { (texts.message) }
                } @else {
                    a href={ "/preload/custom-invite/?vanityName=" (encode(&other.key)) } aria-label=(with_name(&texts.invite_to_connect, name)) class=(view.c("button")) { (texts.connect) }
                }
                button type="button" componentkey=(view.load.uuid()) aria-label=(texts.more) aria-expanded="false" data-menu="other" class=(view.c("button round")) { span { (dots()) } }
            }
        }
    }
}
