//! What keeps the program from a wrong click, or ends its run. A pack may add to it and takes nothing of it away; and what is pressed
//! before a commit, where no intent is written, it may find anew by the place's own words alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::domain::{Place, fold_text};
use crate::selectors::{Candidate, Locale, Locator, PathStep, SelectorFile, StepDo, builtin_files};

/// What the program's own files say, on all layouts and in all languages.
pub(super) struct Ours {
    /// The file of each layout.
    pub(super) surfaces: Vec<SelectorFile>,
    languages: BTreeMap<String, Locale>,
    /// Keys of texts that keep from a wrong click, or end a run.
    guards: BTreeSet<String>,
    /// Keys of the texts by which that is found which is pressed before a commit.
    pressed: BTreeSet<String>,
    /// What all languages call what is pressed at a commit or after it, and what no place may be taken for, folded.
    harmful: BTreeSet<String>,
}

impl Ours {
    pub(super) fn built_in() -> Ours {
        let (mut surfaces, mut languages) = (Vec::new(), BTreeMap::new());
        for (name, text) in builtin_files() {
            if name.starts_with("locales/") {
                let locale = toml::from_str::<Locale>(text).ok();
                languages.extend(locale.map(|locale| (locale.language.get_ref().clone(), locale)));
            } else {
                surfaces.extend(toml::from_str::<SelectorFile>(text).ok());
            }
        }
        let (mut guards, mut acting, mut pressed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for file in &surfaces {
            for stop in &file.stop {
                let signs = &stop.signs;
                let texts = signs.text.iter().chain(&signs.small_page_text).chain(&signs.toast);
                guards.extend(texts.map(|key| bare(key.get_ref())));
            }
            for (name, locator) in &file.locator {
                let not = locator.not_text.iter().map(|key| bare(key.get_ref()));
                guards.extend(not);
                if pressed_before(file).contains(name.get_ref()) {
                    pressed.extend(keys_of(locator));
                } else if acting_places(file).contains(name.get_ref()) {
                    acting.extend(keys_of(locator));
                }
            }
        }
        let harmful = acting.union(&guards).filter(|key| !pressed.contains(*key));
        let harmful: BTreeSet<&String> = harmful.collect();
        let texts = languages.values().flat_map(|locale| &locale.text);
        let harmful = texts
            .filter(|(key, _)| harmful.contains(key.get_ref()))
            .flat_map(|(_, texts)| texts.iter().map(|text| fold_text(text.is.get_ref())))
            .collect();
        Ours { surfaces, languages, guards, pressed, harmful }
    }
}

/// A text's key, without its mark.
fn bare(key: &str) -> String {
    key.trim_start_matches('@').to_owned()
}

/// The keys of the texts by which a place is found.
fn keys_of(locator: &Locator) -> impl Iterator<Item = String> + '_ {
    let keys = locator.any.get_ref().iter().flat_map(Candidate::text_fields);
    keys.map(|(_, key)| key.get_ref()).filter(|key| key.starts_with('@')).map(|key| bare(key))
}

/// The places that are pressed before a commit, or at any time.
fn pressed_before(file: &SelectorFile) -> BTreeSet<String> {
    let mut places: BTreeSet<String> = file.dismiss.iter().map(|name| name.get_ref().clone()).collect();
    places.insert(Place::ListMore.as_str().to_owned());
    for steps in file.path.values() {
        let before = steps.iter().take_while(|step| !step.is_commit());
        let clicks = before.filter(|step| step.act == StepDo::Click);
        places.extend(clicks.filter_map(|step| step.at.as_ref()).map(|at| at.get_ref().clone()));
    }
    places
}

/// The places that are pressed at a commit or after it.
fn acting_places(file: &SelectorFile) -> BTreeSet<String> {
    let steps =
        file.path.values().flat_map(|steps| steps.iter().skip_while(|step: &&PathStep| !step.is_commit()));
    steps.filter_map(|step| step.at.as_ref()).map(|at| at.get_ref().clone()).collect()
}

/// Texts that a place must not have stay, and so do the signs of a page that ends a run, each of them. What is closed in passing is
/// clicked at any time: it may be fewer than the program's, and nothing else.
pub(super) fn of_guards(ours: &SelectorFile, theirs: &SelectorFile, faults: &mut Vec<String>) {
    for (name, own) in &ours.locator {
        let Some((_, locator)) = theirs.locator.iter().find(|(known, _)| known.get_ref() == name.get_ref())
        else {
            continue;
        };
        let lost = own
            .not_text
            .iter()
            .filter(|key| !locator.not_text.iter().any(|has| has.get_ref() == key.get_ref()));
        faults.extend(lost.map(|key| {
            format!("the place `{}` may have the text `{}`, which it must not", name.get_ref(), key.get_ref())
        }));
    }
    for own in &ours.stop {
        let theirs: Vec<Value> =
            theirs.stop.iter().filter(|rule| rule.sign == own.sign).map(|rule| json!(rule.signs)).collect();
        if theirs.is_empty() {
            faults.push(format!("nothing tells a page of `{}`, which must end a run", own.sign));
        }
        let signs = json!(own.signs);
        for (kind, sign) in signs
            .as_object()
            .into_iter()
            .flatten()
            .flat_map(|(kind, list)| list.as_array().into_iter().flatten().map(move |sign| (kind, sign)))
        {
            let has = |rule: &Value| rule[kind].as_array().is_some_and(|list| list.contains(sign));
            if !theirs.is_empty() && !theirs.iter().any(has) {
                faults.push(format!(
                    "a page of `{}`, which must end a run, is not told by its {kind} {sign} any more",
                    own.sign
                ));
            }
        }
    }
    let new =
        theirs.dismiss.iter().filter(|name| !ours.dismiss.iter().any(|own| own.get_ref() == name.get_ref()));
    faults.extend(new.map(|name| {
        format!(
            "`{}` would be clicked at any time, before any commit, as something in the way",
            name.get_ref()
        )
    }));
}

/// What is pressed before a commit is found by the program's own lines, or by new ones that go by the place's own words: by its make alone
/// anything could be found, and pressed in a rehearsal too.
pub(super) fn of_pressed(ours: &SelectorFile, theirs: &SelectorFile, faults: &mut Vec<String>) {
    for name in pressed_before(ours) {
        let of = |file: &SelectorFile| {
            file.locator
                .iter()
                .find(|(known, _)| *known.get_ref() == name)
                .map(|(_, locator)| locator.clone())
        };
        let Some(locator) = of(theirs) else { continue };
        let own = of(ours);
        let lines: Vec<Value> = own.iter().flat_map(|own| own.any.get_ref()).map(line).collect();
        let keys: BTreeSet<String> = own.iter().flat_map(keys_of).collect();
        for candidate in locator.any.get_ref() {
            let by_its_words = candidate.text.iter().chain(&candidate.label).chain(&candidate.name);
            let by_its_words = by_its_words
                .map(|key| key.get_ref())
                .any(|key| key.starts_with('@') && keys.contains(&bare(key)));
            let is_plain = candidate.closest.is_none() && candidate.holds.is_none();
            if !(lines.contains(&line(candidate)) || by_its_words && is_plain) {
                let known: Vec<String> = keys.iter().map(|key| format!("@{key}")).collect();
                let known = if known.is_empty() {
                    "no words, so there is no other line of it".to_owned()
                } else {
                    known.join(", ")
                };
                faults.push(format!(
                    "`{name}` is pressed before any commit, and a new line of it does not go by the place's own words ({known})"
                ));
            }
        }
    }
}

/// A line as far as it finds anything.
fn line(candidate: &Candidate) -> Value {
    let mut line = json!(candidate);
    if let Some(line) = line.as_object_mut() {
        line.remove("evidence");
    }
    line
}

/// Texts that keep from a wrong click, or end a run, stay in each language; and what is pressed before a commit is called by no words that
/// are known for something else.
pub(super) fn of_texts(ours: &Ours, theirs: &Locale, faults: &mut Vec<String>) {
    let own = ours.languages.get(theirs.language.get_ref());
    let has = |locale: &Locale, key: &str, text: &str| {
        let list = locale.text.iter().find(|(known, _)| known.get_ref() == key).map(|(_, list)| list);
        list.into_iter().flatten().any(|one| fold_text(one.is.get_ref()) == fold_text(text))
    };
    for (key, texts) in
        own.iter().flat_map(|own| &own.text).filter(|(key, _)| ours.guards.contains(key.get_ref()))
    {
        let lost = texts.iter().filter(|text| !has(theirs, key.get_ref(), text.is.get_ref()));
        faults.extend(lost.map(|text| {
            format!(
                "`{}` lacks \"{}\", which keeps from a wrong click or ends a run",
                key.get_ref(),
                text.is.get_ref()
            )
        }));
    }
    for (key, texts) in theirs.text.iter().filter(|(key, _)| ours.pressed.contains(key.get_ref())) {
        let wrong = texts.iter().map(|text| text.is.get_ref()).filter(|text| {
            let is_own = own.is_some_and(|own| has(own, key.get_ref(), text));
            !is_own && ours.harmful.contains(&fold_text(text))
        });
        faults.extend(wrong.map(|text| {
            format!(
                "\"{text}\" is known for something else than `{}`, which is pressed before any commit",
                key.get_ref()
            )
        }));
    }
}
