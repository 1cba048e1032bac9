//! What the browser tells by itself, as far as it is used. Of a request only its address without the query, its status and its error
//! are read; never a header, a body or a cookie. Of what a page writes to its console only errors are read.

use serde_json::Value;
use url::Url;

use crate::domain::{PageError, PageErrorKind};

/// The events that are asked for.
pub(super) const EVENTS: &[&str] = &[
    "browsingContext.contextCreated",
    "browsingContext.navigationCommitted",
    "browsingContext.userPromptOpened",
    "network.beforeRequestSent",
    "network.responseStarted",
    "network.responseCompleted",
    "network.fetchError",
];

/// What a page writes to its console. It is asked for where the driver is our own alone: where a Selenium Grid drops a session that
/// has this event, the socket stays open, and the session is seen to be lost by the time-out of a command only (Selenium 4, Chromium
/// 156).
pub(super) const CONSOLE: &str = "log.entryAdded";

/// An event that not every browser knows yet: asked for by itself.
pub(super) const DOWNLOAD: &str = "browsingContext.downloadWillBegin";

/// One request, as an event tells of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) id: String,
    pub(super) context: String,
    /// The address without query and fragment.
    pub(super) address: Option<Url>,
    /// Whether it is the load of a document.
    pub(super) is_document: bool,
    /// Whether it is a fetch or an XHR, as far as the browser tells; a beacon is none.
    pub(super) is_fetch: bool,
    /// When the event was made (ms since 1970 UTC).
    pub(super) at_ms: f64,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Event {
    /// A window, tab or frame was made; `None` for the parent of what stands by itself.
    Created { context: String, parent: Option<String> },
    /// A document took the place of another.
    Committed { context: String },
    /// The page asks the person something.
    Prompt { context: String },
    /// The page has something downloaded.
    Download { context: String },
    /// A script of the page reported an error.
    Failed { context: String, error: PageError },
    /// A request was sent.
    Sent(Told),
    /// The head of its answer came: its status, and whether it is a stream that has no end.
    Answering { told: Told, status: u16, is_stream: bool },
    /// Its answer is complete, or it failed.
    Ended(Told),
}

/// Reads an event; `None` for one that is of no use.
pub(super) fn read(said: &Value) -> Option<Event> {
    let params = &said["params"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let context = || text(&params["context"]);
    Some(match said["method"].as_str()? {
        "browsingContext.contextCreated" => {
            Event::Created { context: context()?, parent: text(&params["parent"]) }
        }
        "browsingContext.navigationCommitted" => Event::Committed { context: context()? },
        // Leaving a page is never held up by its question whether to: both browsers answer it with yes.
        "browsingContext.userPromptOpened" if params["type"] != "beforeunload" => {
            Event::Prompt { context: context()? }
        }
        DOWNLOAD => Event::Download { context: context()? },
        CONSOLE if params["level"] == "error" => {
            let kind =
                if params["type"] == "javascript" { PageErrorKind::Uncaught } else { PageErrorKind::Logged };
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let script = word(&params["stackTrace"]["callFrames"][0]["url"]);
            let error = PageError::new(kind, &word(&params["text"]), &script);
            Event::Failed { context: text(&params["source"]["context"])?, error }
        }
        "network.beforeRequestSent" => Event::Sent(request(params)?),
        "network.responseStarted" => {
            let response = &params["response"];
            let kind = response["mimeType"].as_str().unwrap_or_default();
            let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
            Event::Answering {
                told: request(params)?,
                status: status.unwrap_or(0),
                is_stream: kind.starts_with("text/event-stream"),
            }
        }
        "network.responseCompleted" | "network.fetchError" => Event::Ended(request(params)?),
        _ => return None,
    })
}

fn request(params: &Value) -> Option<Told> {
    let of = &params["request"];
    let mut address = of["url"].as_str().and_then(|url| Url::parse(url).ok());
    if let Some(address) = &mut address {
        address.set_query(None);
        address.set_fragment(None);
        let _ = address.set_username("");
        let _ = address.set_password(None);
    }
    let word = |key: &str| of[key].as_str().unwrap_or_default();
    Some(Told {
        id: of["request"].as_str()?.to_owned(),
        context: params["context"].as_str().unwrap_or_default().to_owned(),
        address,
        is_document: word("destination") == "document",
        // Chromium calls an XHR so in a field of its own only (156).
        is_fetch: matches!(word("initiatorType"), "fetch" | "xmlhttprequest")
            || word("goog:resourceType") == "XHR",
        at_ms: params["timestamp"].as_f64().unwrap_or(0.0),
    })
}
