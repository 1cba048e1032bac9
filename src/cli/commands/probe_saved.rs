//! The selector files on a page that was saved from a browser: it is put together in a blank page on this machine, in a browser of its
//! own, and nothing is loaded.

use std::path::Path;
use std::time::Duration;

use crate::account::Account;
use crate::browser::{BrowserOptions, BrowserStage, Page as _, PageFault, Reading, Stage as _, WebPage};
use crate::cli::driver::{browser_options, driver_record};
use crate::cli::failure::Failure;
use crate::cli::look::unasked;
use crate::cli::signed_in::lost;
use crate::config::Config;
use crate::engine::Probed;
use crate::saved::{Blank, Saved, Token};
use crate::selectors::Selectors;

/// How long what is not there is waited for: nothing comes to a saved page any more.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was read of a saved page.
pub(in crate::cli) struct ReadSaved {
    pub(in crate::cli) probed: Probed,
    /// Whether its styles were saved with it.
    pub(in crate::cli) is_styled: bool,
    /// The page, with what of it is not seen.
    pub(in crate::cli) tokens: Vec<Token>,
}

/// Reads a saved page at the path that it had. The account's folder is not touched: the browser has a profile that goes away with it.
pub(in crate::cli) async fn read(
    file: &Path,
    config: &Config,
    selectors: &Selectors,
    path: &str,
) -> Result<ReadSaved, Failure> {
    let saved = Saved::read(file).map_err(|error| {
        let help = "`unlinked selectors probe --help` says what files are read".to_owned();
        Failure::usage(error.to_string(), help)
    })?;
    let blank =
        Blank::start().await.map_err(|error| lost(format!("no port of this machine can be had: {error}")))?;
    let folder =
        tempfile::tempdir().map_err(|error| lost(format!("no folder for a browser can be made: {error}")))?;
    let account = Account::open(folder.path())?;
    // A browser of this machine, which alone reaches the blank page, and no profile that is signed in anywhere.
    let options = BrowserOptions {
        url: None,
        profile_dir: Some(account.profile_dir()),
        take_profile: false,
        ..browser_options(config, &account)?
    };
    let request = selectors.page_request();
    let mut stage = BrowserStage::new(options, driver_record(&account), blank.site.clone(), request);
    stage.open().await.map_err(lost)?;
    let read = match stage.page() {
        Some(page) => read_on(page, &saved, path, config).await.map_err(unasked),
        None => Err(lost("no browser could be opened".to_owned())),
    };
    let closed = stage.close().await.map_err(lost);
    let read = read?;
    closed?;
    Ok(read)
}

async fn read_on(
    page: &mut WebPage,
    saved: &Saved,
    path: &str,
    config: &Config,
) -> Result<ReadSaved, PageFault> {
    page.open(path).await?;
    // The page script comes to the page with its first question.
    page.probe().await?;
    let is_styled = page.rebuild(saved).await?;
    let mut sight = page.read(Reading::Person, config.engine.locate_timeout.min(PATIENCE)).await?;
    // The page was not loaded from the site, and whom it is about is nobody's business here.
    sight.address = path.to_owned();
    let locators = page.probe().await?;
    let tokens = page.tokens().await?;
    let probed = Probed { sight, locators, menu_opened: false, tokens: None, picture: None };
    Ok(ReadSaved { probed, is_styled, tokens })
}
