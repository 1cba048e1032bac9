//! The roster that `plan` and `review` write, and how a file is put in the place of another one.

use std::io::{self, Write};
use std::path::Path;

use super::chosen::Chosen;
use super::consider::Consider;
use super::error::PlanError;
use super::export::Connection;
use crate::domain::Slug;
use crate::domain::neutral;
use crate::system::new_file::{Existing, NewFile};

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
        RosterLine {
            url: chosen.slug.map(address).unwrap_or_default(),
            action: chosen.action.to_string(),
            reason: chosen.reason.to_string(),
            note: chosen.roster_note(),
            ..RosterLine::about(chosen.connection, &chosen.consider)
        }
    }

    /// What an export says of somebody, and what to weigh; why, and what is to be done, is not there yet.
    #[must_use]
    pub fn about(connection: &Connection, consider: &[Consider]) -> RosterLine {
        let consider: Vec<&str> = consider.iter().map(|consider| consider.as_str()).collect();
        RosterLine {
            url: String::new(),
            name: connection.name.clone(),
            company: connection.company.clone(),
            location: String::new(),
            position: connection.position.clone(),
            email: connection.email.clone(),
            connected_on: connection
                .connected_on
                .map_or_else(|| connection.connected_text.clone(), |day| day.to_string()),
            action: String::new(),
            reason: String::new(),
            note: String::new(),
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
        let cells =
            [url, name, company, location, position, email, connected_on, action, reason, note, consider];
        let cells = cells.map(|cell| neutral::cell(cell));
        Ok(self.csv.write_record(cells.iter().map(|cell| cell.as_bytes()))?)
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

/// Puts a new file in the place of `path`, whole or not at all.
///
/// # Errors
/// [`PlanError::Io`]; the old file is then still there.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), PlanError> {
    NewFile::put(path, bytes, Existing::IsReplaced).map_err(|source| PlanError::io("write", path, source))
}
