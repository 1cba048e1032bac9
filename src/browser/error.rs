//! Why a browser session could not be started: what happened, and what to do next.

use std::io;
use std::path::PathBuf;

use miette::Diagnostic;
use thiserror::Error;

/// Why a browser session could not be started. Nothing is left running when it is returned.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum StartError {
    /// A program is not on this machine.
    #[error("{program} was not found (looked at {looked})")]
    #[diagnostic(code(browser::missing))]
    #[cfg_attr(
        not(windows),
        diagnostic(help(
            "Install it: on Debian and Ubuntu `sudo apt install {package}`. Or give its path with `{key}` in the config."
        ))
    )]
    #[cfg_attr(
        windows,
        diagnostic(help(
            "Install it and put its folder into PATH, or give its path with `{key}` in the config. Driver and browser must have the same main version."
        ))
    )]
    Missing {
        /// What was looked for.
        program: &'static str,
        /// The Debian package that holds it.
        package: &'static str,
        /// The config key for its path.
        key: &'static str,
        /// The places that were looked at.
        looked: String,
    },
    /// A program named in the config is not there or cannot be run.
    #[error("`{key}` names {path}, which {why}", path = .path.display())]
    #[diagnostic(
        code(browser::path),
        help("Correct `{key}` in the config, or leave it out to have it looked for.")
    )]
    Path {
        /// The config key.
        key: &'static str,
        /// The path it names.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The driver's program did not start, or ended at once.
    #[error("the driver {path} did not start: {why}", path = .driver.display())]
    #[diagnostic(code(browser::driver), help("{help}"))]
    Driver {
        /// The driver's program.
        driver: PathBuf,
        /// What happened.
        why: String,
        /// What to do.
        help: String,
    },
    /// The server cannot be reached.
    #[error("the WebDriver server at {address} cannot be reached: {why}")]
    #[diagnostic(code(browser::server), help("Check that it is running, and `webdriver.url` in the config."))]
    Unreachable {
        /// Its address, without credentials.
        address: String,
        /// What happened.
        why: String,
    },
    /// The driver did not open a session.
    #[error("the driver did not start the browser: {why}")]
    #[diagnostic(code(browser::session), help("{help}"))]
    Refused {
        /// The driver's reason.
        why: String,
        /// What to do.
        help: String,
    },
    /// The session has no WebDriver BiDi, or it cannot be reached.
    #[error("{server} opened a browser, but its WebDriver BiDi cannot be used: {why}")]
    #[diagnostic(code(browser::bidi), help("{help}"))]
    NoBidi {
        /// Who opened the session: the driver's program, or the server's address without credentials.
        server: String,
        /// What is missing.
        why: String,
        /// What to do.
        help: String,
    },
    /// The profile is open in another browser.
    #[error("the profile folder {path} is in use by the browser with process id {pid}", path = .profile.display())]
    #[diagnostic(code(browser::profile_in_use), help("Close that browser window, then start again."))]
    ProfileInUse {
        /// The profile folder.
        profile: PathBuf,
        /// The process that holds it.
        pid: i32,
    },
    /// The profile is open in another browser, whose process is not told.
    #[error("the profile folder {path} is in use by another browser, which holds {lock}", path = .profile.display(), lock = .lock.display())]
    #[diagnostic(code(browser::profile_open), help("Close that browser window, then start again."))]
    ProfileOpen {
        /// The profile folder.
        profile: PathBuf,
        /// The lock that the browser holds.
        lock: PathBuf,
    },
    /// A newer browser has used the profile: this one would lose what it holds.
    #[error(
        "the profile folder {path} was last used by version {last}, and {browser} is version {own}",
        path = .profile.display(),
        browser = .binary.display()
    )]
    #[diagnostic(
        code(browser::profile_newer),
        help(
            "Nothing was opened: an older browser would empty the profile's cookies, and with them the session. Install version {last} or newer again, or name it with `webdriver.binary`. To go on with the older one, `unlinked logout` and sign in anew."
        )
    )]
    ProfileNewer {
        /// The profile folder.
        profile: PathBuf,
        /// The version that used it last.
        last: String,
        /// The browser that was to open it.
        binary: PathBuf,
        /// That browser's version.
        own: String,
    },
    /// The profile's lock names another machine.
    #[error("the profile folder {path} is locked by a browser on the host {host}", path = .profile.display())]
    #[diagnostic(
        code(browser::profile_elsewhere),
        help(
            "If a browser there still has it open, close that one. If that host is gone (a container that was made anew, a machine that was renamed), say `--take-profile`, or set `browser.take_profile`."
        )
    )]
    ProfileElsewhere {
        /// The profile folder.
        profile: PathBuf,
        /// The host that the lock names.
        host: String,
    },
    /// The profile is open in another session of the server.
    #[error("the profile folder {path} is in use by the session {session} on the server", path = .profile.display())]
    #[diagnostic(
        code(browser::profile_in_use_on_server),
        help("One session a profile: end that one, or give each account its own `webdriver.profile_dir`.")
    )]
    ProfileInUseOnServer {
        /// The profile folder, on the browser's machine.
        profile: PathBuf,
        /// The session that holds it.
        session: String,
    },
    /// An earlier session was not swept.
    #[error("an earlier browser session is still on record in {path}", path = .record.display())]
    #[diagnostic(
        code(browser::not_swept),
        help("It must be ended, or its end waited for, before another one is started.")
    )]
    NotSwept {
        /// The record file.
        record: PathBuf,
    },
    /// The record of the session could not be written.
    #[error("{path} cannot be written: {source}", path = .record.display())]
    #[diagnostic(
        code(browser::record),
        help(
            "Without it a browser left behind could not be found again, so none was started. Check the folder's rights and space."
        )
    )]
    Record {
        /// The record file.
        record: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// There is nothing to show a window on.
    #[error("there is no screen to show the sign-in window on: neither DISPLAY nor WAYLAND_DISPLAY is set")]
    #[diagnostic(
        code(browser::no_screen),
        help(
            "Run `unlinked login` in a desktop session of this machine, by remote desktop, or over `ssh -X`. In containers sign in through noVNC: docs/containers.md. Signing in on another machine is of no use: the session lives in this account's profile folder, and one copied from elsewhere may look stolen to the site."
        )
    )]
    NoScreen,
    /// The window without a driver failed.
    #[error("the browser {path} failed: {why}", path = .binary.display())]
    #[diagnostic(
        code(browser::window),
        help(
            "Start it by hand to see what it complains about. `webdriver.binary` in the config names another one."
        )
    )]
    Window {
        /// The browser's program.
        binary: PathBuf,
        /// What happened.
        why: String,
    },
    /// The options contradict each other.
    #[error("{why}")]
    #[diagnostic(code(browser::options), help("{help}"))]
    Options {
        /// What is wrong.
        why: String,
        /// What to do.
        help: String,
    },
}
