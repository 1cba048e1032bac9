//! The form in which rules compare texts: case, accents, width and punctuation make no difference.
//!
//! This is wider than the form of [`crate::domain::PersonName`], in which accents count: there it is decided whether a
//! page is about the right person, here only who is put on a list that people read before anything happens.

use unicode_normalization::UnicodeNormalization;

/// Stands before and behind a whole text, so that a pattern can ask for its ends.
pub(super) const EDGE: char = '\n';

/// The text as words of plain letters between single spaces, framed: `EDGE acme gmbh EDGE`. Empty for a text without
/// words.
pub(super) fn fold_framed(text: &str, into: &mut String) {
    into.clear();
    into.push(EDGE);
    into.push(' ');
    let empty = into.len();
    fold_words(text, into);
    if into.len() == empty {
        into.clear();
        return;
    }
    if !into.ends_with(' ') {
        into.push(' ');
    }
    into.push(EDGE);
}

/// The text as words of plain letters between single spaces.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_words(text, &mut folded);
    folded.truncate(folded.trim_end().len());
    folded
}

/// Adds the words of the text, each followed by a space or the end.
fn fold_words(text: &str, into: &mut String) {
    if text.is_ascii() {
        text.bytes().for_each(|byte| push(char::from(byte), into));
        return;
    }
    for c in text.nfkd() {
        if is_accent(c) {
            continue;
        }
        if let Some(plain) = without_stroke(c) {
            into.push_str(plain);
        } else if is_its_own_word(c) {
            end_word(into);
            into.push(c);
            into.push(' ');
        } else if c.is_ascii() {
            push(c, into);
        } else {
            c.to_lowercase().filter(|c| !is_accent(*c)).for_each(|c| push(c, into));
        }
    }
}

fn push(c: char, into: &mut String) {
    match c {
        _ if c.is_ascii_alphanumeric() => into.push(c.to_ascii_lowercase()),
        // `C++` and `C#` are not `C`.
        '+' | '#' if into.ends_with(|c: char| c.is_alphanumeric() || c == '+') => into.push(c),
        '\'' | '`' | '\u{2018}' | '\u{2019}' => {}
        _ if !c.is_ascii() && (c.is_alphanumeric() || is_vowel_sign(c)) => into.push(c),
        _ => end_word(into),
    }
}

fn end_word(into: &mut String) {
    if !into.is_empty() && !into.ends_with(' ') {
        into.push(' ');
    }
}

/// Marks that lie on letters and can be left out without making another letter in the scripts that use them, and marks
/// that cannot be seen.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{652}' | '\u{640}'
        | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// Vowel signs of the scripts of India and South-East Asia belong to their words.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DFF}' | '\u{E30}'..='\u{E4E}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Letters that no decomposition makes plain.
fn without_stroke(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "n",
        _ => return None,
    })
}

/// Scripts that are written without spaces: each sign stands for itself, so that a pattern is found inside of a run.
fn is_its_own_word(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_width_and_punctuation_make_no_difference() {
        for (one, other) in [
            ("Société Générale", "SOCIETE  GENERALE"),
            ("ＡＣＭＥ ＧｍｂＨ", "acme gmbh"),
            ("Żółw & Łoś Sp. z o.o.", "zolw los sp z o o"),
            ("O’Neil-Sons", "oneil sons"),
            ("Straße", "STRASSE"),
            ("İstanbul", "istanbul"),
            ("Ａ.Ｂ", "a b"),
            ("ﬁnance", "Finance"),
            ("株式会社ソニー", "株式会社ｿﾆｰ"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
        assert_ne!(fold("C++"), fold("C"));
        assert_ne!(fold("हिन्दी"), fold("हन्द"));
        assert_eq!(fold(" -- "), "");
    }

    #[test]
    fn a_text_without_words_has_no_frame() {
        let mut framed = "left over".to_owned();
        fold_framed("-- ", &mut framed);
        assert_eq!(framed, "");
        fold_framed(" Acme, GmbH.", &mut framed);
        assert_eq!(framed, "\n acme gmbh \n");
    }
}
