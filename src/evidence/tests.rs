//! Whose a folder of evidence is.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::*;
use crate::domain::UnixMs;
use crate::ledger::{Ledger, RunId, RunKind, RunStart};

const NOW: UnixMs = UnixMs(1_795_428_000_000);
const LATER: UnixMs = UnixMs(2_000_000_000_000);

fn ledger(runs: usize) -> Ledger {
    let ledger = Ledger::open_in_memory(NOW).unwrap();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: None,
        fingerprint: None,
        site: "http://127.0.0.1:1".to_owned(),
        surface: None,
        route: None,
        selectors: None,
    };
    for _ in 0..runs {
        ledger.begin_run(&start, NOW).unwrap();
    }
    ledger
}

fn home(named: Option<&Path>, own: &Path, ledger: &Ledger) -> Home {
    Home::of(named, own, ledger.id().unwrap())
}

/// A folder as a version without marks left it.
fn old_run(at: &Path, files: &[&str]) -> PathBuf {
    fs::create_dir_all(at).unwrap();
    for file in files {
        fs::write(at.join(file), "old").unwrap();
    }
    at.to_owned()
}

fn runs(home: &Home) -> Vec<i64> {
    home.list().unwrap().iter().map(|evidence| evidence.run.0).collect()
}

#[test]
fn two_ledgers_in_one_folder_never_share_and_what_is_nobodys_stays() {
    let folder = tempfile::tempdir().unwrap();
    let photo = old_run(&folder.path().join("2019"), &["a.jpg"]);
    let (anna, ben) = (ledger(2), ledger(2));
    let (anna, ben) =
        (home(Some(folder.path()), folder.path(), &anna), home(Some(folder.path()), folder.path(), &ben));
    let (of_anna, of_ben) = (anna.make(RunId(1)).unwrap(), ben.make(RunId(1)).unwrap());
    assert_ne!(of_anna, of_ben);
    fs::write(of_anna.join("000001.png"), "anna").unwrap();
    fs::write(of_ben.join("000001.png"), "ben").unwrap();
    assert_eq!((runs(&anna), runs(&ben)), (vec![1], vec![1]));
    let removed = anna.prune(Duration::from_secs(1), None, LATER).unwrap();
    assert_eq!(removed.runs, 1);
    assert!(!of_anna.exists() && of_ben.join("000001.png").exists() && photo.join("a.jpg").exists());
    // Not even when it is named by hand.
    let others = ben.list().unwrap();
    assert_eq!(anna.remove(&others).unwrap().runs, 0);
    assert!(of_ben.exists());
}

#[test]
fn a_folder_with_other_things_in_it_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(3);
    let own = home(None, folder.path(), &ledger);
    let theirs = old_run(&folder.path().join("3"), &["thesis.tex"]);
    let said = own.make(RunId(3)).unwrap_err().to_string();
    assert!(said.contains("other things lie in it") && said.contains("evidence.dir"), "{said}");
    assert_eq!(fs::read_dir(theirs).unwrap().count(), 1);
    // Nor one that another ledger's mark is on, or none at all, in the place of the whole home.
    let named = home(Some(folder.path()), folder.path(), &ledger);
    old_run(named.folder(), &["theirs.txt"]);
    assert!(named.make(RunId(1)).is_err());
    assert_eq!(named.list().unwrap(), []);
}

#[cfg(unix)]
#[test]
fn a_link_is_no_folder_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(3);
    let own = home(None, &folder.path().join("runs"), &ledger);
    let made = own.make(RunId(1)).unwrap();
    let moved = folder.path().join("moved");
    fs::rename(&made, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &made).unwrap();
    assert_eq!(own.list().unwrap(), []);
    assert!(own.make(RunId(1)).is_err());
    own.prune(Duration::ZERO, None, LATER).unwrap();
    assert!(moved.exists());
}

#[test]
fn folders_of_before_are_adopted_where_the_ledger_knows_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(2);
    let own = home(None, folder.path(), &ledger);
    old_run(&folder.path().join("1"), &["trace.jsonl", "000001.png"]);
    old_run(&folder.path().join("7"), &["trace.jsonl"]);
    assert_eq!(runs(&own), Vec::<i64>::new());
    own.adopt_own(&ledger).unwrap();
    assert_eq!(runs(&own), [1], "the ledger knows no run 7");
    assert_eq!(own.prune(Duration::from_secs(1), None, LATER).unwrap().runs, 1);
    assert!(folder.path().join("7").exists());
}

#[test]
fn in_a_folder_that_was_named_only_what_the_user_hands_over_is_adopted() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(3);
    let named = home(Some(folder.path()), Path::new("nowhere"), &ledger);
    let old = old_run(&folder.path().join("1"), &["trace.jsonl", "000001.png", "locators.json"]);
    old_run(&folder.path().join("2"), &["trace.jsonl", "a.jpg"]);
    old_run(&folder.path().join("2019"), &["a.jpg"]);
    old_run(&folder.path().join("9"), &["trace.jsonl"]);
    named.adopt_own(&ledger).unwrap();
    assert_eq!(runs(&named), Vec::<i64>::new(), "nobody has handed anything over");
    named.prune(Duration::ZERO, None, LATER).unwrap();
    assert!(old.exists(), "not pruned");
    assert_eq!(named.strays().len(), 2, "{:?}", named.strays());
    let adopted = named.adopt(folder.path(), &ledger).unwrap();
    assert_eq!(adopted.runs, [RunId(1)]);
    assert_eq!(adopted.left.len(), 3, "{adopted:?}");
    assert_eq!(runs(&named), [1]);
    assert!(!old.exists() && named.folder().join("1/000001.png").exists());
    assert!(folder.path().join("2019/a.jpg").exists() && folder.path().join("2/a.jpg").exists());
}
