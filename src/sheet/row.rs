//! A sheet, and one row of it.

use std::ops::ControlFlow;

use super::refusal::{Refusal, SAVE_AS_CSV};

/// The most columns of a list of people.
pub(super) const MOST_COLUMNS: u32 = 1_000;
/// The longest row in bytes; a text file has the same limit on a line.
const LONGEST: usize = 256 << 10;

/// A row with something in it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Row {
    /// Its number as the spreadsheet shows it, from 1.
    pub(crate) number: u32,
    /// Whether a filter or the user has hidden it.
    pub(crate) hidden: bool,
    /// Column, from 0, and text of each cell that has some, in order.
    pub(crate) cells: Vec<(u32, String)>,
    bytes: usize,
}

impl Row {
    pub(super) fn start(&mut self, number: u32, hidden: bool) {
        self.number = number;
        self.hidden = hidden;
        self.cells.clear();
        self.bytes = 0;
    }

    pub(super) fn too_wide(&self) -> Refusal {
        Refusal::said(format!("row {} has more than {MOST_COLUMNS} columns", self.number), SAVE_AS_CSV)
    }

    /// Adds a cell behind those that are there; an empty one is left out.
    pub(super) fn push(&mut self, column: u32, text: String) -> Result<(), Refusal> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(self.too_wide());
        }
        if self.cells.last().is_some_and(|(last, _)| *last >= column) {
            return Err(Refusal::damaged(format!("the cells of row {} are not in order", self.number)));
        }
        self.bytes += text.len();
        if self.bytes > LONGEST {
            return Err(Refusal::said(
                format!(
                    "row {} is longer than {} KB, which no list of people has",
                    self.number,
                    LONGEST >> 10
                ),
                SAVE_AS_CSV,
            ));
        }
        self.cells.push((column, text));
        Ok(())
    }
}

/// Keeps a row as one of the first; whether there are enough of them.
pub(super) fn first(head: &mut Vec<Row>, most: usize, row: &Row) -> ControlFlow<()> {
    head.push(row.clone());
    if head.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

/// What is done with a row: go on, or stop.
pub(crate) type Each<'a> = &'a mut dyn FnMut(&Row) -> Result<ControlFlow<()>, Refusal>;

/// What is done with the first rows of a sheet, given by its number.
pub(crate) type EachHead<'a> = &'a mut dyn FnMut(usize, &[Row]) -> Result<(), Refusal>;

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// Its name on the tab.
    pub(crate) name: String,
    /// Whether the user has hidden it.
    pub(crate) hidden: bool,
}
