use crate::domain::{PersonName, Slug};
use crate::roster::{Held, KeepList, KeepQuery, Known, ListError, Protection, Weaker};

#[track_caller]
fn list(text: &str) -> KeepList {
    KeepList::parse("keep.csv", text).unwrap_or_else(|error| panic!("{error}"))
}

fn ask(list: &KeepList, slugs: &[&str], name: &str, companies: &[&str], headlines: &[&str]) -> Protection {
    let slugs: Vec<Slug> = slugs.iter().map(|slug| slug.parse().unwrap()).collect();
    let slugs: Vec<&Slug> = slugs.iter().collect();
    let name = PersonName::new(name);
    let names: Vec<&PersonName> = name.iter().collect();
    list.covers(&KeepQuery { slugs: &slugs, names: &names, companies, headlines, released: false })
}

/// The line that keeps a person of these slugs, name and company.
fn hit(list: &KeepList, slugs: &[&str], name: &str, company: Option<&str>) -> Option<u64> {
    let companies: Vec<&str> = company.into_iter().collect();
    ask(list, slugs, name, &companies, &[]).hit().map(|hit| hit.line)
}

#[test]
fn plain_lines_keep_by_address_slug_name_and_company() {
    let list = list(
        "# people I never remove\n\
         https://www.linkedin.com/in/Jane-Doe/?trk=x  # an old friend\n\
         john-roe\n\
         \n\
         Anna Nowak\n\
         Jan Kowal, Acme\n",
    );
    assert_eq!(hit(&list, &["jane-doe"], "", None), Some(2));
    assert_eq!(hit(&list, &["other", "john-roe"], "", None), Some(3), "any of the slugs");
    assert_eq!(hit(&list, &["john-roe-2"], "John Roe", None), None, "never a prefix");
    assert_eq!(hit(&list, &["x"], "NOWAK, Anna (she/her)", Some("Any")), Some(5));
    assert_eq!(hit(&list, &["x"], "Anna Maria Nowak", None), Some(5), "in doubt, it keeps");
    assert_eq!(hit(&list, &["x"], "Joanna Nowak", None), None);
    assert_eq!(hit(&list, &["x"], "Jan Kowal", Some("ACME GmbH")), Some(6));
    assert_eq!(hit(&list, &["x"], "Jan Kowal", None), Some(6), "an unknown company is in doubt: kept");
    assert_eq!(hit(&list, &["x"], "Jan Kowal", Some("Other")), None);
    assert_eq!(list.covers(&KeepQuery::default()), Protection::NotKept);
}

#[test]
fn a_line_that_could_be_two_things_is_both() {
    let list = list("Nowak, Anna\nDoe, Jane, MBA\nmadonna\n");
    assert_eq!(hit(&list, &["x"], "Anna Nowak", None), Some(1));
    assert_eq!(hit(&list, &["x"], "Jane Doe", None), Some(2));
    assert_eq!(hit(&list, &["x"], "Madonna", None), Some(3));
    assert_eq!(hit(&list, &["madonna"], "", None), Some(3));
}

/// One way of writing people down, and each person (slug, name) whom it must keep.
#[rustfmt::skip]
const FORMS: &[(&str, &[(&str, &str)])] = &[
    ("ben-harrowgate\n", &[("ben-harrowgate", "Ben Harrowgate")]),
    ("keahi-okekere-7cff0123, ben-harrowgate\n", &[("keahi-okekere-7cff0123", "x"), ("ben-harrowgate", "y")]),
    ("https://www.linkedin.com/in/ben-h, https://www.linkedin.com/in/iris-b/\n", &[("ben-h", "x"), ("iris-b", "y")]),
    ("\"grant-larkspur\"\n", &[("grant-larkspur", "")]),
    ("\"grant-larkspur\",\n", &[("grant-larkspur", "")]),
    ("“Grant Larkspur”\n", &[("x", "Grant Larkspur")]),
    ("1. Keahi Okekere\n2. Ben Harrowgate\n", &[("x", "Keahi Okekere"), ("y", "Ben Harrowgate")]),
    ("1) ben-harrowgate\n(2) iris-bexley\n3: nell-bexley\n4\tgrant-larkspur\n", &[
        ("ben-harrowgate", ""), ("iris-bexley", ""), ("nell-bexley", ""), ("grant-larkspur", "")]),
    ("- Ben Harrowgate\n* Iris Bexley\n• nell-bexley\n- [x] Grant Larkspur\n", &[
        ("x", "Ben Harrowgate"), ("x", "Iris Bexley"), ("nell-bexley", ""), ("x", "Grant Larkspur")]),
    ("[\"ben-harrowgate\", \"Iris Bexley\"]\n", &[("ben-harrowgate", ""), ("x", "Iris Bexley")]),
    ("[{\"url\": \"https://www.linkedin.com/in/ben-h/\", \"name\": \"Ben Harrowgate\"},\n {\"name\":\"Iris Bexley\"}]", &[
        ("ben-h", ""), ("moved", "Ben Harrowgate"), ("x", "Iris Bexley")]),
    ("Nell Bexley - my cousin\n", &[("x", "Nell Bexley")]),
    ("Nell Bexley — my cousin\n", &[("x", "Nell Bexley")]),
    ("Nell Bexley: my cousin\n", &[("x", "Nell Bexley")]),
    ("Nell Bexley (my cousin)\n", &[("x", "Nell Bexley")]),
    ("nell-bexley - my cousin\n", &[("nell-bexley", "")]),
    ("nell-bexley: my cousin\n", &[("nell-bexley", "")]),
    ("nell-bexley (my cousin)\n", &[("nell-bexley", "")]),
    ("Nell: nell-bexley\n", &[("nell-bexley", "")]),
    ("Ben Harrowgate; Iris Bexley; nell-bexley\n", &[("x", "Ben Harrowgate"), ("x", "Iris Bexley"), ("nell-bexley", "")]),
    ("Ben Harrowgate & Iris Bexley\n", &[("x", "Ben Harrowgate"), ("x", "Iris Bexley")]),
    ("Ben Harrowgate and Iris Bexley\n", &[("x", "Ben Harrowgate"), ("x", "Iris Bexley")]),
    ("Ben Harrowgate, Iris Bexley\n", &[("x", "Ben Harrowgate"), ("x", "Iris Bexley")]),
    ("Ben Harrowgate <ben@example.com>\n", &[("x", "Ben Harrowgate")]),
    ("\"Harrowgate, Ben\" <ben@example.com>\n", &[("x", "Ben Harrowgate")]),
    ("Ben Harrowgate ben@example.com\n", &[("x", "Ben Harrowgate")]),
    ("https://www.linkedin.com/in/ben-harrowgate.\n", &[("ben-harrowgate", "")]),
    ("ben-harrowgate.\n", &[("ben-harrowgate", "")]),
    ("ben\u{2013}harrowgate\n", &[("ben-harrowgate", "")]),
    ("https://www.linkedin.com/in/ben\u{2013}harrowgate\n", &[("ben-harrowgate", "")]),
    ("please keep https://www.linkedin.com/in/ben-h, thanks!\n", &[("ben-h", "")]),
    ("[12:03] Anna: please keep Ben Harrowgate and nell-bexley!!\n", &[("x", "Ben Harrowgate"), ("nell-bexley", "")]),
    ("[Ben](https://www.linkedin.com/in/ben-h)\n", &[("ben-h", "")]),
    ("Ben Harrowgate (https://www.linkedin.com/in/ben-h)\n", &[("ben-h", ""), ("moved", "Ben Harrowgate")]),
    ("ben-harrowgate\rnell-bexley\u{b}grant-larkspur\u{2028}Iris Bexley\n", &[
        ("ben-harrowgate", ""), ("nell-bexley", ""), ("grant-larkspur", ""), ("x", "Iris Bexley")]),
    ("a\r\nben-harrowgate\r\n", &[("ben-harrowgate", "")]),
    ("Nachname;Vorname;Notiz\nHarrowgate;Ben;friend\n", &[("x", "Ben Harrowgate")]),
    ("Prénom,Nom,Entreprise\nIris,Bexley,\n", &[("x", "Iris Bexley")]),
    ("Apellidos\tNombre\nBexley\tIris\n", &[("x", "Iris Bexley")]),
    ("Bexley\tIris\tAcme\nHarrowgate\tBen\tInitech\n", &[("x", "Iris Bexley"), ("x", "Ben Harrowgate")]),
    ("name,where\nBen,https://www.linkedin.com/in/ben-h\n", &[("ben-h", "")]),
    ("url,name\nhttps://www.linkedin.com/in/keahi-old-address,Keahi Okekere\n", &[
        ("keahi-old-address", ""), ("keahi-okekere-7cff0123", "Keahi Okekere")]),
    ("Nuria Goncalves Lima\n", &[("x", "Núria Gonçalves Lima")]),
    ("Zoe Fjordstrom\n", &[("x", "Zoë Fjordström")]),
    ("林子墨\n", &[("x", "子墨 林")]),
    ("Ana Sa\n", &[("x", "Ana Sá")]),
    ("name:Zoe *\n", &[("x", "Zoë Fjordström")]),
];

#[test]
fn every_form_in_which_people_are_written_down_keeps_them() {
    for (text, people) in FORMS {
        let list = list(text);
        for (slug, name) in *people {
            assert!(hit(&list, &[slug], name, Some("Elsewhere")).is_some(), "{text:?} keeps {slug} {name}");
        }
        assert_eq!(hit(&list, &["otto-w"], "Otto Wobbleton", Some("Elsewhere")), None, "{text:?}");
    }
}

#[test]
fn a_table_keeps_by_url_and_by_name() {
    let list = list(
        "# kept\nname,url,company\nJane Doe,jane-doe,\n# a comment,\"with a quote\nAnna Nowak,,Acme\n\n# more\nJan Kowal,jan-kowal,\n",
    );
    assert_eq!(hit(&list, &["jane-doe"], "", None), Some(3));
    assert_eq!(hit(&list, &["x"], "Anna Nowak", Some("Acme Ltd")), Some(5));
    assert_eq!(hit(&list, &["x"], "Anna Nowak", Some("Other")), None);
    assert_eq!(hit(&list, &["jan-kowal"], "", None), Some(8));
    assert_eq!((list.len(), list.lines()), (3, 3));
}

#[test]
fn linkedins_export_is_a_keep_list_too() {
    let list = list(
        "Notes:\n\"Some, text\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Jane,Doe,https://www.linkedin.com/in/jane-doe,,Acme,,1 Jan 2020\n",
    );
    assert_eq!(hit(&list, &["jane-doe"], "", None), Some(5));
    assert_eq!(hit(&list, &["jane-doe-2"], "Jane Doe", Some("Other")), Some(5), "an address can change");
}

#[test]
fn patterns_say_what_they_are_about() {
    let list = list("slug:*-acme\nname:Anna *\nslug:Jane-Doe\nname:Dr *\n");
    assert_eq!(hit(&list, &["x-acme"], "", None), Some(1));
    assert_eq!(hit(&list, &["x-acme-2"], "", None), None);
    assert_eq!(hit(&list, &["x"], "ANNA Nowak", None), Some(2));
    assert_eq!(hit(&list, &["x"], "Joanna Nowak", None), None);
    assert_eq!(hit(&list, &["jane-doe"], "", None), Some(3));
    assert_eq!(hit(&list, &["x"], "Dr. Jan Kowal", None), Some(4), "what a name is stripped of can be meant");
}

#[test]
fn a_company_that_is_not_known_cannot_be_told_and_keeps() {
    let list = list("company:Saltmarsh*\n");
    let kept = |companies: &[&str], headlines: &[&str]| ask(&list, &["x"], "Jan", companies, headlines);
    assert!(matches!(kept(&["SALTMARSH Energy"], &[]), Protection::Kept(_)));
    assert!(matches!(kept(&["Larkspur", "Saltmarsh Energy"], &[]), Protection::Kept(_)), "any that is known");
    assert!(matches!(kept(&["Larkspur"], &["Sales at Saltmarsh Energy"]), Protection::Kept(_)));
    assert!(matches!(kept(&[], &["Sales at Saltmarsh Energy"]), Protection::Kept(_)));
    assert_eq!(kept(&["Larkspur"], &["Sales at Larkspur"]), Protection::NotKept);
    assert!(kept(&[], &["Sales at Larkspur"]).is_open(), "a headline never releases");
    assert!(kept(&["", "  "], &[]).is_open());
    let released = KeepQuery { released: true, ..KeepQuery::default() };
    assert_eq!(list.covers(&released), Protection::NotKept);
    let fits = KeepQuery { companies: &["Saltmarsh"], ..released };
    assert!(matches!(list.covers(&fits), Protection::Kept(_)), "a release is of what cannot be told alone");
}

#[test]
fn patterns_stand_in_tables_too() {
    let list = list("url,name\n*-acme,Jan Kowal\n,name:Ewa *\n");
    assert_eq!(hit(&list, &["x-acme"], "", None), Some(2));
    assert_eq!(hit(&list, &["x"], "Jan Kowal", None), Some(2));
    assert_eq!(hit(&list, &["x"], "Ewa Mak", None), Some(3));
}

#[test]
fn the_first_line_that_covers_is_named_with_its_text() {
    let list = list("name:Jane *\njane-doe  # friend\n");
    let hit = ask(&list, &["jane-doe"], "Jane Doe", &[], &[]).hit().unwrap();
    assert_eq!((hit.line, hit.text.as_str()), (1, "name:Jane *"));
    assert_eq!(hit.to_string(), "on the keep list, line 1");
}

#[test]
fn a_line_that_cannot_be_read_is_a_fault_and_not_passed_over() {
    let text = "jane-doe\n  https://evil.example/in/x\nanna * acme\n---\njane@example.com\nname:*\nslug:https://x/*\n\
                slug:a b\nlnkd.in/abc\nhttps://www.linkedin.com/company/acme\n";
    let Err(ListError::Faults(faults)) = KeepList::parse("keep.txt", text) else { panic!("faults expected") };
    let lines: Vec<_> = faults.list.iter().map(|fault| faults.position(fault).unwrap()).collect();
    assert_eq!(lines, [(2, 3), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (9, 1), (10, 1)]);
    let table = "url,name\njane-doe,\nhttps://evil.example/in/x,\n,\"\n";
    let Err(ListError::Faults(faults)) = KeepList::parse("keep.csv", table) else {
        panic!("faults expected")
    };
    assert_eq!(faults.list.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["list.url", "list.quote"]);
    let json = "[\"ben-harrowgate\",\n 7, \"https://evil.example/in/x\"]";
    let Err(ListError::Faults(faults)) = KeepList::parse("keep.json", json) else {
        panic!("faults expected")
    };
    let lines: Vec<_> = faults.list.iter().map(|fault| faults.position(fault).unwrap()).collect();
    assert_eq!(lines, [(2, 2), (2, 5)]);
    assert!(KeepList::parse("keep.json", "[\"ben-harrowgate\",\n \"iris").is_err());
}

#[test]
fn an_empty_keep_list_keeps_nobody() {
    for text in ["", "# nobody yet\n", "url,name\n", "[]"] {
        assert!(list(text).is_empty(), "{text:?}");
    }
    assert!(KeepList::empty().is_empty());
}

#[test]
fn what_was_confirmed_is_held_against_what_is_there() {
    let confirmed = "Ben Harrowgate\nnell-bexley  # cousin\ncompany:Acme*\n";
    let now = |text: Option<&str>| {
        let text = text.map(str::to_owned);
        let again = move || text.clone().ok_or_else(|| "it is gone".to_owned()).map(|text| list(&text));
        Held::new(list(confirmed), again).now()
    };
    assert!(now(Some(confirmed)).is_ok());
    assert!(now(Some("COMPANY:acme*\n\nnell-bexley\nben  harrowgate\n")).is_ok(), "written otherwise");
    let turned = confirmed.replace("Ben Harrowgate", "Harrowgate, Ben");
    assert!(now(Some(&turned)).is_err(), "it keeps no Ben Maria Harrowgate any more");
    let more = now(Some(&format!("{confirmed}iris-bexley\n"))).unwrap();
    assert_eq!(hit(&more, &["iris-bexley"], "", Some("x")), Some(4), "more holds at once");
    let lines = |weaker: Result<KeepList, Weaker>| match weaker {
        Err(Weaker::Less(lines) | Weaker::Unreadable(_, lines)) => lines.iter().map(|hit| hit.line).collect(),
        Ok(_) => Vec::new(),
    };
    assert_eq!(lines(now(Some(""))), [1, 2, 3]);
    assert_eq!(lines(now(Some("Ben Harrowgate\nnell-bexl"))), [2, 3]);
    assert_eq!(lines(now(None)), [1, 2, 3]);
    let told = now(Some("Ben Harrowgate\n")).unwrap_err().to_string();
    assert!(told.contains("line 2 `nell-bexley`, line 3 `company:Acme*`"), "{told}");
}

#[test]
fn lines_that_fit_nobody_are_told_with_the_nearest_name() {
    let known = |slug: &str, name: &str| Known {
        slugs: vec![slug.parse().unwrap()],
        names: PersonName::new(name).into_iter().collect(),
        companies: vec!["Acme".to_owned()],
    };
    let people = [known("ben-harrowgate", "Ben Harrowgate"), known("nell-bexley", "Nell Bexley")];
    let list = list(
        "Ben Harrowgat\nnell-bexly\nNell Bexley\nBen Harrowgate; Otto Wobbleton\ncompany:Initech*\ncompany:Acme\n\
         Bexley, Nell\nNell Bexley - my cousin\nGrant Larkspur\n",
    );
    let told: Vec<(u64, Option<String>, Option<String>)> = list
        .fitting_nobody(&people)
        .into_iter()
        .map(|line| (line.hit.line, line.part, line.nearest))
        .collect();
    let own = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (1, None, own("Ben Harrowgate")),
            (2, None, own("Nell Bexley")),
            (4, own("Otto Wobbleton"), None),
            (5, None, None),
            (9, None, None),
        ]
    );
}
