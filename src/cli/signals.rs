//! What asks for an end (signals, or Ctrl-C and its like): the first time the run ends after the person at hand, the second time
//! now. If the machine asks and it takes too long, the second time is not waited for.

use tokio_util::sync::CancellationToken;

use super::failure::Failure;
use super::output::Terminal;
use crate::system::Asked;
use crate::system::signals::{Asks, PATIENCE};

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
        let mut asks = listen()?;
        let signals = Signals::none();
        let (told, terminal) = (signals.clone(), terminal.clone());
        tokio::spawn(async move {
            let first = asks.next().await;
            told.after_this_person.cancel();
            terminal.say(
                "Stopping. A person whose page is open is finished first, so that nothing is left in doubt. Press Ctrl-C again to stop at once.",
            );
            if first == Asked::ByMachine {
                let _ = tokio::time::timeout(PATIENCE, asks.next()).await;
            } else {
                asks.next().await;
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
        let mut asks = listen()?;
        let signals = Signals::none();
        let told = signals.clone();
        tokio::spawn(async move {
            asks.next().await;
            told.after_this_person.cancel();
            told.now.cancel();
        });
        Ok(signals)
    }

    fn none() -> Signals {
        Signals { after_this_person: CancellationToken::new(), now: CancellationToken::new() }
    }
}

fn listen() -> Result<Asks, Failure> {
    Asks::listen().map_err(|error| Failure::Internal(format!("cannot listen for signals: {error}")))
}
