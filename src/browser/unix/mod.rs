//! Watching over drivers and browsers on Linux and macOS: by process groups, signals, and the table of processes where there is
//! one.

mod hunt;
mod keeper;
mod orphans;
mod process_table;
mod profile_lock;
mod programs;
mod watch;

pub use keeper::{KEEP_WATCH, keep_watch};
pub(super) use process_table::{boot_id, own_pid, start_ticks};
pub(super) use profile_lock::{clear_stale_lock, look_at_lock};
pub(super) use programs::{CHROMEDRIVER, CHROMIUM, FIREFOX, GECKODRIVER};
pub(super) use watch::Watch;
