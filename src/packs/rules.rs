//! What a pack may say, beyond what the loader asks of every file. A pack comes from somebody else: it brings places and texts. It brings
//! no clicks of its own, takes no guard away, and nothing that ends a run.

use super::pack::Pack;
use super::refusal::Refusal;
use crate::domain::{Place, Surface};
use crate::selectors::{PathStep, SelectorFile, StepDo, StepWhen, builtin_files};

/// Refuses a pack that says more than it may. What cannot be read is left to the loader, which tells the place.
pub(crate) fn check(pack: &Pack) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    for surface in Surface::ALL {
        let name = format!("{surface}.toml");
        let ours = builtin_files().into_iter().find(|(file, _)| *file == name);
        let ours = ours.and_then(|(_, text)| toml::from_str::<SelectorFile>(text).ok());
        let theirs = pack.files.get(&name).and_then(|text| toml::from_str::<SelectorFile>(text).ok());
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            let mut faults = Vec::new();
            of_places(&ours, &theirs, &mut faults);
            of_paths(&ours, &theirs, &mut faults);
            of_guards(&ours, &theirs, &mut faults);
            wrong.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
        }
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
    let is_odd = url.contains(['\\', '@'])
        || url.contains("..")
        || url.contains("//")
        || url.contains(char::is_control);
    let path = url.strip_prefix('/').filter(|_| !is_odd)?;
    path.split(['/', '?', '#']).next().filter(|part| !part.is_empty())
}

/// What keeps the program from a wrong click, or ends its run, stays: texts that a place must not have, the signs of a page that ends a run.
/// What is closed in passing is clicked at any time, also before a commit: it may be fewer than the program's, and nothing else.
fn of_guards(ours: &SelectorFile, theirs: &SelectorFile, faults: &mut Vec<String>) {
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
    let lost = ours.stop.iter().filter(|own| !theirs.stop.iter().any(|rule| rule.sign == own.sign));
    faults.extend(lost.map(|own| format!("nothing tells a page of `{}`, which must end a run", own.sign)));
    let new =
        theirs.dismiss.iter().filter(|name| !ours.dismiss.iter().any(|own| own.get_ref() == name.get_ref()));
    faults.extend(new.map(|name| {
        format!(
            "`{}` would be clicked at any time, before any commit, as something in the way",
            name.get_ref()
        )
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desktop() -> String {
        builtin_files().into_iter().find(|(name, _)| name == "desktop.toml").unwrap().1.to_owned()
    }

    /// The built-in file with one text for another.
    fn with(from: &str, to: &str) -> Result<(), Refusal> {
        let text = desktop();
        assert!(text.contains(from), "{from}");
        let files = [("desktop.toml".to_owned(), text.replacen(from, to, 1))];
        let revision = "2026-12-01".parse().unwrap();
        check(&Pack { name: "p".to_owned(), revision, files: files.into(), digest: String::new() })
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
            ("\"@report_block\", ", "", "`@report_block`, which it must not"),
            ("sign = \"challenge\"", "sign = \"signed_out\"", "`challenge`, which must end a run"),
            ("dismiss = [", "dismiss = [\"confirm\", ", "`confirm` would be clicked at any time"),
        ] {
            let refusal = with(from, to).unwrap_err();
            assert!(refusal.what.contains(told), "{to}: {refusal}");
        }
    }
}
