//! A browser window that no program drives, on the account's own profile: some sign-in services refuse a driven browser,
//! and nobody's password comes near this program. What is signed in afterwards is for a driven look to say.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::capabilities::plain_window_args;
use super::error::StartError;
use super::family::{LocalRecord, MARKER};
use super::find_driver;
use super::host::Watch;
use super::options::BrowserOptions;
use super::profile;
use crate::system::process::{apart, ask_to_quit};

/// A browser that fails sooner than this never showed its window.
const AT_ONCE: Duration = Duration::from_secs(5);

/// How much of the end of the browser's complaints is looked at, in bytes.
const WORDS_KEPT: i64 = 4096;

/// An open window. It ends with this program, in whatever way that ends, since it is signed in: dropping it asks the browser to
/// quit, and ends it where it does not.
#[derive(Debug)]
pub struct PlainWindow {
    browser: Child,
    watch: Watch,
    binary: PathBuf,
    opened: Instant,
    complaints: File,
}

impl PlainWindow {
    /// Opens a window on `address`, with the profile of the options, which must be free.
    ///
    /// # Errors
    /// There is no screen, no browser, or the profile is in use.
    pub async fn open(options: &BrowserOptions, address: &str) -> Result<PlainWindow, StartError> {
        if !has_screen() {
            return Err(StartError::NoScreen);
        }
        let binary = find_driver::find_browser(options, std::env::var_os("PATH").as_deref())?;
        let mut options = options.clone();
        options.profile_dir = profile::ready(&options, &binary).await?;
        let failed =
            |why: std::io::Error| StartError::Window { binary: binary.clone(), why: why.to_string() };
        let complaints = tempfile::tempfile().map_err(failed)?;
        let mut command = Command::new(&binary);
        command.args(plain_window_args(&options)).arg(address);
        // A group of its own: Ctrl-C in the terminal is ours to answer, by asking the browser to quit.
        apart(&mut command).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(complaints.try_clone().map_err(failed)?);
        let marker = format!("{:032x}", fastrand::u128(..));
        command.env(MARKER, &marker);
        let family = LocalRecord::starting(marker, binary.clone(), options.profile_dir.clone());
        let mut watch = Watch::begin(options.keeper.as_deref()).map_err(failed)?;
        watch.keep(&family).map_err(failed)?;
        let browser = command.spawn().map_err(failed)?;
        let pid = browser.id().map_or(0, u32::cast_signed);
        let window =
            PlainWindow { browser, watch, binary: binary.clone(), opened: Instant::now(), complaints };
        window.kept(&family.window(pid)).map_err(failed)
    }

    fn kept(mut self, family: &LocalRecord) -> std::io::Result<PlainWindow> {
        self.watch.keep(family).map(|()| self)
    }

    /// Waits until the window, and with it the browser, was closed.
    ///
    /// # Errors
    /// The browser failed at once, so that nobody can have signed in.
    pub async fn closed(&mut self) -> Result<(), StartError> {
        let failed = |why: String, binary: &Path| StartError::Window { binary: binary.to_owned(), why };
        let status = self.browser.wait().await.map_err(|error| failed(error.to_string(), &self.binary))?;
        self.watch.dismiss();
        // One that a signal ended, ours or somebody's, had not failed.
        let failed_by_itself = status.code().is_some_and(|code| (1..128).contains(&code));
        if failed_by_itself && self.opened.elapsed() < AT_ONCE {
            let why = self.why(status);
            return Err(failed(why, &self.binary));
        }
        Ok(())
    }

    /// Asks the browser to quit, which saves its cookies, and waits until it has.
    ///
    /// # Errors
    /// It has not quit within the time.
    pub async fn quit(&mut self, limit: Duration) -> Result<(), StartError> {
        if let Some(pid) = self.browser.id() {
            ask_to_quit(pid).await;
        }
        match timeout(limit, self.browser.wait()).await {
            Ok(_) => {
                self.watch.dismiss();
                Ok(())
            }
            Err(_) => Err(StartError::Window {
                binary: self.binary.clone(),
                why: format!("it was asked to quit and has not within {} s", limit.as_secs()),
            }),
        }
    }

    fn why(&mut self, status: ExitStatus) -> String {
        let mut words = Vec::new();
        let end = self.complaints.seek(SeekFrom::End(0)).unwrap_or(0);
        let from = end.saturating_sub(WORDS_KEPT.unsigned_abs());
        let _ = self.complaints.seek(SeekFrom::Start(from));
        let _ = self.complaints.read_to_end(&mut words);
        let words = String::from_utf8_lossy(&words);
        let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let last: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
        if last.is_empty() { status.to_string() } else { format!("{status}, with the words: {last}") }
    }
}

/// Makes sure that no browser has the profile open.
///
/// # Errors
/// [`StartError::ProfileInUse`] says which one has; other errors when the folder cannot be used.
pub fn profile_is_free(folder: &Path) -> Result<(), StartError> {
    profile::prepare(folder, false).map(drop)
}

/// Whether a window could be shown: where X or Wayland show windows there must be a display, elsewhere there is one.
pub(crate) fn has_screen() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
