//! The machine's wall clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::{Clock, UnixMs};

/// The machine's wall clock. It may be set at any time; the ledger's own time makes that harmless.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixMs {
        // A clock before 1970 counts as 1970.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        UnixMs(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
