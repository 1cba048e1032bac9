//! Whether the dialog that came is about the pinned person. It often shows only a first name, and its wording differs by
//! front end and language (ui-evidence 1b). Pure judgement on its text.

use crate::domain::PersonName;

/// Why a dialog must not be confirmed, or `None` if it may be.
///
/// It may be if it shows the whole name; or the first word of the name, not followed by another name; or, by `rest`,
/// nothing besides texts that are known to name nobody.
#[must_use]
pub(super) fn objection(name: &PersonName, text: &str, rest: &str) -> Option<&'static str> {
    let shown = PersonName::words_in(text);
    if name.words().all(|word| shown.iter().any(|seen| seen == word)) {
        return None;
    }
    match first_name_use(name, text) {
        FirstName::Alone => return None,
        FirstName::OfSomebodyElse => return Some("the dialog names somebody else with the same first name"),
        FirstName::Absent => {}
    }
    rest.chars()
        .any(char::is_alphabetic)
        .then_some("the dialog does not name the person, and says more than the known texts")
}

enum FirstName {
    Absent,
    Alone,
    OfSomebodyElse,
}

/// How the first name stands in the text: a capitalised word right after it is taken for another family name.
fn first_name_use(name: &PersonName, text: &str) -> FirstName {
    let first = name.first_word();
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut used = FirstName::Absent;
    for (at, token) in tokens.iter().enumerate() {
        if !PersonName::words_in(token).iter().any(|word| word == first) {
            continue;
        }
        let sentence_goes_on = token.chars().next_back().is_some_and(char::is_alphanumeric);
        let next = tokens.get(at + 1).filter(|_| sentence_goes_on);
        let another_name = next.is_some_and(|next| {
            next.chars().next().is_some_and(char::is_uppercase)
                && PersonName::words_in(next).iter().any(|word| !name.words().any(|own| own == word))
        });
        if another_name {
            return FirstName::OfSomebodyElse;
        }
        used = FirstName::Alone;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(name: &str, text: &str, rest: &str) -> bool {
        objection(&PersonName::new(name).unwrap(), text, rest).is_none()
    }

    #[test]
    fn the_whole_name_in_the_dialog_is_enough() {
        let text =
            "Remove Connection Are you sure you want to remove Ada Brandt as a connection? Cancel Remove";
        assert!(may("Ada Brandt", text, "are you sure you want to remove ada brandt as a connection?"));
    }

    #[test]
    fn a_first_name_alone_is_enough() {
        assert!(may("Ada Brandt", "Remove Ada as a connection? Cancel Remove", "ada"));
        assert!(may("Ada Brandt", "Do you want to remove Ada? Cancel Remove", "ada"));
    }

    #[test]
    fn somebody_else_with_the_same_first_name_is_refused() {
        assert!(!may(
            "Ada Brandt",
            "Are you sure you want to remove Ada Claussen as a connection?",
            "ada claussen"
        ));
    }

    #[test]
    fn somebody_else_is_refused() {
        assert!(!may(
            "Ada Brandt",
            "Are you sure you want to remove Otto Wirth as a connection?",
            "otto wirth"
        ));
    }

    #[test]
    fn a_dialog_that_names_nobody_in_known_words_is_accepted() {
        assert!(may("Ada Brandt", "Remove connection? Cancel Remove", "?"));
    }

    #[test]
    fn a_dialog_that_names_nobody_in_unknown_words_is_refused() {
        assert!(!may("Ada Brandt", "Proceed with this step? Cancel Remove", "proceed with this step?"));
    }
}
