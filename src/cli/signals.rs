//! SIGINT, SIGTERM and SIGHUP: the first one ends the run after the person at hand, the second one ends it now. After a
//! SIGTERM that takes too long, the second one is not waited for.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::failure::Failure;
use super::output::Terminal;

/// How long the person at hand may take after a SIGTERM.
const TERM_PATIENCE: Duration = Duration::from_secs(7);

/// What the signals ask for.
#[derive(Debug, Clone)]
pub(super) struct Signals {
    /// Cancelled by the first signal: finish the person at hand, or stop before the next one.
    pub(super) after_this_person: CancellationToken,
    /// Cancelled by the second signal: stop now.
    pub(super) now: CancellationToken,
}

impl Signals {
    /// Listens for signals from here on. Needs a runtime.
    pub(super) fn listen(terminal: &Terminal) -> Result<Signals, Failure> {
        let mut streams = open()?;
        let signals = Signals::none();
        let (told, terminal) = (signals.clone(), terminal.clone());
        tokio::spawn(async move {
            let first = next(&mut streams).await;
            told.after_this_person.cancel();
            terminal.say(
                "Stopping: the person at hand is finished first, so that nothing is left in doubt. Once more stops now.",
            );
            // Nobody sits at a SIGTERM: `docker stop` sends one, and kills ten seconds later.
            if first == SignalKind::terminate() {
                let _ = tokio::time::timeout(TERM_PATIENCE, next(&mut streams)).await;
            } else {
                next(&mut streams).await;
            }
            told.now.cancel();
            terminal.say(
                "Stopping now. If a click is in doubt, the next run looks at the page before it goes on.",
            );
        });
        Ok(signals)
    }

    /// Listens for one signal, for whatever has no person at hand; says nothing.
    pub(super) fn listen_once() -> Result<Signals, Failure> {
        let mut streams = open()?;
        let signals = Signals::none();
        let told = signals.clone();
        tokio::spawn(async move {
            next(&mut streams).await;
            told.after_this_person.cancel();
            told.now.cancel();
        });
        Ok(signals)
    }

    fn none() -> Signals {
        Signals { after_this_person: CancellationToken::new(), now: CancellationToken::new() }
    }
}

fn open() -> Result<[Signal; 3], Failure> {
    let one =
        |kind| signal(kind).map_err(|error| Failure::Internal(format!("cannot listen for signals: {error}")));
    Ok([one(SignalKind::interrupt())?, one(SignalKind::terminate())?, one(SignalKind::hangup())?])
}

async fn next([interrupt, terminate, hangup]: &mut [Signal; 3]) -> SignalKind {
    tokio::select! {
        _ = interrupt.recv() => SignalKind::interrupt(),
        _ = terminate.recv() => SignalKind::terminate(),
        _ = hangup.recv() => SignalKind::hangup(),
    }
}
