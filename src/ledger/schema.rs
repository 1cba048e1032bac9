//! The schema and the way from an older one to it: forward only, one transaction for each version, a backup before each.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::LedgerError;
use super::{file, seal};

/// Marks the file as one of ours: `unlk` in the header's application id.
pub(super) const APPLICATION_ID: i64 = 0x756e_6c6b;

/// The steps to the present schema; the number of steps done is the file's `user_version`. Steps are only ever added.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    // `not_found` and `mismatch` have numbers of their own.
    "ALTER TABLE control ADD COLUMN streak_mismatches INTEGER NOT NULL DEFAULT 0",
    // Protection: whom the user released, about whom a keep list could not be told, and the keep list of each run.
    "CREATE TABLE released (person INTEGER PRIMARY KEY REFERENCES person (id), at INTEGER NOT NULL) STRICT;
     CREATE TABLE undecided (person INTEGER NOT NULL REFERENCES person (id), action TEXT NOT NULL, detail TEXT NOT NULL, \
     at INTEGER NOT NULL, PRIMARY KEY (person, action)) STRICT, WITHOUT ROWID;
     CREATE TABLE keep_file (run INTEGER PRIMARY KEY REFERENCES run (id), path TEXT NOT NULL) STRICT;",
    // A doubt is settled by two looks; a click without effect has a time; a person may have been left alone as kept.
    "ALTER TABLE attempt ADD COLUMN still_at INTEGER;
     ALTER TABLE attempt ADD COLUMN verified INTEGER NOT NULL DEFAULT 0;
     ALTER TABLE standing ADD COLUMN spent_at INTEGER;
     ALTER TABLE standing ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));",
    // A name of its own for each ledger, which marks what was made for it.
    "ALTER TABLE meta ADD COLUMN ledger TEXT NOT NULL DEFAULT '';
     UPDATE meta SET ledger = lower(hex(randomblob(16)));",
    // A seal on intents, outcomes and people's keys (seal.rs), which is put on right after this.
    "CREATE TABLE seal (id INTEGER PRIMARY KEY CHECK (id = 1), rows INTEGER NOT NULL, sum TEXT NOT NULL) STRICT;",
    // Two clocks: what ages goes by the boot clock, what is shown with a date keeps the wall clock's time.
    "ALTER TABLE meta ADD COLUMN clock_wall INTEGER;
     ALTER TABLE meta ADD COLUMN clock_boot TEXT;
     ALTER TABLE meta ADD COLUMN clock_up INTEGER;
     ALTER TABLE run ADD COLUMN started_wall INTEGER;
     ALTER TABLE run ADD COLUMN ended_wall INTEGER;
     ALTER TABLE attempt ADD COLUMN intent_wall INTEGER;
     ALTER TABLE event ADD COLUMN wall INTEGER;",
    // Rehearsals that go on where one before ended belong together; who is in a roster, once for each content of it; and what
    // the page of somebody showed who was kept for its sake.
    "ALTER TABLE run ADD COLUMN chain INTEGER REFERENCES run (id);
     CREATE TABLE roster (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE) STRICT;
     CREATE TABLE member (roster INTEGER NOT NULL REFERENCES roster (id), person INTEGER NOT NULL REFERENCES person (id), \
     action TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (roster, person, action)) STRICT, WITHOUT ROWID;
     CREATE TABLE shown (person INTEGER NOT NULL REFERENCES person (id), what TEXT NOT NULL, text TEXT NOT NULL, \
     PRIMARY KEY (person, what, text)) STRICT, WITHOUT ROWID;",
    // Whose page was read to see whom they work for, in vain.
    "ALTER TABLE undecided ADD COLUMN looked INTEGER NOT NULL DEFAULT 0 CHECK (looked IN (0, 1));",
    // Where the file was used last, so that a copy of it is noticed.
    "ALTER TABLE meta ADD COLUMN place TEXT;",
    // The spacing between two people is one number, governor's own: the rule that stood beside it goes into it.
    "UPDATE pace SET tat_ns = max(coalesce(tat_ns, 0), max(0, min(coalesce(not_before, 0), 9223372036854)) * 1000000) \
     WHERE tat_ns IS NOT NULL OR not_before IS NOT NULL;
     ALTER TABLE pace DROP COLUMN not_before;",
    // What is asked of a run at work, and when it heard it.
    "CREATE TABLE request (run INTEGER PRIMARY KEY REFERENCES run (id), what TEXT NOT NULL, at INTEGER NOT NULL, heard_at INTEGER) STRICT;",
];

/// Brings the schema up to the last of `migrations`. `file` is where the ledger is, if it is a file that holds anything.
pub(super) fn migrate(
    conn: &Connection,
    file: Option<&Path>,
    migrations: &[&str],
) -> Result<Vec<PathBuf>, LedgerError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    let mut backups = Vec::new();
    loop {
        let found = version(conn)?;
        if found > known {
            return Err(LedgerError::Newer { path: PathBuf::new(), found, known });
        }
        let Some(step) = usize::try_from(found).ok().and_then(|done| migrations.get(done)) else {
            if found < 0 {
                return Err(LedgerError::damaged(format!("its schema version is {found}")));
            }
            return Ok(backups);
        };
        if found > 0
            && let Some(path) = file
        {
            let backup = file::free_name(path, &format!(".v{found}.bak"));
            file::back_up(conn, &backup)?;
            backups.push(backup);
        }
        if let Err(error) = take_step(conn, found, step) {
            // Nothing was changed, so that the copy would only be one more at every command.
            if let Some(path) = backups.pop() {
                let _ = std::fs::remove_file(path);
            }
            return Err(error);
        }
    }
}

fn take_step(conn: &Connection, found: i64, step: &str) -> Result<(), LedgerError> {
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    if version(&tx)? == found {
        tx.execute_batch(step)?;
        seal::put_if_missing(&tx)?;
        tx.pragma_update(None, "user_version", found + 1)?;
        tx.commit()?;
    }
    Ok(())
}

pub(super) fn version(conn: &Connection) -> Result<i64, LedgerError> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Every table, index and trigger as it is written in the file. A flipped letter in one of them leaves a schema that SQLite may still
/// read, with other rules.
pub(super) fn text(conn: &Connection) -> Result<String, LedgerError> {
    let mut statement = conn.prepare(
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY rowid",
    )?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    Ok(lines.collect::<Result<Vec<_>, _>>()?.join("\n"))
}
