//! LinkedIn's export among what was downloaded: found by its name, never opened here.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How many are offered.
const MOST: usize = 5;

/// The exports in a folder, the newest first. LinkedIn calls its archives `Basic_LinkedInDataExport_11-29-2026.zip` and
/// `Complete_LinkedInDataExport_…`, and the table in them `Connections.csv`; a browser puts `(1)` behind the second of a name.
pub(super) fn exports_in(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(PathBuf, SystemTime)> = entries
        .filter(|entry| is_export(&entry.file_name().to_string_lossy()))
        .filter_map(|entry| {
            let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((entry.path(), about.modified().ok()?))
        })
        .collect();
    found.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    found.truncate(MOST);
    found
}

fn is_export(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_archive = name.contains("linkedindataexport") && name.ends_with(".zip");
    is_archive || name.starts_with("connections") && name.ends_with(".csv")
}

/// The folders in which a browser may have put it: the desktop's own folder of downloads, by its name in the user's language, and the
/// usual one.
pub(super) fn folders() -> Vec<PathBuf> {
    let Ok(home) = etcetera::home_dir() else { return Vec::new() };
    let config = std::env::var_os("XDG_CONFIG_HOME").map_or_else(|| home.join(".config"), PathBuf::from);
    let names = std::fs::read_to_string(config.join("user-dirs.dirs")).unwrap_or_default();
    let mut folders: Vec<PathBuf> = downloads_of(&names, &home).into_iter().collect();
    folders.push(home.join("Downloads"));
    folders.dedup();
    folders
}

/// What the desktop's file of folders says of downloads: `XDG_DOWNLOAD_DIR="$HOME/Pobrane"`.
fn downloads_of(names: &str, home: &Path) -> Option<PathBuf> {
    let said = names.lines().find_map(|line| line.trim().strip_prefix("XDG_DOWNLOAD_DIR="))?;
    let said = said.trim().trim_matches('"');
    Some(match said.strip_prefix("$HOME/") {
        Some(inside) => home.join(inside),
        None => PathBuf::from(said),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_known_by_its_name() {
        for name in [
            "Connections.csv",
            "connections (1).csv",
            "Basic_LinkedInDataExport_11-29-2026.zip",
            "Complete_LinkedInDataExport_11-29-2026.zip.zip",
        ] {
            assert!(is_export(name), "{name}");
        }
        for name in [
            "Invitations.csv",
            "holiday.zip",
            "Connections.pdf",
            "my-connections.csv.part",
            "LinkedInDataExport",
        ] {
            assert!(!is_export(name), "{name}");
        }
    }

    #[test]
    fn the_newest_export_comes_first_and_folders_are_none() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [("Connections.csv", 3600), ("Connections (1).csv", 60), ("notes.txt", 1)] {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - std::time::Duration::from_secs(age)).unwrap();
        }
        std::fs::create_dir(folder.path().join("Connections.csv.csv")).unwrap();
        let names: Vec<String> = exports_in(folder.path())
            .iter()
            .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["Connections (1).csv", "Connections.csv"]);
        assert!(exports_in(Path::new("/nowhere/at/all")).is_empty());
    }

    #[test]
    fn the_folder_of_downloads_has_the_name_that_the_desktop_gives_it() {
        let home = Path::new("/home/zoe");
        let names = "# a comment\nXDG_DESKTOP_DIR=\"$HOME/Pulpit\"\nXDG_DOWNLOAD_DIR=\"$HOME/Pobrane\"\n";
        assert_eq!(downloads_of(names, home), Some(home.join("Pobrane")));
        assert_eq!(downloads_of("XDG_DOWNLOAD_DIR=\"/data/in\"", home), Some("/data/in".into()));
        assert_eq!(downloads_of("", home), None);
    }
}
