//! Lists from spreadsheets: the same rows and the same faults as from a text file, and nothing guessed.

use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::super::*;
use crate::sheet::tests::{archive, ods};

type Sheets<'a> = &'a [(&'a str, &'a [&'a [&'a str]])];

/// An `.xlsx` file with these sheets.
fn xlsx(sheets: Sheets<'_>) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, cell) in (0_u16..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The same as an `.ods` file.
fn ods_of(sheets: Sheets<'_>) -> Vec<u8> {
    let cell = |text: &&str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "</text:p><text:p>");
        let text = if text.is_empty() { text } else { format!("<text:p>{text}</text:p>") };
        format!("<table:table-cell>{text}</table:table-cell>")
    };
    let row = |cells: &&[&str]| {
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
    };
    let table = |(name, rows): &(&str, &[&[&str]])| {
        format!(
            "<table:table table:name=\"{name}\">{}</table:table>",
            rows.iter().map(row).collect::<String>()
        )
    };
    ods(&sheets.iter().map(table).collect::<String>())
}

fn options(sheet: Option<&str>, columns: Option<&str>) -> ListOptions {
    ListOptions {
        site: None,
        sheet: sheet.map(str::to_owned),
        columns: columns.map(|columns| columns.parse().unwrap()),
    }
}

fn names(roster: &Roster) -> Vec<String> {
    let name = |row: &Row| row.person.name.as_ref().map_or_else(String::new, |name| name.as_str().to_owned());
    roster.rows.iter().map(|row| format!("{} {}", row.line, name(row)).trim().to_owned()).collect()
}

const EXPORT: &[&[&str]] = &[
    &["First Name", "Last Name", "URL", "Company"],
    &["Ana", "Silva, PhD", "https://www.linkedin.com/in/ana-silva", "Acme \"Blue\" Ltd"],
    &[],
    &["Ben", "Harrowgate", "https://www.linkedin.com/in/ben-harrowgate", ""],
];

#[test]
fn a_spreadsheet_is_the_list_that_its_text_would_be() {
    for bytes in [xlsx(&[("People", EXPORT)]), ods_of(&[("People", EXPORT)])] {
        let roster = Roster::parse("people", bytes.clone()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(names(&roster), ["2 Ana Silva, PhD", "4 Ben Harrowgate"]);
        assert_eq!(roster.rows[0].person.company.as_deref(), Some("Acme \"Blue\" Ltd"));
        let keep = KeepList::parse("people", bytes.clone()).unwrap();
        let ana = crate::domain::Slug::parse("https://www.linkedin.com/in/ana-silva").unwrap();
        assert!(!keep.covers(&KeepQuery { slugs: &[&ana], ..KeepQuery::default() }).allows());
        // The export is read by rows, from a file.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.xlsx");
        std::fs::write(&path, bytes).unwrap();
        let mut list = ListFile::open(&path, &ListOptions::default()).unwrap();
        assert!(list.name().ends_with("people.xlsx/People"), "{}", list.name());
        let mut rows = list.rows().unwrap();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            assert!(row.fault().is_none());
            lines.push((row.line, row.get(Column::LastName).into_owned()));
        }
        lines.retain(|(_, name)| !name.is_empty());
        assert_eq!(lines, [(2, "Silva, PhD".to_owned()), (4, "Harrowgate".to_owned())]);
    }
}

#[test]
fn a_fault_has_the_file_the_sheet_the_row_and_the_place_under_the_word() {
    let rows: &[&[&str]] = &[&["name", "url"], &["Ana Silva", "https://example.org/in/ana"]];
    let error = Roster::parse("people.xlsx", xlsx(&[("Leute", rows)])).unwrap_err();
    let faults = error.faults().unwrap();
    assert_eq!(faults.position(&faults.list[0]), Some((2, 11)));
    assert!(error.to_string().contains("people.xlsx/Leute:2:11"), "{error}");
    // A cell that holds the fault of a formula names nobody, and keeps nobody.
    let rows: &[&[&str]] = &[&["name", "company"], &["Ana Silva", "#REF!"]];
    let bytes = xlsx(&[("Leute", rows)]);
    for error in [Roster::parse("x", bytes.clone()).unwrap_err(), KeepList::parse("x", bytes).unwrap_err()] {
        assert!(error.to_string().contains("only the fault `#REF!`"), "{error}");
    }
    let text = Roster::parse("x", "name,company\nAna Silva,#N/A\n").unwrap_err();
    assert!(text.to_string().contains("#N/A"), "{text}");
}

#[test]
fn a_date_in_a_cell_is_the_day_that_the_export_would_have() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("m/d/yy h:mm");
    let sheet = book.add_worksheet();
    for (column, heading) in ["Name", "Connected On"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), heading).unwrap();
    }
    sheet.write_string(1, 0, "Ana Silva").unwrap();
    sheet.write_datetime_with_format(1, 1, ExcelDateTime::from_ymd(2024, 2, 7).unwrap(), &day).unwrap();
    let roster = Roster::parse("people.xlsx", book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(roster.rows[0].connected_on.as_deref(), Some("07 Feb 2024"));
}

#[test]
fn the_one_sheet_that_has_people_is_read_and_a_doubt_is_told_with_its_cure() {
    let notes: &[&[&str]] = &[&["what I think"], &["of people"]];
    let german: &[&[&str]] = &[&["Vorname", "Nachname"], &["Ana", "Silva"]];
    let none: Sheets<'_> = &[];
    for (what, sheets, said, told) in [
        ("one of three", &[("Notes", notes), ("People", EXPORT), ("Empty", &[])] as Sheets<'_>, None, Ok(2)),
        ("a known one beside one that is meant", &[("A", german), ("B", EXPORT)], None, Ok(2)),
        ("two", &[("A", EXPORT), ("B", EXPORT)], None, Err("--sheet A")),
        ("two, and one is said", &[("A", EXPORT), ("B", EXPORT)], Some("b"), Ok(2)),
        ("none of two", &[("A", notes), ("B", notes)], None, Err("none of the sheets `A`, `B`")),
        ("the only one", &[("A", notes)], None, Err("no header")),
        ("one that is not there", &[("A", EXPORT)], Some("C"), Err("Its sheets are `A`")),
        ("nothing", &[("A", &[])], None, Err("the file is empty")),
        ("not even a sheet", none, None, Err("empty")),
    ] {
        for bytes in [xlsx(sheets), ods_of(sheets)] {
            let read = Roster::parse_with("people", bytes, &options(said, None));
            match (read, told) {
                (Ok(roster), Ok(people)) => assert_eq!(roster.rows.len(), people, "{what}"),
                (Err(error), Err(told)) => assert!(error.to_string().contains(told), "{what}: {error}"),
                (read, _) => panic!("{what}: {read:?}"),
            }
        }
    }
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "x").unwrap();
    let hidden = book.add_worksheet().set_hidden(true).set_name("Old").unwrap();
    hidden.write_string(0, 0, "name").unwrap();
    hidden.write_string(1, 0, "Ana Silva").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(Roster::parse("x", bytes.clone()).is_err());
    assert_eq!(Roster::parse_with("x", bytes, &options(Some("Old"), None)).unwrap().rows.len(), 1);
    let text = Roster::parse_with("x.csv", "name\nAna Silva\n", &options(Some("A"), None)).unwrap_err();
    assert!(text.to_string().contains("no spreadsheet"), "{text}");
}

#[test]
fn rows_that_the_user_does_not_see_choose_nobody_and_keep_everybody() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, name) in (0..).zip(["name", "Ana Silva", "Ben Harrowgate"]) {
        sheet.write_string(row, 0, name).unwrap();
    }
    sheet.set_row_hidden(2).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let error = Roster::parse("people.xlsx", bytes.clone()).unwrap_err().to_string();
    assert!(error.contains("a row of this sheet is hidden") && error.contains("read: 3"), "{error}");
    assert!(error.contains("Show all rows"), "{error}");
    assert_eq!(KeepList::parse("keep.xlsx", bytes.clone()).unwrap().len(), 2);
    // A list in the form of a keep list that people are chosen by.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("speakers.xlsx");
    std::fs::write(&path, bytes).unwrap();
    assert!(KeepList::read_to_choose(&path).unwrap_err().to_string().contains("hidden"));
}

#[test]
fn a_keep_list_in_a_spreadsheet_leaves_nobody_out() {
    let lines: &[&[&str]] =
        &[&["Ana Silva; Cleo Marsh"], &["Nell Bexley\nGrant Larkspur"], &["company:Acme"]];
    let table: &[&[&str]] = &[&["Name", "Notiz"], &["Ana Silva\nBen Harrowgate", "x"]];
    let kept = |bytes: Vec<u8>, names: &[&str]| {
        let list = KeepList::parse("keep.xlsx", bytes).unwrap_or_else(|error| panic!("{error}"));
        for name in names {
            let name = crate::domain::PersonName::new(name).unwrap();
            assert!(
                !list.covers(&KeepQuery { names: &[&name], ..KeepQuery::default() }).allows(),
                "{name:?}"
            );
        }
    };
    for make in [xlsx, ods_of] {
        kept(make(&[("A", lines)]), &["Ana Silva", "Cleo Marsh", "Nell Bexley", "Grant Larkspur"]);
        kept(make(&[("A", table)]), &["Ana Silva", "Ben Harrowgate"]);
        let two = KeepList::parse("keep.xlsx", make(&[("A", lines), ("B", table)])).unwrap_err().to_string();
        assert!(two.contains("several sheets"), "{two}");
        assert!(KeepList::parse("keep.xlsx", make(&[("A", &[])])).unwrap().is_empty());
    }
}

#[test]
fn headings_of_other_words_are_shown_and_never_guessed() {
    for (what, text, flag) in [
        (
            "German",
            "Vorname,Nachname,URL,Unternehmen,Position,Vernetzt am\nAna,Silva,ana-silva,Acme,CEO,07 Feb 2024\n",
            "first-name=Vorname,last-name=Nachname,company=Unternehmen,connected-on=Vernetzt am",
        ),
        (
            "French",
            "Prénom;Nom de famille;Lien;Entreprise\nAna;Silva;ana-silva;Acme\n",
            "first-name=Prénom,last-name=Nom de famille,url=Lien,company=Entreprise",
        ),
        (
            "Spanish",
            "Nombre,Apellidos,Empresa\nAna,Silva,Acme\n",
            "first-name=Nombre,last-name=Apellidos,company=Empresa",
        ),
        (
            "Italian",
            "Nome,Cognome,Azienda\nAna,Silva,Acme\n",
            "first-name=Nome,last-name=Cognome,company=Azienda",
        ),
        ("Portuguese", "Nome,Empresa\nAna Silva,Acme\n", "name=Nome,company=Empresa"),
        (
            "Dutch",
            "Voornaam,Achternaam,Bedrijf\nAna,Silva,Acme\n",
            "first-name=Voornaam,last-name=Achternaam,company=Bedrijf",
        ),
        (
            "Danish",
            "Fornavn,Efternavn,Forbundet den\nAna,Silva,07 Feb 2024\n",
            "first-name=Fornavn,last-name=Efternavn,connected-on=Forbundet den",
        ),
        (
            "Polish",
            "Imię,Nazwisko,Firma\nAna,Silva,Acme\n",
            "first-name=Imię,last-name=Nazwisko,company=Firma",
        ),
        (
            "Turkish",
            "İsim,Soyadı,Şirket\nAna,Silva,Acme\n",
            "first-name=İsim,last-name=Soyadı,company=Şirket",
        ),
        ("a preamble", "my list\n\nName,LinkedIn\nAna Silva,ana-silva\n", "url=LinkedIn"),
        ("a comma in a heading", "Name,\"Firma, Ort\",Link\nAna Silva,Acme,ana-silva\n", "url=Link"),
        ("a heading that is a letter", "NR,Name,Link\n1,Ana Silva,ana-silva\n", "url=Link"),
    ] {
        let error = Roster::parse("list.csv", text).unwrap_err();
        let ListError::Columns(unconfirmed) = &error else { panic!("{what}: {error}") };
        assert_eq!(unconfirmed.columns().to_string(), flag, "{what}");
        assert!(error.to_string().contains("--columns"), "{what}: {error}");
        let roster = Roster::parse_with("list.csv", text, &options(None, Some(flag)))
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(names(&roster).len(), 1, "{what}");
        assert!(names(&roster)[0].ends_with("Ana Silva"), "{what}: {:?}", names(&roster));
    }
    // The headings that are known stay as they are, whatever stands beside them.
    assert!(Roster::parse("list.csv", "name,url,Notiz,link\nAna Silva,ana-silva,x,y\n").is_ok());
}

#[test]
fn two_headings_for_one_column_cannot_be_agreed_to() {
    let text = "Name,Link,LinkedIn\nAna Silva,x,ana-silva\n";
    let error = Roster::parse("list.csv", text).unwrap_err();
    let ListError::Columns(unconfirmed) = &error else { panic!("{error}") };
    assert!(!unconfirmed.is_clear());
    assert!(error.to_string().contains("could be `Link`, `LinkedIn`"), "{error}");
    let said = Roster::parse_with("list.csv", text, &options(None, Some("name=A,url=LinkedIn"))).unwrap();
    assert_eq!(said.rows[0].person.slug.as_ref().unwrap().as_str(), "ana-silva");
}

#[test]
fn what_the_user_says_of_columns_is_held_against_the_file() {
    for (said, told) in [
        ("x", "is no column"),
        ("url", "is no column"),
        ("colour=B", "`colour` is no column that is read"),
        ("url=B,url=C", "said twice"),
        ("url=", "lacks the letter"),
        ("first-name=A", "belong together"),
    ] {
        let error = said.parse::<Columns>().unwrap_err();
        assert!(error.contains(told), "{said}: {error}");
    }
    for (said, text, told) in [
        ("name=Kontakt", "Name\nAna Silva\n", "none of the first 10 lines"),
        ("name=D", "Kontakt\nAna Silva\n", "none of the first 10 lines"),
        ("company=A", "Kontakt\nAna Silva\n", "they name nobody"),
        (
            "url=A,name=B",
            "https://www.linkedin.com/in/ana,Ana\nhttps://www.linkedin.com/in/ben,Ben\n",
            "it is a person",
        ),
        ("name=Who", "Who,Who\nAna Silva,Ben Harrowgate\n", "two columns are both the `name`"),
    ] {
        let error = Roster::parse_with("list.csv", text, &options(None, Some(said))).unwrap_err().to_string();
        assert!(error.contains(told), "{said}: {error}");
    }
    // By letter and by heading, and a known heading beside them is read too.
    let text = "Kontakt,Profil,Reason\nAna Silva,ana-silva,old\n";
    let roster = Roster::parse_with("list.csv", text, &options(None, Some("name=Kontakt, url=B"))).unwrap();
    assert_eq!(roster.rows[0].reason.as_deref(), Some("old"));
    let columns: Columns = "name=Firma, Ort,url=B".parse().unwrap();
    assert_eq!(columns.to_string(), "name=Firma, Ort,url=B");
}

#[test]
fn files_of_other_kinds_are_named_with_their_cure() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let folder = tempfile::tempdir().unwrap();
    for (what, bytes, told) in [
        ("xls", [old.clone(), wide("Workbook")].concat(), "old kind (.xls)"),
        ("locked", [old, vec![0; 200_000], wide("EncryptedPackage")].concat(), "locked with a password"),
        ("gsheet", b"{\"url\": \"https://docs.google.com/open?id=1\"}".to_vec(), "link to a Google sheet"),
        ("xml", b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "an XML file"),
        ("xlsb", archive(&[("xl/workbook.bin", "x")]), "binary spreadsheet"),
        ("docx", archive(&[("word/document.xml", "x")]), "a document"),
        ("numbers", archive(&[("Index/Document.iwa", "x")]), "Numbers"),
        ("cut", xlsx(&[("A", EXPORT)])[..500].to_vec(), "cannot be opened"),
    ] {
        let path: PathBuf = folder.path().join(what);
        std::fs::write(&path, bytes).unwrap();
        let export = ListFile::open(&path, &ListOptions::default()).unwrap_err().to_string();
        assert!(export.contains(told), "{what} as an export: {export}");
        if what != "cut" {
            let roster = Roster::read(&path).unwrap_err().to_string();
            assert!(roster.contains(told), "{what} as a roster: {roster}");
        }
        assert!(KeepList::read(&path).is_err(), "{what} as a keep list");
    }
}

#[test]
fn what_google_sheets_saves_as_csv_is_read_as_it_is() {
    let text = "First Name,Last Name,URL,Company,Position,Connected On\r\nAna,Silva,https://www.linkedin.com/in/ana-silva,\"Acme, Inc.\",CEO,2024-02-07\r\n";
    let roster = Roster::parse("Connections - Sheet1.csv", text).unwrap();
    assert_eq!(roster.rows[0].person.company.as_deref(), Some("Acme, Inc."));
}
