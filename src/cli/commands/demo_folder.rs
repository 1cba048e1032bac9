//! The demo's folder: what in it the demo made, and may write over and take away.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::own_files::digest;
use crate::ledger::{Ledger, RunStart};
use crate::practice::{demo_keep_csv, demo_roster_csv};
use crate::roster::Roster;
use crate::system::new_file::{Existing, NewFile};

/// What proves that a folder's files are the demo's.
const MARKER: &str = "made-by-unlinked-demo.json";

/// The digests of the files that a demo wrote beside it, and of whom it removes: the mark of its runs in the ledger.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(in crate::cli) struct Marker {
    files: BTreeMap<String, String>,
    #[serde(default)]
    roster: Option<String>,
}

impl Marker {
    pub(in crate::cli) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let cannot = |error: std::io::Error| {
            Failure::State(format!(
                "cannot write into {}: {error}; name another folder with --state",
                folder.display()
            ))
        };
        let text = serde_json::to_vec_pretty(self).map_err(|error| cannot(error.into()))?;
        NewFile::put(&folder.join(MARKER), &text, Existing::IsReplaced).map_err(cannot)
    }
}

/// Refuses a folder in which something would be written over or taken away that no demo made, and an account that was used for
/// anything but demos since, whose owner is `owner`. `usual`: it is the demo's own place, where demos of before left files without
/// a marker.
pub(in crate::cli) fn own_folder(folder: &Path, usual: bool, owner: &str) -> Result<Marker, Failure> {
    let files = [("roster.csv", demo_roster_csv()), ("keep.csv", demo_keep_csv())];
    let now = Marker {
        files: files.iter().map(|(name, text)| ((*name).to_owned(), digest(text.as_bytes()))).collect(),
        roster: Roster::parse("roster.csv", demo_roster_csv()).ok().map(|roster| roster.fingerprint),
    };
    let marker = std::fs::read(folder.join(MARKER)).ok();
    let marker: Option<Marker> = marker.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut foreign = Vec::new();
    for (name, text) in &files {
        let is_ours = match std::fs::read(folder.join(name)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(_) => false,
            Ok(bytes) if bytes == text.as_bytes() => true,
            Ok(bytes) => {
                marker.as_ref().is_some_and(|marker| marker.files.get(*name) == Some(&digest(&bytes)))
            }
        };
        if !is_ours {
            foreign.push(*name);
        }
    }
    let account = folder.join("account");
    let is_empty = std::fs::read_dir(&account).map_or_else(
        |error| error.kind() == std::io::ErrorKind::NotFound,
        |mut entries| entries.next().is_none(),
    );
    if !is_empty && marker.is_none() && !(usual && foreign.is_empty()) {
        foreign.push("account");
    } else if !is_empty {
        let rosters = [now.roster.as_deref(), marker.as_ref().and_then(|marker| marker.roster.as_deref())];
        foreign.extend(used_otherwise(&account, owner, &rosters));
    }
    if foreign.is_empty() {
        return Ok(now);
    }
    Err(Failure::usage(
        format!(
            "{} holds {}, which no demo made or somebody has changed since; nothing was touched",
            folder.display(),
            foreign.join(" and ")
        ),
        "name an empty folder with --state",
    ))
}

/// What shows that an account was used for something else than demos: another owner, a run over another roster or on another site
/// than one on this machine, a keep list of its own.
fn used_otherwise(account: &Path, owner: &str, rosters: &[Option<&str>]) -> Option<&'static str> {
    if account.join("keep.txt").exists() {
        return Some("account/keep.txt");
    }
    let path = account.join("ledger.db");
    if !path.exists() {
        return None;
    }
    const LEDGER: Option<&str> = Some("account/ledger.db");
    // A ledger that cannot be read may be anybody's.
    let Ok(Some(ledger)) = Ledger::open_beside(&path) else { return LEDGER };
    let Ok(known) = ledger.owner() else { return LEDGER };
    let Ok(runs) = ledger.runs(u32::MAX) else { return LEDGER };
    let is_demos = |run: &RunStart| {
        let on_this_machine =
            url::Url::parse(&run.site).is_ok_and(|site| site.host_str() == Some("127.0.0.1"));
        on_this_machine && run.fingerprint.is_some() && rosters.contains(&run.fingerprint.as_deref())
    };
    let all =
        known.is_none_or(|known| known.slug.as_str() == owner) && runs.iter().all(|run| is_demos(&run.start));
    if all { None } else { LEDGER }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnixMs;
    use crate::ledger::RunKind;

    // Regression: the demo wrote over a roster and a keep list of the user's, and emptied their account's folder.
    #[test]
    fn the_demo_takes_a_folder_only_where_all_is_its_own() {
        let made = tempfile::tempdir().unwrap();
        let folder = made.path();
        own_folder(folder, false, "rowan").unwrap().write(folder).unwrap();
        std::fs::write(folder.join("roster.csv"), demo_roster_csv()).unwrap();
        std::fs::create_dir_all(folder.join("account/x")).unwrap();
        assert!(own_folder(folder, false, "rowan").is_ok(), "a demo was here");
        std::fs::write(folder.join("keep.csv"), "my cousin\n").unwrap();
        assert!(own_folder(folder, false, "rowan").is_err() && own_folder(folder, true, "rowan").is_err());
        std::fs::remove_file(folder.join("keep.csv")).unwrap();
        std::fs::remove_file(folder.join(MARKER)).unwrap();
        assert!(own_folder(folder, false, "rowan").is_err(), "whose account it is cannot be told");
        assert!(own_folder(folder, true, "rowan").is_ok(), "the demo's own place");
    }

    // Regression: a demo's folder whose account was used for real afterwards was emptied by the next demo there.
    #[test]
    fn an_account_that_was_used_for_anything_else_is_not_emptied() {
        let fingerprint = Roster::parse("roster.csv", demo_roster_csv()).unwrap().fingerprint;
        let at = UnixMs(1_795_428_000_000);
        let start = |site: &str, fingerprint: &str| RunStart {
            kind: RunKind::Removal,
            roster: None,
            fingerprint: Some(fingerprint.to_owned()),
            site: site.to_owned(),
            surface: None,
            route: None,
            selectors: None,
        };
        let practice = "http://127.0.0.1:4000/";
        type Use<'a> = &'a dyn Fn(&Ledger, &Path);
        let table: [(&str, bool, Use<'_>); 6] = [
            ("a demo", true, &|ledger, _| {
                ledger.begin_run(&start(practice, &fingerprint), at).unwrap();
            }),
            ("nothing yet", true, &|_, _| ()),
            ("another roster", false, &|ledger, _| {
                ledger.begin_run(&start(practice, "5f1c"), at).unwrap();
            }),
            ("the real site", false, &|ledger, _| {
                {
                    ledger.begin_run(&start("https://www.linkedin.com/", &fingerprint), at).unwrap();
                };
            }),
            ("another owner", false, &|ledger, _| {
                drop(ledger.learn_owner(&"anna-example".parse().unwrap(), "Anna", at).unwrap());
            }),
            ("a keep list", false, &|_, account| std::fs::write(account.join("keep.txt"), "ben\n").unwrap()),
        ];
        for (what, is_demos, then) in table {
            let made = tempfile::tempdir().unwrap();
            let account = made.path().join("account");
            own_folder(made.path(), false, "rowan").unwrap().write(made.path()).unwrap();
            std::fs::create_dir_all(&account).unwrap();
            let ledger = Ledger::open(&account.join("ledger.db"), at).unwrap();
            then(&ledger, &account);
            drop(ledger);
            assert_eq!(own_folder(made.path(), false, "rowan").is_ok(), is_demos, "{what}");
        }
    }
}
