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
