//! The folders with traces and pictures: they show names and faces, so they are private and do not stay for ever.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::failure::Failure;
use crate::account::Account;
use crate::config::Evidence;
use crate::ledger::RunId;

/// Makes the folder of a run, and deletes those of runs whose time is over.
pub(super) fn make_folder(settings: &Evidence, account: &Account, run: RunId) -> Result<PathBuf, Failure> {
    let all = settings.dir.clone().unwrap_or_else(|| account.runs_dir());
    delete_old(&all, settings.keep_days);
    let Some(dir) = &settings.dir else { return Ok(account.make_run_dir(run)?) };
    let folder = dir.join(run.to_string());
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(|error| {
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

/// Deletes the folders of runs that nothing was written to for `keep_days` days. One that cannot be deleted is tried
/// again by the next run.
fn delete_old(all: &Path, keep_days: u32) {
    let limit = Duration::from_secs(u64::from(keep_days.max(1)) * 24 * 60 * 60);
    let Ok(entries) = fs::read_dir(all) else { return };
    for entry in entries.filter_map(Result::ok) {
        let is_run = entry.file_name().to_str().is_some_and(|name| name.parse::<i64>().is_ok());
        let age =
            entry.metadata().and_then(|meta| meta.modified()).map(|at| SystemTime::now().duration_since(at));
        if is_run && matches!(age, Ok(Ok(age)) if age > limit) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(keep_days: u32) -> Evidence {
        Evidence { pictures: true, keep_days, dir: None }
    }

    fn aged(folder: &Path, days: u64) {
        fs::create_dir_all(folder).unwrap();
        let at = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60 + 60);
        fs::File::open(folder).unwrap().set_modified(at).unwrap();
    }

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
