//! The folders with traces and pictures: they show names and faces, so they are private and do not stay for ever.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::archive::runs_folder;
use super::failure::Failure;
use crate::account::Account;
use crate::config::Evidence;
use crate::domain::Clock;
use crate::evidence::prune;
use crate::ledger::RunId;
use crate::pace::SystemClock;
use crate::system::private;

/// Makes the folder of a run, and removes the evidence of runs whose time is over.
pub(super) fn make_folder(settings: &Evidence, account: &Account, run: RunId) -> Result<PathBuf, Failure> {
    let keep = Duration::from_secs(u64::from(settings.keep_days.max(1)) * 24 * 60 * 60);
    // What cannot be removed now is tried again by the next run, and is no reason to stop this one.
    match prune(&runs_folder(settings, account), keep, Some(run), SystemClock.now()) {
        Ok(removed) if removed.runs > 0 => {
            tracing::info!(
                runs = removed.runs,
                files = removed.files,
                "removed evidence that was old enough"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "old evidence stays"),
    }
    let Some(dir) = &settings.dir else { return Ok(account.make_run_dir(run)?) };
    let folder = dir.join(run.to_string());
    private::make_folder(&folder).map_err(|error| {
        Failure::State(format!(
            "cannot make the folder {} for trace and pictures ({error}); mend `evidence.dir` in the config",
            folder.display()
        ))
    })?;
    Ok(folder)
}

/// Deletes the evidence of a run that is not to be kept. Says whether it is gone.
pub(super) fn forget(settings: &Evidence, folder: &Path) -> bool {
    settings.keep_days == 0 && fs::remove_dir_all(folder).is_ok()
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::time::SystemTime;

    use super::*;

    fn settings(keep_days: u32) -> Evidence {
        Evidence { pictures: true, keep_days, dir: None }
    }

    #[cfg(unix)]
    fn aged(folder: &Path, days: u64) {
        fs::create_dir_all(folder).unwrap();
        let at = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60 + 60);
        fs::File::open(folder).unwrap().set_modified(at).unwrap();
    }

    // Windows opens no folder, to change its time.
    #[cfg(unix)]
    #[test]
    fn only_folders_of_runs_whose_time_is_over_are_deleted() {
        let home = tempfile::tempdir().unwrap();
        let account = Account::open(home.path()).unwrap();
        for (name, days) in [("1", 31), ("2", 29), ("notes", 99)] {
            aged(&account.runs_dir().join(name), days);
        }
        let made = make_folder(&settings(30), &account, RunId(3)).unwrap();
        assert_eq!(made, account.runs_dir().join("3"));
        let there = |name: &str| account.runs_dir().join(name).exists();
        assert_eq!((there("1"), there("2"), there("3"), there("notes")), (false, true, true, true));
    }

    #[test]
    fn evidence_that_is_not_to_be_kept_goes_when_the_run_ends() {
        let home = tempfile::tempdir().unwrap();
        let account = Account::open(home.path()).unwrap();
        let made = make_folder(&settings(0), &account, RunId(1)).unwrap();
        assert!(!forget(&settings(1), &made) && made.exists());
        assert!(forget(&settings(0), &made) && !made.exists());
    }
}
