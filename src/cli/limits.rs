//! The limits of a run: what its schedule goes by, how the user reads them, and when a roster will be done under them.

use std::time::Duration;

use super::failure::Failure;
use super::output::span;
use crate::config::Config;
use crate::domain::{Action, Route, UnixMs};
use crate::engine::Plan;
use crate::ledger::{Caps, Ledger, Meter, VIEWS_PER_LIST_PERSON, VIEWS_PER_PERSON, Window};
use crate::pace::{OpenHours, Opening, Outlook, Spacing};

/// Which limits hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waived {
    /// `--no-limits`: none at all.
    pub(super) all: bool,
    /// `--now`: not the active hours.
    pub(super) hours: bool,
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
        // Nothing that a practice site does takes time behind the page's back.
        settle_after: if config.is_practice() { Duration::ZERO } else { config.engine.settle_after },
        views_per_person: match config.route {
            Route::Profile => VIEWS_PER_PERSON,
            Route::Search | Route::Connections => VIEWS_PER_LIST_PERSON,
        },
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

/// When the next person may be opened as far as budgets, cool-down and hours go, if not now, and why not then. `actions` are
/// those of the people who are left: each has a budget of its own, and the first to have room goes on.
pub(super) fn next_allowed(
    config: &Config,
    ledger: &Ledger,
    caps: &Caps,
    actions: impl IntoIterator<Item = Action>,
    now: UnixMs,
) -> Result<Option<(UnixMs, &'static str)>, Failure> {
    let windows = ledger.budget(caps, now)?.windows;
    let frees = |meter: Meter| {
        windows.iter().filter(|gauge| gauge.meter == meter).filter_map(|gauge| gauge.frees_at).max()
    };
    let first = actions.into_iter().map(|action| frees(Meter::from(action))).min().flatten();
    let budget = first.into_iter().chain(frees(Meter::PageViews)).map(|at| (at, "a budget is spent"));
    let cooldown = ledger.cooldown(now)?.map(|cooldown| (cooldown.until, "cool-down"));
    let next = budget.chain(cooldown).max();
    // Without a time zone there are no hours to tell of; a run would say so.
    let Ok(hours) = OpenHours::of(&config.calendar) else { return Ok(next) };
    Ok(match hours.at(next.map_or(now, |(at, _)| at)) {
        Opening::OpensAt(opens) => Some((opens, "the active hours")),
        Opening::Open { .. } | Opening::Never => next,
    })
}

/// When these people will be done at the present limits; `None` if that cannot be told.
pub(super) fn expected_end(
    config: &Config,
    waived: Waived,
    people: impl IntoIterator<Item = Action>,
    ledger: &Ledger,
    now: UnixMs,
) -> Result<Option<UnixMs>, Failure> {
    let hours = open_hours(config, waived).unwrap_or_default();
    let outlook = Outlook {
        limits: (!waived.all).then_some(&config.limits),
        hours: hours.as_ref(),
        spacing: (!waived.all).then_some((config.pace.between_people_min, config.pace.between_people_max)),
    };
    Ok(outlook.end_of(people, ledger, now)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LoadOptions;
    use crate::pace::caps;

    fn config(overrides: &[(&str, &str)]) -> Config {
        let file = tempfile::NamedTempFile::new().unwrap();
        let overrides =
            overrides.iter().map(|(key, value)| super::super::settings::flag("test", key, *value)).collect();
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
    fn without_limits_the_plan_has_none_and_practice_does_not_wait_before_a_look() {
        let practice = config(&[("site", "http://127.0.0.1:9")]);
        let waived = Waived { all: true, hours: true };
        let plan = super::plan(&practice, waived, false, "2026-11-23").unwrap();
        assert!(plan.limits.is_none() && plan.hours.is_none() && plan.spacing.is_none());
        assert_eq!(plan.settle_after, Duration::ZERO);
        let real = config(&[("calendar.time_zone", "Europe/Warsaw"), ("route", "connections")]);
        let plan = super::plan(&real, Waived { all: false, hours: false }, false, "2026-11-23").unwrap();
        assert!(plan.limits.is_some() && plan.hours.is_some() && plan.spacing.is_some());
        assert_eq!(
            (plan.settle_after, plan.views_per_person),
            (Duration::from_secs(60), VIEWS_PER_LIST_PERSON)
        );
    }
}
