//! The way from a session that was opened to its socket.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::bidi::{Bidi, Counts, addresses};
use super::error::StartError;
use super::open::Opened;
use super::options::BrowserOptions;
use super::server::ServerUrl;

/// What to do where a driver of this machine has no BiDi.
pub(super) const OLD_DRIVER: &str = "Nothing was done with it, and it was ended. Update driver and browser: it is known to work with Chromium 156, and with Firefox 153 and geckodriver 0.37.";
/// What to do where a server has no BiDi.
pub(super) const OLD_SERVER: &str = "Nothing was done with it, and it was ended. A Selenium Grid 4 must not be started with `--enable-bidi false`, and the way to it must let WebSocket connections through (a proxy in between has to pass `Upgrade` on). A plain geckodriver has a port of its own for it, which must be open too.";

/// The error of a session without BiDi.
pub(super) fn no_bidi(server: String, why: String, help: &str) -> StartError {
    StartError::NoBidi { server, why, help: help.to_owned() }
}

/// Connects to the socket of a session that was opened.
pub(super) async fn connect(
    opened: &Opened,
    server: &ServerUrl,
    is_ours: bool,
    options: &BrowserOptions,
) -> Result<(Bidi, Arc<Counts>), String> {
    let Some(told) = opened.capabilities.get("webSocketUrl").and_then(Value::as_str) else {
        return Err("its session has none (it told no `webSocketUrl`)".to_owned());
    };
    let counts = Arc::new(Counts::default());
    let all = addresses(told, server.whole(), is_ours);
    let bidi = Bidi::open(&all, server.ca_file(), options.command_timeout, counts.clone(), is_ours).await?;
    // Opening is not counted.
    counts.commands.store(0, Ordering::Relaxed);
    counts.bytes.store(0, Ordering::Relaxed);
    Ok((bidi, counts))
}
