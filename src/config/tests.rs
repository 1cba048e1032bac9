use std::path::Path;
use std::time::Duration;

use jiff::civil::{Weekday, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::layer::Layer;
use super::load::assemble;
use super::*;
use crate::domain::{Route, Surface};

fn env(pairs: &[(&str, &str)]) -> Layer {
    Layer::environment(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn flags(pairs: &[(&str, &str)]) -> Layer {
    let overrides: Vec<Override> = pairs
        .iter()
        .map(|(key, value)| Override { key: (*key).into(), value: (*value).into(), flag: format!("--{key}") })
        .collect();
    Layer::flags(&overrides)
}

fn warsaw() -> Option<TimeZone> {
    Some(TimeZone::get("Europe/Warsaw").unwrap())
}

fn load(file: &str, variables: &[(&str, &str)], given: &[(&str, &str)]) -> Result<Config, ConfigError> {
    assemble(Some(Layer::file("config.toml", file)), env(variables), flags(given), warsaw())
}

fn of_file(file: &str) -> Config {
    load(file, &[], &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// Every message of every source, with line and column.
fn messages(result: Result<Config, ConfigError>) -> Vec<String> {
    let Err(ConfigError::Faults(sources)) = result else { panic!("faults expected, not {result:?}") };
    let mut messages = Vec::new();
    for faults in &sources {
        for fault in &faults.list {
            let (line, column) = faults.position(fault).unwrap_or((0, 0));
            messages.push(format!("{}:{line}:{column} {} | {}", faults.file, fault.message, fault.help));
        }
    }
    messages
}

#[test]
fn the_example_file_is_exactly_the_defaults() {
    let defaults = assemble(None, env(&[]), flags(&[]), warsaw()).unwrap();
    assert_eq!(of_file(EXAMPLE), defaults);
    assert_eq!(of_file(""), defaults);
    assert_eq!(defaults.site.as_str(), "https://www.linkedin.com/");
    assert_eq!((defaults.surface, defaults.route), (Surface::Desktop, Route::Profile));
    assert_eq!(defaults.webdriver.command_timeout, Duration::from_secs(30));
    assert_eq!(defaults.engine.confirm_grace, Duration::from_secs(10));
    let ramp = defaults.limits.removals_per_day;
    assert_eq!([0, 6, 7, 20, 21, 400].map(|days| ramp.after_days(days)), [25, 25, 40, 40, 60, 60]);
    assert_eq!(
        defaults.limits.page_views_per_day,
        Ramp { first_week: 75, second_and_third: 120, later: 160 }
    );
    assert_eq!((defaults.limits.week_factor, defaults.limits.month_factor), (5, 20));
    assert_eq!(defaults.pace.between_people_max, Duration::from_secs(90));
    assert_eq!(defaults.calendar.days.len(), 5);
    assert_eq!(defaults.calendar.hours, ActiveHours { from_minute: 540, to_minute: 1080 });
    assert_eq!(defaults.cooldown.steps.last(), Some(&Duration::from_secs(86_400)));
    assert!(!defaults.selectors.allow_guessed && defaults.evidence.pictures && defaults.keep.file.is_none());
    assert!(!defaults.is_on_this_machine());
}

#[test]
fn the_table_of_keys_agrees_with_the_example_file() {
    let mut section = String::new();
    let mut comment: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in EXAMPLE.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = format!("{}.", name.trim_end_matches(']'));
        } else if line.starts_with('#') {
            comment.push(line);
            continue;
        } else if let Some((name, value)) = line.split_once(" = ") {
            let full = format!("{section}{name}");
            assert!(!comment.is_empty(), "{full} has no comment");
            let key =
                KEYS.iter().find(|key| key.name == full).unwrap_or_else(|| panic!("{full} is not in KEYS"));
            assert_eq!(key.default, value, "{full}");
            assert!(!key.help.is_empty() && !key.help.ends_with('.'));
            found.push(key.name);
        } else {
            assert!(line.is_empty(), "{line:?}");
        }
        comment.clear();
    }
    assert_eq!(found, KEYS.iter().map(|key| key.name).collect::<Vec<_>>());
}

#[test]
fn every_guess_about_the_platform_says_that_it_is_one() {
    let guesses = EXAMPLE.split("\n\n").filter(|paragraph| paragraph.contains("# GUESS"));
    let keys: Vec<&str> = guesses
        .filter_map(|paragraph| paragraph.lines().last()?.split_once(" ="))
        .map(|(key, _)| key)
        .collect();
    let expected = [
        "settle_after",
        "retry_after",
        "removals_per_day",
        "page_views_per_day",
        "unfollows_per_day",
        "withdrawals_per_day",
        "week_factor",
        "month_factor",
        "between_people_min",
        "between_people_max",
        "days",
        "hours",
        "steps",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn flags_beat_environment_beats_file_beats_defaults() {
    let file = "route = \"search\"\n[breaker]\nunconfirmed = 7\nmismatch = 7\nnot_found = 7\n";
    let variables = [("UNLINKED_BREAKER_MISMATCH", "8"), ("UNLINKED_BREAKER_NOT_FOUND", "8"), ("HOME", "/x")];
    let config = load(file, &variables, &[("breaker.not_found", "9")]).unwrap();
    let breaker = &config.breaker;
    assert_eq!(
        (breaker.changed_page, breaker.unconfirmed, breaker.mismatch, breaker.not_found),
        (3, 7, 8, 9)
    );
    assert_eq!(config.route, Route::Search);
}

#[test]
fn environment_and_flags_can_say_everything_that_a_file_can() {
    let variables = [
        ("UNLINKED_SITE", "http://127.0.0.1:4000"),
        ("UNLINKED_WEBDRIVER_HEADLESS", "no"),
        ("UNLINKED_WEBDRIVER_ARGS", "--lang=en-GB, --mute-audio"),
        ("UNLINKED_LIMITS_REMOVALS_PER_DAY", "1,2,3"),
        ("UNLINKED_CALENDAR_DAYS", "sun,mon,sun"),
        ("UNLINKED_CALENDAR_HOLIDAYS", "2026-12-25"),
        ("UNLINKED_COOLDOWN_STEPS", "1h,1d"),
        ("UNLINKED_PACE_BETWEEN_PEOPLE_MIN", "500ms"),
        ("UNLINKED_ROUTE", ""),
        ("UNLINKED_STATE", "/somewhere"),
    ];
    let config = load("", &variables, &[("calendar.time_zone", "Asia/Tokyo")]).unwrap();
    assert!(config.is_on_this_machine() && !config.webdriver.headless);
    assert!(!config.is_practice(), "an address proves nothing");
    assert_eq!(config.webdriver.args, ["--lang=en-GB", "--mute-audio"]);
    assert_eq!(config.limits.removals_per_day, Ramp { first_week: 1, second_and_third: 2, later: 3 });
    assert_eq!(config.calendar.days, [Weekday::Monday, Weekday::Sunday]);
    assert_eq!(config.calendar.holidays, [date(2026, 12, 25)]);
    assert_eq!(config.cooldown.steps, [Duration::from_secs(3_600), Duration::from_secs(86_400)]);
    assert_eq!(config.pace.between_people_min, Duration::from_millis(500));
    assert_eq!(config.route, Route::Profile, "an empty variable is not set");
    assert_eq!(config.calendar.zone().unwrap().iana_name(), Some("Asia/Tokyo"));
}

#[test]
fn all_faults_are_told_at_once_with_their_places() {
    let file = "site = \"http://example.com\"\nrout = \"search\"\n\n[pace]\nbetween_people_min = 45\nlocate_timeout = \"5s\"\n\n\
                [calendr]\ndays = []\n\n[calendar]\ndays = [\"mon\", \"friday\", 3]\nhours = \"18:00-09:00\"\ntime_zone = \"Mars/Base\"\n\
                holidays = [2026-12-25, \"25.12.2026\"]\n\n[limits]\nremovals_per_day = [1, 2]\nweek_factor = \"5\"\n";
    let variables = [("UNLINKED_PACE_BETWEEN_PEOPLE_MAXIMUM", "1s"), ("UNLINKED_BREAKER_MISMATCH", "0")];
    let told = messages(load(file, &variables, &[("surface", "phone")]));
    let expected = [
        "config.toml:1:8 site: plain http is for loopback hosts only",
        "config.toml:2:1 there is no key `rout` | Did you mean `route`?",
        "config.toml:5:22 pace.between_people_min: `45` has no unit | Write \"45s\"",
        "config.toml:6:1 there is no key `locate_timeout` in [pace] | `locate_timeout` belongs in [engine].",
        "config.toml:8:2 there is no section `calendr` | Did you mean [calendar]?",
        "config.toml:12:16 calendar.days: `friday` is not a weekday | It must be one of: mon, tue, wed, thu, fri, sat, sun. Did you mean `fri`?",
        "config.toml:12:26 calendar.days: a text was expected here, not a number",
        "config.toml:13:9 calendar.hours: `18:00-09:00` ends before it begins",
        "config.toml:14:13 calendar.time_zone: there is no time zone `Mars/Base`",
        "config.toml:15:25 calendar.holidays: `25.12.2026` is not a date",
        "config.toml:18:20 limits.removals_per_day: there must be three numbers here, not 2",
        "config.toml:19:15 limits.week_factor: a whole number was expected here",
        "environment:1:27 breaker.mismatch: 0 is out of range",
        "environment:2:1 there is no key for the variable UNLINKED_PACE_BETWEEN_PEOPLE_MAXIMUM | Did you mean UNLINKED_PACE_BETWEEN_PEOPLE_MAX?",
        "command line:1:11 surface: `phone` is not known here | It must be one of: desktop, mobile.",
    ];
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}\n{expected}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
}

#[test]
fn a_fault_shows_the_line_and_what_was_expected() {
    let error = load("[pace]\nbetween_people_min = \"fast\"\n", &[], &[]).unwrap_err();
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let told = messages(load("site = \"x\n[pace\nbetween_people_min = 3s\n", &[], &[]));
    assert!(told[0].starts_with("config.toml:1:"), "{told:?}");
    assert!(told.iter().all(|message| message.contains("must be TOML")), "{told:?}");
    let twice = messages(load("route = \"search\"\nroute = \"profile\"\n", &[], &[]));
    assert!(twice[0].contains("duplicate"), "{twice:?}");
}

#[test]
fn values_that_contradict_each_other_are_told_where_the_losing_one_stands() {
    let told = messages(load(
        "[pace]\nbetween_people_min = \"2m\"\n",
        &[("UNLINKED_PACE_BETWEEN_PEOPLE_MAX", "1m")],
        &[],
    ));
    assert!(told[0].starts_with("environment:1:34 pace.between_people_max (1m) is below"), "{told:?}");
    let told = messages(load(
        "[limits]\nweek_factor = 7\nmonth_factor = 3\n[cooldown]\nsteps = [\"2h\", \"1h\"]\n",
        &[],
        &[],
    ));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn limits_under_which_nothing_would_ever_be_done_are_refused_all_at_once() {
    let file = "[limits]\npage_views_per_day = [75, 3, 160]\nremovals_per_day = [0, 40, 60]\nweek_factor = 7\nmonth_factor = 2\n";
    let told = messages(load(file, &[("UNLINKED_LIMITS_UNFOLLOWS_PER_DAY", "0,1,1")], &[]));
    assert!(
        told[0].starts_with("config.toml:2:27 limits.page_views_per_day: 3 is out of range"),
        "{told:#?}"
    );
    let file = file.replace("[75, 3, 160]", "[75, 6, 160]");
    let told =
        messages(load(&file, &[("UNLINKED_LIMITS_UNFOLLOWS_PER_DAY", "0,1,1")], &[("route", "search")]));
    let expected = [
        "config.toml:2:22 limits.page_views_per_day: one person by the route `search` takes room for 7 page views, so nobody \
         could ever be opened | Write [75, 7, 160], or choose another route.",
        "config.toml:3:20 limits.removals_per_day: nothing is allowed in the first week, which begins with the first one and \
         so would never end | Write [1, 40, 60], or [0, 0, 0] for none at all.",
        "config.toml:5:16 limits.month_factor is below limits.week_factor",
        "environment:1:35 limits.unfollows_per_day: nothing is allowed in the first week",
    ];
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}\n{expected}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    let none = "[limits]\nremovals_per_day = [0, 0, 0]\npage_views_per_day = [4, 4, 4]\n";
    assert_eq!(load(none, &[], &[]).unwrap().limits.removals_per_day.steps(), [0; 3]);
}

#[test]
fn sections_and_keys_are_not_mixed_up() {
    let told = messages(load("pace = 3\n[keep.more]\nx = 1\n[site]\nx = 1\n", &[], &[]));
    assert!(told.iter().any(|message| message.contains("`pace` is a section")), "{told:?}");
    assert!(told.iter().any(|message| message.contains("no section `more` in [keep]")), "{told:?}");
    assert!(told.iter().any(|message| message.contains("not a table")), "{told:?}");
}

#[test]
fn sites_and_drivers_must_be_addresses_that_can_work() {
    for site in [
        "ftp://x",
        "linkedin.com",
        "https://user:pw@www.linkedin.com",
        "https://www.linkedin.com/in/x",
        "http://10.0.0.1",
    ] {
        assert_eq!(messages(load("", &[], &[("site", site)])).len(), 1, "{site}");
    }
    for site in
        ["http://localhost:80", "http://127.0.0.1:4000/", "http://[::1]:4000", "https://staging.example.com"]
    {
        assert!(load("", &[], &[("site", site)]).is_ok(), "{site}");
    }
    let driver = load("", &[], &[("webdriver.url", "http://grid:4444/wd/hub")]).unwrap().webdriver.url;
    assert_eq!(driver.unwrap().as_str(), "http://grid:4444/wd/hub/");
    for driver in ["https://grid:4444", "http://me:secret@grid:4444", "https://grid/wd/hub/"] {
        assert!(load("", &[], &[("webdriver.url", driver)]).is_ok(), "{driver}");
    }
    for driver in [
        "grid:4444",
        "ftp://me:secret@grid",
        "http://me:secr%40et@grid",
        "http://me:secret@grid/?x",
        "http://me:secret@",
    ] {
        let said = messages(load("", &[], &[("webdriver.url", driver)]));
        assert_eq!(said.len(), 1, "{driver}");
        assert!(!said[0].contains("secr"), "{said:?}");
    }
}

#[test]
fn a_password_in_an_address_is_never_shown_with_the_faults_around_it() {
    let file = "[webdriver]\nurl = \"https://robot:se:cr@t@grid/wd/hub\"\nbrowser = \"opera\"\n";
    let said = load(file, &[("UNLINKED_WEBDRIVER_URL", "ftp://robot:secret@grid")], &[]).unwrap_err();
    let said = said.to_string();
    assert!(said.contains("***@grid/wd/hub"), "{said}");
    for secret in ["robot", "se:cr", "secret"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn a_machine_on_utc_needs_a_time_zone_of_its_own() {
    for zone in
        [None, Some(TimeZone::UTC), Some(TimeZone::get("Etc/UTC").unwrap()), Some(TimeZone::unknown())]
    {
        let config = assemble(None, env(&[]), flags(&[]), zone).unwrap();
        assert_eq!(config.calendar.zone(), Err(NoTimeZone));
    }
    assert!(NoTimeZone.to_string().contains("UNLINKED_CALENDAR_TIME_ZONE"));
    let set = load("[calendar]\ntime_zone = \"UTC\"\n", &[], &[]).unwrap();
    assert!(set.calendar.zone().is_ok(), "what the user sets is taken");
}

#[test]
fn paths_are_taken_from_the_folder_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, "\u{feff}[keep]\nfile = \"keep.csv\"\n[selectors]\ndir = \"/abs\"\n").unwrap();
    let options = LoadOptions { file: Some(path.clone()), env: std::iter::empty(), overrides: Vec::new() };
    let config = Config::load(options).unwrap();
    assert_eq!(config.keep.file.as_deref(), Some(folder.path().join("keep.csv").as_path()));
    // On Windows such a path still lacks its drive.
    if cfg!(unix) {
        assert_eq!(config.selectors.dir.as_deref(), Some(Path::new("/abs")));
    }
    let from_flag = load("", &[], &[("keep.file", "keep.csv")]).unwrap();
    assert_eq!(from_flag.keep.file.as_deref(), Some(Path::new("keep.csv")));
    std::fs::remove_file(&path).unwrap();
    let options = LoadOptions { file: Some(path), env: std::iter::empty(), overrides: Vec::new() };
    let missing = Config::load(options).unwrap_err().to_string();
    assert!(missing.contains("mine.toml") && missing.contains("--config"), "{missing}");
}

#[test]
fn times_are_read_with_their_units() {
    let read = |text: &str| parse_duration(text).map(|time| time.as_millis());
    assert_eq!(read("500ms"), Ok(500));
    assert_eq!(read("1h30m"), Ok(5_400_000));
    assert_eq!(read(" 1d 2h "), Ok(93_600_000));
    assert_eq!(read("0s"), Ok(0));
    for (text, message) in [
        ("", "the time is missing"),
        ("45", "`45` has no unit"),
        ("1.5h", "`1.5h` is not a time: only whole numbers, each with a unit"),
        ("fast", "`fast` is not a time"),
        ("5 minutes", "`minutes` is not a unit of time"),
        ("5min", "`min` is not a unit of time"),
        ("99999999999999999999d", "`99999999999999999999d` is too long"),
    ] {
        assert_eq!(parse_duration(text), Err(message.to_owned()), "{text:?}");
    }
}

proptest! {
    #[test]
    fn times_read_as_they_are_shown(ms in 0..10_000_000_000_u64) {
        let time = Duration::from_millis(ms);
        prop_assert_eq!(parse_duration(&show_duration(time)), Ok(time));
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), toml in "[a-z_.=\\[\\]\"0-9\n ,é]{0,80}") {
        let _ = parse_duration(&text);
        let _ = load(&toml, &[("UNLINKED_CALENDAR_DAYS", &text), ("UNLINKED_SITE", &text)], &[("keep.file", &text)]);
    }
}
