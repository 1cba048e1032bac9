//! Finding the one row of a list that is the person: by slug where the roster has one, else by name with company and
//! location. Exactly one, or nothing is picked. Judgement only; the list is read by [`super::lists`].

use url::Url;

use super::identify::slug_of;
use crate::browser::{Degree, RowSeen};
use crate::domain::{Person, PersonName, Slug};

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
    /// So many people have the name, and no row says the company or the location that the roster gives.
    NotTold(usize),
    /// One row fits, and the list did not show whether it has more of that name.
    Unsure,
}

/// The row that is the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PickedRow {
    /// The slug to which the row leads.
    pub slug: Slug,
    /// The name as the row shows it.
    pub name: PersonName,
    /// The name, to the letter, for the guard in the page.
    pub shown: String,
    /// The path to which the row leads, to the letter, for the guard in the page.
    pub link: String,
}

/// Picks among settled rows. Rows that show another degree than the 1st are left out; rows without a degree count.
#[must_use]
pub(super) fn pick(person: &Person, rows: &[RowSeen], site: &Url) -> Picked {
    let candidates: Vec<PickedRow> = rows
        .iter()
        .filter(|row| !matches!(row.degree, Some(Degree::Other | Degree::Both)))
        .filter_map(|row| read_row(row, site))
        .collect();

    if let Some(slug) = &person.slug {
        let same: Vec<&PickedRow> = candidates.iter().filter(|row| row.slug == *slug).collect();
        return match same.as_slice() {
            [] => Picked::Nobody,
            [row]
                if person.name.as_ref().is_some_and(|name| {
                    !(name.matches(&row.name) || name.is_written_otherwise(&row.name))
                }) =>
            {
                Picked::OtherName
            }
            [row] => Picked::One((*row).clone()),
            many => Picked::Many(many.len()),
        };
    }
    let Some(name) = &person.name else { return Picked::Nobody };
    let mut fits: Vec<(&RowSeen, PickedRow)> = rows
        .iter()
        .filter(|row| !matches!(row.degree, Some(Degree::Other | Degree::Both)))
        .filter_map(|row| Some((row, read_row(row, site)?)))
        .filter(|(_, picked)| picked.name.matches(name))
        .collect();
    let namesakes = fits.len();
    for wanted in [&person.company, &person.location].into_iter().flatten() {
        fits.retain(|(row, _)| says(row, wanted));
    }
    if fits.is_empty() && namesakes > 0 {
        return Picked::NotTold(namesakes);
    }
    match fits.as_slice() {
        [] => Picked::Nobody,
        [(_, picked)] => Picked::One(picked.clone()),
        many => Picked::Many(many.len()),
    }
}

/// The person's own link is the one that the row's name belongs to; rows also link to mutual connections (ui-evidence 3), so
/// a row that leads to more than one person is none that may be picked.
fn read_row(row: &RowSeen, site: &Url) -> Option<PickedRow> {
    let name = PersonName::new(&row.name)?;
    let mut links = row.links.iter().filter_map(|link| {
        let address = site.join(link).ok()?;
        Some((link.clone(), slug_of(address.as_str(), site)?))
    });
    let (link, slug) = links.next()?;
    if links.any(|(_, other)| other != slug) {
        return None;
    }
    Some(PickedRow { slug, name, shown: row.name.clone(), link })
}

/// Whether the row's texts say this company or location, as whole words.
fn says(row: &RowSeen, wanted: &str) -> bool {
    let wanted = PersonName::words_in(wanted);
    row.details.iter().any(|detail| {
        let words = PersonName::words_in(detail);
        words.windows(wanted.len().max(1)).any(|window| window == wanted.as_slice())
    })
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

/// Whether a row's name has every word that was typed, or a word that starts with it: what a name filter leaves.
#[must_use]
pub(super) fn fits_filter(row: &RowSeen, typed: &str) -> bool {
    let shown = PersonName::words_in(&row.name);
    PersonName::words_in(typed).iter().all(|word| shown.iter().any(|seen| seen.starts_with(word.as_str())))
}

/// The number in a text such as `17 008 connections` or `1,217 Connections`.
#[must_use]
pub(super) fn total_of(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_digit(d, 10)).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Url {
        Url::parse("http://127.0.0.1:1/").unwrap()
    }

    fn row(link: &str, name: &str, details: &[&str]) -> RowSeen {
        RowSeen {
            links: vec![link.to_owned()],
            name: name.to_owned(),
            details: details.iter().map(|d| (*d).to_owned()).collect(),
            degree: None,
            guess: false,
        }
    }

    fn person(slug: Option<&str>, name: &str, company: Option<&str>) -> Person {
        Person {
            slug: slug.map(|slug| Slug::parse(slug).unwrap()),
            name: PersonName::new(name),
            company: company.map(str::to_owned),
            location: None,
        }
    }

    #[test]
    fn a_slug_is_compared_whole_and_never_as_a_prefix() {
        let rows = [row("/in/ben-x-02b90545/", "Ben X", &[])];
        assert_eq!(pick(&person(Some("ben-x"), "Ben X", None), &rows, &site()), Picked::Nobody);
    }

    #[test]
    fn two_people_of_one_name_are_ambiguous_without_a_slug() {
        let rows =
            [row("/in/ben-x/", "Ben X", &["Potter at Mudworks"]), row("/in/ben-x-2/", "Ben X", &["Baker"])];
        assert_eq!(pick(&person(None, "Ben X", None), &rows, &site()), Picked::Many(2));
    }

    #[test]
    fn a_company_tells_two_people_of_one_name_apart() {
        let rows =
            [row("/in/ben-x/", "Ben X", &["Potter at Mudworks"]), row("/in/ben-x-2/", "Ben X", &["Baker"])];
        let Picked::One(one) = pick(&person(None, "Ben X", Some("Mudworks")), &rows, &site()) else {
            panic!()
        };
        assert_eq!(one.slug.as_str(), "ben-x");
    }

    #[test]
    fn a_company_that_no_row_tells_decides_nothing() {
        let rows = [row("/in/ben-x/", "Ben X", &["Baker"])];
        assert_eq!(pick(&person(None, "Ben X", Some("Mudworks")), &rows, &site()), Picked::NotTold(1));
    }

    #[test]
    fn a_name_is_typed_as_written_without_its_ornaments() {
        let typed = |name: &str| typed_name(&PersonName::new(name).unwrap());
        assert_eq!(typed("Amara Okekere 🌻"), "Amara Okekere");
        assert_eq!(typed("Priya Trivedi, PhD (she/her)"), "Priya Trivedi");
        assert_eq!(typed("Maeve O'Dowd-Quill"), "Maeve O'Dowd-Quill");
        assert_eq!(typed("Zoë Fjordström🌊"), "Zoë Fjordström");
        assert_eq!(typed("小林 楓"), "小林 楓");
    }

    #[test]
    fn a_filter_leaves_names_whose_words_start_with_what_was_typed() {
        let seen = row("/in/ben-x/", "Benedict Xaver Olm", &[]);
        assert!(fits_filter(&seen, "Ben Xaver"));
        assert!(!fits_filter(&seen, "Ben Quill"));
    }

    #[test]
    fn a_row_that_also_leads_to_somebody_else_is_not_picked() {
        let mut mixed = row("/in/ben-x/", "Ben X", &[]);
        mixed.links.push("/in/otto-w/".to_owned());
        assert_eq!(pick(&person(Some("ben-x"), "Ben X", None), &[mixed], &site()), Picked::Nobody);
    }

    #[test]
    fn a_slug_with_another_name_is_said() {
        let rows = [row("/in/ben-x/", "Otto W", &[])];
        assert_eq!(pick(&person(Some("ben-x"), "Ben X", None), &rows, &site()), Picked::OtherName);
    }

    #[test]
    fn totals_are_read_with_any_separator() {
        assert_eq!(total_of("17\u{a0}008 kontaktów"), Some(17008));
        assert_eq!(total_of("1,217 Connections"), Some(1217));
        assert_eq!(total_of("Connections"), None);
    }
}
