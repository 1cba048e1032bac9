//! From merged settings to the typed configuration, with the checks that concern more than one key.

use jiff::tz::TimeZone;

use super::error::ConfigError;
use super::settings::Settings;
use super::show_duration;
use super::types::{
    Calendar, Config, Cooldown, Engine, Evidence, Keep, Limits, Notify, Pace, Ramp, Selectors, WebDriver,
};
use super::value::Value;
use crate::domain::{Route, Thresholds};

/// Makes the configuration. `machine_zone` is the machine's time zone, used where none is set.
pub(super) fn build(mut settings: Settings, machine_zone: Option<TimeZone>) -> Result<Config, ConfigError> {
    let config = typed(&settings, machine_zone)?;
    check(&config, &mut settings);
    settings.finish()?;
    Ok(config)
}

fn typed(settings: &Settings, machine_zone: Option<TimeZone>) -> Result<Config, ConfigError> {
    let ramp = |key| {
        settings.steps(key).map(|[first_week, second_and_third, later]| Ramp {
            first_week,
            second_and_third,
            later,
        })
    };
    Ok(Config {
        site: settings.url("site")?.ok_or(ConfigError::Defaults("site"))?,
        surface: settings.word("surface")?,
        route: settings.word("route")?,
        webdriver: WebDriver {
            url: settings.url("webdriver.url")?,
            browser: settings.word("webdriver.browser")?,
            shared_machine: settings.word("webdriver.shared_machine")?,
            binary: settings.path("webdriver.binary")?,
            driver: settings.path("webdriver.driver")?,
            headless: settings.flag("webdriver.headless")?,
            profile_dir: settings.path("webdriver.profile_dir")?,
            take_profile: settings.flag("browser.take_profile")?,
            command_timeout: settings.time("webdriver.command_timeout")?,
            page_load_timeout: settings.time("webdriver.page_load_timeout")?,
            args: settings.texts("webdriver.args")?,
            ca_file: settings.path("webdriver.ca_file")?,
            queue_timeout: settings.time("webdriver.queue_timeout")?,
            session_timeout: settings.time("webdriver.session_timeout")?,
        },
        engine: Engine {
            locate_timeout: settings.time("engine.locate_timeout")?,
            confirm_grace: settings.time("engine.confirm_grace")?,
            settle_after: settings.time("engine.settle_after")?,
            retry_after: settings.time("engine.retry_after")?,
        },
        limits: Limits {
            removals_per_day: ramp("limits.removals_per_day")?,
            page_views_per_day: ramp("limits.page_views_per_day")?,
            unfollows_per_day: ramp("limits.unfollows_per_day")?,
            withdrawals_per_day: ramp("limits.withdrawals_per_day")?,
            week_factor: settings.count("limits.week_factor")?,
            month_factor: settings.count("limits.month_factor")?,
        },
        pace: Pace {
            between_people_min: settings.time("pace.between_people_min")?,
            between_people_max: settings.time("pace.between_people_max")?,
        },
        calendar: calendar(settings, machine_zone)?,
        cooldown: Cooldown {
            steps: match settings.get("cooldown.steps")? {
                Value::Times(steps) => steps.clone(),
                _ => return Err(ConfigError::Defaults("cooldown.steps")),
            },
        },
        breaker: Thresholds {
            unconfirmed: settings.count("breaker.unconfirmed")?,
            changed_page: settings.count("breaker.changed_page")?,
            not_found: settings.count("breaker.not_found")?,
            mismatch: settings.count("breaker.mismatch")?,
        },
        selectors: Selectors {
            dir: settings.path("selectors.dir")?,
            allow_guessed: settings.flag("selectors.allow_guessed")?,
            source: settings.url("selectors.source")?,
        },
        evidence: Evidence {
            pictures: settings.flag("evidence.pictures")?,
            keep_days: settings.count("evidence.keep_days")?,
            dir: settings.path("evidence.dir")?,
        },
        notify: Notify {
            command: settings.texts("notify.command")?,
            url: settings.url("notify.url")?,
            daily: settings.flag("notify.daily")?,
        },
        keep: Keep { file: settings.path("keep.file")?, strict: settings.flag("keep.strict")? },
        practice: false,
    })
}

fn calendar(settings: &Settings, machine_zone: Option<TimeZone>) -> Result<Calendar, ConfigError> {
    let Value::Zone(zone) = settings.get("calendar.time_zone")? else {
        return Err(ConfigError::Defaults("calendar.time_zone"));
    };
    let Value::Days(days) = settings.get("calendar.days")? else {
        return Err(ConfigError::Defaults("calendar.days"));
    };
    let Value::Hours(hours) = settings.get("calendar.hours")? else {
        return Err(ConfigError::Defaults("calendar.hours"));
    };
    let Value::Dates(holidays) = settings.get("calendar.holidays")? else {
        return Err(ConfigError::Defaults("calendar.holidays"));
    };
    let (mut days, mut holidays) = (days.clone(), holidays.clone());
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    holidays.sort();
    holidays.dedup();
    let time_zone = zone.clone().or_else(|| machine_zone.filter(tells_the_hour));
    Ok(Calendar { time_zone, days, hours: *hours, holidays })
}

/// A machine on UTC is most often a server that says nothing of where its user lives.
fn tells_the_hour(zone: &TimeZone) -> bool {
    let is_utc = matches!(
        zone.iana_name(),
        Some("UTC" | "Etc/UTC" | "Etc/UCT" | "Etc/GMT" | "GMT" | "UCT" | "Zulu" | "Etc/Zulu")
    );
    !is_utc && !zone.is_unknown() && *zone != TimeZone::UTC && !is_nameless_utc(zone)
}

/// `TZ=UTC0` and its like: a zone without a name that is never off.
fn is_nameless_utc(zone: &TimeZone) -> bool {
    // A day in January and one in July of 2026.
    let days = [1_768_435_200, 1_784_073_600].map(jiff::Timestamp::from_second);
    zone.iana_name().is_none()
        && days.into_iter().all(|day| day.is_ok_and(|day| zone.to_offset(day).is_zero()))
}

fn check(config: &Config, settings: &mut Settings) {
    let (min, max) = (config.pace.between_people_min, config.pace.between_people_max);
    if min > max {
        settings.fault(
            "pace.between_people_max",
            format!(
                "pace.between_people_max ({}) is below pace.between_people_min ({})",
                show_duration(max),
                show_duration(min)
            ),
            "the longest time from one person to the next",
            "Raise the one or lower the other.",
        );
    }
    check_limits(config, settings);
    if config.limits.month_factor < config.limits.week_factor {
        settings.fault(
            "limits.month_factor",
            "limits.month_factor is below limits.week_factor: a month would allow less than a week"
                .to_owned(),
            "times the day's number in any 30 days",
            "Raise it, or lower limits.week_factor.",
        );
    }
    if config.cooldown.steps.windows(2).any(|pair| pair.first() > pair.last()) {
        settings.fault(
            "cooldown.steps",
            "cooldown.steps: a rest is shorter than the one before it".to_owned(),
            "these must not shrink",
            "Sort them, the shortest first.",
        );
    }
    if config.notify.command.first().is_some_and(|program| program.trim().is_empty()) {
        settings.fault(
            "notify.command",
            "notify.command: the program's name is empty".to_owned(),
            "expected a program and its arguments",
            "Write [] for none.",
        );
    }
}

/// Limits under which nothing would ever be done, though they say that something may be.
fn check_limits(config: &Config, settings: &mut Settings) {
    let limits = &config.limits;
    let (fewest, views) = (fewest_page_views(config.route), limits.page_views_per_day);
    if views.steps().iter().any(|step| *step < fewest) {
        let all = ramp_text(views.steps().map(|step| step.max(fewest)));
        settings.fault(
            "limits.page_views_per_day",
            format!(
                "limits.page_views_per_day: one person by the route `{}` takes room for {fewest} page views, so nobody could \
                 ever be opened",
                config.route
            ),
            &format!("each must be at least {fewest}"),
            &format!("Write {all}, or choose another route."),
        );
    }
    for (key, ramp) in [
        ("limits.removals_per_day", limits.removals_per_day),
        ("limits.unfollows_per_day", limits.unfollows_per_day),
        ("limits.withdrawals_per_day", limits.withdrawals_per_day),
    ] {
        if ramp.first_week == 0 && ramp.steps() != [0; 3] {
            let all = ramp_text(ramp.steps().map(|step| step.max(1)));
            settings.fault(
                key,
                format!(
                    "{key}: nothing is allowed in the first week, which begins with the first one and so would never end"
                ),
                "the days are counted from the first one on",
                &format!("Write {all}, or [0, 0, 0] for none at all."),
            );
        }
    }
}

/// The page views for which there must be room before a person is opened: who is signed in, and what the route may take of
/// the person. The ledger asks for them as a whole, so a budget below that never opens anybody.
#[must_use]
pub fn fewest_page_views(route: Route) -> u32 {
    match route {
        Route::Profile => 4,
        Route::Search | Route::Connections => 7,
    }
}

fn ramp_text([first, second, third]: [u32; 3]) -> String {
    format!("[{first}, {second}, {third}]")
}
