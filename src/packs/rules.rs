//! What a pack may say, beyond what the loader asks of every file. A pack comes from somebody else: it brings places and texts. It brings
//! no clicks of its own, takes no guard away, and nothing that ends a run.

use std::collections::BTreeMap;

use super::guards::{Ours, of_guards, of_pressed, of_texts};
use super::refusal::Refusal;
use crate::domain::Place;
use crate::selectors::{Locale, PathStep, SelectorFile, StepDo, StepWhen};

/// Refuses a pack that says more than it may. What cannot be read is left to the loader, which tells the place.
pub(crate) fn check(files: &BTreeMap<String, String>) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    let whole = Ours::built_in();
    for ours in &whole.surfaces {
        let name = format!("{}.toml", ours.surface);
        let theirs = files.get(&name).and_then(|text| toml::from_str::<SelectorFile>(text).ok());
        if let Some(theirs) = theirs {
            let mut faults = Vec::new();
            of_places(ours, &theirs, &mut faults);
            of_paths(ours, &theirs, &mut faults);
            of_guards(ours, &theirs, &mut faults);
            of_pressed(ours, &theirs, &mut faults);
            wrong.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    for (name, text) in files.iter().filter(|(name, _)| name.starts_with("locales/")) {
        let Ok(theirs) = toml::from_str::<Locale>(text) else { continue };
        let mut faults = Vec::new();
        of_texts(&whole, &theirs, &mut faults);
        wrong.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("the pack says what a pack may not: {}", wrong.join("; ")),
        "tell the pack's maker; what you trust as your own goes into a folder of yours, by hand (docs/selectors.md)",
    ))
}

/// Places are those that the program asks for, and those that its own files have.
fn of_places(ours: &SelectorFile, theirs: &SelectorFile, faults: &mut Vec<String>) {
    let is_known = |name: &str| {
        Place::ALL.iter().any(|place| place.as_str() == name)
            || ours.locator.keys().any(|known| known.get_ref() == name)
    };
    let unknown = theirs.locator.keys().filter(|name| !is_known(name.get_ref()));
    faults.extend(
        unknown.map(|name| format!("the place `{}` is none that this program knows", name.get_ref())),
    );
}

/// Click paths are the program's own, step for step; only an address may be another one of the same part of the site.
fn of_paths(ours: &SelectorFile, theirs: &SelectorFile, faults: &mut Vec<String>) {
    for (name, steps) in &theirs.path {
        let name = name.get_ref();
        let Some((_, own)) = ours.path.iter().find(|(known, _)| known.get_ref() == name) else {
            faults.push(format!("the click path `{name}` is none that this program walks"));
            continue;
        };
        let commit = steps.iter().position(PathStep::is_commit).unwrap_or(steps.len());
        let other = (0..steps.len().max(own.len())).find(
            |at| !matches!((steps.get(*at), own.get(*at)), (Some(step), Some(own)) if is_same(step, own)),
        );
        if let Some(at) = other {
            let what = steps.get(at).map_or_else(|| "is missing".to_owned(), said);
            let side = if at < commit { ", before its commit" } else { "" };
            let own = own.get(at).map_or_else(|| "the path ends there".to_owned(), said);
            faults.push(format!(
                "step {} of the click path `{name}` {what}{side}; in this program {own}",
                at + 1
            ));
        }
    }
}

fn said(step: &PathStep) -> String {
    let act = match step.act {
        StepDo::Open => "opens",
        StepDo::Identify => "reads whose page it is",
        StepDo::Click => "clicks",
        StepDo::Type => "types into",
        StepDo::Pick => "picks the row",
    };
    let at = step.at.as_ref().or(step.url.as_ref());
    let commit = if step.is_commit() { " as the commit" } else { "" };
    at.map_or_else(|| act.to_owned(), |at| format!("{act} `{}`{commit}", at.get_ref()))
}

fn is_same(step: &PathStep, own: &PathStep) -> bool {
    let words = |step: &PathStep| {
        let at = step.at.as_ref().map(|at| at.get_ref().clone());
        let text = step.text.as_ref().map(|text| text.get_ref().clone());
        let when = step.when.map(|when| when == StepWhen::Dialog);
        (step.act, at, text, step.is_commit(), step.irreversible, when)
    };
    let address =
        |step: &PathStep| step.url.as_ref().map(|url| part_of_site(url.get_ref()).map(str::to_owned));
    words(step) == words(own) && address(step) == address(own)
}

/// The first part of an address within the site: `in` of `/in/{slug}/`. `None` for what leads anywhere else.
fn part_of_site(url: &str) -> Option<&str> {
    // What is written with `%` may be another path than it looks, such as `..`.
    let is_odd = url.contains(['\\', '@', '%'])
        || url.contains("..")
        || url.contains("//")
        || url.contains(char::is_control);
    let path = url.strip_prefix('/').filter(|_| !is_odd)?;
    path.split(['/', '?', '#']).next().filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selectors::builtin_files;

    /// The built-in file with one text for another.
    fn with(from: &str, to: &str) -> Result<(), Refusal> {
        file_with("desktop.toml", from, to)
    }

    fn file_with(name: &str, from: &str, to: &str) -> Result<(), Refusal> {
        let text = builtin_files().into_iter().find(|(file, _)| *file == name).unwrap().1;
        assert!(text.contains(from), "{from}");
        check(&BTreeMap::from([(name.to_owned(), text.replacen(from, to, 1))]))
    }

    #[test]
    fn a_pack_brings_places_and_texts() {
        assert_eq!(with("surface", "surface"), Ok(()));
        assert_eq!(with("[role=menu]", "[role=menubar]"), Ok(()));
        assert_eq!(with("/mynetwork/invite-connect/connections/", "/mynetwork/all/"), Ok(()));
    }

    #[test]
    fn what_a_pack_may_not_say_is_refused_and_named() {
        const MORE: &str = "do = \"click\"\nat = \"more\"\n\n# The point";
        for (from, to, told) in [
            (
                "[locator.more]",
                "[locator.other_thing]\nany = []\n\n[locator.more]",
                "the place `other_thing`",
            ),
            (MORE, "do = \"click\"\nat = \"confirm\"\n\n# The point", "clicks `confirm`, before its commit"),
            (MORE, "do = \"click\"\nat = \"connect\"\n\n# The point", "clicks `connect`, before its commit"),
            ("do = \"identify\"\n", "do = \"click\"\nat = \"cancel\"\n", "before its commit"),
            ("irreversible = true", "irreversible = false", "as the commit"),
            ("at = \"confirm\"\nwhen = \"dialog\"", "at = \"confirm\"", "step 5"),
            (
                "[[path.profile]]",
                "[[path.other]]\ndo = \"pick\"\n\n[[path.profile]]",
                "the click path `other`",
            ),
            ("\"/in/{slug}/\"", "\"//evil.example/in/{slug}/\"", "opens `//evil.example"),
            ("\"/in/{slug}/\"", "\"https://evil.example/\"", "opens `https"),
            ("\"/in/{slug}/\"", "\"/logout/\"", "opens `/logout/`"),
            ("\"/in/{slug}/\"", "\"/in/%2e%2E/logout/\"", "opens `/in/%2e%2E/logout/`"),
            ("\"@report_block\", ", "", "`@report_block`, which it must not"),
            ("sign = \"challenge\"", "sign = \"signed_out\"", "`challenge`, which must end a run"),
            ("dismiss = [", "dismiss = [\"confirm\", ", "`confirm` would be clicked at any time"),
        ] {
            let refusal = with(from, to).unwrap_err();
            assert!(refusal.what.contains(told), "{to}: {refusal}");
        }
    }

    const ROW_MORE: &str =
        "{ role = \"button\", label = \"@more\", evidence = \"seen 2026-05, ui-evidence 2\" }";

    #[test]
    fn what_is_pressed_before_a_commit_is_found_by_the_places_own_words_or_as_it_was() {
        let row_more = |line: &str| with(ROW_MORE, line);
        assert_eq!(
            row_more("{ css = \"button.new\", label = \"@more\", evidence = \"seen 2026-11\" }"),
            Ok(())
        );
        for line in [
            "{ role = \"button\", text = \"@remove_connection\", evidence = \"used x\" }",
            "{ css = \"[data-test-icon^='remove-connection']\", evidence = \"used x\" }",
            "{ css = \"span\", text = \"@more\", closest = \"li\", evidence = \"used x\" }",
        ] {
            let refusal = row_more(line).unwrap_err();
            assert!(refusal.what.contains("`row_more` is pressed before any commit"), "{line}: {refusal}");
        }
        let closed = "button[action-type='DENY']";
        let refusal = with(closed, "button").unwrap_err();
        assert!(refusal.what.contains("`refuse_cookies` is pressed"), "{refusal}");
    }

    #[test]
    fn each_sign_of_a_page_that_ends_a_run_stays_and_so_does_each_text_that_guards() {
        for (from, to) in [
            ("url = [\"/checkpoint\", ", "url = ["),
            ("status = [429, ", "status = ["),
            ("text = [\"@security_check\", ", "text = ["),
            ("toast = [\"@toast_too_many\"]", "toast = []"),
        ] {
            let refusal = with(from, to).unwrap_err();
            assert!(refusal.what.contains("which must end a run"), "{to}: {refusal}");
        }
        let english = |from: &str, to: &str| file_with("locales/en.toml", from, to);
        assert_eq!(english("is = \"Load more\"", "is = \"Load yet more\""), Ok(()));
        for (from, to) in [
            ("is = \"temporarily restricted\"", "is = \"zzz\""),
            ("is = \"Report / Block\"", "is = \"zzz\""),
            ("is = \"Unfollow\"", "is = \"zzz\""),
        ] {
            let refusal = english(from, to).unwrap_err();
            assert!(refusal.what.contains("which keeps from a wrong click or ends a run"), "{to}: {refusal}");
        }
        for text in ["Remove connection", "remove Connection", "Usuń kontakt", "Unfollow"] {
            let refusal = english("is = \"Load more\"", &format!("is = \"{text}\"")).unwrap_err();
            assert!(
                refusal.what.contains("is known for something else than `load_more`"),
                "{text}: {refusal}"
            );
        }
    }
}
