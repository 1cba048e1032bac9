//! Ledgers of older versions: brought up to date one step after the other, each with a backup before it.

use std::fs;

use super::files::Folder;
use super::*;
use crate::ledger::schema;

#[test]
fn migrations_go_forward_one_by_one_with_a_backup_before_each() {
    let folder = Folder::new();
    let conn = rusqlite::Connection::open(folder.path()).unwrap();
    let steps = ["CREATE TABLE a (x)", "ALTER TABLE a ADD COLUMN y", "ALTER TABLE a ADD COLUMN z"];
    assert!(
        schema::migrate(&conn, Some(&folder.path()), &steps[..1]).unwrap().is_empty(),
        "nothing to back up"
    );
    conn.execute("INSERT INTO a VALUES (7)", []).unwrap();
    let backups = schema::migrate(&conn, Some(&folder.path()), &steps).unwrap();
    assert_eq!(schema::version(&conn).unwrap(), 3);
    let columns: Vec<usize> = backups
        .iter()
        .map(|backup| {
            let old = rusqlite::Connection::open(backup).unwrap();
            old.prepare("SELECT * FROM a WHERE x = 7").unwrap().column_count()
        })
        .collect();
    assert_eq!(columns, [1, 2]);
    assert!(schema::migrate(&conn, Some(&folder.path()), &steps).unwrap().is_empty());
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let folder = Folder::new();
    let conn = rusqlite::Connection::open(folder.path()).unwrap();
    schema::migrate(&conn, Some(&folder.path()), &["CREATE TABLE a (x)"]).unwrap();
    let broken = ["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE b (x)"];
    schema::migrate(&conn, Some(&folder.path()), &broken).unwrap_err();
    assert_eq!(schema::version(&conn).unwrap(), 1);
    assert!(conn.prepare("SELECT * FROM b").is_err());
    // Nor does each command that tries it leave one more copy.
    let copies = fs::read_dir(folder.folder.path()).unwrap().flatten();
    assert_eq!(copies.filter(|entry| entry.file_name().to_string_lossy().ends_with(".bak")).count(), 0);
}

#[test]
fn a_backup_is_never_overwritten() {
    let folder = Folder::with_people(1);
    let ledger = folder.open().unwrap();
    let to = folder.folder.path().join("copy.db");
    ledger.backup(&to).unwrap();
    assert!(ledger.backup(&to).is_err());
    assert_eq!(file::look(&to).unwrap(), file::Found::Database);
}

#[test]
fn a_ledger_of_every_older_version_is_brought_up_to_date_with_a_backup() {
    for version in 1..schema::MIGRATIONS.len() {
        let folder = Folder::new();
        let now = UnixMs(START);
        {
            let conn = rusqlite::Connection::open(folder.path()).unwrap();
            conn.pragma_update(None, "application_id", schema::APPLICATION_ID).unwrap();
            crate::ledger::seal::register(&conn).unwrap();
            schema::migrate(&conn, None, &schema::MIGRATIONS[..version]).unwrap();
            conn.execute_batch(
                "INSERT INTO meta (id, created_at, clean, clock_at, clock_ahead) VALUES (1, 0, 1, 0, 0);
                 INSERT INTO run (kind, site, started_at) VALUES ('removal', 'http://127.0.0.1:1', 0);
                 INSERT INTO person (key, first_seen_at) VALUES ('anna-example', 0);
                 INSERT INTO event (run, person, action, outcome, detail, at) VALUES (1, 1, 'remove', 'removed', '', 5);
                 INSERT INTO attempt (person, run, action, nth, pinned_slug, seen_name, session, driver, phase, intent_at, settled) \
                 VALUES (1, 1, 'remove', 1, 'anna-example', 'Anna Example', 's', 'd', 'clicked', 4, 'removed');
                 INSERT INTO standing (person, action, outcome, at, run, failures, final, spent, skipped, look) \
                 VALUES (1, 'remove', 'removed', 5, 1, 0, 0, 0, 0, 0);
                 UPDATE control SET streak_cause = 'not_found_or_mismatch', streak = 4, streak_revision = 'rev-1';",
            )
            .unwrap();
            // The two spacings became one in the eleventh step.
            let spacing = if version < 11 { "tat_ns = 5, not_before = 7" } else { "tat_ns = 7000000" };
            conn.execute_batch(&format!("UPDATE pace SET {spacing}")).unwrap();
            // A ledger that was made before it had a name gets it in the migration, not at its making.
            if version >= 5 {
                conn.execute_batch("UPDATE meta SET ledger = lower(hex(randomblob(16)))").unwrap();
            }
        }
        let ledger = folder.open().unwrap();
        assert_eq!(ledger.id().unwrap().len(), 32, "version {version}");
        assert_eq!(ledger.pace_state().unwrap(), Some(7_000_000), "the later of the two spacings holds");
        let standing = ledger.standing(&key("anna-example"), Action::Remove).unwrap();
        assert_eq!((standing.outcome, standing.at), (Outcome::Removed, UnixMs(5)));
        let run = ledger.begin_run(&start(RunKind::Removal), now).unwrap();
        let fifth = record(run, "somebody-new", None, Outcome::NotFound);
        ledger.record_outcome(&fifth, now).unwrap();
        let tripped = ledger.note_outcome_for_breaker(&fifth, &Thresholds::default(), "rev-1", now).unwrap();
        assert!(version > 1 || tripped.is_some(), "the row goes on through the migration");
        let backup =
            rusqlite::Connection::open(folder.folder.path().join(format!("ledger.db.v{version}.bak")))
                .unwrap();
        assert_eq!(schema::version(&backup).unwrap(), i64::try_from(version).unwrap());
        drop(ledger);
        folder.open().unwrap();
    }
}
