//! The lines of a keep list, and whom they cover.

use std::collections::HashSet;
use std::sync::Arc;

use super::super::pattern::Pattern;
use super::fold::{self, Folded};
use super::index::{Identity, Index};
use super::query::{KeepHit, KeepQuery, KeptBy, Protection};
use super::way::{Subject, Way};
use crate::domain::{Person, PersonName, Slug, fold_text};
use crate::faults::Faults;

/// People who must never be removed.
///
/// A line (or row) keeps
/// - with a URL or slug: that profile, under each slug by which it is known; and with a name beside it everybody of that
///   name too, since an address can change;
/// - with a name alone: everybody of that name, however it is written;
/// - with name and company: everybody of that name, unless their companies are known and share no word with the line's;
/// - with `slug:`, `name:` or `company:` and a pattern: everybody who fits. Whose company is not known may fit, and is kept.
#[derive(Debug, Clone, Default)]
pub struct KeepList {
    entries: Vec<Entry>,
    slugs: Index,
    names: Index,
    patterns: Vec<PatternEntry>,
    /// What is odd and stops nothing.
    pub warnings: Option<Box<Faults>>,
}

/// A pattern as it is written, and as protection compares.
#[derive(Debug, Clone)]
struct PatternEntry {
    subject: Subject,
    strict: Pattern,
    folded: Pattern,
    at: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The list, where there is more than one.
    pub(super) list: Option<Arc<str>>,
    pub(super) line: u64,
    /// Which of the people of the line: 0 for the line read as one.
    pub(super) part: usize,
    pub(super) text: Arc<str>,
    /// Whom the line names; `None` for a pattern.
    pub(super) person: Option<Person>,
    name: Option<Folded>,
    reading: Way,
    company: Option<String>,
    /// What tells it from other entries, however it is written and wherever it stands.
    identity: Identity,
}

impl KeepList {
    /// A list that keeps nobody.
    #[must_use]
    pub fn empty() -> KeepList {
        KeepList::default()
    }

    /// The same list, its lines called those of `list` wherever they are told.
    #[must_use]
    pub fn called(mut self, list: &str) -> KeepList {
        let list: Arc<str> = Arc::from(list);
        for entry in &mut self.entries {
            entry.list = Some(Arc::clone(&list));
        }
        self
    }

    /// This list with all lines of another one behind its own.
    pub fn join(&mut self, other: &KeepList) {
        let shift = self.entries.len();
        self.entries.extend(other.entries.iter().cloned());
        self.slugs.join(&other.slugs, shift);
        self.names.join(&other.names, shift);
        let shifted = |pattern: &PatternEntry| PatternEntry { at: pattern.at + shift, ..pattern.clone() };
        self.patterns.extend(other.patterns.iter().map(shifted));
    }

    /// How many entries there are: each person or pattern of each line, and each way to read it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many lines keep somebody.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.entries.iter().map(|entry| (&entry.list, entry.line)).collect::<HashSet<_>>().len()
    }

    /// How many lines of one of the lists keep somebody; `None` is the list that was not [called](KeepList::called) anything.
    #[must_use]
    pub fn lines_of(&self, list: Option<&str>) -> usize {
        let own = self.entries.iter().filter(|entry| entry.list.as_deref() == list);
        own.map(|entry| entry.line).collect::<HashSet<_>>().len()
    }

    /// Whether it keeps nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a person is protected, and by which line; the first one if several keep them.
    #[must_use]
    pub fn covers(&self, query: &KeepQuery<'_>) -> Protection {
        let by_slug = query.slugs.iter().flat_map(|slug| self.by_slug(slug)).map(|at| (at, KeptBy::Slug));
        let by_name = query.names.iter().filter_map(|name| Some((self.by_name(name, query)?, KeptBy::Name)));
        let kept = by_slug.chain(by_name).chain(self.pattern_of(query, true)).min_by_key(|(at, _)| *at);
        if let Some(hit) = kept.and_then(|(at, by)| self.hit(at, by)) {
            return Protection::Kept(hit);
        }
        let told = query.companies.iter().any(|company| !fold_text(company).trim().is_empty());
        if told || query.released {
            return Protection::NotKept;
        }
        let open = self.patterns.iter().find(|pattern| pattern.subject == Subject::Company);
        match open.and_then(|pattern| self.hit(pattern.at, KeptBy::Company)) {
            Some(hit) => Protection::CannotTell(hit),
            None => Protection::NotKept,
        }
    }

    /// The line whose pattern a person fits, whatever the lines that name people say. For choosing: compared strictly.
    #[must_use]
    pub fn covers_by_pattern(&self, query: &KeepQuery<'_>) -> Option<KeepHit> {
        let (at, by) = self.pattern_of(query, false)?;
        self.hit(at, by)
    }

    /// The people whom lines name (patterns name nobody), each with the line's number. A line that can be read in two
    /// ways, such as `Nowak, Anna`, gives one person for each. What a line only may mean is left out.
    pub fn people(&self) -> impl Iterator<Item = (u64, &Person)> {
        let sure = self.entries.iter().filter(|entry| entry.reading != Way::Perhaps);
        sure.filter_map(|entry| Some((entry.line, entry.person.as_ref()?)))
    }

    /// Whether some line is about companies.
    #[must_use]
    pub fn asks_for_companies(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.subject == Subject::Company)
    }

    /// The lines of this list that `other` does not have, each once, in their order. How a line is written and where it
    /// stands makes no difference.
    #[must_use]
    pub fn missing_from(&self, other: &KeepList) -> Vec<KeepHit> {
        let of = |whole: bool| -> HashSet<Identity> {
            let own = other.entries.iter().filter(|entry| (entry.reading == Way::Whole) == whole);
            own.map(|entry| entry.identity).collect()
        };
        // A name that must fit as a whole keeps fewer people than the same name as it stands.
        let (as_it_stands, as_a_whole) = (of(false), of(true));
        let is_there = |entry: &Entry| {
            as_it_stands.contains(&entry.identity)
                || entry.reading == Way::Whole && as_a_whole.contains(&entry.identity)
        };
        let mut told = HashSet::new();
        self.entries
            .iter()
            .filter(|entry| !is_there(entry))
            .filter(|entry| told.insert((&entry.list, entry.line)))
            .map(|entry| entry.hit(KeptBy::Name))
            .collect()
    }

    /// The lines that name the people of `other`, or are its patterns, each once: to take them out.
    #[must_use]
    pub fn lines_that_name(&self, other: &KeepList) -> Vec<KeepHit> {
        let wanted: HashSet<Identity> = other.entries.iter().map(|entry| entry.identity).collect();
        let names = |entry: &&Entry| match &entry.person {
            None => wanted.contains(&entry.identity),
            Some(person) => {
                let same_name = |theirs: &Entry| match (&entry.name, &theirs.name) {
                    (Some(own), Some(theirs)) => own.fits_whole(theirs),
                    _ => false,
                };
                other.entries.iter().any(|theirs| {
                    let slug = theirs.person.as_ref().and_then(|person| person.slug.as_ref());
                    slug.is_some() && slug == person.slug.as_ref() || same_name(theirs)
                })
            }
        };
        let mut told = HashSet::new();
        let found = self.entries.iter().filter(names).filter(|entry| told.insert(entry.line));
        found.map(|entry| entry.hit(KeptBy::Name)).collect()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate()
    }

    fn hit(&self, at: usize, by: KeptBy) -> Option<KeepHit> {
        self.entries.get(at).map(|entry| entry.hit(by))
    }

    /// Every entry that keeps a person, in no order.
    pub(super) fn all_that_keep(&self, query: &KeepQuery<'_>) -> Vec<usize> {
        let by_slug = query.slugs.iter().flat_map(|slug| self.by_slug(slug));
        let by_name = query.names.iter().flat_map(|name| self.all_by_name(name, query));
        let by_pattern = self.patterns_of(query, true).map(|pattern| pattern.at);
        by_slug.chain(by_name).chain(by_pattern).collect()
    }

    /// The entries with a slug, in their order.
    fn by_slug<'s>(&'s self, slug: &'s Slug) -> impl Iterator<Item = usize> + 's {
        self.slugs.may_have(slug.as_str()).filter(move |at| {
            let person = self.entries.get(*at).and_then(|entry| entry.person.as_ref());
            person.is_some_and(|person| person.slug.as_ref() == Some(slug))
        })
    }

    fn by_name(&self, name: &PersonName, query: &KeepQuery<'_>) -> Option<usize> {
        self.all_by_name(name, query).into_iter().min()
    }

    fn all_by_name(&self, name: &PersonName, query: &KeepQuery<'_>) -> Vec<usize> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let folded = Folded::of(name);
        let candidates: HashSet<usize> = folded.keys().flat_map(|key| self.names.may_have(key)).collect();
        let fits = |at: &usize| {
            let entry = self.entries.get(*at)?;
            let name = entry.name.as_ref()?;
            let fits = match entry.reading {
                Way::Whole => name.fits_whole(&folded),
                Way::Plain | Way::Perhaps => name.fits(&folded),
            };
            (fits && entry.name_counts(query)).then_some(*at)
        };
        candidates.iter().filter_map(fits).collect()
    }

    fn pattern_of(&self, query: &KeepQuery<'_>, generously: bool) -> Option<(usize, KeptBy)> {
        if self.patterns.is_empty() {
            return None;
        }
        let pattern = self.patterns_of(query, generously).next()?;
        Some((
            pattern.at,
            match pattern.subject {
                Subject::Slug => KeptBy::Slug,
                Subject::Name => KeptBy::Name,
                Subject::Company => KeptBy::Company,
            },
        ))
    }

    /// The patterns that a person fits.
    fn patterns_of<'s>(
        &'s self,
        query: &'s KeepQuery<'_>,
        generously: bool,
    ) -> impl Iterator<Item = &'s PatternEntry> {
        let texts = |texts: &[&str]| -> Vec<String> {
            let folded: Vec<String> = texts.iter().map(|text| fold_text(text).trim().to_owned()).collect();
            folded.into_iter().filter(|text| !text.is_empty()).collect()
        };
        let (companies, headlines) = (texts(query.companies), texts(query.headlines));
        let fits_text = move |pattern: &PatternEntry, text: &str| {
            pattern.strict.matches(text) || generously && pattern.folded.matches(&fold::fold(text))
        };
        let fits = move |pattern: &PatternEntry| match pattern.subject {
            Subject::Slug => query.slugs.iter().any(|slug| pattern.strict.matches(slug.as_str())),
            Subject::Name => query.names.iter().any(|name| {
                fits_text(pattern, name.folded()) || fits_text(pattern, fold_text(name.as_str()).trim())
            }),
            Subject::Company => {
                companies.iter().any(|company| fits_text(pattern, company))
                    || generously && headlines.iter().any(|text| is_in(text, |part| fits_text(pattern, part)))
            }
        };
        self.patterns.iter().filter(move |pattern| fits(pattern))
    }

    /// Adds a person of a line that says so as it stands.
    pub(super) fn add_person(&mut self, line: u64, part: usize, text: &str, person: &Person) {
        self.add_read(line, part, text, person, Way::Plain);
    }

    pub(super) fn add_read(&mut self, line: u64, part: usize, text: &str, person: &Person, reading: Way) {
        let company = person.company.as_deref().map(|company| fold::fold(fold_text(company).trim()));
        let company = company.filter(|company| !company.is_empty());
        let at = self.entries.len();
        let name = person.name.as_ref().map(Folded::of);
        let slug = person.slug.as_ref().map_or("", Slug::as_str);
        let key = person.name.as_ref().map_or("", PersonName::key);
        // A company narrows down only what a name alone would keep.
        let narrowed = company.as_deref().filter(|_| person.slug.is_none()).unwrap_or("");
        let identity = Identity::of(&format!("person\u{1f}{slug}\u{1f}{}\u{1f}{narrowed}", fold::fold(key)));
        if let Some(name) = &name {
            name.keys().for_each(|key| self.names.add(key, at));
        }
        if let Some(slug) = &person.slug {
            self.slugs.add(slug.as_str(), at);
        }
        // All that a line may mean has its text once.
        let same = self.entries.last().filter(|last| last.line == line && *last.text == *text);
        let text = same.map_or_else(|| Arc::from(text), |last| Arc::clone(&last.text));
        self.entries.push(Entry {
            list: None,
            line,
            part,
            text,
            person: Some(person.clone()),
            name,
            reading,
            company,
            identity,
        });
    }

    pub(super) fn add_pattern(&mut self, line: u64, text: &str, subject: Subject, pattern: Pattern) {
        let at = self.entries.len();
        let identity = Identity::of(&format!("{subject:?}\u{1f}{pattern:?}"));
        self.entries.push(Entry {
            list: None,
            line,
            part: 0,
            text: Arc::from(text),
            person: None,
            name: None,
            reading: Way::Plain,
            company: None,
            identity,
        });
        let folded = pattern.folded(fold::fold);
        self.patterns.push(PatternEntry { subject, strict: pattern, folded, at });
    }
}

impl Entry {
    pub(super) fn hit(&self, by: KeptBy) -> KeepHit {
        KeepHit { list: self.list.clone(), line: self.line, text: self.text.to_string(), by }
    }

    /// Whether the line is about one person for certain, if somebody fits this reading of it.
    pub(super) fn is_one(&self) -> bool {
        let by_slug = self.person.as_ref().is_none_or(|person| person.slug.is_some());
        by_slug && self.reading != Way::Perhaps || self.reading == Way::Whole || self.company.is_some()
    }

    /// Whether the line's name is enough, given what is known of companies. Beside an address it is: who has a new address
    /// may have a new company as well.
    fn name_counts(&self, query: &KeepQuery<'_>) -> bool {
        if self.person.as_ref().is_some_and(|person| person.slug.is_some()) {
            return true;
        }
        let Some(own) = &self.company else { return true };
        let shares = |text: &&str| {
            let theirs = fold::fold(fold_text(text).trim());
            theirs.split_whitespace().any(|word| own.split_whitespace().any(|own| own == word))
        };
        let mut known = query.companies.iter().filter(|text| !fold_text(text).trim().is_empty()).peekable();
        known.peek().is_none() || known.any(shares) || query.headlines.iter().any(shares)
    }
}

/// Whether some run of whole words of a text fits.
fn is_in(text: &str, fits: impl Fn(&str) -> bool) -> bool {
    let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    starts.into_iter().any(|start| {
        let rest = &text[start..];
        let ends = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]);
        ends.into_iter().any(|end| fits(&rest[..end]))
    })
}
