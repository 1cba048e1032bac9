//! What can be set about the browser and its driver.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::server::ServerUrl;
use crate::domain::{BrowserKind, Surface};

/// When [`super::Session::goto`] says that it is done. On a small page on loopback, `goto` and the first script after it
/// took 38 to 55 ms with each of the three (Chromium 156, 60 loads each, twice). They differ on slow pages: with a document
/// that takes 0.7 s and a picture that takes 0.5 s more, commit and eager were done after 0.75 s, normal after 1.27 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PageLoad {
    /// As soon as the new document has replaced the old one; the waiting for content is the caller's, in slices that can
    /// be cancelled. Later commands never wait for a page, so [`BrowserOptions::command_timeout`] can be short. In Firefox
    /// this is the same as `eager`.
    Commit,
    /// When the document was read to its end. In Firefox each later command, too, waits for a navigation under way, up to
    /// `page_load_timeout`, so no command is given up before that.
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
    /// This very program, to be started as the keeper that ends driver and browser when this process is gone, in whatever way
    /// ([`super::keep_watch`]). `None` has none: then a browser outlives a `kill -9` until the next start sweeps it.
    pub keeper: Option<PathBuf>,
    /// Without a window.
    pub headless: bool,
    /// The browser's profile folder, on the machine where the browser runs. `None` is a fresh one, thrown away at the end.
    pub profile_dir: Option<PathBuf>,
    /// Whether a profile may be taken whose lock names another host: right where that host is gone for certain, as a container that
    /// was made anew.
    pub take_profile: bool,
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
    /// The longest wait for driver and browser to start on this machine.
    pub start_timeout: Duration,
    /// The longest wait for a session on a server, which may have no free slot. A Grid gives up by itself after 300 s; a
    /// longer wait than that leaves no request of ours in its queue.
    pub queue_timeout: Duration,
    /// After how long the server ends a session that nobody uses (a Grid's `--session-timeout`). No shorter than that, or
    /// a lost session may still be there when a page is looked at.
    pub session_timeout: Duration,
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
            keeper: None,
            headless: true,
            profile_dir: None,
            take_profile: false,
            surface: Surface::Desktop,
            command_timeout: Duration::from_secs(20),
            page_load_timeout: Duration::from_secs(30),
            script_timeout: Duration::from_secs(5),
            start_timeout: Duration::from_secs(60),
            queue_timeout: Duration::from_secs(360),
            session_timeout: Duration::from_secs(300),
            window_size: (1280, 900),
            args: Vec::new(),
            page_load_strategy: PageLoad::Commit,
        }
    }
}
