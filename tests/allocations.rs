//! What the lists cost, in allocations and never in time: a change that makes a row dearer, or holds more of a list at once,
//! fails here. How long it takes is measured by `cargo bench --bench lists` and `--bench plan` (docs/performance.md).

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::tests_outside_test_module,
    reason = "a test may fail loudly and may print"
)]

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use allocation_counter::{AllocationInfo, measure};
use rust_xlsxwriter::Workbook;
use unlinked::config::{Config, LoadOptions};
use unlinked::domain::{Slug, Surface};
use unlinked::fleet::Accounts;
use unlinked::plan::{Export, ExportOptions, RuleSet};
use unlinked::roster::KeepList;
use unlinked::roster::Roster;
use unlinked::saved::Saved;
use unlinked::selectors::Selectors;

const ROWS: u64 = 5_000;

/// A roster in the form of LinkedIn's export, with invented people.
fn export() -> String {
    let mut text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for at in 0..ROWS {
        text.push_str(&format!(
            "Zoë,\"Żółw, PhD\",https://www.linkedin.com/in/person-{at:x}-%C5%82,,Company {},Engineer,15 Mar 2024\n",
            at % 97
        ));
    }
    text
}

fn print(what: &str, info: &AllocationInfo) {
    println!("{what}: {} allocations, {} bytes held at most", info.count_total, info.bytes_max);
}

#[test]
fn reading_a_roster_takes_no_more_allocations_a_row_than_it_did() {
    let text = export().into_bytes();
    let length = u64::try_from(text.len()).unwrap();
    let info = measure(|| assert_eq!(Roster::parse("roster.csv", text).unwrap().len(), 5_000));
    print("a roster", &info);
    assert!(info.count_total <= 50 * ROWS, "{} for {ROWS} rows", info.count_total);
    assert!(info.bytes_max <= 10 * length, "{} bytes held for {length} bytes of roster", info.bytes_max);
}

#[test]
fn reading_a_slug_takes_no_more_allocations_than_it_did() {
    let info = measure(|| {
        let slug = Slug::parse("https://www.linkedin.com/in/Per%C5%82a-1/?utm=x").unwrap();
        assert_eq!(slug.as_str(), "perła-1");
    });
    print("a slug", &info);
    assert!(info.count_total <= 12, "{}", info.count_total);
}

#[test]
fn loading_the_selector_files_takes_no_more_allocations_than_it_did() {
    let info = measure(|| drop(Selectors::load(Surface::Desktop, &[]).unwrap()));
    print("the selector files", &info);
    // Room for a few hundred more texts, each of which takes some.
    assert!(info.count_total <= 6_000, "{}", info.count_total);
    assert!(info.bytes_max <= 1_000_000, "{}", info.bytes_max);
}

/// What no reader of a file may hold beyond a KB for each row that it keeps.
const ROOM: u64 = 64 << 20;

/// Every reader of a file that the user names; whether it took the file.
type Reader = (&'static str, fn(&Path) -> bool);
const READERS: [Reader; 6] = [
    ("roster", |path| Roster::read(path).is_ok()),
    ("keep list", |path| KeepList::read(path).is_ok()),
    ("export", |path| Export::open(path, ExportOptions::default()).is_ok_and(|export| export.total() > 0)),
    ("config", |path| {
        let env = std::iter::empty();
        Config::load(LoadOptions { file: Some(path.to_owned()), env, overrides: Vec::new() }).is_ok()
    }),
    ("rules", |path| RuleSet::read(path).is_ok()),
    ("accounts", |path| Accounts::read(path).is_ok_and(|read| read.is_ok())),
];

fn refused_by_all(what: &str, path: &Path) {
    for (reader, took) in READERS {
        let from = Instant::now();
        let info = measure(|| assert!(!took(path), "{what}: it was taken as a {reader}"));
        let took = from.elapsed();
        println!("{what}, as a {reader}: {} MB held at most, {} ms", info.bytes_max >> 20, took.as_millis());
        assert!(info.bytes_max <= ROOM, "{what}, as a {reader}: {} bytes held", info.bytes_max);
        // 2 s are the promise; a test runs without optimisation and beside others.
        assert!(took < Duration::from_secs(20), "{what}, as a {reader}: {took:?}");
    }
}

#[test]
fn ten_million_columns_are_refused_at_once_wherever_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On";
    let columns = ",c".repeat(10_000_000);
    for (what, text) in
        [("in the header", format!("{head}{columns}\n")), ("in a row", format!("{head}\nAda{columns}\n"))]
    {
        let path = folder.path().join("list.csv");
        std::fs::write(&path, text).unwrap();
        refused_by_all(&format!("ten million columns {what}"), &path);
    }
}

#[test]
fn a_line_of_900_mb_is_refused_without_being_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let mut file = File::create(&path).unwrap();
    file.write_all(b"url,name\nhttps://www.linkedin.com/in/anna,Anna Quill\n").unwrap();
    // The rest is a hole in the file: no byte of it is on the disk.
    file.set_len(900_000_000).unwrap();
    for (reader, took) in READERS.into_iter().filter(|(reader, _)| *reader != "export") {
        let info = measure(|| assert!(!took(&path), "it was taken as a {reader}"));
        println!("900 MB in a line, as a {reader}: {} MB held at most", info.bytes_max >> 20);
        assert!(info.bytes_max <= ROOM, "{reader}: {} bytes held", info.bytes_max);
    }
    // An export is read row by row, and what is no row is left out.
    let info = measure(|| drop(Export::open(&path, ExportOptions::default())));
    println!("900 MB in a line, as an export: {} MB held at most", info.bytes_max >> 20);
    assert!(info.bytes_max <= ROOM, "{} bytes held", info.bytes_max);
}

#[test]
fn each_reader_of_people_holds_no_more_than_a_kb_for_each_row_that_it_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    // Fewer than a list may have; what each takes is held without the room of the start, so that it holds for any number.
    let rows: u64 = 50_000;
    let mut text = "url,name,company\n".to_owned();
    for at in 0..rows {
        text.push_str(&format!(
            "https://www.linkedin.com/in/person-{at:x},Person Number{at:x},Company {}\n",
            at % 97
        ));
    }
    std::fs::write(&path, text).unwrap();
    for (reader, read) in &READERS[..3] {
        let info = measure(|| assert!(read(&path), "{reader}"));
        println!("{rows} rows, as a {reader}: {} bytes a row at most", info.bytes_max / rows);
        assert!(info.bytes_max <= 1024 * rows, "{reader}: {} bytes", info.bytes_max);
    }
}

/// An `.xlsx` file of so many people.
fn spreadsheet(path: &Path, rows: u32) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["url", "name", "company"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for at in 1..=rows {
        let (url, name) =
            (format!("https://www.linkedin.com/in/person-{at:x}"), format!("Person Number{at:x}"));
        for (column, text) in (0..).zip([url, name, format!("Company {}", at % 97)]) {
            sheet.write_string(at, column, text).unwrap();
        }
    }
    book.save(path).unwrap();
}

#[test]
fn a_spreadsheet_of_people_holds_no_more_than_its_room_and_a_kb_for_each_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    let rows = 20_000;
    spreadsheet(&path, rows);
    for (reader, read) in &READERS[..3] {
        let from = Instant::now();
        let info = measure(|| assert!(read(&path), "{reader}"));
        let (held, took) = (info.bytes_max, from.elapsed());
        println!(
            "a spreadsheet of {rows}, as a {reader}: {} MB held at most, {} ms",
            held >> 20,
            took.as_millis()
        );
        assert!(held <= ROOM + 1024 * u64::from(rows), "{reader}: {held} bytes");
    }
}

#[test]
fn one_long_text_in_very_many_cells_is_refused_before_it_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "name").unwrap();
    let long = "x".repeat(30_000);
    for row in 1..=3_000 {
        sheet.write_string(row, 0, &long).unwrap();
    }
    book.save(&path).unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() < 1 << 20);
    refused_by_all("a text of 30 KB in 3,000 cells", &path);
}

#[test]
fn a_saved_page_holds_no_more_than_a_kb_for_each_piece_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let pieces: u64 = 240_000;
    // An element with one attribute and a text are three of them.
    std::fs::write(&path, "<b class=x>y</b>".repeat(usize::try_from(pieces / 4).unwrap())).unwrap();
    let info = measure(|| assert!(Saved::read(&path).is_ok()));
    println!("{pieces} pieces of a page: {} bytes a piece at most", info.bytes_max / pieces);
    assert!(info.bytes_max <= ROOM + 1024 * pieces, "{} bytes", info.bytes_max);
}
