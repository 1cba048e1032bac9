use super::*;
use crate::browser::{Recognised, WhyNot};
use crate::domain::{PageText, Reason};

const KNOWN: &[&str] = &[
    "are you sure you want to remove   as a connection?",
    "remove connection",
    "cancel",
    "remove",
    "retirer",
];

fn said(name: &str, text: &str, rest: &str) -> Option<&'static str> {
    let dialog = DialogSeen {
        text: text.into(),
        recognised: Recognised::Yes,
        rest: rest.into(),
        strangers: Vec::new(),
        known: KNOWN.iter().map(|phrase| (*phrase).to_owned()).collect(),
        other: None,
        confirm: Err(WhyNot {
            locator: "confirm".to_owned(),
            reason: Reason::NotFound,
            note: String::new(),
            notes: Vec::new(),
            is_swap: false,
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
    for text in
        ["Do you want to remove Ana Clara Olm?", "Do you want to remove Ana Olm?", "Remove Ana-Clara Olm?"]
    {
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

// A title says something of a person that no page tells, and a family name is shared by many.
#[test]
fn a_title_with_the_family_name_is_refused() {
    for (name, text) in [
        ("Ada Brandt", "Remove Ms. Brandt?"),
        ("Ada Brandt", "Remove Mr. Brandt?"),
        ("Ada Brandt", "Do you want to remove Frau Brandt? Cancel Remove"),
        ("Ada Brandt", "Do you want to remove Prof. Dr. Brandt? Cancel Remove"),
        ("Dr. Ada Brandt", "Do you want to remove Dr. Brandt? Cancel Remove"),
        ("Prof. Ada Brandt", "Do you want to remove Prof. Brandt? Cancel Remove"),
        ("Ada Brandt", "Remove dhr. Wirth? Ada Brandt stays."),
    ] {
        assert!(said(name, text, "x").is_some(), "{text}");
    }
}

#[test]
fn a_given_name_that_stands_last_is_enough() {
    for (name, text) in [
        ("Nagy Anna", "Do you want to remove Anna? Cancel Remove"),
        ("Nguy\u{1ec5}n V\u{103}n Minh", "Do you want to remove Minh? Cancel Remove"),
        ("\u{795e}\u{7121}\u{6708} \u{6953}", "Do you want to remove \u{6953}? Cancel Remove"),
    ] {
        assert_eq!(said(name, text, "x"), None, "{text}");
    }
    for text in ["Do you want to remove Kiss Anna?", "Do you want to remove Kov\u{e1}cs? Anna stays."] {
        assert!(said("Nagy Anna", text, "x").is_some(), "{text}");
    }
}

// Where a given name begins in a name of one piece is not to be seen: what the name ends with may be somebody else's whole name.
#[test]
fn a_part_of_a_name_in_one_piece_is_refused() {
    for (name, said_name) in [
        ("\u{795e}\u{7121}\u{6708}\u{6953}", "\u{6953}"),
        ("\u{674e}\u{5c0f}\u{660e}", "\u{660e}"),
        ("\u{674e}\u{5c0f}\u{660e}", "\u{5c0f}\u{660e}"),
        ("\u{4f50}\u{85e4}\u{7f8e}\u{54b2}", "\u{54b2}"),
        ("\u{ae40}\u{bbfc}\u{c11c}", "\u{c11c}"),
    ] {
        let text = format!("Do you want to remove {said_name}? Cancel Remove");
        assert!(said(name, &text, "x").is_some(), "{text}");
    }
}

// Regressions: one name that is not the person's, in a sentence before the one that has theirs.
#[test]
fn somebody_who_is_named_before_the_person_is_whom_the_dialog_is_about() {
    for text in [
        "Do you want to remove Otto? You and Ada Brandt stay connected.",
        "Otto Wirth will be removed as a connection. Ada Brandt stays.",
        "Remove Otto, a friend of Ada Brandt?",
        "Otto will be removed as a connection. Ada Brandt stays.",
        "Otto\u{2019}yu remove? Ada Brandt stays.",
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
        text: "Remove Otto Wirth as a connection? Ada Brandt stays.".into(),
        recognised: Recognised::Yes,
        rest: PageText::default(),
        strangers: vec!["otto wirth".into()],
        known: Vec::new(),
        other: None,
        confirm: Err(WhyNot {
            locator: "confirm".to_owned(),
            reason: Reason::NotFound,
            note: String::new(),
            notes: Vec::new(),
            is_swap: false,
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

#[test]
fn a_number_of_people_is_refused() {
    for rest in ["ada brandt and 499 other people will be removed", "ada brandt | 2 connections will be gone"]
    {
        assert_eq!(said("Ada Brandt", "Remove Ada Brandt? Cancel Remove", rest), Some(MANY), "{rest}");
    }
    for rest in ["ada brandt | \u{b7} 1. | entfernen", "ada brandt 3 remove"] {
        assert_eq!(said("Ada Brandt 3", "Remove Ada Brandt 3? Cancel Remove", rest), None, "{rest}");
    }
}
