//! How well a name of the roster fits one that a page shows, where somebody is chosen by name alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{PersonName, in_one_piece};

/// How a name fits another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFit {
    /// The same words in the same order: case, width, titles, post-nominals, pronouns and ornaments do not count.
    Same,
    /// The same only once the words are put in another order, or accents and letters of other spellings are folded: a human
    /// decides whether it is one person.
    Otherwise,
    /// Another name.
    Other,
}

impl PersonName {
    /// How this name fits the one that a page shows.
    #[must_use]
    pub fn fit(&self, shown: &PersonName) -> NameFit {
        if self.folded == shown.folded && sharp_s(&self.written) == sharp_s(&shown.written) {
            return NameFit::Same;
        }
        let pieces = [self, shown].map(in_one_piece);
        let otherwise = self.key == shown.key
            || loose(self, false) == loose(shown, false)
            || loose(self, true) == loose(shown, false)
            || loose(self, false) == loose(shown, true)
            || pieces[0].iter().any(|piece| pieces[1].contains(piece));
        if otherwise { NameFit::Otherwise } else { NameFit::Other }
    }
}

impl PersonName {
    /// The words of any text without accents and with plain letters: as the fields in which lists are searched compare them.
    #[must_use]
    pub fn plain_words_in(text: &str) -> Vec<String> {
        PersonName::words_in(text).iter().map(|word| plain_letters(word, false)).collect()
    }
}

/// How often a name has the letter that case folding makes two of.
fn sharp_s(written: &str) -> usize {
    written.chars().filter(|c| matches!(c, 'ß' | 'ẞ')).count()
}

/// The words without accents and with plain letters, in an order of their own. `as_two`: `ö` is `oe`, and so on.
fn loose(name: &PersonName, as_two: bool) -> Vec<String> {
    let mut words: Vec<String> = name.words().map(|word| plain_letters(word, as_two)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn plain_letters(word: &str, as_two: bool) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.nfc() {
        let two = match c {
            'ä' => "ae",
            'ö' | 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            _ => "",
        };
        if as_two && !two.is_empty() {
            plain.push_str(two);
            continue;
        }
        match c {
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ß' => plain.push_str("ss"),
            'ı' => plain.push('i'),
            'ħ' => plain.push('h'),
            'ŧ' => plain.push('t'),
            'ŋ' => plain.push('n'),
            _ => plain.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::NameFit::{Other, Otherwise, Same};
    use super::*;

    fn name(text: &str) -> PersonName {
        PersonName::new(text).unwrap()
    }

    #[test]
    fn only_the_same_words_in_the_same_order_choose() {
        for (roster, shown, fit) in [
            ("Grant Larkspur", "Grant Larkspur", Same),
            ("grant LARKSPUR", "Grant Larkspur 🌻", Same),
            ("Ｇｒａｎｔ Larkspur", "Dr. Grant Larkspur, PhD (he/him)", Same),
            ("Zoë Żółw", "ZOË ŻÓŁW", Same),
            ("Anna-Maria Nowak", "Anna Maria Nowak", Same),
            ("İbrahim Yılmaz", "ibrahim Yılmaz", Same),
            ("Larkspur Grant", "Grant Larkspur", Otherwise),
            ("Nowak, Anna", "Anna Nowak", Otherwise),
            ("Ana Sa", "Ana Sá", Otherwise),
            ("Nuria Goncalves Lima", "Núria Gonçalves Lima", Otherwise),
            ("Joerg Gross", "Jörg Groß", Otherwise),
            ("Jorg Gross", "Jörg Groß", Otherwise),
            ("Hans Gross", "Hans Groß", Otherwise),
            ("Isil Yildiz", "Işıl Yıldız", Otherwise),
            ("Dung Dinh", "Dũng Đinh", Otherwise),
            ("佐藤健太", "佐藤 健太", Otherwise),
            ("健太 佐藤", "佐藤 健太", Otherwise),
            ("Anna Nowak", "Anna Maria Nowak", Other),
            ("Anna Nowak", "Anna Novak", Other),
            ("Grant Larkspur Jr", "Grant Larkspur", Other),
        ] {
            assert_eq!(name(roster).fit(&name(shown)), fit, "{roster} and {shown}");
            assert_eq!(name(shown).fit(&name(roster)), fit, "{shown} and {roster}");
        }
    }

    proptest! {
        /// Words of a name are never taken for the same in another order, and are always seen to be near.
        #[test]
        fn another_order_never_chooses(words in prop::collection::vec("[A-Z][a-zäöüéñ]{3,7}", 2..4), by in 1_usize..3) {
            let mut turned = words.clone();
            turned.rotate_left(by % words.len());
            let (one, other) = (PersonName::new(&words.join(" ")), PersonName::new(&turned.join(" ")));
            prop_assume!(one.is_some() && other.is_some());
            let (one, other) = (one.unwrap(), other.unwrap());
            // Titles and post-nominals go by their place, so that turned words may be other ones.
            prop_assume!(one.words().count() == words.len() && other.words().count() == words.len());
            let same = one.folded() == other.folded();
            prop_assert_eq!(one.fit(&other), if same { Same } else { Otherwise });
        }

        /// What fits loosely only is never the same, and upper case always is.
        #[test]
        fn accents_never_choose(first in "[A-Z][a-z]{3,7}", last in "[A-Z][a-z]{3,5}") {
            let plain = format!("{first} {last}o");
            let accented = format!("{first} {last}ó");
            let (Some(plain), Some(accented)) = (PersonName::new(&plain), PersonName::new(&accented)) else {
                return Ok(());
            };
            prop_assume!(plain.words().count() == accented.words().count());
            prop_assert_eq!(plain.fit(&accented), Otherwise);
            let loud = PersonName::new(&accented.as_str().to_uppercase());
            prop_assume!(loud.as_ref().is_some_and(|loud| loud.words().count() == accented.words().count()));
            prop_assert_eq!(loud.unwrap().fit(&accented), Same);
        }
    }
}
