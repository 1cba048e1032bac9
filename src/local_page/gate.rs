//! Who may talk to the page: the one browser that opened the address from the terminal, and nobody else on this machine
//! or on a web site that the user visits meanwhile.
//!
//! The address holds a token that works once. It is exchanged for a cookie that only the page's own path gets (cookies
//! know no ports, and another program on this machine may serve pages too). Every request must name this host, and come
//! from the page itself or from the address bar.

use std::sync::Mutex;

use axum::http::{HeaderMap, Method, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

const COOKIE: &str = "unlinked-page";

/// The checks.
#[derive(Debug)]
pub(super) struct Gate {
    /// `127.0.0.1:PORT`.
    host: String,
    /// The first part of the page's path.
    path: String,
    secret: String,
    /// Tokens that were given out and not used yet.
    tokens: Mutex<Vec<String>>,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The `Host` header is not this server's.
    Host,
    /// It comes from another page.
    Origin,
    /// It has neither a cookie nor a token that is good.
    Stranger,
    /// The token was used before, or never given out.
    Token,
}

impl Refusal {
    /// What the browser shows.
    pub(super) fn text(self) -> &'static str {
        match self {
            Refusal::Host => "Refused: this address is not the one that unlinked gave out.",
            Refusal::Origin => "Refused: this request comes from another page.",
            Refusal::Stranger => "Refused: open the address that unlinked shows in the terminal.",
            Refusal::Token => {
                "Refused: this address was used already, and works only once. Press Enter in the terminal for a new one."
            }
        }
    }
}

impl Gate {
    /// A gate for a server on this port of 127.0.0.1.
    pub(super) fn new(port: u16) -> std::io::Result<Gate> {
        Ok(Gate {
            host: format!("127.0.0.1:{port}"),
            path: random()?,
            secret: random()?,
            tokens: Mutex::new(Vec::new()),
        })
    }

    /// A new address, which works once.
    pub(super) fn address(&self) -> std::io::Result<String> {
        let token = random()?;
        let address = format!("http://{}/?token={token}", self.host);
        self.tokens().push(token);
        Ok(address)
    }

    /// The path of the page, with a slash at its end.
    pub(super) fn home(&self) -> String {
        format!("/{}/", self.path)
    }

    /// The cookie that is set in exchange for a token.
    pub(super) fn cookie(&self) -> String {
        format!("{COOKIE}={}; Path={}; HttpOnly; SameSite=Strict", self.secret, self.home())
    }

    /// Whether the request comes from where requests may come from.
    pub(super) fn check_source(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if text(header::HOST) != Some(self.host.as_str()) || headers.get_all(header::HOST).iter().count() != 1
        {
            return Err(Refusal::Host);
        }
        let own = format!("http://{}", self.host);
        match text(header::ORIGIN) {
            Some(origin) if origin != own => return Err(Refusal::Origin),
            None if !matches!(*method, Method::GET | Method::HEAD) => return Err(Refusal::Origin),
            _ => {}
        }
        match headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?")) {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) => Err(Refusal::Origin),
        }
    }

    /// Whether the request has the cookie.
    pub(super) fn check_cookie(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut cookies = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let good = cookies.any(|(name, value)| name == COOKIE && same(value, &self.secret));
        if good { Ok(()) } else { Err(Refusal::Stranger) }
    }

    /// Takes a token, which is gone then.
    pub(super) fn take_token(&self, token: &str) -> Result<(), Refusal> {
        let mut tokens = self.tokens();
        let at = tokens.iter().position(|known| same(known, token)).ok_or(Refusal::Token)?;
        tokens.swap_remove(at);
        Ok(())
    }

    fn tokens(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.tokens.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Compared by their hashes, so that the time it takes says nothing about where they differ.
fn same(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}

fn random() -> std::io::Result<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_this_host_and_this_page_may_ask() {
        let gate = Gate::new(4321).unwrap();
        let check = |method, list: &[(&'static str, &str)]| gate.check_source(&method, &headers(list));
        let host = ("host", "127.0.0.1:4321");
        assert_eq!(check(Method::GET, &[host]), Ok(()));
        assert_eq!(check(Method::GET, &[host, ("sec-fetch-site", "none")]), Ok(()));
        assert_eq!(check(Method::POST, &[host, ("origin", "http://127.0.0.1:4321")]), Ok(()));
        for wrong in ["evil.example", "127.0.0.1:80", "localhost:4321", "127.0.0.1"] {
            assert_eq!(check(Method::GET, &[("host", wrong)]), Err(Refusal::Host), "{wrong}");
        }
        assert_eq!(check(Method::GET, &[]), Err(Refusal::Host));
        assert_eq!(check(Method::GET, &[host, host]), Err(Refusal::Host));
        assert_eq!(check(Method::POST, &[host]), Err(Refusal::Origin), "a form of curl's, without an origin");
        for wrong in ["http://evil.example", "null", "http://127.0.0.1:80", "https://127.0.0.1:4321"] {
            assert_eq!(check(Method::GET, &[host, ("origin", wrong)]), Err(Refusal::Origin), "{wrong}");
        }
        for site in ["cross-site", "same-site"] {
            assert_eq!(check(Method::GET, &[host, ("sec-fetch-site", site)]), Err(Refusal::Origin), "{site}");
        }
    }

    #[test]
    fn a_token_works_once_and_the_cookie_as_long_as_the_server() {
        let gate = Gate::new(4321).unwrap();
        let address = gate.address().unwrap();
        let token = address.strip_prefix("http://127.0.0.1:4321/?token=").unwrap();
        assert_eq!(gate.take_token("guess"), Err(Refusal::Token));
        assert_eq!(gate.take_token(token), Ok(()));
        assert_eq!(gate.take_token(token), Err(Refusal::Token));
        let cookie = gate.cookie();
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(gate.check_cookie(&headers(&[("cookie", &format!("a=b; {pair}"))])), Ok(()));
        assert_eq!(gate.check_cookie(&headers(&[("cookie", &format!("{pair}x"))])), Err(Refusal::Stranger));
        assert_eq!(gate.check_cookie(&headers(&[])), Err(Refusal::Stranger));
    }
}
