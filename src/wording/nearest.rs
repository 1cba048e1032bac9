//! "Did you mean".

/// The known word that is nearest to what was written, if it is near enough to have been meant: one slip, and one more for each four
/// letters.
pub(crate) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (strsim::damerau_levenshtein(word, written), word))
        .min()
        .filter(|(slips, word)| *slips <= 1 + word.chars().count() / 4)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_slip_away_is_meant_and_what_is_another_word_is_not() {
        let known = ["headless", "timeout", "url"];
        assert_eq!(nearest("headles", known.into_iter()), Some("headless"));
        assert_eq!(nearest("time_out", known.into_iter()), Some("timeout"));
        assert_eq!(nearest("name", known.into_iter()), None);
    }
}
