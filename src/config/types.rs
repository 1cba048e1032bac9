//! The configuration as the rest of the program sees it: plain values, checked.

use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use url::Url;

use super::error::NoTimeZone;
use crate::domain::{BrowserKind, Route, Surface, Thresholds};

/// The whole configuration. `config.example.toml` has a word on every value.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The site: https, or http on a loopback host, without path.
    pub site: Url,
    /// The layout that is driven.
    pub surface: Surface,
    /// How a person is reached.
    pub route: Route,
    /// Browser and driver.
    pub webdriver: WebDriver,
    /// The waits within one removal.
    pub engine: Engine,
    /// How much may be done in a time.
    pub limits: Limits,
    /// The spacing between people.
    pub pace: Pace,
    /// When anything may be done at all.
    pub calendar: Calendar,
    /// The rest after a sign of throttling.
    pub cooldown: Cooldown,
    /// What in a row ends a run.
    pub breaker: Thresholds,
    /// Where selector files come from.
    pub selectors: Selectors,
    /// What is kept of a run.
    pub evidence: Evidence,
    /// Who is told when a run ends.
    pub notify: Notify,
    /// The keep list.
    pub keep: Keep,
    /// Whether the site proved to be a practice site.
    pub(super) practice: bool,
}

impl Config {
    /// Whether the site is a practice site, where nothing real is touched: on a loopback host, and proved to be one. Limits may be
    /// left out there, and guesses tried.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.practice && self.is_on_this_machine()
    }

    /// Writes down that the site answered as only a practice site does. Without it a site on this machine is treated as the real
    /// one: it may lead there.
    pub fn proved_to_be_practice(&mut self) {
        self.practice = true;
    }

    /// Whether the site is on a loopback host.
    #[must_use]
    pub fn is_on_this_machine(&self) -> bool {
        match self.site.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }
}

crate::domain::words! {
    /// What is done where other people use this machine: while a browser is open, they can reach it.
    pub enum SharedMachine {
        /// They are told of before the first run of a state folder.
        Warn => "warn",
        /// No browser is opened.
        Refuse => "refuse",
    }
}

/// Browser and driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebDriver {
    /// A server that is running already, its path ending in a slash; `None` starts a driver.
    pub url: Option<Url>,
    /// The browser.
    pub browser: BrowserKind,
    /// What is done where other people use this machine.
    pub shared_machine: SharedMachine,
    /// The browser's program; `None` looks for it.
    pub binary: Option<PathBuf>,
    /// The driver's program; `None` looks for it.
    pub driver: Option<PathBuf>,
    /// Whether the browser works without a window.
    pub headless: bool,
    /// The browser's profile folder; `None` is the one in the account's folder.
    pub profile_dir: Option<PathBuf>,
    /// Whether a profile is taken whose lock names another host.
    pub take_profile: bool,
    /// How long one command may take before the session counts as lost.
    pub command_timeout: Duration,
    /// How long a page may take to load.
    pub page_load_timeout: Duration,
    /// Further arguments for the browser.
    pub args: Vec<String>,
    /// Certificates by which an https server is trusted, as PEM; `None` is the system's store.
    pub ca_file: Option<PathBuf>,
    /// How long a free slot of the server is waited for.
    pub queue_timeout: Duration,
    /// After how long the server ends a session that nobody uses.
    pub session_timeout: Duration,
}

/// The waits within one removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// How long an element of a page is waited for.
    pub locate_timeout: Duration,
    /// How long a confirmation dialog is waited for.
    pub confirm_grace: Duration,
    /// How long after a click in doubt, and between its two looks, the page is looked at.
    pub settle_after: Duration,
    /// How long after a click without effect the person may be tried again.
    pub retry_after: Duration,
}

/// A number that grows with the time that an account was used without a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ramp {
    /// In the first seven days.
    pub first_week: u32,
    /// From the 8th to the 21st day.
    pub second_and_third: u32,
    /// From the 22nd day on.
    pub later: u32,
}

impl Ramp {
    /// The three numbers, in their order.
    #[must_use]
    pub fn steps(self) -> [u32; 3] {
        [self.first_week, self.second_and_third, self.later]
    }

    /// The number that holds after so many whole days since the first use or the last warning; 0 on the first day.
    #[must_use]
    pub fn after_days(self, days: u64) -> u32 {
        match days {
            0..7 => self.first_week,
            7..21 => self.second_and_third,
            _ => self.later,
        }
    }
}

/// How much may be done in a time. The windows are rolling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Removals in any 24 hours.
    pub removals_per_day: Ramp,
    /// Page views in any 24 hours.
    pub page_views_per_day: Ramp,
    /// Unfollows in any 24 hours.
    pub unfollows_per_day: Ramp,
    /// Withdrawn invitations in any 24 hours.
    pub withdrawals_per_day: Ramp,
    /// In any 7 days so many times the day's number.
    pub week_factor: u32,
    /// In any 30 days so many times the day's number.
    pub month_factor: u32,
}

/// The spacing between people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// The shortest time from one person to the next.
    pub between_people_min: Duration,
    /// The longest; never below the shortest.
    pub between_people_max: Duration,
}

/// Hours of a day, in minutes after midnight in the account's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveHours {
    /// The first minute, 0 to 1439.
    pub from_minute: u16,
    /// The minute after the last, 1 to 1440, above `from_minute`.
    pub to_minute: u16,
}

/// When anything may be done at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// The account's time zone: the one that is set, or else the machine's; `None` where that is UTC or unknown.
    pub time_zone: Option<TimeZone>,
    /// The days of the week, Monday first, each once, at least one.
    pub days: Vec<Weekday>,
    /// The hours on these days.
    pub hours: ActiveHours,
    /// Days on which nothing is done, in order, each once.
    pub holidays: Vec<Date>,
}

impl Calendar {
    /// The time zone in which days and hours are counted.
    ///
    /// # Errors
    /// [`NoTimeZone`] if none is set and the machine's is UTC or unknown.
    pub fn zone(&self) -> Result<&TimeZone, NoTimeZone> {
        self.time_zone.as_ref().ok_or(NoTimeZone)
    }
}

/// The rest after a sign of throttling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooldown {
    /// After the first sign, the second in a row, and so on; never shorter than the one before; at least one.
    pub steps: Vec<Duration>,
}

/// Where selector files come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selectors {
    /// A folder of the user's, before the built-in ones.
    pub dir: Option<PathBuf>,
    /// Whether click paths that rest on a guess may be used on the real site.
    pub allow_guessed: bool,
    /// Where an update of the pack comes from.
    pub source: Option<Url>,
}

/// What is kept of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Whether pictures of the pages are kept.
    pub pictures: bool,
    /// Days after which traces and pictures are deleted.
    pub keep_days: u32,
    /// Where they are kept; `None` is the account's folder.
    pub dir: Option<PathBuf>,
}

/// Who is told when a run ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notify {
    /// A program and its arguments; empty for none.
    pub command: Vec<String>,
    /// An address to which the summary is posted.
    pub url: Option<Url>,
    /// Whether they are told once a day as well, while a run is at work.
    pub daily: bool,
}

/// The keep list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// The file.
    pub file: Option<PathBuf>,
    /// Whether a line that fits nobody is an error.
    pub strict: bool,
}
