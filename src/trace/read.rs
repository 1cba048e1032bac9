//! Reading a trace back.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::event::Event;
use super::recorder::{LOCATORS_FILE, TRACE_FILE};

/// Why a trace cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The file cannot be read.
    #[error(
        "cannot read the trace {path}: {source}; runs and their traces are listed by `unlinked replay --list`"
    )]
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

/// What can be read of a trace that may be damaged or written by a newer version, and how many lines could not be read.
///
/// # Errors
/// When the file cannot be read.
pub fn salvage_events(folder: &Path) -> Result<(Vec<Event>, usize), TraceError> {
    let path = folder.join(TRACE_FILE);
    let bytes = std::fs::read(&path).map_err(|source| TraceError::Io { path, source })?;
    let (mut events, mut damaged) = (Vec::new(), 0);
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice(line) {
            Ok(event) => events.push(event),
            Err(_) => damaged += 1,
        }
    }
    Ok((events, damaged))
}

/// The trace of the run in this folder.
#[must_use]
pub fn trace_file(folder: &Path) -> PathBuf {
    folder.join(TRACE_FILE)
}

/// The newest events of the run in this folder, the oldest of them first: those in the last `most` bytes of its trace. What cannot be
/// read is left out.
///
/// # Errors
/// When the file cannot be read.
pub fn newest_events(folder: &Path, most: u64) -> std::io::Result<Vec<Event>> {
    let mut file = std::fs::File::open(trace_file(folder))?;
    let before = file.metadata()?.len().saturating_sub(most);
    file.seek(SeekFrom::Start(before))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    // The first line may be the rest of one.
    let lines = bytes.split(|byte| *byte == b'\n').skip(usize::from(before > 0));
    Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

/// The locators that a run went by, as the page script was told them; `None` if they were not kept.
#[must_use]
pub fn read_locators(folder: &Path) -> Option<serde_json::Value> {
    serde_json::from_slice(&std::fs::read(folder.join(LOCATORS_FILE)).ok()?).ok()
}
