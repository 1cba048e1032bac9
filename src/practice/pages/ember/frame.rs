//! The frame of an Ember page: outlets, toasts, navigation, footer, data blocks.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::view::View;
use super::super::{shell, weight};

/// A page of the older front end. `before` stands outside and before the main content.
pub(crate) fn page(
    view: &View,
    titles: &[String],
    before: &Markup,
    main: &Markup,
    config: &str,
    script: &str,
) -> Markup {
    let texts = &view.texts;
    let mut names = vec!["common.js", "dialog.js", "ember.js"];
    if script == "profile-ember.js" {
        names.push("profile.js");
    }
    names.push(script);
    html! {
        (DOCTYPE)
        html lang=(view.lang) dir=[crate::practice::lang::direction(&view.lang)] class="theme theme--mercado app-loader--default artdeco windows" {
            head { (shell::head(titles, include_str!("../../assets/ember.css"))) }
            body class="render-mode-BIGPIPE nav-v2 ember-application boot-complete icons-loaded" {
                (shell::notice())
                div id="artdeco-modal-outlet" {}
                div id="artdeco-toasts__wormhole" {
                    section id="artdeco-toasts" class="artdeco-toasts" {
                        header { h2 class="artdeco-toasts__title visually-hidden" { (texts.notifications) } }
                        div class="artdeco-toasts_toasts" role="alert" {}
                    }
                }
                div class="application-outlet" {
                    (navigation(view))
                    (before)
                    (main)
                    (weight::posts(view))
                    (footer(view))
                }
                (data_blocks(view))
                (shell::endless(view))
                (shell::scripts(view, config, &names))
            }
        }
    }
}

fn navigation(view: &View) -> Markup {
    let texts = &view.texts;
    html! {
        header id="global-nav" class="global-nav" {
            div class="global-nav__content" {
                a class="global-nav__logo" href="/feed/" aria-label="Practice home" { "practice" }
                div id="global-nav-typeahead" class="search-global-typeahead" {
                    form action="/search/results/all/" method="get" role="search" {
                        input class="search-global-typeahead__input" name="keywords" type="text" role="combobox" aria-expanded="false"
                            aria-label=(texts.search) placeholder=(texts.search) autocomplete="off";
                    }
                }
                nav class="global-nav__nav" {
                    a class="global-nav__primary-link" href="/mynetwork/" { "My Network" }
                    button class="global-nav__primary-link artdeco-button" type="button" aria-expanded="false" data-other="nav_more" { (texts.more) }
                    a class="global-nav__me" href="/in/me/" { img class="global-nav__me-photo" src=(blank_photo()) alt=(view.owner.name) width="24" height="24"; }
                }
            }
        }
    }
}

fn footer(view: &View) -> Markup {
    html! {
        footer class="global-footer" {
            a href="/feed/" { "About" }
            a href="/feed/" { "Accessibility" }
            a href="/feed/" { "Help" }
            // The trap of the real footer: a link whose text is that of the overflow button.
            a href="/feed/" { (view.texts.more) }
            span { "Practice, with invented people" }
        }
    }
}

/// Blocks of data as the real page carries them: texts found in the source are not on the page.
fn data_blocks(view: &View) -> Markup {
    let data = serde_json::json!({
        "data": { "type": "Profile", "actions": [view.texts.remove_item, view.texts.connect, view.texts.first_long, view.texts.second_long] },
        "included": [{ "text": "security verification" }],
    });
    html! {
        @for number in [4_412, 4_418, 4_431] {
            code id={ "bpr-guid-" (number) } style="display:none" { (PreEscaped("<!--")) (data.to_string()) (PreEscaped("-->")) }
            code id={ "datalet-bpr-guid-" (number) } style="display:none" { (data.to_string()) }
        }
    }
}

/// A grey square in place of a photo.
pub(crate) fn blank_photo() -> &'static str {
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='72' height='72'%3E%3Crect width='72' height='72' fill='%23c4bfd6'/%3E%3Ccircle cx='36' cy='28' r='13' fill='%23857ca6'/%3E%3Cellipse cx='36' cy='66' rx='25' ry='20' fill='%23857ca6'/%3E%3C/svg%3E"
}
