//! How an end is asked for: Ctrl-C and Ctrl-Break by a person; by the machine when the window is closed, the user signs out or
//! Windows shuts down.

use std::io;
use std::time::Duration;

use tokio::signal::windows::{self, CtrlBreak, CtrlC, CtrlClose, CtrlLogoff, CtrlShutdown};

use crate::system::Asked;

/// How long the work at hand may take once the machine has asked: Windows ends a program five seconds after its window was
/// closed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);

/// Listens from its making on; needs a runtime.
#[derive(Debug)]
pub(crate) struct Asks {
    interrupt: CtrlC,
    pause: CtrlBreak,
    close: CtrlClose,
    logoff: CtrlLogoff,
    shutdown: CtrlShutdown,
}

impl Asks {
    pub(crate) fn listen() -> io::Result<Asks> {
        Ok(Asks {
            interrupt: windows::ctrl_c()?,
            pause: windows::ctrl_break()?,
            close: windows::ctrl_close()?,
            logoff: windows::ctrl_logoff()?,
            shutdown: windows::ctrl_shutdown()?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::ByPerson,
            _ = self.pause.recv() => Asked::ByPerson,
            _ = self.close.recv() => Asked::ByMachine,
            _ = self.logoff.recv() => Asked::ByMachine,
            _ = self.shutdown.recv() => Asked::ByMachine,
        }
    }
}
