//! `.ods`: the sheets of a file of LibreOffice and others, and their rows.

use std::collections::HashSet;
use std::io::{BufRead, Read, Seek};
use std::ops::ControlFlow;

use super::dates;
use super::parts::Parts;
use super::refusal::{Refusal, SAVE_AS_CSV, UNMERGE};
use super::row::{Each, EachHead, MOST_COLUMNS, Row, Sheet, first};
use super::xml::{Piece, Tag, Xml, add};

const CONTENT: &str = "content.xml";
/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_576;

pub(super) struct Ods<R> {
    parts: Parts<R>,
    sheets: Vec<Sheet>,
}

impl<R: Read + Seek> Ods<R> {
    pub(super) fn open(mut parts: Parts<R>) -> Result<Ods<R>, Refusal> {
        let (mut sheets, mut hidden_styles, mut style) = (Vec::new(), HashSet::new(), String::new());
        let mut is_spreadsheet = false;
        let mut xml = parts.needed(CONTENT)?;
        loop {
            match xml.next()? {
                Piece::Start(tag) => match tag.name() {
                    "spreadsheet" => is_spreadsheet = true,
                    "style" => style = tag.get("name").unwrap_or_default(),
                    "table-properties" if tag.get("display").is_some_and(|shown| shown == "false") => {
                        hidden_styles.insert(style.clone());
                    }
                    "table" => {
                        let hidden =
                            tag.get("style-name").is_some_and(|style| hidden_styles.contains(&style));
                        sheets.push(Sheet { name: tag.get("name").unwrap_or_default(), hidden });
                        // A table inside of a cell is none of the file's sheets.
                        xml.skip()?;
                    }
                    _ => {}
                },
                Piece::Done => break,
                Piece::End(_) | Piece::Text(_) => {}
            }
        }
        drop(xml);
        if !is_spreadsheet {
            return Err(Refusal::said(
                "this is a document, not a spreadsheet",
                "Name a spreadsheet (.ods or .xlsx), or a CSV file.",
            ));
        }
        Ok(Ods { parts, sheets })
    }

    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The first rows of each sheet. All sheets stand in one part, which is gone through once.
    pub(super) fn heads(&mut self, most: usize, each: EachHead<'_>) -> Result<(), Refusal> {
        let mut xml = self.parts.needed(CONTENT)?;
        let mut at = 0;
        loop {
            match xml.next()? {
                Piece::Start(tag) if tag.name() == "table" => {
                    let mut head = Vec::new();
                    rows(&mut xml, &mut |row| Ok(first(&mut head, most, row)))?;
                    each(at, &head)?;
                    at += 1;
                }
                Piece::Done => return Ok(()),
                Piece::Start(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }

    pub(super) fn rows(&mut self, sheet: usize, each: Each<'_>) -> Result<(), Refusal> {
        let mut xml = self.parts.needed(CONTENT)?;
        let mut at = 0;
        loop {
            match xml.next()? {
                Piece::Start(tag) if tag.name() == "table" => {
                    if at == sheet {
                        rows(&mut xml, each)?;
                        return Ok(());
                    }
                    at += 1;
                    xml.skip()?;
                }
                Piece::Done => return Ok(()),
                Piece::Start(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }
}

/// The rows of a table that was just begun, to its end. They may stand in groups and under headings.
fn rows(xml: &mut Xml<impl BufRead>, each: Each<'_>) -> Result<(), Refusal> {
    let mut row = Row::default();
    let mut next: u32 = 1;
    // Of each open element, whether its rows are folded away.
    let mut open: Vec<bool> = Vec::new();
    loop {
        match xml.next()? {
            Piece::Start(tag) if tag.name() == "table-row" => {
                let times = repeated(&tag, "number-rows-repeated");
                let hidden =
                    tag.get("visibility").is_some_and(|shown| shown != "visible") || open.contains(&true);
                row.start(next, hidden);
                let spans = cells(xml, &mut row)?;
                if row.cells.is_empty() {
                    next = next.saturating_add(times);
                } else if spans {
                    return Err(Refusal::said(
                        format!(
                            "row {next} has a cell that is merged with others below: only the first of their rows would have its value"
                        ),
                        UNMERGE,
                    ));
                } else if several(&mut row, times, &mut next, each)?.is_break() {
                    return open.iter().try_for_each(|_| xml.skip()).and_then(|()| xml.skip());
                }
            }
            Piece::Start(tag) => match tag.name() {
                "table-row-group" => open.push(tag.get("display").is_some_and(|shown| shown == "false")),
                "table-rows" | "table-header-rows" => open.push(false),
                // Columns, shapes, notes on the sheet.
                _ => xml.skip()?,
            },
            Piece::End(_) => {
                if open.pop().is_none() {
                    return Ok(());
                }
            }
            Piece::Text(_) => {}
            Piece::Done => return Err(Refusal::cut_off()),
        }
    }
}

/// A row as often as the sheet has it.
fn several(row: &mut Row, times: u32, next: &mut u32, each: Each<'_>) -> Result<ControlFlow<()>, Refusal> {
    for _ in 0..times {
        if *next > LAST_ROW {
            return Err(Refusal::said("this sheet has more rows than a sheet can have", SAVE_AS_CSV));
        }
        row.number = *next;
        *next += 1;
        if each(row)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The cells of a row that was just begun; whether one of them reaches into the rows below.
fn cells(xml: &mut Xml<impl BufRead>, row: &mut Row) -> Result<bool, Refusal> {
    let (mut column, mut spans) = (0_u32, false);
    loop {
        match xml.next()? {
            Piece::Start(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                let times = repeated(&tag, "number-columns-repeated");
                let reaches = repeated(&tag, "number-rows-spanned") > 1;
                let told = Told::of(&tag);
                let text = told.value(written(xml)?, (row.number, column))?;
                if text.is_empty() {
                    column = column.saturating_add(times);
                    continue;
                }
                spans |= reaches;
                // Before any is made: a text may be said to stand in millions.
                if times > MOST_COLUMNS {
                    return Err(row.too_wide());
                }
                for _ in 0..times {
                    row.push(column, text.clone())?;
                    column += 1;
                }
            }
            Piece::Start(_) => xml.skip()?,
            Piece::End(_) => return Ok(spans),
            Piece::Text(_) => {}
            Piece::Done => return Err(Refusal::cut_off()),
        }
    }
}

fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    tag.get(name).and_then(|times| times.parse().ok()).unwrap_or(1).max(1)
}

/// What a cell's attributes tell of its value.
struct Told {
    kind: String,
    value: Option<String>,
    is_error: bool,
    has_formula: bool,
}

impl Told {
    fn of(tag: &Tag<'_>) -> Told {
        // `calcext:value-type` says beside the standard's own that a formula ended in a fault.
        let kinds = tag.get_all("value-type");
        let kind = kinds.iter().find(|kind| *kind != "error").cloned().unwrap_or_default();
        let value = match kind.as_str() {
            "float" | "currency" | "percentage" => tag.get("value"),
            "date" => tag.get("date-value"),
            "boolean" => tag.get("boolean-value"),
            "string" => tag.get("string-value"),
            _ => None,
        };
        Told {
            value,
            is_error: kinds.iter().any(|kind| kind == "error"),
            has_formula: tag.get("formula").is_some(),
            kind,
        }
    }

    fn value(self, written: String, (row, column): (u32, u32)) -> Result<String, Refusal> {
        if self.has_formula && self.kind.is_empty() && written.is_empty() {
            return Err(Refusal::never_worked_out(row, column));
        }
        Ok(match (self.kind.as_str(), self.value) {
            _ if self.is_error => written,
            ("float" | "currency" | "percentage", Some(number)) => dates::number(&number),
            ("date", Some(day)) => dates::day_of_text(&day).unwrap_or(day),
            ("boolean", Some(value)) => value.to_uppercase(),
            ("string", Some(text)) => text,
            _ => written,
        })
    }
}

/// What is written in a cell that was just begun, a line for each paragraph. A comment on it is no part of it.
fn written(xml: &mut Xml<impl BufRead>) -> Result<String, Refusal> {
    let mut text = String::new();
    // Names of the open elements inside of the cell.
    let mut open: Vec<String> = Vec::new();
    let mut paragraphs = 0;
    loop {
        match xml.next()? {
            Piece::Start(tag)
                if matches!(tag.name(), "annotation" | "table" | "shapes" | "frame" | "ruby-text") =>
            {
                xml.skip()?
            }
            Piece::Start(tag) => {
                match tag.name() {
                    "p" | "h" => {
                        paragraphs += 1;
                        if paragraphs > 1 {
                            add(&mut text, "\n")?;
                        }
                    }
                    "s" => add(&mut text, &" ".repeat(repeated(&tag, "c").min(1_000) as usize))?,
                    "tab" => add(&mut text, "\t")?,
                    "line-break" => add(&mut text, "\n")?,
                    _ => {}
                }
                open.push(tag.name().to_owned());
            }
            Piece::End(_) => {
                if open.pop().is_none() {
                    return Ok(text);
                }
            }
            Piece::Text(piece) if open.iter().any(|name| name == "p" || name == "h") => {
                add(&mut text, &piece)?
            }
            Piece::Text(_) => {}
            Piece::Done => return Err(Refusal::cut_off()),
        }
    }
}
