//! A spreadsheet as the text that every list is read from: a line for each of its rows, so that the line of a fault is the row of
//! the sheet. Which sheet has the list is decided here.

use std::borrow::Cow;
use std::io::{Cursor, Read, Seek, Write};
use std::ops::ControlFlow;

use memchr::memchr2;
use zip::ZipArchive;

use super::error::ListError;
use super::header::LOOKED_AT;
use super::seek;
use super::text;
use crate::domain::quoted;
use crate::sheet::{Book, Refusal, Row, Sheet, is_spreadsheet};

/// The most text of a list that is held whole.
const MOST_HELD: u64 = 16 << 20;

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// People are taken from it, so that it holds nobody whom the user does not see.
    Choose,
    /// People are kept by it, so that nothing of it is left out.
    Protect,
}

/// What is asked of a spreadsheet.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) usage: Use,
    /// The sheet that the user named.
    pub(super) sheet: Option<&'a str>,
    /// Whether a text has a header that such a list can be read by.
    pub(super) knows: &'a dyn Fn(&str) -> bool,
}

/// The name of a list and its text: as they are, or of the sheet of a spreadsheet.
pub(super) fn text_of(
    file: &str,
    bytes: Vec<u8>,
    wanted: Wanted<'_>,
) -> Result<(String, Vec<u8>), ListError> {
    if !text::is_archive(&bytes) {
        return match wanted.sheet {
            Some(sheet) => Err(no_sheets(file, sheet)),
            None => Ok((file.to_owned(), bytes)),
        };
    }
    let names = ZipArchive::new(Cursor::new(&bytes))
        .map(|zip| zip.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect::<Vec<_>>());
    if !names.is_ok_and(|names| is_spreadsheet(names.iter().map(String::as_str))) {
        // Another archive, which is named for what it is where text is read.
        return Ok((file.to_owned(), bytes));
    }
    let mut text = Vec::new();
    let name = write_sheet(file, Cursor::new(bytes), wanted, &mut text, MOST_HELD)?;
    Ok((name, text))
}

/// The refusal of a sheet that was named where there are none.
pub(super) fn no_sheets(file: &str, sheet: &str) -> ListError {
    let message = format!("`{sheet}` was named as a sheet, and this is no spreadsheet");
    text::wrong_kind(file, message, "Leave out --sheet, or name an .xlsx or .ods file.").into()
}

/// Writes the sheet that has the list as lines of text; returns the name of file and sheet.
pub(super) fn write_sheet(
    file: &str,
    from: impl Read + Seek,
    wanted: Wanted<'_>,
    into: &mut impl Write,
    most: u64,
) -> Result<String, ListError> {
    let Wanted { usage, sheet, .. } = wanted;
    let refused = |name: &str, refusal: Refusal| match refusal {
        Refusal::Said { message, help } => text::wrong_kind(name, message, help).into(),
        Refusal::Io(source) => ListError::io("spreadsheet", std::path::Path::new(file), source),
    };
    let mut book = Book::open(from).map_err(|refusal| refused(file, refusal))?;
    let mut heads = Vec::new();
    let sheets = book.sheets().to_vec();
    book.heads(LOOKED_AT, &mut |at, rows| {
        heads.push(Head::of(&sheets[at], rows, wanted));
        Ok(())
    })
    .map_err(|refusal| refused(file, refusal))?;
    let chosen =
        choose(&heads, usage, sheet).map_err(|(message, help)| text::wrong_kind(file, message, help))?;
    let Some(at) = chosen else { return Ok(file.to_owned()) };
    let head = &heads[at];
    let name = format!("{file}/{}", head.sheet.name);
    let mut lines = Lines { into, line: 1, bytes: 0, most, width: head.width, raw: head.is_lines, usage };
    let mut hidden = Vec::new();
    book.rows(at, &mut |row| {
        if row.hidden {
            hidden.push(row.number);
        }
        lines.write(row)?;
        Ok(ControlFlow::Continue(()))
    })
    .map_err(|refusal| refused(&name, refusal))?;
    if usage == Use::Choose && !hidden.is_empty() {
        let some: Vec<String> = hidden.iter().take(5).map(u32::to_string).collect();
        let more = if hidden.len() > some.len() {
            format!(" and {} more", hidden.len() - some.len())
        } else {
            String::new()
        };
        let message = format!(
            "{} of this sheet {} hidden, by a filter or by hand, and would be read: {}{more}",
            if hidden.len() == 1 { "a row" } else { "rows" },
            if hidden.len() == 1 { "is" } else { "are" },
            some.join(", ")
        );
        return Err(text::wrong_kind(
            &name,
            message,
            "Show all rows; or copy the ones that you see to a sheet of their own, and name that one.",
        )
        .into());
    }
    Ok(name)
}

/// What the first rows of a sheet tell of it.
struct Head {
    sheet: Sheet,
    is_empty: bool,
    /// Whether it has a header that is known.
    is_known: bool,
    /// Whether its headings seem to mean a list of people.
    is_meant: bool,
    /// Whether it has no header: lines that each name somebody.
    is_lines: bool,
    width: usize,
}

impl Head {
    fn of(sheet: &Sheet, rows: &[Row], wanted: Wanted<'_>) -> Head {
        let Wanted { usage, knows, .. } = wanted;
        let last = rows.iter().filter_map(|row| row.cells.last()).map(|(column, _)| *column).max();
        let width = last.and_then(|last| usize::try_from(last).ok()).map_or(0, |last| last + 1);
        let mut written = Vec::new();
        let mut lines =
            Lines { into: &mut written, line: 1, bytes: 0, most: u64::MAX, width, raw: false, usage };
        // Writing to memory does not fail.
        let is_written = rows.iter().all(|row| lines.write(row).is_ok());
        let text = String::from_utf8(written).unwrap_or_default();
        let is_known = is_written && knows(&text);
        Head {
            sheet: sheet.clone(),
            is_empty: rows.is_empty(),
            is_known,
            is_meant: seek::means_people(&text),
            is_lines: !is_known && width == 1,
            width,
        }
    }
}

/// A refusal: what is wrong, and the cure.
type No = (String, String);

/// The sheet that has the list; none if there is nothing in any.
fn choose(heads: &[Head], usage: Use, said: Option<&str>) -> Result<Option<usize>, No> {
    let named = |is: &dyn Fn(&Head) -> bool| -> Vec<usize> {
        (0..heads.len()).filter(|at| is(&heads[*at])).collect()
    };
    let names = |list: &[usize]| {
        list.iter().map(|at| format!("`{}`", heads[*at].sheet.name)).collect::<Vec<_>>().join(", ")
    };
    if let Some(said) = said {
        let exact = named(&|head| head.sheet.name == said);
        let alike = named(&|head| head.sheet.name.to_lowercase() == said.to_lowercase());
        return match (exact.as_slice(), alike.as_slice()) {
            ([one], _) | ([], [one]) => Ok(Some(*one)),
            _ => Err((
                format!("there is no sheet `{said}` in this spreadsheet"),
                format!("Its sheets are {}.", names(&named(&|_| true))),
            )),
        };
    }
    let with_something = named(&|head| !head.is_empty);
    if usage == Use::Protect {
        return match with_something.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => Err((
                format!(
                    "this keep list has several sheets with something in them, {}, and one of them would not be read",
                    names(several)
                ),
                "Put all people on one sheet, or save each sheet as a file of its own.".to_owned(),
            )),
        };
    }
    let seen = |is: &dyn Fn(&Head) -> bool| named(&|head| !head.sheet.hidden && !head.is_empty && is(head));
    for candidates in [seen(&|head| head.is_known), seen(&|head| head.is_meant)] {
        match candidates.as_slice() {
            [] => {}
            [one] => return Ok(Some(*one)),
            several => {
                let first = heads[several[0]].sheet.name.as_str();
                return Err((
                    format!(
                        "{} sheets of this spreadsheet are lists of people: {}",
                        several.len(),
                        names(several)
                    ),
                    format!("Say which: --sheet {}", quoted(first)),
                ));
            }
        }
    }
    match seen(&|_| true).as_slice() {
        [] if !with_something.is_empty() => Err((
            format!(
                "the sheets of this spreadsheet that have something in them are hidden: {}",
                names(&with_something)
            ),
            format!(
                "Show the one that you mean, or name it: --sheet {}",
                quoted(&heads[with_something[0]].sheet.name)
            ),
        )),
        [] => Ok(None),
        // What is wrong with its headings is told in their place.
        [one] => Ok(Some(*one)),
        several => Err((
            format!(
                "none of the sheets {} has the columns of a list of people in its first {LOOKED_AT} rows",
                names(several)
            ),
            format!(
                "Give one of them the headings `First Name`, `Last Name` and `URL`; or say which it is: --sheet {}",
                quoted(&heads[several[0]].sheet.name)
            ),
        )),
    }
}

/// Writes rows as lines, each on the line of its number.
struct Lines<'a, W> {
    into: &'a mut W,
    line: u32,
    bytes: u64,
    most: u64,
    /// The fewest fields of a line.
    width: usize,
    /// Whether the only field of a line is written as it is.
    raw: bool,
    usage: Use,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, row: &Row) -> Result<(), Refusal> {
        let mut text = String::new();
        while self.line < row.number {
            text.push('\n');
            self.line += 1;
        }
        let mut at = 0;
        for (column, cell) in &row.cells {
            let column = usize::try_from(*column).unwrap_or(usize::MAX);
            text.extend(std::iter::repeat_n(',', column.saturating_sub(at)));
            at = column;
            self.field(cell, &mut text);
        }
        text.extend(std::iter::repeat_n(',', (self.width.saturating_sub(1)).saturating_sub(at)));
        self.bytes += text.len() as u64;
        if self.bytes > self.most {
            return Err(std::io::Error::new(
                std::io::ErrorKind::FileTooLarge,
                format!("this sheet has more than {} MB of text", self.most >> 20),
            )
            .into());
        }
        self.into.write_all(text.as_bytes()).map_err(Refusal::Io)
    }

    /// A line break inside of a cell would end the line. Where people are kept it may part two of them.
    fn field(&self, cell: &str, text: &mut String) {
        let between = if self.usage == Use::Protect { "\u{2028}" } else { " " };
        let cell = cell.trim();
        let one_line = match memchr2(b'\n', b'\r', cell.as_bytes()).is_some() {
            true => Cow::Owned(cell.replace("\r\n", "\n").replace(['\n', '\r'], between)),
            false => Cow::Borrowed(cell),
        };
        if self.raw || memchr2(b',', b'"', one_line.as_bytes()).is_none() {
            text.push_str(&one_line);
        } else {
            text.push('"');
            text.push_str(&one_line.replace('"', "\"\""));
            text.push('"');
        }
    }
}
