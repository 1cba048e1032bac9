//! The slug of a profile: the part of its address after `/in/`. Everything that people write for a profile (bare slugs,
//! addresses old and new, with noise around them) is brought to one form here, and what cannot be brought to it
//! without a guess is refused. Nothing is looked up: whether such a member exists is the page's business.

mod fault;
#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use url::Url;

pub use fault::SlugFault;

/// The longest slug in characters, after decoding: LinkedIn's own limit for a custom address.
const LONGEST: usize = 100;

/// Everything but RFC 3986's unreserved characters is encoded in a path.
const IN_A_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A normalised slug: decoded, NFC, lower case (member ids keep their case), no slash, no query. Compared whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// Reads a slug, an address of a profile, or its path: `jane-doe`, `/in/jane-doe/`,
    /// `https://de.linkedin.com/in/Jane-Doe?trk=x`, `linkedin.com/mwlite/in/jane-doe`, and the old public form
    /// `/pub/jane-doe/12/345/678` where it can be turned into the present one without a guess.
    ///
    /// What comes out reads as itself: `Slug::parse(slug.as_str())` gives the same slug.
    ///
    /// # Errors
    /// [`SlugFault`] says what is wrong with the text, and how to mend it.
    pub fn parse(text: &str) -> Result<Slug, SlugFault> {
        read(text, None)
    }

    /// As [`Slug::parse`], and takes addresses of `site` too (host and port must be the site's): the practice site
    /// serves its people under a loopback host.
    ///
    /// # Errors
    /// As [`Slug::parse`].
    pub fn parse_at(text: &str, site: &Url) -> Result<Slug, SlugFault> {
        read(text, Some(site))
    }

    /// Reads what somebody typed or pasted to say who is meant: as [`Slug::parse`] (or, with a site, [`Slug::parse_at`]), and what
    /// a text program or a sentence left in it is refused instead of being taken for a part of the slug: a dash that is not the
    /// keyboard's hyphen, a full stop or the like at the end. An address from a browser has such characters encoded (`%E2%80%93`).
    ///
    /// # Errors
    /// As [`Slug::parse`], and [`SlugFault::Dash`] and [`SlugFault::Ending`].
    pub fn typed(text: &str, site: Option<&Url>) -> Result<Slug, SlugFault> {
        let slug = read(text, site)?;
        let plain = text.split(['?', '#']).next().unwrap_or(text);
        if let Some(dash) = plain.chars().find(|c| is_dash(*c)) {
            return Err(SlugFault::Dash(dash));
        }
        let last = plain.trim_end_matches(|c| is_noise(c) || c == '/').chars().last();
        match last.filter(|c| matches!(c, '.' | '!' | ':' | '\'' | '’' | '”' | '»' | ')' | ']')) {
            Some(last) => Err(SlugFault::Ending(last)),
            None => Ok(slug),
        }
    }

    /// The normalised slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a member id (`ACo…`, `ACw…`), which keeps its case and is resolved by loading it.
    #[must_use]
    pub fn is_member_id(&self) -> bool {
        is_member_id(&self.0)
    }

    /// The path of the profile, percent-encoded: `/in/SLUG/`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/in/{}/", utf8_percent_encode(&self.0, IN_A_PATH))
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Slug {
    type Err = SlugFault;
    fn from_str(text: &str) -> Result<Slug, SlugFault> {
        Slug::parse(text)
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

fn read(text: &str, site: Option<&Url>) -> Result<Slug, SlugFault> {
    let text = text.trim_matches(is_noise);
    if text.is_empty() {
        return Err(SlugFault::Empty);
    }
    if let Some(control) = text.chars().find(|c| c.is_control()) {
        return Err(SlugFault::Control(control));
    }
    if text.contains('\\') {
        return Err(SlugFault::Character('\\'));
    }
    let (has_scheme, rest) = strip_scheme(text)?;
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (address, cut) = rest.split_at(end);

    let mut segments = address.split('/').filter(|segment| !segment.is_empty()).peekable();
    let first = segments.peek().copied().unwrap_or("");
    let is_address = has_scheme || address.contains('/') || !cut.is_empty();
    let names_host = has_scheme || text.starts_with("//") || looks_like_a_host(first, is_address);
    if names_host {
        check_host(first, site)?;
        segments.next();
    }
    let segments: Vec<&str> = segments.collect();
    match segments.as_slice() {
        [] if names_host => Err(SlugFault::NotAProfile("a site's front page")),
        [] => Err(SlugFault::Empty),
        [only] if !names_host && !is_path_word(only) => normalise(only),
        path => read_path(path),
    }
}

/// The dashes and the minus sign that text programs put in place of a hyphen.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// White space, and the marks that copying and spreadsheets leave at the ends of a text.
fn is_noise(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Takes `http:` or `https:` off; says whether there was one. Other schemes are faults.
fn strip_scheme(text: &str) -> Result<(bool, &str), SlugFault> {
    let Some((scheme, rest)) = text.split_once(':') else { return Ok((false, text)) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
    if !is_scheme {
        return Ok((false, text));
    }
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => Ok((true, rest)),
        "urn" => Err(SlugFault::Urn),
        "mailto" => Err(SlugFault::Email),
        // `localhost:8080/in/…` has no scheme but a port.
        _ if rest.starts_with(|c: char| c.is_ascii_digit()) => Ok((false, text)),
        other => Err(SlugFault::Scheme(other.to_owned())),
    }
}

/// Whether the first part of a text without a scheme is the name of a host.
fn looks_like_a_host(first: &str, is_address: bool) -> bool {
    let lower = first.to_ascii_lowercase();
    if is_address {
        return first.contains(['.', ':', '@']) || lower == "localhost";
    }
    lower == "linkedin.com" || lower.ends_with(".linkedin.com") || lower == "lnkd.in"
}

fn check_host(authority: &str, site: Option<&Url>) -> Result<(), SlugFault> {
    if authority.contains('@') {
        return Err(SlugFault::UserInfo);
    }
    let authority = authority.to_ascii_lowercase();
    if site.is_some_and(|site| is_host_of(&authority, site)) {
        return Ok(());
    }
    let host = authority.strip_suffix(":443").or_else(|| authority.strip_suffix(":80")).unwrap_or(&authority);
    let host = host.strip_suffix('.').unwrap_or(host);
    let sub = match host.strip_suffix("linkedin.com") {
        Some("") => return Ok(()),
        Some(sub) => sub.strip_suffix('.'),
        None => None,
    };
    match sub {
        Some("www" | "m" | "touch" | "mobile") => Ok(()),
        Some(country) if country.len() == 2 && country.bytes().all(|b| b.is_ascii_lowercase()) => Ok(()),
        _ if host == "lnkd.in" => Err(SlugFault::ShortLink),
        _ => Err(SlugFault::ForeignHost(authority)),
    }
}

fn is_host_of(authority: &str, site: &Url) -> bool {
    let Some(host) = site.host_str() else { return false };
    let port = site.port_or_known_default();
    match authority.strip_prefix(host) {
        Some("") => site.port().is_none(),
        Some(rest) => rest.strip_prefix(':').and_then(|p| p.parse().ok()) == port && port.is_some(),
        None => false,
    }
}

/// A single word that is the start of a path rather than a slug.
fn is_path_word(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "in" | "pub" | "mwlite" | "company" | "school" | "feed")
}

fn read_path(path: &[&str]) -> Result<Slug, SlugFault> {
    let head = path.first().map(|head| head.to_ascii_lowercase()).unwrap_or_default();
    let rest = path.get(1..).unwrap_or_default();
    match (head.as_str(), rest) {
        // Behind the slug may stand a language or a part of the profile; another address there is another person.
        ("in", [_, more @ ..])
            if more.windows(2).any(|pair| matches!(pair[0].to_ascii_lowercase().as_str(), "in" | "pub")) =>
        {
            Err(SlugFault::TwoAddresses)
        }
        ("in", [slug, ..]) => normalise(slug),
        ("in", []) => Err(SlugFault::Empty),
        // `comm` stands in the links of LinkedIn's own mails.
        ("mwlite" | "comm", [next, ..]) if next.eq_ignore_ascii_case("in") => read_path(rest),
        ("pub", [name, codes @ ..]) => read_old(name, codes),
        (other, _) => Err(SlugFault::NotAProfile(what_page(other))),
    }
}

/// The old public address `/pub/NAME/A/B/C` names the member `NAME-CBA`. That holds without a doubt where B and C have
/// all their three digits and A is not zero; how shorter ones are filled up is not documented, and `/pub/NAME` alone
/// has lost its codes and would name somebody else.
fn read_old(name: &str, codes: &[&str]) -> Result<Slug, SlugFault> {
    let is_hex = |code: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_hexdigit())
    };
    match codes {
        [a, b, c, ..] if is_hex(a, 1..=2) && !a.starts_with('0') && is_hex(b, 3..=3) && is_hex(c, 3..=3) => {
            normalise(&format!("{name}-{c}{b}{a}"))
        }
        _ => Err(SlugFault::OldAddress),
    }
}

fn what_page(head: &str) -> &'static str {
    match head {
        "company" | "showcase" => "a company page",
        "school" | "edu" => "a school page",
        "feed" | "posts" | "pulse" => "the feed or a post",
        "groups" => "a group",
        "jobs" => "a job",
        "sales" => "a Sales Navigator page",
        "talent" | "recruiter" => "a Recruiter page",
        "search" => "a search",
        "mynetwork" => "the My Network page",
        "messaging" => "the messages",
        "events" => "an event",
        "learning" => "a course",
        "profile" => "an address of the old form `/profile/view?id=…`",
        "login" | "uas" | "authwall" | "checkpoint" | "signup" => "a sign-in page",
        "404" => "the page for profiles that do not exist",
        _ => "some other page",
    }
}

fn normalise(segment: &str) -> Result<Slug, SlugFault> {
    let mut text = decode(segment)?;
    if text.contains('%') {
        // Lists that went through two tools are encoded twice. A slug itself never holds a percent sign.
        text = decode(&text)?;
    }
    let text = text.trim_matches(is_noise);
    if text.is_empty() {
        return Err(SlugFault::Empty);
    }
    let slug: String = if is_member_id(text) {
        text.to_owned()
    } else if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfc().collect::<String>().to_lowercase().nfc().collect()
    };
    check_characters(&slug)?;
    let length = slug.chars().count();
    match slug.as_str() {
        "me" => Err(SlugFault::Me),
        "unavailable" => Err(SlugFault::Unavailable),
        "." | ".." => Err(SlugFault::Character('.')),
        word if is_path_word(word) => Err(SlugFault::Empty),
        // Alone it would be read as an address, and not as the slug that it came from.
        host if looks_like_a_host(host, false) => Err(SlugFault::Character('.')),
        _ if length > LONGEST => Err(SlugFault::TooLong(length)),
        _ => Ok(Slug(slug)),
    }
}

fn decode(text: &str) -> Result<String, SlugFault> {
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('%') {
        let code = bytes.get(at + 1..at + 3).unwrap_or_default();
        if code.len() < 2 || !code.iter().all(u8::is_ascii_hexdigit) {
            return Err(SlugFault::Encoding);
        }
    }
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map(std::borrow::Cow::into_owned).map_err(|_| SlugFault::NotUtf8)
}

fn check_characters(slug: &str) -> Result<(), SlugFault> {
    for c in slug.chars() {
        match c {
            _ if c.is_whitespace() => return Err(SlugFault::WhiteSpace),
            // The joiners belong to emoji and to Persian names; every other unseen mark is an accident or a trick.
            '\u{200C}' | '\u{200D}' => {}
            _ if c.is_control() || is_noise(c) => return Err(SlugFault::Control(c)),
            '/' => return Err(SlugFault::Slash),
            '@' => return Err(SlugFault::Email),
            '\\' | '?' | '#' | '%' | ':' | ',' | ';' | '"' | '<' | '>' | '|' | '*' | '^' | '`' | '{'
            | '}' | '[' | ']' | '=' | '&' => return Err(SlugFault::Character(c)),
            _ => {}
        }
    }
    Ok(())
}

/// Member ids are base64url of a small number behind a fixed head, so all that were ever seen go on with `AA`;
/// without that, only a length that no written name has tells one from a slug in capitals such as `ACosta`.
fn is_member_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("ACo").or_else(|| text.strip_prefix("ACw")) else { return false };
    rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && ((rest.starts_with("AA") && text.len() >= 8) || text.len() >= 30)
}
