//! When a roster will be done: the people who are left, played through the same caps, hours and spacing that a run obeys.

use std::time::Duration;

use super::calendar::{OpenHours, Opening};
use super::limits::caps;
use crate::config::Limits;
use crate::domain::{Action, UnixMs};
use crate::ledger::{Ledger, LedgerError, Meter, PerWindow, VIEWS_PER_PERSON, Window};

/// Page views that a person takes as a rule: opened, and loaded again for proof.
pub const VIEWS_AS_A_RULE: u32 = 2;

/// The same on a route that goes by a list: the list and its filter, the profile, and both or the profile again for proof.
const LIST_VIEWS_AS_A_RULE: u32 = 5;

/// The same in a rehearsal: the list, its filter and the profile.
const LIST_VIEWS_REHEARSED: u32 = 3;

/// What a person takes besides the spacing: a guess.
const WORK: Duration = Duration::from_secs(10);

/// No estimate looks further ahead.
const FURTHEST: Duration = Duration::from_secs(50 * 365 * 24 * 60 * 60);

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What an estimate goes by. `None` means that there is no such limit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outlook<'a> {
    /// The budgets.
    pub limits: Option<&'a Limits>,
    /// The active hours.
    pub hours: Option<&'a OpenHours>,
    /// Shortest and longest time between two people.
    pub spacing: Option<(Duration, Duration)>,
    /// Page views for which there must be room before a person is opened; at least [`VIEWS_PER_PERSON`].
    pub views_per_person: u32,
    /// A rehearsal: it spends page views alone, and opens each page once.
    pub rehearsal: bool,
}

impl Outlook<'_> {
    /// Page views that a person takes as a rule.
    #[must_use]
    pub fn views_of_a_person(&self) -> u32 {
        match (self.views_per_person > VIEWS_PER_PERSON, self.rehearsal) {
            (false, false) => VIEWS_AS_A_RULE,
            (true, false) => LIST_VIEWS_AS_A_RULE,
            (false, true) => 1,
            (true, true) => LIST_VIEWS_REHEARSED,
        }
    }

    /// When `people` will be done, in their order, if nothing goes wrong: what the budgets hold, a cool-down in force and
    /// the growth of the caps are taken into account; warnings to come cannot be. `None` if that is never, or too far
    /// ahead to be told.
    ///
    /// # Errors
    /// [`LedgerError`] when the ledger cannot be read.
    pub fn end_of(
        &self,
        people: impl IntoIterator<Item = Action>,
        ledger: &Ledger,
        now: UnixMs,
    ) -> Result<Option<UnixMs>, LedgerError> {
        let moment = ledger.moment(now)?;
        let clean_days = i64::from(ledger.days_without_warning(now)?);
        let mut rolls = Vec::new();
        for meter in Meter::ALL {
            let mut roll = Roll::default();
            for (at, count) in ledger.recent(*meter, now)? {
                roll.add(moment.wall_of(at).0, count);
            }
            rolls.push(roll);
        }
        let horizon = now.plus(FURTHEST);
        let mut at = ledger.cooldown(now)?.map_or(now, |cooldown| cooldown.until);
        let mut open_until = UnixMs(i64::MIN);
        let mut end = now;
        let pause = self.spacing.map_or(Duration::ZERO, |(shortest, longest)| (shortest + longest) / 2);
        let views = self.views_per_person.max(VIEWS_PER_PERSON);
        let as_a_rule = self.views_of_a_person();
        for action in people {
            loop {
                let mut free = Some(at);
                if let Some(limits) = self.limits {
                    let days = u32::try_from(clean_days + (at.0 - now.0) / DAY_MS).unwrap_or(0);
                    let caps = caps(limits, days);
                    let acted = if self.rehearsal { 0 } else { 1 };
                    for (meter, need) in [(Meter::from(action), acted), (Meter::PageViews, views + 1)] {
                        if need == 0 {
                            continue;
                        }
                        let next = rolls[meter as usize].free_at(at, caps.of(meter), need);
                        // A cap that is too low today may grow.
                        let next = next.unwrap_or(at.plus(Duration::from_secs(24 * 60 * 60)));
                        free = free.max(Some(next));
                    }
                }
                if let Some(hours) = self.hours
                    && at >= open_until
                {
                    match hours.at(at) {
                        Opening::Open { until } => open_until = until,
                        Opening::OpensAt(opens) => free = free.max(Some(opens)),
                        Opening::Never => return Ok(None),
                    }
                }
                match free {
                    Some(free) if free > at => at = free,
                    _ => break,
                }
                if at > horizon {
                    return Ok(None);
                }
            }
            if !self.rehearsal {
                rolls[Meter::from(action) as usize].add(at.0, 1);
            }
            rolls[Meter::PageViews as usize].add(at.0, as_a_rule);
            end = at.plus(WORK);
            at = at.plus(pause.max(WORK));
        }
        Ok(Some(end))
    }
}

/// The times of what was counted, oldest first, and where each window begins among them.
#[derive(Default)]
struct Roll {
    times: Vec<i64>,
    begins: [usize; Window::ALL.len()],
}

impl Roll {
    fn add(&mut self, at: i64, count: u32) {
        self.times.extend((0..count).map(|_| at));
    }

    /// When `need` more fit, from `at` on; `None` if they never do under these caps. `at` must not go back.
    fn free_at(&mut self, at: UnixMs, caps: PerWindow, need: u32) -> Option<UnixMs> {
        let mut free = at;
        for (window, begin) in Window::ALL.iter().zip(&mut self.begins) {
            let edge = at.minus(window.span()).0;
            while self.times.get(*begin).is_some_and(|time| *time <= edge) {
                *begin += 1;
            }
            let max = usize::try_from(caps.of(*window)).unwrap_or(usize::MAX);
            let need = usize::try_from(need).unwrap_or(usize::MAX);
            let used = self.times.len() - *begin;
            let over = used.saturating_add(need).saturating_sub(max);
            if over == 0 {
                continue;
            }
            // As many as are over must leave the window first.
            let last = self.times.get(*begin + over - 1).filter(|_| need <= max)?;
            free = free.max(UnixMs(*last).plus(window.span()));
        }
        Some(free)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::config::{ActiveHours, Calendar, Ramp};

    const START: i64 = 1_795_428_000_000;

    fn limits(removals: u32, views: u32) -> Limits {
        let ramp = |number| Ramp { first_week: number, second_and_third: number, later: number };
        Limits {
            removals_per_day: ramp(removals),
            page_views_per_day: ramp(views),
            unfollows_per_day: ramp(removals),
            withdrawals_per_day: ramp(removals),
            week_factor: 5,
            month_factor: 20,
        }
    }

    fn days(outlook: &Outlook<'_>, people: usize) -> Option<i64> {
        let now = UnixMs(START);
        let ledger = Ledger::open_in_memory(now).unwrap();
        let end = outlook.end_of(vec![Action::Remove; people], &ledger, now).unwrap()?;
        Some((end.0 - START) / DAY_MS)
    }

    #[test]
    fn nobody_left_ends_now() {
        assert_eq!(days(&Outlook::default(), 0), Some(0));
    }

    #[test]
    fn the_caps_of_day_week_and_month_make_the_length() {
        let limits = limits(10, 1000);
        let outlook = Outlook { limits: Some(&limits), ..Outlook::default() };
        assert_eq!(days(&outlook, 10), Some(0));
        assert_eq!(days(&outlook, 11), Some(1));
        assert_eq!(days(&outlook, 50), Some(4));
        assert_eq!(days(&outlook, 51), Some(7));
        assert_eq!(days(&outlook, 200), Some(25));
        assert_eq!(days(&outlook, 201), Some(30));
        assert_eq!(days(&outlook, 401), Some(60));
    }

    #[test]
    fn page_views_count_as_well() {
        let limits = limits(1000, 12);
        let outlook = Outlook { limits: Some(&limits), ..Outlook::default() };
        // Room for four is asked for, two are used: five people a day.
        assert_eq!(days(&outlook, 5), Some(0));
        assert_eq!(days(&outlook, 6), Some(1));
    }

    /// Regression: a rehearsal's end left the page views out, and told minutes for what takes days.
    #[test]
    fn a_rehearsal_spends_page_views_alone() {
        let limits = limits(1, 20);
        let outlook = Outlook { limits: Some(&limits), rehearsal: true, ..Outlook::default() };
        // Room for four is asked for, one is used: seventeen people a day, and no removals.
        assert_eq!(days(&outlook, 17), Some(0));
        assert_eq!(days(&outlook, 18), Some(1));
        assert!(days(&outlook, 198) >= Some(11));
    }

    #[test]
    fn a_route_by_a_list_takes_more_of_them() {
        let limits = limits(1000, 20);
        let outlook = Outlook { limits: Some(&limits), views_per_person: 8, ..Outlook::default() };
        // Room for nine is asked for, five are used: three people a day.
        assert_eq!(days(&outlook, 3), Some(0));
        assert_eq!(days(&outlook, 4), Some(1));
    }

    #[test]
    fn hours_and_spacing_count_as_well() {
        let calendar = Calendar {
            time_zone: Some(TimeZone::UTC),
            days: vec![Weekday::Monday, Weekday::Tuesday],
            hours: ActiveHours { from_minute: 600, to_minute: 610 },
            holidays: Vec::new(),
        };
        let hours = OpenHours::of(&calendar).unwrap();
        let minute = Duration::from_secs(60);
        let outlook = Outlook {
            limits: None,
            hours: Some(&hours),
            spacing: Some((minute, minute)),
            ..Outlook::default()
        };
        // Monday 10:00: ten people in ten minutes, ten on Tuesday, then a week later.
        assert_eq!(days(&outlook, 10), Some(0));
        assert_eq!(days(&outlook, 20), Some(1));
        assert_eq!(days(&outlook, 21), Some(7));
    }

    #[test]
    fn caps_of_nothing_never_end() {
        let limits = limits(0, 1000);
        assert_eq!(days(&Outlook { limits: Some(&limits), ..Outlook::default() }, 1), None);
        assert_eq!(days(&Outlook { limits: Some(&limits), ..Outlook::default() }, 0), Some(0));
    }

    #[test]
    fn a_long_roster_is_estimated_in_no_time() {
        let limits = limits(25, 75);
        let began = std::time::Instant::now();
        assert!(days(&Outlook { limits: Some(&limits), ..Outlook::default() }, 30_000).is_some());
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }
}
