//! Whether the dialog that came is about the pinned person. It often shows only a first name, and its wording differs by
//! front end and language (ui-evidence 1b). Pure judgement on its text; where it is in doubt the dialog is not confirmed.

use crate::browser::DialogSeen;
use crate::domain::PersonName;

const SOMEBODY_ELSE: &str = "the dialog names somebody else";
const LONGER_NAME: &str = "the dialog names somebody whose name only begins or ends like the person's";
const NOBODY: &str = "the dialog does not name the person, and says more than the known texts";

/// Small words inside of family names. They are part of a name only where a capitalised word follows.
const PARTICLES: &[&str] = &[
    "af", "al", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "ten", "ter", "van", "von", "y", "zu",
];

/// Words of address that German writes with a capital, and the little words of an English title; they are no names.
const NO_NAMES: &[&str] = &[
    "sie", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihnen", "a", "and", "as", "for", "from", "my",
    "network", "of", "the", "this", "to", "with", "your", "linkedin", "contact", "member", "person", "you",
];

/// Words of address before a family name.
const HONORIFICS: &[&str] = &[
    "mr", "mrs", "ms", "mx", "miss", "dr", "dra", "prof", "herr", "frau", "pan", "pani", "mme", "mlle",
    "monsieur", "madame", "sr", "sra", "srta", "sig", "signor", "signora", "bay", "bayan", "dhr", "mevr",
    "hr", "fru",
];

/// Why a dialog must not be confirmed, or `None` if it may be.
///
/// It may be if it shows the whole name, or its first words, or its last, with no other name beside it and none before it; or,
/// by `rest`, nothing besides texts that are known to name nobody. A phrase of the page that names a stranger is always an
/// objection, and so are two words written like a name in a sentence of the dialog, though the person is named elsewhere in it.
#[must_use]
pub(super) fn objection(name: &PersonName, dialog: &DialogSeen) -> Option<&'static str> {
    if !dialog.strangers.is_empty() {
        return Some(SOMEBODY_ELSE);
    }
    let text = Text::read(&dialog.text, &dialog.known);
    let person = Own::new(name);
    if text.names_another(&person) || text.asks_about_another(&person) {
        return Some(SOMEBODY_ELSE);
    }
    match text.uses(&person.written, &person) {
        Use::Alone => return None,
        Use::WithinAnother => return Some(LONGER_NAME),
        Use::Absent => {}
    }
    // First names may be of several words: Ana Clara, Jean-Pierre.
    for length in (1..=person.words.len()).rev() {
        match text.uses(&person.words[..length], &person) {
            Use::Alone => return None,
            Use::WithinAnother if length == person.words.len() => return Some(LONGER_NAME),
            Use::WithinAnother => return Some(SOMEBODY_ELSE),
            Use::Absent => {}
        }
    }
    // And only a family name, as in "Ms. Brandt".
    for start in 1..person.words.len() {
        match text.uses_at_the_end_of_a_name(&person.words[start..], &person) {
            Use::Alone => return None,
            Use::WithinAnother => return Some(SOMEBODY_ELSE),
            Use::Absent => {}
        }
    }
    dialog.rest.chars().any(char::is_alphabetic).then_some(NOBODY)
}

/// The person's name, as it is looked for.
struct Own {
    /// The compared words.
    words: Vec<String>,
    /// All words as written, with titles and post-nominals.
    written: Vec<String>,
    /// Written without a capital: then it may stand so in the dialog.
    lower: bool,
}

impl Own {
    fn new(name: &PersonName) -> Own {
        Own {
            words: name.words().map(str::to_owned).collect(),
            written: PersonName::words_in(name.as_str()),
            lower: !name.as_str().chars().any(char::is_uppercase),
        }
    }

    /// Whether a word is written with the name and no part of it: a title, a post-nominal.
    fn adds(&self, word: &Word) -> bool {
        self.written.contains(&word.folded) && !self.words.contains(&word.folded)
    }

    fn has(&self, word: &Word) -> bool {
        self.words.iter().chain(&self.written).any(|own| word.is(own)) || self.has_initial(word)
    }

    fn has_initial(&self, word: &Word) -> bool {
        word.folded.chars().count() == 1 && self.words.iter().any(|own| own.starts_with(&word.folded))
    }

    fn begins_with(&self, word: &Word) -> bool {
        [&self.words, &self.written].iter().any(|words| words.first().is_some_and(|own| word.is(own)))
    }
}

/// How a name stands in a text.
#[derive(Debug, PartialEq, Eq)]
enum Use {
    Absent,
    /// At least once, and nowhere beside another name.
    Alone,
    /// Somewhere beside another name.
    WithinAnother,
}

/// One word of a dialog's text.
struct Word {
    folded: String,
    /// The word without what follows an apostrophe: some languages put endings there.
    stem: Option<String>,
    /// Written as names are: with a capital, or in a script that has none.
    like_a_name: bool,
    /// In a script without capitals.
    caseless: bool,
    /// Part of the word before: `Nowak-Kowalska`.
    joined: bool,
    /// A stop, a comma or a bracket stands before it.
    after_break: bool,
    /// The first of a sentence, or of what stands apart on the page.
    starts: bool,
    /// Which of the parts that stand apart on the page.
    part: usize,
    /// A word of the known texts, or a word of address before a name.
    known: bool,
}

impl Word {
    fn is(&self, own: &str) -> bool {
        self.folded == own || self.stem.as_deref() == Some(own)
    }
}

struct Text {
    words: Vec<Word>,
}

impl Text {
    fn read(text: &str, known: &[String]) -> Text {
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
                && (own_words[0].chars().count() == 1 || HONORIFICS.contains(&own_words[0].as_str()));
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
        for at in 1..words.len() {
            let addressed = words[at].like_a_name && !words[at].after_break;
            let title = &mut words[at - 1];
            title.known |= addressed && HONORIFICS.contains(&title.folded.as_str());
        }
        Text { words }
    }

    /// Whether a sentence of the dialog holds words side by side that are written like somebody else's name, which may share a
    /// word with the person's. What has no word that dialogs are known by is a headline or a company.
    fn names_another(&self, person: &Own) -> bool {
        self.words.chunk_by(|a, b| a.part == b.part).any(|part| {
            let is_of_the_dialog =
                |word: &Word| word.known && !person.has(word) && word.folded.chars().count() > 3;
            part.iter().any(is_of_the_dialog) && names_another(part, person)
        })
    }

    /// Whether somebody else is named before the person is: in a sentence of the dialog that does not name the person, or right
    /// after a word that dialogs are known by.
    fn asks_about_another(&self, person: &Own) -> bool {
        let is_own = |word: &Word| person.has(word) && (word.like_a_name || person.lower);
        let is_of_the_dialog =
            |word: &Word| word.known && !person.has(word) && word.folded.chars().count() > 3;
        for sentence in self.words.chunk_by(|_, next| !next.starts) {
            let end = sentence.iter().position(is_own);
            let before = &sentence[..end.unwrap_or(sentence.len())];
            let named = before.iter().enumerate().any(|(at, word)| {
                let is_name = word.like_a_name && !word.known && !word.starts;
                let after_the_dialog_s = || at > 0 && is_of_the_dialog(&before[at - 1]);
                is_name && (end.is_none() || after_the_dialog_s())
            });
            if named && sentence.iter().any(is_of_the_dialog) {
                return true;
            }
            if end.is_some() {
                return false;
            }
        }
        false
    }

    /// As [`Self::uses`], for the last words of the name: nothing but a title or a word that dialogs are known by stands before.
    fn uses_at_the_end_of_a_name(&self, wanted: &[String], person: &Own) -> Use {
        let used = self.uses(wanted, person);
        let is_one = |at: usize| {
            let Some(window) = self.words.get(at..at + wanted.len()) else { return false };
            same_words(window, wanted)
        };
        let alone = |at: usize| {
            let before = at.checked_sub(1).map(|before| &self.words[before]);
            self.words[at].after_break
                || before.is_none_or(|word| word.known && !PARTICLES.contains(&word.folded.as_str()))
        };
        match used {
            Use::Alone if (0..self.words.len()).filter(|at| is_one(*at)).all(alone) => Use::Alone,
            Use::Alone => Use::WithinAnother,
            other => other,
        }
    }

    /// How these words of the person's own stand in the text, side by side and in any order.
    fn uses(&self, wanted: &[String], person: &Own) -> Use {
        let mut found = Use::Absent;
        for start in 0..self.words.len() {
            let Some(window) = self.words.get(start..start + wanted.len()) else { break };
            if !same_words(window, wanted) || !(person.lower || window.iter().any(|word| word.like_a_name)) {
                continue;
            }
            if self.name_before(start, person) || self.name_after(start + wanted.len(), person) {
                return Use::WithinAnother;
            }
            found = Use::Alone;
        }
        found
    }

    fn name_before(&self, start: usize, person: &Own) -> bool {
        if self.words[start].joined {
            return true;
        }
        let broken = self.words[start].after_break;
        let before = start.checked_sub(1).map(|at| &self.words[at]);
        !broken && before.is_some_and(|word| word.like_a_name && !word.known && !person.adds(word))
    }

    /// Another name right after; an initial of the person's own name is none, nor is their title or post-nominal.
    fn name_after(&self, end: usize, person: &Own) -> bool {
        let Some(next) = self.words.get(end) else { return false };
        if next.joined {
            return true;
        }
        if next.after_break || next.known {
            return false;
        }
        if next.like_a_name {
            return !(person.has_initial(next) || person.adds(next)) || self.name_after(end + 1, person);
        }
        PARTICLES.contains(&next.folded.as_str())
            && self.words[end + 1..]
                .iter()
                .find(|word| !PARTICLES.contains(&word.folded.as_str()))
                .is_some_and(|word| word.like_a_name && !word.known && !word.after_break)
    }
}

fn names_another(part: &[Word], person: &Own) -> bool {
    let (mut length, mut foreign) = (0, false);
    for (at, word) in part.iter().enumerate() {
        if word.after_break && !word.joined {
            (length, foreign) = (0, false);
        }
        // A capital at the start of a sentence says nothing, unless a later word of the person's own name follows.
        let before_own = || {
            part.get(at + 1)
                .is_some_and(|next| !next.after_break && person.has(next) && !person.begins_with(next))
        };
        if word.like_a_name && person.has(word) {
            length += 1;
        } else if word.like_a_name && !word.known && (!word.starts || before_own()) {
            foreign = true;
            length += if word.caseless { 2 } else { 1 };
        } else if length == 0 || !PARTICLES.contains(&word.folded.as_str()) {
            (length, foreign) = (0, false);
        }
        if foreign && length > 1 {
            return true;
        }
    }
    false
}

fn same_words(window: &[Word], own: &[String]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::WhyNot;
    use crate::domain::Reason;

    const KNOWN: &[&str] = &[
        "are you sure you want to remove   as a connection?",
        "remove connection",
        "cancel",
        "remove",
        "retirer",
    ];

    fn said(name: &str, text: &str, rest: &str) -> Option<&'static str> {
        let dialog = DialogSeen {
            text: text.to_owned(),
            rest: rest.to_owned(),
            strangers: Vec::new(),
            known: KNOWN.iter().map(|phrase| (*phrase).to_owned()).collect(),
            other: None,
            confirm: Err(WhyNot {
                locator: "confirm".to_owned(),
                reason: Reason::NotFound,
                note: String::new(),
                notes: Vec::new(),
            }),
        };
        objection(&PersonName::new(name).unwrap(), &dialog)
    }

    #[test]
    fn the_whole_name_in_the_dialog_is_enough() {
        for text in [
            "Remove Connection Are you sure you want to remove Ada Brandt as a connection? Cancel Remove",
            "Do you really want to part from Ada Brandt? Cancel Remove",
            "Remove Ada Brandt from your network? Cancel Remove",
            "Brandt Ada, remove? Cancel Remove",
            "Ada Brandt Cancel Remove",
            "M\u{f6}chten Sie Ada Brandt wirklich entfernen? Cancel Remove",
            "Retirer Ada Brandt de vos relations ? Cancel Remove",
            "Ada Brandt'ı kaldır? Cancel Remove",
        ] {
            assert_eq!(said("Ada Brandt", text, "something"), None, "{text}");
        }
    }

    #[test]
    fn a_first_name_alone_is_enough() {
        for text in [
            "Remove Ada as a connection? Cancel Remove",
            "Do you want to remove Ada? Cancel Remove",
            "Do you want to remove Ada B. now? Cancel Remove",
            "Retirer Ada de vos relations ? Cancel Remove",
        ] {
            assert_eq!(said("Ada Brandt", text, "ada"), None, "{text}");
        }
    }

    // Regression: all words of the name in the dialog, in whatever company, used to be enough.
    #[test]
    fn somebody_whose_longer_name_holds_the_person_s_is_refused() {
        for text in [
            "Are you sure you want to remove Anna Maria Nowak as a connection?",
            "Are you sure you want to remove Anna Nowak Kowalska as a connection?",
            "Are you sure you want to remove Anna Nowak-Kowalska as a connection?",
            "Are you sure you want to remove Zofia Anna Nowak as a connection?",
            "Are you sure you want to remove Anna Nowak de Souza as a connection?",
            "Are you sure you want to remove Ewa-Anna Nowak as a connection?",
            "Remove Otto Nowak? Anna Wirth will not know. Cancel Remove",
        ] {
            assert!(said("Anna Nowak", text, "x").is_some(), "{text}");
        }
    }

    #[test]
    fn somebody_else_with_the_same_first_name_is_refused() {
        for text in [
            "Are you sure you want to remove Ada Claussen as a connection?",
            "Are you sure you want to remove Ada de Souza as a connection?",
            "Are you sure you want to remove Ada-Lena as a connection?",
            "Are you sure you want to remove Ada? Ada Claussen will not be told.",
            "Are you sure you want to remove Ada C. as a connection?",
        ] {
            assert!(said("Ada Brandt", text, "x").is_some(), "{text}");
        }
    }

    #[test]
    fn a_first_name_may_be_of_several_words() {
        for (name, text) in [
            ("Ana Clara Souza", "Do you want to remove Ana Clara? Cancel Remove"),
            ("Jean-Pierre Olm", "Do you want to remove Jean-Pierre? Cancel Remove"),
            ("Dr Ada Brandt PhD", "Do you want to remove Ada Brandt PhD? Cancel Remove"),
            ("Dr Ada Brandt PhD", "Do you want to remove Dr Ada Brandt? Cancel Remove"),
        ] {
            assert_eq!(said(name, text, "something"), None, "{text}");
        }
        for text in [
            "Do you want to remove Ana Clara Olm?",
            "Do you want to remove Ana Olm?",
            "Remove Ana-Clara Olm?",
        ] {
            assert!(said("Ana Clara Souza", text, "x").is_some(), "{text}");
        }
    }

    // Regressions: the person's name anywhere in the dialog, or a word spelled like it, used to be enough.
    #[test]
    fn somebody_else_beside_the_person_is_refused() {
        for (name, text) in [
            ("Ada Brandt", "Remove Otto Wirth from your network? You both know Ada Brandt."),
            ("Ada Brandt", "Part from Ada Brandt? | Cancel | Remove | Remove Otto Wirth"),
            ("Ada Brandt", "Are you sure you want to remove Otto von Wirth? Ada stays."),
            ("Ada Brandt", "Are you sure you want to remove \u{5c0f}\u{6797}? Ada Brandt stays."),
            ("Ada Brandt", "Do you want to remove Otto Brandt? | You both know Ada Brandt."),
            ("Ada Brandt", "Otto Brandt will be gone if you remove this. Ada Brandt stays."),
            ("May Chen", "Do you want to remove Otto? You may add him again."),
            ("J. Olm", "Do you want to remove J. Smith?"),
            ("Ada Brandt", "Do you want to remove Ada B. Claussen?"),
        ] {
            assert!(said(name, text, "x").is_some(), "{text}");
        }
    }

    #[test]
    fn somebody_else_of_the_same_family_name_is_refused() {
        for (name, text) in [
            ("Ada Brandt", "Remove Otto Brandt?"),
            ("Ada Brandt", "Otto Brandt will be removed."),
            ("Ana Souza", "Remove Paulo de Souza?"),
            ("Ada Brandt", "Remove Ms. Brandt-Olm?"),
            ("Ada Brandt", "Remove Ms. Wirth? Ms. Brandt stays."),
            ("Ada Brandt", "Remove Mr. Otto Brandt?"),
        ] {
            assert!(said(name, text, "x").is_some(), "{text}");
        }
    }

    // Regressions: one name that is not the person's, in a sentence before the one that has theirs.
    #[test]
    fn somebody_who_is_named_before_the_person_is_whom_the_dialog_is_about() {
        for text in [
            "Do you want to remove Otto? You and Ada Brandt stay connected.",
            "Otto Wirth will be removed as a connection. Ada Brandt stays.",
            "Remove Otto, a friend of Ada Brandt?",
            "Are you sure you want to remove Ms. Wirth? Ada Brandt will not know.",
        ] {
            assert!(said("Ada Brandt", text, "x").is_some(), "{text}");
        }
        let text = "Remove connection? | M\u{f6}chten Sie die Verbindung zu Ada Brandt wirklich trennen?";
        assert_eq!(said("Ada Brandt", text, "something"), None);
    }

    #[test]
    fn a_headline_or_a_title_is_no_stranger() {
        for text in [
            "Remove Ada Brandt? | Painter at Mud Works | Cancel | Remove",
            "Ada Brandt | Senior Potter | Do you want to remove this person? | Cancel | Remove",
            "Remove From Your Network | Ada Brandt won't be told. | Cancel | Remove",
        ] {
            assert_eq!(said("Ada Brandt", text, "something"), None, "{text}");
        }
    }

    #[test]
    fn somebody_else_is_refused() {
        let text = "Are you sure you want to remove Otto Wirth as a connection?";
        assert_eq!(said("Ada Brandt", text, "otto wirth"), Some(SOMEBODY_ELSE));
    }

    #[test]
    fn a_stranger_in_a_known_phrase_is_refused_even_beside_the_person() {
        let dialog = DialogSeen {
            text: "Remove Otto Wirth as a connection? Ada Brandt stays.".to_owned(),
            rest: String::new(),
            strangers: vec!["otto wirth".to_owned()],
            known: Vec::new(),
            other: None,
            confirm: Err(WhyNot {
                locator: "confirm".to_owned(),
                reason: Reason::NotFound,
                note: String::new(),
                notes: Vec::new(),
            }),
        };
        assert_eq!(objection(&PersonName::new("Ada Brandt").unwrap(), &dialog), Some(SOMEBODY_ELSE));
    }

    #[test]
    fn a_dialog_that_names_nobody_in_known_words_is_accepted() {
        assert_eq!(said("Ada Brandt", "Remove connection? Cancel Remove", "?"), None);
    }

    #[test]
    fn a_dialog_that_names_nobody_in_unknown_words_is_refused() {
        let text = "Proceed with this step? Cancel Remove";
        assert_eq!(said("Ada Brandt", text, "proceed with this step?"), Some(NOBODY));
    }
}
