//! Ledger time: a clock made safe for counting.
//!
//! Budgets are only as good as the clock they are counted by, and wall clocks get set. Every entry is stamped in ledger
//! time, and every window, cool-down and spacing is measured in it. The rules:
//!
//! - Within one boot of the machine, where the system tells (Linux), ledger time goes by the boot clock, which nobody sets and which
//!   runs on while the machine sleeps. Steps of the wall clock, forward or back, once or many times, free nothing and hold nothing up.
//! - From one boot to the next, and where there is no boot clock (macOS, Windows), it goes by the wall clock, with these rules:
//!   - Ledger time never runs backwards. While the wall clock is at or past it, the two are the same.
//!   - A clock set back frees nothing: ledger time stands still until the wall clock has caught up, for at most
//!     [`LONGEST_HOLD`] of the wall clock's own time. After that it runs on from where it stood, ahead of the wall clock.
//!     So a run is held up for a day at most, even after a clock that was years ahead has been put right.
//!   - A clock set forward frees what as much waiting would have freed, once: when it is put right again, ledger time
//!     holds as above. The machine gives no way to tell such a step from a machine that was off.
//!
//! Hours, days and dates are the wall clock's: entries that are shown with a date keep its time as well.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::error::LedgerError;
use crate::domain::UnixMs;

/// How long ledger time stands still at most after the wall clock was set back.
pub const LONGEST_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// A reading of the clock that runs since the machine was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uptime {
    /// Which boot it is.
    pub boot: String,
    /// Milliseconds since then, sleep included.
    pub ms: i64,
}

/// How the boot clock is read; `None` where there is none.
pub type BootClock = Arc<dyn Fn() -> Option<Uptime> + Send + Sync>;

/// One reading of the clock: the wall clock's time and the ledger's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Ledger time: what entries are stamped with.
    pub at: UnixMs,
    /// The wall clock's time of this reading.
    pub wall: UnixMs,
    /// By how many milliseconds ledger time runs ahead of the wall clock once it runs again; less than none where the wall clock was
    /// set forward within this boot.
    ahead: i64,
}

impl Moment {
    /// When the wall clock will show that ledger time has reached `at`.
    #[must_use]
    pub fn wall_of(self, at: UnixMs) -> UnixMs {
        UnixMs(at.0.saturating_sub(self.ahead))
    }

    /// The reading that follows `seen` (ledger time, ahead) when the wall clock shows `wall`, and nothing else is known.
    fn after(seen_at: i64, seen_ahead: i64, wall: UnixMs) -> Moment {
        if wall.0 >= seen_at {
            return Moment { at: wall, wall, ahead: 0 };
        }
        let hold = UnixMs(0).plus(LONGEST_HOLD).0;
        let ahead = seen_ahead.max(seen_at.saturating_sub(wall.0).saturating_sub(hold)).max(0);
        Moment { at: UnixMs(seen_at.max(wall.0.saturating_add(ahead))), wall, ahead }
    }

    /// The reading that follows when so much of the same boot has gone by.
    fn within_boot(seen_at: i64, gone_by: i64, wall: UnixMs) -> Moment {
        let at = seen_at.saturating_add(gone_by);
        Moment { at: UnixMs(at), wall, ahead: at.saturating_sub(wall.0) }
    }
}

/// How long a reading of the boot clock goes with the wall clock's reading that it was made for, in ms. A command takes the wall clock's
/// time once and asks the ledger several things of that time: what it is told must be of one moment. A wall clock that shows the same
/// time for longer than this has stopped.
const ONE_READING: i64 = 10_000;

/// Teaches a connection to read the boot clock for a time of the wall clock, or that there is none.
pub(super) fn register(conn: &Connection, clock: Option<BootClock>) -> Result<(), LedgerError> {
    // Both functions are asked for within one statement, for the same time: the first reads, and the second has the same reading.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
    let last: Arc<Mutex<Option<(i64, Uptime)>>> = Arc::default();
    let read = move |wall: i64, not_before: Option<i64>| {
        let now = clock.as_ref().and_then(|clock| clock())?;
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |(of, then): &&(i64, Uptime)| {
            *of == wall
                && then.boot == now.boot
                && (0..ONE_READING).contains(&now.ms.saturating_sub(then.ms))
                // Another process may have written a later one.
                && not_before.is_none_or(|ms| then.ms >= ms)
        };
        if let Some((_, then)) = last.as_ref().filter(holds) {
            return Some(then.clone());
        }
        *last = Some((wall, now.clone()));
        Some(now)
    };
    let again = read.clone();
    conn.create_scalar_function("boot_id", 2, flags, move |of| {
        Ok(read(of.get(0)?, of.get(1)?).map(|uptime| uptime.boot))
    })?;
    conn.create_scalar_function("boot_ms", 2, flags, move |of| {
        Ok(again(of.get(0)?, of.get(1)?).map(|uptime| uptime.ms))
    })?;
    Ok(())
}

/// Reads the clock without leaving a mark.
pub(super) fn read(conn: &Connection, wall: UnixMs) -> Result<Moment, LedgerError> {
    Ok(read_with_boot(conn, wall)?.0)
}

fn read_with_boot(conn: &Connection, wall: UnixMs) -> Result<(Moment, Option<Uptime>), LedgerError> {
    type Seen = (i64, i64, Option<String>, Option<i64>, Option<String>, Option<i64>);
    let mut select = conn.prepare_cached(
        "SELECT clock_at, clock_ahead, clock_boot, clock_up, boot_id(?1, clock_up), boot_ms(?1, clock_up) FROM meta WHERE id = 1",
    )?;
    let (at, ahead, boot, up, boot_now, up_now): Seen = select.query_row([wall.0], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
    })?;
    let uptime = boot_now.zip(up_now).map(|(boot, ms)| Uptime { boot, ms });
    let gone_by = match (&uptime, boot, up) {
        (Some(now), Some(boot), Some(up)) if now.boot == boot => Some(now.ms - up).filter(|ms| *ms >= 0),
        _ => None,
    };
    let moment = match gone_by {
        Some(gone_by) => Moment::within_boot(at, gone_by, wall),
        None => Moment::after(at, ahead, wall),
    };
    Ok((moment, uptime))
}

/// Reads the clock within a writing transaction and keeps what it shows, so that a restart goes on from there.
pub(super) fn tick(conn: &Connection, wall: UnixMs) -> Result<Moment, LedgerError> {
    let (moment, uptime) = read_with_boot(conn, wall)?;
    let (boot, up) = uptime.map(|uptime| (uptime.boot, uptime.ms)).unzip();
    let mut update = conn.prepare_cached(
        "UPDATE meta SET clock_at = ?1, clock_ahead = ?2, clock_wall = ?3, clock_boot = ?4, clock_up = ?5 WHERE id = 1",
    )?;
    update.execute((moment.at.0, moment.ahead.max(0), wall.0, boot, up))?;
    Ok(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    /// Plays wall-clock readings (hours) and gives the ledger times (hours).
    fn play(walls: &[i64]) -> Vec<i64> {
        let mut seen = (walls[0] * HOUR, 0);
        walls
            .iter()
            .map(|wall| {
                let moment = Moment::after(seen.0, seen.1, UnixMs(wall * HOUR));
                seen = (moment.at.0, moment.ahead);
                moment.at.0 / HOUR
            })
            .collect()
    }

    #[test]
    fn a_clock_that_runs_on_is_taken_as_it_is() {
        assert_eq!(play(&[0, 1, 5, 500]), [0, 1, 5, 500]);
    }

    #[test]
    fn a_clock_set_back_stands_still_until_it_has_caught_up() {
        assert_eq!(play(&[100, 90, 95, 100, 101]), [100, 100, 100, 100, 101]);
    }

    #[test]
    fn a_clock_set_back_by_years_holds_for_a_day_and_then_runs_on() {
        assert_eq!(play(&[90_000, 0, 12, 24, 25, 48]), [90_000, 90_000, 90_000, 90_000, 90_001, 90_024]);
    }

    #[test]
    fn putting_a_late_clock_right_makes_both_the_same_again() {
        assert_eq!(play(&[1000, 0, 24, 30, 1010, 1011]), [1000, 1000, 1000, 1006, 1010, 1011]);
    }

    #[test]
    fn swinging_to_and_fro_gains_no_time() {
        assert_eq!(play(&[10, 12, 10, 12, 11, 12, 10, 12]), [10, 12, 12, 12, 12, 12, 12, 12]);
    }

    #[test]
    fn the_wall_time_of_a_ledger_time_is_when_it_is_reached() {
        let held = Moment::after(1000 * HOUR, 0, UnixMs(0));
        assert_eq!(held.wall_of(UnixMs(1000 * HOUR)), UnixMs(24 * HOUR));
        let later = Moment::after(held.at.0, held.ahead, held.wall_of(UnixMs(1003 * HOUR)));
        assert_eq!(later.at, UnixMs(1003 * HOUR));
    }

    #[test]
    fn readings_at_the_ends_of_time_do_not_overflow() {
        let low = Moment::after(i64::MAX, 0, UnixMs(i64::MIN));
        assert_eq!(low.at, UnixMs(i64::MAX));
        assert_eq!(Moment::after(i64::MIN, 0, UnixMs(i64::MAX)).at, UnixMs(i64::MAX));
    }
}
