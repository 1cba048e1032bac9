//! Whatever a page says in a remark, the remark can be parted again into our words and the page's, and redaction lets nothing of the
//! page's through.

use proptest::prelude::*;

use super::*;
use crate::browser::wire::element::AttributeTold;
use crate::domain::neutral::acts;
use crate::report::redacted;

/// How every text of a page begins and ends here. It is a word as a name is, and no word of the interface.
const MARK: &str = "Quazel";

/// What a page could write to be taken for more than its own text, our words among it.
fn text_of_a_page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\"",
            "\\",
            "\\\"",
            "\\\\\"",
            "`",
            "'",
            "\u{1b}[31m",
            "\u{9b}",
            "\u{202e}",
            "\u{2066}",
            "\u{200f}",
            "\n",
            "\r\n",
            "\t",
            "\u{2028}",
            "[aria-label=\"",
            "[role=\"",
            "href=",
            "role=",
            "]",
            " #",
            "# ",
            "/in/",
            "https://",
            "@x.y",
            ": ",
            "; ",
            "the click fell on ",
            "a click would land on nothing",
            "scope \"menu\": ",
            "1 elements fit",
            "\u{2026}",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        Just(MARK.to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| format!("{MARK}{}{MARK}", pieces.concat()))
}

fn element() -> impl Strategy<Value = ElementTold> {
    let id = prop_oneof![
        Just(String::new()),
        text_of_a_page(),
        "[A-Za-z0-9_-]{0,4}".prop_map(|more| format!("{MARK}{more}")),
    ];
    let names =
        ["role", "aria-label", "data-test-icon", "data-testid", "componentkey", "href", "class", "type"];
    let attribute = (prop::sample::select(names.to_vec()), text_of_a_page())
        .prop_map(|(name, value)| AttributeTold { name: name.to_owned(), value: value.into() });
    let tag =
        prop_oneof![Just("div".to_owned()), Just(format!("x-{}", MARK.to_lowercase())), text_of_a_page()];
    (tag, id, prop::collection::vec(attribute, 0..4)).prop_map(|(tag, id, attributes)| ElementTold {
        tag: tag.into(),
        id: id.into(),
        attributes,
    })
}

/// The remarks that hold words of a page, alone and inside of others.
fn note() -> impl Strategy<Value = Note> {
    let one = prop_oneof![
        text_of_a_page().prop_map(|said| Note::NoText { key: "more".to_owned(), language: said.into() }),
        text_of_a_page().prop_map(|said| Note::MenuNames(said.into())),
        text_of_a_page().prop_map(|said| Note::MenuLeads(said.into())),
        element().prop_map(|element| Note::FellOn(Some(element))),
        element().prop_map(Note::LandsInside),
        element().prop_map(|element| Note::AnotherOpened(Some(element))),
        element().prop_map(Note::Disabled),
        prop::collection::vec(element(), 1..4).prop_map(Note::These),
        Just(Note::NoMenu),
    ];
    one.prop_recursive(3, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Note::Each),
            inner.clone().prop_map(|note| Note::InScope { scope: "menu".to_owned(), note: Box::new(note) }),
            inner.prop_map(|note| Note::WhereTheButtonWas(Box::new(note))),
        ]
    })
}

/// What stands outside of quotes, and what inside of each pair.
fn parted(sentence: &str) -> (String, Vec<String>) {
    let (mut outside, mut quoted) = (String::new(), Vec::new());
    let mut chars = sentence.chars();
    while let Some(c) = chars.next() {
        if c != '"' {
            outside.push(c);
            continue;
        }
        let mut inside = String::new();
        loop {
            match chars.next().expect("a quote that is closed") {
                '"' => break,
                '\\' => inside.push(chars.next().expect("what is marked")),
                c => inside.push(c),
            }
        }
        quoted.push(inside);
    }
    (outside, quoted)
}

/// The texts of the page in a remark, in their order and as they are shown; single words of ids left out, whose place is `#`.
fn texts(note: &Note) -> Vec<String> {
    fn shown(text: &PageText) -> String {
        let clean = text.for_judging().chars().map(|c| if c.is_whitespace() { ' ' } else { c });
        clean.filter(|c| !acts(*c)).collect()
    }
    fn of(element: &ElementTold) -> Vec<String> {
        let tag = (element.tag != "div").then_some(&element.tag);
        let id = Some(&element.id).filter(|id| !id.is_empty() && id.as_word().is_none());
        tag.into_iter().chain(id).chain(element.attributes.iter().map(|one| &one.value)).map(shown).collect()
    }
    match note {
        Note::NoText { language, .. } => vec!["more".to_owned(), shown(language)],
        Note::MenuNames(said) | Note::MenuLeads(said) => vec![shown(said)],
        Note::FellOn(Some(element)) | Note::AnotherOpened(Some(element)) => of(element),
        Note::LandsInside(element) | Note::Disabled(element) => of(element),
        Note::These(elements) => elements.iter().flat_map(of).collect(),
        Note::InScope { note, .. } => std::iter::once("menu".to_owned()).chain(texts(note)).collect(),
        Note::WhereTheButtonWas(note) => texts(note),
        Note::Each(notes) => {
            let mut once: Vec<&Note> = Vec::new();
            notes.iter().for_each(|note| {
                if !once.contains(&note) {
                    once.push(note)
                }
            });
            once.into_iter().flat_map(texts).collect()
        }
        _ => Vec::new(),
    }
}

/// What stands outside of quotes, without ids of one word, which stand behind their sign.
fn without_ids(outside: &str) -> String {
    let of_id = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut parts = outside.split('#');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |ours, part| ours + part.trim_start_matches(of_id))
}

#[test]
fn a_remark_can_be_parted_into_our_words_and_the_pages() {
    proptest!(|(note in note())| {
        let sentence = note.to_string();
        prop_assert!(!sentence.contains(acts), "{sentence:?}");
        let (outside, quoted) = parted(&sentence);
        prop_assert_eq!(quoted, texts(&note), "{}", sentence);
        prop_assert!(!without_ids(&outside).to_lowercase().contains(&MARK.to_lowercase()), "{sentence}");
    });
}

#[test]
fn of_a_remark_nothing_that_a_page_said_is_in_what_is_redacted() {
    proptest!(|(note in note(), other in text_of_a_page())| {
        let other = OtherMatter::Word(other.into());
        let asks = format!("the dialog asks about something else than the connection ({other}); it was closed");
        for sentence in [note.to_string(), format!("`more`: {note}"), asks] {
            let clean = redacted(&sentence);
            prop_assert!(!clean.to_lowercase().contains(&MARK.to_lowercase()), "{sentence}\n{clean}");
        }
    });
}

#[test]
fn our_words_stay_in_what_is_redacted() {
    let element = ElementTold { tag: "button".into(), id: "ember97".into(), attributes: Vec::new() };
    for (note, said) in [
        (Note::NoneFits { total: 2, seen: 1 }, "2 in the page, 1 visible, 0 with the right text"),
        (Note::LandsOn(Some(element.clone())), "a click would land on button#ember97"),
        (Note::FellOn(None), "the click fell on nothing"),
        (Note::Each(Vec::new()), "no candidate for this front end"),
        (Note::Each(vec![Note::NoMenu, Note::NoMenu, Note::Moves]), "no menu is open; the element moves"),
        (Note::These(vec![element.clone(), element]), "button#ember97 button#ember97"),
        (
            Note::InScope { scope: "menu".to_owned(), note: Box::new(Note::NoMenu) },
            "scope \"menu\": no menu is open",
        ),
    ] {
        assert_eq!(note.to_string(), said);
        assert_eq!(redacted(&note.to_string()).replace("\"\u{2026}\"", "\"menu\""), said);
    }
}
