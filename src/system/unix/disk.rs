//! What a disk promises: names that last, and files that are still the same.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Makes new names in a folder last through a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// What the system knows a file by, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    pub(crate) fn of(path: &Path) -> io::Result<FileId> {
        let meta = std::fs::metadata(path)?;
        Ok(FileId { device: meta.dev(), inode: meta.ino() })
    }
}

/// How a file is, by its name alone: its size and its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    modified: (i64, i64),
    /// Which nobody can set.
    changed: (i64, i64),
}

impl Stamp {
    pub(crate) fn of(path: &Path) -> io::Result<Stamp> {
        let meta = std::fs::metadata(path)?;
        Ok(Stamp {
            size: meta.size(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        })
    }
}

/// A file that is held by this process and may be deleted meanwhile: that cannot be forbidden here.
pub(crate) fn undeletable(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// The path without links, as other programs take it.
pub(crate) fn real_path(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// Whether the file may be run as a program.
pub(crate) fn may_run(meta: &Metadata) -> bool {
    meta.permissions().mode() & 0o111 != 0
}

/// A usual place of a program, as a path.
pub(crate) fn usual_place(place: &str) -> PathBuf {
    PathBuf::from(place)
}

/// How many bytes are left for us where a folder is; `None` where that cannot be told.
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let found = nix::sys::statvfs::statvfs(folder).ok()?;
    #[allow(clippy::useless_conversion, reason = "the numbers are of another size elsewhere")]
    u64::from(found.blocks_available()).checked_mul(u64::from(found.fragment_size()))
}
