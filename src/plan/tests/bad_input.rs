use std::io::Write;

use super::super::{DayOrder, PlanError};
use super::*;

const ALL: &str = "[[rule]]\nreason = \"other\"\nname = [\"anna\", \"jan\", \"ewa\", \"zoe\"]\n";

#[track_caller]
fn refused(bytes: impl AsRef<[u8]>) -> String {
    match open(bytes) {
        (_given, Err(error)) => error.to_string(),
        (_given, Ok(export)) => panic!("{} people were read", export.total()),
    }
}

#[test]
fn preambles_byte_order_marks_line_ends_and_delimiters_make_no_difference() {
    let row = "Anna;Nowak;https://www.linkedin.com/in/anna-nowak;;\"Acme; Sons\";Engineer;15 Mar 2014\n";
    let plain = format!("{}{row}", HEADER.replace(',', ";"));
    for (what, text) in [
        ("semicolons", plain.clone()),
        ("tabs", plain.replace("Acme; Sons", "Acme, Sons").replace(';', "\t")),
        ("BOM", format!("\u{FEFF}{plain}")),
        ("CRLF", plain.replace('\n', "\r\n")),
        ("CR", plain.replace('\n', "\r")),
        (
            "a preamble with empty lines",
            format!("Notes:\n\"Some other words, in \"\"quotes\"\"\"\n\n\n{plain}"),
        ),
        ("empty rows", format!("{plain};;;;;;\n\n")),
    ] {
        let (plan, roster) = plan(&text, ALL, "");
        assert_eq!((who(&roster), plan.weighed.network), (vec!["anna-nowak".to_owned()], 1), "{what}");
        assert!(roster.rows[0].person.company.as_deref().unwrap().ends_with("Sons"), "{what}");
    }
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_refused_unless_the_file_decides() {
    let with = |dates: &[&str]| {
        let rows: Vec<String> =
            dates.iter().map(|date| format!("Anna,Nowak,anna-{},,,,{date}\n", date.len())).collect();
        format!("{HEADER}{}", rows.concat())
    };
    let error = refused(with(&["05/05/2022", "02/07/2022"]));
    for part in ["line 3", "2 July 2022 or 7 February 2022", "--dates day-first"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let error = refused(with(&["13/07/2022", "02/07/2022", "02/13/2022"]));
    assert!(error.contains("line 2") && error.contains("says otherwise"), "{error}");
    for (dates, day) in
        [(["02/07/2022", "25/12/2021"], "2022-07-02"), (["02/07/2022", "12/25/2021"], "2022-02-07")]
    {
        let (_, roster) = plan(&with(&dates), ALL, "");
        assert_eq!(roster.rows[0].connected_on.as_deref(), Some(day));
    }
    let given = Given::new();
    let path = given.file("Connections.csv", with(&["02/07/2022"]));
    let (all, _) =
        Export::open(path, ExportOptions { dates: Some(DayOrder::MonthFirst), ..ExportOptions::default() })
            .unwrap()
            .all()
            .unwrap();
    assert_eq!(all[0].connected_on.map(|day| day.to_string()).as_deref(), Some("2022-02-07"));
}

#[test]
fn a_date_that_nobody_can_read_is_told_and_rules_about_dates_pass_it_over() {
    let text = format!("{HEADER}Anna,Nowak,anna-nowak,,,,44599\nJan,Kowal,jan-kowal,,,,7-Feb-22\n");
    let (plan, roster) = plan(&text, "[[rule]]\nreason = \"other\"\nconnected_before = 2030-01-01\n", "");
    assert_eq!(who(&roster), ["jan-kowal"]);
    assert!(plan.notes.list[0].message.contains("line 2: `44599` is no day"), "{:?}", plan.notes.list);
}

#[test]
fn rows_without_address_or_name_are_planned_by_what_they_have() {
    let text = format!(
        "{HEADER}Anna,Nowak,,,Acme,,15 Mar 2014\n,,https://www.linkedin.com/in/ewa-lis,,,Zoe,15 Mar 2014\n,,,,Acme,,15 Mar 2014\n,,,,,,\n"
    );
    let rules = format!("{ALL}[[rule]]\nreason = \"other\"\nposition = \"zoe\"\n");
    let (plan, roster) = plan(&text, &rules, "");
    assert_eq!(who(&roster), ["Anna Nowak", "ewa-lis"]);
    assert_eq!((plan.weighed.network, plan.nobody, plan.left_out), (2, 2, 0));
}

#[test]
fn a_member_number_in_the_place_of_an_e_mail_address_is_no_address() {
    let text = format!(
        "{HEADER}Anna,Nowak,anna-nowak,urn:li:member:12345,,,15 Mar 2014\nJan,Kowal,jan-kowal,jan@example.com,,,15 Mar 2014\n"
    );
    let (plan, roster) = plan(&text, ALL, "");
    let emails: Vec<_> = roster.rows.iter().map(|row| row.email.as_deref()).collect();
    assert_eq!(emails, [None, Some("jan@example.com")]);
    assert!(plan.notes.list.is_empty(), "{:?}", plan.notes.list);
}

#[test]
fn an_export_from_before_2021_has_no_column_for_addresses() {
    let (_given, export) = open(
        "First Name,Last Name,Email Address,Company,Position,Connected On\nAnna,Nowak,,Acme,,15 Mar 2014\n",
    );
    assert!(!export.unwrap().has_urls());
    let (_, roster) = plan("First Name,Last Name,Company\nAnna,Nowak,Acme\n", ALL, "");
    assert_eq!(who(&roster), ["Anna Nowak"]);
}

#[test]
fn a_row_that_is_out_of_step_is_left_out_and_told() {
    let text = format!(
        "{HEADER}Anna,Nowak,anna-nowak,,Acme, Inc.,Engineer,15 Mar 2014\nJan,Kowal,jan-kowal\nEwa,\"Lis\"x,ewa-lis,,,,15 Mar 2014\nZoe,Zolw,https://evil.example/in/zoe,,,,15 Mar 2014\nJan,Lis,jan-lis,,,,15 Mar 2014\n"
    );
    let (plan, roster) = plan(&text, ALL, "");
    assert_eq!(who(&roster), ["jan-lis"]);
    assert_eq!(plan.left_out, 4);
    let (_given, export) = open(&text);
    let faults = export.unwrap().shown(plan.notes).unwrap();
    let places: Vec<_> =
        faults.list.iter().map(|fault| (faults.position(fault).unwrap(), fault.code)).collect();
    assert_eq!(
        places,
        [((2, 44), "list.fields"), ((3, 1), "list.fields"), ((4, 9), "list.quote"), ((5, 10), "plan.url")]
    );
}

#[test]
fn a_quote_that_swallows_the_rest_is_refused() {
    let error = refused(format!(
        "{HEADER}Anna,\"Nowak,anna-nowak,,,,15 Mar 2014\nJan,Kowal,jan-kowal,,,,15 Mar 2014\n"
    ));
    assert!(error.contains("never closed") && error.contains("Connections.csv:2:6"), "{error}");
    let long = format!(
        "{HEADER}Anna,\"Nowak,anna-nowak,,,,15 Mar 2014\n{}",
        "Jan,Kowal,jan-kowal,,,,15 Mar 2014\n".repeat(20_000)
    );
    assert!(refused(long).contains("never closed"));
}

#[test]
fn a_field_may_hold_line_ends() {
    let text = format!(
        "{HEADER}Anna,Nowak,anna-nowak,,\"Acme\nSons \"\"and\"\" more\",,15 Mar 2014\nJan,Kowal,jan-kowal,,,,15 Mar 2014\n"
    );
    let (_, roster) = plan(&text, ALL, "");
    assert_eq!(who(&roster), ["anna-nowak", "jan-kowal"]);
    assert_eq!(roster.rows[0].person.company.as_deref(), Some("Acme\nSons \"and\" more"));
}

#[test]
fn what_is_not_a_csv_file_is_named_for_what_it_is() {
    for (bytes, message) in [
        (b"%PDF-1.7".to_vec(), "this is a PDF"),
        (b"<!DOCTYPE html><html>".to_vec(), "web page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "not a text file"),
        (b"".to_vec(), "the file is empty"),
        (b"Dear Sir or Madam,\nhow are you?\n".to_vec(), "there is no header"),
        (
            "First Name,Last Name\nAnna,Nowak\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "NUL bytes",
        ),
        (format!("{HEADER}Ren\u{e9}e,x,y,,,,\n").chars().map(|c| c as u8).collect(), "not UTF-8"),
    ] {
        let error = refused(bytes);
        assert!(error.contains(message), "{message}: {error}");
    }
    // Beyond the part of the file that is looked at for the header.
    let mut late = format!("{HEADER}{}", "Jan,Kowal,jan-kowal,,,,15 Mar 2014\n".repeat(4_000)).into_bytes();
    late.extend(b"Ren\xE9e,x,renee,,,,15 Mar 2014\n");
    let error = refused(late);
    assert!(error.contains("0xE9") && error.contains(":4002:4"), "{error}");
    let missing = Export::open("/nowhere/Connections.csv", ExportOptions::default()).unwrap_err().to_string();
    assert!(missing.contains("Check the path."), "{missing}");
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_archive_that_linkedin_sends_is_opened() {
    let list = format!("{HEADER}Anna,Nowak,anna-nowak,,,,15 Mar 2014\n");
    for name in ["Connections.csv", "Basic_LinkedInDataExport_05-17-2026/Connections.csv"] {
        let (_given, export) =
            open(archive(&[("Profile.csv", "x"), ("__MACOSX/Connections.csv", "x"), (name, &list)]));
        let export = export.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(export.total(), 1);
        assert!(export.name().ends_with(&format!("Connections.csv/{name}")));
    }
}

#[test]
fn an_archive_without_one_list_of_connections_says_what_to_do() {
    for (files, message) in [
        (&[("Profile.csv", "x"), ("messages.csv", "x")][..], "only Profile.csv and messages.csv"),
        (&[], "empty"),
        (&[("xl/workbook.xml", "x")], "the file is empty"),
        (&[("a/Connections.csv", "x"), ("b/connections.csv", "x")], "2 lists of connections"),
    ] {
        let error = refused(archive(files));
        assert!(error.contains(message), "{message}: {error}");
    }
    let mut damaged = archive(&[("Connections.csv", HEADER)]);
    damaged.truncate(damaged.len() - 30);
    let error = refused(damaged);
    assert!(error.contains("cannot be opened") && error.contains("Download it again"), "{error}");
}

#[test]
fn thirty_thousand_rows_are_planned() {
    let row = |at: usize| {
        format!(
            "Anna,Nowak {at},https://www.linkedin.com/in/anna-{at:x},,Company {},Engineer,15 Mar 2014\n",
            at % 97
        )
    };
    let text: String = std::iter::once(HEADER.to_owned()).chain((0..30_000).map(row)).collect();
    let (plan, roster) = plan(&text, "[[rule]]\nreason = \"other\"\ncompany = \"=Company 42\"\n", "");
    assert_eq!((plan.weighed.network, roster.len()), (30_000, 309));
    assert_eq!(roster.rows[0].line, 2);
}

#[test]
fn errors_that_are_not_about_a_file_s_contents_have_no_faults() {
    let error = PlanError::flag("`*`: no words", "write some");
    assert!(error.faults().is_none());
    assert_eq!(error.to_string(), "`*`: no words; write some");
}
