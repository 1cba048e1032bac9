//! Pages changed as a site changes its own, by a seed: words, names, roles, the make of the menu, decoys. What is chosen is chosen
//! here; the templates and scripts ask for it. Names are changed in all that is served, pages, styles and scripts alike, so that the
//! site goes on working as it did. Which part of the page says who it is about is left as it is.

use std::fmt;

use fastrand::Rng;
use serde_json::{Value, json};

use super::lang::Texts;

/// What can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Reworded,
    Renamed,
    Role,
    Sheet,
    Wrapper,
    Order,
    Decoys,
}

const ALL: [Change; 7] = [
    Change::Reworded,
    Change::Renamed,
    Change::Role,
    Change::Sheet,
    Change::Wrapper,
    Change::Order,
    Change::Decoys,
];

impl Change {
    const fn kind(self) -> &'static str {
        match self {
            Change::Reworded => "item reworded",
            Change::Renamed => "names and icons changed",
            Change::Role => "role dropped",
            Change::Sheet => "menu as a sheet",
            Change::Wrapper => "one more wrapper",
            Change::Order => "items in another order",
            Change::Decoys => "decoys",
        }
    }
}

/// How the pages are changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redesign {
    changes: Vec<Change>,
    seed: u64,
    /// Which of the wordings, which of the names.
    wording: usize,
    names: usize,
    /// What is left of the role of an item.
    role: Option<&'static str>,
    /// The role of the sheet.
    sheet: Option<&'static str>,
    /// By how much places are multiplied for the order of the items.
    order: usize,
    decoys: usize,
}

/// An item that does harm, and is none that a removal needs.
pub(crate) struct Decoy {
    pub(crate) text: String,
    /// How a click on it is noted.
    pub(crate) what: String,
}

/// What the item may be called instead, by the language of the page.
const WORDINGS: &[(&str, &[&str])] = &[
    ("en", &["Remove this connection", "End connection", "Remove from my network", "Disconnect"]),
    ("pl", &["Usuń ten kontakt", "Usuń z kontaktów"]),
    ("fr", &["Supprimer la relation", "Retirer de mes relations"]),
    ("pt", &["Desfazer conexão", "Remover da minha rede"]),
    ("tr", &["Bağlantıyı sil", "Bağlantılarımdan çıkar"]),
    ("de", &["Verbindung aufheben", "Aus Kontakten entfernen"]),
    ("es", &["Quitar contacto", "Eliminar de mis contactos"]),
    ("it", &["Elimina collegamento", "Togli dai collegamenti"]),
    ("nl", &["Connectie verbreken", "Uit netwerk verwijderen"]),
    ("da", &["Slet forbindelse", "Fjern fra netværk"]),
];

/// Names of today, and what they may be called instead.
const NAMES: &[(&str, [&str; 3])] = &[
    ("artdeco-dropdown", ["flyout", "action-popover", "ui-panel"]),
    ("remove-connection", ["person-minus", "connection-off", "user-x"]),
    ("data-test-icon", ["data-icon", "data-glyph", "data-svg"]),
    ("-profile-overflow-action", ["-profile-actions-trigger", "-top-card-more", "-person-options"]),
    ("overflow-web-ios-small", ["ellipsis-small", "more-horizontal-16", "dots-three"]),
    ("data-test-dialog-primary-btn", ["data-primary-action", "data-modal-confirm", "data-qa-yes"]),
    ("data-test-dialog-secondary-btn", ["data-secondary-action", "data-modal-cancel", "data-qa-no"]),
    ("confirm-dialog-btn", ["action-btn", "footer-btn", "choice"]),
    ("overflow-button", ["options-button", "more-trigger", "dots"]),
    ("bottom-sheet", ["action-sheet", "drawer", "tray"]),
];

/// The names of a menu alone: a sheet has others.
const MENU_NAMES: usize = 1;

/// What places are counted by, when items are put in another order: more than any menu has.
const PLACES: usize = 31;

impl Redesign {
    /// What every kind of change is called, in the order in which they are told.
    #[must_use]
    pub fn all_kinds() -> Vec<&'static str> {
        ALL.iter().map(|change| change.kind()).collect()
    }

    /// The redesign of a seed: the same seed gives the same one.
    #[must_use]
    pub fn of(seed: u64) -> Redesign {
        let mut rng = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5ed);
        let mut changes = ALL.to_vec();
        rng.shuffle(&mut changes);
        changes.truncate(rng.usize(2..=4));
        changes.sort_unstable();
        Redesign {
            changes,
            seed,
            wording: rng.usize(..8),
            names: rng.usize(..3),
            role: [Some("none"), Some("button"), None][rng.usize(..3)],
            sheet: [Some("dialog"), None][rng.usize(..2)],
            order: rng.usize(11..PLACES - 1),
            decoys: rng.usize(2..=3),
        }
    }

    /// What it changes.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        self.changes.iter().map(|change| change.kind()).collect()
    }

    fn has(&self, change: Change) -> bool {
        self.changes.contains(&change)
    }

    /// Gives the item that removes another wording, in the page's language.
    pub(crate) fn reword(&self, texts: &mut Texts, lang: &str) {
        if !self.has(Change::Reworded) {
            return;
        }
        let known = WORDINGS.iter().find(|(code, _)| *code == lang).map(|(_, wordings)| *wordings);
        let text = match known {
            Some(wordings) => wordings[self.wording % wordings.len()].to_owned(),
            // A language that nobody speaks has it the other way round.
            None => texts.remove_item.split(' ').rev().collect::<Vec<_>>().join(" "),
        };
        text.clone_into(&mut texts.remove_item);
        texts.remove_list_item = text;
    }

    /// What is called otherwise in all that is served.
    fn names(&self) -> Vec<(&'static str, String)> {
        let count = match (self.has(Change::Renamed), self.has(Change::Sheet)) {
            (true, _) => NAMES.len(),
            (false, true) => MENU_NAMES,
            (false, false) => return Vec::new(),
        };
        let mut names: Vec<_> =
            NAMES[..count].iter().map(|(from, to)| (*from, to[self.names].to_owned())).collect();
        // Browsers keep scripts by their address.
        names.push(("?v=", format!("?v={:x}-", self.seed)));
        names
    }

    /// A page, a style or a script with its names changed; `None` where none are.
    pub(crate) fn rename(&self, served: &str) -> Option<String> {
        let names = self.names();
        let renamed = names.iter().fold(None, |text: Option<String>, (from, to)| {
            Some(text.as_deref().unwrap_or(served).replace(from, to))
        });
        renamed.filter(|text| text != served)
    }

    /// Whether any name is changed.
    pub(crate) fn renames(&self) -> bool {
        self.has(Change::Renamed) || self.has(Change::Sheet)
    }

    /// The role of an item that has this one by default.
    pub(crate) fn role_of_item(&self, usual: &'static str) -> Option<&'static str> {
        match self.has(Change::Role) {
            true => self.role.filter(|role| *role != usual),
            false => Some(usual),
        }
    }

    /// The role of a menu that usually has none.
    pub(crate) fn role_of_menu(&self) -> Option<&'static str> {
        self.sheet.filter(|_| self.has(Change::Sheet))
    }

    /// Whether parts of the card, and what is in items and menus, stand in one more element.
    pub(crate) fn wraps(&self) -> bool {
        self.has(Change::Wrapper)
    }

    /// Puts the items of a menu in another order.
    pub(crate) fn put_in_order<T>(&self, items: Vec<T>) -> Vec<T> {
        if !self.has(Change::Order) {
            return items;
        }
        let mut placed: Vec<(usize, T)> = items.into_iter().enumerate().collect();
        placed.sort_by_key(|(at, _)| (at + 1) * self.order % PLACES);
        placed.into_iter().map(|(_, item)| item).collect()
    }

    /// Items that remove, block or unlink something else. They stand behind the second item.
    pub(crate) fn decoys(&self, texts: &Texts, lang: &str) -> Vec<Decoy> {
        if !self.has(Change::Decoys) {
            return Vec::new();
        }
        let remove = &texts.remove_confirm;
        let said = match lang {
            "en" => [remove.clone(), "Remove recommendation".to_owned(), "Remove from list".to_owned()],
            _ => [
                remove.clone(),
                format!("{remove}: {}", texts.recommend),
                format!("{remove}: {}", texts.contact_info),
            ],
        };
        let block = (lang == "en").then(|| "Block {name}".to_owned());
        let all = block.into_iter().chain(said).take(self.decoys);
        all.map(|text| Decoy { what: format!("{HARM}{text}"), text }).collect()
    }

    /// What the pages' scripts need of it.
    pub(crate) fn for_script(&self, texts: &Texts, lang: &str) -> Value {
        let decoys: Vec<Value> = self
            .decoys(texts, lang)
            .iter()
            .map(|decoy| json!({ "text": decoy.text, "what": decoy.what }))
            .collect();
        json!({
            "dropped": self.has(Change::Role).then(|| json!({ "role": self.role })),
            "sheet": self.has(Change::Sheet).then(|| json!({ "role": self.sheet })),
            "wraps": self.wraps(),
            "order": if self.has(Change::Order) { self.order } else { 0 },
            "places": PLACES,
            "decoys": decoys,
        })
    }
}

/// How the note of a click that did harm begins.
pub(super) const HARM: &str = "harm: ";

impl fmt::Display for Redesign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.changes.iter().map(|change| match change {
            Change::Decoys => format!("{} decoys", if self.decoys == 2 { "two" } else { "three" }),
            other => other.kind().to_owned(),
        });
        write!(f, "redesign {}: {}", self.seed, told.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lang::{CODES, MADE_UP};
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_redesign_and_over_fifty_every_kind_comes_up() {
        let mut kinds = Vec::new();
        for seed in 0..50 {
            let redesign = Redesign::of(seed);
            assert_eq!(redesign, Redesign::of(seed));
            assert_ne!(redesign, Redesign::of(seed + 1));
            assert!((2..=4).contains(&redesign.kinds().len()), "{redesign}");
            kinds.extend(redesign.kinds());
        }
        for kind in Redesign::all_kinds() {
            assert!(kinds.contains(&kind), "{kind} never comes up");
        }
    }

    #[test]
    fn no_order_loses_an_item_and_none_is_the_order_of_before_for_long() {
        for seed in 0..50 {
            let redesign = Redesign::of(seed);
            let mut items = redesign.put_in_order((0..12).collect());
            assert_eq!(items == (0..12).collect::<Vec<_>>(), !redesign.has(Change::Order), "{redesign}");
            items.sort_unstable();
            assert_eq!(items, (0..12).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_language_has_another_wording_and_no_decoy_reads_as_the_item() {
        for lang in [CODES, MADE_UP].concat() {
            for seed in 0..50 {
                let redesign = Redesign::of(seed);
                let before = Texts::of(lang).unwrap();
                let mut texts = before.clone();
                redesign.reword(&mut texts, lang);
                assert_eq!(texts.remove_item != before.remove_item, redesign.has(Change::Reworded), "{lang}");
                for decoy in redesign.decoys(&texts, lang) {
                    assert!(![&texts.remove_item, &before.remove_item].contains(&&decoy.text), "{lang}");
                }
            }
        }
    }
}
