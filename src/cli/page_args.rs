//! Which site a page is looked at on, and how, as it can be typed.

use super::account_args::AccountArgs;
use super::failure::Failure;
use super::settings::{flag, load_config};
use crate::config::Config;
use crate::domain::Surface;

/// Which site a page is looked at on, and how.
#[derive(Debug, clap::Args)]
pub(super) struct PageArgs {
    /// The site [default: `site` in the config, https://www.linkedin.com]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// The layout [default: `surface` in the config]
    #[arg(long, value_name = "WHICH", value_parser = super::words::one_of(Surface::ALL, Surface::as_str))]
    surface: Option<Surface>,
    /// Show the browser's window
    #[arg(long)]
    headed: bool,
}

impl PageArgs {
    /// As they can be typed again; the window only for a command that opens one.
    pub(super) fn words(&self, opens_a_page: bool) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |flag: &str, value: Option<String>| {
            words.extend(value.into_iter().flat_map(|value| [flag.to_owned(), value]));
        };
        add("--site", self.site.clone());
        add("--surface", self.surface.map(|surface| surface.as_str().to_owned()));
        words.extend((self.headed && opens_a_page).then(|| "--headed".to_owned()));
        words
    }

    /// The account's config with these in place of what it says.
    pub(super) fn config(&self, account: &AccountArgs) -> Result<Config, Failure> {
        let mut overrides = Vec::new();
        overrides.extend(self.site.as_ref().map(|site| flag("--site", "site", site.clone())));
        overrides.extend(self.surface.map(|surface| flag("--surface", "surface", surface.as_str())));
        if self.headed {
            overrides.push(flag("--headed", "webdriver.headless", "false"));
        }
        load_config(account, overrides).map_err(Failure::Files)
    }
}
