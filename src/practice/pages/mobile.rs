//! The profile on mobile web.
//!
//! What is public of these pages ends with the name, the headline and a few class names. Everything about the overflow
//! button, the bottom sheet, the removal and its confirmation is a guess.

use maud::{DOCTYPE, Markup, html};
use serde_json::json;

use super::super::lang::{with_name, with_number};
use super::super::people::encode;
use super::super::world::Shown;
use super::ember::frame::blank_photo;
use super::shell::{self, profile_title};
use super::view::{View, script_person};

/// The whole page.
pub(crate) fn page(view: &View, shown: &Shown, others: &[Shown]) -> Markup {
    let config = view.config("mobile", false, json!({ "person": script_person(shown) }));
    frame(
        view,
        &profile_title(&shown.person.name),
        &config,
        &html! {
            (top_card(view, shown))
            section class="experience-container" { h2 { "Experience" } p { strong { (shown.person.position) } } p { (shown.person.company) } }
            (similar(view, others))
        },
    )
}

/// The page without the profile.
pub(crate) fn dead_shell(view: &View, others: &[Shown]) -> Markup {
    let config = view.config("dead_shell", false, json!({}));
    frame(view, "LinkedIn", &config, &similar(view, others))
}

fn frame(view: &View, title: &str, config: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(view.lang) dir=[crate::practice::lang::direction(&view.lang)] {
            head { (shell::head(&[title.to_owned()], include_str!("../assets/mobile.css"))) }
            body class="mwlite" {
                (shell::notice())
                div id="appwall-wormhole" {}
                div id="smartbanner-wormhole" {}
                nav class="secondary-nav" {
                    a href="/feed/" data-tracking-control-name="p_mwlite_profile_view-secondary_nav" { "practice" }
                    // The viewer's own picture comes before that of the person.
                    a href="/in/me/" { img src=(blank_photo()) alt={ (view.owner.name) " Profile picture" } width="28" height="28"; }
                }
                main id="main-content" { (content) }
                footer { a href="/feed/" { "About" } " " a href="/feed/" { (view.texts.more) } }
                div id="li-modal-container" {}
                div id="toast-container" role="status" aria-live="polite" {}
                (shell::endless(view))
                (shell::scripts(view, config, &["common.js", "dialog.js", "profile.js", "mobile.js"]))
            }
        }
    }
}

/// Who it is, how far away, and the buttons.
pub(crate) fn top_card(view: &View, shown: &Shown) -> Markup {
    let (texts, person) = (&view.texts, &shown.person);
    let degree = match shown.degree {
        0 => None,
        far => Some([&texts.first, &texts.second, &texts.third][usize::from(far.clamp(1, 3)) - 1]),
    };
    let degrees: Vec<&String> = if view.has("degree_missing") {
        Vec::new()
    } else if view.has("both_degrees_visible") {
        vec![&texts.first, &texts.second]
    } else {
        degree.into_iter().collect()
    };
    html! {
        section class="profile-top-card" {
            img src=(blank_photo()) alt={ "Profile picture of " (person.name) } data-delayed-url=(blank_photo()) width="88" height="88";
            h1 { (person.name) }
            @if !degrees.is_empty() {
                div class="member-connection-info" { @for text in degrees { span class="dot-separator" { "· " } span class="connection-degree" { (text) } } }
            }
            div class="body-small text-color-text" { (person.headline) }
            // The desktop page has this link in its card; that the mobile one has it, too, is a guess.
            div class="body-small" { a href={ (person.path()) "overlay/contact-info/" } { (texts.contact_info) } }
            div class="body-small text-color-text-low-emphasis" {
                (person.location) span class="dot-separator" { " · " }
                (with_number(&texts.connections_count, &texts.number(usize::try_from(person.stable() % 480).unwrap_or_default() + 20)))
            }
            div class="top-card-actions" {
                @if shown.degree == 1 || shown.message_first {
                    a class="button primary" href={ "/messaging/compose/?recipient=" (person.member_id) } { (texts.message) }
                } @else if shown.pending {
                    button type="button" class="button" aria-label=(with_name(&texts.pending_withdraw, &person.name)) data-withdraw="" { (texts.pending) }
                } @else if shown.degree != 0 {
                    a class="button primary" href={ "/preload/custom-invite/?vanityName=" (encode(&shown.key)) } aria-label=(with_name(&texts.invite_to_connect, &person.name)) { (texts.connect) }
                }
                @if shown.degree != 0 {
                    button type="button" class="button overflow-button" aria-label=(texts.more_actions) aria-expanded="false" aria-haspopup="dialog" {
                        svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" { circle cx="3" cy="8" r="1.5" {} circle cx="8" cy="8" r="1.5" {} circle cx="13" cy="8" r="1.5" {} }
                    }
                }
            }
        }
    }
}

fn similar(view: &View, others: &[Shown]) -> Markup {
    html! {
        section class="people-similar" {
            h2 { "People also viewed" }
            ul { @for other in others {
                li {
                    a href={ "/mwlite/in/" (encode(&other.key)) } { strong { (other.person.name) } }
                    p class="body-small" { (other.person.headline) }
                    a class="button" href={ "/preload/custom-invite/?vanityName=" (encode(&other.key)) } aria-label=(with_name(&view.texts.invite_to_connect, &other.person.name)) { (view.texts.connect) }
                }
            } }
        }
    }
}
