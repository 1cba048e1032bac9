//! The folder and its lock.

use std::fs;
#[cfg(target_os = "linux")]
use std::io::{BufRead, BufReader, Write};
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use super::*;
use crate::domain::UnixMs;
use crate::ledger::{Ledger, LedgerError};

const NOW: UnixMs = UnixMs(1_795_428_000_000);

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
#[cfg(unix)]
fn the_folder_and_all_in_it_are_private_even_if_it_was_open_before() {
    use std::os::unix::fs::PermissionsExt;
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("state").join("account");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let account = Account::open(&folder).unwrap();
    let lock = account.lock("unlinked run", NOW).unwrap();
    account.ledger(&lock, NOW).unwrap();
    for place in [&folder, &account.profile_dir(), &account.runs_dir()] {
        assert_eq!(mode(place), 0o700, "{}", place.display());
    }
    for file in [account.ledger_path(), folder.join("run.lock")] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_second_one_is_told_who_holds_the_account_and_since_when() {
    let folder = tempfile::tempdir().unwrap();
    let account = Account::open(folder.path()).unwrap();
    let guard = account.lock("unlinked run roster.csv", NOW).unwrap();
    let Err(AccountError::Locked { holder: Some(holder), .. }) = account.lock("unlinked login", NOW) else {
        panic!("not locked")
    };
    let expected =
        Holder { pid: std::process::id(), since: NOW, command: "unlinked run roster.csv".to_owned() };
    assert_eq!(holder, expected);
    assert_eq!(account.holder(), Some(expected));
    let said = account.lock("unlinked login", NOW).unwrap_err().to_string();
    assert!(
        said.contains(&format!("process {}", std::process::id())) && said.contains("since 2026-11-23"),
        "{said}"
    );
    drop(guard);
    assert_eq!(account.holder(), None);
    account.lock("unlinked login", NOW).unwrap();
}

#[test]
fn a_lock_file_that_is_deleted_or_replaced_lets_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    let account = Account::open(folder.path()).unwrap();
    let guard = account.lock("unlinked run", NOW).unwrap();
    let removed = fs::remove_file(folder.path().join("run.lock"));
    if cfg!(windows) {
        assert!(removed.is_err(), "a file that is locked can be deleted");
        return;
    }
    removed.unwrap();
    for _ in 0..2 {
        assert!(matches!(account.lock("unlinked run", NOW), Err(AccountError::Locked { holder: None, .. })));
    }
    drop(guard);
    account.lock("unlinked run", NOW).unwrap();
}

#[test]
fn a_folder_is_emptied_but_for_the_lock_which_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let account = Account::open(folder.path()).unwrap();
    let guard = account.lock("unlinked demo", NOW).unwrap();
    account.ledger(&guard, NOW).unwrap();
    fs::write(account.profile_dir().join("Cookies"), "").unwrap();
    account.empty(&guard).unwrap();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("run.lock")), "{left:?}");
    assert!(matches!(account.lock("unlinked run", NOW), Err(AccountError::Locked { holder: Some(_), .. })));
}

#[test]
fn stale_words_in_the_lock_file_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    for words in ["", "{\"pid\":1,\"since\":0,\"command\":\"unlinked run\"}", "\u{0}\u{1}garbage"] {
        fs::write(folder.path().join("run.lock"), words).unwrap();
        let account = Account::open(folder.path()).unwrap();
        assert_eq!(account.holder(), None);
        account.lock("unlinked run", NOW).unwrap();
    }
}

#[test]
fn a_holder_whose_words_cannot_be_read_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let account = Account::open(folder.path()).unwrap();
    let _guard = account.lock("unlinked run", NOW).unwrap();
    let words = if cfg!(windows) { "run.lock.json" } else { "run.lock" };
    fs::write(folder.path().join(words), "half a li").unwrap();
    assert!(matches!(account.lock("x", NOW), Err(AccountError::Locked { holder: None, .. })));
    assert!(account.holder().is_some());
}

/// Another process takes the lock (util-linux's `flock` uses the same system call) and is killed.
#[test]
#[cfg(target_os = "linux")]
fn a_killed_holder_frees_the_account() {
    let folder = tempfile::tempdir().unwrap();
    let account = Account::open(folder.path()).unwrap();
    let started = Command::new("flock")
        .arg(folder.path().join("run.lock"))
        .args(["--command", "echo held; exec cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut holder) = started else {
        eprintln!("skipped: there is no `flock` command on this machine");
        return;
    };
    let mut said = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said.trim(), "held");
    assert!(matches!(account.lock("unlinked run", NOW), Err(AccountError::Locked { .. })));
    // `flock` itself and the command under it: without input the command ends, and with the kill there is no clean end.
    holder.stdin.take().unwrap().flush().unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    let freed = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        account.lock("unlinked run", NOW).is_ok()
    });
    assert!(freed, "the lock outlived its holder");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let outer = tempfile::tempdir().unwrap();
    let file = outer.path().join("state");
    fs::write(&file, "").unwrap();
    for folder in [file.clone(), file.join("account")] {
        let error = Account::open(&folder).unwrap_err();
        assert!(matches!(error, AccountError::NotAFolder { .. }), "{error:?}");
        assert_eq!(error.stopped_by(), crate::domain::StoppedBy::State);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written_is_told() {
    // No permission keeps root out, but nobody can make files in /proc.
    let error = Account::open(std::path::Path::new("/proc/self/unlinked-test")).unwrap_err();
    assert!(matches!(error, AccountError::ReadOnly { .. } | AccountError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("--state DIR"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_folder_without_write_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    if nix::unistd::geteuid().is_root() {
        eprintln!("skipped: root may write everywhere");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let error = Account::open(folder.path()).unwrap_err();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    assert!(matches!(error, AccountError::ReadOnly { .. }), "{error:?}");
}

#[test]
fn looking_into_an_account_makes_nothing() {
    let outer = tempfile::tempdir().unwrap();
    let account = Account::at(&outer.path().join("account"));
    assert_eq!(account.holder(), None);
    assert!(!account.folder().exists());
}

#[test]
fn a_ledger_that_is_older_than_what_was_done_with_it_is_told_before_anything_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let account = Account::open(folder.path()).unwrap();
    let lock = account.lock("unlinked run", NOW).unwrap();
    let start = crate::ledger::RunStart {
        kind: crate::ledger::RunKind::Removal,
        roster: None,
        fingerprint: None,
        site: "http://127.0.0.1:1".to_owned(),
        surface: None,
        route: None,
        selectors: None,
    };
    let backup = folder.path().join("ledger.backup");
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().join("ledger.db");
    {
        let ledger = account.ledger(&lock, NOW).unwrap();
        ledger.begin_run(&start, NOW).unwrap();
        ledger.backup(&backup).unwrap();
        ledger.begin_run(&start, NOW).unwrap();
        Ledger::open(&other, NOW).unwrap();
    }
    account.ledger(&lock, NOW).unwrap();
    let newest = folder.path().join("ledger.newest");
    fs::rename(account.ledger_path(), &newest).unwrap();
    let refused = |why: &str| {
        let error = account.ledger(&lock, NOW).unwrap_err();
        assert!(matches!(error, AccountError::Ledger(LedgerError::Older { .. })), "{error}");
        assert!(error.to_string().contains(why), "{error}");
        assert_eq!(error.stopped_by(), crate::domain::StoppedBy::State);
    };
    refused("it is gone, and it held 2 runs");
    fs::copy(&backup, account.ledger_path()).unwrap();
    refused("the newest run that it knows is 1, and 2 was here");
    fs::remove_file(account.ledger_path()).unwrap();
    fs::copy(&other, account.ledger_path()).unwrap();
    refused("it is another ledger");
    fs::remove_file(account.ledger_path()).unwrap();
    // Without what is known outside of it, the folders of runs still tell.
    fs::copy(&backup, account.ledger_path()).unwrap();
    fs::remove_file(folder.path().join("ledger.known")).unwrap();
    fs::create_dir(account.runs_dir().join("2")).unwrap();
    assert!(matches!(account.ledger(&lock, NOW), Err(AccountError::OldLedger { known: 1, .. })));
    fs::remove_dir(account.runs_dir().join("2")).unwrap();
    account.ledger(&lock, NOW).unwrap();
}

/// What lies in a folder before, and what comes of it.
#[test]
#[cfg(unix)]
fn a_folder_with_other_things_in_it_is_not_taken_over_and_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    for (name, taken) in [
        ("photo.jpg", false),
        ("profile.bak", false),
        (".git", false),
        ("lost+found", true),
        ("keep.txt", true),
        ("demo", true),
    ] {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("folder");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(name), "theirs").unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let opened = Account::open(&folder);
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), "theirs");
        if taken {
            opened.unwrap();
            continue;
        }
        let error = opened.unwrap_err();
        assert!(matches!(error, AccountError::SomebodysFolder { .. }), "{error}");
        assert!(error.to_string().contains(name) && error.to_string().contains("nothing in it was touched"));
        assert_eq!(mode(&folder), 0o755, "{name}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "{name}: something was made in it");
        // An account of before, with other things beside it, stays one; its rights stay as they are, too.
        fs::copy(ledger_in(outer.path()), folder.join("ledger.db")).unwrap();
        Account::open(&folder).unwrap();
        assert_eq!(mode(&folder), 0o755, "{name}");
    }
}

#[cfg(unix)]
fn ledger_in(folder: &std::path::Path) -> std::path::PathBuf {
    let path = folder.join("ledger.db");
    Ledger::open(&path, NOW).unwrap();
    path
}

/// Links that somebody laid under names of ours, to have a file of the user's overwritten or emptied.
#[test]
#[cfg(unix)]
fn locks_and_temporary_files_follow_no_links() {
    use std::os::unix::fs::symlink;
    let outer = tempfile::tempdir().unwrap();
    let (folder, victim) = (outer.path().join("state"), outer.path().join("victim"));
    Account::open(&folder).unwrap();
    fs::write(&victim, "precious").unwrap();
    for name in ["run.lock".to_owned(), format!(".try-{}", std::process::id()), "ledger.known".to_owned()] {
        let _ = fs::remove_file(folder.join(&name));
        symlink(&victim, folder.join(&name)).unwrap();
        let opened = Account::open(&folder).and_then(|account| {
            let lock = account.lock("unlinked run", NOW)?;
            account.ledger(&lock, NOW).map(drop)
        });
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious", "{name}: {opened:?}");
        let _ = fs::remove_file(folder.join(&name));
    }
}
