//! Pages that are known: the outlines of real ones, with invented people. What is learned on one page must not fit something else on
//! these.

use std::sync::LazyLock;

use super::marks::marks_of;
use super::sought::Sought;
use super::tree::Tree;
use super::vocabulary::{Vocabulary, folded};
use crate::saved::tokens_of;

/// Each by its name in `tests/pages`, with its HTML.
const PAGES: [(&str, &str); 10] = [
    ("ember-feed", include_str!("../../tests/pages/ember-feed.html")),
    ("ember-profile-1st", include_str!("../../tests/pages/ember-profile-1st.html")),
    ("ember-profile-own", include_str!("../../tests/pages/ember-profile-own.html")),
    ("sdui-connections", include_str!("../../tests/pages/sdui-connections.html")),
    ("sdui-feed", include_str!("../../tests/pages/sdui-feed.html")),
    ("sdui-profile-1st", include_str!("../../tests/pages/sdui-profile-1st.html")),
    ("sdui-profile-2nd-pending", include_str!("../../tests/pages/sdui-profile-2nd-pending.html")),
    ("sdui-profile-own", include_str!("../../tests/pages/sdui-profile-own.html")),
    ("sdui-search", include_str!("../../tests/pages/sdui-search.html")),
    ("sdui-sent-invitations", include_str!("../../tests/pages/sdui-sent-invitations.html")),
];

static TREES: LazyLock<Vec<(&str, Tree)>> = LazyLock::new(|| {
    PAGES.iter().filter_map(|(name, html)| Some((*name, Tree::of(&tokens_of(html)?)))).collect()
});

/// By what something is found.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// Words that it reads, or that label it.
    Words(&'a str),
    /// A selector by one of its marks.
    Mark(&'a str),
}

/// A page on which something else can be pressed that would be found so: its name, and what that reads. What a language knows as the
/// place is the place.
pub(super) fn elsewhere(sought: Sought, by: By<'_>, known: &Vocabulary) -> Option<(&'static str, String)> {
    TREES.iter().find_map(|(name, tree)| {
        let other = tree
            .all()
            .find(|at| tree.is_pressed(*at) && fits(tree, *at, by) && !is_it(tree, *at, sought, known))?;
        let said = said(tree, other).into_iter().next().unwrap_or_default();
        Some((*name, said))
    })
}

fn said(tree: &Tree, at: usize) -> Vec<String> {
    let label = tree.attribute(at, "aria-label").map(str::to_owned);
    [Some(tree.text(at)), label].into_iter().flatten().filter(|said| !said.is_empty()).collect()
}

fn fits(tree: &Tree, at: usize, by: By<'_>) -> bool {
    match by {
        By::Words(words) => said(tree, at).iter().any(|said| folded(said) == folded(words)),
        By::Mark(css) => marks_of(tree, at).iter().any(|mark| mark == css),
    }
}

fn is_it(tree: &Tree, at: usize, sought: Sought, known: &Vocabulary) -> bool {
    said(tree, at).iter().any(|said| known.calls(sought, said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Surface;
    use crate::selectors::Selectors;

    #[test]
    fn every_outline_is_among_the_pages_that_are_known() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        assert_eq!(there, PAGES.map(|(name, _)| format!("{name}.html")));
        assert!(PAGES.iter().all(|(_, html)| tokens_of(html).is_some()));
    }

    #[test]
    fn what_reads_as_something_else_does_on_a_known_page_is_told_and_the_place_itself_is_not() {
        let known = Vocabulary::of(&Selectors::load(Surface::Desktop, &[]).unwrap());
        let found = |sought, by| elsewhere(sought, by, &known).map(|(page, _)| page);
        // The menu of the one who is signed in.
        assert_eq!(found(Sought::More, By::Words("Me")), Some("sdui-feed"));
        assert_eq!(found(Sought::More, By::Words("More")), None);
        assert_eq!(found(Sought::RemoveItem, By::Words("Remove connection")), None);
        assert_eq!(found(Sought::RemoveItem, By::Words("Blorb frim")), None);
    }
}
