//! From flags to settings: the config with the flags on top, the account's folder, the folders of selector files.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::account_args::AccountArgs;
use super::failure::{Failure, FileFault};
use super::output::Terminal;
use crate::account::Account;
use crate::config::{Config, ConfigError, LoadOptions, Override};
use crate::packs::Store;
use crate::selectors::PACKS_FOLDER;

/// Loads the config, with what flags say on top.
pub(super) fn load_config(account: &AccountArgs, overrides: Vec<Override>) -> Result<Config, Vec<FileFault>> {
    // A variable that is not UTF-8 cannot be one of ours; it must not end the program either.
    let env = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Config::load(LoadOptions { file: account.config.clone(), env, overrides }).map_err(|error| match error {
        ConfigError::Faults(list) => {
            list.into_iter().map(|faults| FileFault::Faults(Box::new(faults))).collect()
        }
        error => vec![FileFault::Whole(error.to_string())],
    })
}

/// The zone that moments are shown in: the account's own, by which its hours are kept; this machine's where the config names none.
pub(super) fn zone_of(config: &Config) -> TimeZone {
    let named = config.calendar.time_zone.clone();
    named.unwrap_or_else(|| TimeZone::try_system().unwrap_or(TimeZone::UTC))
}

/// The terminal of a command that reads no config otherwise. A config that cannot be read is another command's to tell of.
pub(super) fn in_zone_of(account: &AccountArgs, terminal: &Terminal) -> Terminal {
    match load_config(account, Vec::new()) {
        Ok(config) => terminal.in_zone(zone_of(&config)),
        Err(_) => terminal.clone(),
    }
}

/// One flag as the config takes it.
pub(super) fn flag(flag: &str, key: &str, value: impl Into<String>) -> Override {
    Override { key: key.to_owned(), value: value.into(), flag: flag.to_owned() }
}

/// The account's state folder: the one that was named, or `unlinked` in the XDG state folder.
pub(super) fn state_folder(account: &AccountArgs) -> Result<PathBuf, Failure> {
    if let Some(folder) = &account.state {
        if folder.to_str().is_none() {
            return Err(Failure::usage(
                format!(
                    "the name of the state folder is not text (UTF-8): {}; nothing was started",
                    folder.display()
                ),
                "give the folder another name: the browser and the files in it are told its path as text",
            ));
        }
        return Ok(folder.clone());
    }
    Account::usual_folder().map_err(|error| Failure::usage(error.to_string(), ""))
}

/// Where the user's own selector files are, if nothing else is said: beside the usual config. `None` without a home.
pub(super) fn usual_selector_folder() -> Option<PathBuf> {
    Some(Config::default_path()?.parent()?.join("selectors"))
}

/// Where selector files are looked for: the user's own folders, then the pack in use.
pub(super) fn selector_folders(named: Option<PathBuf>) -> Vec<PathBuf> {
    let pack = packs().and_then(|packs| packs.folder_in_use());
    own_selector_folders(named).into_iter().chain(pack).collect()
}

/// The user's own folders of selector files: the one that was named, then the one beside the usual config.
pub(super) fn own_selector_folders(named: Option<PathBuf>) -> Vec<PathBuf> {
    named.into_iter().chain(usual_selector_folder().filter(|folder| folder.is_dir())).collect()
}

/// The first of the user's own folders with a file of this name: it stands before a pack's.
pub(super) fn hiding<'a>(own: &'a [PathBuf], name: &str) -> Option<&'a PathBuf> {
    own.iter().find(|folder| folder.join(name).is_file())
}

/// Where packs are kept: beside the usual config. `None` without a home.
pub(super) fn packs() -> Option<Store> {
    Some(Store::at(Config::default_path()?.parent()?.join(PACKS_FOLDER)))
}
