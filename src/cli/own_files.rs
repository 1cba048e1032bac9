//! Files that we wrote for the user, as far as it can be proved: path and SHA-256 stand in the state folder. A file that was
//! changed since is the user's.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::failure::Failure;
use crate::system::new_file::{Existing, NewFile};

/// What was written where.
const NOTES: &str = "written.json";

/// Writes a file for its owner's eyes only, whole or not at all. One that is there already is replaced only if we wrote it and
/// nobody has changed it since, as the notes in `state` prove, or with `force`.
pub(super) fn write_own(
    state: Option<&Path>,
    path: &Path,
    bytes: &[u8],
    force: bool,
    how: &str,
) -> Result<(), Failure> {
    let replace = force || state.is_some_and(|state| is_ours(state, path));
    let existing = if replace { Existing::IsReplaced } else { Existing::Stays };
    if path.symlink_metadata().is_ok() && !replace {
        return Err(is_there(path, how));
    }
    NewFile::put(path, bytes, existing).map_err(|error| cannot(path, &error, how))?;
    if let Some(state) = state {
        note(state, path, bytes);
    }
    Ok(())
}

/// What to say of a file that could not be written.
pub(super) fn cannot(path: &Path, error: &Error, how: &str) -> Failure {
    if error.kind() == ErrorKind::AlreadyExists {
        return is_there(path, how);
    }
    Failure::usage(
        format!("cannot write {}: {error}; nothing was written", path.display()),
        "name a file in a folder that you may write to and that has room, with --output",
    )
}

fn is_there(path: &Path, how: &str) -> Failure {
    Failure::usage(format!("{} is there already; nothing was written", path.display()), how)
}

/// Whether a file is just as we wrote it.
pub(super) fn is_ours(state: &Path, path: &Path) -> bool {
    let Ok(bytes) = std::fs::read(path) else { return false };
    let is_link = path.symlink_metadata().is_ok_and(|data| data.is_symlink());
    !is_link && notes(state).get(&key(path)).is_some_and(|known| *known == digest(&bytes))
}

/// Remembers what was written. Where that fails the file counts as the user's, which loses nothing.
pub(super) fn note(state: &Path, path: &Path, bytes: &[u8]) {
    let mut notes = notes(state);
    notes.retain(|path, _| Path::new(path).exists());
    notes.insert(key(path), digest(bytes));
    let written = serde_json::to_vec_pretty(&notes)
        .map_err(Error::other)
        .and_then(|text| NewFile::put(&state.join(NOTES), &text, Existing::IsReplaced));
    if let Err(error) = written {
        tracing::warn!("cannot note which file was written: {error}");
    }
}

fn notes(state: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read(state.join(NOTES)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

fn key(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_wrote_and_nobody_changed_is_replaced() {
        let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = folder.path().join("report.html");
        let write = |text: &str, force: bool| {
            write_own(Some(state.path()), &path, text.as_bytes(), force, "name another").is_ok()
        };
        let now = || std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, "mine").unwrap();
        assert!(!write("one", false) && now() == "mine");
        assert!(write("one", true) && write("two", false) && now() == "two", "ours is written anew");
        std::fs::write(&path, "two, and a note of mine").unwrap();
        assert!(!write("three", false) && now() == "two, and a note of mine");
        assert!(write("three", true) && now() == "three");
        // Without the notes nothing is proved.
        std::fs::remove_file(state.path().join(NOTES)).unwrap();
        assert!(!write("four", false) && now() == "three");
    }
}
