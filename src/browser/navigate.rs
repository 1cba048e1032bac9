//! Opening addresses, and the windows that pages open by themselves.

use std::sync::PoisonError;
use std::time::Instant;

use http::Method;
use serde_json::{Value, json};
use url::Url;

use super::answer::{Answer, DriverFault, FaultKind};
use super::classify::{Nature, navigation_fault};
use super::options::{BrowserKind, PageLoad};
use super::session::{MARGIN, Session};

/// Reads which document answers, and the browser's code if it is its own error page, which is filled a moment after it is there.
const WHICH_DOCUMENT: &str = "const code = () => document.querySelector('.error-code')?.textContent; \
     const told = (error) => [performance.timeOrigin, error]; \
     if (location.protocol !== 'chrome-error:') return told(''); \
     const over = performance.now() + 1000; \
     return new Promise((done) => { const look = () => code() || performance.now() >= over \
     ? done(told(code() || 'an error page')) : setTimeout(look, 10); look(); })";

impl Session {
    /// Opens an address. When it is done, the old document is gone and every script runs in the new one; how much of that
    /// is there depends on [`PageLoad`]. The address may have led elsewhere: look at [`Session::current_url`].
    ///
    /// With [`PageLoad::Commit`] in Chromium these are two commands: the navigation, which returns at once, and a script
    /// that the browser holds back until the new document is committed. In 140 loads of pages quick and slow, with
    /// and without a `beforeunload` handler, the old document never answered it (chromedriver 156, 2026-11). A server that
    /// accepts and says nothing is noticed by the script's time limit, in slices, and the session stays usable.
    pub async fn goto(&self, url: &Url) -> Answer<()> {
        if self.waits_for_commit() {
            match self.begin_goto(url).await {
                Answer::Done(()) => self.committed(url).await,
                other => other,
            }
        } else {
            let limit = self.options.page_load_timeout + MARGIN;
            let body = Some(json!({ "url": url.as_str() }));
            self.issue("goto", Nature::Reads, limit, Method::POST, "url", body).await.map(drop)
        }
    }

    /// Asks for an address with a single command. With [`PageLoad::Commit`] in Chromium it returns before anything was
    /// loaded; the next script is held back until the new document is there, or fails with a script time-out if that takes
    /// too long. A page that cannot be loaded is then not noticed: the script runs in the browser's error page, whose
    /// address begins with `chrome-error:`. For callers whose next script looks at all that itself.
    pub async fn begin_goto(&self, url: &Url) -> Answer<()> {
        let limit = if self.waits_for_commit() {
            self.options.command_timeout
        } else {
            self.options.page_load_timeout + MARGIN
        };
        let body = Some(json!({ "url": url.as_str() }));
        self.issue("goto", Nature::Reads, limit, Method::POST, "url", body).await.map(drop)
    }

    fn waits_for_commit(&self) -> bool {
        self.options.browser == BrowserKind::Chromium && self.options.page_load_strategy == PageLoad::Commit
    }

    async fn committed(&self, url: &Url) -> Answer<()> {
        let deadline = Instant::now() + self.options.page_load_timeout;
        loop {
            let limit = self.options.script_timeout + MARGIN;
            let (origin, error) =
                match self.script(WHICH_DOCUMENT, Vec::new(), limit).await.read("goto", read_document) {
                    Answer::Done(document) => document,
                    Answer::NotDone(fault) | Answer::Unknown(fault)
                        if matches!(fault.kind, FaultKind::Timeout | FaultKind::Script)
                            && self.is_usable() =>
                    {
                        if Instant::now() < deadline {
                            continue;
                        }
                        return Answer::Unknown(DriverFault::new(
                            FaultKind::Timeout,
                            "the page took too long to load",
                        ));
                    }
                    Answer::NotDone(fault) => return Answer::NotDone(fault),
                    Answer::Unknown(fault) => return Answer::Unknown(fault),
                };
            if !error.is_empty() {
                return Answer::NotDone(navigation_fault(&error));
            }
            let before = self.document.lock().unwrap_or_else(PoisonError::into_inner).replace(origin);
            // An answer without a page (204, a download) leaves the old document where it is.
            if before == Some(origin) && url.fragment().is_none() {
                return Answer::NotDone(DriverFault::new(
                    FaultKind::Navigation("no new page".to_owned()),
                    "the address did not lead to a page: the browser still shows the one before",
                ));
            }
            return Answer::Done(());
        }
    }

    /// The address that the browser shows now.
    pub async fn current_url(&self) -> Answer<Url> {
        self.read_value("current url", "url")
            .await
            .read("current url", |value| Url::parse(value.as_str()?).ok())
    }

    /// Closes every window and tab but the one in use, and returns how many there were. Two commands if there are none.
    pub async fn close_other_windows(&self) -> Answer<usize> {
        let here = match self.read_value("window handle", "window").await.read("window handle", text) {
            Answer::Done(handle) => handle,
            other => return other.map(|_| 0),
        };
        let handles =
            match self.read_value("window handles", "window/handles").await.read("window handles", texts) {
                Answer::Done(handles) => handles,
                other => return other.map(|_| 0),
            };
        let others: Vec<String> = handles.into_iter().filter(|handle| *handle != here).collect();
        if others.is_empty() {
            return Answer::Done(0);
        }
        for handle in &others {
            // A window may close by itself in between; what matters is that the switch back succeeds.
            if self.switch_to(handle).await.is_done() {
                let limit = self.options.command_timeout;
                let _ =
                    self.issue("close window", Nature::Reads, limit, Method::DELETE, "window", None).await;
            }
        }
        self.switch_to(&here).await.map(|()| others.len())
    }

    async fn switch_to(&self, handle: &str) -> Answer<()> {
        let limit = self.options.command_timeout;
        let body = Some(json!({ "handle": handle }));
        self.issue("switch window", Nature::Reads, limit, Method::POST, "window", body).await.map(drop)
    }
}

fn read_document(value: Value) -> Option<(f64, String)> {
    Some((value.get(0)?.as_f64()?, value.get(1)?.as_str()?.to_owned()))
}

fn text(value: Value) -> Option<String> {
    Some(value.as_str()?.to_owned())
}

fn texts(value: Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| Some(item.as_str()?.to_owned())).collect()
}
