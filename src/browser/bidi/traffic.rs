//! What has become of the requests of the window in use, and how often its document was replaced: noted from the browser's events,
//! asked by whoever judges a page.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::events::{Event, Told, read};

/// How many requests of one document are kept. A full page makes some hundreds.
const MOST: usize = 2000;

/// The window's requests, documents and prompts.
#[derive(Debug)]
pub(in crate::browser) struct Traffic {
    state: Mutex<State>,
    /// Counts the documents that have taken the place of another.
    documents: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    /// The window in use.
    ours: String,
    requests: VecDeque<Request>,
    document_status: u16,
    prompts: u64,
    windows: u64,
}

#[derive(Debug, Clone)]
struct Request {
    told: Told,
    ended: Option<f64>,
    status: u16,
    is_stream: bool,
}

impl Traffic {
    /// Nothing yet.
    pub(super) fn new() -> Traffic {
        Traffic { state: Mutex::default(), documents: watch::Sender::new(0) }
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

    /// The socket is gone: nothing more will come.
    pub(super) fn lost(&self) {
        self.documents.send_modify(|count| *count += 1);
    }

    /// Notes an event. What has to be answered to it at once is given back: a window that a page opens is closed.
    pub(super) fn note(&self, said: &Value) -> Option<(&'static str, Value)> {
        let mut state = self.state();
        match read(said)? {
            Event::Created { context, parent: None } if !state.ours.is_empty() && context != state.ours => {
                state.windows += 1;
                tracing::warn!("the page opened a window; it was closed");
                return Some(("browsingContext.close", json!({ "context": context })));
            }
            Event::Committed { context } if context == state.ours => {
                // What the document before had asked for is nobody's any more.
                let from = state.requests.iter().rposition(|request| request.told.is_document).unwrap_or(0);
                state.requests.drain(..from);
                drop(state);
                self.documents.send_modify(|count| *count += 1);
            }
            Event::Prompt { context } if context == state.ours => {
                state.prompts += 1;
                tracing::warn!("the page asked something by a prompt; it was dismissed");
            }
            Event::Sent(told) if told.context == state.ours => {
                if told.is_document {
                    state.document_status = 0;
                }
                if state.requests.len() == MOST {
                    state.requests.pop_front();
                }
                state.requests.push_back(Request { told, ended: None, status: 0, is_stream: false });
            }
            Event::Answering { id, is_stream } => {
                for request in state.requests.iter_mut().filter(|request| request.told.id == id) {
                    request.is_stream = is_stream;
                }
            }
            Event::Answered { told, status } => state.end(&told, status),
            Event::Failed { told, code: _ } => state.end(&told, 0),
            _ => {}
        }
        None
    }
}

impl State {
    fn end(&mut self, told: &Told, status: u16) {
        if told.context == self.ours && told.is_document && status > 0 {
            self.document_status = status;
        }
        for request in self.requests.iter_mut().filter(|request| request.told.id == told.id) {
            request.ended = Some(told.at_ms);
            request.status = status;
        }
    }
}
