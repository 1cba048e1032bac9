//! Reading a trace back.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::event::Event;
use super::recorder::TRACE_FILE;

/// Why a trace cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The file cannot be read.
    #[error("cannot read the trace {path}: {source}; runs and their traces are listed by `unlinked replay`")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is no event.
    #[error("line {line} of the trace {path} is damaged: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// The events of the run in this folder, in their order. A last line that a kill cut short is left out.
///
/// # Errors
/// When the file cannot be read, or a line before the last is no event.
pub fn read_events(folder: &Path) -> Result<Vec<Event>, TraceError> {
    let path = folder.join(TRACE_FILE);
    let io = |source| TraceError::Io { path: path.clone(), source };
    let mut lines = BufReader::new(std::fs::File::open(&path).map_err(io)?).lines().enumerate().peekable();
    let mut events = Vec::new();
    while let Some((index, line)) = lines.next() {
        let line = line.map_err(io)?;
        match serde_json::from_str(&line) {
            Ok(event) => events.push(event),
            Err(_) if lines.peek().is_none() => {}
            Err(error) => {
                return Err(TraceError::Damaged { path, line: index + 1, message: error.to_string() });
            }
        }
    }
    Ok(events)
}
