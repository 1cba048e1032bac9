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

impl Holder {
    /// Who it is and since when, in the account's zone.
    #[must_use]
    pub fn told(&self, zone: &TimeZone) -> String {
        let since = Timestamp::from_millisecond(self.since.0).map_or_else(
            |_| "a time unknown".to_owned(),
            |since| since.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
        );
        format!("process {} ({}), since {since}", self.pid, self.command)
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(&TimeZone::UTC))
    }
}
