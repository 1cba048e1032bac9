//! Why a spreadsheet cannot be read, and what to do about it.

use std::io;

use super::letters::letters;

/// Why a spreadsheet, or a cell of it, is not read.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// What is wrong with it, and the cure.
    Said {
        /// One sentence.
        message: String,
        /// What to do.
        help: &'static str,
    },
    /// The file cannot be read.
    Io(io::Error),
}

pub(super) const SAVE_ANEW: &str =
    "Open it in a spreadsheet program and save it again, as .xlsx or as CSV (UTF-8).";
pub(super) const UNMERGE: &str = "Take the cells apart and write the value into each row.";
pub(super) const SAVE_AS_CSV: &str = "Keep the list of people alone, or save it as CSV (UTF-8).";

impl Refusal {
    pub(super) fn said(message: impl Into<String>, help: &'static str) -> Refusal {
        Refusal::Said { message: message.into(), help }
    }

    /// The file is not what its kind demands.
    pub(super) fn damaged(why: impl std::fmt::Display) -> Refusal {
        Refusal::said(format!("this spreadsheet is damaged: {why}"), SAVE_ANEW)
    }

    /// A cell has a formula and no value; `column` from 0.
    pub(super) fn never_worked_out(row: u32, column: u32) -> Refusal {
        Refusal::said(
            format!("row {row}, column {}: a formula whose value was never worked out", letters(column)),
            "Open it in a spreadsheet program and save it: then the file has the values of its formulas.",
        )
    }

    /// An element has no end.
    pub(super) fn cut_off() -> Refusal {
        Refusal::damaged("it ends too early")
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Refusal {
        match error.kind() {
            // What the unpacking finds: bytes that are no such data, or a wrong checksum.
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Refusal::damaged(error)
            }
            io::ErrorKind::FileTooLarge => Refusal::said(error.to_string(), SAVE_AS_CSV),
            _ => Refusal::Io(error),
        }
    }
}
