//! The roster that `plan` and `review` write, and how a file is put in the place of another one.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::choose::Chosen;
use super::error::PlanError;
use crate::domain::Slug;
use crate::system::disk;

/// The header of the rosters that are written here.
const HEADER: [&str; 11] = [
    "URL",
    "Name",
    "Company",
    "Location",
    "Position",
    "Email Address",
    "Connected On",
    "Action",
    "Reason",
    "Note",
    "Consider",
];

/// One row of a roster, as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterLine {
    /// The address of the profile; empty without one.
    pub url: String,
    /// The whole name.
    pub name: String,
    /// The company.
    pub company: String,
    /// The location.
    pub location: String,
    /// The position.
    pub position: String,
    /// The e-mail address.
    pub email: String,
    /// The day of the connection.
    pub connected_on: String,
    /// What is to be done.
    pub action: String,
    /// Why, in a word.
    pub reason: String,
    /// Why, in words.
    pub note: String,
    /// What to weigh, for the reader.
    pub consider: String,
}

impl RosterLine {
    /// The row of somebody whom a plan chose.
    #[must_use]
    pub fn of(chosen: &Chosen<'_>) -> RosterLine {
        let connection = chosen.connection;
        let consider: Vec<&str> = chosen.consider.iter().map(|consider| consider.as_str()).collect();
        RosterLine {
            url: chosen.slug.map(address).unwrap_or_default(),
            name: connection.name.clone(),
            company: connection.company.clone(),
            location: String::new(),
            position: connection.position.clone(),
            email: connection.email.clone(),
            connected_on: connection
                .connected_on
                .map_or_else(|| connection.connected_text.clone(), |day| day.to_string()),
            action: chosen.action.to_string(),
            reason: chosen.reason.to_string(),
            note: chosen.roster_note(),
            consider: consider.join(" "),
        }
    }
}

/// The address of a profile as people know it.
#[must_use]
pub fn address(slug: &Slug) -> String {
    format!("https://www.linkedin.com{}", slug.path())
}

/// Writes a roster that [`crate::roster::Roster::read`] reads.
#[derive(Debug)]
pub struct RosterWriter<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> RosterWriter<W> {
    /// Starts with the header.
    ///
    /// # Errors
    /// What writing gives.
    pub fn new(to: W) -> io::Result<RosterWriter<W>> {
        let mut csv = csv::Writer::from_writer(to);
        csv.write_record(HEADER)?;
        Ok(RosterWriter { csv })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// What writing gives.
    pub fn write(&mut self, line: &RosterLine) -> io::Result<()> {
        let RosterLine {
            url,
            name,
            company,
            location,
            position,
            email,
            connected_on,
            action,
            reason,
            note,
            consider,
        } = line;
        Ok(self.csv.write_record([
            url,
            name,
            company,
            location,
            position,
            email,
            connected_on,
            action,
            reason,
            note,
            consider,
        ])?)
    }

    /// Writes what is still held back, and gives back what was written to.
    ///
    /// # Errors
    /// What writing gives.
    pub fn into_inner(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// What writing gives.
    pub fn flush(&mut self) -> io::Result<()> {
        self.csv.flush()
    }
}

/// A file that takes the place of another one, or does not: until [`NewFile::finish`] the old one stays as it is.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Starts a file beside the one whose place it will take.
    pub(crate) fn beside(path: &Path) -> io::Result<NewFile> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Made for the owner's eyes only: rosters hold personal data.
        let file = tempfile::Builder::new().prefix(".unlinked-").suffix(".tmp").tempfile_in(folder)?;
        Ok(NewFile { path: path.to_owned(), file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Puts it in its place, written to the disk before and after.
    pub(crate) fn finish(self) -> io::Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        let folder =
            self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        disk::sync_folder(folder)
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

/// Puts a new file in the place of `path`, whole or not at all.
///
/// # Errors
/// [`PlanError::Io`]; the old file is then still there.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), PlanError> {
    let write = || -> io::Result<()> {
        let mut file = NewFile::beside(path)?;
        file.write_all(bytes)?;
        file.finish()
    };
    write().map_err(|source| PlanError::io("write", path, source))
}
