//! The scripts of the pages, and the elements that load them. A script's address changes with what is in the scripts, so browsers may
//! keep them for good, as they keep the real site's.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use maud::{Markup, html};

const SCRIPTS: &[(&str, &str)] = &[
    ("weight.js", include_str!("../assets/weight.js")),
    ("common.js", include_str!("../assets/common.js")),
    ("dialog.js", include_str!("../assets/dialog.js")),
    ("ember.js", include_str!("../assets/ember.js")),
    ("sdui.js", include_str!("../assets/sdui.js")),
    ("profile-sdui.js", include_str!("../assets/profile-sdui.js")),
    ("lists.js", include_str!("../assets/lists.js")),
    ("invitations.js", include_str!("../assets/invitations.js")),
    ("search.js", include_str!("../assets/search.js")),
    ("mobile.js", include_str!("../assets/mobile.js")),
    ("profile.js", include_str!("../assets/profile.js")),
    ("profile-ember.js", include_str!("../assets/profile-ember.js")),
];

/// Tells these scripts from those of another build at the same address.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    SCRIPTS.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

/// The text of a script.
pub(crate) fn source(name: &str) -> Option<&'static str> {
    SCRIPTS.iter().find(|(known, _)| *known == name).map(|(_, script)| *script)
}

/// The elements that load scripts, in this order.
pub(crate) fn scripts(names: &[&str]) -> Markup {
    html! { @for name in names { script src=(address(name)) {} } }
}

/// The element that loads scripts only after a while, and keeps the page's main thread busy before that, as its faults say.
pub(crate) fn later(names: &[&str]) -> Markup {
    let then: Vec<String> = names.iter().map(|name| address(name)).collect();
    html! { script src=(address("weight.js")) data-then=(then.join(" ")) {} }
}

fn address(name: &str) -> String {
    format!("/practice-assets/{name}?v={}", *VERSION)
}
