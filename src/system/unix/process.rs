//! Programs that are started, each in a process group of its own.

use std::io;

use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

use crate::system::SECRETS;

/// The ending of a program's file name.
pub(crate) const SUFFIX: &str = "";

/// The program will be apart from ours: the terminal's Ctrl-C goes to the whole foreground group, and would end it as well.
/// Our secrets stay with us.
pub(crate) fn apart(command: &mut Command) -> &mut Command {
    for name in SECRETS {
        command.env_remove(name);
    }
    command.process_group(0)
}

/// A program that was started [`apart`], with all that it starts.
#[derive(Debug)]
pub(crate) struct Group(Option<Pid>);

impl Group {
    /// The group of a program that was just started.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(crate) fn of(child: &Child) -> io::Result<Group> {
        Ok(Group(child.id().map(|id| Pid::from_raw(id.cast_signed()))))
    }

    /// Kills all of it.
    pub(crate) fn kill(&mut self) {
        if let Some(group) = self.0.take() {
            let _ = killpg(group, Signal::SIGKILL);
        }
    }
}

/// Asks a browser to quit, by the signal of Ctrl-C: at others Chromium may end without saving.
pub(crate) async fn ask_to_quit(pid: u32) {
    let _ = kill(Pid::from_raw(pid.cast_signed()), Signal::SIGINT);
}

/// Whether this process may do everything.
pub(crate) fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}
