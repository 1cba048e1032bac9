//! What earlier runs know of people.

use std::collections::HashMap;

use super::{PersonKey, PersonName, Slug};

/// What earlier runs know of a person that a keep list may ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownBefore {
    /// Slugs of pages that were theirs.
    pub slugs: Vec<Slug>,
    /// Names that rosters gave and pages showed.
    pub names: Vec<PersonName>,
    /// The company that a roster or export gave.
    pub companies: Vec<String>,
    /// What their page said of them beside the name, where a keep list kept them for its sake.
    pub headlines: Vec<String>,
    /// Whether the user released them.
    pub released: bool,
}

impl KnownBefore {
    fn add(&mut self, other: &KnownBefore) {
        self.slugs.extend(other.slugs.iter().cloned());
        self.names.extend(other.names.iter().cloned());
        self.companies.extend(other.companies.iter().cloned());
        self.headlines.extend(other.headlines.iter().cloned());
        self.released |= other.released;
    }
}

/// What earlier runs know of everybody, for whoever goes through a whole export.
#[derive(Debug, Clone, Default)]
pub struct Remembered {
    people: Vec<KnownBefore>,
    /// By the key of a person, and by each slug under which their page was seen.
    at: HashMap<String, Vec<usize>>,
}

impl Remembered {
    /// Adds what is known of somebody who is found under these keys and slugs.
    pub fn add(&mut self, found_under: impl IntoIterator<Item = String>, known: KnownBefore) {
        let number = self.people.len();
        for key in found_under {
            let there = self.at.entry(key).or_default();
            if there.last() != Some(&number) {
                there.push(number);
            }
        }
        self.people.push(known);
    }

    /// What is known of whoever is filed under `key` or was ever seen on the page `slug`.
    #[must_use]
    pub fn find(&self, key: &PersonKey, slug: Option<&Slug>) -> KnownBefore {
        let mut numbers: Vec<usize> = [Some(key.as_str()), slug.map(Slug::as_str)]
            .into_iter()
            .flatten()
            .filter_map(|key| self.at.get(key))
            .flatten()
            .copied()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut known = KnownBefore::default();
        numbers.iter().filter_map(|number| self.people.get(*number)).for_each(|one| known.add(one));
        known
    }
}
