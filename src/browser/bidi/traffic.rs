//! What has become of the requests of the window in use, and how often its document was replaced: noted from the browser's events,
//! asked by whoever judges a page.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::watch;
use url::Url;

use super::events::{Event, Told, read};
use super::wants::{Wanted, WantedSince, Wants};

/// How many requests of one document are kept. A full page makes some hundreds.
const MOST: usize = 2000;

/// The window's requests, documents and prompts.
#[derive(Debug)]
pub(in crate::browser) struct Traffic {
    state: Mutex<State>,
    /// Counts the documents that have taken the place of another.
    documents: watch::Sender<u64>,
    /// Counts the requests that have ended.
    ended: watch::Sender<u64>,
}

/// What has become of the requests that had begun before a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::browser) struct Begun {
    /// How many have not ended.
    pub(in crate::browser) under_way: usize,
    /// When the last of the others did (ms since 1970 UTC); 0 if there is none.
    pub(in crate::browser) last_end_ms: f64,
}

#[derive(Debug, Default)]
struct State {
    /// The window in use.
    ours: String,
    requests: VecDeque<Request>,
    document_status: u16,
    wants: Wants,
}

#[derive(Debug, Clone)]
struct Request {
    told: Told,
    sent: Instant,
    ended_ms: Option<f64>,
    status: u16,
    is_stream: bool,
}

impl Request {
    /// Whether the page itself asked the site for it.
    fn is_of_page(&self, own: impl Fn(&Url) -> bool) -> bool {
        self.told.is_fetch && self.told.address.as_ref().is_some_and(own)
    }
}

impl Traffic {
    /// Nothing yet.
    pub(super) fn new() -> Traffic {
        Traffic { state: Mutex::default(), documents: watch::Sender::new(0), ended: watch::Sender::new(0) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names the window in use.
    pub(super) fn belongs_to(&self, context: &str) {
        context.clone_into(&mut self.state().ours);
    }

    /// Tells when a document takes the place of the one at hand.
    pub(super) fn documents(&self) -> watch::Receiver<u64> {
        self.documents.subscribe()
    }

    /// Tells when a request has ended.
    pub(in crate::browser) fn endings(&self) -> watch::Receiver<u64> {
        self.ended.subscribe()
    }

    /// The socket is gone: nothing more will come.
    pub(super) fn lost(&self) {
        self.documents.send_modify(|count| *count += 1);
        self.ended.send_modify(|count| *count += 1);
    }

    /// The load of the document, and what it has asked the site for (by fetch or XHR, no streams) before a moment (ms since 1970 UTC).
    pub(in crate::browser) fn begun_before(&self, moment_ms: f64, own: impl Fn(&Url) -> bool) -> Begun {
        let state = self.state();
        let mut begun = Begun { under_way: 0, last_end_ms: 0.0 };
        for request in &state.requests {
            let counts = request.told.is_document || request.is_of_page(&own);
            if !counts || request.is_stream || request.told.at_ms > moment_ms {
                continue;
            }
            match request.ended_ms {
                Some(ended) => begun.last_end_ms = begun.last_end_ms.max(ended),
                None => begun.under_way += 1,
            }
        }
        begun
    }

    /// The statuses with which the site has answered what its page asked for since a moment (ms since 1970 UTC).
    pub(in crate::browser) fn answers_since(&self, moment_ms: f64, own: impl Fn(&Url) -> bool) -> Vec<u16> {
        let state = self.state();
        let since = state.requests.iter().filter(|request| request.told.at_ms >= moment_ms);
        since.filter(|request| request.status > 0 && request.is_of_page(&own)).map(|r| r.status).collect()
    }

    /// The status of the document at hand; 0 where it is not known.
    pub(in crate::browser) fn document_status(&self) -> u16 {
        self.state().document_status
    }

    /// What the window's documents wanted since this was asked for last.
    pub(in crate::browser) fn wanted(&self) -> WantedSince {
        self.state().wants.take()
    }

    /// Notes an event. What has to be answered to it at once is given back: a window that a page opens is closed.
    pub(super) fn note(&self, said: &Value) -> Option<(&'static str, Value)> {
        let mut state = self.state();
        match read(said)? {
            Event::Created { context, parent: None } if !state.ours.is_empty() && context != state.ours => {
                state.wants.add(Wanted { windows: 1, ..Wanted::default() });
                return Some(("browsingContext.close", json!({ "context": context })));
            }
            Event::Committed { context } if context == state.ours => {
                // What the document before had asked for is nobody's any more.
                let from = state.requests.iter().rposition(|request| request.told.is_document).unwrap_or(0);
                state.requests.drain(..from);
                state.wants.replaced();
                drop(state);
                self.documents.send_modify(|count| *count += 1);
            }
            Event::Prompt { context } if context == state.ours => {
                state.wants.add(Wanted { prompts: 1, ..Wanted::default() });
            }
            Event::Download { context } if context == state.ours => {
                state.wants.add(Wanted { downloads: 1, ..Wanted::default() });
            }
            Event::Failed { context, error } if context == state.ours => {
                state.wants.add(Wanted { errors: vec![error], ..Wanted::default() });
            }
            Event::Sent(told) if told.context == state.ours => {
                if told.is_document {
                    state.document_status = 0;
                }
                if state.requests.len() == MOST {
                    state.requests.pop_front();
                }
                state.requests.push_back(Request {
                    told,
                    sent: Instant::now(),
                    ended_ms: None,
                    status: 0,
                    is_stream: false,
                });
            }
            Event::Answering { told, status, is_stream } => {
                if told.context == state.ours && told.is_document {
                    state.document_status = status;
                }
                for request in state.requests.iter_mut().filter(|request| request.told.id == told.id) {
                    request.status = status;
                    request.is_stream = is_stream;
                }
            }
            Event::Ended(told) => {
                for request in state.requests.iter_mut().filter(|request| request.told.id == told.id) {
                    // In Chromium each event of a request bears the time at which it was sent.
                    let took = request.sent.elapsed().as_secs_f64() * 1000.0;
                    request.ended_ms = Some(request.told.at_ms + took);
                }
                drop(state);
                self.ended.send_modify(|count| *count += 1);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PageError, PageErrorKind};

    fn traffic() -> Traffic {
        let traffic = Traffic::new();
        traffic.belongs_to("one");
        traffic
    }

    fn own(address: &Url) -> bool {
        address.host_str() == Some("site.example")
    }

    /// An event of a request: `what` is its id, context, address, initiator and destination.
    fn event(method: &str, what: [&str; 5], at_ms: u32, response: Value) -> Value {
        let [id, context, url, initiator, destination] = what;
        let request =
            json!({ "request": id, "url": url, "initiatorType": initiator, "destination": destination });
        json!({ "type": "event", "method": method, "params": {
            "context": context, "timestamp": at_ms, "request": request, "response": response,
        } })
    }

    const XHR: [&str; 5] = ["1", "one", "https://site.example/api?secret=1#x", "xmlhttprequest", ""];

    #[test]
    fn what_had_begun_is_under_way_until_it_ends_and_what_comes_later_does_not_count() {
        let traffic = traffic();
        traffic.note(&event("network.beforeRequestSent", XHR, 100, Value::Null));
        let later = ["2", "one", "https://site.example/later", "fetch", ""];
        traffic.note(&event("network.beforeRequestSent", later, 300, Value::Null));
        assert_eq!(traffic.begun_before(200.0, own), Begun { under_way: 1, last_end_ms: 0.0 });
        traffic.note(&event(
            "network.responseStarted",
            XHR,
            400,
            json!({ "status": 429, "mimeType": "text/html" }),
        ));
        traffic.note(&event("network.responseCompleted", XHR, 450, json!({ "status": 429 })));
        let begun = traffic.begun_before(200.0, own);
        assert!(begun.under_way == 0 && begun.last_end_ms >= 100.0, "{begun:?}");
        assert_eq!(traffic.answers_since(50.0, own), [429]);
        assert!(traffic.answers_since(200.0, own).is_empty());
        traffic.note(&event("network.fetchError", later, 500, Value::Null));
        let begun = traffic.begun_before(400.0, own);
        assert!(begun.under_way == 0 && begun.last_end_ms >= 300.0, "{begun:?}");
    }

    #[test]
    fn streams_pictures_beacons_other_hosts_and_other_windows_are_not_waited_for() {
        let traffic = traffic();
        for what in [
            ["1", "one", "https://site.example/stream", "fetch", ""],
            ["2", "one", "https://site.example/photo", "img", "image"],
            ["3", "one", "https://site.example/beacon", "beacon", ""],
            ["4", "one", "https://other.example/api", "fetch", ""],
            ["5", "two", "https://site.example/api", "fetch", ""],
        ] {
            traffic.note(&event("network.beforeRequestSent", what, 100, Value::Null));
        }
        let stream = ["1", "one", "https://site.example/stream", "fetch", ""];
        let head = json!({ "status": 200, "mimeType": "text/event-stream" });
        traffic.note(&event("network.responseStarted", stream, 110, head));
        assert_eq!(traffic.begun_before(200.0, own), Begun { under_way: 0, last_end_ms: 0.0 });
    }

    #[test]
    fn another_document_forgets_what_the_one_before_had_asked_for_and_has_a_status_of_its_own() {
        let traffic = traffic();
        traffic.note(&event("network.beforeRequestSent", XHR, 100, Value::Null));
        let page = ["9", "one", "https://site.example/in/anna", "", "document"];
        traffic.note(&event("network.beforeRequestSent", page, 200, Value::Null));
        traffic.note(&event("network.responseStarted", page, 210, json!({ "status": 999 })));
        let documents = traffic.documents();
        traffic.note(
            &json!({ "method": "browsingContext.navigationCommitted", "params": { "context": "one" } }),
        );
        assert!(documents.has_changed().unwrap());
        assert_eq!(traffic.document_status(), 999);
        assert_eq!(traffic.begun_before(500.0, own).under_way, 1, "the document itself");
        traffic.note(&event("network.responseCompleted", page, 220, json!({ "status": 999 })));
        let begun = traffic.begun_before(500.0, own);
        assert!(begun.under_way == 0 && begun.last_end_ms >= 200.0, "{begun:?}");
    }

    #[test]
    fn what_a_page_wants_is_counted_by_the_document_that_wanted_it() {
        let traffic = traffic();
        let say = |method: &str, params: Value| traffic.note(&json!({ "method": method, "params": params }));
        let prompt = || say("browsingContext.userPromptOpened", json!({ "context": "one", "type": "alert" }));
        let next = || say("browsingContext.navigationCommitted", json!({ "context": "one" }));
        let prompts = |before: u64, later: u64| WantedSince {
            is_another: later > 0,
            by_the_one_before: Wanted { prompts: before, ..Wanted::default() },
            by_later_ones: Wanted { prompts: later, ..Wanted::default() },
        };
        prompt();
        // The next one is asked for, and the one that is still there goes on.
        assert_eq!(traffic.wanted(), prompts(1, 0));
        prompt();
        prompt();
        next();
        prompt();
        assert_eq!(traffic.wanted(), prompts(2, 1));
        say("browsingContext.downloadWillBegin", json!({ "context": "one" }));
        say("browsingContext.contextCreated", json!({ "context": "two", "parent": null }));
        let seen = traffic.wanted();
        assert_eq!(
            seen.by_the_one_before.text().unwrap(),
            "the page wanted 1 window (closed), 1 download (refused)"
        );
        assert_eq!(seen.by_later_ones.text(), None);
        assert_eq!(traffic.wanted(), WantedSince::default());
    }

    #[test]
    fn the_errors_of_a_page_are_kept_in_part_and_by_the_document_that_reported_them() {
        let traffic = traffic();
        let log = |level: &str, kind: &str, context: &str, text: &str| {
            traffic.note(&json!({ "method": "log.entryAdded", "params": {
                "level": level, "type": kind, "text": text, "source": { "realm": "1", "context": context },
                "stackTrace": { "callFrames": [{ "url": "https://site.example/app.js?secret=1" }] },
            } }));
        };
        log("warn", "console", "one", "a warning");
        log("error", "javascript", "two", "in another window");
        log("error", "javascript", "one", "TypeError: x");
        traffic.note(
            &json!({ "method": "browsingContext.navigationCommitted", "params": { "context": "one" } }),
        );
        for nth in 0..20 {
            log("error", "console", "one", &format!("error {}", nth / 2));
        }
        let seen = traffic.wanted();
        let error = |kind, text: &str| PageError::new(kind, text, "https://site.example/app.js");
        assert_eq!(seen.by_the_one_before.errors, [error(PageErrorKind::Uncaught, "TypeError: x")]);
        let texts: Vec<&str> = seen.by_later_ones.errors.iter().map(|error| error.text.as_str()).collect();
        assert_eq!(texts, ["error 0", "error 1", "error 2", "error 3", "error 4"]);
        assert_eq!((seen.by_later_ones.more_errors, seen.by_later_ones.text()), (15, None));
        assert_eq!(traffic.wanted(), WantedSince::default());
    }

    #[test]
    fn no_query_is_kept_and_a_window_that_a_page_opens_is_closed() {
        let traffic = traffic();
        traffic.note(&event("network.beforeRequestSent", XHR, 100, Value::Null));
        assert!(!format!("{traffic:?}").contains("secret"));
        let made = |context: &str, parent: Value| {
            traffic.note(&json!({ "method": "browsingContext.contextCreated", "params": { "context": context, "parent": parent } }))
        };
        let close = Some(("browsingContext.close", json!({ "context": "two" })));
        assert_eq!(made("two", Value::Null), close);
        assert_eq!(made("one", Value::Null), None, "our own");
        assert_eq!(made("three", json!("one")), None, "a frame");
    }
}
