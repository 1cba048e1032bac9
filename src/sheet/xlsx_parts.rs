//! The parts of an `.xlsx` file that say what the cells of its sheets mean: its list of sheets, the texts that cells share, and
//! which formats make a number a day.

use std::collections::HashMap;
use std::io::{BufRead, Read, Seek};

use super::dates;
use super::parts::Parts;
use super::refusal::{Refusal, SAVE_ANEW, SAVE_AS_CSV};
use super::row::Sheet;
use super::xml::{Piece, Tag, Xml, add};

/// The most sheets, and the most formats, that are looked at.
const MOST: usize = 65_536;

/// The most that the cells share: texts, and bytes of them.
const MOST_TEXTS: usize = 2_000_000;
const MOST_TEXT: usize = 16 << 20;

/// What the workbook says of itself.
#[derive(Default)]
pub(super) struct Workbook {
    pub(super) sheets: Vec<Sheet>,
    /// The part of each sheet.
    pub(super) parts: Vec<String>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) from_1904: bool,
}

impl Workbook {
    pub(super) fn read<R: Read + Seek>(from: &mut Parts<R>) -> Result<Workbook, Refusal> {
        let path = related(from, "_rels/.rels", "")?
            .into_iter()
            .find(|relation| relation.kind == "officeDocument")
            .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = related(from, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let part_of = |kind: &str| relations.iter().find(|it| it.kind == kind).map(|it| it.part.clone());
        let mut book =
            Workbook { strings: part_of("sharedStrings"), styles: part_of("styles"), ..Workbook::default() };
        let mut xml = from.needed(&path)?;
        loop {
            match xml.next()? {
                Piece::Start(tag) if tag.name() == "workbookPr" => {
                    book.from_1904 = tag.get("date1904").is_some_and(|value| is_true(&value));
                }
                Piece::Start(tag) if tag.name() == "sheet" => {
                    let id = tag.get("id").unwrap_or_default();
                    // What is no worksheet, such as a chart on a tab of its own, has no rows.
                    if let Some(it) = relations.iter().find(|it| it.id == id && it.kind == "worksheet") {
                        book.sheets.push(Sheet {
                            name: tag.get("name").unwrap_or_default(),
                            hidden: tag.get("state").is_some_and(|state| state != "visible"),
                        });
                        book.parts.push(it.part.clone());
                    }
                    within(book.sheets.len())?;
                }
                Piece::Done => return Ok(book),
                Piece::Start(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }
}

/// Another part that a part names.
struct Relation {
    id: String,
    /// The last word of its type.
    kind: String,
    part: String,
}

fn related<R: Read + Seek>(from: &mut Parts<R>, list: &str, folder: &str) -> Result<Vec<Relation>, Refusal> {
    let mut found = Vec::new();
    let Some(mut xml) = from.xml(list.trim_start_matches('/'))? else { return Ok(found) };
    loop {
        match xml.next()? {
            Piece::Start(tag)
                if tag.name() == "Relationship"
                    && tag.get("TargetMode").is_none_or(|it| it != "External") =>
            {
                let target = tag.get("Target").unwrap_or_default();
                let part = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                let kind = tag.get("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.push(Relation { id: tag.get("Id").unwrap_or_default(), kind, part });
                within(found.len())?;
            }
            Piece::Done => return Ok(found),
            Piece::Start(_) | Piece::End(_) | Piece::Text(_) => {}
        }
    }
}

fn within(count: usize) -> Result<(), Refusal> {
    if count > MOST {
        Err(Refusal::said(format!("this spreadsheet has more than {MOST} parts"), SAVE_ANEW))
    } else {
        Ok(())
    }
}

pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// The texts that cells share, one behind the other.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn read(mut xml: Xml<impl BufRead>) -> Result<Strings, Refusal> {
        let mut strings = Strings::default();
        loop {
            match xml.next()? {
                Piece::Start(tag) if tag.name() == "si" => {
                    let text = unescaped(&rich_text(&mut xml)?);
                    if strings.text.len() + text.len() > MOST_TEXT || strings.ends.len() >= MOST_TEXTS {
                        return Err(Refusal::said(
                            format!(
                                "the cells of this spreadsheet have more than {} MB of text",
                                MOST_TEXT >> 20
                            ),
                            SAVE_AS_CSV,
                        ));
                    }
                    strings.text.push_str(&text);
                    let end = u32::try_from(strings.text.len()).map_err(Refusal::damaged)?;
                    strings.ends.push(end);
                }
                Piece::Done => {
                    strings.text.shrink_to_fit();
                    return Ok(strings);
                }
                Piece::Start(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start =
            at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|end| *end as usize))?;
        self.text.get(start..end)
    }
}

/// The text of an element that was just begun: all of its `t`, without the readings above Japanese words.
pub(super) fn rich_text(xml: &mut Xml<impl BufRead>) -> Result<String, Refusal> {
    let mut text = String::new();
    let (mut depth, mut aside, mut in_text) = (0_u32, 0_u32, false);
    loop {
        match xml.next()? {
            Piece::Start(tag) => {
                depth += 1;
                if aside > 0 || tag.name() == "rPh" {
                    aside += 1;
                }
                in_text = aside == 0 && tag.name() == "t";
            }
            Piece::End(_) if depth == 0 => return Ok(text),
            Piece::End(_) => {
                depth -= 1;
                aside = aside.saturating_sub(1);
                in_text = false;
            }
            Piece::Text(piece) if in_text => add(&mut text, &piece)?,
            Piece::Text(_) => {}
            Piece::Done => return Err(Refusal::cut_off()),
        }
    }
}

/// `_x000D_` is how a file writes a character that XML cannot have; `_x005F_` is the `_` before something that looks like one.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let letter = code
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match letter {
            Some(letter) => {
                out.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}

/// Which formats of cells show a day.
#[derive(Default)]
pub(super) struct Formats(Vec<bool>);

impl Formats {
    pub(super) fn read(mut xml: Xml<impl BufRead>) -> Result<Formats, Refusal> {
        let mut own: HashMap<u32, bool> = HashMap::new();
        let mut formats = Formats::default();
        let mut in_cells = false;
        loop {
            match xml.next()? {
                Piece::Start(tag) => match tag.name() {
                    "numFmt" => {
                        let is_date = tag.get("formatCode").is_some_and(|code| dates::is_date_format(&code));
                        own.insert(number(&tag, "numFmtId"), is_date);
                        within(own.len())?;
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let format = number(&tag, "numFmtId");
                        let is_date = own.get(&format).copied();
                        formats.0.push(is_date.unwrap_or_else(|| dates::is_built_in_date(format)));
                        within(formats.0.len())?;
                    }
                    _ => {}
                },
                Piece::End(name) if name == "cellXfs" => in_cells = false,
                Piece::Done => return Ok(formats),
                Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }

    pub(super) fn is_date(&self, style: usize) -> bool {
        self.0.get(style).copied().unwrap_or(false)
    }
}

fn number(tag: &Tag<'_>, name: &str) -> u32 {
    tag.get(name).and_then(|value| value.parse().ok()).unwrap_or(0)
}
