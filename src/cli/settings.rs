//! From flags to settings: the config with the flags on top, the account's folder, the folders of selector files.

use std::path::PathBuf;

use super::args::AccountArgs;
use super::failure::{Failure, FileFault};
use crate::account::Account;
use crate::config::{Config, ConfigError, LoadOptions, Override};

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

/// One flag as the config takes it.
pub(super) fn flag(flag: &str, key: &str, value: impl Into<String>) -> Override {
    Override { key: key.to_owned(), value: value.into(), flag: flag.to_owned() }
}

/// The account's state folder: the one that was named, or `unlinked` in the XDG state folder.
pub(super) fn state_folder(account: &AccountArgs) -> Result<PathBuf, Failure> {
    if let Some(folder) = &account.state {
        return Ok(folder.clone());
    }
    Account::usual_folder().map_err(|error| Failure::usage(error.to_string(), ""))
}

/// Where selector files are looked for: the folder that was named, then the user's own beside the config.
pub(super) fn selector_folders(named: Option<PathBuf>) -> Vec<PathBuf> {
    let usual = Config::default_path()
        .and_then(|config| Some(config.parent()?.join("selectors")))
        .filter(|folder| folder.is_dir());
    named.into_iter().chain(usual).collect()
}
