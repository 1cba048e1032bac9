//! A new ledger: its file, its tables and its first rows.

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::error::LedgerError;
use super::{file, schema, seal};
use crate::domain::UnixMs;
use crate::system::private;

/// Makes a new ledger. It gets its name only once it is complete, so that a crash half-way leaves none.
pub(super) fn in_file(path: &Path, now: UnixMs) -> Result<(), LedgerError> {
    let io = |error: std::io::Error| LedgerError::of_file(path, &error);
    let unfinished = file::beside(path, &format!(".new-{}", std::process::id()));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    private_file(&unfinished).map_err(io)?;
    let made = fill(&unfinished, now);
    if let Err(error) = made {
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    fs::rename(&unfinished, path).map_err(io)?;
    file::sync_folder_of(path);
    Ok(())
}

fn fill(path: &Path, now: UnixMs) -> Result<(), LedgerError> {
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    make_tables(&conn)?;
    first_rows(&conn, now)?;
    conn.close().map_err(|(_, error)| LedgerError::from(error))
}

/// Makes a new ledger in memory. Its tables are made once in a process and copied from then on: tests open tens of thousands.
pub(super) fn in_memory(conn: &mut Connection, now: UnixMs) -> Result<(), LedgerError> {
    static TABLES: Mutex<Option<Connection>> = Mutex::new(None);
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    let tables = match &mut *tables {
        Some(tables) => tables,
        none => {
            let empty = Connection::open_in_memory()?;
            make_tables(&empty)?;
            none.insert(empty)
        }
    };
    Backup::new(tables, conn)?.run_to_completion(1000, Duration::ZERO, None)?;
    first_rows(conn, now)
}

fn make_tables(conn: &Connection) -> Result<(), LedgerError> {
    conn.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    seal::register(conn)?;
    schema::migrate(conn, None, schema::MIGRATIONS)?;
    Ok(())
}

/// What every ledger holds from the start.
fn first_rows(conn: &Connection, now: UnixMs) -> Result<(), LedgerError> {
    conn.execute(
        "INSERT INTO meta (id, created_at, clean, clock_at, clock_ahead, ledger) \
         VALUES (1, ?1, 1, ?1, 0, lower(hex(randomblob(16))))",
        [now.0],
    )?;
    Ok(())
}

/// Makes an empty file that only its owner may read; fails where there is one.
fn private_file(path: &Path) -> std::io::Result<()> {
    private::file(OpenOptions::new().write(true).create_new(true)).open(path).map(drop)
}
