//! `.xlsx`: the rows of a sheet.

use std::io::{BufRead, Read, Seek};

use super::dates;
use super::letters::number_of_letters;
use super::parts::Parts;
use super::refusal::{Refusal, UNMERGE};
use super::row::{Each, EachHead, Row, Sheet, first};
use super::xlsx_parts::{Formats, Strings, Workbook, is_true, rich_text, unescaped};
use super::xml::{Piece, Tag, Xml};

/// How much of a sheet is looked at for its head, in bytes.
const LOOKED_AT: u64 = 4 << 20;

pub(super) struct Xlsx<R> {
    parts: Parts<R>,
    book: Workbook,
    strings: Strings,
    formats: Formats,
}

impl<R: Read + Seek> Xlsx<R> {
    pub(super) fn open(mut parts: Parts<R>) -> Result<Xlsx<R>, Refusal> {
        let book = Workbook::read(&mut parts)?;
        let strings = match book.strings.as_deref().map(|part| parts.xml(part)).transpose()?.flatten() {
            Some(xml) => Strings::read(xml)?,
            None => Strings::default(),
        };
        let formats = match book.styles.as_deref().map(|part| parts.xml(part)).transpose()?.flatten() {
            Some(xml) => Formats::read(xml)?,
            None => Formats::default(),
        };
        Ok(Xlsx { parts, book, strings, formats })
    }

    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.book.sheets
    }

    /// The first rows of each sheet.
    pub(super) fn heads(&mut self, most: usize, each: EachHead<'_>) -> Result<(), Refusal> {
        for sheet in 0..self.book.sheets.len() {
            let mut head = Vec::new();
            self.up_to(Some(LOOKED_AT), sheet, &mut |row| Ok(first(&mut head, most, row)))?;
            each(sheet, &head)?;
        }
        Ok(())
    }

    pub(super) fn rows(&mut self, sheet: usize, each: Each<'_>) -> Result<(), Refusal> {
        self.up_to(None, sheet, each)
    }

    fn up_to(&mut self, most: Option<u64>, sheet: usize, each: Each<'_>) -> Result<(), Refusal> {
        let part = self.book.parts.get(sheet).map_or("", String::as_str);
        let xml = self.parts.needed(part)?;
        let cells = Cells { strings: &self.strings, formats: &self.formats, from_1904: self.book.from_1904 };
        cells.rows(xml, most, each)
    }
}

/// What the cells of a sheet refer to.
struct Cells<'a> {
    strings: &'a Strings,
    formats: &'a Formats,
    from_1904: bool,
}

impl Cells<'_> {
    /// At most `most` bytes of the part, if that is said.
    fn rows(&self, mut xml: Xml<impl BufRead>, most: Option<u64>, each: Each<'_>) -> Result<(), Refusal> {
        let mut row = Row::default();
        let mut hidden_unless_said = false;
        let mut last = 0;
        loop {
            if most.is_some_and(|most| xml.bytes() > most) {
                return Ok(());
            }
            match xml.next()? {
                Piece::Start(tag) => match tag.name() {
                    "sheetFormatPr" => hidden_unless_said = flag(&tag, "zeroHeight").unwrap_or(false),
                    "row" => {
                        let number = match tag.get("r") {
                            Some(number) => number.parse().map_err(Refusal::damaged)?,
                            None => last + 1,
                        };
                        if number <= last {
                            return Err(Refusal::damaged("its rows are not in order"));
                        }
                        last = number;
                        let no_height = tag.get("ht").is_some_and(|height| height.parse() == Ok(0.0));
                        row.start(number, flag(&tag, "hidden").unwrap_or(hidden_unless_said) || no_height);
                        self.cells(&mut xml, &mut row)?;
                        if !row.cells.is_empty() && each(&row)?.is_break() {
                            return Ok(());
                        }
                    }
                    "mergeCell" => merged(&tag.get("ref").unwrap_or_default(), last)?,
                    _ => {}
                },
                Piece::Done => return Ok(()),
                Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }

    fn cells(&self, xml: &mut Xml<impl BufRead>, row: &mut Row) -> Result<(), Refusal> {
        let mut next = 0;
        loop {
            match xml.next()? {
                Piece::Start(tag) if tag.name() == "c" => {
                    let column = match tag.get("r") {
                        Some(place) => column_of(&place)?,
                        None => next,
                    };
                    next = column + 1;
                    let kind = tag.get("t").unwrap_or_default();
                    let style = tag.get("s").and_then(|style| style.parse().ok());
                    let text = self.cell(xml, &kind, style, (row.number, column))?;
                    row.push(column, text)?;
                }
                Piece::Start(_) => xml.skip()?,
                Piece::End(_) => return Ok(()),
                Piece::Text(_) => {}
                Piece::Done => return Err(Refusal::cut_off()),
            }
        }
    }

    fn cell(
        &self,
        xml: &mut Xml<impl BufRead>,
        kind: &str,
        style: Option<usize>,
        (row, column): (u32, u32),
    ) -> Result<String, Refusal> {
        let (mut value, mut has_formula) = (None, false);
        loop {
            match xml.next()? {
                Piece::Start(tag) => match tag.name() {
                    "v" => value = Some(xml.text()?),
                    "is" => value = Some(unescaped(&rich_text(xml)?)),
                    "f" => {
                        has_formula = true;
                        xml.skip()?;
                    }
                    _ => xml.skip()?,
                },
                Piece::End(_) => break,
                Piece::Text(_) => {}
                Piece::Done => return Err(Refusal::cut_off()),
            }
        }
        let Some(value) = value else {
            return if has_formula { Err(Refusal::never_worked_out(row, column)) } else { Ok(String::new()) };
        };
        Ok(match kind {
            "s" => {
                let at = value.trim().parse().ok().and_then(|at| self.strings.get(at));
                at.ok_or_else(|| Refusal::damaged(format!("row {row} has a text that the file lacks")))?
                    .to_owned()
            }
            "inlineStr" => value,
            "str" => unescaped(&value),
            "b" if value.trim() == "1" => "TRUE".to_owned(),
            "b" => "FALSE".to_owned(),
            "e" => value,
            "d" => dates::day_of_text(value.trim()).unwrap_or(value),
            _ => {
                let day = style
                    .filter(|style| self.formats.is_date(*style))
                    .and_then(|_| value.trim().parse().ok());
                day.and_then(|day| dates::day_of_number(day, self.from_1904))
                    .unwrap_or_else(|| dates::number(&value))
            }
        })
    }
}

fn flag(tag: &Tag<'_>, name: &str) -> Option<bool> {
    tag.get(name).map(|value| is_true(&value))
}

fn column_of(place: &str) -> Result<u32, Refusal> {
    let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
    number_of_letters(letters)
        .ok_or_else(|| Refusal::damaged(format!("`{}` is no cell", place.escape_default())))
}

/// Cells merged over several rows: all of them but the first would be read as empty.
fn merged(place: &str, last: u32) -> Result<(), Refusal> {
    let row = |cell: &str| {
        cell.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '$').parse::<u32>().ok()
    };
    let Some((from, to)) = place.split_once(':') else { return Ok(()) };
    match (row(from), row(to)) {
        (Some(from), Some(to)) if from < to && from <= last => Err(Refusal::said(
            format!(
                "the cells {} are merged: only the first of their rows would have their value",
                place.escape_default()
            ),
            UNMERGE,
        )),
        _ => Ok(()),
    }
}
