//! What a run did, told to people and to other programs: the replay in the terminal, and the forms for CI and
//! spreadsheets. Reads the ledger and the traces, writes neither.
//!
//! [`gather`] makes one [`Report`] of both; everything else turns that into text.

mod advice;
mod days;
mod formats;
mod gather;
mod marks;
mod model;
mod phrase;
mod replay;
mod text;

pub use formats::{csv, json, junit, markdown};
pub use gather::{Archive, ReportError, Scope, gather};
pub use model::{Report, RunFacts, Story, TraceState, Traced};
pub use replay::{Replay, choose_person, replay};
