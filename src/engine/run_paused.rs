//! A run that pauses: nobody is at hand, and a session that nobody uses is ended before long.

use super::event::RunEvent;
use super::running::Running;
use crate::browser::Stage;
use crate::pace::wait_until;

impl<S: Stage> Running<'_, '_, S> {
    /// Waits until the pause is over or the run is to end. A session that nobody uses is ended before long, as before every wait.
    pub(super) async fn hold(&mut self) {
        let (pause, finish) = (self.input.pause.clone(), self.input.finish.clone());
        let idle_until = self.input.clock.now().plus(self.input.longest_idle);
        (self.tell)(RunEvent::Paused);
        let idle = tokio::select! {
            biased;
            () = pause.turned(false) => false,
            _ = wait_until(self.input.clock, idle_until, &finish) => !finish.is_cancelled(),
        };
        if idle {
            self.close().await;
            tokio::select! {
                biased;
                () = finish.cancelled() => {}
                () = pause.turned(false) => {}
            }
        }
        if !pause.is_on() {
            (self.tell)(RunEvent::Continued);
        }
    }
}
