//! The machine's wall clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::{Clock, UnixMs};

/// The machine's wall clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> UnixMs {
        // A clock before 1970 counts as 1970: the ledger's own clock never goes back anyway.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        UnixMs(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
