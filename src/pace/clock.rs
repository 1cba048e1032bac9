//! The machine's wall clock.

use std::time::SystemTime;

use crate::domain::{Clock, UnixMs};

/// The machine's wall clock. It may be set at any time; the ledger's own time makes that harmless.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixMs {
        UnixMs::of(SystemTime::now())
    }
}
