//! The caps in force: the configured numbers by the days that went without a warning.

use crate::config::{Limits, Ramp};
use crate::ledger::{Caps, PerWindow};

/// The caps after so many whole days since the first use or the last warning
/// ([`Ledger::days_without_warning`](crate::ledger::Ledger::days_without_warning)).
#[must_use]
pub fn caps(limits: &Limits, days: u32) -> Caps {
    let windows = |ramp: Ramp| {
        let day = ramp.after_days(u64::from(days));
        PerWindow {
            day,
            week: day.saturating_mul(limits.week_factor),
            month: day.saturating_mul(limits.month_factor),
        }
    };
    Caps {
        removals: windows(limits.removals_per_day),
        unfollows: windows(limits.unfollows_per_day),
        withdrawals: windows(limits.withdrawals_per_day),
        page_views: windows(limits.page_views_per_day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::fewest_page_views;
    use crate::domain::{Action, Route, UnixMs};
    use crate::ledger::{Ledger, Refusal, VIEWS_PER_LIST_PERSON, VIEWS_PER_PERSON};

    #[test]
    fn the_fewest_page_views_that_the_config_takes_are_those_that_open_somebody() {
        let now = UnixMs(1_795_428_000_000);
        let ledger = Ledger::open_in_memory(now).unwrap();
        for (route, views) in [
            (Route::Profile, VIEWS_PER_PERSON),
            (Route::Search, VIEWS_PER_LIST_PERSON),
            (Route::Connections, VIEWS_PER_LIST_PERSON),
        ] {
            let asked = |day| {
                let page_views = PerWindow { day, week: day, month: day };
                let caps = Caps { page_views, ..Caps::UNLIMITED };
                ledger.may_open(Some(Action::Remove), views, &caps, now).unwrap()
            };
            let fewest = fewest_page_views(route);
            assert_eq!(asked(fewest), None, "{route}");
            let too_few = asked(fewest - 1);
            assert!(
                matches!(&too_few, Some(Refusal::Budget(gauge)) if gauge.frees_at.is_none()),
                "{too_few:?}"
            );
        }
    }

    #[test]
    fn the_caps_follow_the_ramp_in_every_window() {
        let ramp = Ramp { first_week: 25, second_and_third: 40, later: 60 };
        let limits = Limits {
            removals_per_day: ramp,
            page_views_per_day: ramp,
            unfollows_per_day: ramp,
            withdrawals_per_day: ramp,
            week_factor: 5,
            month_factor: 20,
        };
        let removals = |days| caps(&limits, days).removals;
        assert_eq!(removals(0), PerWindow { day: 25, week: 125, month: 500 });
        assert_eq!(removals(6), removals(0));
        assert_eq!(removals(7), PerWindow { day: 40, week: 200, month: 800 });
        assert_eq!(removals(20), removals(7));
        assert_eq!(removals(21), PerWindow { day: 60, week: 300, month: 1200 });
    }
}
