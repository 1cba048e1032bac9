//! The ledger as a file: its first bytes, its names, its backups.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, backup::Backup};

use super::error::LedgerError;
use crate::system::disk;

/// What the first look at a path shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing there.
    Nothing,
    /// A file that starts like a sound database.
    Database,
}

/// Looks at the file without SQLite, which would take an empty file for a new database and so forget everything.
pub(super) fn look(path: &Path) -> Result<Found, LedgerError> {
    let io = |error: std::io::Error| LedgerError::of_file(path, &error);
    let damaged = |detail: String| Err(LedgerError::Damaged { kept: path.to_owned(), detail });
    // A link is followed: SQLite keeps the write-ahead file beside what it points at.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let wal = fs::metadata(beside(&real, "-wal")).map_or(0, |meta| meta.len());
    // Before it is opened: Windows opens no folder.
    if path.is_dir() {
        return damaged("it is not a file".to_owned());
    }
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && wal > 0 => {
            return damaged("the file is missing while its write-ahead file (-wal) is there".to_owned());
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
    };
    let meta = file.metadata().map_err(io)?;
    if !meta.is_file() {
        return damaged("it is not a file".to_owned());
    }
    let mut header = [0_u8; 100];
    if meta.len() < 100 {
        return damaged(format!("it has only {} bytes", meta.len()));
    }
    file.read_exact(&mut header).map_err(io)?;
    if !header.starts_with(b"SQLite format 3\0") {
        return damaged("it does not start like an SQLite file".to_owned());
    }
    // After a clean end there is no write-ahead file, and the header says how long the file must be
    // (https://www.sqlite.org/fileformat2.html, 1.3: the size holds while both change counters agree).
    let page_size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let pages = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
    let expected = page_size * u64::from(pages);
    if wal == 0 && header[24..28] == header[92..96] && meta.len() < expected {
        return damaged(format!("it was cut off: {} bytes of {expected}", meta.len()));
    }
    Ok(Found::Database)
}

/// Copies the ledger to a new file with SQLite's backup API, which sees one state even while a run writes.
pub(super) fn back_up(conn: &Connection, to: &Path) -> Result<(), LedgerError> {
    copy_with(conn, to, |_| Ok(()))
}

/// The same, with something done to the copy before it gets its name.
pub(super) fn copy_with(
    conn: &Connection,
    to: &Path,
    then: impl FnOnce(&Connection) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let io = |error: std::io::Error| LedgerError::of_file(to, &error);
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // It gets its name once it is whole: a copy that was cut off must never look like a backup.
    let part =
        tempfile::Builder::new().prefix(".unlinked-").suffix(".tmp").tempfile_in(folder).map_err(io)?;
    let copied = (|| -> Result<(), LedgerError> {
        let mut copy = Connection::open(part.path())?;
        Backup::new_with_names(conn, MAIN_DB, &mut copy, MAIN_DB)?.run_to_completion(
            1000,
            Duration::ZERO,
            None,
        )?;
        // A copy that one can carry away as a single file.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        then(&copy)?;
        copy.close().map_err(|(_, error)| LedgerError::from(error))
    })();
    copied.map_err(|error| error.at(to))?;
    part.as_file().sync_all().map_err(io)?;
    part.persist_noclobber(to).map_err(|error| io(error.error))?;
    sync_folder_of(to);
    Ok(())
}

/// Makes the new name in a folder last through a power cut, where the system can.
pub(super) fn sync_folder_of(path: &Path) {
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = disk::sync_folder(folder);
    }
}

/// The path with something added to its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A file of another name in the ledger's folder, links to the ledger not followed.
pub(super) fn beside_name(path: &Path, name: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(name)
}

/// The path with the suffix added to its name, such as `ledger.db.v1.bak`; with a number before its last part where that is
/// taken, so that nothing is ever overwritten.
pub(super) fn free_name(path: &Path, suffix: &str) -> PathBuf {
    let (stem, last) = suffix.rsplit_once('.').unwrap_or((suffix, ""));
    let name = |number: u32| match number {
        0 => beside(path, suffix),
        _ => beside(path, &format!("{stem}.{number}.{last}")),
    };
    (0..).map(name).find(|candidate| !candidate.exists()).unwrap_or_else(|| name(u32::MAX))
}
