//! Finding and reading the selector files: `--selectors DIR` or the config's folder, the user's config folder, and last the
//! files compiled in. Each file is looked up on its own, so that one mended file is enough.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::check::check_file;
use super::check_locale::check_locale;
use super::file::SelectorFile;
use super::locale::Locale;
use super::paths::{ClickPath, PathName};
use crate::domain::{Place, Surface};
use crate::faults::{Fault, Faults};
use crate::limited;

const DESKTOP: &str = include_str!("../../selectors/desktop.toml");
const MOBILE: &str = include_str!("../../selectors/mobile.toml");

/// The languages with texts of their own, compiled in.
const LOCALES: &[(&str, &str)] = &[
    ("da", include_str!("../../selectors/locales/da.toml")),
    ("de", include_str!("../../selectors/locales/de.toml")),
    ("en", include_str!("../../selectors/locales/en.toml")),
    ("es", include_str!("../../selectors/locales/es.toml")),
    ("fr", include_str!("../../selectors/locales/fr.toml")),
    ("it", include_str!("../../selectors/locales/it.toml")),
    ("nl", include_str!("../../selectors/locales/nl.toml")),
    ("pl", include_str!("../../selectors/locales/pl.toml")),
    ("pt", include_str!("../../selectors/locales/pt.toml")),
    ("tr", include_str!("../../selectors/locales/tr.toml")),
];

/// The file that says which pack is in use. In place of a folder it stands for one that cannot be told.
pub(crate) const PACKS_RECORD: &str = "current.toml";

/// The folder of all packs, beside the user's own files.
pub(crate) const PACKS_FOLDER: &str = "selector-packs";

/// The language of a page that names none.
pub const DEFAULT_LANGUAGE: &str = "en";

/// The language of a page as the files name it: `pt-BR` is `pt`. `None` for a page that names none, or something that is none: it
/// becomes the name of a file, and is shown.
#[must_use]
pub fn bare_language(said: &str) -> Option<String> {
    let bare = said.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    Some(bare)
        .filter(|bare| (2..=8).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The text of a file that is in use, by its name below a selectors folder: of the first folder that has it, or the built-in one.
#[must_use]
pub fn text_in_use(name: &str, folders: &[PathBuf]) -> Option<String> {
    let own = find(name, folders).ok().flatten().map(|(_, text)| text);
    own.or_else(|| {
        builtin_files().into_iter().find(|(file, _)| file == name).map(|(_, text)| text.to_owned())
    })
}

fn built_in(surface: Surface) -> &'static str {
    match surface {
        Surface::Desktop => DESKTOP,
        Surface::Mobile => MOBILE,
    }
}

/// Every built-in file: its path below the selectors folder, and its text.
#[must_use]
pub fn builtin_files() -> Vec<(String, &'static str)> {
    let mut files: Vec<(String, &str)> =
        Surface::ALL.iter().map(|surface| (file_name(*surface), built_in(*surface))).collect();
    files.extend(LOCALES.iter().map(|(language, text)| (format!("locales/{language}.toml"), *text)));
    files
}

/// Where a file that is in use came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Compiled into the program.
    BuiltIn,
    /// Read from this path.
    File(PathBuf),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::BuiltIn => f.write_str("built-in"),
            Origin::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Why the selector files cannot be used. Nothing was started.
#[derive(Debug, thiserror::Error)]
pub enum SelectorError {
    /// A file that is there cannot be read.
    #[error(
        "cannot read the selector file {path}: {source}; check the path and its permissions, or take the file away to use the built-in one"
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder that was asked for is not there.
    #[error(
        "there is no selectors folder {0}; `unlinked selectors export` writes the built-in files into a folder"
    )]
    NoFolder(PathBuf),
    /// The pack in use is not there, or it cannot be told which one is.
    #[error(
        "the pack of selector files in use cannot be read ({0}); to use the built-in files, take the file `current.toml` in its folder `selector-packs` away, then install the pack again with --key"
    )]
    Packs(PathBuf),
    /// The files have faults, all of them given.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Faults>),
}

/// The selector files of one surface, read and checked.
#[derive(Debug)]
pub struct Selectors {
    pub(super) file: SelectorFile,
    pub(super) locales: BTreeMap<String, Locale>,
    /// The revision with a digest of what the files hold, where they are not the built-in ones.
    revision: String,
    /// Where the surface's file came from.
    pub origin: Origin,
    /// What the user should know: a copy of theirs that is older than the built-in file.
    pub warnings: Vec<String>,
}

fn file_name(surface: Surface) -> String {
    format!("{surface}.toml")
}

impl Selectors {
    /// Reads the files of a surface. `folders` are looked through in order; what is in none of them is built in.
    ///
    /// # Errors
    /// All faults of all files at once, or a file that cannot be read.
    pub fn load(surface: Surface, folders: &[PathBuf]) -> Result<Selectors, SelectorError> {
        let mut languages = BTreeSet::new();
        for folder in folders {
            languages.extend(languages_in(folder)?);
        }
        Selectors::assemble(surface, languages, |name| find(name, folders))
    }

    /// As [`Selectors::load`], from texts instead of folders, by their names below a selectors folder: `desktop.toml`,
    /// `locales/pl.toml`.
    ///
    /// # Errors
    /// All faults of all files at once.
    pub fn from_texts(
        surface: Surface,
        texts: &BTreeMap<String, String>,
    ) -> Result<Selectors, SelectorError> {
        let language = |name: &String| Some(name.strip_prefix("locales/")?.strip_suffix(".toml")?.to_owned());
        Selectors::assemble(surface, texts.keys().filter_map(language).collect(), |name| {
            Ok(texts.get(name).map(|text| (Origin::File(PathBuf::from(name)), text.clone())))
        })
    }

    fn assemble(
        surface: Surface,
        mut languages: BTreeSet<String>,
        find: impl Fn(&str) -> Result<Option<(Origin, String)>, SelectorError>,
    ) -> Result<Selectors, SelectorError> {
        let mut bad = Vec::new();
        let mut warnings = Vec::new();
        let mut own = Sha256::new();
        let mut is_own = false;
        languages.extend(LOCALES.iter().map(|(language, _)| (*language).to_owned()));
        let mut locales = BTreeMap::new();
        for language in languages {
            let name = format!("locales/{language}.toml");
            let builtin = LOCALES.iter().find(|(known, _)| *known == language).map(|(_, text)| *text);
            let found = find(&name)?;
            let Some((origin, text)) =
                found.or_else(|| builtin.map(|text| (Origin::BuiltIn, text.to_owned())))
            else {
                continue;
            };
            is_own |= builtin != Some(text.as_str());
            own.update(name.as_bytes());
            own.update(text.as_bytes());
            let mut faults = Faults::new(shown(&origin, &name), text.as_str());
            if let Some(locale) = parse::<Locale>(&text, &mut faults) {
                check_locale(&locale, &language, &mut faults);
                if let (Origin::File(path), Some(builtin)) = (&origin, builtin) {
                    let ours = toml::from_str::<Locale>(builtin).ok();
                    warnings
                        .extend(ours.and_then(|ours| stale(path, &name, &locale.revision, &ours.revision)));
                }
                locales.insert(language, locale);
            }
            bad.extend(faults.has_errors().then_some(faults));
        }
        let keys =
            locales.values().flat_map(|l: &Locale| l.text.keys().map(|key| key.get_ref().clone())).collect();

        let name = file_name(surface);
        let builtin = built_in(surface);
        let (origin, text) = find(&name)?.unwrap_or_else(|| (Origin::BuiltIn, builtin.to_owned()));
        is_own |= builtin != text;
        own.update(text.as_bytes());
        let mut faults = Faults::new(shown(&origin, &name), text.as_str());
        let file = parse::<SelectorFile>(&text, &mut faults);
        if let Some(file) = &file {
            check_file(file, &keys, &mut faults);
            if let Origin::File(path) = &origin {
                let ours = toml::from_str::<SelectorFile>(builtin).ok();
                warnings.extend(
                    ours.and_then(|ours| {
                        stale(path, &name, file.revision.get_ref(), ours.revision.get_ref())
                    }),
                );
            }
        }
        if faults.has_errors() {
            bad.push(faults);
        } else {
            warnings.extend(faults.list.iter().map(|fault| warning_of(&faults, fault)));
        }
        match file {
            Some(file) if bad.is_empty() => {
                let mut revision = file.revision.get_ref().clone();
                if is_own {
                    let digest = own.finalize();
                    revision.push('+');
                    revision.extend(digest.iter().take(4).map(|byte| format!("{byte:02x}")));
                }
                Ok(Selectors { file, locales, revision, origin, warnings })
            }
            _ => Err(SelectorError::Faults(bad)),
        }
    }

    /// The file's revision, a date. Files of one's own have a digest of what they hold behind it: whoever mends a candidate does not
    /// always think of the date, and the mended file is another one all the same.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The click path for what is to be done, if the file has one.
    #[must_use]
    pub fn path(&self, name: PathName) -> Option<ClickPath> {
        let (_, steps) = self.file.path.iter().find(|(key, _)| key.get_ref() == name.key())?;
        ClickPath::from_steps(steps)
    }

    /// Whether the file says where a card names the person's employer.
    #[must_use]
    pub fn names_employers(&self) -> bool {
        let is_one = |name: &str| [Place::Company, Place::Badge].iter().any(|place| place.as_str() == name);
        self.file.locator.keys().any(|name| is_one(name.get_ref()))
    }

    /// The locators of a path that are known by guesses only. Where there is one, the path cannot be walked on the real site
    /// unless guesses are allowed.
    #[must_use]
    pub fn guessed_places(&self, name: PathName) -> Vec<&str> {
        let steps =
            self.file.path.iter().find(|(key, _)| key.get_ref() == name.key()).map(|(_, steps)| steps);
        let is_guess = |place: &&str| {
            let locator = self.file.locator.iter().find(|(name, _)| name.get_ref() == *place);
            locator.is_some_and(|(_, locator)| {
                locator.any.get_ref().iter().all(|candidate| candidate.evidence.get_ref().is_guess())
            })
        };
        let places =
            steps.into_iter().flatten().filter_map(|step| Some(step.at.as_ref()?.get_ref().as_str()));
        places.filter(is_guess).collect()
    }

    /// The texts of a key in every language.
    pub fn texts_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.locales
            .values()
            .flat_map(|locale| &locale.text)
            .filter(move |(known, _)| known.get_ref() == key)
            .flat_map(|(_, texts)| texts.iter().map(|text| text.is.get_ref().as_str()))
    }

    /// The locators of buttons that close things in the way.
    pub fn dismiss(&self) -> impl Iterator<Item = &str> {
        self.file.dismiss.iter().map(|name| name.get_ref().as_str())
    }
}

/// A fault that stops nothing, in one line with its place.
fn warning_of(faults: &Faults, fault: &Fault) -> String {
    let place = faults.position(fault).map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    format!("{}{place}: {}; {}", faults.file, fault.message, fault.help)
}

fn shown(origin: &Origin, name: &str) -> String {
    match origin {
        Origin::BuiltIn => format!("built-in {name}"),
        Origin::File(path) => path.display().to_string(),
    }
}

fn languages_in(folder: &Path) -> Result<Vec<String>, SelectorError> {
    if !folder.is_dir() {
        let is_record = folder.file_name().is_some_and(|name| name == PACKS_RECORD);
        let why =
            if is_record || is_of_pack(folder) { SelectorError::Packs } else { SelectorError::NoFolder };
        return Err(why(folder.to_owned()));
    }
    let locales = folder.join("locales");
    let Ok(entries) = std::fs::read_dir(locales) else { return Ok(Vec::new()) };
    Ok(entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|path| path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned))
        .collect())
}

fn find(name: &str, folders: &[PathBuf]) -> Result<Option<(Origin, String)>, SelectorError> {
    for folder in folders {
        let path = folder.join(name);
        match limited::settings(&path) {
            Ok(text) => return Ok(Some((Origin::File(path), text))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(SelectorError::Io { path, source }),
        }
    }
    Ok(None)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str, faults: &mut Faults) -> Option<T> {
    match toml::from_str::<T>(text) {
        Ok(file) => Some(file),
        Err(error) => {
            faults.push(Fault {
                code: "selectors.toml",
                message: error.message().lines().next().unwrap_or("not readable as TOML").to_owned(),
                span: error.span(),
                label: "here".to_owned(),
                help: "the file's shape is in docs/selectors.md; `unlinked selectors export` writes the built-in files to compare".to_owned(),
                warning: false,
            });
            None
        }
    }
}

/// Whether a path leads into a pack.
fn is_of_pack(path: &Path) -> bool {
    path.ancestors().any(|folder| folder.file_name().is_some_and(|name| name == PACKS_FOLDER))
}

/// What to know of a user's file that is older than the built-in one: dates of the form `YYYY-MM-DD`.
fn stale(path: &Path, name: &str, theirs: &str, ours: &str) -> Option<String> {
    (theirs < ours).then(|| {
        let is_of_pack = is_of_pack(path);
        let path = path.display();
        if is_of_pack {
            return format!(
                "{path}, of the pack in use, is of {theirs}, the built-in file is of {ours}: the pack's is used. `unlinked selectors \
                 update` asks for a newer pack, `unlinked selectors rollback` returns to the files before it"
            );
        }
        format!(
            "{path} is of {theirs}, the built-in file is of {ours}: yours is used. To compare, `unlinked selectors export DIR` \
             writes the built-in files, then `diff -u {path} DIR/{name}`; take your file out, or set its `revision` to the \
             day on which you looked at it"
        )
    })
}
