use proptest::prelude::*;

use crate::faults::Faults;
use crate::roster::{KeepList, ListError, Roster, scan};

#[track_caller]
fn faults(bytes: impl Into<Vec<u8>>) -> Faults {
    match Roster::parse("roster.csv", bytes) {
        Err(ListError::Faults(faults)) => *faults,
        other => panic!("expected faults, not {other:?}"),
    }
}

/// Line, column, marked text and code of every fault.
fn places(faults: &Faults, text: &str) -> Vec<(usize, usize, String, &'static str)> {
    let place = |fault: &crate::faults::Fault| {
        let (line, column) = faults.position(fault).unwrap_or((0, 0));
        let marked = fault.span.clone().map_or(String::new(), |span| text[span].to_owned());
        (line, column, marked, fault.code)
    };
    faults.list.iter().map(place).collect()
}

const BAD: &str = "name,url,note,action\n\
    \"Doe, Jane\",https://www.linkedin.com/in/jane-doe,,\n\
    Łucja,\"https://evil.example/in/łucja\",,\n\
    \"two\nlines\",  https://www.linkedin.com/company/acme  ,x,\n\
    ,,only a note,\n\
    Jan,jan-kowal,,delete\n\
    Ola\n\
    Ewa,ewa-nowak,a,b, c,remove\n\
    Ala,ala-mak,\"x\"y,\n";

#[test]
fn every_fault_is_told_at_once_and_under_its_own_field() {
    let faults = faults(BAD);
    let expected = [
        (3, 8, "https://evil.example/in/łucja", "list.url"),
        (5, 10, "https://www.linkedin.com/company/acme", "list.url"),
        (6, 1, ",,only a note,", "list.nobody"),
        (7, 16, "delete", "list.action"),
        (8, 4, "", "list.fields"),
        (9, 20, "c", "list.fields"),
        (10, 15, "\"", "list.quote"),
    ];
    let expected: Vec<_> = expected.map(|(l, c, text, code)| (l, c, text.to_owned(), code)).into();
    // The unknown action `b` of line 9 is not told: the row is out of step.
    assert_eq!(places(&faults, BAD), expected);
    insta::assert_snapshot!(faults.render(false, 90));
}

#[test]
fn a_row_can_have_two_faults() {
    let text = "url,action\nhttps://lnkd.in/x,erase\n";
    assert_eq!(faults(text).list.len(), 2);
}

#[test]
fn an_unclosed_quote_does_not_swallow_the_rest_unseen() {
    let text = "url,note\njane-doe,\"oops\njohn-roe,\nann-poe,\n";
    assert_eq!(places(&faults(text), text), [(2, 10, "\"".to_owned(), "list.quote")]);
}

#[test]
fn rows_that_contradict_each_other_are_a_fault() {
    let text = "url,action\njane-doe,remove\njane-doe,unfollow\n";
    let faults = faults(text);
    assert_eq!(places(&faults, text), [(3, 10, "unfollow".to_owned(), "list.contradiction")]);
    assert!(faults.list[0].label.contains("line 2 says `remove`"));
}

#[test]
fn a_space_before_a_quote_is_explained() {
    let faults = faults("url,name\njane-doe, \"Doe, Jane\"\n");
    assert!(faults.list[0].help.contains("Remove the space"), "{}", faults.list[0].help);
}

#[test]
fn a_missing_header_says_what_to_write() {
    for (text, help) in [
        ("", "Write a header"),
        ("\n\n  \n", "Write a header"),
        (
            "https://www.linkedin.com/in/jane-doe\nhttps://www.linkedin.com/in/john-roe\n",
            "put the line `url` on top",
        ),
        ("who,what\nx,y\n", "Put a header on the first line"),
        ("First Name,Company\nJane,Acme\n", "`First Name` and `Last Name`"),
    ] {
        let faults = faults(text);
        assert!(faults.list[0].help.contains(help), "{text:?}: {}", faults.list[0].help);
    }
}

#[test]
fn one_column_twice_is_a_fault() {
    let text = "url,name,Profile URL\na,b,c\n";
    assert_eq!(places(&faults(text), text)[0], (1, 10, "Profile URL".to_owned(), "list.column_twice"));
}

#[test]
fn a_line_of_very_many_columns_is_refused_before_anything_is_made_of_it() {
    let list = |columns: usize| format!("{0}url,name\n{0}anna-nowak,Anna Nowak\n", ",".repeat(columns - 2));
    assert_eq!(Roster::parse("roster.csv", list(1_000)).unwrap().rows.len(), 1);
    for columns in [1_001, 10_000_000] {
        let faults = faults(list(columns));
        assert_eq!(faults.list.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["list.columns"]);
    }
    let keep = KeepList::parse("keep.csv", list(1_001)).unwrap_err();
    assert!(keep.to_string().contains("more than 1000 columns"), "{keep}");
}

#[test]
fn what_is_no_text_is_named_for_what_it_is() {
    let utf16: Vec<u8> = "url\njane\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, message) in [
        (b"PK\x03\x04....Connections.csv".to_vec(), "zip archive"),
        ([b"\xFF\xFE".as_slice(), &utf16].concat(), "UTF-16"),
        (utf16, "NUL bytes"),
        (b"\xD0\xCF\x11\xE0....".to_vec(), ".xls"),
        (b"%PDF-1.7".to_vec(), "PDF"),
        (b"<!DOCTYPE html><html>".to_vec(), "web page"),
    ] {
        let faults = faults(bytes);
        assert!(faults.list[0].message.contains(message), "{}", faults.list[0].message);
        assert!(!faults.list[0].help.is_empty());
    }
}

#[test]
fn western_bytes_are_shown_where_they_are() {
    let faults = faults(b"url,name\njane-doe,Ren\xE9e\njohn-roe,J\xF6rg\n".to_vec());
    let positions: Vec<_> = faults.list.iter().map(|fault| faults.position(fault)).collect();
    assert_eq!(positions, [Some((2, 13)), Some((3, 11))]);
    assert!(faults.list[0].label.contains('é') && faults.list[1].label.contains('ö'));
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Roster::read(folder.path().join("none.csv")).unwrap_err().to_string();
    assert!(missing.contains("none.csv") && missing.contains("Check the path."), "{missing}");
    let is_folder = KeepList::read(folder.path()).unwrap_err().to_string();
    assert!(is_folder.contains("keep list") && is_folder.contains("it is a folder"), "{is_folder}");
}

/// What the `csv` crate makes of a field, from its place in the raw record.
fn unquoted(raw: &str, place: &scan::FieldPlace) -> String {
    let inside = &raw[place.range.clone()];
    let quoted = place.range.start > 0 && raw.as_bytes()[place.range.start - 1] == b'"';
    if quoted { inside.replace("\"\"", "\"") } else { inside.to_owned() }
}

proptest! {
    #[test]
    fn bytes_of_any_kind_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Roster::parse("roster.csv", bytes.clone()).map_err(|error| error.to_string());
        let _ = KeepList::parse("keep.csv", bytes).map_err(|error| error.to_string());
    }

    #[test]
    fn text_under_a_header_never_panics_and_faults_lie_inside(body in "[a-z\"\n\r,;\t#*:/é% ]{0,200}") {
        let text = format!("url,name\n{body}");
        if let Err(ListError::Faults(faults)) = Roster::parse("roster.csv", text.clone()) {
            for fault in &faults.list {
                prop_assert!(fault.span.clone().is_none_or(|span| text.get(span).is_some()));
            }
        }
        let _ = KeepList::parse("keep.csv", text).map_err(|error| error.to_string());
        let _ = KeepList::parse("keep.txt", body).map_err(|error| error.to_string());
    }

    /// The scan for places and the `csv` crate must agree on what the fields are.
    #[test]
    fn the_places_of_fields_agree_with_the_csv_reader(
        fields in prop::collection::vec("[a-z\", \n;é]{0,8}", 1..6), quote_all in any::<bool>(),
    ) {
        let style = if quote_all { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
        writer.write_record(&fields).unwrap();
        let raw = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let raw = raw.trim_end_matches('\n');
        let places = scan::fields(raw, b',');
        prop_assert!(places.iter().all(|place| place.fault.is_none()), "{raw:?} {places:?}");
        let found: Vec<String> = places.iter().map(|place| unquoted(raw, place)).collect();
        prop_assert_eq!(found, fields);
    }
}
