//! What the files of all languages call a thing, to hold the texts of a page against.

use std::collections::BTreeMap;

use super::sought::Sought;
use crate::saved::fold;
use crate::selectors::Selectors;

/// A text of a language.
#[derive(Debug)]
struct Word {
    language: String,
    text: String,
    folded: String,
}

impl Word {
    /// How words begin that it stands for, such as `block` of `block*`.
    fn stem(&self) -> &str {
        self.folded.trim_end_matches('*')
    }

    fn begins_one_of(&self, said: &str) -> bool {
        said.split_whitespace().any(|one| one.starts_with(self.stem()))
    }
}

/// The texts of every language, by their key.
#[derive(Debug)]
pub struct Vocabulary {
    words: BTreeMap<String, Vec<Word>>,
}

/// How near a text comes to what is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Near<'a> {
    /// From 0, nothing in common, to 1, the same.
    pub(super) how: f64,
    pub(super) language: &'a str,
    pub(super) text: &'a str,
}

impl Vocabulary {
    /// The texts of the files in use.
    #[must_use]
    pub fn of(selectors: &Selectors) -> Vocabulary {
        let mut words: BTreeMap<String, Vec<Word>> = BTreeMap::new();
        for (language, key, text) in selectors.words() {
            let word = Word { language: language.to_owned(), text: text.to_owned(), folded: folded(text) };
            words.entry(key.to_owned()).or_default().push(word);
        }
        Vocabulary { words }
    }

    /// Whether a language has texts for a place.
    #[must_use]
    pub fn knows(&self, sought: Sought, language: &str) -> bool {
        self.of_key(sought.key()).iter().any(|word| word.language == language)
    }

    /// Whether a text begins or ends as the language tells ages of invitations: another form of one, such as that for one week.
    #[must_use]
    pub fn tells_an_age_alike(&self, text: &str, language: &str) -> bool {
        let ages = Sought::AGES.iter().flat_map(|age| self.of_key(age.key()));
        ages.filter(|word| word.language == language).any(|word| has_an_end_of(text, &word.text))
    }

    fn of_key(&self, key: &str) -> &[Word] {
        self.words.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a language calls a place so.
    pub(super) fn calls(&self, sought: Sought, said: &str) -> bool {
        let said = folded(said);
        self.has(sought.key(), &said) || sought.label_key().is_some_and(|key| self.has(key, &said))
    }

    /// Whether a folded text is one of a key's, in whatever language.
    fn has(&self, key: &str, said: &str) -> bool {
        self.of_key(key).iter().any(|word| is_same(said, &word.folded))
    }

    /// The known text that a text comes nearest to. The page's own language goes before the others.
    pub(super) fn nearest(&self, key: &str, said: &str, language: &str) -> Option<Near<'_>> {
        let said = folded(said);
        if said.is_empty() {
            return None;
        }
        let near = self.of_key(key).iter().map(|word| Near {
            how: likeness(&said, &word.folded),
            language: &word.language,
            text: &word.text,
        });
        near.max_by(|a, b| {
            let own = |near: &Near<'_>| near.language == language;
            a.how.total_cmp(&b.how).then(own(a).cmp(&own(b)))
        })
    }

    /// What a text is known as that is something else than what is sought: the key and the language.
    pub(super) fn other(&self, sought: Sought, said: &str) -> Option<(&str, &str)> {
        let said = folded(said);
        if said.is_empty() || self.has(sought.key(), &said) {
            return None;
        }
        let others = sought
            .others()
            .iter()
            .copied()
            .flat_map(|key| self.of_key(key).iter().map(move |word| (key, word)));
        others
            .filter(|(_, word)| is_same(&said, &word.folded))
            .map(|(key, word)| (key, word.language.as_str()))
            .next()
            .or_else(|| self.about_something_else(sought, &said))
    }

    /// A word that begins as those of other matters do, such as `block*`, and not as those of the connection do.
    fn about_something_else(&self, sought: Sought, said: &str) -> Option<(&str, &str)> {
        if !sought.may_remove() {
            return None;
        }
        let begins = |key: &str| {
            self.of_key(key).iter().find(|word| word.stem().chars().count() > 2 && word.begins_one_of(said))
        };
        match (begins("other_matter"), begins("connection_word")) {
            (Some(word), None) => Some(("other_matter", word.language.as_str())),
            _ => None,
        }
    }

    /// Whether an item of a menu is about something else than the connection: in a language whose words for it are known, none of
    /// them is in it ("Remove this card").
    pub(super) fn leaves_the_connection(&self, said: &str, language: &str) -> bool {
        let known = self.calls(Sought::RemoveItem, said);
        let said = folded(said);
        let mut stems =
            self.of_key("connection_word").iter().filter(|word| word.language == language).peekable();
        let is_known_language = stems.peek().is_some();
        !known && is_known_language && !stems.any(|word| word.begins_one_of(&said))
    }
}

/// A text without its case, its quotes' kinds and its marks at the ends.
pub(super) fn folded(text: &str) -> String {
    let marks = |c: char| c.is_whitespace() || "·•・,;:!?…\u{200e}\u{200f}".contains(c);
    fold(text).trim_matches(marks).to_owned()
}

/// Whether a text is a known one, with whatever name where it has `{name}`.
fn is_same(said: &str, known: &str) -> bool {
    match known.split_once("{name}") {
        Some((before, after)) if before.len() + after.len() >= 4 => {
            said.len() > before.len() + after.len() && said.starts_with(before) && said.ends_with(after)
        }
        Some(_) => false,
        None => said == known,
    }
}

/// From 0 to 1: by the words that both have, and by the letters.
fn likeness(said: &str, known: &str) -> f64 {
    if is_same(said, known) {
        return 1.0;
    }
    let bare = known.replace("{name}", " ");
    let known: Vec<&str> = bare.split_whitespace().filter(|word| word.chars().count() > 1).collect();
    let words: Vec<&str> = said.split_whitespace().filter(|word| word.chars().count() > 1).collect();
    if known.is_empty() || words.is_empty() {
        return 0.0;
    }
    // Words of one stem count nearly as one: `connection` and `connections`.
    let is_alike = |a: &str, b: &str| a == b || (a.chars().count() > 3 && strsim::jaro_winkler(a, b) > 0.92);
    let common = known.iter().filter(|one| words.iter().any(|other| is_alike(one, other))).count();
    #[allow(clippy::cast_precision_loss, reason = "a few words")]
    let by_words = 2.0 * common as f64 / (known.len() + words.len()) as f64;
    let by_letters = strsim::normalized_levenshtein(said, &known.join(" "));
    (by_words * 0.9).max(if by_letters > 0.6 { by_letters * 0.9 } else { 0.0 })
}

/// Whether a text begins or ends with the same word as another.
pub(super) fn has_an_end_of(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let ends = |text: &str| {
        let mut words = text.split_whitespace().map(str::to_owned);
        let first = words.next();
        (first.clone(), words.next_back().or(first))
    };
    let (one, other) = (ends(&one), ends(&other));
    one.0 == other.0 || one.1 == other.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Surface;

    fn built_in() -> Vocabulary {
        Vocabulary::of(&Selectors::load(Surface::Desktop, &[]).unwrap())
    }

    #[test]
    fn a_text_is_known_by_its_language_and_one_that_is_like_it_comes_near() {
        let known = built_in();
        let near = known.nearest("remove_connection", "Usuń kontakt", "en").unwrap();
        assert_eq!((near.how, near.language), (1.0, "pl"));
        let like = known.nearest("remove_connection", "Remove this connection", "en").unwrap();
        assert!(like.how > 0.6 && like.how < 1.0, "{like:?}");
        let unlike = known.nearest("remove_connection", "Save to PDF", "en").unwrap();
        assert!(unlike.how < 0.4, "{unlike:?}");
    }

    #[test]
    fn what_is_known_as_something_else_is_told_as_that_in_whatever_language() {
        let known = built_in();
        for text in [
            "Unfollow",
            "Report / Block",
            "Nicht mehr folgen",
            "Message",
            "Block Anna Quill",
            "Unfollow Anna Quill",
        ] {
            assert!(known.other(Sought::RemoveItem, text).is_some(), "{text}");
        }
        for text in ["Remove connection", "Kontakt entfernen", "Blorb frim"] {
            assert_eq!(known.other(Sought::RemoveItem, text), None, "{text}");
        }
    }
}
