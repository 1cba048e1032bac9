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
mod tests {
    use super::*;

    fn site() -> Url {
        Url::parse("http://127.0.0.1:1/").unwrap()
    }

    fn row(link: &str, name: &str, details: &[&str]) -> RowSeen {
        RowSeen {
            links: vec![link.to_owned()],
            name: name.into(),
            details: details.iter().map(|d| (*d).into()).collect(),
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

    // Regression: words were compared as a set, so that `Larkspur Grant` on the roster chose Grant Larkspur.
    #[test]
    fn a_name_alone_picks_only_who_is_written_so() {
        let picked = |name: &str, rows: &[(&str, &str)]| {
            let rows: Vec<RowSeen> =
                rows.iter().map(|(slug, name)| row(&format!("/in/{slug}/"), name, &["Potter"])).collect();
            match pick(&person(None, name, None), &rows, &site()) {
                Picked::One(one) => one.slug.to_string(),
                other => format!("{other:?}"),
            }
        };
        let (grant, larkspur) = (("grant", "Grant Larkspur"), ("larkspur", "Larkspur Grant"));
        assert_eq!(picked("grant larkspur", &[grant]), "grant");
        assert_eq!(picked("Larkspur Grant", &[grant]), "WrittenOtherwise(\"Grant Larkspur\")");
        assert_eq!(picked("Larkspur Grant", &[grant, larkspur]), "Many(2)");
        assert_eq!(picked("Ana Sa", &[("ana", "Ana Sá")]), "WrittenOtherwise(\"Ana Sá\")");
        assert_eq!(picked("Ana Sa", &[("ana", "Ana Sá"), ("ana-2", "Ana Sa")]), "ana-2");
        assert_eq!(picked("Ana Sa", &[("ana", "Ana Sá"), ("ana-2", "Ana Sà")]), "Many(2)");
        // Whose slug is on the roster may be written so.
        let ana = pick(&person(Some("ana"), "Sá Ana", None), &[row("/in/ana/", "Ana Sá", &[])], &site());
        assert!(matches!(ana, Picked::One(_)), "{ana:?}");
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
    fn what_the_row_of_the_only_one_of_a_name_does_not_say_is_left_open() {
        let one = |details: &[&str]| {
            let mut person = person(None, "Ben X", Some("Mudworks"));
            person.location = Some("Lower Wobbleton".to_owned());
            let Picked::One(one) = pick(&person, &[row("/in/ben-x/", "Ben X", details)], &site()) else {
                panic!()
            };
            (one.untold, one.has_headline)
        };
        let (company, location) =
            (Field::Company("Mudworks".to_owned()), Field::Location("Lower Wobbleton".to_owned()));
        assert_eq!(one(&["Ben X", "Potter at Mudworks", "Lower Wobbleton, Nowhere"]), (vec![], true));
        assert_eq!(
            one(&["Ben X", "Baker", "Connected on 1 May 2026"]),
            (vec![company.clone(), location.clone()], true)
        );
        assert_eq!(
            one(&["Ben X", "Connected on 1 May 2026"]),
            (vec![company.clone(), location.clone()], false)
        );
        assert_eq!(one(&["Potter at Mudworks"]), (vec![location.clone()], true));
        assert_eq!(one(&[]), (vec![company, location], false));
    }

    #[test]
    fn of_several_of_one_name_the_one_must_say_all_that_the_roster_gives() {
        let rows =
            [row("/in/ben-x/", "Ben X", &["Potter at Mudworks"]), row("/in/ben-x-2/", "Ben X", &["Baker"])];
        let mut person = person(None, "Ben X", Some("Mudworks"));
        person.location = Some("Lower Wobbleton".to_owned());
        assert_eq!(pick(&person, &rows, &site()), Picked::NotTold(2));
        person.company = Some("Kilnhouse".to_owned());
        assert_eq!(pick(&person, &rows, &site()), Picked::NotTold(2));
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
        assert!(fits_filter(&row("/in/zoe-f/", "Zoë Fjordström", &[]), "Zoe Fjordstrom"));
    }

    #[test]
    fn a_row_that_also_leads_to_somebody_else_is_not_picked() {
        let mut mixed = row("/in/ben-x/", "Ben X", &[]);
        mixed.links.push("/in/otto-w/".to_owned());
        assert_eq!(pick(&person(Some("ben-x"), "Ben X", None), &[mixed], &site()), Picked::Unreadable(1));
    }

    #[test]
    fn a_row_that_leads_to_another_host_is_nobodys() {
        let at = |links: &[&str]| {
            let mut one = row("/in/ben-x/", "Ben X", &[]);
            one.links = links.iter().map(|link| (*link).to_owned()).collect();
            pick(&person(Some("ben-x"), "Ben X", None), &[one], &site())
        };
        assert!(matches!(at(&["/in/ben-x/"]), Picked::One(_)));
        assert_eq!(at(&["//portal.example/in/ben-x/"]), Picked::Unreadable(1));
        assert_eq!(at(&["/in/ben-x/", "//portal.example/in/ben-x/"]), Picked::Unreadable(1));
    }

    // Regression: rows that the page had not filled yet counted as nobody's, so a namesake among them was overlooked, and a person
    // among them was said not to be there.
    #[test]
    fn of_rows_that_cannot_be_read_nobody_is_said_to_be_missing_from_the_list_or_the_only_one_of_a_name() {
        let clear = row("/in/ben-x/", "Ben X", &[]);
        let mut mixed = row("/in/ben-x-2/", "Ben X", &[]);
        mixed.links.push("/in/otto-w/".to_owned());
        let empty = row("/in/ben-x-3/", "", &[]);
        let elsewhere = row("/messaging/", "Otto W", &[]);
        let picked = |slug, rows: &[&RowSeen]| {
            let rows: Vec<RowSeen> = rows.iter().map(|row| (*row).clone()).collect();
            pick(&person(slug, "Ben X", None), &rows, &site())
        };
        assert_eq!(picked(None, &[&clear, &mixed]), Picked::Unsure);
        assert_eq!(picked(None, &[&clear, &empty]), Picked::Unsure);
        assert!(matches!(picked(None, &[&clear, &elsewhere]), Picked::One(_)));
        assert!(matches!(picked(Some("ben-x"), &[&clear, &empty]), Picked::One(_)));
        assert_eq!(picked(None, &[&empty]), Picked::Unreadable(1));
        assert_eq!(picked(Some("ben-y"), &[&clear, &empty]), Picked::Unreadable(1));
        let mut second = empty.clone();
        second.degree = Some(Degree::Other);
        assert_eq!(picked(Some("ben-y"), &[&clear, &second]), Picked::Nobody);
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
