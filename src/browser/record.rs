//! The file that remembers what is running, written before it is used: after a `kill -9` or a power cut the next start
//! reads here what to end.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::family::LocalRecord;
use crate::system::new_file::{Existing, NewFile};

/// What is running: a driver on this machine, or a session on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DriverRecord {
    /// A driver that we started.
    Local(LocalRecord),
    /// A session on a server that somebody else runs.
    Remote(RemoteRecord),
}

/// A session on a WebDriver server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteRecord {
    /// The server's address, without credentials.
    pub url: String,
    /// The session; `None` while it was being opened.
    pub session: Option<String>,
    /// When this was written, in ms since 1970 UTC.
    pub written_ms: i64,
    /// When it was first seen that the session cannot be ended, in ms since 1970 UTC: a Grid ends it by itself, its time-out
    /// after the last command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_ms: Option<i64>,
}

/// Writes the record so that it is on the disk, whole, or not there at all.
pub(super) fn write(path: &Path, record: &DriverRecord) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(record)?;
    bytes.push(b'\n');
    NewFile::put(path, &bytes, Existing::IsReplaced)
}

/// Reads the record; `None` if there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<DriverRecord>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes the record.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
