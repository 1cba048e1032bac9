//! The profile of the older front end: sticky header first and outside `main`, top card, other people's cards.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::{with_name, with_number};
use super::super::super::people::Person;
use super::super::super::world::Shown;
use super::super::shell::profile_title;
use super::super::view::{View, script_person};
use super::frame::{self, blank_photo};
use super::menu::dropdown;
use super::others::similar;

/// Whom a profile page is about, and whom else it shows.
pub(crate) struct Cast<'a> {
    /// Whose content is shown.
    pub(crate) shown: &'a Shown,
    /// Whose content will follow, where the page shows somebody else's first.
    pub(crate) then: Option<&'a Shown>,
    /// Where the page goes to by itself after the menu opened.
    pub(crate) swap: Option<&'a Shown>,
    pub(crate) others: &'a [Shown],
}

/// The whole page.
pub(crate) fn page(view: &View, cast: &Cast<'_>) -> Markup {
    let shown = cast.shown;
    let title_of = cast.then.unwrap_or(shown);
    let config = view.config(
        "profile",
        false,
        json!({ "person": script_person(shown), "then": cast.then.map(script_person), "swap": cast.swap.map(script_person) }),
    );
    let mut sections = [
        similar(view, &with_name(&view.texts.similar, &shown.person.name), cast.others),
        html! { section class="artdeco-card" { h2 class="t-20" { "Experience" } p { strong { (shown.person.position) } } p { (shown.person.company) } } },
    ];
    if view.has("shuffled") {
        sections.reverse();
    } else {
        sections.rotate_left(1);
    }
    let main = html! {
        main class=(view.load.noise()) {
            @if view.has("shuffled") { (sections[0]) }
            (top_card(view, shown))
            div id="profile-sticky-header-toggle" {}
            @if !view.has("shuffled") { (sections[0]) }
            (sections[1])
        }
    };
    let titles = match cast.then {
        Some(then) => vec![
            profile_title(&then.person.name),
            "Connections | LinkedIn".to_owned(),
            "Feed | LinkedIn".to_owned(),
        ],
        None => vec![profile_title(&title_of.person.name)],
    };
    frame::page(view, &titles, &sticky(view, shown), &main, &config, "profile-ember.js")
}

/// The header that comes when the page is scrolled, with its own copy of the menu.
pub(crate) fn sticky(view: &View, shown: &Shown) -> Markup {
    let name = &shown.person.name;
    html! {
        section class="scaffold-layout-toolbar scaffold-layout-toolbar--is-fixed" {
            div class="scaffold-layout-toolbar__content" {
                div class="artdeco-entity-lockup" {
                    div class="artdeco-entity-lockup__title" { (name) }
                    div class="artdeco-entity-lockup__subtitle" { (shown.person.headline) }
                }
                @if shown.degree != 0 { div class="pv-profile-sticky-header-v2__actions-container" {
                    div class="pvs-sticky-header-profile-actions" {
                        div class="pvs-sticky-header-profile-actions__action" { (dropdown(view, shown)) }
                        div class="entry-point" {
                            button class="artdeco-button artdeco-button--2 artdeco-button--primary" type="button" aria-label=(with_name(&view.texts.message_to, name)) data-other="message" data-about=(shown.key) {
                                span class="artdeco-button__text" { (view.texts.message) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

/// The card at the top of the profile: who it is, how far away, what can be done.
pub(crate) fn top_card(view: &View, shown: &Shown) -> Markup {
    let (texts, person) = (&view.texts, &shown.person);
    let name = html! {
        div class="name-line" {
            a href={ (person.path()) "overlay/about-this-profile/" } aria-label=(person.name) class="name-link" {
                h1 class={ (view.load.noise()) " inline t-24 v-align-middle break-words" } { (person.name) }
            }
            (badges(view, shown))
        }
        // The pen of one's own page (ui-evidence-2 5; on this front end 2025-01).
        @if shown.degree == 0 && view.fault("self_profile") != Some("silent") {
            div { a href={ (person.path()) "edit/intro/?profileFormEntryPoint=PROFILE_SECTION" } id=(view.load.ember()) class="ember-view" tabindex="-1" {
                button aria-label="Edit intro" id=(view.load.ember()) class="artdeco-button artdeco-button--circle artdeco-button--muted artdeco-button--2 artdeco-button--tertiary ember-view mh1" type="button" data-other="edit_intro" {
                    svg role="none" aria-hidden="true" data-test-icon="edit-medium" width="16" height="16" viewBox="0 0 16 16" { path d="M2 14l1-4 8-8 3 3-8 8z" fill="currentColor" {} }
                }
            } }
        }
    };
    let headline = html! { div class="text-body-medium break-words" { (person.headline) } };
    let place = html! {
        div class="text-body-small" {
            span { (person.location) } " · "
            a href={ (person.path()) "overlay/contact-info/" } id="top-card-text-details-contact-info" { (texts.contact_info) }
        }
    };
    let known = html! {
        div class="text-body-small" {
            a href={ "/search/results/people/?connectionOf=%5B%22" (person.member_id) "%22%5D&network=%5B%22F%22%2C%22S%22%5D" } {
                (with_number(&texts.connections_count, &texts.number(usize::try_from(person.stable() % 480).unwrap_or_default() + 20)))
            }
        }
    };
    let mut parts = vec![name, headline, badges_of(view, person), place, known, actions(view, shown)];
    if view.has("shuffled") {
        parts.reverse();
    }
    html! {
        section class={ "artdeco-card " (view.load.noise()) } data-member-id=(person.member_number) {
            div class="cover" {}
            div class="ph5 pb5" {
                img class="photo" src=(blank_photo()) alt=(person.name) width="112" height="112";
                div class="mt2 relative" { @for part in parts { @if view.redesign.wraps() { div { (part) } } @else { (part) } } }
            }
        }
    }
}

/// The buttons of employer and school, which lead to the cards further down; the English label names the employer.
fn badges_of(view: &View, person: &Person) -> Markup {
    if view.has("no_employer") {
        return html! {};
    }
    let label = |of: &str, name: &str, card: &str| format!("{of}: {name}. Click to skip to {card} card");
    html! {
        ul class=(view.load.noise()) {
            @for (of, name, card) in [("Current company", person.company.as_str(), "experience"), ("Education", person.school(), "education")] {
                li { button type="button" aria-label=(label(of, name, card)) class="badge" data-other="badge" {
                    div class="inline-show-more-text" { span aria-hidden="true" { (name) } span class="visually-hidden" { (name) } }
                } }
            }
        }
    }
}

/// The degree, for the eye and for a screen reader.
fn badges(view: &View, shown: &Shown) -> Markup {
    let texts = &view.texts;
    let all = [
        (&texts.first, &texts.first_long),
        (&texts.second, &texts.second_long),
        (&texts.third, &texts.third_long),
    ];
    let mut those = Vec::new();
    if !view.has("degree_missing") && (1..=3).contains(&shown.degree) {
        those.push(all[usize::from(shown.degree) - 1]);
    }
    if view.has("both_degrees_visible") {
        those = vec![all[0], all[1]];
    }
    html! {
        @for (short, long) in those {
            span class="distance-badge" {
                span class="visually-hidden" { (long) }
                span class="dist-value" aria-hidden="true" { " " (short) " " }
            }
        }
    }
}

fn actions(view: &View, shown: &Shown) -> Markup {
    let (texts, name) = (&view.texts, &shown.person.name);
    let message = |kind: &str| {
        html! {
            button class={ "artdeco-button artdeco-button--2 " (kind) } type="button" aria-label=(with_name(&texts.message_to, name)) data-other="message" data-about=(shown.key) {
                span class="artdeco-button__text" { (texts.message) }
            }
        }
    };
    let first = if shown.degree == 0 {
        html! { button class="artdeco-button artdeco-button--2 artdeco-button--primary" type="button" data-other="edit" { "Add profile section" } }
    } else if shown.degree == 1 || shown.message_first {
        message("artdeco-button--primary")
    } else if shown.pending {
        html! {
            button class="artdeco-button artdeco-button--2 artdeco-button--secondary" type="button" aria-label=(with_name(&texts.pending_withdraw, name)) data-withdraw=(shown.key) {
                span class="artdeco-button__text" { (texts.pending) }
            }
        }
    } else {
        html! {
            button class="artdeco-button artdeco-button--2 artdeco-button--primary" type="button" aria-label=(with_name(&texts.invite_to_connect, name)) data-other="connect" data-about=(shown.key) {
                span class="artdeco-button__text" { (texts.connect) }
            }
        }
    };
    let mut row = vec![first];
    if shown.degree > 1 && !shown.message_first {
        row.push(message("artdeco-button--secondary"));
    }
    if shown.degree == 0 {
        row.push(html! { button class="artdeco-button artdeco-button--2 artdeco-button--secondary" type="button" aria-label="Resources" data-other="resources" { "Resources" } });
    } else {
        row.push(dropdown(view, shown));
    }
    if view.has("shuffled") {
        row.reverse();
    }
    html! { div class={ (view.load.noise()) " actions" } { @for part in row { (part) } } }
}

/// A page at a profile's address without the profile: the shell, and other people with their buttons.
pub(crate) fn dead_shell(view: &View, others: &[Shown]) -> Markup {
    let main = html! {
        main class=(view.load.noise()) {
            section class="artdeco-card" { div class="cover" {} div class="ph5 pb5" style="min-height:120px" {} }
            (similar(view, "People you may know", others))
        }
    };
    let config = view.config("dead_shell", false, json!({}));
    frame::page(view, &["LinkedIn".to_owned()], &html! {}, &main, &config, "profile-ember.js")
}

/// A small page over somebody's profile: contact info, about this profile.
pub(crate) fn overlay(view: &View, shown: &Shown) -> Markup {
    let main = html! {
        main class=(view.load.noise()) {
            section class="artdeco-card" data-member-id=(shown.person.member_number) {
                div class="ph5 pb5" { h1 { (shown.person.name) } p { (view.texts.contact_info) } a href=(shown.person.path()) { (shown.person.path()) } }
            }
        }
    };
    let config = view.config("overlay", false, json!({}));
    frame::page(view, &[profile_title(&shown.person.name)], &html! {}, &main, &config, "profile-ember.js")
}
