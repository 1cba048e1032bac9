//! Whose state a command is about, as it can be typed.

use std::path::PathBuf;

use crate::fleet::FleetAccount;

/// Whose state a command is about.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct AccountArgs {
    /// The account's state folder: ledger, browser profile, evidence [default: `unlinked` in the XDG state folder]
    #[arg(long, value_name = "DIR", env = "UNLINKED_STATE", hide_env_values = true)]
    pub(super) state: Option<PathBuf>,
    /// The config file [default: `unlinked/config.toml` in the XDG config folder, if it is there]
    #[arg(long, value_name = "FILE", env = "UNLINKED_CONFIG", hide_env_values = true)]
    pub(super) config: Option<PathBuf>,
}

impl AccountArgs {
    /// As they can be typed again.
    pub(super) fn words(&self) -> Vec<String> {
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        let given = [("--state", &self.state), ("--config", &self.config)];
        let given =
            given.into_iter().filter_map(|(flag, path)| Some([flag.to_owned(), path.as_ref().map(text)?]));
        given.flatten().collect()
    }

    /// Where an account of a fleet has its state and config.
    pub(super) fn of_fleet(account: &FleetAccount) -> AccountArgs {
        AccountArgs { state: Some(account.state.clone()), config: account.config.clone() }
    }
}
