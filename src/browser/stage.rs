//! Where the page comes from: a session that is opened when it is needed and ended in one place. [`Stage`] is implemented
//! over WebDriver by [`BrowserStage`]; tests have a scripted one.

use std::path::PathBuf;
use std::sync::Arc;

use miette::Diagnostic as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::answer::Answer;
use super::cookie::Cookie;
use super::family::Gone;
use super::options::BrowserOptions;
use super::page::Page;
use super::record::RemoteRecord;
use super::session::Session;
use super::sweep::{Swept, forget_record, sweep, wall_clock_ms};
use super::webpage::WebPage;
use crate::domain::UnixMs;
use crate::domain::page_request::PageRequest;

/// Whether everything that could still click is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleared {
    /// It is.
    Now,
    /// A session on a server cannot be ended from here; by this moment the server has ended it, for want of commands.
    By(UnixMs),
}

/// Opens and ends sessions, one at a time.
#[expect(async_fn_in_trait, reason = "driven on one thread, never as a trait object")]
pub trait Stage {
    /// The page it gives.
    type Page: Page;

    /// Ends whatever an earlier session left behind, so that nothing that could still click is there any more. Where only
    /// time can make that certain, it says until when, and is asked again.
    ///
    /// # Errors
    /// Why that is not certain, and will not be by waiting.
    async fn sweep(&mut self) -> Result<Cleared, String>;

    /// Opens a session if there is none.
    ///
    /// # Errors
    /// Why there is none, and what to do.
    async fn open(&mut self) -> Result<(), String>;

    /// Whether sessions are opened by a server that somebody else runs, and that keeps one nobody came for.
    fn is_remote(&self) -> bool {
        false
    }

    /// Whether a session is open.
    fn is_open(&self) -> bool;

    /// The page of the open session.
    fn page(&mut self) -> Option<&mut Self::Page>;

    /// The driver's address and the session's id, for the ledger.
    fn session(&self) -> (String, String);

    /// Ends the session.
    ///
    /// # Errors
    /// Why it is not certain that all that could still click is gone.
    async fn close(&mut self) -> Result<(), String>;

    /// Ends the session at once and without asking: what runs on this machine is killed.
    fn abandon(&mut self);

    /// WebDriver commands made so far, over all sessions.
    fn commands(&self) -> u64;
}

/// Sessions over WebDriver.
pub struct BrowserStage {
    options: BrowserOptions,
    record: PathBuf,
    site: Url,
    request: PageRequest,
    cookies: Vec<Cookie>,
    page: Option<WebPage>,
    ended_commands: u64,
    /// Places for a session that are shared with other accounts, and the one taken.
    places: Option<Arc<Semaphore>>,
    place: Option<OwnedSemaphorePermit>,
}

impl BrowserStage {
    /// A stage without a session yet. `record` is the account's `driver.json`; `request` is what the selector files say.
    #[must_use]
    pub fn new(options: BrowserOptions, record: PathBuf, site: Url, request: PageRequest) -> BrowserStage {
        BrowserStage {
            options,
            record,
            site,
            request,
            cookies: Vec::new(),
            page: None,
            ended_commands: 0,
            places: None,
            place: None,
        }
    }

    /// Each session that is opened gets these cookies before its first page.
    #[must_use]
    pub fn signed_in_by(mut self, cookies: Vec<Cookie>) -> BrowserStage {
        self.cookies = cookies;
        self
    }

    /// The same stage, which opens a session only when it has got one of these places, first come, first served.
    #[must_use]
    pub fn sharing(self, places: Option<Arc<Semaphore>>) -> BrowserStage {
        BrowserStage { places, ..self }
    }

    /// A session that cannot be ended from here, since its server or node is gone.
    fn leave_to_server(&self, session: &RemoteRecord, why: &str) -> Result<Cleared, String> {
        // The session's number is on record before its first command: one without a number has never opened a page, and
        // cannot click. The server ends it after its own time-out.
        let until = match (&session.session, session.lost_ms) {
            (Some(_), lost) => UnixMs(lost.unwrap_or_else(wall_clock_ms)).plus(self.options.session_timeout),
            (None, _) => UnixMs(i64::MIN),
        };
        if until > UnixMs(wall_clock_ms()) {
            tracing::debug!(why, "a session on the server cannot be ended");
            return Ok(Cleared::By(until));
        }
        if session.session.is_none() {
            tracing::warn!(
                server = session.url,
                "an earlier start was cut off; the server may hold an unused session for a while"
            );
        }
        forget_record(&self.record)
            .map(|()| Cleared::Now)
            .map_err(|error| format!("{} cannot be removed: {error}", self.record.display()))
    }
}

impl Stage for BrowserStage {
    type Page = WebPage;

    async fn sweep(&mut self) -> Result<Cleared, String> {
        let swept = sweep(&self.record, self.options.url.as_ref()).await;
        if let Swept::Local { found, .. } = &swept
            && !found.is_empty()
        {
            tracing::warn!(processes = found.len(), "ended the browser that an earlier run left behind");
        }
        if swept.is_clean() {
            return Ok(Cleared::Now);
        }
        let why = match swept {
            Swept::Remote { session, gone: Gone::Unknown(why) } => {
                return self.leave_to_server(&session, &why);
            }
            Swept::Local { gone: Gone::Unknown(why), .. } => why,
            Swept::Unreadable(why) => why,
            other => format!("{other:?}"),
        };
        Err(format!(
            "a browser of an earlier run may still be there ({why}); end it, then remove {}",
            self.record.display()
        ))
    }

    async fn open(&mut self) -> Result<(), String> {
        if self.page.is_none() {
            if let (Some(places), None) = (&self.places, &self.place) {
                let place = places.clone().acquire_owned().await;
                self.place = Some(place.map_err(|_| "no further session is opened, since all are to end")?);
            }
            let started = Session::start(self.options.clone(), &self.record).await;
            let session = started.map_err(|error| {
                self.place = None;
                error.help().map_or_else(|| error.to_string(), |help| format!("{error}. {help}"))
            })?;
            if !self.cookies.is_empty()
                && let Answer::NotDone(fault) | Answer::Unknown(fault) =
                    session.set_cookies(&self.cookies).await
            {
                session.end().await;
                return Err(format!("the browser did not take the cookies: {fault}"));
            }
            self.page = Some(WebPage::new(session, self.site.clone(), self.request.clone()));
        }
        Ok(())
    }

    fn is_remote(&self) -> bool {
        self.options.url.is_some()
    }

    fn is_open(&self) -> bool {
        self.page.is_some()
    }

    fn page(&mut self) -> Option<&mut WebPage> {
        self.page.as_mut()
    }

    fn session(&self) -> (String, String) {
        self.page.as_ref().map_or_else(Default::default, |page| {
            (page.session().driver_address(), page.session().session_id().to_owned())
        })
    }

    async fn close(&mut self) -> Result<(), String> {
        let Some(page) = self.page.take() else {
            self.place = None;
            return Ok(());
        };
        self.ended_commands += page.session().commands();
        let ended = page.into_session().end().await;
        self.place = None;
        match ended.gone {
            gone if gone.is_all() => Ok(()),
            gone => Err(format!("the browser may still be there: {gone:?}")),
        }
    }

    fn abandon(&mut self) {
        if let Some(page) = self.page.take() {
            self.ended_commands += page.session().commands();
        }
        self.place = None;
    }

    fn commands(&self) -> u64 {
        self.ended_commands + self.page.as_ref().map_or(0, |page| page.session().commands())
    }
}
