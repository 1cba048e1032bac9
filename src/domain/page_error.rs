//! An error that a page has reported, as a trace keeps it.

use serde::{Deserialize, Serialize};

use super::neutral::acts;

/// How much of its text is kept, in characters.
const MOST_TEXT: usize = 200;

/// How much of its script's address is kept, in characters.
const MOST_ADDRESS: usize = 300;

super::words! {
    /// How a page came to report an error.
    pub enum PageErrorKind {
        /// A script of it threw, and nothing caught that.
        Uncaught => "uncaught",
        /// A script of it wrote it to the console.
        Logged => "logged",
    }
}

/// An error that a page has reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageError {
    /// How.
    pub kind: PageErrorKind,
    /// In its words, cut short.
    pub text: String,
    /// The address of the script without its query; empty where it is not known.
    pub address: String,
}

impl PageError {
    /// What is kept of an error: its text on one line, without what a terminal acts on, and the address without what it asks for.
    #[must_use]
    pub fn new(kind: PageErrorKind, text: &str, address: &str) -> PageError {
        let bare = address.split(['?', '#']).next().unwrap_or_default();
        let bare = url::Url::parse(bare).map_or_else(
            |_| String::new(),
            |mut url| {
                // Both fail only for addresses without a host.
                let _ = url.set_username("");
                let _ = url.set_password(None);
                // The data itself, of a script that is one.
                if url.cannot_be_a_base() { format!("{}:", url.scheme()) } else { url.into() }
            },
        );
        PageError { kind, text: cut(text, MOST_TEXT), address: cut(&bare, MOST_ADDRESS) }
    }
}

/// The words of a text on one line, so much of them.
fn cut(text: &str, most: usize) -> String {
    // What is far over it was written to be long.
    let start: String = text.chars().take(most * 4).collect();
    let clean: String =
        start.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !acts(*c)).collect();
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(most).collect();
    if short.len() < line.len() || text.chars().nth(most * 4).is_some() {
        format!("{short}\u{2026}")
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_error_its_words_stay_on_one_line_and_of_the_address_nothing_that_was_asked_for() {
        let kept = |text: &str, address: &str| {
            let error = PageError::new(PageErrorKind::Uncaught, text, address);
            (error.text, error.address)
        };
        let (text, address) = kept(
            "TypeError:\n  x\u{1b}[31m is\u{202e} not\ta function",
            "https://anna:secret@static.example/app.js?token=1#line",
        );
        assert_eq!(text, "TypeError: x[31m is not a function");
        assert_eq!(address, "https://static.example/app.js");
        let (text, _) = kept(&"word ".repeat(100_000), "");
        assert!(text.ends_with('\u{2026}') && text.chars().count() == MOST_TEXT + 1, "{text}");
        for odd in ["", "no address", "javascript:alert(1)", "data:text/javascript,throw%20'secret'"] {
            let (_, address) = kept("x", odd);
            assert!(!address.contains("secret") && !address.contains("alert"), "{odd}: {address}");
        }
    }
}
