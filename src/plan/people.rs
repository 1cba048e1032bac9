//! A list of people to choose (`--match-file`), looked up by slug or by name.

use std::collections::HashMap;
use std::path::Path;

use super::error::PlanError;
use super::export::Identity;
use super::fold::{fold, fold_framed};
use crate::domain::Person;
use crate::roster::{KeepList, KeepQuery, Protection};

/// People to choose, in the form of a keep list: plain lines or a table.
///
/// Where a keep list keeps in doubt, this one passes over in doubt: a line with a URL fits that profile only (or, where
/// the export has no URL for the person, the line's name); a line with a company fits only where the company agrees.
#[derive(Debug)]
pub struct PeopleIndex {
    file: String,
    list: KeepList,
    slugs: HashMap<String, u64>,
    names: HashMap<String, Vec<Named>>,
}

#[derive(Debug)]
struct Named {
    line: u64,
    company: String,
    has_slug: bool,
}

impl PeopleIndex {
    /// Reads a match file.
    ///
    /// # Errors
    /// [`PlanError::List`] with every line that cannot be read.
    pub fn read(path: &Path) -> Result<PeopleIndex, PlanError> {
        Ok(PeopleIndex::of(&path.to_string_lossy(), KeepList::read_to_choose(path)?))
    }

    pub(super) fn of(file: &str, list: KeepList) -> PeopleIndex {
        let mut slugs = HashMap::new();
        let mut names: HashMap<String, Vec<Named>> = HashMap::new();
        for (line, person) in list.people() {
            if let Some(slug) = &person.slug {
                slugs.entry(slug.as_str().to_owned()).or_insert(line);
            }
            if let Some(named) = named(line, person) {
                names.entry(named.0).or_default().push(named.1);
            }
        }
        PeopleIndex { file: file.to_owned(), list, slugs, names }
    }

    /// How many lines name somebody.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether it names nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The line that names a connection, as `file:line`.
    pub(super) fn names(&self, identity: &Identity<'_>) -> Option<String> {
        let slug = identity.slug().ok().flatten();
        let by_slug = slug.and_then(|slug| self.slugs.get(slug.as_str()).copied());
        let line = by_slug
            .or_else(|| self.by_name(identity, slug.is_some()))
            .or_else(|| self.by_pattern(identity))?;
        Some(format!("{}:{line}", self.file))
    }

    /// Whether a line names a connection; `None` if that cannot be told: no line does, but one has the name and asks for a
    /// company where the connection has none, or the connection has neither name nor address that could be read.
    pub(super) fn is_named(&self, identity: &Identity<'_>) -> Option<bool> {
        if self.names(identity).is_some() {
            return Some(true);
        }
        let Some(name) = identity.name() else {
            return matches!(identity.slug(), Ok(Some(_))).then_some(false);
        };
        let is_same = |named: &Named| !named.has_slug || !matches!(identity.slug(), Ok(Some(_)));
        let may_be = identity.connection.company.is_empty()
            && self.names.get(&key(name.key())).is_some_and(|all| all.iter().any(is_same));
        let has_lost_address = identity.slug().is_err() && !self.slugs.is_empty();
        (!may_be && !has_lost_address).then_some(false)
    }

    /// As [`PeopleIndex::is_named`], for a rule that excludes: compared as a keep list compares, which keeps in doubt.
    pub(super) fn may_name(&self, identity: &Identity<'_>) -> Option<bool> {
        let (slug, name) = (identity.slug().ok().flatten(), identity.name());
        let (companies, headlines) =
            ([identity.connection.company.as_str()], [identity.connection.position.as_str()]);
        let (slugs, names) = (slug.as_slice(), name.as_slice());
        let query = KeepQuery { slugs, names, companies: &companies, headlines: &headlines, released: false };
        match self.list.covers(&query) {
            Protection::Kept(_) => Some(true),
            Protection::CannotTell(_) => None,
            Protection::NotKept => self.is_named(identity),
        }
    }

    fn by_name(&self, identity: &Identity<'_>, has_slug: bool) -> Option<u64> {
        if self.names.is_empty() {
            return None;
        }
        let named = self.names.get(&key(identity.name()?.key()))?;
        let mut company = String::new();
        fold_framed(&identity.connection.company, &mut company);
        let fits = |named: &&Named| (!named.has_slug || !has_slug) && company_fits(&named.company, &company);
        named.iter().find(fits).map(|named| named.line)
    }

    fn by_pattern(&self, identity: &Identity<'_>) -> Option<u64> {
        let (slug, name) = (identity.slug().ok().flatten(), identity.name());
        let companies = [identity.connection.company.as_str()];
        let (slugs, names) = (slug.as_slice(), name.as_slice());
        let query = KeepQuery { slugs, names, companies: &companies, ..KeepQuery::default() };
        self.list.covers_by_pattern(&query).map(|hit| hit.line)
    }
}

fn named(line: u64, person: &Person) -> Option<(String, Named)> {
    let name = person.name.as_ref()?;
    let company = fold(person.company.as_deref().unwrap_or(""));
    Some((key(name.key()), Named { line, company, has_slug: person.slug.is_some() }))
}

/// The words of a name without accents, in an order of their own.
fn key(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// Whether the company of a line is in a framed text as whole words; a line without one fits every company.
fn company_fits(line: &str, framed: &str) -> bool {
    line.is_empty() || framed.contains(&format!(" {line} "))
}
