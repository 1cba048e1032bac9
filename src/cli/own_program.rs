//! Steps that are commands of this program: shown as they could be typed, and run in this terminal to their end.

use std::path::PathBuf;
use std::process::ExitStatus;

use tokio::process::Command;

use super::failure::Failure;
use super::output::{Stdout, Terminal, printable};
use crate::domain::quoted;

/// This program, to be run again.
pub(super) struct OwnProgram {
    path: PathBuf,
}

impl OwnProgram {
    /// Finds it.
    pub(super) fn find() -> Result<OwnProgram, Failure> {
        let path = std::env::current_exe()
            .map_err(|error| Failure::Internal(format!("this program cannot be found again: {error}")))?;
        Ok(OwnProgram { path })
    }

    /// Runs a command to its end. Ctrl-C is the command's own, which finishes what is at hand.
    pub(super) async fn run(&self, words: &[String]) -> Result<ExitStatus, Failure> {
        let cannot = |error: std::io::Error| {
            Failure::Internal(format!("{} cannot be started: {error}", self.path.display()))
        };
        let mut child = Command::new(&self.path).args(words).spawn().map_err(cannot)?;
        loop {
            tokio::select! {
                ended = child.wait() => return ended.map_err(cannot),
                _ = tokio::signal::ctrl_c() => {}
            }
        }
    }
}

/// Shows a command as it can be typed.
pub(super) fn show(words: &[String], terminal: &Terminal) {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    // Never broken into lines: it can be copied.
    Stdout::new(terminal).line(&format!("    unlinked {}", printable(&words.join(" "))));
}
