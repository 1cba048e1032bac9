//! Every key of the configuration in one table: file, environment, flags and docs all go by it.

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The site: https, or http on a loopback host.
    Site,
    /// The address of a WebDriver server, or nothing.
    DriverUrl,
    /// A web address, or nothing.
    WebUrl,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A path, or nothing.
    Path,
    /// A time, from and to, in seconds.
    Time(u64, u64),
    /// One or more times, each from and to, in seconds.
    Times(u64, u64),
    /// A whole number, from and to.
    Count(u32, u32),
    /// Three whole numbers (first week, second and third, later), each from and to.
    Steps(u32, u32),
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of weekdays.
    Days,
    /// Hours of a day, such as `09:00-18:00`.
    Hours,
    /// A list of dates, such as `2026-12-25`.
    Dates,
    /// The name of a time zone, or nothing.
    Zone,
}

impl Kind {
    /// What the key takes, in a few words, for messages and docs.
    #[must_use]
    pub fn describe(self) -> String {
        let time = |seconds: u64| super::show_duration(std::time::Duration::from_secs(seconds));
        match self {
            Kind::Site => "an https address, or http on a loopback host".to_owned(),
            Kind::DriverUrl => "an http or https address, or \"\"".to_owned(),
            Kind::WebUrl => "a web address, or \"\"".to_owned(),
            Kind::Word(words) => format!("one of {}", words.join(", ")),
            Kind::Path => "a path, or \"\"".to_owned(),
            Kind::Time(min, max) => format!("a time from {} to {}", time(min), time(max)),
            Kind::Times(min, max) => format!("a list of times from {} to {}", time(min), time(max)),
            Kind::Count(min, max) => format!("a whole number from {min} to {max}"),
            Kind::Steps(min, max) => format!("three whole numbers from {min} to {max}"),
            Kind::Flag => "true or false".to_owned(),
            Kind::Texts => "a list of texts".to_owned(),
            Kind::Days => "a list of mon, tue, wed, thu, fri, sat, sun".to_owned(),
            Kind::Hours => "hours of a day, such as \"09:00-18:00\"".to_owned(),
            Kind::Dates => "a list of dates, such as [\"2026-12-25\"]".to_owned(),
            Kind::Zone => "a time zone, such as \"Europe/Warsaw\", or \"\"".to_owned(),
        }
    }

    /// Whether the value is a list: in the environment and in flags its items are parted by commas.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Kind::Times(..) | Kind::Steps(..) | Kind::Texts | Kind::Days | Kind::Dates)
    }
}

/// One key of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Section and name, such as `pace.between_people_min`; without a section for the first few.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The default as it stands in the example file.
    pub default: &'static str,
    /// One line on it.
    pub help: &'static str,
}

impl Key {
    /// The key's environment variable, such as `UNLINKED_PACE_BETWEEN_PEOPLE_MIN`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("UNLINKED_{}", self.name.replace('.', "_").to_uppercase())
    }

    /// The section, empty for the first few keys, and the name within it.
    #[must_use]
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.name.split_once('.').unwrap_or(("", self.name))
    }
}

const fn key(name: &'static str, kind: Kind, default: &'static str, help: &'static str) -> Key {
    Key { name, kind, default, help }
}

/// Every key, in the order of the example file.
pub const KEYS: &[Key] = &[
    key("site", Kind::Site, r#""https://www.linkedin.com""#, "The site; a loopback one is practice"),
    key("surface", Kind::Word(&["desktop", "mobile"]), r#""desktop""#, "The layout that is driven"),
    key(
        "route",
        Kind::Word(&["profile", "search", "connections"]),
        r#""profile""#,
        "How a person is reached",
    ),
    key("webdriver.url", Kind::DriverUrl, r#""""#, "A WebDriver server that is running already"),
    key("webdriver.browser", Kind::Word(&["chromium", "firefox"]), r#""chromium""#, "The browser"),
    key(
        "webdriver.shared_machine",
        Kind::Word(&["warn", "refuse"]),
        r#""warn""#,
        "What is done where other people use this machine",
    ),
    key("webdriver.binary", Kind::Path, r#""""#, "The browser's program"),
    key("webdriver.driver", Kind::Path, r#""""#, "The driver's program"),
    key("webdriver.headless", Kind::Flag, "true", "Whether the browser works without a window"),
    key("webdriver.profile_dir", Kind::Path, r#""""#, "The folder in which the browser keeps the session"),
    key(
        "webdriver.command_timeout",
        Kind::Time(5, 600),
        r#""30s""#,
        "How long one command to the driver may take",
    ),
    key("webdriver.page_load_timeout", Kind::Time(5, 600), r#""30s""#, "How long a page may take to load"),
    key("webdriver.args", Kind::Texts, "[]", "Further arguments for the browser"),
    key("webdriver.ca_file", Kind::Path, r#""""#, "Certificates by which an https server is trusted"),
    key(
        "webdriver.queue_timeout",
        Kind::Time(10, 86_400),
        r#""6m""#,
        "How long a free slot of the server is waited for",
    ),
    key(
        "webdriver.session_timeout",
        Kind::Time(10, 86_400),
        r#""5m""#,
        "After how long the server ends a session that nobody uses",
    ),
    key(
        "browser.take_profile",
        Kind::Flag,
        "false",
        "Whether a profile is taken whose lock names another host",
    ),
    key(
        "engine.locate_timeout",
        Kind::Time(1, 300),
        r#""15s""#,
        "How long an element of a page is waited for",
    ),
    key(
        "engine.confirm_grace",
        Kind::Time(1, 120),
        r#""10s""#,
        "How long a confirmation dialog is waited for",
    ),
    key(
        "engine.settle_after",
        Kind::Time(1, 3_600),
        r#""60s""#,
        "How long after a click in doubt, and between its two looks, the page is looked at",
    ),
    key(
        "engine.retry_after",
        Kind::Time(0, 2_592_000),
        r#""24h""#,
        "How long after a click without effect the person may be tried again",
    ),
    key("limits.removals_per_day", Kind::Steps(0, 1_000), "[25, 40, 60]", "Removals in any 24 hours"),
    key("limits.page_views_per_day", Kind::Steps(4, 5_000), "[75, 120, 160]", "Page views in any 24 hours"),
    key("limits.unfollows_per_day", Kind::Steps(0, 1_000), "[25, 40, 60]", "Unfollows in any 24 hours"),
    key("limits.withdrawals_per_day", Kind::Steps(0, 1_000), "[20, 20, 20]", "Withdrawals in any 24 hours"),
    key("limits.week_factor", Kind::Count(1, 7), "5", "Times the day's number in any 7 days"),
    key("limits.month_factor", Kind::Count(1, 30), "20", "Times the day's number in any 30 days"),
    key(
        "pace.between_people_min",
        Kind::Time(0, 86_400),
        r#""45s""#,
        "The shortest time from one person to the next",
    ),
    key(
        "pace.between_people_max",
        Kind::Time(0, 86_400),
        r#""90s""#,
        "The longest time from one person to the next",
    ),
    key("calendar.time_zone", Kind::Zone, r#""""#, "The account's time zone; the machine's if empty"),
    key(
        "calendar.days",
        Kind::Days,
        r#"["mon", "tue", "wed", "thu", "fri"]"#,
        "The days on which people are removed",
    ),
    key("calendar.hours", Kind::Hours, r#""09:00-18:00""#, "The hours on these days"),
    key("calendar.holidays", Kind::Dates, "[]", "Days on which nothing is done"),
    key(
        "cooldown.steps",
        Kind::Times(60, 2_592_000),
        r#"["2h", "4h", "8h", "24h"]"#,
        "The rest after a sign of throttling",
    ),
    key("breaker.unconfirmed", Kind::Count(1, 100), "3", "`unconfirmed` in a row that end the run"),
    key("breaker.changed_page", Kind::Count(1, 100), "3", "`changed_page` in a row that end the run"),
    key("breaker.not_found", Kind::Count(1, 100), "5", "`not_found` in a row that end the run"),
    key("breaker.mismatch", Kind::Count(1, 100), "5", "`mismatch` in a row that end the run"),
    key("selectors.dir", Kind::Path, r#""""#, "A folder with selector files of your own"),
    key(
        "selectors.allow_guessed",
        Kind::Flag,
        "false",
        "Whether click paths that rest on a guess may be used",
    ),
    key("selectors.source", Kind::WebUrl, r#""""#, "Where `unlinked selectors update` gets a pack"),
    key("evidence.pictures", Kind::Flag, "true", "Whether pictures of the pages are kept"),
    key(
        "evidence.keep_days",
        Kind::Count(0, 3_650),
        "30",
        "Days after which traces and pictures are deleted",
    ),
    key("evidence.dir", Kind::Path, r#""""#, "Where traces and pictures are kept"),
    key("notify.command", Kind::Texts, "[]", "A program that is started when a run ends"),
    key("notify.url", Kind::WebUrl, r#""""#, "An address to which the summary is sent"),
    key("notify.daily", Kind::Flag, "false", "Whether a run tells once a day what it came to"),
    key("keep.file", Kind::Path, r#""""#, "The keep list"),
    key("keep.strict", Kind::Flag, "false", "Whether a line of the keep list that fits nobody stops a run"),
];

/// The key of this full name.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
