//! The step recorder: what a run did, step by step, with pictures, as files of its own below the account's folder.
//! Replay and report read them; nothing here decides anything.

mod event;
mod faded;
mod read;
mod recorder;

pub use event::{Event, What};
pub use faded::{Faded, faded};
pub use read::{TraceError, newest_events, read_events, read_locators, salvage_events, trace_file};
pub use recorder::Recorder;
