//! Which documents belong to the site. Nothing is read, clicked, typed or dismissed in any other.

use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

/// The real site's domain. It sends its members from one of its hosts to another.
const REAL: &str = "linkedin.com";

/// Whether an address is one of the site's own: of its very origin, or, of the real site, https on any of its hosts.
#[must_use]
pub fn is_of_site(address: &Url, site: &Url) -> bool {
    address.origin() == site.origin() || (is_real(site) && is_real(address))
}

/// Whether an address is one of the real site's: https on any of its hosts.
#[must_use]
pub fn is_real(url: &Url) -> bool {
    let of_domain =
        |host: &str| host == REAL || host.strip_suffix(REAL).is_some_and(|front| front.ends_with('.'));
    url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(of_domain)
}

/// The same for the page script, which asks it of the document it is in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Allowed {
    /// The site's origin.
    origin: String,
    /// Of the real site, the domain all of whose hosts are its own.
    domain: Option<&'static str>,
    /// The domain to which the links of profiles lead, wherever a page of the site is served from.
    links: &'static str,
}

impl Allowed {
    /// The documents of a site.
    pub(super) fn of(site: &Url) -> Allowed {
        Allowed {
            origin: site.origin().ascii_serialization(),
            domain: is_real(site).then_some(REAL),
            links: REAL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sites_own_origin_and_of_the_real_site_its_hosts_are_its_own() {
        let real = ["https://www.linkedin.com/", "https://linkedin.com/", "https://de.linkedin.com/"];
        let practice = ["http://127.0.0.1:8000/", "http://localhost:8000/"];
        for site in real {
            for (address, own) in [
                ("https://www.linkedin.com/in/anna", true),
                ("https://linkedin.com/in/anna", true),
                ("https://de.linkedin.com/in/anna", true),
                ("https://www.linkedin.com:443/in/anna", true),
                ("http://www.linkedin.com/in/anna", false),
                ("https://www.linkedin.com:8443/in/anna", false),
                ("https://notlinkedin.com/in/anna", false),
                ("https://linkedin.com.example/in/anna", false),
                ("https://www.linkedin.com@portal.example/", false),
                ("https://portal.example/www.linkedin.com/", false),
                ("http://127.0.0.1:8000/in/anna", false),
                ("blob:https://www.linkedin.example/1", false),
                ("data:text/html,linkedin.com", false),
            ] {
                assert_eq!(
                    is_of_site(&Url::parse(address).unwrap(), &Url::parse(site).unwrap()),
                    own,
                    "{address}"
                );
            }
        }
        for site in practice {
            let site = Url::parse(site).unwrap();
            assert!(is_of_site(&site.join("/in/anna").unwrap(), &site));
            for foreign in [
                "https://www.linkedin.com/in/anna",
                "http://127.0.0.2:8000/in/anna",
                "http://127.0.0.1:8001/in/anna",
                "https://127.0.0.1:8000/in/anna",
                "http://portal.example/",
            ] {
                assert!(!is_of_site(&Url::parse(foreign).unwrap(), &site), "{foreign} at {site}");
            }
        }
    }
}
