use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use calamine::{Data, Reader};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// An archive of these files.
pub(crate) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An `.ods` file with these tables, each as its XML.
pub(crate) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles><style:style style:name="off"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

/// An `.xlsx` file with one sheet, by the XML of its rows.
fn xlsx(rows: &str) -> Vec<u8> {
    xlsx_with("", rows, "")
}

fn xlsx_with(before: &str, rows: &str, after: &str) -> Vec<u8> {
    let sheet = format!("<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>");
    archive(&[
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="One" r:id="r1"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/a.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/a.xml", &sheet),
    ])
}

fn read(bytes: Vec<u8>) -> Result<Vec<Row>, Refusal> {
    let mut rows = Vec::new();
    Book::open(Cursor::new(bytes))?.rows(0, &mut |row| {
        rows.push(row.clone());
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(rows)
}

/// The cells as `A1=text`.
fn cells(bytes: Vec<u8>) -> Vec<String> {
    let rows = read(bytes).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let cell =
        |row: &Row, (column, text): &(u32, String)| format!("{}{}={text}", letters(*column), row.number);
    rows.iter().flat_map(|row| row.cells.iter().map(|it| cell(row, it)).collect::<Vec<_>>()).collect()
}

fn refused(bytes: Vec<u8>) -> String {
    match read(bytes) {
        Ok(rows) => panic!("it was read: {rows:?}"),
        Err(Refusal::Said { message, help }) => {
            assert!(!help.is_empty() && help.ends_with('.'), "{message}");
            message
        }
        Err(Refusal::Io(error)) => panic!("{error}"),
    }
}

#[test]
fn a_column_has_the_letters_that_spreadsheets_show() {
    for (number, shown) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
        assert_eq!(letters(number), shown);
        assert_eq!(number_of_letters(shown), Some(number));
    }
    assert_eq!(number_of_letters(""), None);
    assert_eq!(number_of_letters("A1"), None);
    assert_eq!(number_of_letters("ABCD"), None);
}

#[test]
fn a_cell_of_an_xlsx_file_is_its_value_as_a_person_reads_it() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let own = Format::new().set_num_format("[$-407]d. mmmm yyyy;@");
    let time = Format::new().set_num_format("hh:mm:ss");
    let money = Format::new().set_num_format("#,##0.00 \"days\"");
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Zoë \"Z\" & Co, <b>").unwrap();
    sheet.write_number(0, 1, 45366.0).unwrap();
    sheet.write_datetime_with_format(0, 2, ExcelDateTime::from_ymd(2024, 3, 15).unwrap(), &day).unwrap();
    sheet.write_number_with_format(0, 3, 45366.75, &own).unwrap();
    sheet.write_number_with_format(0, 4, 0.5, &time).unwrap();
    sheet.write_number_with_format(0, 5, 12.5, &money).unwrap();
    sheet.write_boolean(0, 6, true).unwrap();
    sheet.write_formula(0, 7, Formula::new("=A1").set_result("Zoë")).unwrap();
    sheet.write_formula(0, 8, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_string(4, 2, "line\none _x0041_").unwrap();
    assert_eq!(
        cells(book.save_to_buffer().unwrap()),
        [
            "A1=Zoë \"Z\" & Co, <b>",
            "B1=45366",
            "C1=15 Mar 2024",
            "D1=15 Mar 2024",
            "E1=0.5",
            "F1=12.5",
            "G1=TRUE",
            "H1=Zoë",
            "I1=#DIV/0!",
            "C5=line\none _x0041_",
        ]
    );
}

#[test]
fn a_cell_of_an_ods_file_is_its_value_as_a_person_reads_it() {
    let rows = r##"<table:table table:name="One"><table:table-column table:number-columns-repeated="9"/>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        <table:table-row>
          <table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>Zoë<text:s text:c="2"/>&amp; <text:span>Co</text:span></text:p><text:p>two</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="45366"><text:p>45.366,00</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2024-03-15T10:00:00"><text:p>15.03.24</text:p></table:table-cell>
          <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>
          <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
          <table:table-cell table:formula="of:=[.A3]" office:value-type="string"><text:p>Zoë</text:p></table:table-cell>
        </table:table-row>
        <table:table-row-group><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>twice</text:p></table:table-cell></table:table-row></table:table-row-group>
        <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table>"##;
    assert_eq!(
        cells(ods(rows)),
        [
            "A3=Zoë  & Co\ntwo",
            "B3=45366",
            "C3=45366",
            "D3=15 Mar 2024",
            "E3=TRUE",
            "F3=#DIV/0!",
            "G3=Zoë",
            "A4=twice",
            "A5=twice",
        ]
    );
}

#[test]
fn dates_count_from_where_the_file_says_and_a_day_that_never_was_is_none() {
    assert_eq!(dates::day_of_number(1.0, false).as_deref(), Some("01 Jan 1900"));
    assert_eq!(dates::day_of_number(60.0, false), None);
    assert_eq!(dates::day_of_number(61.0, false).as_deref(), Some("01 Mar 1900"));
    assert_eq!(dates::day_of_number(0.0, true).as_deref(), Some("01 Jan 1904"));
    assert_eq!(dates::day_of_number(-1.0, false), None);
    assert_eq!(dates::day_of_number(f64::NAN, false), None);
    assert_eq!(dates::day_of_number(1e9, false), None);
    for (code, is_date) in [
        ("General", false),
        ("0.00", false),
        ("dd/mm/yyyy", true),
        ("[$-F800]dddd, mmmm dd, yyyy", true),
        ("h:mm AM/PM", false),
        ("[h]:mm:ss", false),
        ("mmm", true),
        ("#,##0 \"days\"", false),
        ("[Red]0.00", false),
        ("0\\d", false),
        ("0;dd", false),
    ] {
        assert_eq!(dates::is_date_format(code), is_date, "{code}");
    }
}

#[test]
fn hidden_rows_are_told_however_they_were_hidden() {
    let hidden = |bytes| read(bytes).unwrap().iter().map(|row| row.hidden).collect::<Vec<_>>();
    let cell = "<c t=\"inlineStr\"><is><t>x</t></is></c>";
    let rows = format!(
        "<row r=\"1\">{cell}</row><row r=\"2\" hidden=\"1\">{cell}</row><row r=\"3\" ht=\"0\">{cell}</row>"
    );
    assert_eq!(hidden(xlsx(&rows)), [false, true, true]);
    let all = xlsx_with(
        "<sheetFormatPr zeroHeight=\"1\"/>",
        &format!("<row r=\"1\">{cell}</row><row r=\"2\" hidden=\"0\">{cell}</row>"),
        "",
    );
    assert_eq!(hidden(all), [true, false]);
    let row = |how: &str| {
        format!(
            "<table:table-row {how}><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
        )
    };
    let table = [
        row(""),
        row("table:visibility=\"filter\""),
        row("table:visibility=\"collapse\""),
        format!("<table:table-row-group table:display=\"false\">{}</table:table-row-group>", row("")),
        row(""),
    ];
    assert_eq!(
        hidden(ods(&format!("<table:table>{}</table:table>", table.concat()))),
        [false, true, true, true, false]
    );
}

#[test]
fn what_is_no_list_that_can_be_read_is_refused_for_what_it_is() {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let cell = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    for (what, bytes, told) in [
        ("xlsb", archive(&[("xl/workbook.bin", "")]), "binary spreadsheet"),
        ("docx", archive(&[("[Content_Types].xml", ""), ("word/document.xml", "")]), "a document"),
        ("odt", archive(&[("content.xml", "<a><b/></a>")]), "a document"),
        ("numbers", archive(&[("Index/Document.iwa", "")]), "Numbers"),
        ("no workbook", archive(&[("xl/styles.xml", "")]), "`xl/workbook.xml` is missing"),
        (
            "locked ods",
            archive(&[("content.xml", "\u{1}"), ("META-INF/manifest.xml", "<m:encryption-data/>")]),
            "password",
        ),
        ("cut xml", archive(&[("xl/workbook.xml", "<workbook><sheets>")]), "ends too early"),
        ("no xml", archive(&[("content.xml", "<<<")]), "damaged"),
        (
            "an entity of its own",
            archive(&[("content.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]),
            "entity",
        ),
        ("too deep", archive(&[("content.xml", &"<a>".repeat(1_000))]), "nested too deep"),
        (
            "rows out of order",
            xlsx(&format!("<row r=\"2\">{0}</row><row r=\"1\">{0}</row>", text("x"))),
            "not in order",
        ),
        (
            "cells out of order",
            xlsx("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"),
            "not in order",
        ),
        ("no such text", xlsx("<row><c t=\"s\"><v>7</v></c></row>"), "a text that the file lacks"),
        ("no such cell", xlsx("<row><c r=\"7\"><v>7</v></c></row>"), "is no cell"),
        ("no value", xlsx("<row><c r=\"C4\"><f>A1</f></c></row>"), "row 1, column C: a formula whose value"),
        (
            "merged rows",
            xlsx_with(
                "",
                &format!("<row>{}</row>", text("x")),
                "<mergeCells><mergeCell ref=\"A1:A3\"/></mergeCells>",
            ),
            "A1:A3 are merged",
        ),
        ("too wide", xlsx("<row><c r=\"XFD1\"><v>1</v></c></row>"), "more than 1000 columns"),
        ("too long", xlsx(&format!("<row>{0}{0}</row>", text(&"x".repeat(200_000)))), "longer than 256 KB"),
        (
            "a long cell",
            xlsx(&format!("<row>{}</row>", text(&"x".repeat(300_000)))),
            "cell of more than 256 KB",
        ),
        (
            "a very long cell",
            xlsx(&format!("<row>{}</row>", text(&"x".repeat(3_000_000)))),
            "more than a million letters",
        ),
        (
            "ods without a value",
            ods(
                "<table:table><table:table-row><table:table-cell table:formula=\"of:=1\"/></table:table-row></table:table>",
            ),
            "column A: a formula whose value",
        ),
        (
            "ods merged",
            ods(
                "<table:table><table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
            ),
            "merged",
        ),
        (
            "ods too wide",
            ods(&format!(
                "<table:table><table:table-row>{}</table:table-row></table:table>",
                cell.replace("-cell>", "-cell table:number-columns-repeated=\"16384\">").replacen(
                    "</table:table-cell table:number-columns-repeated=\"16384\">",
                    "</table:table-cell>",
                    1
                )
            )),
            "more than 1000 columns",
        ),
        (
            "ods too many rows",
            ods(&format!(
                "<table:table><table:table-row table:number-rows-repeated=\"9999999\">{cell}</table:table-row></table:table>"
            )),
            "more rows than a sheet",
        ),
        ("many sheets", ods(&"<table:table/>".repeat(101)), "more than 100 sheets"),
    ] {
        let message = refused(bytes);
        assert!(message.contains(told), "{what}: {message}");
    }
}

#[test]
fn what_unpacks_to_very_much_is_refused_before_it_is_held() {
    // 70 MB, in one piece and in many, in some 70 KB.
    let piece = format!("<x>{}</x>", " ".repeat(1_000_000));
    for part in [" ".repeat(70 << 20), piece.repeat(70)] {
        let bytes = xlsx(&part);
        assert!(bytes.len() < 1 << 20);
        let message = refused(bytes);
        assert!(message.contains("more than 64 MB") || message.contains("million letters"), "{message}");
    }
    let mut large = xlsx("");
    large.splice(0..0, std::iter::repeat_n(0, 17 << 20));
    assert!(refused(large).contains("larger than 16 MB"));
    let names: Vec<String> = (0..5_000).map(|at| format!("part{at}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(refused(archive(&many)).contains("more than 4096 parts"));
}

#[test]
fn a_damaged_archive_is_refused_wherever_it_was_cut() {
    let whole = xlsx("<row><c t=\"inlineStr\"><is><t>Ana Silva</t></is></c></row>");
    assert!(read(whole.clone()).is_ok());
    for cut in 4..whole.len() {
        assert!(refused(whole[..cut].to_vec()).contains("damaged"), "cut at {cut}");
    }
}

#[test]
fn names_and_hidden_sheets_are_told() {
    let sheets = |bytes| {
        let book = Book::open(Cursor::new(bytes)).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        book.sheets().iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect::<Vec<_>>()
    };
    let mut book = Workbook::new();
    book.add_worksheet().set_name("A & B").unwrap();
    book.add_worksheet().set_name("Old").unwrap().set_hidden(true);
    let wanted = [("A & B".to_owned(), false), ("Old".to_owned(), true)];
    assert_eq!(sheets(book.save_to_buffer().unwrap()), wanted);
    let tables =
        "<table:table table:name=\"A &amp; B\"/><table:table table:name=\"Old\" table:style-name=\"off\"/>";
    assert_eq!(sheets(ods(tables)), wanted);
}

/// A value that a cell may have.
fn value() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.7, "[a-zA-Zäß<>&\"', _x0041]{0,12}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A reader of many years' use sees the same cells.
    #[test]
    fn another_reader_sees_the_same_cells(rows in prop::collection::vec(prop::collection::vec(value(), 0..6), 1..8)) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0_u32..).zip(&rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                if let Some(text) = cell {
                    sheet.write_string(row, column, text).unwrap();
                }
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let mut other: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes.clone())).unwrap();
        let range = other.worksheet_range_at(0).unwrap().unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let theirs: Vec<String> = range
            .used_cells()
            .filter_map(|(row, column, data)| match data {
                Data::String(text) if !text.is_empty() => {
                    let column = left + u32::try_from(column).ok()?;
                    Some(format!("{}{}={text}", letters(column), top + u32::try_from(row).ok()? + 1))
                }
                _ => None,
            })
            .collect();
        prop_assert_eq!(cells(bytes), theirs);
    }

    #[test]
    fn xml_of_any_kind_never_panics(xml in "(<(table:table|table:table-row|table:table-cell|text:p|a|row|c|v|f|is|t)( r=\"[A-C]?[0-9]\"| t=\"s\")?/?>|</(table:table|table:table-row|table:table-cell|text:p|row|c|v)>|x|&amp;|&#65;){0,30}") {
        let _ = read(ods(&xml));
        let _ = read(xlsx(&xml));
    }
}
