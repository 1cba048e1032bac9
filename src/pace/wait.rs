//! Waiting for a date on the wall clock. A laptop that sleeps stops every timer, so waits are made of short slices, each
//! of which reads the clock again.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::{Clock, UnixMs};

/// The longest slice: how late a wait may end after a suspended machine wakes up.
const SLICE: Duration = Duration::from_secs(30);

/// A clock that goes back by less than this was only corrected.
const CORRECTION: Duration = Duration::from_secs(2);

/// How a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// The date has come.
    Arrived,
    /// It was cancelled.
    Cancelled,
    /// The clock was set back: the date means something else now, and must be asked for anew.
    ClockMoved,
}

/// Waits until the clock shows `when`, or until it is cancelled.
pub async fn wait_until(clock: &dyn Clock, when: UnixMs, cancel: &CancellationToken) -> Waited {
    wait_telling(clock, when, cancel, SLICE, |_| ()).await
}

/// As [`wait_until`], and tells how long it still takes, first at once and then at least `every` so often (at most every
/// 30 s counts).
pub async fn wait_telling(
    clock: &dyn Clock,
    when: UnixMs,
    cancel: &CancellationToken,
    every: Duration,
    mut on_tick: impl FnMut(Duration),
) -> Waited {
    let mut seen = clock.now();
    loop {
        let now = clock.now();
        if seen.since(now) > CORRECTION {
            return Waited::ClockMoved;
        }
        seen = now.max(seen);
        let left = when.since(now);
        if cancel.is_cancelled() {
            return Waited::Cancelled;
        }
        if left.is_zero() {
            return Waited::Arrived;
        }
        on_tick(left);
        tokio::select! {
            biased;
            () = cancel.cancelled() => return Waited::Cancelled,
            () = tokio::time::sleep(left.min(every).min(SLICE)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A wall clock that shows each of these in turn, and the last one for ever.
    struct Shown(Mutex<Vec<i64>>);

    impl Clock for Shown {
        fn now(&self) -> UnixMs {
            let mut left = self.0.lock().unwrap();
            UnixMs(if left.len() > 1 { left.remove(0) } else { left[0] })
        }
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
    }

    fn shown(times: &[i64]) -> Shown {
        Shown(Mutex::new(times.to_vec()))
    }

    #[test]
    fn a_date_that_has_passed_is_not_waited_for() {
        let clock = shown(&[1000]);
        assert_eq!(run(wait_until(&clock, UnixMs(1000), &CancellationToken::new())), Waited::Arrived);
    }

    #[test]
    fn a_machine_that_slept_through_the_date_goes_on_at_the_next_slice() {
        let clock = shown(&[0, 0, 3_600_000]);
        let mut told = Vec::new();
        let slice = Duration::from_millis(1);
        let waited = run(wait_telling(&clock, UnixMs(60_000), &CancellationToken::new(), slice, |left| {
            told.push(left)
        }));
        assert_eq!((waited, told), (Waited::Arrived, vec![Duration::from_secs(60)]));
    }

    #[test]
    fn a_clock_set_back_ends_the_wait_so_that_the_date_is_asked_for_anew() {
        let clock = shown(&[10_000_000, 10_000_000, 0]);
        let slice = Duration::from_millis(1);
        let waited = run(wait_telling(&clock, UnixMs(20_000_000), &CancellationToken::new(), slice, |_| ()));
        assert_eq!(waited, Waited::ClockMoved);
    }

    #[test]
    fn a_small_correction_of_the_clock_does_not_end_the_wait() {
        let clock = shown(&[10_000, 10_000, 9_000, 12_000]);
        let slice = Duration::from_millis(1);
        let waited = run(wait_telling(&clock, UnixMs(11_000), &CancellationToken::new(), slice, |_| ()));
        assert_eq!(waited, Waited::Arrived);
    }

    #[test]
    fn cancelling_ends_a_wait_in_the_middle_of_a_slice() {
        let clock = shown(&[0]);
        let cancel = CancellationToken::new();
        let waited = run(async {
            let later = cancel.clone();
            let cancelling = async move {
                tokio::time::sleep(Duration::from_millis(5)).await;
                later.cancel();
            };
            tokio::join!(wait_until(&clock, UnixMs(i64::MAX), &cancel), cancelling).0
        });
        assert_eq!(waited, Waited::Cancelled);
    }
}
