//! A cell that holds the fault of a formula in place of a value: `#REF!` is nobody's name, and no company that keeps anybody.

use std::ops::Range;

use crate::faults::Fault;

/// What spreadsheet programs show where a formula has no value.
const FAULTS: &[&str] = &[
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#GETTING_DATA",
    "#ERROR!",
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "Err:502",
    "Err:508",
    "Err:522",
];

/// Whether a cell holds such a fault.
pub(super) fn is_fault(cell: &str) -> bool {
    cell.starts_with(['#', 'E']) && FAULTS.contains(&cell)
}

/// The fault of the list that has such a cell.
pub(super) fn fault(cell: &str, line: u64, span: Range<usize>) -> Fault {
    Fault {
        code: "list.formula",
        message: format!("line {line}: a formula in this cell has no value, only the fault `{cell}`"),
        span: Some(span),
        label: "expected a value".to_owned(),
        help: "Mend the formula in the spreadsheet, or empty the cell, and save it again.".to_owned(),
        warning: false,
    }
}
