//! Lines that fit nobody who is known: each is told, with the nearest name, since a slip of the pen protects nobody.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::fold;
use super::list::KeepList;
use super::query::{KeepHit, KeepQuery, KeptBy};
use crate::domain::{PersonName, Slug};

/// Somebody who is known: from the roster, the ledger or the export.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Their slugs.
    pub slugs: Vec<Slug>,
    /// Their names.
    pub names: Vec<PersonName>,
    /// Their companies.
    pub companies: Vec<String>,
}

/// A line that fits nobody, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfitting {
    /// The line.
    pub hit: KeepHit,
    /// Whom it names, if the line names several people.
    pub part: Option<String>,
    /// Who is nearest to it, if somebody is near.
    pub nearest: Option<String>,
}

impl KeepList {
    /// The lines that fit none of these people, in the order of the lists. A pattern that fits nobody is told too.
    #[must_use]
    pub fn fitting_nobody(&self, people: &[Known]) -> Vec<Unfitting> {
        let fitting = self.fitting(people);
        // Line by line: whether it fits when it is read as one, and which of its parts do.
        let mut lines: BTreeMap<(usize, usize), Line> = BTreeMap::new();
        let mut first_of: HashMap<(Option<&str>, u64), usize> = HashMap::new();
        for (at, entry) in self.entries() {
            let first = *first_of.entry((entry.list.as_deref(), entry.line)).or_insert(at);
            let line = lines.entry((first, entry.part)).or_default();
            line.first.get_or_insert(at);
            line.fits |= fitting.contains(&at);
            line.fits_as_one |= fitting.contains(&at) && entry.is_one();
        }
        let firsts: Vec<usize> =
            lines.keys().map(|(first, _)| *first).collect::<HashSet<_>>().into_iter().collect();
        let mut told = Vec::new();
        for first in firsts {
            let parts: Vec<(usize, &Line)> = lines
                .range((first, 0)..=(first, usize::MAX))
                .map(|((_, part), line)| (*part, line))
                .collect();
            let several = parts.iter().any(|(part, _)| *part > 0);
            // Of a line that names several people, all the words in a row fit each of them.
            let is_one = |line: &Line| if several { line.fits_as_one } else { line.fits };
            if parts.iter().any(|(part, line)| *part == 0 && is_one(line)) {
                continue;
            }
            for (part, line) in parts.iter().filter(|(part, line)| (*part > 0) == several && !line.fits) {
                let Some(at) = line.first else { continue };
                told.extend(self.unfitting(at, *part > 0, people));
            }
        }
        told.sort_by_key(|(at, _)| *at);
        told.into_iter().map(|(_, unfitting)| unfitting).collect()
    }

    fn unfitting(&self, at: usize, is_part: bool, people: &[Known]) -> Option<(usize, Unfitting)> {
        let (_, entry) = self.entries().nth(at)?;
        let person = entry.person.as_ref();
        let written = person.and_then(|person| {
            let name = person.name.as_ref().map(|name| name.as_str().to_owned());
            name.or_else(|| person.slug.as_ref().map(|slug| slug.as_str().to_owned()))
        });
        let nearest = written.as_deref().and_then(|written| nearest(written, people));
        let part = written.filter(|_| is_part);
        Some((at, Unfitting { hit: entry.hit(KeptBy::Name), part, nearest }))
    }

    /// Which entries fit one of the people.
    fn fitting(&self, people: &[Known]) -> HashSet<usize> {
        let mut fitting = HashSet::new();
        for known in people {
            let slugs: Vec<&Slug> = known.slugs.iter().collect();
            let names: Vec<&PersonName> = known.names.iter().collect();
            let companies: Vec<&str> = known.companies.iter().map(String::as_str).collect();
            let query =
                KeepQuery { slugs: &slugs, names: &names, companies: &companies, ..KeepQuery::default() };
            fitting.extend(self.all_that_keep(&query));
        }
        fitting
    }
}

#[derive(Debug, Default)]
struct Line {
    first: Option<usize>,
    fits: bool,
    fits_as_one: bool,
}

/// The name or slug nearest to what is written, if one is near.
fn nearest(written: &str, people: &[Known]) -> Option<String> {
    let wanted = comparable(written);
    let most = (wanted.chars().count() / 4).clamp(1, 4);
    let mut best: Option<(usize, String)> = None;
    let mut consider = |shown: &str| {
        let theirs = comparable(shown);
        if theirs.len().abs_diff(wanted.len()) > 2 * most {
            return;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &theirs);
        if distance <= most && best.as_ref().is_none_or(|(known, _)| distance < *known) {
            best = Some((distance, shown.to_owned()));
        }
    };
    for known in people {
        known.names.iter().for_each(|name| consider(name.as_str()));
        known.slugs.iter().for_each(|slug| consider(slug.as_str()));
    }
    best.map(|(_, shown)| shown)
}

/// The words of a name or slug without accents, in an order of their own.
fn comparable(text: &str) -> String {
    let mut words: Vec<String> = PersonName::words_in(text).iter().map(|word| fold::fold(word)).collect();
    words.sort_unstable();
    words.join(" ")
}
