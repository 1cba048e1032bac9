//! Results on stdout. A reader that goes away (`| head`) stops the printing, never the run: the ledger has it all.

use std::io::{ErrorKind, Write};

use super::terminal::Terminal;
use crate::cli::failure::Failure;
use crate::domain::neutral;

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

    /// Clears a terminal, and puts its cursor at the start, so that a text that is written again and again stands still.
    pub(crate) fn clear(&mut self) {
        if self.terminal.out_is_terminal && !self.closed {
            let written = self.terminal.beside_bars(|| std::io::stdout().lock().write_all(b"\x1b[H\x1b[2J"));
            self.closed |= written.is_err();
        }
    }

    /// Writes one or more whole lines. They are there when this returns.
    pub(crate) fn line(&mut self, text: &str) {
        if self.closed {
            return;
        }
        let written = self.terminal.beside_bars(|| {
            let mut stdout = std::io::stdout().lock();
            let text = neutral::screen(text, self.terminal.out.0);
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

/// Writes a whole document to stdout. Its cells may hold white space of every kind, and nothing else that a terminal acts on.
pub(crate) fn write_out(document: &str) -> Result<(), Failure> {
    let document = neutral::document(document);
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(document.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Internal(format!("cannot write to stdout: {error}")))
        }
        _ => Ok(()),
    }
}
