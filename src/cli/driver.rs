//! The browser and its driver by the config: what a session is opened with, where it is on record, and what an earlier one left.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::failure::Failure;
use super::shared_machine;
use crate::account::Account;
use crate::browser::{BrowserOptions, BrowserStage, Cleared, ServerUrl, Stage};
use crate::config::Config;
use crate::domain::{Clock, StoppedBy};
use crate::pace::SystemClock;
use crate::wording::moment;

/// Remembers a browser that runs, until it is certainly gone.
pub(super) fn driver_record(account: &Account) -> PathBuf {
    account.folder().join("driver.json")
}

/// Ends what an earlier session left behind, for commands that do not wait until a server has done so by itself.
pub(super) async fn sweep_now(stage: &mut BrowserStage, zone: &TimeZone) -> Result<(), Failure> {
    let why = match stage.sweep().await {
        Ok(Cleared::Now) => return Ok(()),
        Ok(Cleared::By(until)) => {
            let until = moment(until, SystemClock.now(), zone);
            format!("a session that was lost may still be open on the server, until {until}; try again then")
        }
        Err(why) => why,
    };
    Err(Failure::Stopped { by: StoppedBy::Browser, message: why })
}

/// What the config says of browser and driver.
pub(super) fn browser_options(config: &Config, account: &Account) -> Result<BrowserOptions, Failure> {
    shared_machine::check(config)?;
    let driver = &config.webdriver;
    let url = driver.url.as_ref().map(|url| url.as_str().parse::<ServerUrl>());
    let url = url.transpose().map_err(|fault| {
        Failure::usage(
            format!("`webdriver.url` in the config: {fault}"),
            "write the address of a WebDriver server",
        )
    })?;
    let url = url.map(|url| url.trusted_by(driver.ca_file.clone()));
    // On a server the folder must be a path of that machine, so only one that was named is used.
    let usual = url.is_none().then(|| account.profile_dir());
    Ok(BrowserOptions {
        browser: driver.browser,
        profile_dir: driver.profile_dir.clone().or(usual),
        take_profile: driver.take_profile,
        url,
        binary: driver.binary.clone(),
        driver: driver.driver.clone(),
        keeper: Some(own_program()?),
        headless: driver.headless,
        surface: config.surface,
        command_timeout: driver.command_timeout,
        page_load_timeout: driver.page_load_timeout,
        args: driver.args.clone(),
        queue_timeout: driver.queue_timeout,
        session_timeout: driver.session_timeout,
        ..BrowserOptions::default()
    })
}

/// This program's own file, to be started as the keeper of a browser; one that was replaced by a newer one meanwhile is still to
/// be had from the system on Linux.
fn own_program() -> Result<PathBuf, Failure> {
    let named = std::env::current_exe().map_err(|error| {
        Failure::Internal(format!("the system does not tell where this program is: {error}"))
    })?;
    let running = PathBuf::from("/proc/self/exe");
    Ok(if cfg!(target_os = "linux") && !named.exists() { running } else { named })
}
