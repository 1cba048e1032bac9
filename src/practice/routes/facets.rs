//! The choices of the location and company filters of a search, and the ids that stand for them in an address.

use std::collections::BTreeMap;

use super::super::pages::search::Choice;

/// How many choices a filter offers.
const OFFERED: usize = 12;

/// The id of a place or company: a number that stays the same.
pub(crate) fn id(text: &str) -> String {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (100_000_000 + u64::from(hash) % 900_000_000).to_string()
}

/// The choices that the people found give: the most frequent first, and always those that are on.
pub(crate) fn choices<'a>(values: impl Iterator<Item = &'a str>, on: &[String]) -> Vec<Choice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    let mut list: Vec<(&str, usize)> = counts.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let all: Vec<Choice> = list
        .into_iter()
        .map(|(label, _)| Choice { id: id(label), label: label.to_owned(), on: on.contains(&id(label)) })
        .collect();
    let (mut chosen, free): (Vec<Choice>, Vec<Choice>) = all.into_iter().partition(|choice| choice.on);
    chosen.extend(free.into_iter().take(OFFERED));
    chosen
}
