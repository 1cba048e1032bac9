//! The frame around every page: head, the notice that this is practice, scripts.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::scripts;
use super::view::View;

/// The notice on every page. It stands in the flow of the page, so that it covers nothing.
pub(crate) fn notice() -> Markup {
    html! {
        div style="background:#3b2f63;color:#fff;font:600 12px/1.2 system-ui,sans-serif;padding:6px 12px;text-align:center;flex:none" {
            "Practice site of unlinked. This is not LinkedIn, and nobody here is real."
        }
    }
}

/// A page that needs no script: stop signs, sign-in, errors. `lang` is its language.
pub(crate) fn plain(lang: &str, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(include_str!("../assets/plain.css"))) }
            }
            body { (notice()) (body) }
        }
    }
}

/// The parts of the head that all pages with a script share.
pub(crate) fn head(titles: &[String], style: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        // In-app navigations leave their titles behind, the latest first.
        @for title in titles { title { (title) } }
        link rel="icon" href="data:,";
        style { (PreEscaped(include_str!("../assets/common.css"))) (PreEscaped(style)) }
    }
}

/// The page's scripts and what they are told.
pub(crate) fn scripts(view: &View, config: &str, names: &[&str]) -> Markup {
    let late = view.has("hydrates_late") || view.has("long_tasks");
    html! {
        script type="application/json" id="practice-config" { (PreEscaped(config)) }
        @if late { (scripts::later(names)) } @else { (scripts::scripts(names)) }
    }
}

/// What a page that "never finishes loading" waits for.
pub(crate) fn endless(view: &View) -> Markup {
    html! { @if view.fault("hang") == Some("load") { img src="/practice-api/never" alt="" width="1" height="1"; } }
}

/// The title of somebody's profile, with the count of notifications in front as the real one has it.
pub(crate) fn profile_title(name: &str) -> String {
    format!("(2) {name} | LinkedIn")
}
