//! The few commands of WebDriver BiDi that are used, each with its own deadline.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::events::{CONSOLE, DOWNLOAD, EVENTS};
use super::socket::{BidiFault, Counts, Socket};
use super::traffic::Traffic;

/// The sandbox of the page script.
const SANDBOX: &str = "unlinked";

/// How long a question is still waited for whose document was replaced: Chromium's driver refuses it at once, Firefox's never answers.
const AFTER_REPLACEMENT: Duration = Duration::from_millis(500);

/// How far a navigation is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::browser) enum Wait {
    /// Until the new document has taken the place of the old one. Chromium's driver answers then; Firefox's would answer before.
    Committed,
    /// Until it was read to its end.
    Read,
    /// Until pictures and frames are there as well.
    Complete,
}

/// What a function in the sandbox returned: a text, and the elements that come with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::browser) struct Reply {
    /// The text.
    pub(in crate::browser) text: String,
    /// References of elements, as classic commands take them too.
    pub(in crate::browser) elements: Vec<String>,
}

/// A session's BiDi side.
#[derive(Debug)]
pub(in crate::browser) struct Bidi {
    socket: Socket,
    context: String,
    traffic: Arc<Traffic>,
}

impl Bidi {
    /// Connects, and asks for what is needed for the whole session. `limit` is for each step, `is_ours` whether the driver was started
    /// by this program.
    ///
    /// # Errors
    /// In a sentence, why the server's BiDi cannot be used.
    pub(in crate::browser) async fn open(
        addresses: &[Url],
        ca_file: Option<&Path>,
        limit: Duration,
        counts: Arc<Counts>,
        is_ours: bool,
    ) -> Result<Bidi, String> {
        let traffic = Arc::new(Traffic::new());
        let socket = Socket::connect(addresses, ca_file, limit, counts, traffic.clone()).await?;
        let told = |fault| match fault {
            BidiFault::Lost | BidiFault::Replaced => "its socket closed at once".to_owned(),
            BidiFault::Timeout(_) => "its socket does not answer".to_owned(),
            BidiFault::Refused { error, message } => format!("it refused ({error}: {message})"),
        };
        let tree =
            socket.call("browsingContext.getTree", json!({ "maxDepth": 0 }), limit).await.map_err(told)?;
        let context = tree["contexts"][0]["context"].as_str().ok_or("it knows of no window")?.to_owned();
        traffic.belongs_to(&context);
        let events: Vec<&str> = EVENTS.iter().copied().chain(is_ours.then_some(CONSOLE)).collect();
        socket.call("session.subscribe", json!({ "events": events }), limit).await.map_err(told)?;
        if let Err(fault) = socket.call("session.subscribe", json!({ "events": [DOWNLOAD] }), limit).await {
            tracing::debug!("downloads are not told of by this browser: {}", told(fault));
        }
        let denied = json!({ "downloadBehavior": { "type": "denied" } });
        if let Err(fault) = socket.call("browser.setDownloadBehavior", denied, limit).await {
            tracing::warn!("downloads are not refused by this browser: {}", told(fault));
        }
        Ok(Bidi { socket, context, traffic })
    }

    /// Whether the socket is gone.
    pub(in crate::browser) fn is_lost(&self) -> bool {
        self.socket.is_lost()
    }

    /// What has become of the window's requests.
    pub(in crate::browser) fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// Loads an address.
    pub(in crate::browser) async fn navigate(
        &self,
        url: &Url,
        wait: Wait,
        limit: Duration,
    ) -> Result<(), BidiFault> {
        let wait = match wait {
            Wait::Committed => "none",
            Wait::Read => "interactive",
            Wait::Complete => "complete",
        };
        let params = json!({ "context": self.context, "url": url.as_str(), "wait": wait });
        self.socket.call("browsingContext.navigate", params, limit).await.map(drop)
    }

    /// Has a function run in the sandbox of every document from now on, before the page's own scripts.
    pub(in crate::browser) async fn run_first(
        &self,
        function: &str,
        limit: Duration,
    ) -> Result<(), BidiFault> {
        let params =
            json!({ "functionDeclaration": function, "sandbox": SANDBOX, "contexts": [self.context] });
        self.socket.call("script.addPreloadScript", params, limit).await.map(drop)
    }

    /// Performs the actions of one input source.
    pub(in crate::browser) async fn act(&self, source: Value, limit: Duration) -> Result<(), BidiFault> {
        let params = json!({ "context": self.context, "actions": [source] });
        self.socket.call("input.performActions", params, limit).await.map(drop)
    }

    /// Waits until another document takes the place of the one at hand, `limit` at most.
    pub(in crate::browser) async fn another_document(&self, limit: Duration) {
        let _ = tokio::time::timeout(limit, self.traffic.documents().changed()).await;
    }

    /// Calls a function in the sandbox of the document at hand, with texts as arguments; it returns a text, or a list of a text and
    /// elements, or a promise of that.
    pub(in crate::browser) async fn call(
        &self,
        function: &str,
        arguments: &[&str],
        limit: Duration,
    ) -> Result<Reply, BidiFault> {
        let arguments: Vec<Value> =
            arguments.iter().map(|text| json!({ "type": "string", "value": text })).collect();
        let params = json!({
            "functionDeclaration": function,
            "arguments": arguments,
            "awaitPromise": true,
            "target": { "context": self.context, "sandbox": SANDBOX },
            "serializationOptions": { "maxDomDepth": 0, "maxObjectDepth": 1 },
        });
        let mut documents = self.traffic.documents();
        let replaced = async {
            if documents.changed().await.is_ok() {
                tokio::time::sleep(AFTER_REPLACEMENT).await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        let said = tokio::select! {
            said = self.socket.call("script.callFunction", params, limit) => said?,
            () = replaced => return Err(BidiFault::Replaced),
        };
        read_reply(&said)
    }
}

fn read_reply(said: &Value) -> Result<Reply, BidiFault> {
    let refused = |message: &str| {
        Err(BidiFault::Refused { error: "javascript error".to_owned(), message: message.to_owned() })
    };
    if said["type"] != "success" {
        return refused(said["exceptionDetails"]["text"].as_str().unwrap_or("the script threw"));
    }
    let result = &said["result"];
    let parts = match result["type"].as_str() {
        Some("array") => result["value"].as_array().map(Vec::as_slice).unwrap_or_default(),
        _ => std::slice::from_ref(result),
    };
    let Some((text, nodes)) = parts.split_first() else { return refused("the script answered nothing") };
    let Some(text) = text["value"].as_str() else { return refused("the script answered no text") };
    let elements = nodes.iter().filter_map(|node| node["sharedId"].as_str().map(str::to_owned)).collect();
    Ok(Reply { text: text.to_owned(), elements })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_with_its_elements_and_what_was_thrown_is_told() {
        let text = json!({ "type": "string", "value": "{}" });
        let node = json!({ "type": "node", "sharedId": "f.1.d.2.e.3", "value": {} });
        let reply = |result: Value| read_reply(&json!({ "type": "success", "result": result })).unwrap();
        assert_eq!(reply(text.clone()), Reply { text: "{}".to_owned(), elements: Vec::new() });
        let both = reply(json!({ "type": "array", "value": [text, node] }));
        assert_eq!(both.elements, ["f.1.d.2.e.3"]);
        let thrown = json!({ "type": "exception", "exceptionDetails": { "text": "Error: odd" } });
        assert!(
            matches!(read_reply(&thrown), Err(BidiFault::Refused { message, .. }) if message == "Error: odd")
        );
        for odd in [json!({ "type": "undefined" }), json!({ "type": "array", "value": [] })] {
            assert!(read_reply(&json!({ "type": "success", "result": odd })).is_err());
        }
    }
}
