//! Addresses and slugs in what people write: which words are meant as one, and how they read without the punctuation around them.

use super::marks::{has_space, is_blank};
use crate::domain::Slug;

/// Signs in place of the hyphen of a slug, made by programs that "mend" what is typed.
const HYPHENS: &[char] =
    &['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{FE63}', '\u{FF0D}'];

/// The addresses in a text, cleaned, and what is left of it; mail addresses are left out.
pub(super) fn addresses_in(entry: &str) -> (Vec<String>, String) {
    let mut addresses = Vec::new();
    let mut rest = String::with_capacity(entry.len());
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | ';' | '|' | ',' | '，' | '；' | '、')
    };
    for token in entry.split_inclusive(ends) {
        let mut word = token.trim_end_matches(ends);
        let end = &token[word.len()..];
        // `Ben:https://…` without white space.
        if let Some(at) = word.find("http").filter(|at| *at > 0 && word[*at..].contains("://")) {
            rest.push_str(&word[..at]);
            rest.push(' ');
            word = &word[at..];
        }
        for word in unglued(word) {
            if is_address(word) {
                addresses.push(clean_address(word));
            } else if !(word.contains('@') && word.contains('.')) {
                rest.push_str(word);
            }
        }
        rest.push_str(end);
    }
    // A name beside an address or a mail is followed by empty brackets now.
    for empty in ["<>", "()", "[]", "< >", "mailto:"] {
        rest = rest.replace(empty, " ");
    }
    (addresses, rest)
}

/// Addresses that stand behind each other without white space, parted. One in the query of another is a part of it.
fn unglued(word: &str) -> Vec<&str> {
    let end = word.find(['?', '#']).unwrap_or(word.len());
    let mut starts: Vec<usize> = ["http://", "https://"]
        .iter()
        .flat_map(|scheme| word[..end].match_indices(scheme))
        .map(|(at, _)| at)
        .filter(|at| *at > 0)
        .collect();
    starts.sort_unstable();
    starts.push(word.len());
    let mut from = 0;
    let mut words = Vec::new();
    for to in starts {
        words.push(&word[from..to]);
        from = to;
    }
    words
}

/// Whether a text is meant as an address.
pub(super) fn is_address(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    !has_space(&lower)
        && (lower.contains("://")
            || lower.contains("linkedin.com")
            || lower.contains("lnkd.in")
            || lower.starts_with("/in/")
            || lower.starts_with("in/")
            || lower.contains('/') && lower.contains("/in/"))
}

/// An address or slug without the punctuation of a sentence around it, and with plain hyphens in it.
pub(super) fn clean_address(text: &str) -> String {
    let around = |c: char| {
        is_blank(c)
            || matches!(
                c,
                '<' | '>'
                    | '"'
                    | '\''
                    | '`'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | ','
                    | ';'
                    | '!'
                    | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
            )
    };
    let text = text.trim_matches(around);
    let text = text.trim_end_matches(['.', ':', '?', '…', '!']).trim_start_matches(['@', '＠']);
    text.replace(HYPHENS, "-").replace('\u{AD}', "")
}

/// A slug without the bullet or number that stands before it without white space: `•ben-harrowgate`, `1.ben-harrowgate`.
pub(super) fn without_glued_marker(word: &str) -> Option<&str> {
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = digits.strip_prefix(['.', ')', ':', ']']).filter(|_| digits.len() < bare.len());
    let bare = behind.unwrap_or(bare).trim_start_matches(|c: char| !c.is_alphanumeric());
    (bare.len() < word.len() && !bare.is_empty()).then_some(bare)
}

/// A word such as `ben-harrowgate` or `ben1980`.
pub(super) fn is_like_a_slug(word: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || c.len_utf8() > 1;
    word.len() > 2
        && !has_space(word)
        && word.chars().all(fits)
        && word.chars().any(char::is_alphabetic)
        && (word.trim_matches('-').contains('-') || word.chars().any(|c| c.is_ascii_digit()))
        && Slug::parse(word).is_ok()
}
