//! Why a list cannot be used: its faults, or that it cannot be read at all.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::said::Unconfirmed;
use super::text::is_archive;
use crate::faults::Faults;
use crate::limited::{self, Limits};

/// Exports above this many bytes are refused: a million rows take about 200 MB.
pub(super) const LARGEST: u64 = 1 << 30;

/// Why a roster or a keep list cannot be used. Nothing was started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// What is wrong inside of the file, each fault with its place.
    #[error(transparent)]
    Faults(#[from] Box<Faults>),
    /// What the columns are has to be said by the user.
    #[error(transparent)]
    Columns(#[from] Box<Unconfirmed>),
    /// The file cannot be read.
    #[error("cannot read the {what} `{}`: {source}. {}", path.display(), what_to_do(source))]
    Io {
        /// `roster`, `keep list` or `export`.
        what: &'static str,
        /// The file, as the user wrote it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ListError {
    /// The faults, if the file could be read at all.
    #[must_use]
    pub fn faults(&self) -> Option<&Faults> {
        match self {
            ListError::Faults(faults) => Some(faults),
            ListError::Columns(_) | ListError::Io { .. } => None,
        }
    }
}

impl ListError {
    /// A file that the system does not give.
    pub(super) fn io(what: &'static str, path: &Path, source: io::Error) -> ListError {
        ListError::Io { what, path: path.to_owned(), source }
    }
}

fn what_to_do(source: &io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::NotFound => "Check the path.",
        ErrorKind::PermissionDenied => "Give yourself read permission for it.",
        ErrorKind::IsADirectory => "Name the file inside of it.",
        ErrorKind::FileTooLarge => "Split it into several files.",
        ErrorKind::InvalidData => "Name a list of people, with a line for each of them.",
        _ => "Copy it to a local disk and try again.",
    }
}

/// Reads a whole file, with a limit on its size and on a line of it.
pub(super) fn read_bytes(what: &'static str, path: &Path, limits: Limits) -> Result<Vec<u8>, ListError> {
    let read = || -> io::Result<Vec<u8>> {
        // Before it is opened: Windows opens no folder.
        if path.is_dir() {
            return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder"));
        }
        let mut file = std::fs::File::open(path)?;
        let mut start = [0; 4];
        let read = file.read(&mut start)?;
        let start = &start[..read];
        // An archive has no lines, and a limit of its own.
        let longest = if is_archive(start) { usize::MAX } else { limits.longest };
        limited::all_of(start.chain(file), Limits { longest, ..limits })
    };
    read().map_err(|source| ListError::Io { what, path: path.to_owned(), source })
}
