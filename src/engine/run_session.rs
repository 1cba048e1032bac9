//! A run and its browser session: ended before long waits, started anew when it is lost, and nothing left of it that could
//! still click.

use std::time::Duration;

use super::event::{RunEvent, WaitWhy};
use super::running::{Running, Stopped, interrupted, stopped};
use super::stop_sign;
use crate::browser::{Cleared, Stage, StopSeen};
use crate::domain::{PersonKey, StoppedBy};
use crate::pace::{Waited, wait_until};

/// How often a lost session on a server is asked for again while its time-out is waited for.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// How often in a row the browser may be lost at the owner's own page before the run gives up.
const MOST_LOSSES: u32 = 3;

/// How often one person's page may take the browser away. Then they are `failed`, and the next one is tried.
const MOST_LOSSES_AT_ONE: u32 = 2;

impl<S: Stage> Running<'_, '_, S> {
    /// The browser is gone while nobody's page was open: everything of it is ended, and the next turn starts a new one.
    pub(super) async fn lost(&mut self, why: &str) -> Result<(), Stopped> {
        self.losses.at_own_page += 1;
        self.end_what_is_left(why).await?;
        if self.losses.at_own_page >= MOST_LOSSES {
            return Err(stopped(
                StoppedBy::Browser,
                format!("the browser was lost {MOST_LOSSES} times in a row, last because {why}"),
            ));
        }
        Ok(())
    }

    /// The browser is gone while this person's page was open. Says whether it was so often that the person is to be left alone.
    pub(super) async fn lost_at(&mut self, who: PersonKey, why: &str) -> Result<bool, Stopped> {
        self.end_what_is_left(why).await?;
        let times = match self.losses.at.take() {
            Some((last, _)) if last != who => {
                return Err(stopped(
                    StoppedBy::Browser,
                    format!("the browser was lost at two people in a row, last because {why}"),
                ));
            }
            last => last.map_or(0, |(_, times)| times) + 1,
        };
        self.losses.at = Some((who, times));
        Ok(times >= MOST_LOSSES_AT_ONE)
    }

    async fn end_what_is_left(&mut self, why: &str) -> Result<(), Stopped> {
        (self.tell)(RunEvent::Warning(format!("the browser was lost ({why}); starting it again")));
        self.close().await;
        self.sweep().await
    }

    /// Makes sure that nothing that could still click is there, if need be by waiting for a server to end a session.
    pub(super) async fn sweep(&mut self) -> Result<(), Stopped> {
        let mut told = false;
        loop {
            let cleared = self.input.stage.sweep().await.map_err(|why| stopped(StoppedBy::Browser, why))?;
            let Cleared::By(until) = cleared else { return Ok(()) };
            if !told {
                (self.tell)(RunEvent::Waiting { until, why: WaitWhy::Session });
                told = true;
            }
            let again = until.min(self.input.clock.now().plus(ASK_AGAIN));
            if wait_until(self.input.clock, again, &self.input.finish).await == Waited::Cancelled {
                return Err(interrupted());
            }
        }
    }

    pub(super) async fn close(&mut self) {
        self.signed_in = false;
        let closed = tokio::select! {
            biased;
            () = self.input.abort.cancelled() => None,
            closed = self.input.stage.close() => Some(closed),
        };
        match closed {
            Some(Ok(())) => {}
            Some(Err(why)) => (self.tell)(RunEvent::Warning(why)),
            None => self.input.stage.abandon(),
        }
    }

    /// Stops at once: whatever could still click is killed, and what is in doubt stays in the ledger.
    pub(super) fn abandon(&mut self) -> Stopped {
        self.signed_in = false;
        self.input.stage.abandon();
        stopped(
            StoppedBy::Interrupted,
            "stopped at once; a person whose click was under way is looked at first in the next run",
        )
    }

    /// What a page that ends the run means for later runs.
    pub(super) fn stop_sign(&mut self, stop: &StopSeen) -> Result<Stopped, Stopped> {
        let input = &self.input;
        let (by, detail) =
            stop_sign::heed(stop, input.ledger, input.run, &input.cooldown_steps, input.clock.now())?;
        Ok(stopped(by, detail))
    }
}
