//! Watching over drivers and browsers on Windows: by jobs. There is no table of processes here; none is needed, since nothing
//! leaves a job, and Windows itself ends all that is in ours when this program ends, in whatever way.

mod hunt;
mod keeper;
mod profile_lock;
mod programs;
mod watch;

pub(super) use hunt::{boot_id, own_pid, start_ticks};
pub use keeper::{KEEP_WATCH, keep_watch};
pub(super) use profile_lock::{clear_stale_lock, look_at_lock};
pub(super) use programs::{CHROMEDRIVER, CHROMIUM, FIREFOX, GECKODRIVER};
pub(super) use watch::Watch;
