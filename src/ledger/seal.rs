//! The seal: a digest over all intents, outcomes and people's keys, kept in step by triggers within the transaction that changes
//! them, and counted anew at each opening. SQLite's own check looks at the structure of its pages and lets a flipped letter pass; this
//! finds it.
//!
//! The digest is a sum of one hash for each row, so that it does not depend on their order and a change costs two hashes. It guards
//! against damage, not against somebody who can write the file: they can write the sum as well.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::error::LedgerError;

/// The tables with the columns that are sealed. A person's other facts change with each roster, and nothing is decided by them.
const SEALED: [(&str, &str); 3] = [
    (
        "attempt",
        "id, person, run, action, nth, pinned_slug, seen_name, session, driver, phase, intent_at, clicked_at, \
         confirm_clicked_at, looks, unknowns, settled, settled_at, still_at, verified",
    ),
    ("event", "id, run, person, action, attempt, outcome, detail, fault, route, surface, ms, at, open"),
    ("person", "id, key"),
];

/// Teaches a connection the function that the triggers call. Without it nothing that is sealed can be written.
pub(super) fn register(conn: &Connection) -> Result<(), LedgerError> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("sealed", -1, flags, |context| {
        let sum: String = context.get(0)?;
        let sign: i64 = context.get(1)?;
        let hash = hash((2..context.len()).map(|index| context.get_raw(index)));
        let sum = u128::from_str_radix(&sum, 16)
            .map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))?;
        let sum = if sign < 0 { sum.wrapping_sub(hash) } else { sum.wrapping_add(hash) };
        Ok(written(sum))
    })?;
    Ok(())
}

/// The triggers that keep the seal.
fn triggers() -> String {
    let mut sql = String::new();
    for (table, columns) in SEALED {
        let row = |side: &str| {
            let columns: Vec<String> =
                columns.split(',').map(|column| format!("{side}.{}", column.trim())).collect();
            format!("'{table}', {}", columns.join(", "))
        };
        let (new, old) = (row("NEW"), row("OLD"));
        sql.push_str(&format!(
            "CREATE TRIGGER IF NOT EXISTS seal_{table}_insert AFTER INSERT ON {table} BEGIN UPDATE seal SET rows = rows + 1, \
             sum = sealed(sum, 1, {new}); END;\n\
             CREATE TRIGGER IF NOT EXISTS seal_{table}_delete AFTER DELETE ON {table} BEGIN UPDATE seal SET rows = rows - 1, \
             sum = sealed(sum, -1, {old}); END;\n\
             CREATE TRIGGER IF NOT EXISTS seal_{table}_update AFTER UPDATE OF {columns} ON {table} BEGIN UPDATE seal SET \
             sum = sealed(sealed(sum, -1, {old}), 1, {new}); END;\n"
        ));
    }
    sql
}

/// Puts a seal on what a ledger holds, where its schema has a place for one and it has none yet.
pub(super) fn put_if_missing(conn: &Connection) -> Result<(), LedgerError> {
    let has_no_place: bool =
        conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'seal')", [], |row| {
            row.get(0)
        })?;
    if has_no_place || kept(conn)?.is_some() {
        return Ok(());
    }
    conn.execute_batch(&triggers())?;
    let (rows, sum) = counted(conn)?;
    conn.execute("INSERT INTO seal (id, rows, sum) VALUES (1, ?1, ?2)", (rows, written(sum)))?;
    Ok(())
}

/// Makes the seal anew, after rows were replaced as a whole.
pub(super) fn renew(conn: &Connection) -> Result<(), LedgerError> {
    conn.execute("DELETE FROM seal", [])?;
    put_if_missing(conn)
}

/// Whether what is kept is what is there.
pub(super) fn check(conn: &Connection) -> Result<(), LedgerError> {
    // In one look, since another process may write.
    let tx = conn.unchecked_transaction()?;
    let Some((rows, sum)) = kept(&tx)? else { return Err(LedgerError::damaged("its seal is missing")) };
    let (found, counted) = counted(&tx)?;
    if found != rows {
        return Err(LedgerError::damaged(format!(
            "it holds {found} intents, outcomes and people, and {rows} were written"
        )));
    }
    if written(counted) == sum {
        Ok(())
    } else {
        Err(LedgerError::damaged("what it says of an intent, an outcome or a person is not what was written"))
    }
}

fn kept(conn: &Connection) -> Result<Option<(i64, String)>, LedgerError> {
    let mut select = conn.prepare("SELECT rows, sum FROM seal WHERE id = 1")?;
    Ok(select.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn counted(conn: &Connection) -> Result<(i64, u128), LedgerError> {
    let (mut count, mut sum) = (0, 0_u128);
    for (table, columns) in SEALED {
        // Past every index, so that the rows themselves are read.
        let mut select = conn.prepare(&format!("SELECT '{table}', {columns} FROM {table} NOT INDEXED"))?;
        let width = select.column_count();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(width);
            for index in 0..width {
                values.push(row.get_ref(index)?);
            }
            count += 1;
            sum = sum.wrapping_add(hash(values.into_iter()));
        }
    }
    Ok((count, sum))
}

/// One row's hash: each value by its type and length, so that no two rows look alike.
fn hash<'a>(values: impl Iterator<Item = ValueRef<'a>>) -> u128 {
    let mut digest = Sha256::new();
    for value in values {
        match value {
            ValueRef::Null => digest.update([0]),
            ValueRef::Integer(number) => {
                digest.update([1]);
                digest.update(number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                digest.update([2]);
                digest.update(number.to_le_bytes());
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                digest.update([3]);
                digest.update((bytes.len() as u64).to_le_bytes());
                digest.update(bytes);
            }
        }
    }
    let mut first = [0; 16];
    first.copy_from_slice(&digest.finalize()[..16]);
    u128::from_le_bytes(first)
}

fn written(sum: u128) -> String {
    format!("{sum:032x}")
}
