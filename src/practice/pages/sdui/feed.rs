//! The feed in the newer front end: the first card beside the posts says who is signed in, which the navigation does not.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::world::Shown;
use super::super::view::View;
use super::frame::{self, Frame};
use super::others::similar;

/// The feed (ui-evidence-2 5).
pub(crate) fn page(view: &View, others: &[Shown]) -> Markup {
    let owner = &view.owner;
    let main = html! {
        div class=(view.c("column")) {
            aside aria-label="Sidebar" {
                div class=(view.c("card")) {
                    a href={ "https://www.linkedin.com" (owner.path()) } { (frame::avatar(view, Some(&owner.name))) }
                    div aria-label={ (owner.name) ", " (owner.headline) ", " (owner.location) ", Verified profile" } {
                        a href={ "https://www.linkedin.com" (owner.path()) } { p { span class=(view.c("strong")) { (owner.name) } } }
                        a href={ "https://www.linkedin.com" (owner.path()) } { p class=(view.c("muted")) { (owner.headline) } }
                    }
                }
                // Cards that are not the member's stand beside the posts too.
                div class=(view.c("card")) { a href="/premium/products/" { "Premium" } }
            }
            div class=(view.c("card")) { p { "This feed is as empty as a feed should be." } }
            aside aria-label="Add to your feed" { (similar(view, "Add to your feed", others)) }
        }
    };
    let frame = Frame {
        titles: &["(2) Feed | LinkedIn".to_owned()],
        screen: "com.linkedin.sdui.flagshipnav.feed.MainFeed",
        before: html! {},
        main,
        screen_inside: false,
        config: view.config("feed", true, json!({})),
        scripts: &["profile.js", "profile-sdui.js"],
        dialogs: 2,
    };
    frame::page(view, &frame)
}
