//! Files that we wrote for the user, as far as it can be proved: path and SHA-256 stand in the state folder. A file that was
//! changed since is the user's.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::failure::Failure;
use crate::system::new_file::{Existing, NewFile};

/// What was written where.
const NOTES: &str = "written.json";

/// A file for its owner's eyes only that comes into its place whole or not at all. One that is there already is replaced only if
/// we wrote it and nobody has changed it since, as the notes in `state` prove, or with `force`.
pub(super) struct OwnFile {
    path: PathBuf,
    file: NewFile,
    digest: Sha256,
    state: Option<PathBuf>,
    force: bool,
    how: &'static str,
}

impl OwnFile {
    /// Starts a file, unless one is there that is not ours to replace; `how` says what to do then.
    pub(super) fn begin(
        state: Option<&Path>,
        path: &Path,
        force: bool,
        how: &'static str,
    ) -> Result<OwnFile, Failure> {
        refuse_foreign(state, path, force, how)?;
        Ok(OwnFile {
            path: path.to_owned(),
            file: NewFile::beside(path).map_err(|error| cannot(path, &error, how))?,
            digest: Sha256::new(),
            state: state.map(Path::to_owned),
            force,
            how,
        })
    }

    /// Puts it in its place, and remembers what was written.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let OwnFile { path, file, digest, state, force, how } = self;
        let replace = force || state.as_deref().is_some_and(|state| is_ours(state, &path));
        let existing = if replace { Existing::IsReplaced } else { Existing::Stays };
        file.finish(existing).map_err(|error| cannot(&path, &error, how))?;
        if let Some(state) = &state {
            note(state, &path, hexadecimal(&digest.finalize()));
        }
        Ok(())
    }
}

impl Write for OwnFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Refuses a file that is there and not ours, before any work is done for it.
pub(super) fn refuse_foreign(
    state: Option<&Path>,
    path: &Path,
    force: bool,
    how: &str,
) -> Result<(), Failure> {
    let is_there = path.symlink_metadata().is_ok();
    if is_there && !force && !state.is_some_and(|state| is_ours(state, path)) {
        return Err(self::is_there(path, how));
    }
    Ok(())
}

/// Writes a whole file, as [`OwnFile`] says.
pub(super) fn write_own(
    state: Option<&Path>,
    path: &Path,
    bytes: &[u8],
    force: bool,
    how: &'static str,
) -> Result<(), Failure> {
    let mut file = OwnFile::begin(state, path, force, how)?;
    file.write_all(bytes).map_err(|error| cannot(path, &error, how))?;
    file.finish()
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
fn note(state: &Path, path: &Path, digest: String) {
    let mut notes = notes(state);
    notes.retain(|path, _| Path::new(path).exists());
    notes.insert(key(path), digest);
    let written = crate::system::private::make_folder(state)
        .and_then(|()| serde_json::to_vec_pretty(&notes).map_err(Error::other))
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
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
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
