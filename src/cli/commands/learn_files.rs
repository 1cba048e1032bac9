//! The files that `selectors learn` and `selectors prove` change: the user's own, checked as a run would check them, shown, and written
//! once the user has agreed. The built-in files are never touched.

use std::path::{Path, PathBuf};

use serde_json::json;
use similar::TextDiff;

use crate::cli::failure::{Failure, FileFault};
use crate::cli::output::{Stdout, Terminal, line_of, printable};
use crate::cli::prompt::agree;
use crate::config::Config;
use crate::domain::Surface;
use crate::learn::Taught;
use crate::selectors::{Selectors, builtin_files};
use crate::system::new_file::{Existing, NewFile};

/// Where the user's own files are, or are made.
pub(super) fn own_folder(named: Option<&PathBuf>, config: &Config) -> Result<PathBuf, Failure> {
    let usual = || Some(Config::default_path()?.parent()?.join("selectors"));
    named.cloned().or_else(|| config.selectors.dir.clone()).or_else(usual).ok_or_else(|| {
        Failure::usage("there is no folder for selector files of your own", "name one with --selectors DIR")
    })
}

/// The text of a file that is in use, by its name below a selectors folder.
pub(super) fn in_use(file: &str, folders: &[PathBuf]) -> Option<String> {
    let own = folders.iter().find_map(|folder| std::fs::read_to_string(folder.join(file)).ok());
    own.or_else(|| {
        builtin_files().into_iter().find(|(name, _)| name == file).map(|(_, text)| text.to_owned())
    })
}

/// Files that are to change.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// Their new texts.
    pub(super) taught: &'a Taught,
    /// Where they are written.
    pub(super) own: &'a Path,
    /// Where files are looked up.
    pub(super) folders: &'a [PathBuf],
    /// The layout that they are for.
    pub(super) surface: Surface,
}

impl Change<'_> {
    /// Checks them, shows them, asks unless `is_agreed`, and writes them.
    pub(super) fn make(&self, is_agreed: bool, as_json: bool, terminal: &Terminal) -> Result<(), Failure> {
        self.check()?;
        self.show(as_json, terminal);
        if !is_agreed {
            let question = format!("Write this into {}? Type \"yes\": ", self.own.display());
            agree(&question, "nothing was written", "add --yes", terminal)?;
        }
        self.write()
    }

    /// Reads the changed files as a run would: the loader's rules hold for them as for any.
    fn check(&self) -> Result<(), Failure> {
        let cannot = |error: std::io::Error| {
            Failure::Internal(format!("no folder to check the files in can be made: {error}"))
        };
        let trial = tempfile::tempdir().map_err(cannot)?;
        for (file, text) in self.taught {
            let path = trial.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap_or(trial.path())).map_err(cannot)?;
            NewFile::put(&path, text.as_bytes(), Existing::Stays).map_err(cannot)?;
        }
        let mut all = vec![trial.path().to_owned()];
        all.extend(self.folders.iter().cloned());
        match Selectors::load(self.surface, &all) {
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::Files(FileFault::of_selectors(error))),
        }
    }

    fn show(&self, as_json: bool, terminal: &Terminal) {
        let mut stdout = Stdout::new(terminal);
        for (file, text) in self.taught {
            let old = in_use(file, self.folders).unwrap_or_default();
            let diff = TextDiff::from_lines(&old, text);
            let lines = diff.unified_diff().context_radius(1).header(file, file).to_string();
            if as_json {
                stdout.line(&line_of(&json!({ "event": "file", "file": file, "diff": lines })));
            } else {
                stdout.line("");
                lines.lines().for_each(|line| stdout.line(&printable(line)));
            }
        }
    }

    fn write(&self) -> Result<(), Failure> {
        for (file, text) in self.taught {
            let path = self.own.join(file);
            let written = std::fs::create_dir_all(path.parent().unwrap_or(self.own))
                .and_then(|()| NewFile::put_for_all(&path, text.as_bytes(), Existing::IsReplaced));
            written.map_err(|error| {
                let message = format!("cannot write {}: {error}", path.display());
                Failure::usage(message, "name a folder that you may write to with --selectors DIR")
            })?;
        }
        Ok(())
    }
}
