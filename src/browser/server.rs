//! The WebDriver server's address, and the one place where a client for it is made.

use std::fmt;
use std::path::{Path, PathBuf};

use fantoccini::Client;
use serde::{Deserialize, Deserializer};
use thiserror::Error;
use url::Url;

use super::answer::{DriverFault, FaultKind};
use crate::tls::connector;

/// The address of a WebDriver server, normalised so that commands can be joined to it: the path ends with a slash, and
/// `/wd/hub` is kept. It may hold a user name and password, which are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerUrl {
    url: Url,
    /// What an https server is trusted by; `None` is the system's store.
    ca_file: Option<PathBuf>,
}

/// What is wrong with the address of a WebDriver server.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ServerUrlFault {
    /// It is not an address.
    #[error("not an address: {0}; expected something like http://127.0.0.1:4444")]
    NotAnAddress(url::ParseError),
    /// Another scheme than http and https.
    #[error("`{0}:` addresses cannot be used; expected http:// or https://")]
    Scheme(String),
    /// The user name or password has letters that would have to be encoded, which the server would take literally.
    #[error(
        "the user name or password has a letter that cannot be sent; letters, digits and -._~!$&'()*+, can be"
    )]
    Credentials,
    /// It has a query or a fragment.
    #[error("the address of a WebDriver server has no `?` or `#` part")]
    Trailing,
}

impl ServerUrl {
    /// Checks and normalises an address.
    ///
    /// # Errors
    /// When it cannot be the address of a WebDriver server.
    pub fn new(mut url: Url) -> Result<ServerUrl, ServerUrlFault> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ServerUrlFault::Scheme(url.scheme().to_owned()));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(ServerUrlFault::Trailing);
        }
        // fantoccini sends both as they stand in the address, encoded letters as they are.
        if [Some(url.username()), url.password()].into_iter().flatten().any(|word| word.contains('%')) {
            return Err(ServerUrlFault::Credentials);
        }
        // Without the slash, joining `session` would replace the last segment: `/wd/hub` would become `/wd/session`.
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(ServerUrl { url, ca_file: None })
    }

    /// The same server, trusted by the certificates in this file (PEM) and not by the system's.
    #[must_use]
    pub fn trusted_by(self, ca_file: Option<PathBuf>) -> ServerUrl {
        ServerUrl { ca_file, ..self }
    }

    /// The address without user name and password, fit to be shown and stored.
    #[must_use]
    pub fn public(&self) -> Url {
        let mut url = self.url.clone();
        // Both fail only for addresses without a host, which web addresses never are.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url
    }

    /// The address with user name and password.
    pub(super) fn whole(&self) -> &Url {
        &self.url
    }

    /// What an https server is trusted by; `None` is the system's store.
    pub(super) fn ca_file(&self) -> Option<&Path> {
        self.ca_file.as_deref()
    }

    /// A client for commands to this server. It makes no session, and ends none when it is dropped: both are done by
    /// commands of ours whose answers are looked at (fantoccini's own `close` says `Ok` even to a dead driver, and its
    /// own session request puts the password into the body).
    pub(super) async fn client(&self) -> Result<Client, DriverFault> {
        let connector = connector(self.url.scheme() == "https", self.ca_file.as_deref())
            .map_err(|why| DriverFault::new(FaultKind::Lost, why))?;
        let lost = |_| DriverFault::new(FaultKind::Lost, "the connection to the driver cannot be set up");
        let client = Client::with_existing_session(self.url.as_str(), "-", connector)
            .await
            .map_err(|_| DriverFault::new(FaultKind::Lost, "the driver's address cannot be used"))?;
        client.persist().await.map_err(lost)?;
        Ok(client)
    }
}

impl std::str::FromStr for ServerUrl {
    type Err = ServerUrlFault;
    fn from_str(text: &str) -> Result<ServerUrl, ServerUrlFault> {
        ServerUrl::new(Url::parse(text).map_err(ServerUrlFault::NotAnAddress)?)
    }
}

impl<'de> Deserialize<'de> for ServerUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ServerUrl, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.public(), f)
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerUrl({})", self.public())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_ends_with_a_slash_and_wd_hub_is_kept() {
        let shown = |text: &str| text.parse::<ServerUrl>().map(|server| server.url.to_string());
        assert_eq!(shown("http://grid:4444").as_deref(), Ok("http://grid:4444/"));
        assert_eq!(shown("http://grid:4444/wd/hub").as_deref(), Ok("http://grid:4444/wd/hub/"));
        assert_eq!(shown("http://grid:4444/wd/hub/").as_deref(), Ok("http://grid:4444/wd/hub/"));
        assert_eq!(shown("https://grid/wd/hub").as_deref(), Ok("https://grid/wd/hub/"));
    }

    #[test]
    fn credentials_are_kept_for_the_server_and_shown_to_nobody() {
        let url: ServerUrl = "http://robot:secret@grid:4444".parse().unwrap();
        assert_eq!(url.url.password(), Some("secret"));
        for shown in [url.to_string(), format!("{url:?}"), url.public().to_string()] {
            assert!(!shown.contains("secret") && !shown.contains("robot"), "{shown}");
        }
    }

    #[test]
    fn addresses_of_no_use_are_refused() {
        for text in [
            "grid:4444",
            "ftp://grid",
            "http://grid/?a=b",
            "http://grid/#x",
            "http://a:b%40@grid",
            "not an address",
        ] {
            assert!(text.parse::<ServerUrl>().is_err(), "{text}");
        }
    }
}
