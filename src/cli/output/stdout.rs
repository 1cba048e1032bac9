//! Results on stdout. A reader that goes away (`| head`) stops the printing, never the run: the ledger has it all.

use std::io::{ErrorKind, Write};

use super::terminal::Terminal;
use crate::cli::failure::Failure;

/// Standard output.
#[derive(Debug)]
pub(crate) struct Stdout {
    terminal: Terminal,
    closed: bool,
}

impl Stdout {
    /// The process's stdout, beside the bars of `terminal`.
    pub(crate) fn new(terminal: &Terminal) -> Stdout {
        Stdout { terminal: terminal.clone(), closed: false }
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes one or more whole lines. They are there when this returns.
    pub(crate) fn line(&mut self, text: &str) {
        if self.closed {
            return;
        }
        let written = self.terminal.beside_bars(|| {
            let mut stdout = std::io::stdout().lock();
            writeln!(stdout, "{}", text.trim_end_matches('\n')).and_then(|()| stdout.flush())
        });
        if let Err(error) = written {
            self.closed = true;
            if error.kind() != ErrorKind::BrokenPipe {
                self.terminal.say(&format!(
                    "warning: results can no longer be written to stdout ({error}); `unlinked status` has them"
                ));
            }
        }
    }
}

/// Writes a whole document to stdout.
pub(crate) fn write_out(document: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(document).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Internal(format!("cannot write to stdout: {error}")))
        }
        _ => Ok(()),
    }
}
