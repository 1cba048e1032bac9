//! What the user sees: results on stdout, progress and log on stderr. Nothing here decides anything; every text is made
//! by a function of plain values, so that tests can hold it against a picture.

mod board;
mod differences;
mod json;
mod lines;
mod listener;
mod speed;
mod stdout;
mod summary;
mod table;
mod terminal;

#[cfg(test)]
mod tests;

pub(super) use board::{Goal, step_phrase};
pub(super) use differences::{difference, show_differences};
pub(super) use json::{line_of, listening_json, of_account, person_json, summary_json};
pub(super) use lines::person_lines;
pub(super) use listener::{Listener, Results};
pub(super) use stdout::{Stdout, write_out};
pub(super) use summary::{outcome_counts, signed_in};
pub(super) use table::RULED;
pub(super) use terminal::{Paint, Terminal, fields, given, paragraph, printable, remember_given};
