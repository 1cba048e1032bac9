//! The union of two ledgers of one account.

use std::path::{Path, PathBuf};

use super::*;

fn at(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

fn desk(path: &Path, now: i64) -> Desk {
    let ledger = Ledger::open(path, UnixMs(now)).unwrap();
    let run = ledger.begin_run(&start(RunKind::Removal), UnixMs(now)).unwrap();
    Desk { ledger, now: UnixMs(now), run }
}

fn end(desk: Desk) {
    desk.ledger.end_run(desk.run, None, 0, desk.now).unwrap();
}

/// Puts a backup in the place of a ledger, and joins that ledger with it.
fn join(path: &Path, backup: &Path) {
    let newest = path.with_file_name("ledger.newest");
    std::fs::rename(path, &newest).unwrap();
    std::fs::rename(backup, path).unwrap();
    Ledger::restore(path, &newest).unwrap();
}

fn removed_of(ledger: &Ledger) -> Vec<String> {
    let mut keys: Vec<String> = ledger.removed_people().unwrap().into_iter().map(|row| row.key).collect();
    keys.sort();
    keys
}

/// A backup is put back by hand and worked on; then the newest ledger is found again.
#[test]
fn what_either_knows_is_in_the_union_and_both_budgets_count() {
    let folder = tempfile::tempdir().unwrap();
    let path = at(folder.path(), "ledger.db");
    let first = desk(&path, START);
    first.remove("anna");
    first.ledger.backup(&at(folder.path(), "ledger.backup")).unwrap();
    first.remove("ben");
    let doubtful = first.intent("carla");
    first.ledger.mark_phase(doubtful, Phase::Clicked, first.now).unwrap();
    first.ledger.reserve_person(first.run, &Caps::UNLIMITED, first.now).unwrap().unwrap();
    end(first);
    let newest = at(folder.path(), "ledger.newest");
    std::fs::rename(&path, &newest).unwrap();
    std::fs::copy(at(folder.path(), "ledger.backup"), &path).unwrap();
    std::fs::remove_file(at(folder.path(), "ledger.known")).unwrap();
    let second = desk(&path, START + HOUR);
    second.remove("dora");
    second.ledger.skip(&key("erik"), Action::Remove, second.now).unwrap();
    end(second);
    assert_eq!(removed_of(&Ledger::open_beside(&path).unwrap().unwrap()), ["anna", "dora"]);

    let restored = Ledger::restore(&path, &newest).unwrap();
    assert_eq!((restored.gained.clicks, restored.gained.page_views), (2, 1), "{restored:?}");
    assert!(restored.had_sound && restored.replaced.as_ref().unwrap().exists());
    let now = UnixMs(START + 2 * HOUR);
    let union = Ledger::open(&path, now).unwrap();
    assert_eq!(removed_of(&union), ["anna", "ben", "dora"]);
    let standing = |who: &str| union.standing(&key(who), Action::Remove).unwrap();
    assert!(standing("carla").doubt.is_some(), "a click in doubt stays in doubt");
    assert_eq!(standing("erik").outcome, Outcome::Skipped);
    assert_eq!(standing("ben").at, UnixMs(START));
    let budget = union.budget(&Caps::UNLIMITED, now).unwrap();
    let used = |meter| {
        budget.windows.iter().find(|gauge| gauge.meter == meter && gauge.window == Window::Day).unwrap().used
    };
    assert_eq!(used(Meter::Removals), 4, "of both");
    // Once more changes nothing.
    drop(union);
    assert_eq!(Ledger::restore(&path, &newest).unwrap().gained, Gained::default());
    assert_eq!(removed_of(&Ledger::open(&path, now).unwrap()), ["anna", "ben", "dora"]);
}

#[test]
fn a_cool_down_and_a_halt_of_either_hold() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (at(folder.path(), "ledger.db"), at(folder.path(), "ledger.other"));
    let first = desk(&path, START);
    first.ledger.backup(&other).unwrap();
    first.ledger.set_halt(Some(first.run), crate::domain::StopSign::Challenge, "seen", first.now).unwrap();
    end(first);
    join(&path, &other);
    let union = Ledger::open(&path, UnixMs(START + HOUR)).unwrap();
    assert!(union.halt().unwrap().is_some());
}

#[test]
fn another_accounts_ledger_or_something_else_is_not_taken_in_and_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = at(folder.path(), "ledger.db");
    let others = tempfile::tempdir().unwrap();
    let other = at(others.path(), "ledger.db");
    for (path, owner) in [(&path, "anna-owner"), (&other, "ben-owner")] {
        let ledger = Ledger::open(path, UnixMs(START)).unwrap();
        ledger.learn_owner(&Slug::parse(owner).unwrap(), owner, UnixMs(START)).unwrap();
    }
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Ledger::restore(&path, &other), Err(LedgerError::Foreign { .. })));
    let nonsense = at(folder.path(), "notes.txt");
    std::fs::write(&nonsense, "x".repeat(5000)).unwrap();
    assert!(matches!(Ledger::restore(&path, &nonsense), Err(LedgerError::Damaged { .. })));
    assert!(Ledger::restore(&path, &at(folder.path(), "nothing")).is_err());
    // Not even where the own one is gone.
    assert!(std::fs::read(&path).unwrap() == before);
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(Ledger::restore(&path, &other), Err(LedgerError::Foreign { .. })));
    assert!(!path.exists());
}

/// What a page showed of somebody who is kept for its sake, and that it was looked at in vain, protects them later on: both stay.
#[test]
fn what_was_seen_of_people_who_are_kept_is_in_the_union() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (at(folder.path(), "ledger.db"), at(folder.path(), "ledger.other"));
    let first = desk(&path, START);
    first.ledger.backup(&other).unwrap();
    let slug = Slug::parse("anna").unwrap();
    let employers = ["Saltmarsh".to_owned()];
    first
        .ledger
        .note_shown(&key("anna"), (&slug, "Anna Quill"), &[], &employers.clone().map(Into::into), first.now)
        .unwrap();
    let why = Undecided { detail: "nobody can tell", looked: true };
    first.ledger.note_undecided(&key("anna"), Action::Remove, why, first.now).unwrap();
    end(first);
    join(&path, &other);
    let union = Ledger::open(&path, UnixMs(START + HOUR)).unwrap();
    assert_eq!(union.known_before(&key("anna"), Some(&slug)).unwrap().companies, employers);
    assert!(union.looked_for_employer(&key("anna"), Action::Remove).unwrap());
}

/// The older ledger's reading of the boot clock with the newer one's time would let the time between them count twice, and free what
/// was spent in it.
#[test]
fn no_time_is_counted_twice_when_two_ledgers_of_one_boot_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (at(folder.path(), "ledger.db"), at(folder.path(), "ledger.other"));
    let up = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
    let clock = {
        let up = up.clone();
        move || Some(Uptime { boot: "one".to_owned(), ms: up.load(std::sync::atomic::Ordering::SeqCst) })
    };
    let mut first = desk(&path, START);
    first.ledger = first.ledger.by_boot_clock(std::sync::Arc::new(clock.clone())).unwrap();
    first.remove("anna");
    first.ledger.backup(&other).unwrap();
    up.store(8 * HOUR, std::sync::atomic::Ordering::SeqCst);
    first.now = UnixMs(START + 8 * HOUR);
    first.remove("ben");
    end(first);
    join(&path, &other);
    let now = UnixMs(START + 8 * HOUR);
    let union = Ledger::open(&path, now).unwrap().by_boot_clock(std::sync::Arc::new(clock)).unwrap();
    assert_eq!(union.moment(now).unwrap().at, now);
}
