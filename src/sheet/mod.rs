//! Spreadsheets (`.xlsx`, `.ods`) as rows of text, cell by cell, within limits: nothing of a sheet is held but the row at hand and
//! the texts that cells share. A cell is its value, never its formula; a date is written as LinkedIn's export writes it. What
//! cannot be read as a person sees it is refused with its place: hidden rows are told, merged cells and formulas that were never
//! worked out are refused. Which sheet is meant, and what its columns are, is decided by whoever asks.

mod book;
mod dates;
mod letters;
mod ods;
mod parts;
mod refusal;
mod row;
mod xlsx;
mod xlsx_parts;
mod xml;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use book::{Book, is_spreadsheet};
pub(crate) use letters::{letters, number_of_letters};
pub(crate) use refusal::Refusal;
pub(crate) use row::{Row, Sheet};
