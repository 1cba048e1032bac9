//! One browser session: opened, used by one command at a time, and ended with everything that belongs to it. What the
//! commands are stands in `commands`, `input` and `navigate`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::error::CmdError;
use http::Method;
use serde_json::Value;
use tokio::time::timeout;
use tracing::Instrument;

use super::answer::{Answer, DriverFault, FaultKind};
use super::bidi::{Bidi, Counts};
use super::capabilities;
use super::classify::{Nature, classify};
use super::connect::{OLD_DRIVER, OLD_SERVER, connect, no_bidi};
use super::error::StartError;
use super::family::Gone;
use super::find_driver;
use super::in_use::free_profile;
use super::open::{Call, Opened, delete, open};
use super::options::{BrowserOptions, PageLoad};
use super::process::DriverProcess;
use super::profile;
use super::record::{self, DriverRecord, RemoteRecord};
use super::server::ServerUrl;
use super::sweep::wall_clock_ms;
use crate::domain::{BrowserKind, Surface};

/// How long the browser may take to quit after it was asked to, and again after a signal. It saves its cookies then.
const QUIT_LIMIT: Duration = Duration::from_secs(10);
const SIGNAL_GRACE: Duration = Duration::from_secs(5);

/// What our limits add to the driver's own, so that the driver's answer comes first and the session lives on.
pub(super) const MARGIN: Duration = Duration::from_secs(5);

/// An open browser session. Dropping it without [`Session::end`] kills a local browser (its latest cookies may be lost)
/// and asks a server to end the session, without waiting for the answer.
#[derive(Debug)]
pub struct Session {
    client: Client,
    server: ServerUrl,
    id: String,
    capabilities: Value,
    process: Option<DriverProcess>,
    record: PathBuf,
    counts: Arc<Counts>,
    given_up: AtomicBool,
    ended: bool,
    pub(super) bidi: Bidi,
    pub(super) options: BrowserOptions,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Whether the browser quit by itself when asked: only then its cookies are certainly saved.
    pub browser_quit: bool,
    /// Whether everything that could still click is gone.
    pub gone: Gone,
}

impl Session {
    /// Starts the driver if no server is given, and opens a session. `record` (`driver.json` in the account's folder)
    /// remembers what runs until it is certainly gone; the caller has swept it before ([`super::sweep()`]).
    ///
    /// # Errors
    /// Why there is no session. Nothing is left running then, save what a server may open after our time ran out, which
    /// stays on record.
    pub async fn start(options: BrowserOptions, record: &Path) -> Result<Session, StartError> {
        check(&options)?;
        match record::read(record) {
            Ok(None) => {}
            _ => return Err(StartError::NotSwept { record: record.to_owned() }),
        }
        match options.url.clone() {
            None => Session::start_local(options, record).await,
            Some(server) => Session::start_remote(options, server, record).await,
        }
    }

    async fn start_local(mut options: BrowserOptions, record: &Path) -> Result<Session, StartError> {
        let programs = find_driver::find(&options, std::env::var_os("PATH").as_deref())?;
        options.profile_dir = profile::ready(&options, &programs.binary).await?;
        let started = Instant::now();
        let folder = options.profile_dir.as_deref();
        let (keeper, limit) = (options.keeper.as_deref(), options.start_timeout);
        let (mut process, server) =
            DriverProcess::start(options.browser, &programs, folder, record, keeper, limit).await?;
        let body = capabilities::new_session(&options, Some(&programs.binary));
        let left = options.start_timeout.saturating_sub(started.elapsed());
        match open(&server, body, left).await {
            Ok(opened) => {
                process.note_family();
                let bidi = match connect(&opened, &server, true, &options).await {
                    Ok(bidi) => bidi,
                    Err(why) => {
                        let _ = delete(&opened.client, &opened.id, QUIT_LIMIT).await;
                        process.end(SIGNAL_GRACE).await;
                        return Err(no_bidi(programs.driver.display().to_string(), why, OLD_DRIVER));
                    }
                };
                Ok(Session::new(opened, server, bidi, Some(process), record, options))
            }
            Err(failure) => {
                let words = process.last_words();
                process.end(Duration::ZERO).await;
                Err(failure.local(&programs, words))
            }
        }
    }

    async fn start_remote(
        options: BrowserOptions,
        server: ServerUrl,
        path: &Path,
    ) -> Result<Session, StartError> {
        let write = |session: Option<String>| {
            let remote = RemoteRecord {
                url: server.public().to_string(),
                session,
                written_ms: wall_clock_ms(),
                lost_ms: None,
            };
            record::write(path, &DriverRecord::Remote(remote))
                .map_err(|source| StartError::Record { record: path.to_owned(), source })
        };
        if let Some(profile) = &options.profile_dir {
            free_profile(&server, profile).await?;
        }
        write(None)?;
        let body = capabilities::new_session(&options, options.binary.as_deref());
        match open(&server, body, options.queue_timeout).await {
            Ok(opened) => {
                let id = opened.id.clone();
                let bidi = match connect(&opened, &server, false, &options).await {
                    Ok(bidi) => bidi,
                    Err(why) => {
                        // What cannot be ended stays on record, as after a start that was cut off.
                        if write(Some(id)).is_ok()
                            && delete(&opened.client, &opened.id, QUIT_LIMIT).await.is_all()
                        {
                            let _ = record::remove(path);
                        }
                        return Err(no_bidi(server.to_string(), why, OLD_SERVER));
                    }
                };
                let session = Session::new(opened, server.clone(), bidi, None, path, options);
                match write(Some(id)) {
                    Ok(()) => Ok(session),
                    Err(error) => {
                        session.end().await;
                        Err(error)
                    }
                }
            }
            Err(failure) => {
                if failure.certain {
                    let _ = record::remove(path);
                }
                Err(failure.remote(&server))
            }
        }
    }

    fn new(
        opened: Opened,
        server: ServerUrl,
        bidi: (Bidi, Arc<Counts>),
        process: Option<DriverProcess>,
        record: &Path,
        options: BrowserOptions,
    ) -> Session {
        Session {
            client: opened.client,
            server,
            id: opened.id,
            capabilities: opened.capabilities,
            process,
            record: record.to_owned(),
            counts: bidi.1,
            given_up: AtomicBool::new(false),
            ended: false,
            bidi: bidi.0,
            options,
        }
    }

    /// The longest wait for a page to be loaded.
    #[must_use]
    pub fn page_load_timeout(&self) -> Duration {
        self.options.page_load_timeout
    }

    /// The session's id at the driver.
    #[must_use]
    pub fn session_id(&self) -> &str {
        &self.id
    }

    /// The driver's address, without credentials.
    #[must_use]
    pub fn driver_address(&self) -> String {
        self.server.to_string()
    }

    /// The driver's process id, which is also its process group; `None` with a server.
    #[must_use]
    pub fn driver_pid(&self) -> Option<i32> {
        self.process.as_ref().map(DriverProcess::pid)
    }

    /// The browser's process id as the driver tells it, on the machine where it runs.
    #[must_use]
    pub fn browser_pid(&self) -> Option<i32> {
        let pid =
            self.capabilities.get("goog:processID").or_else(|| self.capabilities.get("moz:processID"))?;
        i32::try_from(pid.as_i64()?).ok()
    }

    /// Name and version of the browser, such as "chrome 156.0.8078.79".
    #[must_use]
    pub fn browser_version(&self) -> String {
        let word = |key: &str| self.capabilities.get(key).and_then(Value::as_str).unwrap_or("unknown");
        format!("{} {}", word("browserName"), word("browserVersion"))
    }

    /// How many commands were sent to the driver in this session, by HTTP and over its socket; opening and ending not counted.
    #[must_use]
    pub fn commands(&self) -> u64 {
        self.counts.commands.load(Ordering::Relaxed)
    }

    /// How many bytes these commands carried to the driver, without their HTTP heads.
    #[must_use]
    pub fn bytes_sent(&self) -> u64 {
        self.counts.bytes.load(Ordering::Relaxed)
    }

    /// Whether commands can still be sent. False after one had no answer in time: the driver works off its commands in
    /// order, so each further one would wait behind it. False as well once the session's socket is lost: without it no page can be
    /// asked.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.given_up.load(Ordering::Relaxed) && !self.bidi.is_lost()
    }

    /// Sends no further command.
    pub(super) fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }

    /// Asks browser and driver for a sign of life (one command).
    pub async fn is_alive(&self) -> bool {
        self.windows().await.is_done()
    }

    /// How many windows and tabs the browser has (one command).
    pub async fn windows(&self) -> Answer<usize> {
        let limit = self.options.command_timeout.min(Duration::from_secs(5));
        self.issue("window handles", Nature::Reads, limit, Method::GET, "window/handles", None)
            .await
            .read("window handles", |handles| Some(handles.as_array()?.len()))
    }

    /// Sends one command of this session and says what its answer means.
    pub(super) async fn issue(
        &self,
        command: &'static str,
        nature: Nature,
        limit: Duration,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer<Value> {
        if !self.is_usable() {
            return Answer::NotDone(DriverFault::new(
                FaultKind::Lost,
                "the command was not sent: the session was given up after an earlier command had no answer, or its socket was lost",
            ));
        }
        // Under these strategies Firefox's driver itself first waits for a navigation under way.
        let limit = match (self.options.page_load_strategy, self.options.browser) {
            (PageLoad::Commit, _) | (_, BrowserKind::Chromium) => limit,
            (PageLoad::Eager | PageLoad::Normal, BrowserKind::Firefox) => {
                limit.max(self.options.page_load_timeout + MARGIN)
            }
        };
        let body = body.map(|body| body.to_string());
        self.counts.add(body.as_ref().map_or(0, String::len));
        let call = Call { method, path: format!("session/{}/{path}", self.id), body };
        // The command's name alone: addresses, scripts and answers hold names of people.
        let span = tracing::debug_span!("webdriver", command);
        async {
            let started = Instant::now();
            let mut in_flight = InFlight { given_up: &self.given_up, answered: false };
            let answer = match timeout(limit, self.client.issue_cmd(call)).await {
                Ok(Ok(value)) => Answer::Done(value),
                Ok(Err(error)) => {
                    // fantoccini's own task has ended (it panics on an answer that is not UTF-8).
                    if matches!(error, CmdError::Lost(_)) {
                        self.given_up.store(true, Ordering::Relaxed);
                    }
                    classify(error, nature)
                }
                Err(_) => {
                    self.given_up.store(true, Ordering::Relaxed);
                    Answer::Unknown(DriverFault::new(
                        FaultKind::Timeout,
                        format!("the driver did not answer within {:.1} s", limit.as_secs_f64()),
                    ))
                }
            };
            in_flight.answered = true;
            let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            match &answer {
                Answer::Done(_) => tracing::debug!(ms, "done"),
                Answer::NotDone(fault) => tracing::debug!(ms, kind = ?fault.kind, "not done"),
                Answer::Unknown(fault) => tracing::debug!(ms, kind = ?fault.kind, "unknown"),
            }
            answer
        }
        .instrument(span)
        .await
    }

    /// Ends session, browser and driver, and waits until they are gone: asks the browser to quit, which saves its
    /// cookies; then signals, then force. The record is removed if all is gone.
    pub async fn end(mut self) -> Ended {
        self.ended = true;
        // A session that was given up would let this wait behind the lost command; a new connection goes past our side
        // of that queue, and a local driver's browser is asked by a signal.
        let client =
            if self.is_usable() { Some(self.client.clone()) } else { self.server.client().await.ok() };
        let gone = match client {
            Some(client) if self.is_usable() || self.process.is_none() => {
                delete(&client, &self.id, QUIT_LIMIT).await
            }
            _ => Gone::Unknown("the driver does not answer".to_owned()),
        };
        let browser_quit = gone.is_all();
        let gone = match self.process.take() {
            Some(process) => process.end(SIGNAL_GRACE).await,
            None => {
                if gone.is_all()
                    && let Err(error) = record::remove(&self.record)
                {
                    tracing::warn!(%error, "the record of the ended session could not be removed");
                }
                gone
            }
        };
        Ended { browser_quit, gone }
    }
}

/// A command that was sent. If nobody waits for its answer any more (the user stopped the program), the driver still works
/// it off, and whatever came after would wait behind it.
struct InFlight<'a> {
    given_up: &'a AtomicBool,
    answered: bool,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.given_up.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.ended || self.process.is_some() {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (client, id) = (self.client.clone(), self.id.clone());
            runtime.spawn(async move { delete(&client, &id, QUIT_LIMIT).await });
        }
    }
}

fn check(options: &BrowserOptions) -> Result<(), StartError> {
    if options.browser == BrowserKind::Firefox && options.surface == Surface::Mobile {
        return Err(StartError::Options {
            why: "Firefox cannot show the phone layout: its windows are at least 500 px wide".to_owned(),
            help: "Use the desktop surface, or Chromium.".to_owned(),
        });
    }
    Ok(())
}
