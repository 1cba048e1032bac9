//! How an end is asked for: SIGINT and SIGHUP by a person, SIGTERM by the machine.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::system::Asked;

/// How long the work at hand may take once the machine has asked: `docker stop` kills ten seconds after it did.
pub(crate) const PATIENCE: Duration = Duration::from_secs(7);

/// Listens from its making on; needs a runtime.
#[derive(Debug)]
pub(crate) struct Asks {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Asks {
    pub(crate) fn listen() -> io::Result<Asks> {
        Ok(Asks {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::ByPerson,
            _ = self.terminate.recv() => Asked::ByMachine,
            _ = self.hangup.recv() => Asked::ByPerson,
        }
    }
}
