//! What looks like somebody and cannot be read as them: a text in another encoding, letters that a conversion has lost, a telephone
//! number, an address book. Read as it stands it would keep nobody, so it is refused.

use super::reading::Place;
use crate::faults::{Fault, Faults};

/// The longest line in bytes. The longest that people write is a long list with commas.
const LONGEST: usize = 30_000;

/// Control characters that may stand in a text: white space, ends of lines and DOS's end of a file.
const ALLOWED: &[char] = &['\t', '\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{1A}'];

/// Refuses a text that is no list at all, or has characters of no text in it; says whether it did.
pub(super) fn refuse_text(text: &str, faults: &mut Faults) -> bool {
    let start = text.len() - text.trim_start().len();
    let refused = |what: &str, label: &str, help: &str, length: usize| Fault {
        code: "keep.kind",
        message: what.to_owned(),
        span: Some(start..start + length),
        label: label.to_owned(),
        help: help.to_owned(),
        warning: false,
    };
    let head: String = text[start..].chars().take(11).collect::<String>().to_ascii_uppercase();
    if head == "BEGIN:VCARD" {
        faults.push(refused(
            "this is an address book (vCard), not a keep list",
            "here it begins",
            "Write the names, which stand behind FN:, one on each line; or export the contacts as CSV.",
            head.len(),
        ));
        return true;
    }
    let mut found = false;
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_control() && !ALLOWED.contains(c)) {
        found = true;
        faults.push(Fault {
            code: "keep.control",
            message: format!("there is a control character in it (U+{:04X})", u32::from(c)),
            span: Some(at..at + c.len_utf8()),
            label: "here".to_owned(),
            help: "Type this line again. If all of the file looks garbled it is in another encoding: save it as UTF-8.".to_owned(),
            warning: false,
        });
    }
    found
}

/// Why nobody can be read out of a line, or out of the name in a table, that gives no address.
pub(super) fn fault_of(entry: &str, place: &Place<'_>) -> Option<Fault> {
    if entry.contains('\u{FFFD}') {
        return Some(place.fault(
            "keep.line",
            "a letter of this name was lost",
            "the sign U+FFFD stands where a program could not read a letter",
            "Write the name again, or give the address of the profile.",
        ));
    }
    if is_garbled(entry) {
        return Some(place.fault(
            "keep.line",
            "this name is garbled: a program read UTF-8 as another encoding",
            "two signs stand for one letter with an accent",
            "Write the name again, or give the address of the profile.",
        ));
    }
    if has_entity(entry) || has_bytes(entry) {
        return Some(place.fault(
            "keep.line",
            "this line has a letter in the writing of web pages or mails",
            "such as `&uuml;`, `=C3=BC` or `%C3%BC` for `ü`",
            "Write the letter itself, or give the address of the profile.",
        ));
    }
    is_phone(entry).then(|| {
        place.fault(
            "keep.line",
            "this line names nobody",
            "a telephone number does not say whose page it is",
            "Write one person on each line; start a comment with #.",
        )
    })
}

/// A line that is too long to be meant as one.
pub(super) fn too_long(entry: &str, place: &Place<'_>) -> Option<Fault> {
    let start = place.span.start;
    let place =
        Place { span: start..start + entry.chars().next().map_or(0, char::len_utf8), ..place.clone() };
    (entry.len() > LONGEST).then(|| {
        place.fault(
            "keep.line",
            &format!(
                "this line is {} bytes long, and no line of a list is longer than {LONGEST}",
                entry.len()
            ),
            "here it begins",
            "Write one person on each line.",
        )
    })
}

/// Letters with accents as they look once their bytes in UTF-8 were taken for Windows-1252: `Ã¼`, `Å‚`.
fn is_garbled(text: &str) -> bool {
    let follows = |c: char| {
        matches!(
            c,
            '\u{A0}'
                ..='\u{BF}'
                    | '‚'
                    | '›'
                    | '‹'
                    | '‡'
                    | '†'
                    | '™'
                    | '‰'
                    | 'ˆ'
                    | 'ƒ'
                    | '€'
                    | 'Ÿ'
                    | '•'
                    | '˜'
        )
    };
    let pairs = text.chars().zip(text.chars().skip(1));
    pairs.into_iter().any(|(first, second)| match first {
        'Ã' => follows(second),
        // Quotation marks may stand behind a name in capitals.
        'Ä' | 'Å' => follows(second) && !matches!(second, '«' | '»'),
        'Â' => matches!(second, '\u{A0}'..='\u{BF}'),
        _ => false,
    })
}

fn has_entity(text: &str) -> bool {
    const NAMES: &[&str] = &["nbsp", "amp", "quot", "apos", "lt", "gt", "szlig", "shy"];
    const ENDINGS: &[&str] =
        &["acute", "grave", "uml", "cedil", "tilde", "circ", "ring", "slash", "lig", "caron"];
    text.split('&').skip(1).filter_map(|behind| behind.split_once(';')).any(|(name, _)| {
        let of_number = name.strip_prefix('#').map(|number| number.trim_start_matches(['x', 'X']));
        let is_number = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_hexdigit());
        of_number.is_some_and(is_number)
            || NAMES.contains(&name)
            || name.len() <= 8
                && name.bytes().all(|b| b.is_ascii_alphabetic())
                && ENDINGS.iter().any(|ending| name.ends_with(ending))
    })
}

/// Two bytes of a letter in hexadecimal digits, as mails and addresses write them; in a slug they are read.
fn has_bytes(text: &str) -> bool {
    let is_byte = |sign: u8, three: &[u8]| matches!(three, [first, high, low] if *first == sign && matches!(high, b'8'..=b'9' | b'A'..=b'F') && low.is_ascii_hexdigit());
    let pair =
        |sign: u8| text.as_bytes().windows(6).any(|six| is_byte(sign, &six[..3]) && is_byte(sign, &six[3..]));
    pair(b'=') || text.contains(char::is_whitespace) && pair(b'%')
}

/// Digits as on a telephone and nothing else, with or without `tel:` before them.
fn is_phone(text: &str) -> bool {
    const BEFORE: &[&str] = &["tel:", "tel.", "tel ", "phone:", "callto:", "sms:", "mobile:", "whatsapp:"];
    let lower = text.trim().to_lowercase();
    let number = BEFORE.iter().find_map(|before| lower.strip_prefix(before)).unwrap_or(&lower).trim();
    let is_written_so = number.len() < lower.len() || number.starts_with('+') || number.contains(' ');
    is_written_so
        && number.chars().filter(char::is_ascii_digit).count() > 2
        && number.chars().all(|c| c.is_ascii_digit() || " +-()./\u{A0}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_garbled_is_told_from_names() {
        for text in ["NÃºria Lima", "JÃ¼rgen", "Åukasz WoÅ‚ek", "BartÅ‚omiej", "AslÄ± Kaya", "DvoÅ™Ã¡k"]
        {
            assert!(is_garbled(text), "{text}");
        }
        for text in
            ["Núria Lima", "Ãngela", "ÅSA ÖBERG", "«BLÅ»", "Ärlig Åström", "ANTÔNIO MAGALHÃES", "JÂ. Doe"]
        {
            assert!(!is_garbled(text), "{text}");
        }
    }

    #[test]
    fn telephone_numbers_and_entities_are_told_from_people() {
        for text in ["+49 170 1234567", "tel:+491701234567", "+491701234567", "Tel. 030 123", "(030) 123 45"]
        {
            assert!(is_phone(text), "{text}");
        }
        for text in ["12345", "007-bond", "Ben 2", "telemann", "2 unlimited", "jan-1980"] {
            assert!(!is_phone(text), "{text}");
        }
        for text in ["Ben&nbsp;Hall", "N&uacute;ria", "J&#252;rgen", "&#x141;ukasz", "Ben &amp; Iris"] {
            assert!(has_entity(text), "{text}");
        }
        assert!(has_bytes("FN;CHARSET=UTF-8:N=C3=BAria Lima") && has_bytes("N%C3%BAria Lima"));
        assert!(!has_bytes("n%C3%BAria-lima") && !has_bytes("50 % A=B"));
        for text in ["Ben & Iris; Nell", "AT&T; Ben", "R&D", "a=1&b=2"] {
            assert!(!has_entity(text), "{text}");
        }
    }
}
