//! The ledger's files in their place: whether they are still the files that this process works on, and whether somebody else has
//! written to them. Looked at by their names alone: opening and closing them here would drop the locks that SQLite holds on them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::file;
use crate::system::disk::{FileId, Stamp};

/// What a look shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// As this process left them.
    Same,
    /// The same files, written to by somebody.
    Changed,
    /// Other files, or none. SQLite writes on into files that nobody will find again; the next run would begin with an empty
    /// ledger and remove people a second time.
    Gone,
}

/// A ledger's file and its write-ahead file, each with what the system knows it by, and how they were left.
#[derive(Debug)]
pub(super) struct Place {
    files: [(PathBuf, FileId); 2],
    left: Mutex<[Option<Stamp>; 2]>,
}

impl Place {
    pub(super) fn of(path: &Path) -> io::Result<Place> {
        let ledger = path.canonicalize()?;
        let wal = file::beside(&ledger, "-wal");
        let known = |path: PathBuf| FileId::of(&path).map(|id| (path, id));
        let place = Place { files: [known(ledger)?, known(wal)?], left: Mutex::default() };
        place.leave();
        Ok(place)
    }

    /// The write-ahead file.
    pub(super) fn wal(&self) -> &Path {
        &self.files[1].0
    }

    pub(super) fn look(&self) -> Seen {
        if !self.files.iter().all(|(path, id)| FileId::of(path).is_ok_and(|now| now == *id)) {
            return Seen::Gone;
        }
        if *self.left.lock().unwrap_or_else(PoisonError::into_inner) == self.stamps() {
            Seen::Same
        } else {
            Seen::Changed
        }
    }

    /// Remembers how the files are now: right after an entry of this process's own.
    pub(super) fn leave(&self) {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = self.stamps();
    }

    fn stamps(&self) -> [Option<Stamp>; 2] {
        [Stamp::of(&self.files[0].0).ok(), Stamp::of(&self.files[1].0).ok()]
    }
}
