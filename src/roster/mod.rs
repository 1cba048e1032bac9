//! The lists that people write: the roster (whom to act on) and the keep list (whom never to). Both are read from text
//! files, checked whole, and every fault is told with its place. LinkedIn's own export is read here too, row by row, since
//! it may be of any size. What is done with a row stands above.

mod archive;
mod columns;
mod error;
mod header;
mod keep;
mod list_file;
mod list_head;
mod list_rows;
mod meaning;
mod options;
mod pattern;
mod read;
mod row;
mod said;
mod scan;
mod seek;
mod spoiled;
mod table;
mod text;
mod workbook;

#[cfg(test)]
mod tests;

pub use columns::Column;
pub use error::ListError;
pub use keep::{
    Held, KeepFile, KeepHit, KeepLine, KeepList, KeepQuery, KeptBy, Known, Protection, Told, Unfitting,
    Weaker,
};
pub use list_file::ListFile;
pub use list_rows::{ListRow, ListRows};
pub use options::ListOptions;
pub use row::{Duplicate, DuplicateOf, Roster, Row};
pub use said::{Columns, Unconfirmed};
pub(crate) use text::is_archive;

/// Why a roster cannot be used.
pub type RosterError = ListError;
/// Why a keep list cannot be used.
pub type KeepError = ListError;
