//! A spreadsheet as a whole: its kind, and its sheets by name.

use std::io::{Read, Seek};

use super::ods::Ods;
use super::parts::{Parts, locked};
use super::refusal::{Refusal, SAVE_ANEW, SAVE_AS_CSV};
use super::row::{Each, EachHead, Sheet};
use super::xlsx::Xlsx;

/// A spreadsheet.
pub(crate) struct Book<R>(Kind<R>);

enum Kind<R> {
    Xlsx(Xlsx<R>),
    Ods(Ods<R>),
}

/// Whether the names of an archive's parts are those of an office file, of whichever kind.
pub(crate) fn is_spreadsheet<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    names.any(|name| {
        name.starts_with("xl/")
            || name.starts_with("word/")
            || name.starts_with("ppt/")
            || name == "content.xml"
            || name == "[Content_Types].xml"
            || name == "EncryptedPackage"
            || name.ends_with(".iwa")
            || name == "Index.zip"
    })
}

/// The most sheets; each is looked at.
const MOST_SHEETS: usize = 100;

const SHEET_WANTED: &str = "Name a spreadsheet (.xlsx or .ods), or a CSV file.";

impl<R: Read + Seek> Book<R> {
    /// Opens a spreadsheet and looks which sheets it has.
    pub(crate) fn open(from: R) -> Result<Book<R>, Refusal> {
        let book = Book::of(Parts::open(from)?)?;
        if book.sheets().len() > MOST_SHEETS {
            return Err(Refusal::said(
                format!("this spreadsheet has more than {MOST_SHEETS} sheets"),
                SAVE_AS_CSV,
            ));
        }
        Ok(book)
    }

    fn of(mut parts: Parts<R>) -> Result<Book<R>, Refusal> {
        let starts = |start: &str| parts.names().iter().any(|name| name.starts_with(start));
        if parts.has("xl/workbook.bin") {
            return Err(Refusal::said("this is a binary spreadsheet (.xlsb)", SAVE_ANEW));
        }
        if starts("word/") || starts("ppt/") {
            return Err(Refusal::said("this is a document, not a spreadsheet", SHEET_WANTED));
        }
        if starts("Index/") || parts.has("Index.zip") {
            return Err(Refusal::said(
                "this is a Numbers spreadsheet",
                "In Numbers: File, Export To, Excel or CSV; then name that file.",
            ));
        }
        if starts("xl/") {
            return Ok(Book(Kind::Xlsx(Xlsx::open(parts)?)));
        }
        if parts.head("META-INF/manifest.xml")?.contains("encryption-data") {
            return Err(locked());
        }
        if parts.has("content.xml") {
            return Ok(Book(Kind::Ods(Ods::open(parts)?)));
        }
        Err(Refusal::said("this is no spreadsheet that can be read", SHEET_WANTED))
    }

    /// Its sheets, in the order of the tabs.
    pub(crate) fn sheets(&self) -> &[Sheet] {
        match &self.0 {
            Kind::Xlsx(book) => book.sheets(),
            Kind::Ods(book) => book.sheets(),
        }
    }

    /// Hands the first rows of each sheet to `each`, as many as `most` of those that have something in them.
    pub(crate) fn heads(&mut self, most: usize, each: EachHead<'_>) -> Result<(), Refusal> {
        match &mut self.0 {
            Kind::Xlsx(book) => book.heads(most, each),
            Kind::Ods(book) => book.heads(most, each),
        }
    }

    /// Hands the rows of a sheet that have something in them to `each`, in order.
    pub(crate) fn rows(&mut self, sheet: usize, each: Each<'_>) -> Result<(), Refusal> {
        match &mut self.0 {
            Kind::Xlsx(book) => book.rows(sheet, each),
            Kind::Ods(book) => book.rows(sheet, each),
        }
    }
}
