//! What can be set about the browser and its driver.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::server::ServerUrl;
use crate::domain::Surface;

/// Which browser is driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BrowserKind {
    /// Chromium or Chrome, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver. Desktop surface only: its windows cannot be as narrow as a phone.
    Firefox,
}

/// When [`super::Session::goto`] says that it is done. Measured on a 1 kB page on loopback with Chromium 156, time of
/// `goto` together with the first script after it: commit 40 ms, eager 66 ms, normal 64 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PageLoad {
    /// As soon as the new document has replaced the old one; the waiting for content is the caller's. In Firefox this is
    /// the same as `eager`, since geckodriver may still answer from the old document.
    Commit,
    /// When the document was read to its end.
    Eager,
    /// When pictures and frames are there as well.
    Normal,
}

/// Everything that can be set about browser and driver.
#[derive(Debug, Clone, PartialEq)]
pub struct BrowserOptions {
    /// Which browser.
    pub browser: BrowserKind,
    /// A WebDriver server that runs already, such as a Selenium Grid. `None` starts a driver on this machine.
    pub url: Option<ServerUrl>,
    /// The browser's program. `None` looks for it; on a remote server `None` leaves it to the server.
    pub binary: Option<PathBuf>,
    /// The driver's program. `None` looks for it. Unused with `url`.
    pub driver: Option<PathBuf>,
    /// Without a window.
    pub headless: bool,
    /// The browser's profile folder, on the machine where the browser runs. `None` is a fresh one, thrown away at the end.
    pub profile_dir: Option<PathBuf>,
    /// Desktop or phone layout.
    pub surface: Surface,
    /// The longest wait for the answer to a single command; after it the session is given up. Page loads and scripts have
    /// limits of their own.
    pub command_timeout: Duration,
    /// The longest wait for a page to be loaded.
    pub page_load_timeout: Duration,
    /// The longest time that a script may run in the page. Also how long the driver sits when the page goes away under a
    /// running script, so keep it short.
    pub script_timeout: Duration,
    /// The longest wait for driver and browser to start, or for a free slot of a Grid.
    pub start_timeout: Duration,
    /// Width and height of the window in CSS px, on the desktop surface.
    pub window_size: (u32, u32),
    /// More arguments for the browser.
    pub args: Vec<String>,
    /// When a page counts as opened.
    pub page_load_strategy: PageLoad,
}

impl Default for BrowserOptions {
    fn default() -> BrowserOptions {
        BrowserOptions {
            browser: BrowserKind::Chromium,
            url: None,
            binary: None,
            driver: None,
            headless: true,
            profile_dir: None,
            surface: Surface::Desktop,
            command_timeout: Duration::from_secs(20),
            page_load_timeout: Duration::from_secs(30),
            script_timeout: Duration::from_secs(5),
            start_timeout: Duration::from_secs(60),
            window_size: (1280, 900),
            args: Vec::new(),
            page_load_strategy: PageLoad::Commit,
        }
    }
}
