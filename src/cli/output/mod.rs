//! What the user sees: results on stdout, progress and log on stderr. Nothing here decides anything; every text is made
//! by a function of plain values, so that tests can hold it against a picture.

mod board;
mod json;
mod lines;
mod listener;
mod moment;
mod stdout;
mod summary;
mod terminal;

#[cfg(test)]
mod tests;

pub(super) use board::Board;
pub(super) use json::{line_of, listening_json, person_json, summary_json};
pub(super) use lines::person_lines;
pub(super) use listener::{Listener, Results};
pub(super) use moment::{moment, span};
pub(super) use stdout::Stdout;
pub(super) use summary::{outcome_counts, summary_text};
pub(super) use terminal::{Paint, Terminal, fields, paragraph, printable};
