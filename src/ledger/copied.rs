//! A ledger's file that was copied, and is now used beside the one that it was copied from. Both would go by one name, share what is
//! marked with it, and count for themselves what they both count against. A ledger knows where its file was used last: found elsewhere
//! while another file with the same name is still there, it is a copy. One that was moved, or put back from a backup, is none.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::known::Known;
use crate::system::disk::FileId;

/// The ledger that this one is a copy of, if that one is still there.
pub(super) fn origin(conn: &Connection, path: &Path) -> Result<Option<PathBuf>, LedgerError> {
    let (id, place): (String, Option<String>) =
        conn.query_row("SELECT ledger, place FROM meta WHERE id = 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let Some(place) = place.map(PathBuf::from) else { return Ok(None) };
    // One file may be reached in two ways.
    let is_another = match (FileId::of(&place), FileId::of(path)) {
        (Ok(there), Ok(here)) => there != here,
        _ => false,
    };
    Ok((is_another && id_of(&place).as_ref() == Some(&id)).then_some(place))
}

/// The id of the ledger in a file; `None` where there is none that can be read.
fn id_of(path: &Path) -> Option<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).ok()?;
    conn.query_row("SELECT ledger FROM meta WHERE id = 1", [], |row| row.get(0)).ok()
}

/// Writes down where the ledger is used, and gives a copy a name of its own. Gives back what it is a copy of.
pub(super) fn settle(conn: &Connection, path: &Path) -> Result<Option<PathBuf>, LedgerError> {
    let here = path.canonicalize().map_err(|error| LedgerError::of_file(path, &error))?;
    let origin = origin(conn, path)?;
    if let Some(origin) = &origin {
        conn.execute("UPDATE meta SET ledger = lower(hex(randomblob(16))) WHERE id = 1", [])?;
        // What is known of it outside was copied with it, or is not there.
        Known::of(conn)?.write(path)?;
        tracing::warn!(
            "the ledger {} is a copy of {}, which is still there. It goes by a name of its own from now on, and the evidence of its \
             runs until now stays the other one's. Each of both counts its own clicks and limits: use one of them alone, or join \
             them with `unlinked ledger restore FILE`.",
            path.display(),
            origin.display()
        );
    }
    conn.execute(
        "UPDATE meta SET place = ?1 WHERE id = 1 AND place IS NOT ?1",
        [here.to_string_lossy().as_ref()],
    )?;
    Ok(origin)
}
