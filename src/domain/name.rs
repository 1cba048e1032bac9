//! Names of people, and when two of them are the same name.
//!
//! The rules, in their order:
//!
//! 1. Emoji are taken out; letters that are drawn as pictures (`🅰`) become the letters that they show.
//! 2. Apostrophes of every kind vanish: `O'Neil`, `O’Neil` and `ONeil` are one name; `O Neil` is not.
//! 3. NFKC: wide, narrow, bold and ligature forms become plain letters. Marks that cannot be seen (zero-width, direction,
//!    variation, soft hyphen, tatweel) vanish.
//! 4. Pronouns go: two or more from a closed list with slashes or commas between, in brackets or bare: `(she/her)`, `He/Him`.
//!    A single word in brackets stays, since it may be a nickname or a name from before a marriage.
//! 5. Titles at the start and post-nominals at the end go, from the closed lists of `credentials`. `Jr` and `III` stay.
//! 6. All other punctuation and symbols part words: `Anna-Maria` is `Anna Maria`.
//! 7. Full case folding (`ß` is `ss`; the dot over a Turkish `İ` is dropped). Accents stay: `é` is not `e`.
//!
//! Two names match when their sets of words are equal. A subset is not a match: Anna Nowak is not Anna Maria Nowak.
//! Somebody is chosen by name alone only where the words stand in one order, too, and `ß` is no `ss` ([`PersonName::fit`]).
//! Wherever a rule is in doubt, it strips less: a mismatch is looked at by a human, a false match is a wrong person.

mod credentials;
mod fit;
#[cfg(test)]
mod tests;

pub use fit::NameFit;

use std::borrow::Cow;

use caseless::Caseless;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};

/// A person's name as written, with the form that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    written: String,
    /// The compared words in their written order, joined by one space.
    folded: String,
    key: String,
}

impl PersonName {
    /// Takes a name as written. `None` if nothing is left of it once emoji, pronouns and post-nominals are stripped.
    #[must_use]
    pub fn new(written: &str) -> Option<PersonName> {
        let folded = compared_words(written).join(" ");
        if folded.is_empty() {
            return None;
        }
        let mut sorted: Vec<&str> = folded.split(' ').collect();
        sorted.sort_unstable();
        sorted.dedup();
        let key = sorted.join(" ");
        Some(PersonName { written: written.trim().to_owned(), folded, key })
    }

    /// The name as written, without white space around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether both are the same name: NFKC, case-folded, emoji, pronouns and post-nominals stripped, the sets of words equal.
    #[must_use]
    pub fn matches(&self, other: &PersonName) -> bool {
        self.key == other.key
    }

    /// Whether both may be one name, written otherwise: without what stands in brackets or quotation marks (a name of before, a
    /// nickname), or a name in Han, Hangul or kana in one piece. Too weak to tell people apart: only for a page whose address is
    /// the person's own.
    #[must_use]
    pub fn is_written_otherwise(&self, other: &PersonName) -> bool {
        let bare = [&self.written, &other.written].map(|name| PersonName::new(&without_asides(name)));
        let [Some(one), Some(two)] = &bare else { return false };
        let pieces = [one, two].map(in_one_piece);
        one.matches(two) || pieces[0].iter().any(|piece| pieces[1].contains(piece))
    }

    /// The compared form: the words, normalised, sorted, joined by one space.
    #[must_use]
    pub fn match_key(&self) -> String {
        self.key.clone()
    }

    /// The compared form, borrowed.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The normalised words in the order in which they are written; at least one.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.folded.split(' ')
    }

    /// The words in the order in which they are written, joined by one space.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The words of any text in the form in which names are compared, for looking for a name in it.
    #[must_use]
    pub fn words_in(text: &str) -> Vec<String> {
        words_of(&plain(text))
    }

    /// The first word, normalised: some dialogs show only the first name (ui-evidence 1b).
    #[must_use]
    pub fn first_word(&self) -> &str {
        self.words().next().unwrap_or_default()
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.written)
    }
}

/// A text brought to the form in which names are compared, with nothing stripped but ornaments: for patterns and for
/// companies. White space at the ends stays, as one space.
#[must_use]
pub fn fold_text(text: &str) -> String {
    let plain = plain(text);
    let mut folded = words_of(&plain).join(" ");
    if folded.is_empty() {
        return if text.is_empty() { folded } else { " ".to_owned() };
    }
    if plain.starts_with(|c| !belongs_to_a_word(c)) {
        folded.insert(0, ' ');
    }
    if plain.ends_with(|c| !belongs_to_a_word(c)) {
        folded.push(' ');
    }
    folded
}

/// A run of characters between white space or breaks, still as written.
struct Token {
    text: String,
    /// Whether a comma, a bar, a bracket or a dash on its own stands before it.
    after_break: bool,
}

fn compared_words(written: &str) -> Vec<String> {
    let mut tokens = tokens(&strip_pronouns(&plain(written)));
    strip_titles(&mut tokens);
    strip_credentials(&mut tokens);
    tokens.iter().flat_map(|token| words_of(&token.text)).collect()
}

/// Rules 1 to 3: plain letters, with the punctuation still in place.
fn plain(written: &str) -> String {
    if written.is_ascii() {
        return written.chars().filter(|c| !matches!(c, '\'' | '`')).collect();
    }
    let mut kept = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{02B9}' | '\u{02BB}'
            | '\u{02BC}' | '\u{02BD}' | '\u{055A}' | '\u{05F3}' | '\u{FF07}' | '`' | '\u{B4}'
            | '\u{0640}' => {}
            // A keycap (1️⃣) is a digit with a frame around it: the digit goes with the frame.
            '\u{20E3}' => {
                kept.truncate(kept.trim_end_matches(is_unseen).len());
                kept.pop();
            }
            '\u{1F150}'..='\u{1F169}' => kept.push(pictured_letter(c, 0x1F150)),
            '\u{1F170}'..='\u{1F189}' => kept.push(pictured_letter(c, 0x1F170)),
            // A circled M is an emoji, and also part of names drawn in circled letters.
            '\u{24C2}' => kept.push('M'),
            // Letters and digits are no emoji but for this one; asking the small tables first saves two large ones.
            _ if c.is_ascii() || (c.is_alphanumeric() && c != '\u{2139}') => kept.push(c),
            _ if c.is_emoji_char()
                || c.general_category() == GeneralCategory::ModifierSymbol
                || c == '\u{2120}' =>
            {
                kept.push(' ');
            }
            _ => kept.push(c),
        }
    }
    let mut plain = nfkc(kept);
    plain.retain(|c| !is_unseen(c));
    plain
}

fn nfkc(text: String) -> String {
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => text,
        IsNormalized::No | IsNormalized::Maybe => text.nfkc().collect(),
    }
}

fn pictured_letter(c: char, first: u32) -> char {
    u8::try_from(u32::from(c) - first).map_or(' ', |nth| char::from(b'A' + nth))
}

fn is_unseen(c: char) -> bool {
    if c.is_ascii() || c.is_alphanumeric() {
        return false;
    }
    c.general_category() == GeneralCategory::Format
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{034F}')
}

/// A name without what is in brackets or quotation marks beside it.
fn without_asides(written: &str) -> String {
    const PAIRS: &[(char, &[char])] = &[
        ('(', &[')']),
        ('[', &[']']),
        ('\u{ff08}', &['\u{ff09}']),
        ('"', &['"']),
        ('\u{201c}', &['\u{201d}']),
        ('\u{201e}', &['\u{201c}', '\u{201d}']),
        ('\u{ab}', &['\u{bb}']),
    ];
    let (mut kept, mut rest) = (String::with_capacity(written.len()), written);
    while let Some((at, (open, close))) =
        rest.char_indices().find_map(|(at, c)| PAIRS.iter().find(|pair| pair.0 == c).map(|pair| (at, pair)))
    {
        let inside = &rest[at + open.len_utf8()..];
        let Some(end) = inside.find(*close) else { break };
        kept.push_str(&rest[..at]);
        kept.push(' ');
        rest = inside[end..].trim_start_matches(*close);
    }
    kept + rest
}

/// The words of a name in Han, Hangul or kana, joined in their order and the other way round; nothing for other names.
fn in_one_piece(name: &PersonName) -> Vec<String> {
    let is_east_asian = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3134f}');
    if !name.words().all(|word| word.chars().all(is_east_asian)) {
        return Vec::new();
    }
    let words: Vec<&str> = name.words().collect();
    vec![words.concat(), words.iter().rev().copied().collect()]
}

/// Rule 7, for one word or a whole text.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = nfkc(text.chars().default_case_fold().collect());
    if folded.chars().any(char::is_uppercase) {
        folded = nfkc(folded.chars().default_case_fold().collect());
    }
    if folded.contains('\u{307}') { folded.replace("i\u{307}", "i") } else { folded }
}

/// Rule 4.
fn strip_pronouns(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', '[', '{', '/']) {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(open) = rest.find(['(', '[', '{']) {
        let inside = &rest[open + 1..];
        let Some(close) = inside.find([')', ']', '}']) else { break };
        kept.push_str(&rest[..open]);
        if are_pronouns(&inside[..close], &['/', ',', '|', '·', '&']) {
            kept.push(' ');
        } else {
            kept.push_str(&rest[open..open + close + 2]);
        }
        rest = &inside[close + 1..];
    }
    kept.push_str(rest);
    let bare: Vec<&str> = kept.split_whitespace().filter(|token| !are_pronouns(token, &['/'])).collect();
    Cow::Owned(bare.join(" "))
}

fn are_pronouns(text: &str, separators: &[char]) -> bool {
    let folded = fold(text.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = folded.split(separators).map(str::trim).filter(|word| !word.is_empty()).collect();
    words.len() >= 2 && words.iter().all(|word| credentials::is_pronoun(word))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut after_break = false;
    let mut current = String::new();
    let mut finish = |current: &mut String, after_break: &mut bool| {
        if current.chars().any(char::is_alphanumeric) {
            tokens.push(Token { text: std::mem::take(current), after_break: *after_break });
            *after_break = false;
        } else if !current.is_empty() {
            current.clear();
            *after_break = true;
        }
    };
    for c in text.chars() {
        if c.is_whitespace() {
            finish(&mut current, &mut after_break);
        } else if matches!(c, ',' | ';' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '、') {
            finish(&mut current, &mut after_break);
            after_break = true;
        } else {
            current.push(c);
        }
    }
    finish(&mut current, &mut after_break);
    tokens
}

/// Rule 5, the start.
fn strip_titles(tokens: &mut Vec<Token>) {
    let is_title = |token: &Token| {
        let parts: Vec<&str> = token.text.split('.').filter(|part| !part.is_empty()).collect();
        let with_stop = token.text.contains('.');
        // `Prof.Dr.` written together is two titles; `Dr.Anna` is a title and a name and is left alone.
        !parts.is_empty()
            && parts.iter().all(|part| credentials::is_title(&fold(part).replace('-', ""), with_stop))
    };
    let titles = tokens.iter().take_while(|token| is_title(token)).count();
    tokens.drain(..titles);
}

/// Rule 5, the end.
fn strip_credentials(tokens: &mut Vec<Token>) {
    loop {
        let Some(last) = tokens.last() else { return };
        let before = tokens.len().checked_sub(2).and_then(|at| tokens.get(at));
        let split_phd = before
            .is_some_and(|token| fold(&token.text) == "ph." && fold(&last.text).trim_matches('.') == "d");
        if split_phd {
            tokens.truncate(tokens.len() - 2);
        } else if is_credential(last, tokens) {
            tokens.pop();
        } else {
            return;
        }
    }
}

fn is_credential(last: &Token, tokens: &[Token]) -> bool {
    let capitals = !last.text.chars().any(char::is_lowercase);
    let words_left = tokens.len() - 1;
    last.text.split('/').filter(|part| !part.is_empty()).all(|part| {
        let bare: String = fold(part).chars().filter(|c| !matches!(c, '.' | '-' | '®')).collect();
        let dotted = part.trim_end_matches('.').contains('.');
        credentials::is_sure(&bare)
            || (credentials::needs_care(&bare) && capitals && (last.after_break || dotted) && words_left >= 2)
    })
}

/// Rules 6 and 7.
fn words_of(token: &str) -> Vec<String> {
    let parted: String = token.chars().map(|c| if belongs_to_a_word(c) { c } else { ' ' }).collect();
    fold(&parted).split_whitespace().map(str::to_owned).collect()
}

fn belongs_to_a_word(c: char) -> bool {
    let is_mark = |c: char| {
        c.general_category_group() == GeneralCategoryGroup::Mark
            && c.general_category() != GeneralCategory::EnclosingMark
    };
    c.is_alphanumeric() || (!c.is_ascii() && is_mark(c))
}
