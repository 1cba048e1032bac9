//! The files that `selectors learn` and `selectors prove` change: the user's own, checked as a run would check them, shown, and written
//! once the user has agreed. The built-in files are never touched.

use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, FileFault};
use crate::cli::output::{Terminal, difference, show_differences};
use crate::cli::prompt::agree;
use crate::cli::settings::{selector_folders, usual_selector_folder};
use crate::config::Config;
use crate::domain::Surface;
use crate::learn::Taught;
use crate::selectors::{Selectors, text_in_use};
use crate::system::new_file::{Existing, NewFile};

/// The selector files of the user's own, those that are there and those that are to be made.
pub(super) struct OwnFiles {
    /// Where they are written.
    pub(super) folder: PathBuf,
    /// Where files are looked up.
    folders: Vec<PathBuf>,
    /// The layout that they are for.
    surface: Surface,
}

impl OwnFiles {
    /// Those in the folder that is named, or in the config's, or in the usual one.
    pub(super) fn of(named: Option<&PathBuf>, config: &Config) -> Result<OwnFiles, Failure> {
        let own = named.cloned().or_else(|| config.selectors.dir.clone()).or_else(usual_selector_folder);
        let folder = own.ok_or_else(|| {
            Failure::usage(
                "there is no folder for selector files of your own",
                "name one with --selectors DIR",
            )
        })?;
        // A folder that is to be made holds nothing yet.
        let folders = selector_folders(Some(folder.clone()).filter(|folder| folder.is_dir()));
        Ok(OwnFiles { folder, folders, surface: config.surface })
    }

    /// The files in use, the built-in ones among them.
    pub(super) fn load(&self) -> Result<Selectors, Failure> {
        load(self.surface, &self.folders)
    }

    /// The files of the user's own folder, by their names below it, with their texts.
    pub(super) fn there(&self) -> Vec<(String, String)> {
        let names = |folder: &str| {
            let found =
                std::fs::read_dir(self.folder.join(folder)).into_iter().flatten().filter_map(Result::ok);
            let names = found.filter_map(|entry| entry.file_name().into_string().ok());
            names
                .filter(|name| name.ends_with(".toml"))
                .map(|name| format!("{folder}{name}"))
                .collect::<Vec<_>>()
        };
        let mut all = [names(""), names("locales/")].concat();
        all.sort();
        let read = |name: String| Some((std::fs::read_to_string(self.folder.join(&name)).ok()?, name));
        all.into_iter().filter_map(read).map(|(text, name)| (name, text)).collect()
    }

    /// The text of a file that is in use, by its name below a selectors folder.
    pub(super) fn text(&self, file: &str) -> Option<String> {
        text_in_use(file, &self.folders)
    }

    /// What changes: each file's name with its changed lines. The new texts are checked first.
    pub(super) fn differences(&self, taught: &Taught) -> Result<Vec<(String, String)>, Failure> {
        self.check(taught)?;
        let changed = |(file, text): (&String, &String)| {
            (file.clone(), difference(file, &self.text(file).unwrap_or_default(), text))
        };
        Ok(taught.iter().map(changed).collect())
    }

    /// Checks the new texts, shows what changes, asks unless `is_agreed`, and writes them.
    pub(super) fn change(
        &self,
        taught: &Taught,
        is_agreed: bool,
        as_json: bool,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        show_differences(&self.differences(taught)?, as_json, terminal);
        if !is_agreed {
            let question = format!("Write this into {}? Type \"yes\": ", self.folder.display());
            agree(&question, "nothing was written", "add --yes", terminal)?;
        }
        for (file, text) in taught {
            let help = "name a folder that you may write to with --selectors DIR";
            write_below(&self.folder, file, text, Existing::IsReplaced, help)?;
        }
        terminal.remark(&format!("Written into {}.", self.folder.display()));
        Ok(())
    }

    /// Reads the changed files as a run would: the loader's rules hold for them as for any.
    fn check(&self, taught: &Taught) -> Result<(), Failure> {
        let trial = tempfile::tempdir().map_err(|error| {
            Failure::Internal(format!("no folder to check the files in can be made: {error}"))
        })?;
        for (file, text) in taught {
            write_below(trial.path(), file, text, Existing::Stays, "see to the system's temporary folder")?;
        }
        let all = [&[trial.path().to_owned()], self.folders.as_slice()].concat();
        load(self.surface, &all).map(drop)
    }
}

fn load(surface: Surface, folders: &[PathBuf]) -> Result<Selectors, Failure> {
    Selectors::load(surface, folders).map_err(|error| Failure::Files(FileFault::of_selectors(error)))
}

/// Writes a selector file by its name below a folder, which is made if it is not there. Gives the whole path.
pub(super) fn write_below(
    folder: &Path,
    file: &str,
    text: &str,
    existing: Existing,
    help: &str,
) -> Result<PathBuf, Failure> {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap_or(folder))
        .and_then(|()| NewFile::put_for_all(&path, text.as_bytes(), existing))
        .map_err(|error| Failure::usage(format!("cannot write {}: {error}", path.display()), help))?;
    Ok(path)
}
