//! Lists from spreadsheets and under headings of other words, as their users give them.

use crate::start::talk;
use crate::testkit::home::Home;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use unlinked::roster::Roster;

/// A home with `people.xlsx`: a sheet of notes, and one of people under these headings.
fn home(headings: [&str; 4]) -> Home {
    let home = Home::new();
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap().write_string(0, 0, "mine").unwrap();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book.add_worksheet().set_name("People").unwrap();
    let people = [
        headings,
        ["Anna Nowak", "https://www.linkedin.com/in/anna-nowak", "Acme", ""],
        ["Jan Kowal", "https://www.linkedin.com/in/jan-kowal", "Initech", ""],
    ];
    for (row, cells) in (0..).zip(people) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    for (row, year) in [(1, 2012), (2, 2024)] {
        let day_of = ExcelDateTime::from_ymd(year, 3, 15).unwrap();
        sheet.write_datetime_with_format(row, 3, day_of, &day).unwrap();
    }
    book.save(home.path().join("people.xlsx")).unwrap();
    home
}

const KNOWN: [&str; 4] = ["Name", "URL", "Company", "Connected On"];
const GERMAN: [&str; 4] = ["Vollständiger Name", "Profil", "Firma", "Vernetzt am"];
const PLAN: [&str; 6] = ["plan", "people.xlsx", "--connected-before", "2015-01-01", "-o", "roster.csv"];

#[test]
fn a_plan_from_a_spreadsheet_goes_by_its_dates() {
    let home = home(KNOWN);
    let (code, stdout, stderr) = home.run(&PLAN);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    let roster = Roster::read(home.path().join("roster.csv")).unwrap();
    assert_eq!(roster.rows.len(), 1);
    assert_eq!(roster.rows[0].person.slug.as_ref().unwrap().as_str(), "anna-nowak");
    // A roster is written as CSV, whatever its name would promise.
    let (code, _, stderr) = home.run(&["plan", "people.xlsx", "--company", "acme", "-o", "new.xlsx"]);
    assert!(code == 2 && stderr.contains("written as CSV"), "{stderr}");
    let (code, stdout, _) = home.run(&["run", "people.xlsx", "--sheet", "people", "--list-clicks"]);
    assert!(code == 0 && stdout.contains("Jan Kowal"), "{stdout}");
}

#[test]
fn other_headings_are_asked_for_and_refused_where_nobody_can_be_asked() {
    let home = home(GERMAN);
    let (code, _, stderr) = home.run(&PLAN);
    assert_eq!(code, 2);
    let flag = "'name=Vollständiger Name,url=Profil,company=Firma,connected-on=Vernetzt am'";
    assert!(stderr.contains(&format!("--columns {flag}")) && stderr.contains("Anna Nowak"), "{stderr}");
    assert!(!home.path().join("roster.csv").exists());
    let said = [&PLAN[..], &["--columns", flag.trim_matches('\'')]].concat();
    let (code, stdout, stderr) = home.run(&said);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    assert_eq!(Roster::read(home.path().join("roster.csv")).unwrap().rows.len(), 1);
}

#[test]
fn in_a_terminal_a_yes_is_enough_and_anything_else_starts_nothing() {
    for (answer, code) in [("yes", 0), ("no", 2)] {
        let home = home(GERMAN);
        let talk = talk(&home, &[], &PLAN, &[("Type \"yes\"", answer)]);
        assert_eq!(talk.code, code, "{}", talk.said);
        assert!(talk.said.contains("is column D, `Vernetzt am`"), "{}", talk.said);
        assert_eq!(home.path().join("roster.csv").exists(), code == 0);
    }
}
