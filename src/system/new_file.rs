//! A file that comes into its place whole or not at all, whatever ends the program on the way.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{disk, private};

/// What to do with a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Leave it: then nothing is written, even if it came in between.
    Stays,
    /// Take its place.
    IsReplaced,
}

/// A file that takes its place at the end: until [`NewFile::finish`] what was there stays as it is.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Starts a file beside the one whose place it will take.
    pub(crate) fn beside(path: &Path) -> io::Result<NewFile> {
        // Made for the owner's eyes only: names of people will be in it.
        NewFile::made_by(path, &mut tempfile::Builder::new())
    }

    fn made_by(path: &Path, builder: &mut tempfile::Builder<'_, '_>) -> io::Result<NewFile> {
        let file = builder.prefix(".unlinked-").suffix(".tmp").tempfile_in(folder_of(path))?;
        Ok(NewFile { path: path.to_owned(), file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Writes a whole file that holds nothing of anybody's, and that others may read as far as the system's settings allow.
    pub(crate) fn put_for_all(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
        let permissions = private::for_all();
        let mut builder = tempfile::Builder::new();
        if let Some(permissions) = permissions {
            builder.permissions(permissions);
        }
        let mut file = NewFile::made_by(path, &mut builder)?;
        file.write_all(bytes)?;
        file.finish(existing)
    }

    /// Puts it in its place, written to the disk before and after.
    pub(crate) fn finish(self, existing: Existing) -> io::Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        match existing {
            Existing::Stays => file.persist_noclobber(&self.path),
            Existing::IsReplaced => file.persist(&self.path),
        }
        .map_err(|error| error.error)?;
        disk::sync_folder(folder_of(&self.path))
    }

    /// Writes a whole file.
    pub(crate) fn put(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
        let mut file = NewFile::beside(path)?;
        file.write_all(bytes)?;
        file.finish(existing)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_came_in_between_stays_and_nothing_half_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("roster.csv");
        let mut file = NewFile::beside(&path).unwrap();
        file.write_all(b"ours").unwrap();
        assert!(!path.exists(), "nothing has the name before it is whole");
        std::fs::write(&path, "mine").unwrap();
        assert_eq!(file.finish(Existing::Stays).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "and no temporary file");
        NewFile::put(&path, b"ours", Existing::IsReplaced).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "ours");
    }
}
