//! Finding the one row of a list that is the person: by slug where the roster has one, else by name with company and
//! location. Exactly one, or nothing is picked. Judgement only; the list is read by [`super::lists`].
//!
//! A row that does not show a field does not contradict it. So where one person alone has the name, what their row does not say is
//! left open ([`PickedRow::untold`]); where several have it, the row must say all that the roster gives.

use url::Url;

use super::identify::{leads_elsewhere, slug_of};
use crate::browser::{Degree, RowSeen};
use crate::domain::{NameFit, PageText, Person, PersonName, Slug};

/// What a list says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Picked {
    /// Exactly this row.
    One(PickedRow),
    /// More than one row fits.
    Many(usize),
    /// No row fits.
    Nobody,
    /// The row with the person's slug shows another name.
    OtherName,
    /// One row fits, by a name that is written otherwise: in another order, or with other letters.
    WrittenOtherwise(PageText),
    /// So many people have the name, and no row of theirs says all that the roster gives.
    NotTold(usize),
    /// One row fits, and the list did not show whether it has more of that name.
    Unsure,
    /// No row fits, and of so many rows nobody can tell whose they are.
    Unreadable(usize),
}

/// The row that is the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PickedRow {
    /// The slug to which the row leads.
    pub slug: Slug,
    /// The name as the row shows it.
    pub name: PersonName,
    /// The name, to the letter, for the guard in the page.
    pub shown: PageText,
    /// The path to which the row leads, to the letter, for the guard in the page.
    pub link: String,
    /// What the roster gives and the row does not say, of the only person of that name.
    pub untold: Vec<Field>,
    /// Whether the row says anything of the person besides name and date, where a company would stand.
    pub has_headline: bool,
    /// What the row says of the person beside the name.
    pub says: Vec<PageText>,
}

/// Something that the roster gives besides the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Company(String),
    Location(String),
}

impl Field {
    fn of(person: &Person) -> impl Iterator<Item = Field> {
        let company = person.company.clone().map(Field::Company);
        company.into_iter().chain(person.location.clone().map(Field::Location))
    }

    /// The field in words.
    pub(super) fn words(&self) -> String {
        match self {
            Field::Company(company) => format!("the company `{company}`"),
            Field::Location(location) => format!("the location `{location}`"),
        }
    }

    /// Whether one of the texts says it, as whole words.
    pub(super) fn is_said_by(&self, texts: &[PageText]) -> bool {
        let (Field::Company(wanted) | Field::Location(wanted)) = self;
        let wanted = PersonName::words_in(wanted);
        texts.iter().any(|text| {
            let words = PersonName::words_in(text.for_judging());
            words.windows(wanted.len().max(1)).any(|window| window == wanted.as_slice())
        })
    }
}

/// Picks among settled rows. Rows that show another degree than the 1st are left out; rows without a degree count.
#[must_use]
pub(super) fn pick(person: &Person, rows: &[RowSeen], site: &Url) -> Picked {
    let candidates: Vec<(&RowSeen, Option<PickedRow>)> = rows
        .iter()
        .filter(|row| !matches!(row.degree, Some(Degree::Other | Degree::Both)))
        .map(|row| (row, read_row(row, site)))
        .collect();
    match (&person.slug, &person.name) {
        (Some(slug), name) => pick_slug(slug, name.as_ref(), &candidates),
        (None, Some(name)) => pick_name(person, name, candidates),
        (None, None) => Picked::Nobody,
    }
}

fn pick_slug(slug: &Slug, name: Option<&PersonName>, candidates: &[(&RowSeen, Option<PickedRow>)]) -> Picked {
    let same: Vec<&PickedRow> =
        candidates.iter().filter_map(|(_, read)| read.as_ref()).filter(|row| row.slug == *slug).collect();
    match same.as_slice() {
        [] => match unreadable(name, candidates) {
            0 => Picked::Nobody,
            unreadable => Picked::Unreadable(unreadable),
        },
        [row]
            if name
                .is_some_and(|name| !(name.matches(&row.name) || name.is_written_otherwise(&row.name))) =>
        {
            Picked::OtherName
        }
        [row] => Picked::One((*row).clone()),
        many => Picked::Many(many.len()),
    }
}

/// How many rows may be the person's, or a namesake's, and lead to nobody or to several. One without a name may be anybody's.
fn unreadable(name: Option<&PersonName>, candidates: &[(&RowSeen, Option<PickedRow>)]) -> usize {
    let may_be_theirs = |row: &RowSeen| match (PersonName::new(row.name.for_judging()), name) {
        (Some(shown), Some(name)) => name.fit(&shown) != NameFit::Other,
        _ => true,
    };
    candidates.iter().filter(|(row, read)| read.is_none() && may_be_theirs(row)).count()
}

fn pick_name(person: &Person, name: &PersonName, candidates: Vec<(&RowSeen, Option<PickedRow>)>) -> Picked {
    let unreadable = unreadable(Some(name), &candidates);
    let near: Vec<(&RowSeen, PickedRow)> = candidates
        .into_iter()
        .filter_map(|(row, read)| Some((row, read?)))
        .filter(|(_, picked)| name.fit(&picked.name) != NameFit::Other)
        .collect();
    // Who has the same words in another order is a namesake; who has other letters, only where nobody has these.
    let is_namesake = |picked: &PickedRow| picked.name.matches(name);
    let others_letters = !near.iter().any(|(_, picked)| is_namesake(picked));
    let mut fits: Vec<(&RowSeen, PickedRow)> =
        near.into_iter().filter(|(_, picked)| others_letters || is_namesake(picked)).collect();
    let namesakes = fits.len();
    if namesakes > 1 {
        for field in Field::of(person) {
            fits.retain(|(row, _)| field.is_said_by(&row.details));
        }
    }
    match fits.as_slice() {
        [] if namesakes > 0 => Picked::NotTold(namesakes),
        [] if unreadable > 0 => Picked::Unreadable(unreadable),
        [] => Picked::Nobody,
        [(_, picked)] if name.fit(&picked.name) != NameFit::Same => {
            Picked::WrittenOtherwise(picked.shown.clone())
        }
        [_] if unreadable > 0 => Picked::Unsure,
        [(row, picked)] => {
            let untold = Field::of(person).filter(|field| !field.is_said_by(&row.details)).collect();
            Picked::One(PickedRow { untold, ..picked.clone() })
        }
        many => Picked::Many(many.len()),
    }
}

/// The person's own link is the one that the row's name belongs to; rows also link to mutual connections (ui-evidence 3), so
/// a row that leads to more than one person is none that may be picked.
fn read_row(row: &RowSeen, site: &Url) -> Option<PickedRow> {
    let name = PersonName::new(row.name.for_judging())?;
    // A row that leads out of the site is nobody's, whatever else is in it.
    if row.links.iter().any(|link| leads_elsewhere(link)) {
        return None;
    }
    let mut links = row.links.iter().filter_map(|link| {
        let address = site.join(link).ok()?;
        Some((link.clone(), slug_of(address.as_str(), site)?))
    });
    let (link, slug) = links.next()?;
    if links.any(|(_, other)| other != slug) {
        return None;
    }
    // Rows of connections say since when they are one (ui-evidence 2): one text with a number in it is no headline.
    let says: Vec<PageText> = row.details.iter().filter(|text| **text != row.name).cloned().collect();
    let has_headline = match says.as_slice() {
        [] => false,
        [one] => !one.for_judging().contains(char::is_numeric),
        _ => true,
    };
    Some(PickedRow { slug, name, shown: row.name.clone(), link, untold: Vec::new(), has_headline, says })
}

/// What is typed to find a person: their name as written, without emoji, pronouns and post-nominals, which no list finds.
#[must_use]
pub(super) fn typed_name(name: &PersonName) -> String {
    let own: Vec<&str> = name.words().collect();
    let kept = name.as_str().split_whitespace().filter_map(|token| {
        let words = PersonName::words_in(token);
        let is_own = !words.is_empty() && words.iter().all(|word| own.contains(&word.as_str()));
        let plain: String = token
            .chars()
            .filter(|c| {
                c.is_alphanumeric() || !c.is_ascii_punctuation() && c.len_utf8() < 4 || "-'.".contains(*c)
            })
            .collect();
        is_own.then_some(plain)
    });
    kept.collect::<Vec<_>>().join(" ")
}

/// Whether a row's name has every word that was typed, or a word that starts with it: what a name filter leaves. Accents do not
/// count for a filter.
#[must_use]
pub(super) fn fits_filter(row: &RowSeen, typed: &str) -> bool {
    let shown = PersonName::plain_words_in(row.name.for_judging());
    PersonName::plain_words_in(typed)
        .iter()
        .all(|word| shown.iter().any(|seen| seen.starts_with(word.as_str())))
}

/// The number in a text such as `17 008 connections` or `1,217 Connections`.
#[must_use]
pub(super) fn total_of(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_digit(d, 10)).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests;
