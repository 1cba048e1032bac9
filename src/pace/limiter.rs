//! The spacing between two people: governor's limiter with one cell, whose period is drawn at random for each turn, and its state in the
//! ledger's file.
//!
//! governor measures time from the start of each limiter, which would make a kept state mean something else after each
//! start (its issues 252 and 179). So the limiter's clock shows 0 while the limiter is made and ledger time after that:
//! the kept state is nanoseconds since 1970. With one cell that state is the moment of the next turn, whatever period the limiter has that
//! finds it there: a spacing that was drawn holds for every limiter after it.

use std::cell::Cell;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{NotKeyed, StateStore};
use governor::{Quota, RateLimiter};

use crate::domain::UnixMs;
use crate::ledger::{Ledger, LedgerError, PaceStep};

/// The spacing between two people.
#[derive(Debug)]
pub struct Spacing {
    shortest: Duration,
    longest: Duration,
    random: fastrand::Rng,
}

/// Whether it is somebody's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now; the turn is taken.
    Now,
    /// Not before this, as the wall clock will show it.
    At(UnixMs),
}

impl Spacing {
    /// From `shortest` to `longest` between two people.
    #[must_use]
    pub fn new(shortest: Duration, longest: Duration) -> Spacing {
        Spacing { shortest, longest: longest.max(shortest), random: fastrand::Rng::new() }
    }

    /// The same with a known sequence of random numbers, for tests.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Spacing {
        self.random = fastrand::Rng::with_seed(seed);
        self
    }

    /// Takes a turn if there is one now.
    ///
    /// # Errors
    /// [`LedgerError`] when the state cannot be read or written: then it is nobody's turn.
    pub fn take(&mut self, ledger: &Ledger, now: UnixMs) -> Result<Turn, LedgerError> {
        let moment = ledger.moment(now)?;
        let most = u64::try_from(self.longest.saturating_sub(self.shortest).as_millis()).unwrap_or(0);
        let spacing = self.shortest + Duration::from_millis(self.random.u64(0..=most));
        let at_ns = nanos(moment.at);
        let store = Store {
            ledger,
            now,
            latest: at_ns.saturating_add(nanos_of(self.longest)),
            fault: Cell::new(None),
        };
        // governor has no quota for a spacing of nothing.
        let quota = Quota::with_period(spacing.max(Duration::from_nanos(1)));
        let Some(quota) = quota.map(|quota| quota.allow_burst(NonZeroU32::MIN)) else { return Ok(Turn::Now) };
        let limiter = Limiter::new(quota, store, LedgerClock(Cell::new(Nanos::new(0))));
        limiter.clock().0.set(Nanos::new(at_ns));
        let refused = limiter.check().err().map(|until| until.earliest_possible());
        let store = limiter.into_state_store();
        if let Some(error) = store.fault.take() {
            return Err(error);
        }
        Ok(refused.map_or(Turn::Now, |until| Turn::At(moment.wall_of(millis(until.as_u64())))))
    }
}

/// When the next turn is, as the wall clock will show it; `None` if none was taken yet. Takes none, and knows nothing of
/// what a run's settings would cut off from a state that was kept under others.
///
/// # Errors
/// [`LedgerError`] when the ledger cannot be read.
pub fn next_turn(ledger: &Ledger, now: UnixMs) -> Result<Option<UnixMs>, LedgerError> {
    let (kept, moment) = (ledger.pace_state()?, ledger.moment(now)?);
    Ok(kept.map(|next| moment.wall_of(millis(next))))
}

type Limiter<'a> = RateLimiter<NotKeyed, Store<'a>, LedgerClock, NoOpMiddleware<Nanos>>;

/// Shows 0 while the limiter is made, and then the one moment that it is asked about.
struct LedgerClock(Cell<Nanos>);

impl Clock for LedgerClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.get()
    }
}

/// governor's state in the ledger. Whatever cannot be read or written refuses.
struct Store<'a> {
    ledger: &'a Ledger,
    now: UnixMs,
    /// What a kept state can be at most: a later one was kept under other settings or by another clock.
    latest: u64,
    /// The trait cannot return an error of the store, so it is left here.
    fault: Cell<Option<LedgerError>>,
}

impl StateStore for Store<'_> {
    type Key = NotKeyed;

    fn measure_and_replace<T, F, E>(&self, _key: &NotKeyed, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let step = self.ledger.pace_step(self.now, |kept| {
            let next = kept.map(|next| next.min(self.latest));
            match (measure(next.map(Nanos::new)), next) {
                (Ok((answer, after)), _) => PaceStep::Replace(after.as_u64(), Ok(answer)),
                // A state that was cut is kept as it is now, or it would be cut anew at every check and never be reached.
                (Err(refusal), Some(cut)) if next != kept => PaceStep::Replace(cut, Err(refusal)),
                (Err(refusal), _) => PaceStep::Leave(Err(refusal)),
            }
        });
        step.unwrap_or_else(|error| {
            self.fault.set(Some(error));
            measure(Some(NEVER)).map(|(answer, _)| answer)
        })
    }
}

/// A state that refuses until 2262; one later could overflow within governor.
const NEVER: Nanos = Nanos::new(i64::MAX as u64);

fn nanos(at: UnixMs) -> u64 {
    u64::try_from(at.0).unwrap_or(0).saturating_mul(1_000_000).min(NEVER.as_u64())
}

/// The first millisecond that is not before it.
fn millis(nanos: u64) -> UnixMs {
    UnixMs(i64::try_from(nanos.div_ceil(1_000_000)).unwrap_or(i64::MAX))
}

fn nanos_of(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_795_428_000_000;
    const SECOND: i64 = 1000;

    fn fixed(seconds: u64) -> Spacing {
        Spacing::new(Duration::from_secs(seconds), Duration::from_secs(seconds))
    }

    fn ledger() -> Ledger {
        Ledger::open_in_memory(UnixMs(START)).unwrap()
    }

    fn take(spacing: &mut Spacing, ledger: &Ledger, after: i64) -> Turn {
        spacing.take(ledger, UnixMs(START + after)).unwrap()
    }

    fn at(after: i64) -> Turn {
        Turn::At(UnixMs(START + after))
    }

    #[test]
    fn the_first_turn_is_at_once_and_the_next_after_the_spacing() {
        let (ledger, mut spacing) = (ledger(), fixed(45));
        assert_eq!(take(&mut spacing, &ledger, 0), Turn::Now);
        assert_eq!(take(&mut spacing, &ledger, 1), at(45 * SECOND));
        assert_eq!(take(&mut spacing, &ledger, 45 * SECOND - 1), at(45 * SECOND));
        assert_eq!(take(&mut spacing, &ledger, 45 * SECOND), Turn::Now);
        assert_eq!(take(&mut spacing, &ledger, 45 * SECOND), at(90 * SECOND));
    }

    #[test]
    fn the_kept_state_is_nanoseconds_since_1970_whenever_the_limiter_was_made() {
        let (ledger, mut spacing) = (ledger(), fixed(45));
        take(&mut spacing, &ledger, 0);
        let expected = u64::try_from(START + 45 * SECOND).unwrap() * 1_000_000;
        assert_eq!(ledger.pace_state().unwrap(), Some(expected));
    }

    #[test]
    fn a_restart_or_another_command_does_not_burst() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let mut taken = 0;
        for second in 0..100 {
            let ledger = Ledger::open(&path, UnixMs(START)).unwrap();
            taken += u32::from(take(&mut fixed(45), &ledger, second * SECOND) == Turn::Now);
        }
        assert_eq!(taken, 3);
    }

    #[test]
    fn two_processes_share_one_spacing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let one = Ledger::open(&path, UnixMs(START)).unwrap();
        let other = Ledger::open_beside(&path).unwrap().unwrap();
        assert_eq!(take(&mut fixed(45), &one, 0), Turn::Now);
        assert_eq!(take(&mut fixed(45), &other, 1), at(45 * SECOND));
    }

    #[test]
    fn the_random_time_on_top_is_drawn_once_and_kept() {
        let ledger = ledger();
        let mut spacing = Spacing::new(Duration::from_secs(45), Duration::from_secs(90)).seeded(7);
        let (mut now, mut gaps) = (0, Vec::new());
        assert_eq!(take(&mut spacing, &ledger, 0), Turn::Now);
        for _ in 0..200 {
            let Turn::At(when) = take(&mut spacing, &ledger, now + 1) else { panic!("no spacing") };
            let again = Spacing::new(Duration::from_secs(45), Duration::from_secs(90))
                .take(&ledger, UnixMs(START + now + 2));
            assert_eq!(again.unwrap(), Turn::At(when), "a restart drew another time");
            gaps.push(when.0 - START - now);
            now = when.0 - START;
            assert_eq!(take(&mut spacing, &ledger, now), Turn::Now);
        }
        assert!(gaps.iter().all(|gap| (45 * SECOND..=90 * SECOND).contains(gap)), "{gaps:?}");
        assert!(gaps.iter().any(|gap| *gap < 55 * SECOND) && gaps.iter().any(|gap| *gap > 80 * SECOND));
    }

    #[test]
    fn a_clock_set_back_neither_floods_nor_blocks_for_more_than_a_day() {
        let (ledger, mut spacing) = (ledger(), fixed(45));
        take(&mut spacing, &ledger, 0);
        let day = 24 * 3600 * SECOND;
        let back = -900 * day;
        let Turn::At(when) = take(&mut spacing, &ledger, back) else { panic!("flooded") };
        assert_eq!(when, UnixMs(START + back + day + 45 * SECOND));
        assert_eq!(spacing.take(&ledger, when).unwrap(), Turn::Now);
    }

    #[test]
    fn a_state_from_far_ahead_is_cut_once_and_then_reached() {
        let (ledger, mut spacing) = (ledger(), fixed(45));
        ledger.pace_step(UnixMs(START), |_| PaceStep::Replace(i64::MAX as u64, ())).unwrap();
        assert_eq!(take(&mut spacing, &ledger, 0), at(45 * SECOND));
        assert_eq!(take(&mut spacing, &ledger, 20 * SECOND), at(45 * SECOND), "it moved away");
        assert_eq!(take(&mut spacing, &ledger, 45 * SECOND), Turn::Now);
    }

    #[test]
    fn a_shorter_spacing_holds_from_the_next_start_on() {
        let ledger = ledger();
        take(&mut fixed(3600), &ledger, 0);
        assert_eq!(take(&mut fixed(45), &ledger, 10 * SECOND), at(55 * SECOND));
        assert_eq!(take(&mut fixed(45), &ledger, 55 * SECOND), Turn::Now);
    }

    #[test]
    fn a_ledger_that_cannot_be_written_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let ledger = Ledger::open(&path, UnixMs(START)).unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("DROP TABLE pace").unwrap();
        assert!(fixed(45).take(&ledger, UnixMs(START)).is_err());
    }

    #[test]
    fn a_spacing_of_nothing_lets_everybody_through() {
        let (ledger, mut spacing) = (ledger(), fixed(0));
        for step in 0..5 {
            assert_eq!(take(&mut spacing, &ledger, step), Turn::Now);
        }
    }

    #[test]
    fn times_before_1970_and_after_2262_neither_panic_nor_flood() {
        let ledger = Ledger::open_in_memory(UnixMs(-5)).unwrap();
        let mut spacing = fixed(45);
        assert_eq!(spacing.take(&ledger, UnixMs(-5)).unwrap(), Turn::Now);
        assert_ne!(spacing.take(&ledger, UnixMs(-4)).unwrap(), Turn::Now);
        let _ = spacing.take(&ledger, UnixMs(i64::MAX)).unwrap();
    }
}
