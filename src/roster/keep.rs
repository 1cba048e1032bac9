//! The keep list: people who are never touched, whatever a roster says. Where a line is in doubt, it keeps.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use url::Url;

use super::error::{ListError, read_bytes};
use super::keep_read;
use super::pattern::Pattern;
use crate::domain::{Person, PersonName, Slug, fold_text};
use crate::faults::Faults;

/// What is known of a person when the keep list is asked: from the roster, from the page, or from both.
#[derive(Debug, Clone, Copy)]
pub struct KeepQuery<'a> {
    /// Every slug under which the person is known: the roster's and the page's.
    pub slugs: &'a [&'a Slug],
    /// Every name: the roster's and the page's.
    pub names: &'a [&'a PersonName],
    /// Their company, if it is known.
    pub company: Option<&'a str>,
}

/// The line of the keep list that covers a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepHit {
    /// Its number, from 1.
    pub line: u64,
    /// Its text.
    pub text: String,
}

/// People who must never be removed.
///
/// A line (or row) keeps
/// - with a URL or slug: that profile. A name beside it counts too where the one or the other is only known by a member
///   id, since nobody can tell then whether they are the same;
/// - with a name alone: everybody of that name;
/// - with name and company: everybody of that name, unless their company is known and shares no word with the line's;
/// - with `slug:`, `name:` or `company:` and a pattern: everybody who fits. A company fits only where it is known.
#[derive(Debug, Clone, Default)]
pub struct KeepList {
    entries: Vec<Entry>,
    slugs: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
    patterns: Vec<(Subject, Pattern, usize)>,
    /// What is odd and stops nothing.
    pub warnings: Option<Box<Faults>>,
}

#[derive(Debug, Clone)]
struct Entry {
    line: u64,
    text: Arc<str>,
    /// Whom the line names; `None` for a pattern.
    person: Option<Person>,
    company: Option<String>,
}

/// What a pattern is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Slug,
    Name,
    Company,
}

impl KeepList {
    /// A list that keeps nobody.
    #[must_use]
    pub fn empty() -> KeepList {
        KeepList::default()
    }

    /// Reads and checks a keep list: a CSV file with the roster's columns, or plain lines.
    ///
    /// # Errors
    /// [`ListError::Faults`] with every line that cannot be read; [`ListError::Io`] if the file cannot.
    pub fn read(path: impl AsRef<Path>) -> Result<KeepList, ListError> {
        let path = path.as_ref();
        KeepList::parse(&path.to_string_lossy(), read_bytes("keep list", path)?)
    }

    /// As [`KeepList::read`], and takes addresses on `site` too.
    ///
    /// # Errors
    /// As [`KeepList::read`].
    pub fn read_at(path: impl AsRef<Path>, site: &Url) -> Result<KeepList, ListError> {
        let path = path.as_ref();
        KeepList::parse_at(&path.to_string_lossy(), read_bytes("keep list", path)?, site)
    }

    /// Checks a keep list that was read already.
    ///
    /// # Errors
    /// [`ListError::Faults`] with every line that cannot be read.
    pub fn parse(file: &str, bytes: impl Into<Vec<u8>>) -> Result<KeepList, ListError> {
        keep_read::parse(file, bytes.into(), &Slug::parse)
    }

    /// As [`KeepList::parse`], and takes addresses on `site` too.
    ///
    /// # Errors
    /// As [`KeepList::parse`].
    pub fn parse_at(file: &str, bytes: impl Into<Vec<u8>>, site: &Url) -> Result<KeepList, ListError> {
        keep_read::parse(file, bytes.into(), &|text| Slug::parse_at(text, site))
    }

    /// How many lines keep somebody.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it keeps nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The line that covers a person, the first of the file if several do; `None` if the person may be acted on.
    #[must_use]
    pub fn covers(&self, query: &KeepQuery<'_>) -> Option<KeepHit> {
        let by_slug = query.slugs.iter().filter_map(|slug| self.slugs.get(slug.as_str()).copied());
        let by_name = query.names.iter().filter_map(|name| {
            let entries = self.names.get(name.key())?;
            entries
                .iter()
                .copied()
                .find(|at| self.entries.get(*at).is_some_and(|entry| entry.name_counts(query)))
        });
        let first = by_slug.chain(by_name).chain(self.pattern_of(query)).min()?;
        self.hit(first)
    }

    /// The line whose pattern covers a person, whatever the lines that name people say.
    #[must_use]
    pub fn covers_by_pattern(&self, query: &KeepQuery<'_>) -> Option<KeepHit> {
        self.hit(self.pattern_of(query)?)
    }

    /// The people whom lines name (patterns name nobody), each with the line's number. A line that can be read in two
    /// ways, such as `Nowak, Anna`, gives one person for each.
    pub fn people(&self) -> impl Iterator<Item = (u64, &Person)> {
        self.entries.iter().filter_map(|entry| Some((entry.line, entry.person.as_ref()?)))
    }

    fn hit(&self, at: usize) -> Option<KeepHit> {
        let entry = self.entries.get(at)?;
        Some(KeepHit { line: entry.line, text: entry.text.to_string() })
    }

    fn pattern_of(&self, query: &KeepQuery<'_>) -> Option<usize> {
        if self.patterns.is_empty() {
            return None;
        }
        let company = query.company.map(|company| fold_text(company).trim().to_owned());
        let fits = |subject: Subject, pattern: &Pattern| match subject {
            Subject::Slug => query.slugs.iter().any(|slug| pattern.matches(slug.as_str())),
            Subject::Name => query.names.iter().any(|name| {
                pattern.matches(name.folded()) || pattern.matches(fold_text(name.as_str()).trim())
            }),
            Subject::Company => company.as_deref().is_some_and(|company| pattern.matches(company)),
        };
        self.patterns.iter().find(|(subject, pattern, _)| fits(*subject, pattern)).map(|(_, _, at)| *at)
    }

    pub(super) fn add_person(&mut self, line: u64, text: &str, person: &Person) {
        let company = person.company.as_deref().map(|company| fold_text(company).trim().to_owned());
        let company = company.filter(|company| !company.is_empty());
        let at = self.entries.len();
        self.entries.push(Entry { line, text: Arc::from(text), person: Some(person.clone()), company });
        if let Some(slug) = &person.slug {
            self.slugs.entry(slug.as_str().to_owned()).or_insert(at);
        }
        if let Some(name) = &person.name {
            self.names.entry(name.match_key()).or_default().push(at);
        }
    }

    pub(super) fn add_pattern(&mut self, line: u64, text: &str, subject: Subject, pattern: Pattern) {
        let at = self.entries.len();
        self.entries.push(Entry { line, text: Arc::from(text), person: None, company: None });
        self.patterns.push((subject, pattern, at));
    }
}

impl Entry {
    /// Whether the line's name is enough, given the rest of what is known.
    fn name_counts(&self, query: &KeepQuery<'_>) -> bool {
        if let Some(slug) = self.person.as_ref().and_then(|person| person.slug.as_ref()) {
            let known = query.slugs.iter().any(|slug| !slug.is_member_id());
            return slug.is_member_id() || !known;
        }
        let (Some(own), Some(theirs)) = (&self.company, query.company) else { return true };
        let theirs = fold_text(theirs);
        let mut theirs = theirs.split_whitespace().peekable();
        theirs.peek().is_none() || theirs.any(|word| own.split_whitespace().any(|own| own == word))
    }
}
