//! The active hours: days and hours of the account's own time zone, daylight saving included, less the holidays.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::config::{ActiveHours, Calendar, NoTimeZone};
use crate::domain::UnixMs;

/// No day this far ahead is looked at: whoever has holidays for longer never starts.
const FURTHEST_DAYS: u32 = 1000;

/// The active hours of an account.
#[derive(Debug, Clone)]
pub struct OpenHours {
    zone: TimeZone,
    days: Vec<Weekday>,
    hours: ActiveHours,
    holidays: Vec<Date>,
}

/// Whether it is within the active hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is, up to this moment, which is outside.
    Open {
        /// The end of the hours at hand.
        until: UnixMs,
    },
    /// It is not; the next active hours begin then.
    OpensAt(UnixMs),
    /// It never will be.
    Never,
}

impl OpenHours {
    /// The active hours of the configuration.
    ///
    /// # Errors
    /// [`NoTimeZone`] if none is set and the machine's is UTC or unknown.
    pub fn of(calendar: &Calendar) -> Result<OpenHours, NoTimeZone> {
        Ok(OpenHours {
            zone: calendar.zone()?.clone(),
            days: calendar.days.clone(),
            hours: calendar.hours,
            holidays: calendar.holidays.clone(),
        })
    }

    /// Whether it is within the active hours, and until or from when. Where the clocks skip the first minute of a day's
    /// hours, they begin after the gap; where they show it twice, with the first time.
    #[must_use]
    pub fn at(&self, now: UnixMs) -> Opening {
        let Some(mut date) = self.date_of(now) else { return Opening::Never };
        for _ in 0..FURTHEST_DAYS {
            match self.span_of(date) {
                Some((start, end)) if start <= now && now < end => return Opening::Open { until: end },
                Some((start, end)) if now < start && start < end => return Opening::OpensAt(start),
                _ => {}
            }
            let Ok(tomorrow) = date.tomorrow() else { return Opening::Never };
            date = tomorrow;
        }
        Opening::Never
    }

    fn date_of(&self, at: UnixMs) -> Option<Date> {
        Some(self.zone.to_datetime(Timestamp::from_millisecond(at.0).ok()?).date())
    }

    /// The active hours of a day; `None` on a day without.
    fn span_of(&self, date: Date) -> Option<(UnixMs, UnixMs)> {
        if !self.days.contains(&date.weekday()) || self.holidays.contains(&date) {
            return None;
        }
        Some((self.minute_of(date, self.hours.from_minute)?, self.minute_of(date, self.hours.to_minute)?))
    }

    fn minute_of(&self, date: Date, minute: u16) -> Option<UnixMs> {
        let local = date.to_datetime(Time::midnight()).checked_add(i64::from(minute).minutes()).ok()?;
        Some(UnixMs(self.zone.to_timestamp(local).ok()?.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(zone: &str, days: &[Weekday], from_minute: u16, to_minute: u16, holidays: &[&str]) -> OpenHours {
        OpenHours {
            zone: TimeZone::get(zone).unwrap(),
            days: days.to_vec(),
            hours: ActiveHours { from_minute, to_minute },
            holidays: holidays.iter().map(|day| day.parse().unwrap()).collect(),
        }
    }

    const WORK: [Weekday; 5] =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    fn ms(time: &str) -> UnixMs {
        UnixMs(time.parse::<Timestamp>().unwrap().as_millisecond())
    }

    fn open_until(time: &str) -> Opening {
        Opening::Open { until: ms(time) }
    }

    #[test]
    fn the_hours_are_those_of_the_accounts_zone() {
        let office = hours("Europe/Warsaw", &WORK, 9 * 60, 18 * 60, &[]);
        assert_eq!(office.at(ms("2026-11-23T07:59:59.999Z")), Opening::OpensAt(ms("2026-11-23T08:00:00Z")));
        assert_eq!(office.at(ms("2026-11-23T08:00:00Z")), open_until("2026-11-23T17:00:00Z"));
        assert_eq!(office.at(ms("2026-11-23T16:59:59.999Z")), open_until("2026-11-23T17:00:00Z"));
        assert_eq!(office.at(ms("2026-11-23T17:00:00Z")), Opening::OpensAt(ms("2026-11-24T08:00:00Z")));
    }

    #[test]
    fn a_weekend_is_waited_out_across_the_change_to_summer_time() {
        let office = hours("Europe/Warsaw", &WORK, 9 * 60, 18 * 60, &[]);
        // Friday 18:00 in winter time, 17:00 UTC; Monday 9:00 is in summer time, 7:00 UTC.
        assert_eq!(office.at(ms("2026-03-27T17:00:00Z")), Opening::OpensAt(ms("2026-03-30T07:00:00Z")));
    }

    #[test]
    fn holidays_are_days_of_the_accounts_zone() {
        let office = hours("Asia/Tokyo", &WORK, 9 * 60, 18 * 60, &["2026-11-23", "2026-11-24"]);
        // Monday 23 November, 10:00 in Tokyo.
        assert_eq!(office.at(ms("2026-11-23T01:00:00Z")), Opening::OpensAt(ms("2026-11-25T00:00:00Z")));
    }

    #[test]
    fn hours_up_to_midnight_end_with_the_day() {
        let all_day = hours("America/New_York", &[Weekday::Monday], 0, 1440, &[]);
        assert_eq!(all_day.at(ms("2026-11-23T05:00:00Z")), open_until("2026-11-24T05:00:00Z"));
        assert_eq!(all_day.at(ms("2026-11-24T05:00:00Z")), Opening::OpensAt(ms("2026-11-30T05:00:00Z")));
    }

    #[test]
    fn a_gap_in_the_clocks_moves_the_hours_behind_it() {
        // Warsaw skips 02:00 to 03:00 on 29 March 2026, a Sunday.
        let within = hours("Europe/Warsaw", &ALL, 2 * 60 + 30, 4 * 60, &[]);
        assert_eq!(within.at(ms("2026-03-29T00:30:00Z")), Opening::OpensAt(ms("2026-03-29T01:30:00Z")));
        let inside = hours("Europe/Warsaw", &ALL, 2 * 60, 2 * 60 + 1, &[]);
        let opens = inside.at(ms("2026-03-29T00:30:00Z"));
        assert_eq!(
            opens,
            Opening::OpensAt(ms("2026-03-29T01:00:00Z")),
            "the hours keep their length behind the gap"
        );
    }

    #[test]
    fn hours_that_the_clocks_show_twice_begin_with_the_first() {
        // Warsaw shows 02:00 to 03:00 twice on 25 October 2026, a Sunday.
        let night = hours("Europe/Warsaw", &ALL, 2 * 60 + 30, 5 * 60, &[]);
        assert_eq!(night.at(ms("2026-10-25T00:00:00Z")), Opening::OpensAt(ms("2026-10-25T00:30:00Z")));
        assert_eq!(night.at(ms("2026-10-25T01:45:00Z")), open_until("2026-10-25T04:00:00Z"));
    }

    #[test]
    fn without_a_single_day_nothing_ever_opens() {
        let closed = hours("Europe/Warsaw", &[], 0, 1440, &[]);
        assert_eq!(closed.at(ms("2026-11-23T08:00:00Z")), Opening::Never);
    }

    #[test]
    fn times_that_no_calendar_reaches_are_never() {
        let office = hours("Europe/Warsaw", &ALL, 0, 1440, &[]);
        assert_eq!(office.at(UnixMs(i64::MAX)), Opening::Never);
        assert_eq!(office.at(UnixMs(i64::MIN)), Opening::Never);
    }
}
