//! Waiting.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::{Clock, UnixMs};

/// Waits until a moment or cancellation.
pub async fn wait_until(clock: &dyn Clock, when: UnixMs, cancel: &CancellationToken) {
    loop {
        let left = when.since(clock.now());
        if left.is_zero() || cancel.is_cancelled() {
            return;
        }
        tokio::select! {
            () = cancel.cancelled() => return,
            () = tokio::time::sleep(left.min(Duration::from_secs(30))) => {}
        }
    }
}
