//! The feed: nothing to read, but it says who is signed in.

use maud::{Markup, html};
use serde_json::json;

use super::super::view::View;
use super::frame;

/// The feed with the card of the signed-in member.
pub(crate) fn page(view: &View) -> Markup {
    let owner = &view.owner;
    let main = html! {
        main class="scaffold-layout__main" aria-label="Main Feed" {
            section class="artdeco-card feed-identity-module" {
                div class="ph5 pb5" {
                    div class="feed-identity-module__actor-meta" { a href=(owner.path()) { div { (owner.name) } } p { (owner.headline) } }
                }
            }
            section class="artdeco-card" { div class="ph5 pb5" { h2 class="t-20" { "Nothing new" } p { "This feed is as empty as a feed should be." } } }
        }
    };
    let config = view.config("feed", false, json!({}));
    frame::page(view, &["(2) Feed | LinkedIn".to_owned()], &html! {}, &main, &config, "profile-ember.js")
}

/// My Network: the way to the connections and to the sent invitations.
pub(crate) fn network(view: &View, connections: usize) -> Markup {
    let main = html! {
        main class="scaffold-layout__main" { section class="artdeco-card" { div class="ph5 pb5" {
            h2 class="t-20" { "Manage my network" }
            p { a href="/mynetwork/invite-connect/connections/" { "Connections" } " " (view.texts.number(connections)) }
            p { a href="/mynetwork/invitation-manager/sent/" { (view.texts.sent_title) } }
        } } }
    };
    let config = view.config("network", false, json!({}));
    frame::page(
        view,
        &["(2) My Network | LinkedIn".to_owned()],
        &html! {},
        &main,
        &config,
        "profile-ember.js",
    )
}

/// A page with a heading and a sentence.
pub(crate) fn note(view: &View, title: &str, text: &str) -> Markup {
    let main = html! { main class="scaffold-layout__main" { section class="artdeco-card" { div class="ph5 pb5" { h2 class="t-20" { (title) } p { (text) } } } } };
    let config = view.config("note", false, json!({}));
    frame::page(view, &[format!("{title} | LinkedIn")], &html! {}, &main, &config, "profile-ember.js")
}
