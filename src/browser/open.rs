//! Opening and deleting a session at the driver, and the shape that every command to it has.

use std::time::Duration;

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::Value;
use tokio::time::timeout;
use url::Url;

use super::answer::Answer;
use super::classify::{Nature, classify, plain_lines};
use super::error::StartError;
use super::family::Gone;
use super::find_driver::Programs;
use super::server::ServerUrl;

/// One command to the driver: where it goes and what it carries. Our own, in place of fantoccini's ready-made ones, since
/// some of those send two commands, and the ones it does not know end in a panic.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Relative to the server's address.
    pub(super) path: String,
    pub(super) body: Option<String>,
}

impl WebDriverCompatibleCommand for Call {
    fn endpoint(&self, base_url: &Url, _session_id: Option<&str>) -> Result<Url, url::ParseError> {
        base_url.join(&self.path)
    }
    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.clone())
    }
}

/// Asks the driver to end a session. [`Gone::All`] means that the session, and with it the browser, is certainly gone.
pub(super) async fn delete(client: &Client, id: &str, limit: Duration) -> Gone {
    let call = Call { method: Method::DELETE, path: format!("session/{id}"), body: None };
    match timeout(limit, client.issue_cmd(call)).await {
        Ok(Ok(_)) => Gone::All,
        Ok(Err(error)) if error.is_invalid_session_id() => Gone::All,
        Ok(Err(error)) => match classify(error, Nature::Reads) {
            Answer::NotDone(fault) | Answer::Unknown(fault) => Gone::Unknown(fault.message),
            Answer::Done(_) => Gone::All,
        },
        Err(_) => Gone::Unknown(format!("the driver did not answer within {} s", limit.as_secs())),
    }
}

/// A session that was opened.
pub(super) struct Opened {
    pub(super) client: Client,
    pub(super) id: String,
    pub(super) capabilities: Value,
}

/// Why no session was opened.
pub(super) struct Failure {
    why: String,
    /// Whether the server was reached.
    reached: bool,
    /// Whether there certainly is no session.
    pub(super) certain: bool,
}

impl Failure {
    pub(super) fn local(self, programs: &Programs, last_words: Option<String>) -> StartError {
        let (driver, browser) = (programs.driver.display(), programs.binary.display());
        let help = if self.why.contains("only supports Chrome version") {
            format!(
                "The driver is {driver}, the browser {browser}: both must have the same main version. On Debian: sudo apt install --only-upgrade chromium chromium-driver"
            )
        } else if self.why.contains("user data directory is already in use") {
            "Another browser uses the profile folder. Close it, then start again.".to_owned()
        } else if ["DISPLAY", "exited", "crashed", "DevToolsActivePort"]
            .iter()
            .any(|word| self.why.contains(word))
        {
            format!(
                "The browser {browser} ended at once. Without a screen it must run headless, and as root only with `args = [\"--no-sandbox\"]` under `[webdriver]`; `{browser} --headless --dump-dom about:blank` shows what it complains about."
            )
        } else {
            last_words.map_or_else(
                || "Run with --verbose to see more.".to_owned(),
                |words| format!("The driver's last words: {words}"),
            )
        };
        StartError::Refused { why: self.why, help }
    }

    pub(super) fn remote(self, server: &ServerUrl) -> StartError {
        if self.reached {
            let ended = self.why.contains("exited") || self.why.contains("crashed");
            let root = if ended {
                "As root Chromium starts only with `args = [\"--no-sandbox\"]` under `[webdriver]`. "
            } else {
                ""
            };
            let help = format!("{root}Look at the server's own log or page: {server}");
            StartError::Refused { why: self.why, help }
        } else {
            StartError::Unreachable { address: server.to_string(), why: self.why }
        }
    }
}

/// Asks for a new session.
pub(super) async fn open(server: &ServerUrl, body: Value, limit: Duration) -> Result<Opened, Failure> {
    let failure = |why: String, reached, certain| Failure { why, reached, certain };
    let client = server.client().await.map_err(|fault| failure(fault.message, false, true))?;
    let call = Call { method: Method::POST, path: "session".to_owned(), body: Some(body.to_string()) };
    let value = match timeout(limit, client.issue_cmd(call)).await {
        Ok(Ok(value)) => value,
        Ok(Err(CmdError::Standard(said))) => return Err(failure(plain_lines(&said.message), true, true)),
        Ok(Err(error)) => {
            let (reached, certain) = match &error {
                CmdError::FailedC(error) => (!error.is_connect(), error.is_connect()),
                _ => (true, false),
            };
            let words = match classify(error, Nature::Reads) {
                Answer::NotDone(fault) | Answer::Unknown(fault) => fault.message,
                Answer::Done(_) => String::new(),
            };
            return Err(failure(words, reached, certain));
        }
        Err(_) => {
            return Err(failure(format!("it opened no session within {} s", limit.as_secs()), true, false));
        }
    };
    // The id becomes a part of addresses.
    let harmless =
        |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let id = value.get("sessionId").and_then(Value::as_str).filter(harmless).map(str::to_owned);
    let Some(id) = id else {
        return Err(failure("its answer holds no session id".to_owned(), true, false));
    };
    let capabilities = value.get("capabilities").cloned().unwrap_or(Value::Null);
    Ok(Opened { client, id, capabilities })
}
