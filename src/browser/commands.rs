//! The commands that read the page, and the few that change neither it nor anything outside.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde_json::{Value, json};

use super::answer::Answer;
use super::classify::Nature;
use super::cookie::Cookie;
use super::element::Element;
use super::session::Session;

impl Session {
    /// Runs a function body in the page and returns its result. `limit` is our own and gives the session up, so it should
    /// be longer than `script_timeout`, with which the driver ends a script and the session goes on.
    pub async fn script(&self, script: &str, args: Vec<Value>, limit: Duration) -> Answer<Value> {
        let body = Some(json!({ "script": script, "args": args }));
        self.issue("script", Nature::Reads, limit, Method::POST, "execute/sync", body).await
    }

    /// Like [`Session::script`], for a body that calls its last argument when it is done. If the page navigates away
    /// meanwhile, Chromium's driver sits until `script_timeout` and then answers with a time-out: keep the script's own
    /// waiting short (a second), and call it again.
    pub async fn script_async(&self, script: &str, args: Vec<Value>, limit: Duration) -> Answer<Value> {
        let body = Some(json!({ "script": script, "args": args }));
        self.issue("script async", Nature::Reads, limit, Method::POST, "execute/async", body).await
    }

    /// The ARIA role that the browser computes for an element.
    pub async fn computed_role(&self, element: &Element) -> Answer<String> {
        self.read_text("computed role", &format!("element/{}/computedrole", element.0)).await
    }

    /// The accessible name that the browser computes for an element.
    pub async fn computed_label(&self, element: &Element) -> Answer<String> {
        self.read_text("computed label", &format!("element/{}/computedlabel", element.0)).await
    }

    /// A picture of the viewport, as PNG.
    pub async fn screenshot(&self) -> Answer<Vec<u8>> {
        let picture = self.read_value("screenshot", "screenshot").await;
        picture.read("screenshot", |value| STANDARD.decode(value.as_str()?).ok())
    }

    /// Sets a cookie of the page that is open now, for its host and all of its paths.
    pub async fn add_cookie(&self, name: &str, value: &str) -> Answer<()> {
        let body = Some(json!({ "cookie": { "name": name, "value": value, "path": "/" } }));
        let limit = self.options.command_timeout;
        self.issue("add cookie", Nature::Reads, limit, Method::POST, "cookie", body).await.map(drop)
    }

    /// Puts cookies into the browser before any page is open. Chromium only: WebDriver's own command needs a page of the site
    /// first, which would be loaded without them.
    pub(super) async fn set_cookies(&self, cookies: &[Cookie]) -> Answer<()> {
        let list: Vec<Value> = cookies.iter().map(Cookie::as_param).collect();
        let body = Some(json!({ "cmd": "Network.setCookies", "params": { "cookies": list } }));
        let limit = self.options.command_timeout;
        self.issue("set cookies", Nature::Reads, limit, Method::POST, "goog/cdp/execute", body)
            .await
            .map(drop)
    }

    /// One GET of this session.
    pub(super) async fn read_value(&self, command: &'static str, path: &str) -> Answer<Value> {
        self.issue(command, Nature::Reads, self.options.command_timeout, Method::GET, path, None).await
    }

    async fn read_text(&self, command: &'static str, path: &str) -> Answer<String> {
        self.read_value(command, path).await.read(command, |value| Some(value.as_str()?.to_owned()))
    }
}
