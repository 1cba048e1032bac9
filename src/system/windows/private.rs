//! Files and folders that only their owner may look into. Whatever lies in the user's own folder (`C:\Users\NAME`) is: Windows
//! hands that folder's rights down. A folder elsewhere gets rights of its own, by `icacls`, which go down to what is made in it.

use std::fs::{self, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::tool;
use crate::system::Exposed;

/// The system and the administrators by their fixed numbers, since their names are translated. They read everything anyway.
const ALWAYS: [&str; 2] = ["*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"];

/// Makes a folder, with all folders above it that are missing; one that is made is private.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() { Ok(()) } else { close_folder(folder) }
}

/// The same, and a folder that was there already and is open to others is closed.
pub(crate) fn close_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    if in_users_folder(folder)? { Ok(()) } else { close(folder) }
}

/// What a new file gets that others may read: the rights of its folder.
pub(crate) fn for_all() -> Option<fs::Permissions> {
    None
}

/// A file that is made has the rights of its folder.
pub(crate) fn file(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// The same. Only an administrator may lay links there.
pub(crate) fn own_file(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Whether a file or folder belongs to this user: its rights say who may use it, and they cannot be asked for.
pub(crate) fn is_mine(_meta: &Metadata) -> bool {
    true
}

/// Whether others may read a file. Its rights cannot be asked for, so it must lie where it is known.
pub(crate) fn exposed(path: &Path) -> io::Result<Option<Exposed>> {
    Ok((!in_users_folder(path)?).then(|| Exposed {
        sign: "it lies outside of your user's own folder".to_owned(),
        mend: format!("put it under {}", users_folder().unwrap_or_default().display()),
    }))
}

/// Whether the path is in the user's own folder, links followed.
fn in_users_folder(path: &Path) -> io::Result<bool> {
    let Some(Ok(own)) = users_folder().map(fs::canonicalize) else { return Ok(false) };
    Ok(path.canonicalize()?.starts_with(own))
}

fn users_folder() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// Takes all rights that came from above, and gives this user, the system and the administrators theirs.
fn close(folder: &Path) -> io::Result<()> {
    let name = |variable| std::env::var(variable).ok().filter(|name: &String| !name.is_empty());
    let user = name("USERNAME").ok_or_else(|| io::Error::other("who you are is not known (no USERNAME)"))?;
    let user = name("USERDOMAIN").map_or_else(|| user.clone(), |domain| format!("{domain}\\{user}"));
    let output = Command::new(tool("icacls.exe"))
        .arg(folder)
        .args(["/inheritance:r", "/grant:r"])
        .arg(format!("{user}:(OI)(CI)F"))
        .args(ALWAYS)
        .stdin(Stdio::null())
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!(
        "icacls could not make it private ({}): {}",
        output.status,
        words.lines().next().unwrap_or_default()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_the_users_own_folder_is_private_and_what_lies_elsewhere_is_not() {
        let own = tempfile::tempdir_in(users_folder().unwrap()).unwrap();
        assert!(in_users_folder(own.path()).unwrap());
        assert_eq!(exposed(own.path()).unwrap(), None);
        let windows = std::env::var_os("SystemRoot").unwrap();
        assert!(!in_users_folder(Path::new(&windows)).unwrap());
        assert!(exposed(Path::new(&windows)).unwrap().is_some());
    }

    #[test]
    fn a_folder_that_was_closed_has_rights_of_its_own_and_can_be_used() {
        let folder = tempfile::tempdir().unwrap();
        close(folder.path()).unwrap();
        fs::write(folder.path().join("file"), "words").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "words");
        let told = Command::new(tool("icacls.exe")).arg(folder.path()).output().unwrap();
        let told = String::from_utf8_lossy(&told.stdout);
        if told.is_empty() {
            eprintln!("skipped: this is Wine, whose icacls does nothing");
            return;
        }
        assert!(told.contains(&std::env::var("USERNAME").unwrap()), "{told}");
        assert!(!told.contains("(I)"), "nothing comes from above: {told}");
        assert_eq!(told.matches(":(OI)(CI)(F)").count(), 3, "{told}");
    }
}
