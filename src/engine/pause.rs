//! A pause that the user asks for while a run is at work: the current person is finished, and nobody is begun until the run may go on.
//! Whose word it is, and by which way it comes, is not known here.

use std::sync::Arc;

use tokio::sync::watch;

/// Whether a run is to pause. All copies are one switch.
#[derive(Debug, Clone)]
pub struct Pause(Arc<watch::Sender<bool>>);

impl Default for Pause {
    fn default() -> Pause {
        Pause(Arc::new(watch::Sender::new(false)))
    }
}

impl Pause {
    /// Turns it on or off.
    pub fn set(&self, on: bool) {
        self.0.send_replace(on);
    }

    /// Whether it is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is on, or until it is off.
    pub async fn turned(&self, on: bool) {
        // The sender lives as long as this.
        let _ = self.0.subscribe().wait_for(|now| *now == on).await;
    }
}
