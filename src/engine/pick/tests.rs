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
    let Picked::One(one) = pick(&person(None, "Ben X", Some("Mudworks")), &rows, &site()) else { panic!() };
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
    assert_eq!(one(&["Ben X", "Connected on 1 May 2026"]), (vec![company.clone(), location.clone()], false));
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
