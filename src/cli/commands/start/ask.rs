//! Asking a question while something else may end the program.

use std::io::Write as _;

use tokio::sync::oneshot;

use crate::cli::failure::Failure;
use crate::cli::output::Terminal;
use crate::domain::{StoppedBy, neutral};

fn interrupted() -> Failure {
    Failure::Stopped {
        by: StoppedBy::Interrupted,
        message: "ended at a question; `unlinked start` begins at the top again, and says of each step what was done before".to_owned(),
    }
}

/// Puts a question on stderr and waits for a line, without the white space around it. `None` at the end of the input.
pub(super) async fn line(question: &str, terminal: &Terminal) -> Result<Option<String>, Failure> {
    terminal.beside_bars(|| {
        let mut stderr = std::io::stderr().lock();
        let _ = write!(stderr, "{}", neutral::screen(question, terminal.err.0)).and_then(|()| stderr.flush());
    });
    let (told, answer) = oneshot::channel();
    // A read from the keyboard cannot be taken back: the thread is none of the runtime's, which may end before it.
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        let _ = told.send(read.map(|read| (read > 0).then_some(line)));
    });
    tokio::select! {
        answer = answer => match answer {
            Ok(Ok(line)) => Ok(line.map(|line| line.trim().to_owned())),
            Ok(Err(error)) => Err(Failure::Internal(format!("the terminal cannot be read: {error}"))),
            Err(_) => Ok(None),
        },
        _ = tokio::signal::ctrl_c() => {
            // The terminal's own `^C` stands behind the question.
            terminal.say("");
            Err(interrupted())
        }
    }
}
