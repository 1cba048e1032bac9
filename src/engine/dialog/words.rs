//! The words of a dialog's text, and of the person's name as it is looked for in them: what is written like a name, what stands
//! beside what, what the dialogs of these pages are known to say. What follows from it is not judged here.

use crate::domain::PersonName;

/// Small words inside of family names. They are part of a name only where a capitalised word follows.
pub(super) const PARTICLES: &[&str] = &[
    "af", "al", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "ten", "ter", "van", "von", "y", "zu",
];

/// Words of address that German writes with a capital, and the little words of an English title; they are no names.
const NO_NAMES: &[&str] = &[
    "sie", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihnen", "a", "and", "as", "for", "from", "my",
    "network", "of", "the", "this", "to", "with", "your", "linkedin", "contact", "member", "person", "you",
];

/// Titles that are written with a full stop, which ends no sentence.
const SHORTENED: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "dra", "prof", "mme", "mlle", "sr", "sra", "srta", "sig", "dhr", "mevr",
    "hr",
];

/// The person's name, as it is looked for.
pub(super) struct Own {
    /// The compared words.
    pub(super) words: Vec<String>,
    /// All words as written, with titles and post-nominals.
    pub(super) written: Vec<String>,
    /// Written without a capital: then it may stand so in the dialog.
    pub(super) lower: bool,
}

impl Own {
    pub(super) fn new(name: &PersonName) -> Own {
        Own {
            words: name.words().map(str::to_owned).collect(),
            written: PersonName::words_in(name.as_str()),
            lower: !name.as_str().chars().any(char::is_uppercase),
        }
    }

    /// Whether a word is written with the name and no part of it: a title, a post-nominal.
    pub(super) fn adds(&self, word: &Word) -> bool {
        self.written.contains(&word.folded) && !self.words.contains(&word.folded)
    }

    pub(super) fn has(&self, word: &Word) -> bool {
        self.words.iter().chain(&self.written).any(|own| word.is(own)) || self.has_initial(word)
    }

    pub(super) fn has_initial(&self, word: &Word) -> bool {
        word.folded.chars().count() == 1 && self.words.iter().any(|own| own.starts_with(&word.folded))
    }

    pub(super) fn begins_with(&self, word: &Word) -> bool {
        [&self.words, &self.written].iter().any(|words| words.first().is_some_and(|own| word.is(own)))
    }
}

/// One word of a dialog's text.
pub(super) struct Word {
    pub(super) folded: String,
    /// The word without what follows an apostrophe: some languages put endings there.
    stem: Option<String>,
    /// Written as names are: with a capital, or in a script that has none.
    pub(super) like_a_name: bool,
    /// In a script without capitals.
    pub(super) caseless: bool,
    /// Part of the word before: `Nowak-Kowalska`.
    pub(super) joined: bool,
    /// A stop, a comma or a bracket stands before it.
    pub(super) after_break: bool,
    /// The first of a sentence, or of what stands apart on the page.
    pub(super) starts: bool,
    /// Which of the parts that stand apart on the page.
    pub(super) part: usize,
    /// A word of the known texts.
    pub(super) known: bool,
}

impl Word {
    pub(super) fn is(&self, own: &str) -> bool {
        self.folded == own || self.stem.as_deref() == Some(own)
    }
}

/// The words of a dialog in their order.
pub(super) struct Text {
    pub(super) words: Vec<Word>,
}

impl Text {
    pub(super) fn read(text: &str, known: &[String]) -> Text {
        let known: Vec<String> = known.iter().flat_map(|phrase| PersonName::words_in(phrase)).collect();
        let mut words: Vec<Word> = Vec::new();
        let (mut after_break, mut starts, mut part) = (true, true, 0);
        for token in text.split_whitespace() {
            let first = token.chars().find(|c| c.is_alphabetic());
            let like_a_name = first.is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
            let caseless = first.is_some_and(|c| !c.is_uppercase() && !c.is_lowercase());
            let opens = token.chars().next().is_some_and(|c| !c.is_alphanumeric());
            let stem = stem(token);
            let own_words = PersonName::words_in(token);
            let is_initial = own_words.len() == 1
                && (own_words[0].chars().count() == 1 || SHORTENED.contains(&own_words[0].as_str()));
            for (at, folded) in own_words.into_iter().enumerate() {
                words.push(Word {
                    known: known.contains(&folded) || NO_NAMES.contains(&folded.as_str()),
                    stem: stem.clone().filter(|_| at == 0),
                    folded,
                    like_a_name,
                    caseless,
                    joined: at > 0,
                    after_break: at == 0 && (after_break || opens),
                    starts: at == 0 && starts,
                    part,
                });
            }
            let last = token.chars().next_back();
            // The stop after an initial or a title ends nothing.
            after_break = last.is_some_and(|c| !c.is_alphanumeric()) && !(is_initial && last == Some('.'));
            starts =
                after_break && last.is_some_and(|c| matches!(c, '.' | '?' | '!' | ':' | '|' | '\u{2026}'));
            part += usize::from(token == "|");
        }
        Text { words }
    }
}

pub(super) fn same_words(window: &[Word], own: &[String]) -> bool {
    let mut left: Vec<&str> = own.iter().map(String::as_str).collect();
    window.iter().enumerate().all(|(at, word)| {
        let place = left.iter().position(|own| word.is(own));
        let broken = at > 0 && word.after_break;
        place.is_some_and(|place| {
            left.swap_remove(place);
            !broken
        })
    })
}

/// `Brandt'ı` is `Brandt` with an ending.
fn stem(token: &str) -> Option<String> {
    let (stem, ending) = token.rsplit_once(['\'', '\u{2019}'])?;
    let ending = ending.trim_end_matches(|c: char| !c.is_alphanumeric());
    let short = (1..=5).contains(&ending.chars().count()) && ending.chars().all(char::is_lowercase);
    let mut words = PersonName::words_in(stem);
    (short && words.len() == 1).then(|| words.remove(0))
}
