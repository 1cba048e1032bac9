//! A cookie that brings a session along, and the file format that browsers' extensions and curl write them in.

use std::fmt;

use serde_json::{Value, json};

/// One cookie. Whoever has its value is signed in, so it is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookie {
    name: String,
    value: String,
    domain: String,
    /// Whether hosts below the domain get it too.
    below: bool,
    path: String,
    secure: bool,
    http_only: bool,
    /// Seconds since the Unix epoch; 0 for one that ends with the browser.
    expires: i64,
}

impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cookie({} of {})", self.name, self.domain)
    }
}

impl Cookie {
    /// Reads the Netscape format: seven fields a line, parted by tabs; `#HttpOnly_` before a domain, other lines that start
    /// with `#` are comments (<https://curl.se/docs/http-cookies.html>).
    ///
    /// # Errors
    /// The number of the first line that is no cookie, from 1. Its text is not given: it may be a secret.
    pub fn read_all(text: &str) -> Result<Vec<Cookie>, usize> {
        let mut cookies = Vec::new();
        for (nth, line) in text.lines().enumerate() {
            let (line, http_only) = match line.strip_prefix("#HttpOnly_") {
                Some(rest) => (rest, true),
                None => (line, false),
            };
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            let [domain, below, path, secure, expires, name, value] = fields.as_slice() else {
                return Err(nth + 1);
            };
            let yes = |word: &str| word.eq_ignore_ascii_case("true");
            // Some tools write fractions of a second.
            let expires = expires.split('.').next().unwrap_or_default().parse().map_err(|_| nth + 1)?;
            if domain.is_empty() || name.is_empty() || value.is_empty() {
                return Err(nth + 1);
            }
            cookies.push(Cookie {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
                domain: domain.trim_start_matches('.').to_lowercase(),
                below: yes(below),
                path: (*path).to_owned(),
                secure: yes(secure),
                http_only,
                expires,
            });
        }
        Ok(cookies)
    }

    /// Whether a page of `host` gets it.
    #[must_use]
    pub fn is_for(&self, host: &str) -> bool {
        host == self.domain || (self.below && host.ends_with(&format!(".{}", self.domain)))
    }

    /// As Chromium's `Network.setCookies` takes it.
    pub(super) fn as_param(&self) -> Value {
        // A leading dot makes it one for all hosts below.
        let domain = if self.below { format!(".{}", self.domain) } else { self.domain.clone() };
        let mut param = json!({
            "name": self.name, "value": self.value, "domain": domain, "path": self.path, "secure": self.secure,
            "httpOnly": self.http_only,
        });
        if self.expires > 0 {
            param["expires"] = json!(self.expires);
        }
        param
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Netscape HTTP Cookie File\n\n\
        #HttpOnly_.www.example.org\tTRUE\t/\tTRUE\t1827000000.5\tli_at\tAQED-secret\n\
        example.org\tFALSE\t/\tFALSE\t0\tlang\tv=2&lang=en\n";

    #[test]
    fn a_file_of_cookies_is_read_and_shows_no_value() {
        let cookies = Cookie::read_all(FILE).unwrap();
        assert_eq!(format!("{cookies:?}"), "[Cookie(li_at of www.example.org), Cookie(lang of example.org)]");
        let param = cookies[0].as_param();
        assert_eq!((&param["domain"], &param["httpOnly"]), (&".www.example.org".into(), &true.into()));
        assert_eq!((&param["expires"], cookies[1].as_param().get("expires")), (&1_827_000_000.into(), None));
    }

    #[test]
    fn a_cookie_goes_to_its_own_host_and_below_only_where_it_says_so() {
        let cookies = Cookie::read_all(FILE).unwrap();
        assert!(cookies[0].is_for("www.example.org") && cookies[0].is_for("a.www.example.org"));
        assert!(!cookies[0].is_for("example.org") && !cookies[0].is_for("evilwww.example.org"));
        assert!(cookies[1].is_for("example.org") && !cookies[1].is_for("www.example.org"));
    }

    #[test]
    fn a_line_that_is_no_cookie_is_told_by_its_number_alone() {
        for bad in ["a b c", "example.org\tTRUE\t/\tTRUE\tsoon\tn\tv", "\tTRUE\t/\tTRUE\t0\tn\tv"] {
            assert_eq!(Cookie::read_all(&format!("# x\n{bad}\n")), Err(2), "{bad}");
        }
    }
}
