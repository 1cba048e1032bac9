//! Chromium's lock in its profile folder.

use std::fs;
use std::path::Path;

use super::process_table::Process;
use crate::browser::error::StartError;

/// What Chromium leaves in a profile that it did not close properly. With them there, and another host name in the lock (a
/// container that was made anew), it refuses to start.
const LOCK_FILES: &[&str] = &["SingletonLock", "SingletonSocket", "SingletonCookie"];

/// Clears a lock that no living browser holds, if the folder is on this machine.
pub(in crate::browser) fn clear_stale_lock(profile: &Path) -> Result<(), StartError> {
    // Without a process table nobody can tell a stale lock from a living one, and Chromium clears most by itself.
    if !Path::new("/proc/self").exists() || !profile.is_dir() {
        return Ok(());
    }
    if let Some(pid) = holder(profile) {
        return Err(StartError::ProfileInUse { profile: profile.to_owned(), pid });
    }
    for name in LOCK_FILES {
        // Links that lead nowhere; one that cannot be removed is Chromium's to complain about.
        let _ = fs::remove_file(profile.join(name));
    }
    Ok(())
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
    fn a_lock_of_a_dead_process_or_of_another_host_is_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
        for lock in [format!("{}-999999999", host.trim()), "gone-container-1".to_owned(), "odd".to_owned()] {
            symlink(lock, folder.path().join("SingletonLock")).unwrap();
            prepare(folder.path()).unwrap();
            assert!(fs::read_link(folder.path().join("SingletonLock")).is_err());
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
        let error = prepare(&profile).unwrap_err();
        browser.kill().unwrap();
        browser.wait().unwrap();
        assert!(matches!(error, StartError::ProfileInUse { pid, .. } if pid.cast_unsigned() == browser.id()));
        assert!(fs::read_link(profile.join("SingletonLock")).is_ok());
    }
}
