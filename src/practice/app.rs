//! What all requests of one running site share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use super::lang::Texts;
use super::options::Options;
use super::redesign::Redesign;
use super::world::World;

/// What all requests share.
pub(crate) struct App {
    pub(super) world: Mutex<World>,
    pub(crate) texts: Arc<Texts>,
    pub(crate) redesign: Arc<Redesign>,
    pub(crate) options: Options,
    pub(super) loads: AtomicU64,
    /// Another one at each start of the site.
    pub(crate) start: String,
    /// Cancelled when the site stops, so that pages which never answer do not hold it up.
    pub(crate) stopping: CancellationToken,
}

impl App {
    /// The world, for a moment: never held across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that is another one for each page.
    pub(crate) fn next_load(&self) -> u64 {
        self.options.seed.wrapping_mul(0x9e37_79b9)
            ^ self.loads.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x2545_f491)
    }

    /// The value of the session cookie: the same for the same seed, so that a kept browser profile stays signed in.
    pub(crate) fn session(&self) -> String {
        format!("practice-{:x}", self.options.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}
