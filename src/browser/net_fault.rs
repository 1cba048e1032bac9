//! Why a page did not come, in words: one list for the codes of Chromium's error page (`net::ERR_…`) and of Firefox's
//! (`about:neterror?e=…`).

use std::fmt;

/// Why a page did not come. Two people's are the same cause if they are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NetFault {
    /// The site led the browser in a circle: so does LinkedIn where a session has ended.
    RedirectLoop,
    /// The name of the site is not known to the network.
    NameNotResolved,
    /// Nothing listens at the site's address.
    Refused,
    /// The connection broke.
    Reset,
    /// No answer came in time.
    TimedOut,
    /// The machine has no network, or no way to the site.
    Offline,
    /// The site's certificate is not trusted, or no secure connection came about.
    Tls,
    /// The site answered with this status, and without a page.
    NoPage(u16),
    /// Something else, by the browser's own code for it; empty if it gave none.
    Other(String),
}

impl NetFault {
    /// What a browser's code stands for.
    #[must_use]
    pub fn of(code: &str) -> NetFault {
        let bare = code.strip_prefix("net::").unwrap_or(code);
        let bare = bare.strip_prefix("ERR_").unwrap_or(bare);
        match bare {
            "TOO_MANY_REDIRECTS" | "redirectLoop" | "NS_ERROR_REDIRECT_LOOP" => NetFault::RedirectLoop,
            "NAME_NOT_RESOLVED"
            | "NAME_RESOLUTION_FAILED"
            | "DNS_TIMED_OUT"
            | "dnsNotFound"
            | "NS_ERROR_UNKNOWN_HOST" => NetFault::NameNotResolved,
            "CONNECTION_REFUSED" | "connectionFailure" | "NS_ERROR_CONNECTION_REFUSED" => NetFault::Refused,
            "CONNECTION_RESET"
            | "CONNECTION_CLOSED"
            | "CONNECTION_ABORTED"
            | "EMPTY_RESPONSE"
            | "INCOMPLETE_CHUNKED_ENCODING"
            | "CONTENT_LENGTH_MISMATCH"
            | "netReset"
            | "netInterrupt"
            | "NS_ERROR_NET_RESET"
            | "NS_ERROR_NET_INTERRUPT"
            | "NS_ERROR_NET_PARTIAL_TRANSFER"
            | "NS_ERROR_NET_EMPTY_RESPONSE" => NetFault::Reset,
            "TIMED_OUT" | "CONNECTION_TIMED_OUT" | "netTimeout" | "NS_ERROR_NET_TIMEOUT" => {
                NetFault::TimedOut
            }
            "INTERNET_DISCONNECTED"
            | "NETWORK_CHANGED"
            | "ADDRESS_UNREACHABLE"
            | "NETWORK_IO_SUSPENDED"
            | "NETWORK_ACCESS_DENIED"
            | "netOffline"
            | "NS_ERROR_OFFLINE" => NetFault::Offline,
            "certificate not trusted" | "nssFailure2" | "nssBadCert" => NetFault::Tls,
            _ if ["CERT_", "SSL_", "SEC_ERROR_", "MOZILLA_PKIX_", "NS_ERROR_NET_INADEQUATE_SECURITY"]
                .iter()
                .any(|of_tls| bare.starts_with(of_tls)) =>
            {
                NetFault::Tls
            }
            _ => NetFault::Other(code.chars().filter(|c| !c.is_control()).take(80).collect()),
        }
    }
}

impl fmt::Display for NetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NetFault::RedirectLoop => f.write_str("the site leads the browser in a circle (a redirect loop)"),
            NetFault::NameNotResolved => f.write_str("the name of the site cannot be resolved"),
            NetFault::Refused => f.write_str("the site refuses the connection"),
            NetFault::Reset => f.write_str("the connection to the site broke"),
            NetFault::TimedOut => f.write_str("the site did not answer in time"),
            NetFault::Offline => f.write_str("this machine has no way to the site: it is offline"),
            NetFault::Tls => {
                f.write_str("no secure connection to the site: its certificate is not trusted, or TLS failed")
            }
            NetFault::NoPage(status) => write!(f, "the site answered with HTTP {status} and no page"),
            NetFault::Other(code) if code.is_empty() => {
                f.write_str("the browser shows its own error page: the site cannot be reached")
            }
            NetFault::Other(code) => {
                write!(f, "the browser shows its own error page ({code}): the site cannot be reached")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_browsers_codes_have_one_meaning() {
        let table = [
            ("ERR_TOO_MANY_REDIRECTS", "redirectLoop", NetFault::RedirectLoop),
            ("net::ERR_NAME_NOT_RESOLVED", "dnsNotFound", NetFault::NameNotResolved),
            ("ERR_CONNECTION_REFUSED", "connectionFailure", NetFault::Refused),
            ("ERR_EMPTY_RESPONSE", "netReset", NetFault::Reset),
            ("ERR_CONNECTION_TIMED_OUT", "netTimeout", NetFault::TimedOut),
            ("ERR_INTERNET_DISCONNECTED", "netOffline", NetFault::Offline),
            ("ERR_CERT_AUTHORITY_INVALID", "nssBadCert", NetFault::Tls),
            ("ERR_SSL_PROTOCOL_ERROR", "nssFailure2", NetFault::Tls),
        ];
        for (chromium, firefox, means) in table {
            assert_eq!(NetFault::of(chromium), means, "{chromium}");
            assert_eq!(NetFault::of(firefox), means, "{firefox}");
        }
        let other = NetFault::of("ERR_BLOCKED_BY_CLIENT");
        assert!(other.to_string().contains("(ERR_BLOCKED_BY_CLIENT)"), "{other}");
        assert!(!NetFault::of("").to_string().contains("()"));
    }
}
