//! Whether a folder may be an account's: one that this program makes, an empty one, or one that is an account's already. A folder
//! in which other things lie is somebody's: it is not taken over, and its rights are never changed.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use super::error::AccountError;
use crate::system::private;

/// What this program itself puts into an account's folder, by whole name or by its beginning.
const OWN: &[&str] =
    &["profile", "runs", "keep.txt", "demo", "written.json", "driver.json", "driver.json.new", "prove.csv"];
const OWN_BEGINNINGS: &[&str] = &["ledger.", "run.lock", ".try-", ".unlinked-", "keep.txt."];

/// What systems put into a folder by themselves, such as into the root of a container's volume.
const NOBODYS: &[&str] = &["lost+found", ".DS_Store", "desktop.ini"];

/// How many foreign names are told.
const TOLD: usize = 3;

/// Makes the folder, or makes sure that it may be taken; closes it to others where nothing but ours lies in it.
pub(super) fn claim(folder: &Path) -> Result<(), AccountError> {
    let failed = |error: io::Error| match folder.ancestors().find_map(|above| fs::metadata(above).ok()) {
        Some(found) if !found.is_dir() => AccountError::NotAFolder { folder: folder.to_owned() },
        _ => AccountError::of_io(folder, &error),
    };
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return private::make_folder(folder).map_err(failed);
        }
        Err(error) => return Err(failed(error)),
        Ok(found) if !found.is_dir() => {
            return Err(AccountError::NotAFolder { folder: folder.to_owned() });
        }
        Ok(found) => check_owner(folder, &found)?,
    }
    let foreign = foreign_names(folder).map_err(failed)?;
    if foreign.is_empty() {
        return private::close_folder(folder).map_err(failed);
    }
    // Before folders were looked at, one with other things in it could become an account's. It stays one, as it is.
    if folder.join("ledger.db").is_file() {
        return Ok(());
    }
    Err(AccountError::SomebodysFolder { folder: folder.to_owned(), holds: told(&foreign) })
}

fn check_owner(folder: &Path, found: &Metadata) -> Result<(), AccountError> {
    if private::is_mine(found) {
        Ok(())
    } else {
        Err(AccountError::AnothersFolder { folder: folder.to_owned() })
    }
}

fn foreign_names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let text = name.to_string_lossy();
        let known = OWN.contains(&text.as_ref())
            || NOBODYS.contains(&text.as_ref())
            || OWN_BEGINNINGS.iter().any(|beginning| text.starts_with(beginning));
        if !known {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn told(names: &[OsString]) -> String {
    let mut told: Vec<String> =
        names.iter().take(TOLD).map(|name| format!("`{}`", name.to_string_lossy().escape_debug())).collect();
    if names.len() > TOLD {
        told.push(format!("{} more", names.len() - TOLD));
    }
    told.join(", ")
}
