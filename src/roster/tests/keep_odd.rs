//! Keep lists of other programs and in other encodings: each is read rightly, or refused with a place and a help. None is read as if
//! it named nobody.

use std::time::{Duration, Instant};

use crate::domain::{PersonName, Slug};
use crate::roster::{KeepList, KeepQuery, ListError};

fn keeps(list: &KeepList, who: &str) -> bool {
    let slug: Option<Slug> = who.starts_with('/').then(|| who.parse().unwrap());
    let name = PersonName::new(who).filter(|_| slug.is_none());
    let (slugs, names): (Vec<&Slug>, Vec<&PersonName>) = (slug.iter().collect(), name.iter().collect());
    let query = KeepQuery { slugs: &slugs, names: &names, companies: &["Elsewhere"], ..KeepQuery::default() };
    !list.covers(&query).allows()
}

/// A text as another program writes it, and everybody whom it must keep.
#[rustfmt::skip]
const READ: &[(&str, &[&str])] = &[
    // Chats.
    ("[30.11.26, 12:03:11] Anna: please keep Ben Harrowgate\n", &["Ben Harrowgate"]),
    ("30/11/2026, 12:03 - Anna: don’t remove Ben Harrowgate or Nell Bexley!!\n", &["Ben Harrowgate", "Nell Bexley"]),
    ("\u{200e}[30/11/2026, 12:03:11] Anna: Ben Harrowgate\u{200e}\n", &["Ben Harrowgate"]),
    ("＠ben-harrowgate\n@nell-bexley\n", &["/in/ben-harrowgate", "/in/nell-bexley"]),
    // Tables and marks of plain text.
    ("| Name | URL |\n|------|:---:|\n| Ben Harrowgate | https://www.linkedin.com/in/ben-h |\n", &["Ben Harrowgate", "/in/ben-h"]),
    ("**Ben Harrowgate**\n~~Nell Bexley~~\n`iris-bexley`\n", &["Ben Harrowgate", "Nell Bexley", "/in/iris-bexley"]),
    ("[Ben Harrowgate](https://linkedin.com/in/ben-h/)\n", &["/in/ben-h", "Ben Harrowgate"]),
    ("<li>Ben Harrowgate</li>\n<a href=\"https://www.linkedin.com/in/nell-b\">Nell Bexley</a>\n", &["Ben Harrowgate", "/in/nell-b", "Nell Bexley"]),
    ("- name: Ben Harrowgate\n  url: https://www.linkedin.com/in/ben-h\n", &["Ben Harrowgate", "/in/ben-h"]),
    // Bullets and numbers.
    ("✅ Ben Harrowgate\n✅Nell Bexley\n👉ben-harrowgate\n•iris-bexley\n-hugh-bexley\n", &[
        "Ben Harrowgate", "Nell Bexley", "/in/ben-harrowgate", "/in/iris-bexley", "/in/hugh-bexley"]),
    ("1️⃣ Ben Harrowgate\n① nell-bexley\n1.iris-bexley\n2)hugh-bexley\n#3 Grant Larkspur\n#4. ben-h1\n", &[
        "Ben Harrowgate", "/in/nell-bexley", "/in/iris-bexley", "/in/hugh-bexley", "Grant Larkspur", "/in/ben-h1"]),
    // Names.
    ("Harrowgate, Ben; Bexley, Nell\n", &["Ben Harrowgate", "Nell Bexley"]),
    ("Harrowgate, Ben, Acme\n", &["Ben Harrowgate"]),
    ("Ben \"Benny Harrowgate; Nell Bexley\n", &["Nell Bexley"]),
    ("Herr Prof. Dr. Ben Harrowgate\nFrau Dr. med. Nell Bexley\n", &["Ben Harrowgate", "Nell Bexley"]),
    ("佐藤健太さん\n김 민준님\n林子墨老师\n", &["健太 佐藤", "김민준", "林子墨"]),
    ("佐藤・健太\n王小明 (Xiaoming Wang)\n", &["佐藤 健太", "王小明", "Xiaoming Wang"]),
    ("林子墨、佐藤健太\n", &["林子墨", "佐藤健太"]),
    ("\u{200f}أحمد علي\u{200f}\n", &["احمد علي"]),
    ("Ben\u{a0}Harrowgate\nNell\u{202f}Bexley\nＩｒｉｓ Ｂｅｘｌｅｙ\n", &["Ben Harrowgate", "Nell Bexley", "Iris Bexley"]),
    ("Ben.Harrowgate\nNell_Bexley\nIris-Bexley\n", &["Ben Harrowgate", "Nell Bexley", "Iris Bexley"]),
    ("Ben Harrowgate oder Nell Bexley\n", &["Ben Harrowgate", "Nell Bexley"]),
    ("Ben Harrowgate tel:+49 170 123 ben＠example.com\n", &["Ben Harrowgate"]),
    // Addresses.
    ("https://de.linkedin.com/in/ben-h/?locale=de_DE\nhttps://m.linkedin.com/in/nell-b).\n/in/iris-b\n", &["/in/ben-h", "/in/nell-b", "/in/iris-b"]),
    ("https://www.linkedin.com/in/ben-h/https://www.linkedin.com/in/nell-b\n", &["/in/ben-h", "/in/nell-b"]),
    ("https://www.linkedin.com/in/ben-hhttps://www.linkedin.com/in/nell-b\n", &["/in/ben-h", "/in/nell-b"]),
    ("https://www.linkedin.com/in/ben-h/overlay/contact-info/\nhttps://www.linkedin.com/in/n%c3%baria-l/.\n", &["/in/ben-h", "/in/núria-l"]),
    // Files.
    ("x-y-z\n\u{feff}Ben Harrowgate\n", &["Ben Harrowgate"]),
    ("name,url\nNell Bexley,\n\u{feff}name,url\nBen Harrowgate,\n", &["Nell Bexley", "Ben Harrowgate"]),
    ("x-y-z\rBen Harrowgate\r", &["Ben Harrowgate"]),
    ("name,url\rBen Harrowgate,ben-h\r", &["Ben Harrowgate", "/in/ben-h"]),
    ("Ben Harrowgate\r\n\u{1a}", &["Ben Harrowgate"]),
];

#[test]
fn lists_of_other_programs_keep_whom_they_name() {
    for (text, people) in READ {
        let list = KeepList::parse("keep.txt", *text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        for who in *people {
            assert!(keeps(&list, who), "{text:?} keeps {who}");
        }
        assert!(!keeps(&list, "Otto Wobbleton") && !keeps(&list, "/in/otto-w"), "{text:?}");
    }
}

/// What is refused, the line of the first fault (0 for the whole file), and a word of what is said.
#[rustfmt::skip]
const REFUSED: &[(&[u8], usize, &str)] = &[
    (b"\xff\xfeB\0e\0n\0", 0, "UTF-16"),
    (b"\xfe\xff\0B\0e\0n", 0, "UTF-16"),
    (b"B\0e\0n\0\n\0", 0, "NUL bytes"),
    (b"Ben Harrowgate\nN\xfaria Lima\n", 2, "0xFA"),
    (b"\x8d\xb2\x93\xa1\n", 1, "0x8D"),
    (b"Ben Harrowgate\n\x1b$B:4F#\x1b(B\n", 2, "U+001B"),
    (b"{\\rtf1\\ansi Ben Harrowgate\\par}", 0, "RTF"),
    (b"%PDF-1.7", 0, "PDF"),
    (b"<html><body>Ben Harrowgate", 0, "web page"),
    (b"BEGIN:VCARD\nFN:Ben Harrowgate\nEND:VCARD\n", 1, "vCard"),
    (b"{\"keep\": [\"ben-harrowgate\"]}", 1, "JSON object"),
    ("Ben Harrowgate\nNÃºria Lima\n".as_bytes(), 2, "garbled"),
    ("name,url\nNÃºria Lima,\n".as_bytes(), 2, "garbled"),
    ("N\u{fffd}ria Lima\n".as_bytes(), 1, "was lost"),
    (b"N&uacute;ria Lima\n", 1, "web pages"),
    (b"FN: N=C3=BAria Lima\n", 1, "mails"),
    (b"Ben Harrowgate\ntel:+491701234567\n", 2, "telephone"),
    (b"+49 170 1234567\n", 1, "telephone"),
    ("ben＠example.com\n".as_bytes(), 1, "mail address"),
    (b"ben-harrow\xe2\x80\x8bgate\n", 1, "unseen"),
    (b"https://www.linkedin.com/sales/lead/ACwAAAbcdefghijklmnop,NAME\n", 1, "Sales Navigator"),
    (b"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fben-h\n", 1, "not linkedin.com"),
];

#[track_caller]
fn refused(bytes: Vec<u8>) -> (usize, String) {
    let told = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
    let Err(ListError::Faults(faults)) = KeepList::parse("keep.txt", bytes) else {
        panic!("{told:?} was read")
    };
    let first = faults.list.first().unwrap();
    assert!(!first.help.is_empty(), "{told:?} says no help");
    (faults.position(first).map_or(0, |(line, _)| line), faults.render(false, 100))
}

#[test]
fn what_would_keep_nobody_when_read_as_it_stands_is_refused() {
    for (bytes, line, word) in REFUSED {
        let (at, said) = refused(bytes.to_vec());
        assert!(at == *line && said.contains(word), "line {at}, expected {line} and {word:?}: {said}");
    }
    // Zero bytes far behind the place up to which a file's kind is looked at.
    let far = [b"x-y-z\n".repeat(3_000).as_slice(), b"Ben\0Harrowgate\n"].concat();
    assert_eq!(refused(far).0, 3_001);
}

#[test]
fn long_lists_are_read_and_lines_of_many_megabytes_are_refused_in_a_reasonable_time() {
    let started = Instant::now();
    let text: String = (0..100_000).map(|n| format!("person-number-{n}\n")).collect();
    let list = KeepList::parse("keep.txt", format!("{text}Ben Harrowgate\n")).unwrap();
    assert!(keeps(&list, "/in/person-number-99999") && keeps(&list, "Ben Harrowgate"));
    assert!(list.missing_from(&list).is_empty());
    let texts: Vec<String> = (0..100_000).map(|n| format!("\"person-number-{n}\"")).collect();
    let list = KeepList::parse("keep.json", format!("[{}]", texts.join(","))).unwrap();
    assert!(keeps(&list, "/in/person-number-99999"));
    for line in ["x".repeat(10_000_000), "a b ".repeat(250_000), "Ben Harrowgate, ".repeat(70_000)] {
        let (_, said) = refused(format!("{line}\nBen Harrowgate\n").into_bytes());
        assert!(said.len() < 5_000, "{} bytes are said of one line", said.len());
    }
    // As long as a line may be, in ways that could take long.
    for line in
        ["Ben Harrowgate, ".repeat(900), "ben-x; ".repeat(4_000), "a-b ".repeat(7_000), "\"".repeat(20_000)]
    {
        let _ = KeepList::parse("keep.txt", line);
    }
    let took = started.elapsed();
    println!("all of it: {took:?}");
    // Half a minute of work; what grows with the square of a list would take hours.
    assert!(took < Duration::from_secs(900), "{took:?}");
}
