//! The one notion of time: milliseconds since the Unix epoch, read from a [`Clock`].

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Wall-clock time: whole milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct UnixMs(pub i64);

impl UnixMs {
    /// A time of the system's; one before 1970 counts as 1970.
    #[must_use]
    pub fn of(time: SystemTime) -> UnixMs {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        UnixMs(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// This time plus a duration; stays at the far end instead of overflowing.
    #[must_use]
    pub fn plus(self, duration: Duration) -> UnixMs {
        UnixMs(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// This time less a duration; stays at the far end instead of overflowing.
    #[must_use]
    pub fn minus(self, duration: Duration) -> UnixMs {
        UnixMs(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero if it is not after.
    #[must_use]
    pub fn since(self, earlier: UnixMs) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// Where the time comes from: the machine's wall clock in the program, a clock that tests turn by hand in tests.
pub trait Clock: Send + Sync {
    /// The wall-clock time now.
    fn now(&self) -> UnixMs;
}
