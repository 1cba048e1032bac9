//! Files and folders that only their owner may look into: folders 0700, files 0600.

use std::fs::{self, DirBuilder, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::system::Exposed;

/// Makes a folder, with all folders above it that are missing; those that are made are private.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The same, and a folder that was there already and is open to others is closed; one that is closed more tightly stays.
pub(crate) fn close_folder(folder: &Path) -> io::Result<()> {
    make_folder(folder)?;
    let permissions = fs::metadata(folder)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(permissions.mode() & 0o700))?;
    }
    Ok(())
}

/// A file that is made will be private.
pub(crate) fn file(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600)
}

/// The same, and a link in its place is not followed but refused: somebody could have laid it to have another file overwritten.
pub(crate) fn own_file(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600).custom_flags(nix::fcntl::OFlag::O_NOFOLLOW.bits())
}

/// Whether a file or folder belongs to this user, or to the system, which gives new volumes to root.
pub(crate) fn is_mine(meta: &Metadata) -> bool {
    meta.uid() == nix::unistd::geteuid().as_raw() || meta.uid() == 0
}

/// What a new file gets that others may read: all that the user's umask leaves.
pub(crate) fn for_all() -> Option<fs::Permissions> {
    Some(fs::Permissions::from_mode(0o666))
}

/// Whether others may read a file.
pub(crate) fn exposed(path: &Path) -> io::Result<Option<Exposed>> {
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then(|| Exposed {
        sign: format!("its mode is {mode:04o}"),
        mend: format!(
            "chmod 600 {}, and make it so from the start: `umask 077` before it is written",
            path.display()
        ),
    }))
}
