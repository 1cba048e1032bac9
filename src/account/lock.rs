//! The lock of an account: whatever opens a page of the account holds it, one process at a time. The system's own file
//! lock decides, and it ends with the process in whatever way that ends; the text in the file only says who it is, so a
//! stale one does no harm.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::error::AccountError;
use super::holder::Holder;
use crate::domain::UnixMs;
use crate::system::{disk, private};

/// The file that is locked.
const LOCK: &str = "run.lock";

/// The file that says who holds the lock: the same one, save on Windows, where nobody else can read a file that is locked.
const WORDS: &str = if cfg!(windows) { "run.lock.json" } else { LOCK };

/// The account is this process's for as long as this lives.
#[derive(Debug)]
pub struct LockGuard {
    /// Who holds it.
    words: File,
    /// Closing it ends the lock.
    _file: File,
    /// The folder itself is locked as well, where the system can: a lock file that somebody deletes would let a second
    /// process in.
    _folder: Option<File>,
}

impl LockGuard {
    pub(super) fn take(folder: &Path, command: &str, now: UnixMs) -> Result<LockGuard, AccountError> {
        let path = path_in(folder);
        let failed = |error: std::io::Error| AccountError::of_io(folder, &error);
        let mut options = OpenOptions::new();
        // Not truncated: until the lock is ours, the text is another's.
        let options = disk::undeletable(options.read(true).write(true).create(true).truncate(false));
        let file = private::file(options).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(AccountError::Locked { folder: folder.to_owned(), holder: read(folder) });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // Where a folder cannot be locked (some network file systems) the file has to do.
        let own_folder = File::open(folder).ok();
        if let Some(Err(TryLockError::WouldBlock)) = own_folder.as_ref().map(File::try_lock) {
            return Err(AccountError::Locked { folder: folder.to_owned(), holder: None });
        }
        let holder = Holder { pid: std::process::id(), since: now, command: command.to_owned() };
        let text = serde_json::to_string(&holder).unwrap_or_default();
        let mut words = if cfg!(windows) {
            private::file(OpenOptions::new().write(true).create(true).truncate(true)).open(words_in(folder))
        } else {
            file.try_clone()
        }
        .map_err(failed)?;
        words
            .set_len(0)
            .and_then(|()| words.rewind())
            .and_then(|()| words.write_all(text.as_bytes()))
            .and_then(|()| words.flush())
            .map_err(failed)?;
        Ok(LockGuard { words, _file: file, _folder: own_folder })
    }

    /// Whether a file of the account's folder belongs to the lock.
    pub(super) fn is_file_of_it(name: &OsStr) -> bool {
        [LOCK, WORDS].iter().any(|own| name == *own)
    }

    /// Who holds the folder's lock now. Found out by trying to share it, so nobody is kept from taking it.
    pub(super) fn held_by(folder: &Path) -> Option<Holder> {
        let path = path_in(folder);
        let file = File::open(&path).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(read(folder).unwrap_or_else(|| Holder {
                pid: 0,
                since: UnixMs(0),
                command: "unknown".to_owned(),
            })),
            Ok(()) | Err(TryLockError::Error(_)) => None,
        }
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        // Only tidiness: the lock ends with the file.
        let _ = self.words.set_len(0);
    }
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join(LOCK)
}

fn words_in(folder: &Path) -> PathBuf {
    folder.join(WORDS)
}

fn read(folder: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(words_in(folder)).ok()?.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}
