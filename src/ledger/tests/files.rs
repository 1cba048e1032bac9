//! The ledger as a file: bad files are told apart, and kept.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::ledger::schema;

pub(super) struct Folder {
    pub(super) folder: tempfile::TempDir,
}

impl Folder {
    pub(super) fn new() -> Folder {
        Folder { folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    /// A ledger with some people in it, closed.
    pub(super) fn with_people(people: usize) -> Folder {
        let folder = Folder::new();
        let now = UnixMs(START);
        let ledger = Ledger::open(&folder.path(), now).unwrap();
        let desk = Desk { run: ledger.begin_run(&start(RunKind::Removal), now).unwrap(), ledger, now };
        (0..people).for_each(|number| desk.remove(&format!("person-{number}")));
        folder
    }

    pub(super) fn open(&self) -> Result<Ledger, LedgerError> {
        Ledger::open(&self.path(), UnixMs(START))
    }

    pub(super) fn rewrite(&self, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut bytes = fs::read(self.path()).unwrap();
        change(&mut bytes);
        fs::write(self.path(), &bytes).unwrap();
        bytes
    }

    pub(super) fn assert_damaged_and_kept(&self, bytes: &[u8]) {
        match self.open() {
            Err(LedgerError::Damaged { kept, .. }) => assert_eq!(kept, self.path()),
            // The run never ended, so that its journal is there: all of it is saved beside.
            Err(LedgerError::TakenAway { path, saved: Some(saved), .. }) => {
                assert_eq!(path, self.path());
                assert!(Ledger::open_beside(&saved).unwrap().is_some());
            }
            other => panic!("not damaged: {other:?}"),
        }
        assert!(fs::read(self.path()).unwrap() == bytes, "the damaged file was changed");
    }
}

#[test]
fn a_new_ledger_is_private_and_is_found_again() {
    let folder = Folder::with_people(3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let ledger = folder.open().unwrap();
        ledger.begin_run(&start(RunKind::Removal), UnixMs(START)).unwrap();
        for entry in fs::read_dir(folder.folder.path()).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        }
    }
    let ledger = folder.open().unwrap();
    let standing = ledger.standing(&key("person-2"), Action::Remove).unwrap();
    assert_eq!((standing.outcome, standing.at), (Outcome::Removed, UnixMs(START)));
}

#[test]
fn a_ledger_from_a_newer_version_is_refused_and_left_as_it_is() {
    let folder = Folder::with_people(1);
    let newer = i64::try_from(schema::MIGRATIONS.len()).unwrap() + 1;
    rusqlite::Connection::open(folder.path()).unwrap().pragma_update(None, "user_version", newer).unwrap();
    let before = fs::read(folder.path()).unwrap();
    let error = folder.open().unwrap_err();
    assert!(matches!(&error, LedgerError::Newer { found, .. } if *found == newer), "{error}");
    assert!(fs::read(folder.path()).unwrap() == before);
    assert!(matches!(Ledger::open_beside(&folder.path()), Err(LedgerError::Newer { .. })));
}

#[test]
fn an_empty_file_is_damage_and_not_a_new_ledger() {
    let folder = Folder::with_people(1);
    let bytes = folder.rewrite(Vec::clear);
    folder.assert_damaged_and_kept(&bytes);
}

#[test]
fn a_truncated_ledger_is_damage_at_every_length() {
    let folder = Folder::with_people(40);
    let whole = fs::read(folder.path()).unwrap();
    for length in
        [1, 50, 99, 100, 512, 4095, 4096, 5000, whole.len() / 2, whole.len() - 4096, whole.len() - 1]
    {
        fs::write(folder.path(), &whole[..length]).unwrap();
        folder.assert_damaged_and_kept(&whole[..length]);
    }
    fs::write(folder.path(), &whole).unwrap();
    folder.open().unwrap();
}

#[test]
fn something_else_than_a_ledger_is_damage() {
    let folder = Folder::new();
    fs::write(
        folder.path(),
        "a shopping list that somebody saved under this name, long enough to be looked at\n".repeat(9),
    )
    .unwrap();
    assert!(matches!(folder.open(), Err(LedgerError::Damaged { .. })));
    fs::remove_file(folder.path()).unwrap();
    let other = rusqlite::Connection::open(folder.path()).unwrap();
    other.execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    drop(other);
    let error = folder.open().unwrap_err();
    assert!(error.to_string().contains("not a ledger of unlinked"), "{error}");
    fs::remove_file(folder.path()).unwrap();
    fs::create_dir(folder.path()).unwrap();
    assert!(matches!(folder.open(), Err(LedgerError::Damaged { .. } | LedgerError::Io { .. })));
}

#[test]
fn a_lost_file_with_its_write_ahead_file_left_is_damage() {
    let folder = Folder::new();
    fs::write(folder.folder.path().join("ledger.db-wal"), [1; 100]).unwrap();
    assert!(matches!(folder.open(), Err(LedgerError::Damaged { .. })));
    assert!(!folder.path().exists(), "no empty ledger took its place");
}

#[test]
fn after_an_unclean_end_flipped_bits_are_found_before_anything_is_done() {
    let whole = {
        let folder = Folder::with_people(60);
        // The mark of a run that never ended.
        let conn = rusqlite::Connection::open(folder.path()).unwrap();
        conn.execute("UPDATE meta SET clean = 0", []).unwrap();
        conn.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).unwrap();
        drop(conn);
        fs::read(folder.path()).unwrap()
    };
    let (mut found, mut tried) = (0, 0);
    for page in 1..whole.len() / 4096 {
        let folder = Folder::new();
        let mut bytes = whole.clone();
        // The page's header: its kind, its cell count, the start of its content.
        for byte in &mut bytes[page * 4096..page * 4096 + 8] {
            *byte ^= 0x55;
        }
        fs::write(folder.path(), &bytes).unwrap();
        tried += 1;
        match folder.open() {
            Err(LedgerError::Damaged { .. }) => found += 1,
            other => assert!(other.is_ok(), "{other:?}"),
        }
    }
    // Pages on the free list hold nothing and may go unnoticed.
    assert!(tried > 5 && found >= tried - 1, "{found} of {tried} were found");
}

#[test]
fn a_full_disk_loses_nothing_and_goes_on_once_there_is_space() {
    let folder = Folder::with_people(5);
    let now = UnixMs(START);
    let ledger = folder.open().unwrap();
    let desk = Desk { run: ledger.begin_run(&start(RunKind::Removal), now).unwrap(), ledger, now };
    desk.ledger.set_max_pages(1).unwrap();
    let (mut written, mut full) = (0, None);
    for number in 0..500 {
        match desk.ledger.commit_intent(&desk.request(&format!("more-{number}")), &Caps::UNLIMITED, now) {
            Ok(answer) => {
                answer.unwrap();
                written += 1;
            }
            Err(error) => {
                full = Some((number, error));
                break;
            }
        }
    }
    let (number, error) = full.expect("the disk never filled up");
    assert!(matches!(error, LedgerError::Full { .. }), "{error}");
    assert_eq!(desk.used(Meter::Removals, Window::Day), 5 + written);
    let who = format!("more-{number}");
    assert_eq!(desk.stands(&who), (Outcome::Pending, FREE), "the one that did not fit was not begun");
    desk.ledger.set_max_pages(100_000).unwrap();
    desk.intent(&who);
}

#[test]
fn a_file_where_the_folder_should_be_is_told_plainly() {
    let folder = Folder::new();
    fs::write(folder.path(), "").unwrap();
    let error = Ledger::open(&folder.path().join("ledger.db"), UnixMs(START)).unwrap_err();
    assert!(matches!(error, LedgerError::Io { .. } | LedgerError::ReadOnly { .. }), "{error:?}");
}

#[test]
fn another_program_that_holds_the_file_is_told_and_nothing_is_written() {
    let folder = Folder::with_people(1);
    let ledger = folder.open().unwrap();
    ledger.set_busy_timeout_for_tests();
    let other = rusqlite::Connection::open(folder.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = ledger.begin_run(&start(RunKind::Removal), UnixMs(START)).unwrap_err();
    assert!(matches!(error, LedgerError::Locked { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    ledger.begin_run(&start(RunKind::Removal), UnixMs(START)).unwrap();
}

#[cfg(windows)]
#[test]
fn a_ledger_under_a_run_cannot_be_taken_away() {
    let folder = Folder::with_people(3);
    let ledger = folder.open().unwrap();
    let copy = folder.folder.path().join("copy.db");
    ledger.backup(&copy).unwrap();
    fs::remove_file(folder.path()).unwrap_err();
    fs::remove_file(folder.folder.path().join("ledger.db-wal")).unwrap_err();
    fs::rename(&copy, folder.path()).unwrap_err();
    fs::rename(folder.path(), folder.folder.path().join("elsewhere.db")).unwrap_err();
    drop(ledger);
    folder.open().unwrap();
}

#[cfg(unix)]
#[test]
fn a_ledger_that_is_taken_away_under_a_run_stops_it_and_is_saved_whole() {
    for how in ["deleted", "replaced by an older copy", "robbed of its write-ahead file"] {
        let folder = Folder::with_people(3);
        let now = UnixMs(START);
        let ledger = folder.open().unwrap();
        let desk = Desk { run: ledger.begin_run(&start(RunKind::Removal), now).unwrap(), ledger, now };
        desk.remove("the-last-one");
        match how {
            "deleted" => fs::remove_file(folder.path()).unwrap(),
            "replaced by an older copy" => {
                let copy = folder.folder.path().join("copy.db");
                desk.ledger.backup(&copy).unwrap();
                fs::rename(copy, folder.path()).unwrap();
            }
            _ => fs::remove_file(folder.folder.path().join("ledger.db-wal")).unwrap(),
        }
        for _ in 0..2 {
            let refused = desk.ledger.commit_intent(&desk.request("nobody"), &Caps::UNLIMITED, now);
            let Err(LedgerError::TakenAway { saved: Some(saved), .. }) = refused else {
                panic!("{how}: {refused:?}")
            };
            let copy = Ledger::open_beside(&saved).unwrap().unwrap();
            let standing = copy.standing(&key("the-last-one"), Action::Remove).unwrap();
            assert_eq!((standing.outcome, standing.at), (Outcome::Removed, now), "{how}");
            assert_eq!(copy.doubts().unwrap(), [], "{how}");
        }
        let saved = fs::read_dir(folder.folder.path()).unwrap().flatten();
        let saved = saved.filter(|entry| entry.file_name().to_string_lossy().contains(".saved"));
        assert_eq!(
            saved.filter(|entry| !entry.file_name().to_string_lossy().contains("-")).count(),
            1,
            "{how}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_ledger_behind_a_link_is_the_one_that_it_points_at() {
    let folder = Folder::with_people(2);
    let links = tempfile::tempdir().unwrap();
    let link = links.path().join("ledger.db");
    std::os::unix::fs::symlink(folder.path(), &link).unwrap();
    let now = UnixMs(START);
    let ledger = Ledger::open(&link, now).unwrap();
    let desk = Desk { run: ledger.begin_run(&start(RunKind::Removal), now).unwrap(), ledger, now };
    let attempt = desk.intent("somebody");
    let other = Ledger::open_beside(&folder.path()).unwrap().unwrap();
    assert_eq!(other.doubts().unwrap()[0].attempt, attempt, "both are one ledger");
    drop((desk, other));
    assert!(matches!(
        Ledger::open(&link, now).unwrap().standing(&key("person-1"), Action::Remove),
        Ok(standing) if standing.is_final
    ));
}

/// Guards against a start that reads the whole ledger: each of these is asked before every person.
#[test]
fn what_is_asked_before_every_person_reads_no_table_from_end_to_end() {
    let folder = Folder::with_people(1);
    let conn = rusqlite::Connection::open(folder.path()).unwrap();
    let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", crate::ledger::doubt::all_sql())).unwrap();
    let steps: Vec<String> = plan.query_map([], |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
    assert!(steps.iter().any(|step| step.contains("SCAN a USING INDEX attempt_open")), "{steps:?}");
    assert!(!steps.iter().any(|step| step == "SCAN a" || step == "SCAN p" || step == "SCAN s"), "{steps:?}");
}

#[test]
fn a_page_view_is_written_before_its_load_and_synced_during_it() {
    let folder = Folder::with_people(0);
    let ledger = folder.open().unwrap();
    let now = UnixMs(START);
    let run = ledger.begin_run(&start(RunKind::Removal), now).unwrap();
    assert!(ledger.is_synced());
    ledger.reserve_person(run, &Caps::UNLIMITED, now).unwrap().unwrap();
    let beside = Ledger::open_beside(&folder.path()).unwrap().unwrap();
    assert_eq!(beside.page_views_total().unwrap(), 1, "another process counts it at once");
    assert!(!ledger.is_synced());
    ledger.sync().unwrap();
    assert!(ledger.is_synced());

    ledger.record_page_view(run, PageViewKind::Verify, now).unwrap().unwrap();
    assert!(!ledger.is_synced());
    ledger.record_page_view(run, PageViewKind::Owner, now).unwrap().unwrap();
    assert!(ledger.is_synced(), "a synced write takes what was written before it along");
}
