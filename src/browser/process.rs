//! The driver as a child process: started on a free port in a process group of its own, its output kept short, and ended
//! with its browser on every way out.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

use super::error::StartError;
use super::family::{Gone, LocalRecord, MARKER};
use super::find_driver::Programs;
use super::host::Watch;
use super::record::{self, DriverRecord};
use super::server::ServerUrl;
use crate::domain::BrowserKind;
use crate::system::process::apart;

/// How much of the driver's output is kept for error messages, in bytes.
const LOG_KEPT: usize = 16 * 1024;

/// How often a driver is started that says [`PORT_TAKEN`].
const STARTS: u32 = 4;

/// What chromedriver 156 says last when the port that it chose is taken, one on each of its two outputs.
const PORT_TAKEN: [&str; 2] = ["port not available", "Address already in use"];

/// A running driver. Dropping it ends driver and browser by force: on a panic, or when the start is cancelled.
#[derive(Debug)]
pub(super) struct DriverProcess {
    child: Child,
    family: LocalRecord,
    record: PathBuf,
    log: Arc<LogTail>,
    ended: bool,
    watch: Watch,
}

impl DriverProcess {
    /// Starts the driver, which is on record before it exists, and waits until it listens. Chromium's driver takes a free port
    /// of IPv6 and ends if another program has that port of IPv4: then it is started again.
    pub(super) async fn start(
        browser: BrowserKind,
        programs: &Programs,
        profile: Option<&Path>,
        record: &Path,
        keeper: Option<&Path>,
        limit: Duration,
    ) -> Result<(DriverProcess, ServerUrl), StartError> {
        for _ in 1..STARTS {
            match Self::start_once(browser, programs, profile, record, keeper, limit).await {
                Err(StartError::Driver { help, .. })
                    if PORT_TAKEN.iter().any(|words| help.contains(words)) => {}
                started => return started,
            }
        }
        Self::start_once(browser, programs, profile, record, keeper, limit).await
    }

    async fn start_once(
        browser: BrowserKind,
        programs: &Programs,
        profile: Option<&Path>,
        record: &Path,
        keeper: Option<&Path>,
        limit: Duration,
    ) -> Result<(DriverProcess, ServerUrl), StartError> {
        let failed = |why: String, log: &LogTail| StartError::Driver {
            driver: programs.driver.clone(),
            why,
            help: match log.last_line() {
                Some(line) => format!("Its last words: {line}"),
                None => "Try to run it by hand with --version.".to_owned(),
            },
        };
        let log = Arc::new(LogTail::default());
        let marker = format!("{:032x}", fastrand::u128(..));
        let mut command = Command::new(&programs.driver);
        match browser {
            BrowserKind::Chromium => command.arg("--port=0"),
            // Its socket is on a port of its own, the same one each time unless another is asked for.
            BrowserKind::Firefox => command.args(["--port", "0", "--websocket-port", "0"]),
        };
        let family =
            LocalRecord::starting(marker.clone(), programs.driver.clone(), profile.map(Path::to_owned));
        let family = family.with_scratch();
        if let Some(scratch) = &family.scratch {
            command.env("TMPDIR", scratch);
        }
        // A group of its own: the terminal's Ctrl-C goes to the whole foreground group, and would end the driver in the
        // middle of a removal, before we could stop in order.
        apart(&mut command).env(MARKER, &marker);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let write = |family: &LocalRecord| {
            record::write(record, &DriverRecord::Local(family.clone()))
                .map_err(|source| StartError::Record { record: record.to_owned(), source })
        };
        // Without a process table the marker finds nobody, and such a record could not be swept.
        if family.start_ticks > 0 {
            write(&family).inspect_err(|_| family.clear_scratch())?;
        }
        let unwatched = |error: std::io::Error, log: &LogTail| {
            failed(format!("it cannot be watched over, and was not left alone: {error}"), log)
        };
        let nothing_started = |family: &LocalRecord| {
            let _ = record::remove(record);
            family.clear_scratch();
        };
        // Before the driver exists, somebody keeps watch who ends it when this program is gone.
        let begun = Watch::begin(keeper).and_then(|mut watch| watch.keep(&family).map(|()| watch));
        let mut watch = begun.map_err(|error| {
            nothing_started(&family);
            unwatched(error, &log)
        })?;
        let mut child = command.spawn().map_err(|error| {
            nothing_started(&family);
            watch.dismiss();
            failed(error.to_string(), &log)
        })?;
        let pid = child.id().map_or(0, u32::cast_signed);
        let (port_sender, mut port) = watch::channel(None);
        drain(child.stdout.take(), &log, &port_sender);
        drain(child.stderr.take(), &log, &port_sender);
        drop(port_sender);
        let mut process = DriverProcess {
            child,
            family: family.started(pid),
            record: record.to_owned(),
            log,
            ended: false,
            watch,
        };
        process.watch.take_in(&mut process.child).map_err(|error| unwatched(error, &process.log))?;
        process.watch.keep(&process.family).map_err(|error| unwatched(error, &process.log))?;
        write(&process.family)?;
        let port = match timeout(limit, port.wait_for(Option::is_some)).await {
            Ok(Ok(port)) => *port,
            Ok(Err(_)) => return Err(failed("it ended at once".to_owned(), &process.log)),
            Err(_) => None,
        };
        let Some(port) = port else {
            return Err(failed(format!("it opened no port within {} s", limit.as_secs()), &process.log));
        };
        let server = format!("http://127.0.0.1:{port}")
            .parse()
            .map_err(|fault| failed(format!("its address cannot be used: {fault}"), &process.log))?;
        Ok((process, server))
    }

    /// The last line of the driver's output, for error messages.
    pub(super) fn last_words(&self) -> Option<String> {
        self.log.last_line()
    }

    /// The driver's process id, which is also its process group.
    pub(super) fn pid(&self) -> i32 {
        self.family.pid
    }

    /// Remembers the browser's processes, which are all there by now, so that none stays in the process table once they
    /// have ended.
    pub(super) fn note_family(&mut self) {
        self.watch.note(&self.family);
    }

    /// Ends everything and waits until it is gone; `grace` is what a browser may take that is asked by a signal.
    pub(super) async fn end(mut self, grace: Duration) -> Gone {
        let gone = match tokio::task::spawn_blocking(self.watch.ending(&self.family, grace)).await {
            Ok(gone) => gone,
            // The runtime is shutting down, so nothing can be waited for in it.
            Err(_) => self.family.end_all(Duration::ZERO),
        };
        self.settle(&gone);
        gone
    }

    fn settle(&mut self, gone: &Gone) {
        self.ended = true;
        // Asks for the exit status, so that the driver does not stay in the process table.
        let _ = self.child.try_wait();
        if gone.is_all()
            && let Err(error) = record::remove(&self.record)
        {
            tracing::warn!(%error, "the record of the ended browser could not be removed");
        }
    }
}

impl Drop for DriverProcess {
    fn drop(&mut self) {
        if !self.ended {
            let gone = self.watch.ending(&self.family, Duration::ZERO)();
            self.settle(&gone);
        }
    }
}

/// Reads an output to its end, so that the driver never blocks on a full pipe; finds the port in it.
fn drain(
    pipe: Option<impl AsyncRead + Send + Unpin + 'static>,
    log: &Arc<LogTail>,
    port: &watch::Sender<Option<u16>>,
) {
    let Some(mut pipe) = pipe else { return };
    let (log, port) = (Arc::clone(log), port.clone());
    tokio::spawn(async move {
        let mut chunk = vec![0; 4096];
        loop {
            match pipe.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(count) => log.push(&chunk[..count]),
            }
            if port.borrow().is_none()
                && let Some(found) = port_in(&log.text())
            {
                port.send_replace(Some(found));
            }
        }
    });
}

/// The port that the driver says it took: "ChromeDriver was started successfully on port 38965." or geckodriver's
/// "Listening on 127.0.0.1:38965". Only whole lines count, since the number could be cut.
fn port_in(text: &str) -> Option<u16> {
    text.split_inclusive('\n').filter(|line| line.ends_with('\n')).find_map(|line| {
        let line = line.trim_end().trim_end_matches('.');
        let number = match line.split_once("started successfully on port ") {
            Some((_, number)) => number,
            None => line.split_once("Listening on ")?.1.rsplit_once(':')?.1,
        };
        number.parse().ok()
    })
}

/// The last part of what the driver said.
#[derive(Debug, Default)]
struct LogTail(Mutex<VecDeque<u8>>);

impl LogTail {
    fn push(&self, bytes: &[u8]) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(bytes);
        let excess = kept.len().saturating_sub(LOG_KEPT);
        kept.drain(..excess);
    }

    fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (front, back) = kept.as_slices();
        String::from_utf8_lossy(&[front, back].concat()).into_owned()
    }

    fn last_line(&self) -> Option<String> {
        let text = self.text();
        let line = text.lines().rev().find(|line| !line.trim().is_empty())?;
        Some(line.chars().filter(|c| !c.is_control()).take(200).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_either_driver_and_never_from_half_a_line() {
        assert_eq!(port_in("Starting\nChromeDriver was started successfully on port 38965.\n"), Some(38965));
        assert_eq!(port_in("ChromeDriver was started successfully on port 389"), None);
        assert_eq!(port_in("1700000000\tgeckodriver\tINFO\tListening on 127.0.0.1:41057\n"), Some(41057));
        assert_eq!(port_in("Starting ChromeDriver 156.0 on port 0\n"), None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_driver_that_finds_its_port_taken_is_started_anew_but_not_for_ever() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        // Two starts find the port taken, the third one listens.
        let script = "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho >> starts\n\
            if [ $(wc -l < starts) -le $(cat taken) ]; then\n  \
              echo 'bind() failed: Address already in use (98)' >&2; exit 1\nfi\n\
            echo 'ChromeDriver was started successfully on port 4711.'\nexec sleep 60\n";
        let driver = folder.path().join("driver");
        std::fs::write(&driver, script).unwrap();
        std::fs::set_permissions(&driver, std::fs::Permissions::from_mode(0o755)).unwrap();
        let programs = Programs { driver, binary: PathBuf::new() };
        let record = folder.path().join("driver.json");
        for (taken, listens) in [("2", true), ("99", false)] {
            std::fs::write(folder.path().join("taken"), taken).unwrap();
            std::fs::write(folder.path().join("starts"), "").unwrap();
            let limit = Duration::from_secs(60);
            let started =
                DriverProcess::start(BrowserKind::Chromium, &programs, None, &record, None, limit).await;
            let starts = std::fs::read_to_string(folder.path().join("starts")).unwrap().len();
            match started {
                Ok((process, _)) => {
                    assert!(listens && starts == 3, "{starts}");
                    assert!(process.end(Duration::ZERO).await.is_all());
                }
                Err(error) => {
                    assert!(!listens && starts == 4, "{starts}: {error}");
                    assert!(error.to_string().contains("it ended at once"), "{error}");
                }
            }
            assert!(!record.exists(), "nothing is left to sweep");
        }
    }

    #[test]
    fn the_log_keeps_its_end_and_stays_small() {
        let log = LogTail::default();
        for number in 0..10_000 {
            log.push(format!("line {number}\n").as_bytes());
        }
        assert_eq!(log.last_line().as_deref(), Some("line 9999"));
        assert!(log.text().len() <= LOG_KEPT);
    }
}
