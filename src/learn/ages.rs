//! How a page says how long ago something was: words with one number in them, which stand on it again with other numbers.

use std::collections::BTreeMap;

use super::tree::Tree;
use super::vocabulary::has_an_end_of;

/// A text with `{n}` for its number, if it has one number and words beside it.
pub(super) fn counted(text: &str) -> Option<String> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[from..];
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (before, after) = (&text[..from], &rest[digits..]);
    let is_one = !after.contains(|c: char| c.is_ascii_digit()) && digits <= 3;
    let has_words = before.chars().chain(after.chars()).any(char::is_alphabetic);
    (is_one && has_words).then(|| format!("{before}{{n}}{after}"))
}

/// Whether it says something with a number, and is nothing to press or to choose, as a filter with its count is.
pub(super) fn may_be_age(tree: &Tree, at: usize) -> bool {
    let is_chosen = |outer: usize| matches!(tree.role(outer), Some("radio" | "tab" | "option" | "checkbox"));
    tree.speaks(at)
        && !tree.is_in_button(at)
        && !tree.outwards(at).any(is_chosen)
        && counted(&tree.text(at)).is_some()
}

/// What speaks for words with a number as an age: on a page of invitations each card has one.
pub(super) fn speaks_for(tree: &Tree, pattern: &str) -> Option<(i32, String)> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for at in tree.all().filter(|at| may_be_age(tree, *at)) {
        if let Some(said) = counted(&tree.text(at)) {
            *times.entry(said).or_default() += 1;
        }
    }
    let own = times.get(pattern).copied().unwrap_or(0);
    if own > 1 {
        return Some((30, format!("stands on the page {own} times, whatever the number")));
    }
    // Of one week there may be one card, and its words are others than those of two.
    let mut often = times.iter().filter(|(_, times)| **times > 1);
    let alike = often.any(|(other, _)| has_an_end_of(pattern, other));
    alike.then(|| (20, "begins or ends as one that stands there several times".to_owned()))
}
