//! A run that listens to what the user asks of it in the ledger, from another terminal or from the page of `unlinked watch`.

use std::convert::Infallible;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::browser::BrowserStage;
use crate::domain::Clock;
use crate::engine::{Pause, RunEvent, RunInput, RunSummary};
use crate::ledger::{Ledger, Request, RunId};
use crate::pace::SystemClock;

/// How often the ledger is asked: a request is heard well within a second.
const EVERY: Duration = Duration::from_millis(300);

/// Runs as `engine::run` does, and does what is asked of the run meanwhile.
pub(super) async fn run(input: RunInput<'_, BrowserStage>, tell: &mut dyn FnMut(RunEvent)) -> RunSummary {
    let (ledger, run) = (input.ledger, input.run);
    let (pause, finish) = (input.pause.clone(), input.finish.clone());
    tokio::select! {
        summary = crate::engine::run(input, tell) => summary,
        never = listen(ledger, run, &pause, &finish) => match never {},
    }
}

async fn listen(ledger: &Ledger, run: RunId, pause: &Pause, finish: &CancellationToken) -> Infallible {
    loop {
        tokio::time::sleep(EVERY).await;
        // A ledger that cannot be read ends the run at its next step.
        let Ok(Some(asked)) = ledger.requested(run) else { continue };
        if asked.heard_at.is_some() {
            continue;
        }
        match asked.what {
            Request::Pause => pause.set(true),
            Request::Continue => pause.set(false),
            Request::Stop => finish.cancel(),
        }
        // If that cannot be written down, it is done again, which changes nothing.
        let _ = ledger.note_heard(run, asked.what, SystemClock.now());
    }
}
