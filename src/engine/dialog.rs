//! Whether the dialog that came is about the pinned person. It often shows only a first name, and its wording differs by
//! front end and language (ui-evidence 1b). Pure judgement on its words; where it is in doubt the dialog is not confirmed.

#[cfg(test)]
mod tests;
mod words;

use crate::browser::DialogSeen;
use crate::domain::PersonName;

use words::{Own, PARTICLES, Text, Word, same_words};

const SOMEBODY_ELSE: &str = "the dialog names somebody else";
const LONGER_NAME: &str = "the dialog names somebody whose name only begins or ends like the person's";
const MANY: &str = "the dialog speaks of a number of people or things";
const NOBODY: &str = "the dialog does not name the person, and says more than the known texts";

/// Why a dialog must not be confirmed, or `None` if it may be.
///
/// It may be if it shows the whole name, or its first words, or its last, with no other name beside it and none before it; or,
/// by `rest`, nothing besides texts that are known to name nobody. A phrase of the page that names a stranger is always an
/// objection, and so are two words written like a name in a sentence of the dialog, though the person is named elsewhere in it.
/// Two things are refused that may well mean the person: a title with the family name ("Ms. Brandt"), since a page does not say how
/// anybody is addressed and so many share a family name; and a part of a name that is written in one piece, as in East Asia, since
/// nothing shows where in it the given name begins.
#[must_use]
pub(super) fn objection(name: &PersonName, dialog: &DialogSeen) -> Option<&'static str> {
    if !dialog.strangers.is_empty() {
        return Some(SOMEBODY_ELSE);
    }
    if has_a_number(name, dialog.rest.for_judging()) {
        return Some(MANY);
    }
    let text = Text::read(dialog.text.for_judging(), &dialog.known);
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
    // A given name stands last where the family name comes first: Nagy Anna.
    for start in 1..person.words.len() {
        match text.uses_at_the_end_of_a_name(&person.words[start..], &person) {
            Use::Alone => return None,
            Use::WithinAnother => return Some(SOMEBODY_ELSE),
            Use::Absent => {}
        }
    }
    dialog.rest.for_judging().chars().any(char::is_alphabetic).then_some(NOBODY)
}

/// Whether what a dialog says besides the known texts counts anything: "and 499 other people". A number that stands alone is a degree
/// or a mark.
fn has_a_number(name: &PersonName, rest: &str) -> bool {
    let own = name.as_str().to_lowercase();
    let is_number = |word: &&str| !word.is_empty() && word.chars().all(char::is_numeric);
    rest.split('|')
        .filter(|part| part.chars().any(char::is_alphabetic))
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric()))
        .any(|word| is_number(&word) && !own.split(|c: char| !c.is_alphanumeric()).any(|own| own == word))
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

impl Text {
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
        // A capital at the start of a sentence says little; before the sentence that names the person it is not trusted.
        let is_named = self.words.iter().any(is_own);
        for sentence in self.words.chunk_by(|_, next| !next.starts) {
            let end = sentence.iter().position(is_own);
            let before = &sentence[..end.unwrap_or(sentence.len())];
            let named = before.iter().enumerate().any(|(at, word)| {
                let is_name = word.like_a_name && !word.known && (!word.starts || is_named);
                let after_the_dialog_s = || at > 0 && !word.starts && is_of_the_dialog(&before[at - 1]);
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
                || before.is_none_or(|word| {
                    // The person's own title is known by the texts that name them.
                    word.known && !person.has(word) && !PARTICLES.contains(&word.folded.as_str())
                })
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
