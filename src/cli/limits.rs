//! The limits as the user reads them, and how long a roster takes under them.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::failure::Failure;
use super::output::span;
use crate::config::{Calendar, Config, Limits};
use crate::domain::UnixMs;
use crate::ledger::{Caps, Ledger, Meter, PerWindow};

/// Page views that one person takes, as a rule: opened, and loaded again for proof.
const VIEWS_PER_PERSON: u32 = 2;
/// No estimate looks further ahead than this many days.
const FURTHEST: u32 = 20_000;

/// The caps after so many days without a warning.
pub(super) fn caps(config: &Config, days: u32) -> Caps {
    let Limits { week_factor, month_factor, .. } = config.limits;
    let per_window = |day: u32| PerWindow {
        day,
        week: day.saturating_mul(week_factor),
        month: day.saturating_mul(month_factor),
    };
    let after = |ramp: crate::config::Ramp| per_window(ramp.after_days(days.into()));
    Caps {
        removals: after(config.limits.removals_per_day),
        unfollows: after(config.limits.unfollows_per_day),
        withdrawals: after(config.limits.withdrawals_per_day),
        page_views: after(config.limits.page_views_per_day),
    }
}

/// The limits in force, as sentences.
pub(super) fn sentences(config: &Config, caps: &Caps) -> Vec<String> {
    let (people, views) = (caps.removals, caps.page_views);
    let calendar = &config.calendar;
    let days: Vec<String> =
        calendar.days.iter().map(|day| format!("{day:?}").chars().take(3).collect()).collect();
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let zone =
        calendar.time_zone.as_ref().and_then(|zone| zone.iana_name()).unwrap_or("the machine's time zone");
    vec![
        format!(
            "at most {} removals and {} page views in any 24 h, {} and {} in any 7 days, {} and {} in any 30 days (now; they \
             grow with time without a warning)",
            people.day, views.day, people.week, views.week, people.month, views.month
        ),
        format!(
            "{} to {} between two people; {}, {} to {} ({zone})",
            span(config.pace.between_people_min),
            span(config.pace.between_people_max),
            days.join(" "),
            clock(calendar.hours.from_minute),
            clock(calendar.hours.to_minute),
        ),
    ]
}

/// When the budgets and the cool-down let the next person be opened, if not now, and why not. The calendar and the pace
/// are not asked: they end within days and seconds.
pub(super) fn next_allowed(
    ledger: &Ledger,
    caps: &Caps,
    now: UnixMs,
) -> Result<Option<(UnixMs, &'static str)>, Failure> {
    let budget = ledger
        .budget(caps, now)?
        .windows
        .into_iter()
        .filter(|gauge| matches!(gauge.meter, Meter::Removals | Meter::PageViews))
        .filter_map(|gauge| Some((gauge.frees_at?, "a budget is spent")))
        .max();
    let cooldown = ledger.cooldown(now)?.map(|cooldown| (cooldown.until, "cool-down"));
    Ok(budget.into_iter().chain(cooldown).max())
}

/// When `people` more people will be done at the present limits, counting the caps in whole days of the calendar. What
/// the budgets hold already, and the growth of the ramp, are taken into account; cool-downs to come cannot be.
pub(super) fn expected_end(
    config: &Config,
    ledger: &Ledger,
    people: usize,
    now: UnixMs,
) -> Result<Option<UnixMs>, Failure> {
    let days_without_warning = ledger.days_without_warning(now)?;
    let spent: u64 = ledger
        .budget(&caps(config, days_without_warning), now)?
        .windows
        .iter()
        .find(|gauge| gauge.meter == Meter::Removals)
        .map_or(0, |gauge| gauge.used);
    let spent = u32::try_from(spent).unwrap_or(u32::MAX);
    Ok(end_of(config, days_without_warning, spent, u32::try_from(people).unwrap_or(u32::MAX), now))
}

fn end_of(config: &Config, days: u32, spent_today: u32, people: u32, now: UnixMs) -> Option<UnixMs> {
    let zone = config.calendar.time_zone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
    let start = Timestamp::from_millisecond(now.0).ok()?.to_zoned_datetime(zone);
    let hours = config.calendar.hours;
    let between = (config.pace.between_people_min + config.pace.between_people_max) / 2;
    // A removal takes some seconds of its own; without any pace they are all there is.
    let each = (between + Duration::from_secs(5)).as_secs().max(1);
    let (mut left, mut done): (u32, VecDeque<u32>) = (people, VecDeque::from([spent_today]));
    let mut date = start.date();
    let minute_now = u16::try_from(start.hour()).ok()? * 60 + u16::try_from(start.minute()).ok()?;
    for day in 0..FURTHEST {
        let first_minute = if day == 0 { minute_now.max(hours.from_minute) } else { hours.from_minute };
        let mut today = 0;
        if is_active(&config.calendar, date) && first_minute < hours.to_minute {
            let seconds = u64::from(hours.to_minute - first_minute) * 60;
            let by_time = u32::try_from(seconds / each).unwrap_or(u32::MAX).max(1);
            let caps = caps(config, days.saturating_add(day));
            let sum = |days: usize| done.iter().rev().take(days).sum::<u32>();
            let room = |window: PerWindow, per: u32| {
                let day_room = window.day / per;
                let day_room = if day == 0 { day_room.saturating_sub(spent_today) } else { day_room };
                day_room
                    .min((window.week / per).saturating_sub(sum(6)))
                    .min((window.month / per).saturating_sub(sum(29)))
            };
            today = by_time.min(room(caps.removals, 1)).min(room(caps.page_views, VIEWS_PER_PERSON));
            if today >= left {
                let minutes = i64::try_from(u64::from(left) * each / 60).ok()?;
                let end = date.at(0, 0, 0, 0).to_zoned_datetime(start.time_zone().clone()).ok()?;
                let end = end.checked_add((i64::from(first_minute) + minutes).minutes()).ok()?;
                return Some(UnixMs(end.timestamp().as_millisecond()));
            }
            left -= today;
        }
        done.push_back(today);
        if done.len() > 30 {
            done.pop_front();
        }
        date = date.tomorrow().ok()?;
    }
    None
}

fn is_active(calendar: &Calendar, date: Date) -> bool {
    calendar.days.contains(&date.weekday()) && !calendar.holidays.contains(&date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LoadOptions;

    /// Monday 2026-11-23, 09:00 in Warsaw.
    const MONDAY: UnixMs = UnixMs(1_795_420_800_000);

    fn config() -> Config {
        let zone = super::super::settings::flag("test", "calendar.time_zone", "Europe/Warsaw");
        let file = tempfile::NamedTempFile::new().unwrap();
        let file = Some(file.path().to_owned());
        Config::load(LoadOptions { file, env: std::iter::empty(), overrides: vec![zone] }).unwrap()
    }

    fn day_of_end(days: u32, spent: u32, people: u32) -> String {
        let end = end_of(&config(), days, spent, people, MONDAY).unwrap();
        let zone = jiff::tz::TimeZone::get("Europe/Warsaw").unwrap();
        Timestamp::from_millisecond(end.0).unwrap().to_zoned_datetime(zone).strftime("%a %F %H").to_string()
    }

    #[test]
    fn a_roster_ends_when_the_days_allowances_are_used_up() {
        assert_eq!(day_of_end(0, 0, 10), "Mon 2026-11-23 09");
        assert_eq!(day_of_end(0, 0, 25), "Mon 2026-11-23 09");
        assert_eq!(day_of_end(0, 25, 1), "Tue 2026-11-24 09");
        // Five days of 25, the weekend off, then 40 a day from the eighth day on.
        assert_eq!(day_of_end(0, 0, 125), "Fri 2026-11-27 09");
        assert_eq!(day_of_end(0, 0, 126), "Mon 2026-11-30 09");
        // After three weeks 60 a day, five days a week, until the window of 30 days holds 1200.
        assert_eq!(day_of_end(30, 0, 600), "Fri 2026-12-04 10");
    }

    #[test]
    fn an_account_that_may_do_nothing_has_no_end() {
        let mut config = config();
        config.limits.removals_per_day = crate::config::Ramp { first_week: 0, second_and_third: 0, later: 0 };
        assert_eq!(end_of(&config, 0, 0, 1, MONDAY), None);
    }

    #[test]
    fn the_limits_are_told_with_their_numbers() {
        let config = config();
        let said = sentences(&config, &caps(&config, 0)).join("\n");
        for part in [
            "25 removals",
            "75 page views",
            "125 and 375 in any 7 days",
            "500 and 1500",
            "Mon Tue Wed Thu Fri",
        ] {
            assert!(said.contains(part), "`{part}` is not in {said}");
        }
    }
}
