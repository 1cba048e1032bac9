//! SIGINT, SIGTERM and SIGHUP: the first one ends the run after the person at hand, the second one ends it now.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::failure::Failure;
use super::output::Terminal;

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
        let open = |kind| {
            signal(kind).map_err(|error| Failure::Internal(format!("cannot listen for signals: {error}")))
        };
        let streams =
            [open(SignalKind::interrupt())?, open(SignalKind::terminate())?, open(SignalKind::hangup())?];
        let signals =
            Signals { after_this_person: CancellationToken::new(), now: CancellationToken::new() };
        let (told, terminal) = (signals.clone(), terminal.clone());
        tokio::spawn(async move {
            let [mut interrupt, mut terminate, mut hangup] = streams;
            next(&mut interrupt, &mut terminate, &mut hangup).await;
            told.after_this_person.cancel();
            terminal.say(
                "Stopping: the person at hand is finished first, so that nothing is left in doubt. Once more stops now.",
            );
            next(&mut interrupt, &mut terminate, &mut hangup).await;
            told.now.cancel();
            terminal.say("Stopping now. If a click is in doubt, the next run looks at the page before it goes on.");
        });
        Ok(signals)
    }
}

async fn next(interrupt: &mut Signal, terminate: &mut Signal, hangup: &mut Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
}
