//! What a disk promises: names that last, and files that are still the same.

use std::fs::{Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const SHARE_READ: u32 = 1;
const SHARE_WRITE: u32 = 2;

/// NTFS writes down changes of names by itself, in order; a folder cannot be asked to.
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// That a file is there. Windows lets nobody delete, move or replace a file that SQLite has open (it shares reading and
/// writing, and not deletion), nor a folder above it, so that one that is there is still the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileId(());

impl FileId {
    pub(crate) fn of(path: &Path) -> io::Result<FileId> {
        std::fs::metadata(path).map(|_| FileId(()))
    }
}

/// How a file is, by its name alone: its size and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    modified: Option<std::time::SystemTime>,
}

impl Stamp {
    pub(crate) fn of(path: &Path) -> io::Result<Stamp> {
        let meta = std::fs::metadata(path)?;
        Ok(Stamp { size: meta.len(), modified: meta.modified().ok() })
    }
}

/// While this process has the file open, nobody can delete it or move it away.
pub(crate) fn undeletable(options: &mut OpenOptions) -> &mut OpenOptions {
    options.share_mode(SHARE_READ | SHARE_WRITE)
}

/// The whole path. Links stay in it: what Windows gives without them (`\\?\C:\…`) is understood by few programs.
pub(crate) fn real_path(path: &Path) -> io::Result<PathBuf> {
    std::path::absolute(path)
}

/// Whether the file may be run as a program, as far as can be told before it is tried.
pub(crate) fn may_run(_meta: &Metadata) -> bool {
    true
}

/// A usual place of a program, as a path: `%ProgramFiles%\…` begins with what that variable holds.
pub(crate) fn usual_place(place: &str) -> PathBuf {
    let named = place.strip_prefix('%').and_then(|rest| rest.split_once("%\\"));
    match named.and_then(|(name, rest)| Some((std::env::var_os(name)?, rest))) {
        Some((folder, rest)) => PathBuf::from(folder).join(rest),
        None => PathBuf::from(place),
    }
}

/// How many bytes are left for us where a folder is: not told here, for want of a safe way to ask.
pub(crate) fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}
