//! The people of a review: each once, with what to consider and who they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::changes::Kept;
use crate::domain::Remembered;
use crate::domain::{Person, PersonKey, PersonName, Slug};
use crate::plan::{Connection, Consider, ConsiderWords, Day, address, facts};
use crate::roster::{KeepList, Told};

/// Somebody on the page.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) connection: Connection,
    pub(super) slug: Option<Slug>,
    pub(super) name: Option<PersonName>,
    pub(super) consider: Vec<Consider>,
    /// Why nothing can be done with them, if so.
    pub(super) stuck: Option<String>,
}

impl Listed {
    /// The key under which rosters and the ledger know them; `None` for somebody who is stuck.
    pub(super) fn key(&self) -> Option<PersonKey> {
        self.stuck.is_none().then(|| self.person().key())
    }

    fn person(&self) -> Person {
        Person {
            slug: self.slug.clone(),
            name: self.name.clone(),
            company: Some(self.connection.company.clone()).filter(|company| !company.is_empty()),
            location: None,
        }
    }

    /// The address of their profile; empty without one.
    pub(super) fn address(&self) -> String {
        self.slug.as_ref().map(address).unwrap_or_default()
    }
}

/// The people of an export, each once, and how many rows were about somebody who was there already.
pub(super) fn list(
    connections: Vec<Connection>,
    site: Option<&Url>,
    words: &ConsiderWords,
    today: Day,
) -> (Vec<Listed>, usize) {
    let considered = facts(&connections, words, today);
    let mut seen = HashSet::new();
    let mut doubles = 0;
    let mut people = Vec::with_capacity(connections.len());
    for (connection, consider) in connections.into_iter().zip(considered) {
        let (slug, problem) = match connection.slug(site) {
            Ok(slug) => (slug, None),
            Err(fault) => (None, Some(format!("{fault}. {}", fault.help()))),
        };
        let name = PersonName::new(&connection.name);
        let nameless =
            (slug.is_none() && name.is_none()).then(|| "no address, and no letters in the name".to_owned());
        let listed = Listed { connection, slug, name, consider, stuck: problem.or(nameless) };
        if listed.key().is_none_or(|key| seen.insert(key)) {
            people.push(listed);
        } else {
            doubles += 1;
        }
    }
    (people, doubles)
}

/// Numbers of people by their keys.
pub(super) fn by_key(people: &[Listed]) -> HashMap<PersonKey, usize> {
    people.iter().enumerate().filter_map(|(at, listed)| Some((listed.key()?, at))).collect()
}

/// Who is kept, and by which line.
///
/// `list` is the review's own file, which the page changes; `others` are the lists that are in force beside it.
pub(super) fn kept(
    people: &[Listed],
    list: &KeepList,
    others: &KeepList,
    remembered: &Remembered,
) -> BTreeMap<usize, Kept> {
    let mut all = others.clone();
    all.join(list);
    if all.is_empty() {
        return BTreeMap::new();
    }
    let mut kept = BTreeMap::new();
    let mut people_of_line: HashMap<u64, usize> = HashMap::new();
    for (at, listed) in people.iter().enumerate() {
        let person = listed.person();
        let told = Told {
            person: &person,
            position: Some(&listed.connection.position),
            before: &remembered.find(&person.key(), person.slug.as_ref()),
            page: None,
            also: &[],
            companies: &[],
            headlines: &[],
        };
        if let Some(hit) = all.protects(&told).hit() {
            let is_here = hit.list.is_none();
            if is_here {
                *people_of_line.entry(hit.line).or_default() += 1;
            }
            let list = hit.list.map(|list| list.to_string());
            kept.insert(at, Kept { line: hit.line, text: hit.text, own: is_here, list });
        }
    }
    let named: HashSet<u64> = list.people().map(|(line, _)| line).collect();
    for hit in kept.values_mut() {
        let alone = people_of_line.get(&hit.line) == Some(&1);
        hit.own = hit.own && alone && named.contains(&hit.line) && !hit.text.contains('\n');
    }
    kept
}
