//! What evidence there is, and what of it is removed.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use unlinked::domain::UnixMs;
use unlinked::evidence::Home;
use unlinked::ledger::RunId;

const DAY: Duration = Duration::from_hours(24);

fn now() -> UnixMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    UnixMs(i64::try_from(since.as_millis()).unwrap())
}

/// The evidence of one ledger, in this folder of its account.
fn home(runs: &Path) -> Home {
    Home::of(None, runs, "a".repeat(32))
}

/// A run with a trace and a picture, last written so many days ago, marked as this ledger's.
fn run(runs: &Path, name: &str, days: u32) {
    let folder = runs.join(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, bytes) in [("trace.jsonl", 100), ("000004.png", 900)] {
        fs::write(folder.join(file), vec![b'x'; bytes]).unwrap();
        File::open(folder.join(file)).unwrap().set_modified(SystemTime::now() - DAY * days).unwrap();
    }
    if let Ok(run) = name.parse::<i64>() {
        let mark = format!("{{\"ledger\":\"{}\",\"run\":{run}}}", "a".repeat(32));
        fs::write(folder.join(".unlinked-evidence"), mark).unwrap();
    }
    File::open(&folder).unwrap().set_modified(SystemTime::now() - DAY * days).unwrap();
}

fn names(runs: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(runs).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn old_runs_are_pruned_and_nothing_else_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let runs = folder.path().join("runs");
    for (name, days) in [("1", 60), ("2", 31), ("3", 40), ("12", 29), ("007", 90), ("5.old", 90)] {
        run(&runs, name, days);
    }
    fs::write(folder.path().join("ledger.db"), "the ledger").unwrap();
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    fs::write(folder.path().join("elsewhere/kept"), "kept").unwrap();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), runs.join("9")).unwrap();

    let removed = home(&runs).prune(DAY * 30, Some(RunId(3)), now()).unwrap();
    assert_eq!((removed.runs, removed.files, removed.bytes), (2, 4, 2_000));
    assert_eq!(names(&runs), ["007", "12", "3", "5.old", "9"]);
    assert_eq!(fs::read_to_string(folder.path().join("ledger.db")).unwrap(), "the ledger");
    assert_eq!(fs::read_to_string(folder.path().join("elsewhere/kept")).unwrap(), "kept");
}

#[test]
fn a_run_with_one_fresh_file_is_not_old() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "4", 60);
    fs::write(folder.path().join("4/000009.png"), "fresh").unwrap();
    assert_eq!(home(folder.path()).prune(DAY * 30, None, now()).unwrap().runs, 0);
}

#[test]
fn evidence_is_listed_with_its_size_and_removed_by_run() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(home(&folder.path().join("none")).list().unwrap(), []);
    for name in ["10", "2"] {
        run(folder.path(), name, 1);
    }
    let home = home(folder.path());
    let list = home.list().unwrap();
    let facts: Vec<_> = list.iter().map(|run| (run.run.0, run.files, run.pictures, run.bytes)).collect();
    assert_eq!(facts, [(2, 2, 1, 1_000), (10, 2, 1, 1_000)]);
    assert_eq!(home.remove(&list[..1]).unwrap().runs, 1);
    assert_eq!(names(folder.path()), ["10"]);
    assert_eq!(home.remove(&list[..1]).unwrap().runs, 0, "what is gone already is no fault");
}
