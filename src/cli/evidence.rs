//! The folders with traces and pictures: they show names and faces, so they are private and do not stay for ever.

use std::path::PathBuf;
use std::time::Duration;

use super::failure::Failure;
use crate::config::Evidence;
use crate::domain::Clock;
use crate::evidence::Home;
use crate::ledger::RunId;
use crate::pace::SystemClock;
use crate::wording::count;

/// Makes the folder of a run, and removes the evidence of runs whose time is over.
pub(super) fn make_folder(settings: &Evidence, home: &Home, run: RunId) -> Result<PathBuf, Failure> {
    let keep = Duration::from_secs(u64::from(settings.keep_days.max(1)) * 24 * 60 * 60);
    // What cannot be removed now is tried again by the next run, and is no reason to stop this one.
    match home.prune(keep, Some(run), SystemClock.now()) {
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
    home.make(run).map_err(|error| Failure::State(error.to_string()))
}

/// What `status` says of evidence that is never removed, if there is any.
pub(super) fn not_pruned(home: &Home) -> Option<String> {
    let strays = home.strays();
    let first = strays.first()?;
    let folder = first.parent().unwrap_or(first);
    Some(format!(
        "{} in {} from a version without marks: not pruned. `unlinked evidence adopt {}` takes over those of this account",
        count(strays.len(), "folder of a run", "folders of runs"),
        folder.display(),
        folder.display()
    ))
}

/// Deletes the evidence of a run that is not to be kept. Says whether it is gone.
pub(super) fn forget(settings: &Evidence, home: &Home, run: RunId) -> bool {
    settings.keep_days == 0
        && home.list().is_ok_and(|list| {
            let of_run: Vec<_> = list.into_iter().filter(|evidence| evidence.run == run).collect();
            home.remove(&of_run).is_ok_and(|removed| removed.runs > 0)
        })
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::fs;
    #[cfg(unix)]
    use std::path::Path;
    #[cfg(unix)]
    use std::time::SystemTime;

    use super::*;

    fn settings(keep_days: u32) -> Evidence {
        Evidence { pictures: true, keep_days, dir: None }
    }

    #[cfg(unix)]
    fn aged(folder: &Path, days: u64) {
        let at = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60 + 60);
        fs::File::open(folder).unwrap().set_modified(at).unwrap();
    }

    // Windows opens no folder, to change its time.
    #[cfg(unix)]
    #[test]
    fn only_folders_of_runs_whose_time_is_over_are_deleted() {
        let own = tempfile::tempdir().unwrap();
        let home = Home::of(None, own.path(), "a".repeat(32));
        for (run, days) in [(1, 31), (2, 29)] {
            let folder = home.make(RunId(run)).unwrap();
            fs::write(folder.join("000001.png"), "").unwrap();
            for path in [folder.join("000001.png"), folder.join(".unlinked-evidence"), folder] {
                aged(&path, days);
            }
        }
        for name in ["notes", "2019"] {
            fs::create_dir(own.path().join(name)).unwrap();
            aged(&own.path().join(name), 99);
        }
        let made = make_folder(&settings(30), &home, RunId(3)).unwrap();
        assert_eq!(made, own.path().join("3"));
        let there = |name: &str| own.path().join(name).exists();
        assert_eq!((there("1"), there("2"), there("3")), (false, true, true));
        assert!(there("notes") && there("2019"), "what bears no mark of ours is somebody's");
    }

    #[test]
    fn evidence_that_is_not_to_be_kept_goes_when_the_run_ends() {
        let own = tempfile::tempdir().unwrap();
        let home = Home::of(None, own.path(), "a".repeat(32));
        let made = make_folder(&settings(0), &home, RunId(1)).unwrap();
        assert!(!forget(&settings(1), &home, RunId(1)) && made.exists());
        assert!(forget(&settings(0), &home, RunId(1)) && !made.exists());
    }
}
