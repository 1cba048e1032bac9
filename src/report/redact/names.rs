//! Whose names are known, and where they stand in a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::PersonName;
use crate::report::model::{Report, Story};
use crate::trace::What;

/// What stands for a person: the same everywhere in one report, and nothing outside of it.
pub(super) fn placeholder(nth: usize) -> String {
    format!("Person {nth}")
}

/// What stands for the owner, who has the number 0.
const OWNER: &str = "(the owner)";

/// The names, slugs and keys that are known.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Whole names and slugs as words, under their first word.
    whole: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// The single words of each person's own names.
    own: HashMap<usize, HashSet<String>>,
    /// The name that the roster gives, for telling whether the page showed the same.
    roster: HashMap<usize, PersonName>,
}

impl Names {
    pub(super) fn of(report: &Report) -> Names {
        let mut names = Names::default();
        if let Some(owner) = &report.owner {
            names.add(owner, 0);
        }
        for story in &report.people {
            names
                .roster
                .extend(story.name.as_deref().and_then(PersonName::new).map(|name| (story.nth, name)));
            for text in spoken(story) {
                names.add(text, story.nth);
            }
        }
        // The longest first, so that Anna Maria Nowak is not taken for Anna Maria.
        for list in names.whole.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        names
    }

    fn add(&mut self, text: &str, nth: usize) {
        let found: Vec<String> = words(text).into_iter().map(|(_, word)| word).collect();
        self.own.entry(nth).or_default().extend(found.iter().cloned());
        // One word alone (a name without a surname) stands for a person only in what is about them.
        if let [first, _, ..] = found.as_slice() {
            let known = self.whole.entry(first.clone()).or_default();
            if !known.iter().any(|(words, _)| *words == found) {
                known.push((found, nth));
            }
        }
    }

    /// The name at the start of `words`: how many words it takes, and what stands for it. `about` is the person that the text
    /// is about, of whom single words count as well.
    pub(super) fn at_start(
        &self,
        words: &[(Range<usize>, String)],
        about: Option<usize>,
    ) -> Option<(usize, String)> {
        let (_, first) = words.first()?;
        let whole = self.whole.get(first).into_iter().flatten().find(|(name, _)| {
            name.len() <= words.len() && name.iter().zip(words).all(|(name, (_, word))| name == word)
        });
        if let Some((name, nth)) = whole {
            return Some((name.len(), shown(*nth)));
        }
        let nth = [about, Some(0)]
            .into_iter()
            .flatten()
            .find(|nth| self.own.get(nth).is_some_and(|own| own.contains(first)))?;
        let own = &self.own[&nth];
        let run = words.iter().take_while(|(_, word)| own.contains(word)).count();
        Some((run, shown(nth)))
    }

    /// What stands for a name that the page showed: the person's own placeholder, or that it was another one.
    pub(super) fn seen(&self, name: &str, about: Option<usize>) -> String {
        let Some(nth) = about else { return OWNER.to_owned() };
        let same = match (self.roster.get(&nth), PersonName::new(name)) {
            (Some(roster), Some(seen)) => roster.matches(&seen),
            (None, _) => true,
            (Some(_), None) => false,
        };
        if same { placeholder(nth) } else { "another name".to_owned() }
    }
}

fn shown(nth: usize) -> String {
    if nth == 0 { OWNER.to_owned() } else { placeholder(nth) }
}

/// Everything that a person goes by: in the roster, in the ledger, and on the pages that were opened for them.
fn spoken(story: &Story) -> impl Iterator<Item = &str> {
    let seen = story.events.iter().filter_map(|traced| match &traced.event.what {
        What::Opened { name, .. } => name.as_deref(),
        _ => None,
    });
    let key = story.key.strip_prefix("name:").unwrap_or(&story.key).split('|');
    [story.name.as_deref(), story.slug.as_deref()].into_iter().flatten().chain(key).chain(seen)
}

/// The words of a text with their places, in the form in which they are compared: without accents and case.
pub(super) fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words: Vec<(Range<usize>, String)> = Vec::new();
    let mut end_of_last = usize::MAX;
    for (at, c) in text.char_indices() {
        if !(c.is_alphanumeric() || is_combining_mark(c)) {
            continue;
        }
        let end = at + c.len_utf8();
        match words.last_mut().filter(|_| end_of_last == at) {
            Some((range, word)) => {
                range.end = end;
                word.push(c);
            }
            None => words.push((at..end, c.to_string())),
        }
        end_of_last = end;
    }
    for (_, word) in &mut words {
        *word = fold(word);
    }
    words
}

fn fold(word: &str) -> String {
    word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
