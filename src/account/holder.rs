//! Who holds an account, as the lock file says it.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::domain::UnixMs;

/// Who holds an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The process id.
    pub pid: u32,
    /// Since when.
    pub since: UnixMs,
    /// What it is doing, such as `unlinked run`.
    pub command: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} (`{}`), since ", self.pid, self.command)?;
        match Timestamp::from_millisecond(self.since.0) {
            Ok(since) => {
                write!(f, "{}", since.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %Z"))
            }
            Err(_) => f.write_str("a time unknown"),
        }
    }
}
