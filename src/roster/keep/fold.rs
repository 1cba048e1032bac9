//! Comparing names generously, for protecting only: what may be the same name is. Choosing whom to act on compares strictly
//! ([`PersonName::matches`]), since there a name too many is a wrong person; here a name too many is a person left alone.
//!
//! Beyond what every name is brought to (case, width, titles, post-nominals, pronouns, emoji):
//!
//! 1. Accents go, in Latin, Greek, Cyrillic, Arabic and Hebrew; letters with a stroke or without a dot are their plain ones.
//! 2. `oe`, `ae`, `ue`, `aa` are one letter, as `ö`, `ä`, `ü`, `å` are once their accents are gone.
//! 3. A letter alone is the first letter of any word.
//! 4. The order of the words does not count, nor where a name is parted: `佐藤健太` is `佐藤 健太`, `Mac Donald` `MacDonald`.
//! 5. Words that only one of the two has do not count, where two whole words fit.

use unicode_normalization::UnicodeNormalization;

use crate::domain::PersonName;

/// A name brought to the form in which protection compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The words, each folded, none twice, with a space between.
    words: Box<str>,
    /// All of it in one piece: as written, and with the first word last, and with the last word first; with a space between.
    pieces: Box<str>,
}

impl Folded {
    pub(super) fn of(name: &PersonName) -> Folded {
        let written: Vec<&str> = name.words().collect();
        let mut words: Vec<String> =
            written.iter().map(|word| fold(word)).filter(|w| !w.is_empty()).collect();
        words.sort_unstable();
        words.dedup();
        let last = written.len().saturating_sub(1);
        let turned = |by: usize| {
            let mut turned = written.clone();
            turned.rotate_left(by);
            fold(&turned.concat())
        };
        let mut pieces = vec![turned(0)];
        for by in [1, last] {
            let piece = if written.len() > 1 { turned(by) } else { continue };
            if !pieces.contains(&piece) {
                pieces.push(piece);
            }
        }
        // A form of address behind a name in one piece is not part of it.
        let bare: Vec<String> = pieces.iter().filter_map(|piece| without_honorific(piece)).collect();
        pieces.extend(bare);
        pieces.retain(|piece| !piece.is_empty());
        Folded { words: words.join(" ").into(), pieces: pieces.join(" ").into() }
    }

    /// Under what a name is looked up: its whole words, and itself in one piece. Two names that fit share one of them.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.words().filter(|word| !is_initial(word)).chain(self.pieces())
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split_whitespace()
    }

    fn pieces(&self) -> impl Iterator<Item = &str> {
        self.pieces.split_whitespace()
    }

    fn is_one_piece(&self, other: &Folded) -> bool {
        self.pieces().any(|piece| other.pieces().any(|theirs| theirs == piece))
    }

    /// Whether both may be the name of one person.
    pub(super) fn fits(&self, other: &Folded) -> bool {
        self.is_one_piece(other) || self.words_fit(other)
    }

    /// As [`Folded::fits`], with no word that only one of the two has.
    pub(super) fn fits_whole(&self, other: &Folded) -> bool {
        self.words().count() == other.words().count() && self.fits(other) || self.is_one_piece(other)
    }

    fn words_fit(&self, other: &Folded) -> bool {
        let is_shorter = self.words().count() <= other.words().count();
        let (few, many) = if is_shorter { (self, other) } else { (other, self) };
        let mut rest: Vec<&str> = many.words().collect();
        let mut whole = 0;
        let mut open = Vec::new();
        for word in few.words() {
            match rest.iter().position(|theirs| *theirs == word) {
                Some(at) => {
                    rest.swap_remove(at);
                    whole += usize::from(!is_initial(word));
                }
                None => open.push(word),
            }
        }
        // What is left over must be an initial of one side or the other; the longest words first, so that an initial is not
        // spent on a word that another one needs.
        let mut initials = 0;
        open.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in open {
            let fits = |theirs: &&str| is_initial_of(theirs, word) || is_initial_of(word, theirs);
            match rest.iter().position(fits) {
                Some(at) => {
                    rest.swap_remove(at);
                    initials += 1;
                }
                None => return false,
            }
        }
        // One word and one letter say who somebody is only where no other word speaks against it.
        let rest_is_whole = rest.iter().any(|word| !is_initial(word));
        whole >= 2 || whole == 1 && (initials >= 1 && !rest_is_whole || rest.is_empty())
    }
}

/// A name in Han, kana or Hangul without the form of address behind it.
fn without_honorific(piece: &str) -> Option<String> {
    const HONORIFICS: &[&str] = &[
        "さん",
        "さま",
        "様",
        "殿",
        "くん",
        "君",
        "ちゃん",
        "氏",
        "先生",
        "先輩",
        "님",
        "씨",
        "선생님",
        "老师",
        "女士",
        "小姐",
        "經理",
        "经理",
    ];
    if piece.ends_with(|c: char| c < '\u{3040}') {
        return None;
    }
    // A mark over kana goes in folding.
    let folded = HONORIFICS.iter().map(|honorific| fold(honorific));
    let bare = folded.filter_map(|honorific| piece.strip_suffix(honorific.as_str()).map(str::len)).min()?;
    let bare = &piece[..bare];
    (bare.chars().count() > 1).then(|| bare.to_owned())
}

/// One letter of a script that has small and capital letters; a name of one Han character is a whole word.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(only), None) if only.is_lowercase() || only.is_uppercase())
}

fn is_initial_of(initial: &str, word: &str) -> bool {
    is_initial(initial) && word.starts_with(initial)
}

/// A text of words that are compared already, without accents and with one letter for each sound.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_accent(*c)).flat_map(plain_letters).collect();
    let mut folded = String::with_capacity(plain.len());
    for c in plain.nfc() {
        // `oe` is `ö` is `o`: one letter for both ways to write it.
        let doubled =
            matches!((folded.chars().next_back(), c), (Some('o' | 'a' | 'u'), 'e') | (Some('a'), 'a'));
        if !doubled {
            folded.push(c);
        }
    }
    folded
}

/// Marks over and under letters of the scripts in which names are written with and without them.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Letters that no decomposition parts from their stroke, hook or missing dot.
fn plain_letters(c: char) -> impl Iterator<Item = char> {
    let plain: &str = match c {
        'ı' => "i",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'æ' => "a",
        'œ' => "o",
        'ə' => "e",
        'þ' => "th",
        'ß' => "ss",
        // Arabic letters that keyboards and habits write in two ways.
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        _ => "",
    };
    let own = plain.is_empty().then_some(c);
    plain.chars().chain(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(one: &str, other: &str) -> bool {
        let folded = |name: &str| Folded::of(&PersonName::new(name).unwrap());
        let (one, other) = (folded(one), folded(other));
        let found = one.fits(&other);
        assert_eq!(found, other.fits(&one), "the same whichever is asked first");
        let shared = one.keys().any(|key| other.keys().any(|theirs| theirs == key));
        assert!(shared || !found, "what fits is looked up under one key at least");
        found
    }

    #[test]
    fn what_may_be_one_name_is_one_name() {
        for (one, other) in [
            ("Nuria Goncalves Lima", "Núria Gonçalves Lima"),
            ("Ana Sa", "Ana Sá"),
            ("Isil Yildiz", "Işıl Yıldız"),
            ("IŞIL YILDIZ", "Işıl Yıldız"),
            ("Joerg Gross", "Jörg Groß"),
            ("Jorg Gross", "Jörg Groß"),
            ("Nguyễn Hoà", "Hòa Nguyễn"),
            ("Nguyen Hoa", "Hòa Nguyễn"),
            ("Dang Dinh", "Đặng Đình"),
            ("احمد علي", "أحمد علي"),
            ("佐藤健太", "健太 佐藤"),
            ("林子墨", "子墨 林"),
            ("林子墨", "林 子墨"),
            ("Zoe Fjordstrom", "Zoë Fjordström"),
            ("Soeren Oestergaard", "Søren Østergård"),
            ("Lukasz Wolek", "Łukasz Wołek"),
            ("J. Harrowgate", "Jane Harrowgate"),
            ("Jane Harrowgate", "J Harrowgate"),
            ("Anna M. Nowak", "Anna Maria Nowak"),
            ("Anna Nowak", "Anna M. Nowak"),
            ("Anna Nowak", "Anna Maria Nowak"),
            ("NOWAK, Anna", "Anna Nowak, PhD (she/her)"),
            ("Ａｎｎａ Ｎｏｗａｋ", "Anna Nowak"),
            ("Ian MacDonald", "Ian Mac Donald"),
            ("Maeve ODowd", "Maeve O'Dowd"),
            ("Anna-Maria Lind", "Anna Maria Lind"),
            ("Ben Harrowgate", "Benjamin (Ben) Harrowgate"),
        ] {
            assert!(fits(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn other_names_are_other_names() {
        for (one, other) in [
            ("Anna Nowak", "Joanna Nowak"),
            ("Anna Nowak", "Anna Nowakowska"),
            ("Anna Nowak", "Anna"),
            ("Anna", "Anna Nowak"),
            ("J. Harrowgate", "Ben Harrowgate"),
            ("Amara Fjord", "Amara F. Hallrak"),
            ("Ben Harrowgate, a friend", "Ben Adams"),
            ("A. B.", "Anna Borg"),
            ("Li Wei", "Li Na"),
            ("林子墨", "林子轩"),
            ("Grant Larkspur", "Grant Saltmarsh"),
            ("Iris Bexley", "Nell Bexley"),
        ] {
            assert!(!fits(one, other), "{one} / {other}");
        }
    }
}
