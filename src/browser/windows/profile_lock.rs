//! The browser's lock on its profile folder.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use crate::browser::error::StartError;

/// What a living browser keeps open in its profile, so that nobody else can write it: Chromium's and Firefox's.
const LOCK_FILES: &[&str] = &["lockfile", "parent.lock"];

/// Another process has the file open and does not share it (`ERROR_SHARING_VIOLATION`).
const SHARING_VIOLATION: i32 = 32;

/// Refuses a profile that a living browser has open. A stale lock does no harm here: it is no more than a file.
pub(in crate::browser) fn clear_stale_lock(profile: &Path, take: bool) -> Result<(), StartError> {
    look_at_lock(profile, take)
}

/// The same: there is nothing to clear.
pub(in crate::browser) fn look_at_lock(profile: &Path, _take: bool) -> Result<(), StartError> {
    match held_lock(profile) {
        Some(lock) => Err(StartError::ProfileOpen { profile: profile.to_owned(), lock }),
        None => Ok(()),
    }
}

/// The lock that a living browser holds on the profile, if there is one.
pub(super) fn held_lock(profile: &Path) -> Option<PathBuf> {
    let held = |lock: &PathBuf| {
        let opened = OpenOptions::new().write(true).open(lock);
        opened.is_err_and(|error| error.raw_os_error() == Some(SHARING_VIOLATION))
    };
    LOCK_FILES.iter().map(|name| profile.join(name)).find(held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::windows::fs::OpenOptionsExt;

    #[test]
    fn a_profile_is_taken_while_a_lock_in_it_is_held_and_free_after() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(held_lock(folder.path()), None);
        for name in LOCK_FILES {
            let path = folder.path().join(name);
            let read_is_shared = 1;
            let lock = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .share_mode(read_is_shared)
                .open(&path)
                .unwrap();
            assert!(
                matches!(clear_stale_lock(folder.path(), false), Err(StartError::ProfileOpen { lock, .. }) if lock == path)
            );
            drop(lock);
            assert!(clear_stale_lock(folder.path(), false).is_ok());
        }
    }
}
