//! What one set of selector files says otherwise than another, as places and texts, and whether any of it is clicked or read from the
//! commit on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::page_request::{LocatorWords, PageRequest};
use crate::domain::{Action, Place, Route};
use crate::selectors::{PathName, Selectors};

/// What is said otherwise of one surface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Changes {
    /// Places that are found otherwise, or are new or gone.
    pub(crate) places: Vec<String>,
    /// Texts, each as its language and its key.
    pub(crate) texts: Vec<String>,
    /// What else: stop signs, front ends, what is closed in passing.
    pub(crate) others: Vec<&'static str>,
    /// Those of the places and texts that count from the commit on.
    pub(crate) from_the_commit_on: Vec<String>,
}

impl Changes {
    /// Whether nothing is said otherwise.
    pub(crate) fn is_none(&self) -> bool {
        *self == Changes::default()
    }
}

/// What `new` says otherwise than `old`. Where something is known from (`evidence`) is no change, but whether it is a guess is.
pub(crate) fn changes(old: &Selectors, new: &Selectors) -> Changes {
    let (before, after) = (old.page_request(), new.page_request());
    let places = differing(&before.locators, &after.locators);
    let flat = |request: &PageRequest| -> BTreeMap<(String, String), Value> {
        let languages = request.texts.iter();
        languages
            .flat_map(|(language, texts)| {
                texts.iter().map(move |(key, list)| ((language.clone(), key.clone()), json!(list)))
            })
            .collect()
    };
    let texts = differing(&flat(&before), &flat(&after));
    let others = [
        ("the signs of the front ends", json!(before.front_ends) != json!(after.front_ends)),
        ("the pages that end a run", json!(before.stops) != json!(after.stops)),
        ("the page of somebody who is not there", json!(before.missing) != json!(after.missing)),
        ("what is closed in passing", before.obstacles != after.obstacles),
        (DIALOG_TEXTS, before.dialog_texts != after.dialog_texts),
    ];
    let others: Vec<&str> =
        others.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect();
    let (mut acting, mut keys) = acting(old, &before);
    let of_new = self::acting(new, &after);
    acting.extend(of_new.0);
    keys.extend(of_new.1);
    let text = |(language, key): &(String, String)| format!("{language} {key}");
    let mut from_the_commit_on: Vec<String> =
        places.iter().filter(|place| acting.contains(*place)).cloned().collect();
    from_the_commit_on.extend(texts.iter().filter(|(_, key)| keys.contains(key)).map(text));
    from_the_commit_on
        .extend(others.iter().filter(|what| **what == DIALOG_TEXTS).map(|what| (*what).to_owned()));
    Changes { places, texts: texts.iter().map(text).collect(), others, from_the_commit_on }
}

const DIALOG_TEXTS: &str = "the texts of a dialog that name nobody";

/// The keys of what is otherwise in two maps.
fn differing<K: Ord + Clone, V: Serialize>(old: &BTreeMap<K, V>, new: &BTreeMap<K, V>) -> Vec<K> {
    let all: BTreeSet<&K> = old.keys().chain(new.keys()).collect();
    all.into_iter().filter(|key| json!(old.get(*key)) != json!(new.get(*key))).cloned().collect()
}

/// The places that are clicked or read from the commit on, with all that they are searched by, and the keys of their texts.
fn acting(selectors: &Selectors, request: &PageRequest) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut todo: Vec<String> = [
        Place::RemoveItem,
        Place::UnfollowItem,
        Place::Pending,
        Place::Dialog,
        Place::ConfirmButton,
        Place::Confirm,
    ]
    .map(|place| place.as_str().to_owned())
    .into();
    for action in Action::ALL {
        for route in Route::ALL {
            let path = selectors.path(PathName { action: *action, route: *route });
            todo.extend(path.into_iter().flat_map(|path| [Some(path.commit_at), path.confirm_at]).flatten());
        }
    }
    let (mut places, mut keys) =
        (BTreeSet::new(), request.dialog_texts.iter().cloned().collect::<BTreeSet<_>>());
    while let Some(name) = todo.pop() {
        let Some(locator) = request.locators.get(&name).filter(|_| !places.contains(&name)) else { continue };
        places.insert(name);
        keys.extend(texts_of(locator));
        let scopes = locator.any.iter().flat_map(|one| one.within.iter().chain(&one.holds));
        todo.extend(locator.within.iter().chain(scopes).cloned());
    }
    (places, keys)
}

fn texts_of(locator: &LocatorWords) -> impl Iterator<Item = String> {
    let of_candidates =
        locator.any.iter().flat_map(|one| [&one.text, &one.label, &one.name, &one.placeholder]);
    let keys = of_candidates.flatten().chain(&locator.not_text);
    keys.map(|key| key.trim_start_matches('@').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Surface;
    use crate::selectors::builtin_files;

    fn texts() -> BTreeMap<String, String> {
        builtin_files().into_iter().map(|(name, text)| (name, text.to_owned())).collect()
    }

    fn of(file: &str, from: &str, to: &str) -> Changes {
        let (old, mut new) = (texts(), texts());
        let text = new.get_mut(file).unwrap();
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
        let load = |texts| Selectors::from_texts(Surface::Desktop, texts).unwrap();
        changes(&load(&old), &load(&new))
    }

    #[test]
    fn what_is_otherwise_is_named_and_what_counts_from_the_commit_on_is_told() {
        let item = of(
            "desktop.toml",
            "role = \"menuitem\", text = \"@remove_connection\"",
            "role = \"option\", text = \"@remove_connection\"",
        );
        assert_eq!(
            (item.places.as_slice(), item.from_the_commit_on.as_slice()),
            (&["remove_item".to_owned()][..], &["remove_item".to_owned()][..])
        );
        // A scope of the item.
        let menu = of("desktop.toml", "[role=menu]", "[role=menubar]");
        assert_eq!(
            (menu.places, menu.from_the_commit_on),
            (vec!["menu".to_owned()], vec!["menu".to_owned()])
        );
        let company =
            of("desktop.toml", "button[aria-label^='Current company:']", "button[aria-label^='Company:']");
        assert_eq!((company.places.len(), company.from_the_commit_on.len()), (1, 0), "{company:?}");
        let word = of("locales/en.toml", "\"Remove Connection\"", "\"Take out\"");
        assert_eq!(word.places, Vec::<String>::new());
        assert_eq!(word.from_the_commit_on, word.texts);
        assert_eq!(word.texts, ["en remove_connection"]);
        let evidence =
            of("desktop.toml", "evidence = \"used 2026-06, ui-evidence 1c\"", "evidence = \"used 2026-12\"");
        assert!(evidence.is_none(), "{evidence:?}");
        let guess = of("desktop.toml", "evidence = \"used 2026-06, ui-evidence 1c\"", "evidence = \"guess\"");
        assert!(!guess.is_none());
    }
}
