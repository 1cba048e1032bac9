//! The browser's profile folder on this machine: its rights, and that nobody else uses it.

use std::path::{Path, PathBuf};

use super::error::StartError;
pub(super) use super::host::clear_stale_lock;
use super::options::BrowserOptions;
use super::{preferences, profile_version};
use crate::system::{disk, private};

/// Makes the folder if it is not there, and clears a stale lock out of it. The caller holds the account's lock, so that no
/// other run uses the profile; a browser window that a person opened on it may, and is never disturbed. A lock that names another host
/// is cleared only with `take`.
pub(super) fn prepare(profile: &Path, take: bool) -> Result<PathBuf, StartError> {
    let failed = |why: std::io::Error| StartError::Options {
        why: format!("the profile folder {} cannot be used: {why}", profile.display()),
        help: "Check that the folder is yours and can be written.".to_owned(),
    };
    private::make_folder(profile).map_err(failed)?;
    let profile = disk::real_path(profile).map_err(failed)?;
    clear_stale_lock(&profile, take)?;
    Ok(profile)
}

/// The same, for a browser that is about to open the folder: it must be no older than the one that used the profile last, and
/// finds the preferences there that the program wants.
pub(super) async fn ready(options: &BrowserOptions, binary: &Path) -> Result<Option<PathBuf>, StartError> {
    let Some(folder) = &options.profile_dir else { return Ok(None) };
    let profile = prepare(folder, options.take_profile)?;
    profile_version::check(&profile, options.browser, binary).await?;
    preferences::merge(&profile, options.browser).map_err(|why| StartError::Options {
        why: format!("the browser's preferences in {} cannot be written: {why}", profile.display()),
        help: "Check that the folder is yours and can be written, and that there is space.".to_owned(),
    })?;
    Ok(Some(profile))
}
