//! Chromium's lock in its profile folder.

use std::fs;
use std::path::Path;

use super::process_table::Process;
use crate::browser::error::StartError;

/// What Chromium leaves in a profile that it did not close properly. With them there, and another host name in the lock (a
/// container that was made anew), it refuses to start.
const LOCK_FILES: &[&str] = &["SingletonLock", "SingletonSocket", "SingletonCookie"];

/// Refuses a profile that a living browser holds, or, without `take`, one whose lock names another host: from here nobody can tell
/// whether that browser lives.
pub(in crate::browser) fn look_at_lock(profile: &Path, take: bool) -> Result<(), StartError> {
    if let Some(pid) = holder(profile) {
        return Err(StartError::ProfileInUse { profile: profile.to_owned(), pid });
    }
    match other_host(profile).filter(|_| !take) {
        Some(host) => Err(StartError::ProfileElsewhere { profile: profile.to_owned(), host }),
        None => Ok(()),
    }
}

/// Clears a lock that no living browser holds, if the folder is on this machine.
pub(in crate::browser) fn clear_stale_lock(profile: &Path, take: bool) -> Result<(), StartError> {
    // Without a process table nobody can tell a stale lock from a living one, and Chromium clears most by itself.
    if !Path::new("/proc/self").exists() || !profile.is_dir() {
        return Ok(());
    }
    look_at_lock(profile, take)?;
    for name in LOCK_FILES {
        // Links that lead nowhere; one that cannot be removed is Chromium's to complain about.
        let _ = fs::remove_file(profile.join(name));
    }
    Ok(())
}

/// The host that the lock names, if it is another one than this.
fn other_host(profile: &Path) -> Option<String> {
    let lock = fs::read_link(profile.join("SingletonLock")).ok()?;
    let (host, _) = lock.to_str()?.rsplit_once('-')?;
    (host != fs::read_to_string("/proc/sys/kernel/hostname").ok()?.trim()).then(|| host.to_owned())
}

/// The living process that holds the profile, if there is one. The lock is a link to `HOST-PID`.
fn holder(profile: &Path) -> Option<i32> {
    let lock = fs::read_link(profile.join("SingletonLock")).ok()?;
    let (host, pid) = lock.to_str()?.rsplit_once('-')?;
    if host != fs::read_to_string("/proc/sys/kernel/hostname").ok()?.trim() {
        return None;
    }
    let process = Process::read(pid.parse().ok()?)?;
    (process.is_alive() && process.command_line_has(profile)).then_some(process.pid)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::browser::profile::prepare;

    #[test]
    fn a_lock_of_a_dead_process_is_cleared_and_one_of_another_host_only_where_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
        let lock = folder.path().join("SingletonLock");
        for (names, other) in [
            (format!("{}-999999999", host.trim()), None),
            ("gone-container-1".to_owned(), Some("gone-container")),
            ("odd".to_owned(), None),
        ] {
            symlink(&names, &lock).unwrap();
            match (prepare(folder.path(), false), other) {
                (Ok(_), None) => {}
                (Err(StartError::ProfileElsewhere { host, .. }), Some(other)) => {
                    assert_eq!(host, other);
                    assert!(fs::read_link(&lock).is_ok(), "the lock is left as it was");
                }
                (seen, _) => panic!("{names}: {seen:?}"),
            }
            prepare(folder.path(), true).unwrap();
            assert!(fs::read_link(&lock).is_err());
        }
    }

    #[test]
    fn a_lock_of_a_living_browser_is_left_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let profile = folder.path().canonicalize().unwrap();
        let mut browser = std::process::Command::new("sh")
            .args(["-c", "read line", &format!("--user-data-dir={}", profile.display())])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
        symlink(format!("{}-{}", host.trim(), browser.id()), profile.join("SingletonLock")).unwrap();
        // The kernel shows a new program's command line a moment after it has started it.
        let process = Process::read(browser.id().cast_signed()).unwrap();
        while !process.command_line_has(&profile) {
            std::thread::yield_now();
        }
        let error = prepare(&profile, true).unwrap_err();
        browser.kill().unwrap();
        browser.wait().unwrap();
        assert!(matches!(error, StartError::ProfileInUse { pid, .. } if pid.cast_unsigned() == browser.id()));
        assert!(fs::read_link(profile.join("SingletonLock")).is_ok());
    }
}
