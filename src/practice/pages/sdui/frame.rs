//! The frame of an SDUI page: root, toasts, navigation, the inner scroll pane, outlets, dialogs that stay closed.

use maud::{DOCTYPE, Markup, html};

use super::super::ember::frame::blank_photo;
use super::super::view::View;
use super::super::{shell, weight};

/// What differs from one page of this front end to the next.
pub(crate) struct Frame<'a> {
    pub(crate) titles: &'a [String],
    /// The value of `data-sdui-screen`.
    pub(crate) screen: &'a str,
    /// What stands before the main content.
    pub(crate) before: Markup,
    pub(crate) main: Markup,
    /// Whether the screen stands inside of the main part, as in people search (ui-evidence-2 1), or around it.
    pub(crate) screen_inside: bool,
    pub(crate) config: String,
    pub(crate) scripts: &'a [&'a str],
    /// How many closed dialogs the page carries.
    pub(crate) dialogs: u64,
}

/// The whole page.
pub(crate) fn page(view: &View, frame: &Frame<'_>) -> Markup {
    let style = view.load.style(include_str!("../../assets/sdui.css"));
    let mut scripts = vec!["common.js", "dialog.js", "sdui.js"];
    scripts.extend(frame.scripts);
    html! {
        (DOCTYPE)
        html lang=(view.lang) dir=[crate::practice::lang::direction(&view.lang)] {
            head { (shell::head(frame.titles, &style)) }
            body data-rehydrated="true" class=(view.c("body")) {
                (shell::notice())
                div id="root" data-strictmode="true" class=(view.c("root")) {
                    // Toasts of whatever kind are alerts in here, and all of it moves into a dialog that opens (ui-evidence-2 3 and C7).
                    section class=(view.c("toasts")) {
                        h2 data-testid="toasts-title" class="visually-hidden" { (view.texts.notifications) }
                        div class=(view.c("toast-list")) {}
                    }
                    (navigation(view))
                    @if frame.screen_inside {
                        div class=(view.c("screen")) {
                            main id="workspace" tabindex="-1" class=(view.c("workspace")) { div data-sdui-screen=(frame.screen) { (frame.main) } (footer(view)) }
                        }
                    } @else {
                        div data-sdui-screen=(frame.screen) class=(view.c("screen")) {
                            (frame.before)
                            main id="workspace" tabindex="-1" class=(view.c("workspace")) { (frame.main) (weight::posts(view)) (footer(view)) }
                        }
                    }
                }
                div id="interop-outlet" data-testid="interop-shadowdom" {}
                iframe data-testid="interop-iframe" src="/preload/?_bprMode=vanilla" title="interop" hidden {}
                @for number in 0..frame.dialogs { (closed_dialog(view, number)) }
                // A menu of the navigation that nobody opens: a page holds more than one element with this role.
                div role="menu" class=(view.c("gone")) { div role="menuitem" { "Settings" } div role="menuitem" { (view.texts.more) } }
                div id=(view.load.noise()) data-portal="" {}
                (hidden_frames())
                (shell::endless(view))
                (shell::scripts(view, &frame.config, &scripts))
            }
        }
    }
}

fn navigation(view: &View) -> Markup {
    let texts = &view.texts;
    html! {
        header { div data-testid="primary-nav" class=(view.c("nav")) {
            a href="/feed/" class=(view.c("logo")) { "practice" }
            // The same test id as the name filter of the Connections page, in the head of every page (ui-evidence-2 C1).
            form action="/search/results/all/" method="get" role="search" class=(view.c("nav-search")) {
                input name="keywords" type="text" role="combobox" aria-expanded="false" aria-label=(texts.search) placeholder=(texts.search) autocomplete="off" data-testid="typeahead-input" componentkey="SearchResults_SearchTyahInputRef" class=(view.c("input"));
            }
            nav class=(view.c("nav-links")) {
                // The owner's name is not in the navigation (ui-evidence-2 5).
                a href="https://www.linkedin.com/mynetwork" aria-label="My Network, 3 new notifications" { "My Network" }
                // The navigation has a button of the same name as the overflow button of a profile.
                button type="button" aria-expanded="false" data-other="nav_more" class=(view.c("nav-button")) { (texts.more) }
                button type="button" aria-expanded="false" data-other="nav_me" class=(view.c("nav-button")) { img alt="" src=(blank_photo()) width="24" height="24"; "Me" }
            }
        } }
    }
}

/// What normal pages carry unseen: the frames of security checks and the menu and dialogs of a player (ui-evidence-2 1 and 8). A
/// frame that is not drawn loads nothing.
fn hidden_frames() -> Markup {
    html! {
        div class="grecaptcha-badge" style="display:none" { iframe title="reCAPTCHA" loading="lazy" src="/preload/recaptcha/enterprise/anchor" {} }
        iframe id="humanThirdPartyIframe" title="LinkedIn security verification" style="position:absolute;left:-9999px;width:0;height:0;border:0" {}
        div style="display:none" {
            ul role="menu" { li role="menuitem" { "Captions off" } }
            div role="dialog" aria-label="Modal Window" {} div role="dialog" aria-label="Caption Settings Dialog" { button type="button" { "Reset" } }
        }
    }
}

/// The footer, with the link whose text is that of the overflow button.
fn footer(view: &View) -> Markup {
    html! {
        footer class=(view.c("footer")) {
            a href="/feed/" { "About" } a href="/feed/" { "Accessibility" } a href="/feed/" { (view.texts.more) } span { "Practice, with invented people" }
        }
    }
}

/// A dialog about an advertisement, as the real pages carry two to four of them, always closed, ids repeated.
fn closed_dialog(view: &View, number: u64) -> Markup {
    let title = if number.is_multiple_of(2) { "Ad Options" } else { "Don't want to see this" };
    html! {
        dialog class=(view.c("dialog")) {
            button type="button" aria-label=(view.texts.dismiss) { "×" }
            div {
                header id="dialog-header" { h2 { (title) } }
                div data-testid="dialog-content" { p { "Tell us why." } }
                footer { button type="submit" { (view.texts.remove_confirm) } }
            }
        }
    }
}

/// A drawn head in place of a photo; with a label where the real page has one.
pub(crate) fn avatar(view: &View, label: Option<&str>) -> Markup {
    html! {
        figure class=(view.c("figure")) {
            svg role=[label.map(|_| "img")] aria-label=[label] aria-hidden=[label.is_none().then_some("true")] width="56" height="56" viewBox="0 0 56 56" {
                circle cx="28" cy="28" r="28" fill="#c4bfd6" {} circle cx="28" cy="22" r="10" fill="#857ca6" {} ellipse cx="28" cy="50" rx="18" ry="14" fill="#857ca6" {}
            }
        }
    }
}
