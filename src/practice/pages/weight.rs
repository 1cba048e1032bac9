//! What makes a page as heavy as a real one is: 300 to 500 kB of HTML, 3,000 to 6,000 elements (ui-evidence-2, real pages). Posts of
//! invented people, each with a menu of its own, as the real activity has them.

use maud::{Markup, html};

use super::sdui::icon::dots;
use super::view::View;

/// How many posts there are: about 14 elements and 1.2 kB each.
const POSTS: usize = 300;

const WHO: [&str; 6] =
    ["Nerys Elphick", "Silas Dunmore", "Ottoline Vex", "Zoë Fjord", "Barnaby Quill", "Ines Saltmarsh"];

/// The posts, where they are asked for.
pub(crate) fn posts(view: &View) -> Markup {
    html! {
        @if view.has("heavy") {
            section class=(view.c("card")) {
                h2 class=(view.c("heading")) { "Activity" }
                @for number in 0..POSTS { (post(view, number)) }
            }
        }
    }
}

fn post(view: &View, number: usize) -> Markup {
    let who = WHO[number % WHO.len()];
    html! {
        div componentkey=(view.load.uuid()) class=(view.c("mini")) {
            div class=(view.c("row")) {
                figure class=(view.c("figure")) { svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24" { circle cx="12" cy="12" r="12" fill="#c4bfd6" {} } }
                div class=(view.c("who")) { p class=(view.c("strong")) { (who) } p class=(view.c("muted")) { "· " (view.texts.first) } }
                // The three dots of a post have the id of those of the profile (ui-evidence-2 1).
                button type="button" aria-label={ "Open control menu for post by " (who) } aria-expanded="false" data-other="post" class=(view.c("button round")) { span { (dots()) } }
            }
            p { "Number " (number) ": a kiln cools for as long as it was fired, and whoever opens it early pays for it in cracks. We wrote down how it went, with the temperatures of each hour, and what we would do otherwise the next time. Ask, and we send you the sheet." }
            div class=(view.c("row")) { button type="button" data-other="post" class=(view.c("button")) { "Like" } button type="button" data-other="post" class=(view.c("button")) { "Comment" } }
        }
    }
}
