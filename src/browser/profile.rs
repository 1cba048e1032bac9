//! The browser's profile folder on this machine: its rights, and that nobody else uses it.

use std::path::{Path, PathBuf};

use super::error::StartError;
pub(super) use super::host::clear_stale_lock;
use crate::system::{disk, private};

/// Makes the folder if it is not there, and clears a stale lock out of it. The caller holds the account's lock, so that no
/// other run uses the profile; a browser window that a person opened on it may, and is never disturbed.
pub(super) fn prepare(profile: &Path) -> Result<PathBuf, StartError> {
    let failed = |why: std::io::Error| StartError::Options {
        why: format!("the profile folder {} cannot be used: {why}", profile.display()),
        help: "Check that the folder is yours and can be written.".to_owned(),
    };
    private::make_folder(profile).map_err(failed)?;
    let profile = disk::real_path(profile).map_err(failed)?;
    clear_stale_lock(&profile)?;
    Ok(profile)
}
