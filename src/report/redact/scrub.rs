//! Takes names out of one text.

use std::collections::HashSet;

use serde_json::Value;

use super::names::{Names, words};
use crate::domain::page_request::PageRequest;
use crate::selectors::Selectors;

/// Stands for what was taken out.
const GONE: &str = "\u{2026}";

/// Attributes whose values are made by programmers; those of all others may speak of people.
const STRUCTURAL: [&str; 11] = [
    "data-testid=",
    "componentkey=",
    "data-view-name=",
    "data-control-name=",
    "class=",
    "[id=",
    "role=",
    "data-test-icon=",
    "aria-expanded=",
    "aria-haspopup=",
    "type=",
];

/// Words of roles, states, kinds of fields and sizes of icons, which have nothing to do with whose page it is. A page may write
/// anything in their place.
const COMMON: [&str; 58] = [
    "alert",
    "alertdialog",
    "application",
    "article",
    "banner",
    "button",
    "checkbox",
    "combobox",
    "complementary",
    "contentinfo",
    "dialog",
    "email",
    "false",
    "figure",
    "file",
    "form",
    "grid",
    "group",
    "heading",
    "hidden",
    "icon",
    "img",
    "large",
    "link",
    "list",
    "listbox",
    "listitem",
    "main",
    "medium",
    "menu",
    "menubar",
    "menuitem",
    "mixed",
    "navigation",
    "none",
    "note",
    "number",
    "option",
    "password",
    "presentation",
    "radio",
    "region",
    "reset",
    "row",
    "search",
    "searchbox",
    "small",
    "status",
    "submit",
    "switch",
    "tab",
    "tablist",
    "tabpanel",
    "tel",
    "text",
    "textbox",
    "toolbar",
    "true",
];

/// Parts of addresses that name nobody.
const PLACES: [&str; 22] = [
    "in",
    "me",
    "mynetwork",
    "invite-connect",
    "invitation-manager",
    "connections",
    "sent",
    "search",
    "results",
    "people",
    "feed",
    "login",
    "uas",
    "authwall",
    "signup",
    "checkpoint",
    "challenge",
    "challengesv2",
    "404",
    "unavailable",
    "overlay",
    "about-this-profile",
];

pub(super) struct Scrub<'a> {
    names: &'a Names,
    /// The words of the interface, in every language of the selector files.
    interface: HashSet<String>,
    /// The words of which programmers make ids, classes and keys, as far as the selector files use them.
    coined: HashSet<String>,
}

impl<'a> Scrub<'a> {
    pub(super) fn new(names: &'a Names) -> Scrub<'a> {
        let request =
            Selectors::load(crate::domain::Surface::Desktop, &[]).map(|selectors| selectors.page_request());
        let request = request.unwrap_or_default();
        Scrub { names, interface: interface_words(&request), coined: coined_words(&request) }
    }

    /// A name that the page showed.
    pub(super) fn name(&self, name: &str, about: Option<usize>) -> String {
        self.names.seen(name, about)
    }

    /// A sentence of our own: what it quotes is a text of the page.
    pub(super) fn sentence(&self, text: &str, about: Option<usize>) -> String {
        self.structure(text, about)
    }

    /// Elements and sentences: what stands in quotes is a text of the page, unless it is the value of a structural attribute.
    pub(super) fn structure(&self, text: &str, about: Option<usize>) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('"') {
            let (outside, quoted) = rest.split_at(open);
            clean.push_str(&self.outside(outside, about));
            let (inside, after) = split_quoted(&quoted[1..]);
            let structural = STRUCTURAL.iter().any(|attribute| outside.ends_with(attribute));
            let inside = if outside.ends_with("href=") {
                self.address(inside, about)
            } else if outside.ends_with("data-test-icon=") && is_icon(inside) {
                self.outside(inside, about)
            } else if structural {
                self.made_up(inside, about)
            } else {
                self.page_text(inside, about, 200)
            };
            clean.push_str(&format!("\"{inside}\""));
            rest = after;
        }
        clean.push_str(&self.outside(rest, about));
        clean
    }

    /// A text of the page: of its words only those of the interface stay.
    pub(super) fn page_text(&self, text: &str, about: Option<usize>, longest: usize) -> String {
        let short: String = text.chars().take(longest).collect();
        self.replace(&short, about, |word| {
            let number = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
            number || self.interface.contains(word)
        })
    }

    /// An address: its path, of which only parts stay that name nobody.
    pub(super) fn address(&self, address: &str, about: Option<usize>) -> String {
        if address.is_empty() {
            return String::new();
        }
        let whole = url::Url::parse(address).map_or_else(|_| address.to_owned(), |url| url.path().to_owned());
        let path = whole.split(['?', '#']).next().unwrap_or_default();
        let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let part = |part: &str| {
            if part.is_empty() || PLACES.contains(&part.to_lowercase().as_str()) {
                return part.to_owned();
            }
            let words = words(part);
            match self.names.at_start(&words, about) {
                Some((count, shown)) if count == words.len() => shown,
                _ => GONE.to_owned(),
            }
        };
        decoded.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// A value that the page's programmers have chosen, or a script of the page: of its words only those stay that selector files use.
    fn made_up(&self, text: &str, about: Option<usize>) -> String {
        self.replace(&without_ids(text), about, |word| {
            let number = |word: &str| word.len() <= 6 && word.bytes().all(|byte| byte.is_ascii_digit());
            number(word)
                || word.strip_prefix("ember").is_some_and(number)
                || self.coined.contains(word)
                || self.interface.contains(word)
        })
    }

    /// What is not in quotes: known names, addresses, and long ids are taken out.
    fn outside(&self, text: &str, about: Option<usize>) -> String {
        let mut clean = String::with_capacity(text.len());
        for chunk in text.split_inclusive(char::is_whitespace) {
            let bare = chunk.trim_end();
            let space = &chunk[bare.len()..];
            let speaks = bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
            let scrubbed = if bare.contains("/in/") || bare.contains("://") {
                bare.replace(speaks, &self.address(speaks, about))
            } else if bare.contains('@') && bare.contains('.') {
                GONE.to_owned()
            } else if let Some((before, id)) = bare.split_once('#') {
                // `div#ember97[role=`: the page has chosen the id.
                let end = id.find(['[', '(', ')', ',', ':']).unwrap_or(id.len());
                format!(
                    "{}#{}{}",
                    without_ids(before),
                    self.made_up(&id[..end], about),
                    without_ids(&id[end..])
                )
            } else {
                without_ids(bare)
            };
            clean.push_str(&scrubbed);
            clean.push_str(space);
        }
        self.replace(&clean, about, |_| true)
    }

    /// Puts placeholders for known names, and takes out the words that may not stay.
    fn replace(&self, text: &str, about: Option<usize>, may_stay: impl Fn(&str) -> bool) -> String {
        let words = words(text);
        let mut clean = String::with_capacity(text.len());
        let (mut copied, mut at) = (0, 0);
        let mut just_gone = false;
        while let Some((range, word)) = words.get(at) {
            let (taken, shown) = match self.names.at_start(&words[at..], about) {
                Some((taken, shown)) => (taken.max(1), shown),
                None if may_stay(word) => {
                    (at, just_gone) = (at + 1, false);
                    continue;
                }
                None => (1, GONE.to_owned()),
            };
            // Several words that go are one gap.
            let gone = shown == GONE;
            if !(gone && just_gone) {
                clean.push_str(&text[copied..range.start]);
                clean.push_str(&shown);
            }
            just_gone = gone;
            copied = words[at + taken - 1].0.end;
            at += taken;
        }
        clean.push_str(&text[copied..]);
        clean
    }
}

/// Whether a value has the form of an icon's name, as in `remove-connection-medium`: whoever mends a selector needs it, also where no
/// selector file has it yet.
fn is_icon(value: &str) -> bool {
    let of_words = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    of_words && ["-small", "-medium", "-large"].iter().any(|size| value.ends_with(size))
}

/// The inside of a quoted text whose opening quote is taken, and what comes after the closing one.
fn split_quoted(text: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return (&text[..at], &text[at + 1..]),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    (text, "")
}

/// Takes out ids that stand for a member: long mixes of letters and digits, and long numbers. A word at their end stays, since
/// `componentkey` ends in what the element is (ui-evidence 1c).
fn without_ids(text: &str) -> String {
    let belongs = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(belongs) {
        clean.push_str(&rest[..start]);
        let end = rest[start..].find(|c| !belongs(c)).map_or(rest.len(), |length| start + length);
        let token = &rest[start..end];
        let digits = token.bytes().filter(u8::is_ascii_digit).count();
        let mixed = token.len() >= 14 && digits > 0 && token.bytes().any(|byte| byte.is_ascii_uppercase());
        if mixed || digits >= 6 {
            clean.push_str(GONE);
            let tail = token.rfind(|c: char| c.is_ascii_uppercase()).map_or("", |at| &token[at..]);
            if tail.len() >= 5 && tail.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                clean.push_str(tail);
            }
        } else {
            clean.push_str(token);
        }
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

fn interface_words(request: &PageRequest) -> HashSet<String> {
    let mut known: HashSet<String> = ["1st", "2nd", "3rd"].map(str::to_owned).into();
    for text in request.texts.values().flat_map(|keys| keys.values()).flatten() {
        known.extend(words(&text.t).into_iter().map(|(_, word)| word));
    }
    known
}

fn coined_words(request: &PageRequest) -> HashSet<String> {
    fn all(value: &Value, known: &mut HashSet<String>) {
        match value {
            Value::String(text) => known.extend(words(text).into_iter().map(|(_, word)| word)),
            Value::Array(list) => list.iter().for_each(|one| all(one, known)),
            Value::Object(fields) => fields.values().for_each(|one| all(one, known)),
            _ => {}
        }
    }
    let mut known: HashSet<String> = COMMON.map(str::to_owned).into();
    let Ok(Value::Object(parts)) = serde_json::to_value(request) else { return known };
    parts.iter().filter(|(part, _)| *part != "texts").for_each(|(_, part)| all(part, &mut known));
    known
}
