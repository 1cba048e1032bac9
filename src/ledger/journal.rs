//! The journal of a run that removes: a file beside the ledger to which every change is appended once it is in the ledger, synced
//! as the ledger is, and a copy of the ledger as it was before. Both are kept until the run has ended cleanly. Where the ledger is
//! damaged, overwritten or taken away meanwhile, they are all that is needed to write it anew, with nothing of the run forgotten.
//!
//! A line holds the rows of one transaction as they stand after it, and a digest: a line that was cut off counts for nothing, and what
//! it held was never reported as written.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::Action;
use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::error::LedgerError;
use super::{file, seal};
use crate::system::private;

/// The file of changes, and the copy from before, in the ledger's folder.
const CHANGES: &str = "ledger.journal";
const BEFORE: &str = "ledger.before";

/// The tables whose rows are told apart by a number, and in which a change is worth keeping.
const KEPT: &[&str] = &[
    "run",
    "person",
    "attempt",
    "event",
    "page_view",
    "warning",
    "control",
    "pace",
    "owner",
    "meta",
    "released",
    "keep_file",
    "roster",
];

/// The tables without such a number, each with the column by which its rows are kept together: all that one person or roster
/// has there is written at each change, so that what was taken out is known as well.
const GROUPED: [(&str, &str); 5] = [
    ("standing", "person"),
    ("undecided", "person"),
    ("shown", "person"),
    ("rehearsal", "person"),
    ("member", "roster"),
];

/// One row as it stands after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) table: String,
    /// Of a group only the one cell that its rows have in common.
    pub(super) cells: BTreeMap<String, Value>,
    /// All rows of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<Vec<BTreeMap<String, Value>>>,
}

/// What a transaction has changed: tables, each with the number of a row or of what a group of rows has in common.
pub(super) type Touched = Arc<Mutex<Vec<(String, i64)>>>;

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    rows: Vec<Row>,
    digest: String,
}

/// A journal that is being written.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

/// Where the two files of a ledger are.
#[derive(Debug, Clone)]
pub(super) struct Places {
    pub(super) changes: PathBuf,
    pub(super) before: PathBuf,
}

impl Places {
    pub(super) fn of(ledger: &Path) -> Places {
        Places { changes: file::beside_name(ledger, CHANGES), before: file::beside_name(ledger, BEFORE) }
    }

    /// Whether a run left its journal, which ended in no clean way.
    pub(super) fn are_left(&self) -> bool {
        self.changes.symlink_metadata().is_ok()
    }

    /// Takes both away: all that they hold is in the ledger.
    pub(super) fn clear(&self) -> Result<(), LedgerError> {
        // The changes first: without them the copy from before means nothing.
        for path in [&self.changes, &self.before] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(LedgerError::of_file(path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Starts a journal: the copy from before is whole and synced before the file of changes exists.
    pub(super) fn begin(&self, conn: &Connection) -> Result<Journal, LedgerError> {
        self.clear()?;
        file::back_up(conn, &self.before)?;
        let failed = |error: io::Error| LedgerError::of_file(&self.changes, &error);
        let mut options = OpenOptions::new();
        let file =
            private::own_file(options.append(true).create_new(true)).open(&self.changes).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        file::sync_folder_of(&self.changes);
        Ok(Journal { file })
    }

    /// The rows that were written, each as it stood last, in the order in which they were first written.
    pub(super) fn rows(&self) -> Result<Vec<Row>, LedgerError> {
        let failed = |error: io::Error| LedgerError::of_file(&self.changes, &error);
        let file = private::own_file(OpenOptions::new().read(true)).open(&self.changes).map_err(failed)?;
        let mut order: Vec<(String, String)> = Vec::new();
        let mut last: BTreeMap<(String, String), Row> = BTreeMap::new();
        for line in BufReader::new(file).split(b'\n') {
            let line = line.map_err(failed)?;
            let Ok(line) = serde_json::from_slice::<Line>(&line) else { break };
            if digest_of(&line.rows) != line.digest {
                break;
            }
            for row in line.rows {
                let key = (row.table.clone(), key_of(&row));
                if last.insert(key.clone(), row).is_none() {
                    order.push(key);
                }
            }
        }
        Ok(order.into_iter().filter_map(|key| last.remove(&key)).collect())
    }

    /// What of the journal a ledger lacks, in words. It may hold more: what was written right before the end, or by hand since.
    pub(super) fn missing_in(&self, conn: &Connection) -> Result<Option<String>, LedgerError> {
        let mut missing = [0_usize; 2];
        for row in self.rows()? {
            let number = |name: &str| row.cells.get(name).and_then(Value::as_i64);
            let text = |name: &str| row.cells.get(name).and_then(Value::as_str);
            let found: bool = match row.table.as_str() {
                "attempt" => conn
                    .prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM attempt WHERE id = ?1 AND person = ?2 AND pinned_slug = ?3 AND intent_at = ?4 \
                         AND (?5 IS NULL OR settled IS NOT NULL) AND (?6 IS NULL OR clicked_at IS NOT NULL))",
                    )?
                    .query_row(
                        (
                            number("id"),
                            number("person"),
                            text("pinned_slug"),
                            number("intent_at"),
                            text("settled"),
                            number("clicked_at"),
                        ),
                        |row| row.get(0),
                    )?,
                "event" => conn
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE id = ?1 AND person = ?2 AND action = ?3)")?
                    .query_row((number("id"), number("person"), text("action")), |row| row.get(0))?,
                _ => continue,
            };
            missing[usize::from(row.table == "event")] += usize::from(!found);
        }
        Ok(match missing {
            [0, 0] => None,
            [clicks, outcomes] => {
                Some(format!("{clicks} clicks and {outcomes} outcomes of the last run are not in it"))
            }
        })
    }

    /// Writes the ledger anew, to a file beside it: as it was before, with every change.
    pub(super) fn rebuild(&self, ledger: &Path) -> Result<PathBuf, LedgerError> {
        let saved = file::beside(ledger, ".saved");
        // One that was made of this journal already is as good.
        let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
        if let (Some(made), Some(changed)) = (time(&saved), time(&self.changes))
            && made >= changed
            && fs::symlink_metadata(&saved).is_ok_and(|meta| meta.is_file())
        {
            return Ok(saved);
        }
        let rows = self.rows()?;
        let saved = file::free_name(ledger, ".saved");
        let from = Connection::open_with_flags(&self.before, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        file::copy_with(&from, &saved, |copy| {
            seal::register(copy)?;
            copy.pragma_update(None, "foreign_keys", "OFF")?;
            let tx = copy.unchecked_transaction()?;
            rows.iter().try_for_each(|row| put(&tx, row))?;
            tx.execute("UPDATE meta SET clean = 1 WHERE id = 1", [])?;
            seal::renew(&tx)?;
            tx.commit()?;
            Ok(())
        })?;
        Ok(saved)
    }
}

impl Journal {
    /// Appends the rows of one transaction, and syncs them where the transaction is synced.
    pub(super) fn append(&mut self, rows: Vec<Row>, synced: bool) -> io::Result<()> {
        let digest = digest_of(&rows);
        let mut line = serde_json::to_vec(&Line { rows, digest })?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        if synced { self.file.sync_data() } else { Ok(()) }
    }
}

/// Has a connection note all that it changes. SQLite tells of rows with a number by itself; for the others there are triggers, of
/// this connection alone.
pub(super) fn watch(conn: &mut Connection, touched: &Touched) -> Result<(), LedgerError> {
    let add = |touched: &Touched, table: &str, id: i64| {
        touched.lock().unwrap_or_else(PoisonError::into_inner).push((table.to_owned(), id));
    };
    let seen = Arc::clone(touched);
    conn.update_hook(Some(move |_: Action, _: &str, table: &str, row: i64| add(&seen, table, row)))?;
    let seen = Arc::clone(touched);
    conn.create_scalar_function("noted", 2, FunctionFlags::SQLITE_UTF8, move |context| {
        let (table, id): (String, i64) = (context.get(0)?, context.get(1)?);
        add(&seen, &table, id);
        Ok(0)
    })?;
    for (table, by) in GROUPED {
        for (change, side) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
            conn.execute_batch(&format!(
                "CREATE TEMP TRIGGER noted_{table}_{change} AFTER {change} ON main.{table} BEGIN \
                 SELECT noted('{table}', {side}.{by}); END"
            ))?;
        }
    }
    Ok(())
}

/// The rows that a transaction has touched, as they stand now, with whom they stand together.
pub(super) fn rows_of(conn: &Connection, touched: &[(String, i64)]) -> Result<Vec<Row>, LedgerError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut done: HashSet<&(String, i64)> = HashSet::new();
    let mut people: BTreeSet<i64> = BTreeSet::new();
    for one in touched.iter().filter(|one| done.insert(one)) {
        let (table, id) = (one.0.as_str(), one.1);
        // People's facts come from each roster anew: only those of whom something was written are kept.
        if table == "person" {
            continue;
        }
        if let Some((_, by)) = GROUPED.iter().find(|(grouped, _)| *grouped == table) {
            let group: Vec<_> =
                select(conn, table, &format!("{by} = ?1"), id)?.into_iter().map(|row| row.cells).collect();
            people.extend(group.iter().filter_map(|cells| cells.get("person")?.as_i64()));
            let cells = BTreeMap::from([((*by).to_owned(), id.into())]);
            rows.push(Row { table: table.to_owned(), cells, group: Some(group) });
        } else if KEPT.contains(&table) {
            for row in select(conn, table, "rowid = ?1", id)? {
                people.extend(row.cells.get("person").and_then(Value::as_i64));
                rows.push(row);
            }
        }
    }
    for person in people {
        rows.extend(select(conn, "person", "rowid = ?1", person)?);
    }
    Ok(rows)
}

fn select(conn: &Connection, table: &str, which: &str, id: i64) -> Result<Vec<Row>, LedgerError> {
    let mut select = conn.prepare_cached(&format!("SELECT * FROM {table} WHERE {which}"))?;
    let names: Vec<String> = select.column_names().map(str::to_owned).collect();
    let rows = select.query_map([id], |row| {
        let mut cells = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            cells.insert(name.clone(), json_of(row.get_ref(index)?));
        }
        Ok(Row { table: table.to_owned(), cells, group: None })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The schema has whole numbers and texts alone.
pub(super) fn json_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned().into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Null => Value::Null,
    }
}

/// Writes a row, or a group of rows in place of the one that is there.
fn put(conn: &Connection, row: &Row) -> Result<(), LedgerError> {
    let by = GROUPED.iter().find(|(grouped, _)| *grouped == row.table).map(|(_, by)| *by);
    match (&row.group, by.and_then(|by| Some((by, row.cells.get(by)?.as_i64()?)))) {
        (Some(group), Some((by, id))) => {
            conn.prepare_cached(&format!("DELETE FROM {} WHERE {by} = ?1", row.table))?.execute([id])?;
            group.iter().try_for_each(|cells| insert(conn, &row.table, cells))
        }
        // Before there were groups, a standing was a row of its own.
        (None, _) if by.is_some() || KEPT.contains(&row.table.as_str()) => {
            insert(conn, &row.table, &row.cells)
        }
        _ => Err(unknown()),
    }
}

fn unknown() -> LedgerError {
    LedgerError::damaged("its journal holds what no version wrote")
}

fn insert(conn: &Connection, table: &str, cells: &BTreeMap<String, Value>) -> Result<(), LedgerError> {
    if !cells.keys().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')) {
        return Err(unknown());
    }
    let names: Vec<&str> = cells.keys().map(String::as_str).collect();
    let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
    let cells = cells.values().map(|value| match value {
        Value::Number(number) => number.as_i64().map_or(Cell::Null, Cell::Integer),
        Value::String(text) => Cell::Text(text.clone()),
        _ => Cell::Null,
    });
    conn.prepare_cached(&format!(
        "INSERT OR REPLACE INTO {table} ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    ))?
    .execute(rusqlite::params_from_iter(cells))?;
    Ok(())
}

/// What tells a row, or a group of rows, from the others of its table.
fn key_of(row: &Row) -> String {
    let cell = |name: &str| row.cells.get(name).map(ToString::to_string).unwrap_or_default();
    match row.table.as_str() {
        "standing" => format!("{} {}", cell("person"), cell("action")),
        "released" | "undecided" | "shown" | "rehearsal" => cell("person"),
        "keep_file" => cell("run"),
        "member" => cell("roster"),
        _ => cell("id"),
    }
}

fn digest_of(rows: &[Row]) -> String {
    let text = serde_json::to_string(rows).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
