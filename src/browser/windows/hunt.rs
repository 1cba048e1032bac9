//! What an earlier start left behind: nothing that runs. Its driver and browser were in a job whose only handle it held, so that
//! they were ended when it did; the lock of the account, which whoever asks here holds, tells that it has.

use std::time::{Duration, Instant};

use super::profile_lock::held_lock;
use crate::browser::family::{Gone, LocalRecord};

/// How long Windows may take to clear away what it ended.
const KILL_WAIT: Duration = Duration::from_secs(5);

/// How often is looked while waiting for an end.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(10);

impl LocalRecord {
    /// The processes of this driver: none can be found again from outside, and none is left.
    #[allow(clippy::unused_self, reason = "elsewhere they are looked for")]
    pub(in crate::browser) fn living(&self) -> Vec<i32> {
        Vec::new()
    }

    /// Waits until the browser, which Windows has ended, has let go of its profile. Blocks.
    pub(in crate::browser) fn end_all(&self, _grace: Duration) -> Gone {
        let Some(profile) = &self.profile_dir else { return Gone::All };
        let deadline = Instant::now() + KILL_WAIT;
        loop {
            match held_lock(profile) {
                None => return Gone::All,
                Some(lock) if Instant::now() >= deadline => {
                    return Gone::Unknown(format!("a browser holds {}", lock.display()));
                }
                Some(_) => std::thread::sleep(LOOK_EVERY),
            }
        }
    }
}

/// The id of this boot, which Windows does not tell.
pub(in crate::browser) fn boot_id() -> String {
    String::new()
}

/// This process's own id.
pub(in crate::browser) fn own_pid() -> i32 {
    std::process::id().cast_signed()
}

/// When a process started: 0, since it is not needed here.
pub(in crate::browser) fn start_ticks(_pid: i32) -> u64 {
    0
}
