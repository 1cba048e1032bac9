//! The keeper: this very program, started once more beside each browser, that ends the browser when the program is gone. It holds
//! one end of a pipe whose other end the program alone has: the system closes that end after every way out, a `kill -9` too, so
//! that no signal has to be caught. A browser that is signed in does not outlive the program then.
//!
//! (The signal that the system can send on a parent's death would come when the *thread* that started the child ends.)

use std::io::{self, BufRead, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::signal::unix::{SignalKind, signal};

use crate::browser::family::LocalRecord;

/// The command that no help shows: see [`keep_watch`].
pub const KEEP_WATCH: &str = "keep-watch";

/// How long a browser whose program is gone may take to save its cookies.
const GRACE: Duration = Duration::from_secs(1);

/// How long a keeper may take that was told to go.
const LEAVE: Duration = Duration::from_secs(3);

/// How often is looked whether it has gone.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// What the program tells the keeper, one JSON object a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    /// This is to be ended when the pipe closes. A later one takes its place.
    Keep(LocalRecord),
    /// All has ended in order.
    Done,
}

/// The program's side: a keeper that runs. Dropping it closes the pipe, upon which it ends what it keeps.
#[derive(Debug)]
pub(in crate::browser) struct Keeper {
    child: Child,
    /// The only writing end of the pipe; no program that we start inherits it.
    pipe: Option<ChildStdin>,
}

impl Keeper {
    /// Starts one, apart from the terminal and with nothing of our environment.
    pub(in crate::browser) fn start(program: &Path) -> io::Result<Keeper> {
        let mut command = Command::new(program);
        command.arg(KEEP_WATCH).env_clear().current_dir("/").process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let pipe = child.stdin.take();
        Ok(Keeper { child, pipe })
    }

    /// What is to be ended when this program is gone.
    pub(in crate::browser) fn keep(&mut self, family: &LocalRecord) -> io::Result<()> {
        self.tell(&Told::Keep(family.clone()))
    }

    /// All has ended in order: the keeper may go.
    pub(in crate::browser) fn dismiss(mut self) {
        let _ = self.tell(&Told::Done);
    }

    fn tell(&mut self, told: &Told) -> io::Result<()> {
        let Some(pipe) = &mut self.pipe else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let mut line = serde_json::to_vec(told)?;
        line.push(b'\n');
        // Whole lines, which are shorter than what a pipe takes at once.
        pipe.write_all(&line)
    }
}

impl Drop for Keeper {
    /// Asks for the exit status, so that it does not stay in the process table.
    fn drop(&mut self) {
        self.pipe = None;
        let deadline = Instant::now() + LEAVE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() >= deadline {
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

/// The keeper's side: reads from stdin what to keep, and ends it when stdin is at its end before the word came that all is done.
///
/// # Errors
/// The system gives no signal handlers.
pub fn keep_watch() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _inside = runtime.enter();
    // Whoever ends a whole family of processes at once, as systemd does, sends these to the keeper too, and must not find a browser
    // that nobody keeps. It goes when the program goes.
    let deaf = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::quit(),
        SignalKind::alarm(),
        SignalKind::user_defined1(),
        SignalKind::user_defined2(),
    ];
    let _deaf = deaf.into_iter().map(signal).collect::<io::Result<Vec<_>>>()?;
    if let Some(family) = listen(io::stdin().lock()) {
        // The record stays where it is: the next start looks there, and finds that nothing lives.
        let _ = family.end_all(GRACE);
    }
    Ok(())
}

/// What is left to be ended when the input is at its end. A line that was cut off counts for nothing.
fn listen(input: impl BufRead) -> Option<LocalRecord> {
    let mut kept = None;
    for line in input.lines() {
        match line.ok().and_then(|line| serde_json::from_str(&line).ok()) {
            Some(Told::Keep(family)) => kept = Some(family),
            Some(Told::Done) => return None,
            None => break,
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(marker: &str) -> LocalRecord {
        LocalRecord::starting(marker.to_owned(), "/nowhere/driver".into(), None)
    }

    fn said(told: &[Told]) -> String {
        told.iter().map(|one| serde_json::to_string(one).unwrap() + "\n").collect()
    }

    #[test]
    fn the_last_family_is_kept_and_one_that_ended_in_order_is_left_alone() {
        let two = said(&[Told::Keep(family("first")), Told::Keep(family("second"))]);
        assert_eq!(listen(two.as_bytes()).unwrap().marker, "second");
        let cut = format!("{}{{\"keep\":{{\"pid\":1", said(&[Told::Keep(family("first"))]));
        assert_eq!(listen(cut.as_bytes()).unwrap().marker, "first");
        assert_eq!(listen(said(&[Told::Keep(family("first")), Told::Done]).as_bytes()), None);
        assert_eq!(listen(&b""[..]), None);
    }
}
