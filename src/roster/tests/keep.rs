use crate::domain::{PersonName, Slug};
use crate::roster::{KeepList, KeepQuery, ListError};

#[track_caller]
fn list(text: &str) -> KeepList {
    KeepList::parse("keep.csv", text).unwrap_or_else(|error| panic!("{error}"))
}

/// The line that keeps a person of these slugs, name and company.
fn hit(list: &KeepList, slugs: &[&str], name: &str, company: Option<&str>) -> Option<u64> {
    let slugs: Vec<Slug> = slugs.iter().map(|slug| slug.parse().unwrap()).collect();
    let slugs: Vec<&Slug> = slugs.iter().collect();
    let name = PersonName::new(name);
    let names: Vec<&PersonName> = name.iter().collect();
    list.covers(&KeepQuery { slugs: &slugs, names: &names, company }).map(|hit| hit.line)
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
    assert_eq!(hit(&list, &["x"], "Anna Maria Nowak", None), None);
    assert_eq!(hit(&list, &["x"], "Jan Kowal", Some("ACME GmbH")), Some(6));
    assert_eq!(hit(&list, &["x"], "Jan Kowal", None), Some(6), "an unknown company is in doubt: kept");
    assert_eq!(hit(&list, &["x"], "Jan Kowal", Some("Other")), None);
    assert_eq!(list.covers(&KeepQuery { slugs: &[], names: &[], company: None }), None);
}

#[test]
fn a_line_that_could_be_two_things_is_both() {
    let list = list("Nowak, Anna\nDoe, Jane, MBA\nmadonna\n");
    assert_eq!(hit(&list, &["x"], "Anna Nowak", None), Some(1));
    assert_eq!(hit(&list, &["x"], "Jane Doe", None), Some(2));
    assert_eq!(hit(&list, &["x"], "Madonna", None), Some(3));
    assert_eq!(hit(&list, &["madonna"], "", None), Some(3));
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
    assert_eq!(list.len(), 3);
}

#[test]
fn linkedins_export_is_a_keep_list_too() {
    let list = list(
        "Notes:\n\"Some, text\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Jane,Doe,https://www.linkedin.com/in/jane-doe,,Acme,,1 Jan 2020\n",
    );
    assert_eq!(hit(&list, &["jane-doe"], "", None), Some(5));
    assert_eq!(hit(&list, &["jane-doe-2"], "Jane Doe", None), None, "a row with a URL keeps that profile");
}

#[test]
fn a_name_beside_a_url_counts_where_a_member_id_hides_who_it_is() {
    let by_id = list("url,name\nhttps://www.linkedin.com/in/ACoAAabcdefgh,Jane Doe\n");
    assert_eq!(hit(&by_id, &["jane-doe"], "Jane Doe", None), Some(2));
    let by_slug = list("url,name\njane-doe,Jane Doe\n");
    assert_eq!(hit(&by_slug, &["ACoAAabcdefgh"], "Jane Doe", None), Some(2));
    assert_eq!(hit(&by_slug, &[], "Jane Doe", None), Some(2));
    assert_eq!(hit(&by_slug, &["ACoAAabcdefgh", "jane-doe-2"], "Jane Doe", None), None);
}

#[test]
fn patterns_say_what_they_are_about() {
    let list = list("slug:*-acme\nname:Anna *\ncompany:Acme*\nslug:Jane-Doe\nname:Dr *\n");
    assert_eq!(hit(&list, &["x-acme"], "", None), Some(1));
    assert_eq!(hit(&list, &["x-acme-2"], "", None), None);
    assert_eq!(hit(&list, &["x"], "ANNA Nowak", None), Some(2));
    assert_eq!(hit(&list, &["x"], "Joanna Nowak", None), None);
    assert_eq!(hit(&list, &["x"], "Jan", Some("ACME Sp. z o.o.")), Some(3));
    assert_eq!(hit(&list, &["x"], "Jan", None), None);
    assert_eq!(hit(&list, &["jane-doe"], "", None), Some(4));
    assert_eq!(hit(&list, &["x"], "Dr. Jan Kowal", None), Some(5), "what a name is stripped of can be meant");
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
    let slug: Slug = "jane-doe".parse().unwrap();
    let name = PersonName::new("Jane Doe").unwrap();
    let query = KeepQuery { slugs: &[&slug], names: &[&name], company: None };
    let hit = list.covers(&query).unwrap();
    assert_eq!((hit.line, hit.text.as_str()), (1, "name:Jane *"));
}

#[test]
fn a_line_that_cannot_be_read_is_a_fault_and_not_passed_over() {
    let text = "jane-doe\n  https://evil.example/in/x\n* acme\n---\njane@example.com\nname:*\nslug:https://x/*\n\
                slug:a b\nlnkd.in/abc\n";
    let Err(ListError::Faults(faults)) = KeepList::parse("keep.txt", text) else { panic!("faults expected") };
    let lines: Vec<_> = faults.list.iter().map(|fault| faults.position(fault).unwrap()).collect();
    assert_eq!(lines, [(2, 3), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (9, 1)]);
    let table = "url,name\njane-doe,\nhttps://evil.example/in/x,\n,\"\n";
    let Err(ListError::Faults(faults)) = KeepList::parse("keep.csv", table) else {
        panic!("faults expected")
    };
    assert_eq!(faults.list.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["list.url", "list.quote"]);
}

#[test]
fn an_empty_keep_list_keeps_nobody() {
    for text in ["", "# nobody yet\n", "url,name\n"] {
        assert!(list(text).is_empty(), "{text:?}");
    }
    assert!(KeepList::empty().is_empty());
}
