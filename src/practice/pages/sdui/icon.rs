//! Icons that several parts of the pages have.

use maud::{Markup, PreEscaped, html};

/// The three dots. The id is the same in every button, as in the real pages.
pub(crate) fn dots() -> Markup {
    html! { (PreEscaped(r#"<svg id="overflow-web-ios-small" aria-hidden="true" width="16" height="16" viewBox="0 0 16 16"><circle cx="3" cy="8" r="1.5"/><circle cx="8" cy="8" r="1.5"/><circle cx="13" cy="8" r="1.5"/></svg>"#)) }
}
