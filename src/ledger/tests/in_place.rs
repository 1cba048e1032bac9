//! Somebody writes to the ledger's file in the middle of a run, by accident: a backup copied over it, a synchronising program, a cut,
//! a flipped letter. The run stops, or nothing is lost; never both not. The moments are random, with a printed seed.

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::*;

struct Run {
    folder: tempfile::TempDir,
    seed: u64,
}

/// What somebody does to the file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Blow {
    /// `cp backup ledger.db`: the old bytes, in place.
    BackupOver,
    /// `rsync --inplace`: block by block, some of them old.
    SomeBlocks,
    Truncated,
    CutShort,
    WalTruncated,
    FlippedText,
    FlippedByte,
    /// In what the file says of its own tables.
    FlippedSchema,
    Deleted,
    Replaced,
    /// By another command, which is as it should be.
    Skip,
    None,
}

const BLOWS: [Blow; 12] = [
    Blow::BackupOver,
    Blow::SomeBlocks,
    Blow::Truncated,
    Blow::CutShort,
    Blow::WalTruncated,
    Blow::FlippedText,
    Blow::FlippedByte,
    Blow::FlippedSchema,
    Blow::Deleted,
    Blow::Replaced,
    Blow::Skip,
    Blow::None,
];

impl Run {
    fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }
    fn strike(&self, blow: Blow, backup: &Path, random: &mut fastrand::Rng) {
        let path = self.path();
        let write = |path: &Path| OpenOptions::new().read(true).write(true).open(path).unwrap();
        match blow {
            Blow::BackupOver => {
                let bytes = fs::read(backup).unwrap();
                let mut file = write(&path);
                file.set_len(0).unwrap();
                file.write_all(&bytes).unwrap();
            }
            Blow::SomeBlocks => {
                let bytes = fs::read(backup).unwrap();
                let mut file = write(&path);
                for (at, block) in bytes.chunks(4096).enumerate() {
                    if random.bool() {
                        file.seek(SeekFrom::Start(at as u64 * 4096)).unwrap();
                        file.write_all(block).unwrap();
                    }
                }
            }
            Blow::Truncated => write(&path).set_len(0).unwrap(),
            Blow::CutShort => {
                let size = fs::metadata(&path).unwrap().len();
                write(&path).set_len(random.u64(0..size)).unwrap();
            }
            Blow::WalTruncated => write(&self.folder.path().join("ledger.db-wal")).set_len(0).unwrap(),
            Blow::FlippedText | Blow::FlippedByte | Blow::FlippedSchema => {
                let mut bytes = Vec::new();
                let mut file = write(&path);
                file.read_to_end(&mut bytes).unwrap();
                let all = |text: &[u8]| -> Vec<usize> {
                    let last = bytes.len() - text.len();
                    (0..last).filter(|at| &bytes[*at..at + text.len()] == text).collect()
                };
                let wanted: Vec<usize> = match blow {
                    Blow::FlippedText => all(b"Name of "),
                    Blow::FlippedSchema => {
                        all(b"CREATE TABLE ").into_iter().map(|at| at + random.usize(13..90)).collect()
                    }
                    _ => (100..bytes.len()).filter(|at| bytes[*at] != 0).collect(),
                };
                let Some(at) = random.choice(wanted) else { return };
                file.seek(SeekFrom::Start(at as u64)).unwrap();
                file.write_all(&[bytes[at] ^ (1 << random.u8(0..6))]).unwrap();
            }
            Blow::Deleted => fs::remove_file(&path).unwrap(),
            Blow::Replaced => {
                let other = self.folder.path().join("ledger.other");
                fs::copy(backup, &other).unwrap();
                fs::rename(other, &path).unwrap();
            }
            Blow::Skip => {
                let beside = Ledger::open_beside(&path).unwrap().unwrap();
                beside.skip(&key("somebody-else"), Action::Remove, UnixMs(START)).unwrap();
            }
            Blow::None => {}
        }
    }
}

/// How many were removed before.
const BEFORE: usize = 60;

fn person(number: usize) -> String {
    format!("person-{number}")
}

fn clicked(ledger: &Ledger, run: RunId, number: usize, now: UnixMs) -> Result<(), LedgerError> {
    let who = person(number);
    let request = IntentRequest {
        run,
        key: key(&who),
        action: Action::Remove,
        pinned_slug: Slug::parse(&who).unwrap(),
        seen_name: format!("Name of {who}"),
        session: "session-1".to_owned(),
        driver: "http://127.0.0.1:9515".to_owned(),
    };
    ledger.reserve_person(run, &Caps::UNLIMITED, now)?.unwrap();
    let attempt = ledger.commit_intent(&request, &Caps::UNLIMITED, now)?.unwrap();
    ledger.mark_phase(attempt, Phase::Clicked, now)?;
    ledger.settle(attempt, Settlement::Removed, now)?;
    ledger.record_outcome(&record(run, &who, Some(attempt), Outcome::Removed), now)?;
    Ok(())
}

/// Everybody whose click was written down, from what the ledger says.
fn removed(ledger: &Ledger) -> usize {
    (0..BEFORE + 10)
        .filter(|number| {
            ledger.standing(&key(&person(*number)), Action::Remove).unwrap().outcome == Outcome::Removed
        })
        .count()
}

#[test]
fn nothing_that_befalls_the_file_in_a_run_is_ended_well_with_something_forgotten() {
    let seed =
        std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let mut seen = std::collections::BTreeMap::<String, [usize; 2]>::new();
    // A ledger of some pages, and an old backup of it.
    let model = tempfile::tempdir().unwrap();
    {
        let ledger = Ledger::open(&model.path().join("ledger.db"), UnixMs(START)).unwrap();
        let first = ledger.begin_run(&start(RunKind::Removal), UnixMs(START)).unwrap();
        for number in 0..BEFORE {
            if number == 3 {
                ledger.backup(&model.path().join("ledger.backup")).unwrap();
            }
            clicked(&ledger, first, number, UnixMs(START)).unwrap();
        }
        ledger.end_run(first, None, 0, UnixMs(START)).unwrap();
    }
    for round in 0..72 {
        let blow = BLOWS[round % BLOWS.len()];
        let run = Run { folder: tempfile::tempdir().unwrap(), seed: random.u64(..) };
        for entry in fs::read_dir(model.path()).unwrap().flatten() {
            fs::copy(entry.path(), run.folder.path().join(entry.file_name())).unwrap();
        }
        let backup = run.folder.path().join("ledger.backup");
        let done = work(&run, blow, &backup, BEFORE, &mut random);
        let ended_well = done.is_ok();
        seen.entry(format!("{blow:?}")).or_default()[usize::from(!ended_well)] += 1;
        let what = format!("round {round}, {blow:?}, seed {seed}/{}", run.seed);
        match done {
            Ok(told) => {
                // Whoever says that all is well has everything in the ledger.
                let ledger = Ledger::open(&run.path(), UnixMs(START + 9))
                    .unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(removed(&ledger), told, "{what}");
                assert!(!run.folder.path().join("ledger.journal").exists(), "{what}");
            }
            Err((told, error)) => {
                assert!(
                    !matches!(blow, Blow::Skip | Blow::None),
                    "{what}: what is as it should be has stopped the run: {error}"
                );
                assert_eq!(error.stopped_by(), crate::domain::StoppedBy::State, "{what}");
                // The next start refuses as well, and says what was saved; or finds that the write-ahead file has everything.
                let again = match Ledger::open(&run.path(), UnixMs(START + 9)) {
                    Ok(ledger) => {
                        assert!(removed(&ledger) >= told, "{what}: {} of {told} are in it", removed(&ledger));
                        continue;
                    }
                    Err(again) => again,
                };
                let saved = [error, again].into_iter().find_map(|error| match error {
                    LedgerError::TakenAway { saved, .. } => saved,
                    _ => None,
                });
                let saved = saved.unwrap_or_else(|| panic!("{what}: nothing was saved"));
                let whole = Ledger::open_beside(&saved).unwrap().unwrap();
                assert!(
                    removed(&whole) >= told,
                    "{what}: {} of {told} are in what was saved",
                    removed(&whole)
                );
                let views = whole.page_views_total().unwrap();
                assert!(views >= told as u64, "{what}: {views} page views for {told} people");
                drop(whole);
                Ledger::restore(&run.path(), &saved).unwrap_or_else(|error| panic!("{what}: {error}"));
                let back = Ledger::open(&run.path(), UnixMs(START + 9))
                    .unwrap_or_else(|error| panic!("{what}: {error}"));
                assert!(removed(&back) >= told, "{what}");
            }
        }
    }
    println!("blow: [ended well, stopped]: {seen:?}");
    // What changes a part alone may hit what the write-ahead file has newer, or what is read no more: such blows count together.
    let in_part = ["FlippedText", "FlippedByte", "FlippedSchema", "SomeBlocks"];
    for (blow, [well, stopped]) in &seen {
        let may_do_nothing = ["Skip", "None"].iter().chain(&in_part).any(|one| one == blow);
        assert!(*stopped > 0 || may_do_nothing, "{blow} never stopped a run ({well} ended well)");
    }
    let stopped: usize = in_part.iter().map(|blow| seen[*blow][1]).sum();
    assert!(stopped > 0, "no change in part ever stopped a run");
}

/// Goes on with the second run, and is struck at a random moment. How many were removed in all when it ended, and why.
fn work(
    run: &Run,
    blow: Blow,
    backup: &Path,
    from: usize,
    random: &mut fastrand::Rng,
) -> Result<usize, (usize, LedgerError)> {
    let mut told = from;
    let people = random.usize(1..8);
    let at = random.usize(0..=people);
    let mut steps = || -> Result<(), LedgerError> {
        let ledger = Ledger::open(&run.path(), UnixMs(START + 1))?;
        let second = ledger.begin_run(&start(RunKind::Removal), UnixMs(START + 1))?;
        for number in 0..people {
            if number == at {
                run.strike(blow, backup, random);
            }
            clicked(&ledger, second, from + number, UnixMs(START + 2))?;
            told += 1;
        }
        if at == people {
            run.strike(blow, backup, random);
        }
        ledger.end_run(second, None, 0, UnixMs(START + 3))
    };
    steps().map_err(|error| (told, error)).map(|()| told)
}

#[test]
fn a_letter_that_was_flipped_while_nothing_ran_is_found_at_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    {
        let ledger = Ledger::open(&path, UnixMs(START)).unwrap();
        let run = ledger.begin_run(&start(RunKind::Removal), UnixMs(START)).unwrap();
        clicked(&ledger, run, 1, UnixMs(START)).unwrap();
        ledger.end_run(run, None, 0, UnixMs(START)).unwrap();
    }
    let sound = fs::read(&path).unwrap();
    let mut found = 0;
    for text in ["Name of person-1", "seen: removed"] {
        let places: Vec<usize> = (0..sound.len() - text.len())
            .filter(|at| &sound[*at..at + text.len()] == text.as_bytes())
            .collect();
        for at in places {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let conn = rusqlite::Connection::open(&path).unwrap();
            let quick: String = conn.query_row("PRAGMA quick_check", [], |row| row.get(0)).unwrap();
            assert_eq!(quick, "ok", "SQLite lets it pass");
            drop(conn);
            for opened in [Ledger::open(&path, UnixMs(START)).map(drop), Ledger::open_beside(&path).map(drop)]
            {
                let error = opened.unwrap_err();
                assert!(matches!(error, LedgerError::Damaged { .. }), "{error}");
            }
            found += 1;
        }
    }
    assert!(found > 0, "nothing was flipped");
    fs::write(&path, &sound).unwrap();
    Ledger::open(&path, UnixMs(START)).unwrap();
}

/// `kill -9` at any moment: what the journal holds is in the ledger, and the next start takes it as it is.
#[test]
fn a_run_that_was_killed_leaves_a_journal_that_the_next_start_finds_in_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path, UnixMs(START)).unwrap();
    let run = ledger.begin_run(&start(RunKind::Removal), UnixMs(START)).unwrap();
    clicked(&ledger, run, 1, UnixMs(START)).unwrap();
    // As a kill leaves them: the files as they are, and nothing closed.
    let after = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder.path()).unwrap().flatten() {
        fs::copy(entry.path(), after.path().join(entry.file_name())).unwrap();
    }
    drop(ledger);
    assert!(after.path().join("ledger.journal").exists());
    let again = Ledger::open(&after.path().join("ledger.db"), UnixMs(START)).unwrap();
    assert_eq!(removed(&again), 1);
    assert!(!after.path().join("ledger.journal").exists() && !after.path().join("ledger.before").exists());
}
