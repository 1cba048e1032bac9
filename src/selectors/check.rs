//! What the types alone cannot say about a selector file: references that lead nowhere, paths without one commit, a path
//! that touches the remove item or the confirm button before its commit. All faults of a file at once, each with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::file::{Candidate, Locator, PATHS, PageSigns, PathStep, SCHEMA, SelectorFile, StepDo, StepWhen};
use crate::domain::Place;
use crate::faults::{Fault, Faults};
use crate::wording::nearest;

pub(super) fn fault(
    code: &'static str,
    span: Range<usize>,
    message: String,
    label: &str,
    help: String,
) -> Fault {
    Fault { code, message, span: Some(span), label: label.to_owned(), help, warning: false }
}

/// The checks of one file. `keys` holds every text key that some locale knows.
pub(super) fn check_file(file: &SelectorFile, keys: &BTreeSet<String>, faults: &mut Faults) {
    check_head(file, faults);
    let names: BTreeSet<&str> = file.locator.keys().map(|name| name.get_ref().as_str()).collect();
    // What commits or confirms in any path is touched before the commit of none: a removal must not unfollow on its way.
    let acting = file
        .path
        .values()
        .flatten()
        .filter(|step| step.is_commit() || step.when == Some(StepWhen::Dialog))
        .filter_map(|step| step.at.as_ref().map(|place| place.get_ref().as_str()))
        .chain([Place::RemoveItem.as_str(), Place::Confirm.as_str()])
        .collect();
    let mut checker = Checker { names, keys, acting, lacking: BTreeSet::new(), faults };
    for (name, locator) in &file.locator {
        checker.locator(name, locator);
    }
    checker.missing(file);
    for (name, steps) in &file.path {
        checker.path(name, steps);
    }
    for rule in &file.stop {
        checker.signs(&rule.signs);
    }
    checker.signs(&file.missing);
    for name in &file.dismiss {
        checker.reference(name);
    }
    for key in &file.dialog_texts {
        checker.text_key(key);
    }
    check_scopes(file, faults);
    check_unasked(file, faults);
}

/// A locator that nobody asks for is a slip of the pen, or has been left over: it may be what the file's author takes for mended.
fn check_unasked(file: &SelectorFile, faults: &mut Faults) {
    let mut asked: BTreeSet<&str> = Place::ALL.iter().map(|place| place.as_str()).collect();
    let steps = file.path.values().flatten().filter_map(|step| step.at.as_ref());
    let scopes = file.locator.values().flat_map(|locator| {
        let own = locator.within.iter();
        let of_candidates = locator
            .any
            .get_ref()
            .iter()
            .flat_map(|candidate| candidate.within.iter().chain(candidate.holds.iter()));
        own.chain(of_candidates)
    });
    asked.extend(steps.chain(scopes).chain(&file.dismiss).map(|name| name.get_ref().as_str()));
    for name in file.locator.keys().filter(|name| !asked.contains(name.get_ref().as_str())) {
        let near = nearest(name.get_ref(), asked.iter().copied());
        faults.push(Fault {
            warning: true,
            ..fault(
                "selectors.unasked",
                name.span(),
                format!("nobody asks for the locator `{}`", name.get_ref()),
                "neither the program, nor a path, a scope or `dismiss` of this file",
                near.map_or_else(
                    || "take it out, or name it where it is meant; docs/selectors.md lists what the program asks for".to_owned(),
                    |near| format!("did you mean `{near}`? else take it out"),
                ),
            )
        });
    }
}

pub(super) fn schema_fault(schema: &Spanned<u32>) -> Fault {
    fault(
        "selectors.schema",
        schema.span(),
        format!("the file says schema {}, this program reads {SCHEMA}", schema.get_ref()),
        "not readable here",
        "use a file made for this version: `unlinked selectors export` writes the built-in ones".to_owned(),
    )
}

fn check_head(file: &SelectorFile, faults: &mut Faults) {
    if *file.schema.get_ref() != SCHEMA {
        faults.push(schema_fault(&file.schema));
    }
    if file.revision.get_ref().parse::<jiff::civil::Date>().is_err() {
        faults.push(fault(
            "selectors.revision",
            file.revision.span(),
            format!("`{}` is not a date", file.revision.get_ref()),
            "expected YYYY-MM-DD",
            "the date of your last change; it tells a stale copy from a fresh one".to_owned(),
        ));
    }
}

/// A scope that leads back to itself would search for ever.
fn check_scopes(file: &SelectorFile, faults: &mut Faults) {
    let mut inner_of: BTreeMap<&str, Vec<&Spanned<String>>> = BTreeMap::new();
    for (name, locator) in &file.locator {
        let own = locator.within.iter();
        let of_candidates = locator.any.get_ref().iter().filter_map(|candidate| candidate.within.as_ref());
        let held = locator.any.get_ref().iter().filter_map(|candidate| candidate.holds.as_ref());
        inner_of.entry(name.get_ref()).or_default().extend(own.chain(of_candidates).chain(held));
    }
    for (name, scopes) in &inner_of {
        for scope in scopes {
            let mut seen = BTreeSet::from([*name]);
            let mut todo = vec![scope.get_ref().as_str()];
            while let Some(at) = todo.pop() {
                if at == *name {
                    faults.push(fault(
                        "selectors.scope_loop",
                        scope.span(),
                        format!("`{name}` is searched within itself"),
                        "leads back here",
                        "a scope must be found without the locators inside of it; `holds` looks only at what it names".to_owned(),
                    ));
                    break;
                }
                if seen.insert(at) {
                    // What a candidate holds is searched inside of the candidate, not inside of its own scope.
                    todo.extend(
                        file.locator
                            .iter()
                            .filter(|(name, _)| name.get_ref() == at)
                            .flat_map(|(_, locator)| {
                                locator.within.iter().chain(
                                    locator
                                        .any
                                        .get_ref()
                                        .iter()
                                        .filter_map(|candidate| candidate.within.as_ref()),
                                )
                            })
                            .filter(|_| !is_held(file, name, scope))
                            .map(|scope| scope.get_ref().as_str()),
                    );
                }
            }
        }
    }
}

fn is_held(file: &SelectorFile, name: &str, scope: &Spanned<String>) -> bool {
    file.locator
        .iter()
        .filter(|(key, _)| key.get_ref() == name)
        .flat_map(|(_, locator)| locator.any.get_ref())
        .any(|candidate| candidate.holds.as_ref().is_some_and(|held| held.span() == scope.span()))
}

struct Checker<'a> {
    names: BTreeSet<&'a str>,
    keys: &'a BTreeSet<String>,
    acting: BTreeSet<&'a str>,
    /// Places that the file must have and has not; it is told once of each.
    lacking: BTreeSet<&'static str>,
    faults: &'a mut Faults,
}

impl Checker<'_> {
    /// Without a place that the program asks for, what it is for would be missed in silence: a stop sign, an empty list.
    fn missing(&mut self, file: &SelectorFile) {
        let has_path = |path: &str| file.path.keys().any(|name| name.get_ref() == path);
        for place in Place::ALL.iter().copied().filter(|place| place.is_required(has_path)) {
            let name = place.as_str();
            if self.names.contains(name) {
                continue;
            }
            self.lacking.insert(name);
            let (_, _, what_for) = place.facts();
            self.faults.push(Fault {
                code: "selectors.locator_missing",
                message: format!("the file has no locator `{name}`: {what_for}"),
                span: None,
                label: String::new(),
                help: format!(
                    "add a `[locator.{name}]` table; `unlinked selectors export DIR` writes out the built-in files, to copy it from"
                ),
                warning: false,
            });
        }
    }

    fn reference(&mut self, name: &Spanned<String>) {
        if self.names.contains(name.get_ref().as_str()) || self.lacking.contains(name.get_ref().as_str()) {
            return;
        }
        let near = nearest(name.get_ref(), self.names.iter().copied());
        self.faults.push(fault(
            "selectors.reference",
            name.span(),
            format!("there is no locator `{}`", name.get_ref()),
            "not defined in this file",
            near.map_or_else(
                || "define it as `[locator.…]`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        ));
    }

    fn text_key(&mut self, key: &Spanned<String>) {
        let span = key.span();
        let Some(bare) = key.get_ref().strip_prefix('@') else {
            self.faults.push(fault(
                "selectors.text_literal",
                span,
                format!("`{}` is a text, not a text key", key.get_ref()),
                "expected @key",
                "texts live in `locales/<language>.toml`, so that each language has its own; name the key as `@more`".to_owned(),
            ));
            return;
        };
        if self.keys.contains(bare) {
            return;
        }
        let near = nearest(bare, self.keys.iter().map(String::as_str));
        self.faults.push(fault(
            "selectors.text_key",
            span,
            format!("no language has a text for `@{bare}`"),
            "unknown text key",
            near.map_or_else(
                || format!("add `[[text.{bare}]]` to `locales/en.toml`"),
                |near| format!("did you mean `@{near}`?"),
            ),
        ));
    }

    fn locator(&mut self, name: &Spanned<String>, locator: &Locator) {
        if let Some(scope) = &locator.within {
            self.reference(scope);
        }
        for key in &locator.not_text {
            self.text_key(key);
        }
        if locator.any.get_ref().is_empty() {
            self.faults.push(fault(
                "selectors.no_candidate",
                locator.any.span(),
                format!("`{}` has no candidate", name.get_ref()),
                "empty",
                "give at least one way to find it".to_owned(),
            ));
        }
        for candidate in locator.any.get_ref() {
            self.candidate(name, candidate);
        }
    }

    fn candidate(&mut self, name: &Spanned<String>, candidate: &Candidate) {
        let at = candidate.evidence.span();
        if candidate.css.is_none() && candidate.role.is_none() {
            self.faults.push(fault(
                "selectors.candidate_empty",
                at,
                format!("a candidate of `{}` has neither `css` nor `role`", name.get_ref()),
                "the candidate with this evidence",
                "say what kind of element is searched".to_owned(),
            ));
        }
        let keys: Vec<&Spanned<String>> = candidate.text_fields().map(|(_, key)| key).collect();
        for key in keys {
            self.text_key(key);
        }
        for scope in candidate.within.iter().chain(candidate.holds.iter()) {
            self.reference(scope);
        }
    }

    fn signs(&mut self, signs: &PageSigns) {
        for key in signs.text.iter().chain(&signs.small_page_text).chain(&signs.toast) {
            self.text_key(key);
        }
    }

    fn path(&mut self, name: &Spanned<String>, steps: &[PathStep]) {
        if !PATHS.contains(&name.get_ref().as_str()) {
            self.faults.push(fault(
                "selectors.path_name",
                name.span(),
                format!("`{}` is no click path that this program walks", name.get_ref()),
                "unknown path",
                format!("the paths are: {}", PATHS.join(", ")),
            ));
        }
        for step in steps {
            for place in step.at.iter() {
                self.reference(place);
            }
            self.step(name, step);
        }
        let commits: Vec<&PathStep> = steps.iter().filter(|step| step.is_commit()).collect();
        match commits.as_slice() {
            [] => self.faults.push(fault(
                "selectors.no_commit",
                name.span(),
                format!("the path `{}` has no commit", name.get_ref()),
                "no step says `commit = true`",
                "mark the first click after which the person may be gone: some pages remove at the menu item, without a dialog".to_owned(),
            )),
            [_] => self.before_commit(steps),
            [_, second, ..] => {
                let span = second.commit.as_ref().map_or_else(|| name.span(), Spanned::span);
                self.faults.push(fault(
                    "selectors.two_commits",
                    span,
                    format!("the path `{}` has more than one commit", name.get_ref()),
                    "the second one",
                    "exactly one step is the commit: the first click after which the person may be gone".to_owned(),
                ));
            }
        }
    }

    fn step(&mut self, path: &Spanned<String>, step: &PathStep) {
        let here = || {
            step.at
                .as_ref()
                .or(step.url.as_ref())
                .or(step.text.as_ref())
                .map_or_else(|| path.span(), Spanned::span)
        };
        let mut need = |there: bool, key: &str, act: &str| {
            if !there {
                self.faults.push(fault(
                    "selectors.step",
                    here(),
                    format!("a step of `{}` that does `{act}` needs `{key}`", path.get_ref()),
                    "in this step",
                    format!("add `{key} = \"…\"`"),
                ));
            }
        };
        match step.act {
            StepDo::Open => need(step.url.is_some(), "url", "open"),
            StepDo::Click => need(step.at.is_some(), "at", "click"),
            StepDo::Type => {
                need(step.at.is_some(), "at", "type");
                need(step.text.is_some(), "text", "type");
            }
            StepDo::Identify | StepDo::Pick => {}
        }
        if step.is_commit() && step.irreversible.is_none() {
            let span = step.commit.as_ref().map_or_else(|| path.span(), Spanned::span);
            self.faults.push(fault(
                "selectors.irreversible",
                span,
                format!("the commit of `{}` does not say whether it can be taken back", path.get_ref()),
                "which kind of commit?",
                "add `irreversible = true`, or `irreversible = false` for one that a later click undoes"
                    .to_owned(),
            ));
        }
    }

    /// Whatever is clicked before the commit must not be what removes: the commit's own place, the confirm button, or a
    /// step that waits for a dialog.
    fn before_commit(&mut self, steps: &[PathStep]) {
        let Some(at) = steps.iter().position(PathStep::is_commit) else { return };
        let mut acting = self.acting.clone();
        acting.extend(
            steps[at..].iter().filter_map(|step| step.at.as_ref()).map(|place| place.get_ref().as_str()),
        );
        for step in &steps[..at] {
            let Some(place) = &step.at else { continue };
            if acting.contains(place.get_ref().as_str()) || step.when == Some(StepWhen::Dialog) {
                self.faults.push(fault(
                    "selectors.before_commit",
                    place.span(),
                    format!("`{}` is touched before the commit", place.get_ref()),
                    "may already remove the person",
                    "put `commit = true` on this step, or take the step out: nothing that could act may be clicked before the intent is written".to_owned(),
                ));
            }
        }
    }
}
