//! The limits of a run: what its schedule goes by, how the user reads them, and when a roster will be done under them.

use std::time::Duration;

use super::failure::Failure;
use crate::config::Config;
use crate::domain::{Action, Route, UnixMs};
use crate::engine::Plan;
use crate::ledger::{
    Caps, Gauge, Ledger, Meter, Policy, Refusal, VIEWS_PER_LIST_PERSON, VIEWS_PER_PERSON, Window,
};
use crate::pace::{OpenHours, Opening, Outlook, Spacing, caps, next_turn};
use crate::wording::span;

/// Which limits hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waived {
    /// `--no-limits`: none at all.
    pub(super) all: bool,
    /// `--now`: not the active hours.
    pub(super) hours: bool,
}

/// The settings that practice shortens, unless they were set: how long they are by default.
const SETTLE_AFTER: Duration = Duration::from_secs(60);
const RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// A practice site is quick, and yet it can be told to be slow: a second look comes later, never at once.
const PRACTICE_SETTLES_AFTER: Duration = Duration::from_secs(2);

/// A time that is shorter in practice where nobody set it.
fn in_practice(config: &Config, set: Duration, usual: Duration, practice: Duration) -> Duration {
    if config.is_practice() && set == usual { practice } else { set }
}

/// What decides when somebody is tried again.
pub(super) fn policy(config: &Config) -> Policy {
    Policy { retry_after: in_practice(config, config.engine.retry_after, RETRY_AFTER, Duration::ZERO) }
}

/// What the schedule of a run goes by.
pub(super) fn plan(
    config: &Config,
    waived: Waived,
    rehearsal: bool,
    revision: &str,
) -> Result<Plan, Failure> {
    let spacing = Spacing::new(config.pace.between_people_min, config.pace.between_people_max);
    Ok(Plan {
        rehearsal,
        limits: (!waived.all).then(|| config.limits.clone()),
        hours: open_hours(config, waived)?,
        spacing: (!waived.all).then_some(spacing),
        settle_after: in_practice(config, config.engine.settle_after, SETTLE_AFTER, PRACTICE_SETTLES_AFTER),
        policy: policy(config),
        views_per_person: views_per_person(config),
        revision: Some(revision.to_owned()),
    })
}

fn open_hours(config: &Config, waived: Waived) -> Result<Option<OpenHours>, Failure> {
    if waived.all || waived.hours {
        return Ok(None);
    }
    OpenHours::of(&config.calendar).map(Some).map_err(|fault| Failure::usage(fault.to_string(), ""))
}

/// The limits in force for these actions, as sentences.
pub(super) fn sentences(
    config: &Config,
    caps: &Caps,
    waived: Waived,
    actions: impl IntoIterator<Item = Action>,
) -> Vec<String> {
    if waived.all {
        return Vec::new();
    }
    let mut meters: Vec<Meter> = actions.into_iter().map(Meter::from).collect();
    if meters.is_empty() {
        meters.push(Meter::Removals);
    }
    meters.push(Meter::PageViews);
    let numbers = |window: Window| -> Vec<String> {
        meters.iter().map(|meter| caps.of(*meter).of(window).to_string()).collect()
    };
    let named: Vec<String> = meters
        .iter()
        .zip(numbers(Window::Day))
        .map(|(meter, number)| format!("{number} {}", meter.as_str().replace('_', " ")))
        .collect();
    let mut list = vec![
        format!(
            "at most {} in any 24 h, {} in any 7 days, {} in any 30 days (now; they grow with time without a warning)",
            listed(&named),
            listed(&numbers(Window::Week)),
            listed(&numbers(Window::Month))
        ),
        format!(
            "{} to {} between two people",
            span(config.pace.between_people_min),
            span(config.pace.between_people_max)
        ),
    ];
    if !waived.hours {
        let calendar = &config.calendar;
        let days: Vec<String> =
            calendar.days.iter().map(|day| format!("{day:?}").chars().take(3).collect()).collect();
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let zone = calendar.time_zone.as_ref().and_then(|zone| zone.iana_name()).unwrap_or("local time");
        let (from, to) = (clock(calendar.hours.from_minute), clock(calendar.hours.to_minute));
        list.push(format!("{}, {from} to {to} ({zone})", days.join(" ")));
    }
    list
}

/// `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// When the next person may be acted on, if not now, and what is waited for: budgets, cool-down, pace and hours, asked as a
/// run asks them. `None` for the time is a budget in which time alone makes no room. `actions` are those of the people who
/// are left: each has a budget of its own, and the first to have room goes on.
pub(super) fn next_allowed(
    config: &Config,
    ledger: &Ledger,
    caps: &Caps,
    actions: impl IntoIterator<Item = Action>,
    now: UnixMs,
) -> Result<Option<(Option<UnixMs>, &'static str)>, Failure> {
    let mut refusals = Vec::new();
    for action in actions {
        refusals.push(ledger.may_open(Some(action), views_per_person(config), caps, now)?);
    }
    let frees = |refused: &Option<Refusal>| match refused {
        Some(Refusal::Budget(gauge)) => gauge.frees_at.map_or(i64::MAX, |at| at.0),
        Some(Refusal::Cooldown(cooldown)) => cooldown.until.0,
        _ => i64::MIN,
    };
    let refused = match refusals.into_iter().min_by_key(frees).flatten() {
        Some(Refusal::Budget(Gauge { frees_at: None, .. })) => return Ok(Some((None, "a budget is spent"))),
        Some(Refusal::Budget(Gauge { frees_at: Some(at), .. })) => Some((at, "a budget is spent")),
        Some(Refusal::Cooldown(cooldown)) => Some((cooldown.until, "cool-down")),
        _ => None,
    };
    let pace = next_turn(ledger, now)?.filter(|at| *at > now).map(|at| (at, "the pace"));
    let next = refused.into_iter().chain(pace).max();
    // Without a time zone there are no hours to tell of; a run would say so.
    let hours = OpenHours::of(&config.calendar).map(|hours| hours.at(next.map_or(now, |(at, _)| at)));
    let next = match hours {
        Ok(Opening::OpensAt(opens)) => Some((opens, "the active hours")),
        Ok(Opening::Open { .. } | Opening::Never) | Err(_) => next,
    };
    Ok(next.map(|(at, why)| (Some(at), why)))
}

/// Page views that must be left before a person is opened by the configured route.
fn views_per_person(config: &Config) -> u32 {
    match config.route {
        Route::Profile => VIEWS_PER_PERSON,
        Route::Search | Route::Connections => VIEWS_PER_LIST_PERSON,
    }
}

/// How many people a rehearsal can open with the page views of one day.
pub(super) fn rehearsed_in_a_day(config: &Config, ledger: &Ledger, now: UnixMs) -> Result<usize, Failure> {
    let caps = caps(&config.limits, ledger.days_without_warning(now)?);
    let each = outlook(config, Waived { all: false, hours: true }, true, None).views_of_a_person();
    // One view tells who is signed in.
    let views = caps.of(Meter::PageViews).of(Window::Day).saturating_sub(1) / each.max(1);
    Ok(usize::try_from(views).unwrap_or(usize::MAX))
}

/// When these people will be done at the present limits; `None` if that cannot be told.
pub(super) fn expected_end(
    config: &Config,
    waived: Waived,
    rehearsal: bool,
    people: impl IntoIterator<Item = Action>,
    ledger: &Ledger,
    now: UnixMs,
) -> Result<Option<UnixMs>, Failure> {
    let hours = open_hours(config, waived).unwrap_or_default();
    Ok(outlook(config, waived, rehearsal, hours.as_ref()).end_of(people, ledger, now)?)
}

/// How long budgets and active hours will keep these people waiting: what a run takes with them more than without them.
pub(super) fn expected_waits(
    config: &Config,
    waived: Waived,
    rehearsal: bool,
    people: impl Iterator<Item = Action> + Clone,
    ledger: &Ledger,
    now: UnixMs,
) -> Result<Option<Duration>, Failure> {
    let end = expected_end(config, waived, rehearsal, people.clone(), ledger, now)?;
    let free =
        Outlook { limits: None, ..outlook(config, waived, rehearsal, None) }.end_of(people, ledger, now)?;
    Ok(end.zip(free).map(|(end, free)| end.since(free)))
}

fn outlook<'a>(
    config: &'a Config,
    waived: Waived,
    rehearsal: bool,
    hours: Option<&'a OpenHours>,
) -> Outlook<'a> {
    Outlook {
        limits: (!waived.all).then_some(&config.limits),
        hours,
        spacing: (!waived.all).then_some((config.pace.between_people_min, config.pace.between_people_max)),
        views_per_person: views_per_person(config),
        rehearsal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LoadOptions;

    fn config(overrides: &[(&str, &str)]) -> Config {
        let file = tempfile::NamedTempFile::new().unwrap();
        let overrides =
            overrides.iter().map(|(key, value)| crate::cli::settings::flag("test", key, *value)).collect();
        Config::load(LoadOptions { file: Some(file.path().to_owned()), env: std::iter::empty(), overrides })
            .unwrap()
    }

    #[test]
    fn the_limits_are_told_with_their_numbers() {
        let config = config(&[("calendar.time_zone", "Europe/Warsaw")]);
        let caps = caps(&config.limits, 0);
        let said = |all, hours| sentences(&config, &caps, Waived { all, hours }, [Action::Remove]).join("\n");
        for part in [
            "25 removals",
            "75 page views",
            "125 and 375 in any 7 days",
            "500 and 1500",
            "Mon Tue Wed Thu Fri",
        ] {
            assert!(said(false, false).contains(part), "`{part}` is not in {}", said(false, false));
        }
        let both =
            sentences(&config, &caps, Waived { all: false, hours: true }, [Action::Remove, Action::Unfollow]);
        assert!(both[0].contains("25 removals, 25 unfollows and 75 page views in any 24 h"), "{both:?}");
        assert!(!said(false, true).contains("Mon"), "{}", said(false, true));
        assert_eq!(said(true, true), "");
    }

    #[test]
    fn the_next_allowed_moment_is_the_one_at_which_a_run_would_act() {
        use crate::ledger::{PageViewKind, RunKind, RunStart};
        let config =
            config(&[("calendar.time_zone", "Europe/Warsaw"), ("limits.page_views_per_day", "10,10,10")]);
        // 2026-11-23T10:00:00Z, a Monday, 11:00 in Warsaw.
        let mut now = UnixMs(1_795_428_000_000);
        let ledger = Ledger::open_in_memory(now).unwrap();
        let caps = caps(&config.limits, 0);
        let next = |now| next_allowed(&config, &ledger, &caps, [Action::Remove], now).unwrap();
        assert_eq!(next(now), None, "allowed now");

        let mut spacing = Spacing::new(Duration::from_secs(45), Duration::from_secs(45));
        spacing.take(&ledger, now).unwrap();
        assert_eq!(next(now), Some((Some(now.plus(Duration::from_secs(45))), "the pace")));

        let start = RunStart {
            kind: RunKind::Removal,
            roster: None,
            fingerprint: None,
            site: String::new(),
            surface: None,
            route: None,
            selectors: None,
        };
        let run = ledger.begin_run(&start, now).unwrap();
        for _ in 0..7 {
            ledger.record_page_view(run, PageViewKind::Owner, now).unwrap().unwrap();
        }
        let tomorrow = now.plus(Duration::from_secs(86_400));
        assert_eq!(
            next(now),
            Some((Some(tomorrow), "a budget is spent")),
            "3 of 10 are left, and a person takes 4"
        );

        now = UnixMs(1_795_428_000_000 + 8 * 3_600_000);
        assert_eq!(next(now), Some((Some(tomorrow), "a budget is spent")));
        now = UnixMs(1_795_428_000_000 + 32 * 3_600_000);
        let nine_on_wednesday = UnixMs(1_795_428_000_000 + 46 * 3_600_000);
        assert_eq!(next(now), Some((Some(nine_on_wednesday), "the active hours")));
    }

    #[test]
    fn without_limits_the_plan_has_none_and_practice_does_not_wait_before_a_look() {
        let mut practice = config(&[("site", "http://127.0.0.1:9"), ("calendar.time_zone", "Europe/Warsaw")]);
        let unproved =
            super::plan(&practice, Waived { all: false, hours: false }, false, "2026-11-23").unwrap();
        assert_eq!(unproved.settle_after, Duration::from_secs(60), "an address proves nothing");
        practice.proved_to_be_practice();
        let waived = Waived { all: true, hours: true };
        let plan = super::plan(&practice, waived, false, "2026-11-23").unwrap();
        assert!(plan.limits.is_none() && plan.hours.is_none() && plan.spacing.is_none());
        assert_eq!(plan.settle_after, Duration::from_secs(2));
        let real = config(&[("calendar.time_zone", "Europe/Warsaw"), ("route", "connections")]);
        let plan = super::plan(&real, Waived { all: false, hours: false }, false, "2026-11-23").unwrap();
        assert!(plan.limits.is_some() && plan.hours.is_some() && plan.spacing.is_some());
        assert_eq!(
            (plan.settle_after, plan.views_per_person),
            (Duration::from_secs(60), VIEWS_PER_LIST_PERSON)
        );
    }
}
