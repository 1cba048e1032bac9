//! What a pack would change, as places and texts and as lines of its files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::cli::output::{Stdout, Terminal, difference, line_of, printable, show_differences};
use crate::domain::Surface;
use crate::packs::{Changes, Pack};
use crate::selectors::{builtin_files, text_in_use};

/// A pack, and what it changes.
pub(super) struct Shown<'a> {
    pub(super) pack: &'a Pack,
    pub(super) key: &'a str,
    pub(super) changed: &'a [(Surface, Changes)],
    /// The layouts that are to be rehearsed before anybody is removed.
    pub(super) unrehearsed: &'a [Surface],
    /// Where the files before it lie, if they are not built in.
    pub(super) before: &'a [PathBuf],
    /// The names of the files of the pack before it.
    pub(super) had: &'a [String],
}

/// Shows it, as text or as JSON lines.
pub(super) fn show(shown: &Shown<'_>, as_json: bool, terminal: &Terminal) {
    let mut stdout = Stdout::new(terminal);
    if as_json {
        let changed: Map<String, Value> =
            shown.changed.iter().map(|(surface, changes)| (surface.to_string(), json!(changes))).collect();
        let (name, revision) = (&shown.pack.name, shown.pack.revision.to_string());
        stdout.line(&line_of(&json!({
            "event": "pack", "name": name, "revision": revision, "key": shown.key, "changes": changed, "rehearse": shown.unrehearsed,
        })));
    } else {
        heads(shown).iter().for_each(|line| stdout.line(&printable(line)));
    }
    show_differences(&diffs(shown), as_json, terminal);
}

fn heads(shown: &Shown<'_>) -> Vec<String> {
    let mut lines = vec![
        format!("Pack {}, revision {}.", shown.pack.name, shown.pack.revision),
        format!("Its signature fits the key {}.", shown.key),
    ];
    let texts: BTreeSet<&str> =
        shown.changed.iter().flat_map(|(_, changes)| changes.texts.iter().map(String::as_str)).collect();
    for (surface, changes) in shown.changed {
        let other = changes.places.iter().map(String::as_str).chain(changes.others.iter().copied());
        lines.push(listed(&format!("{surface}, found otherwise"), other));
    }
    lines.push(listed("texts", texts));
    for (surface, changes) in shown.changed.iter().filter(|(surface, _)| shown.unrehearsed.contains(surface))
    {
        lines.push(listed(
            &format!("{surface}, to be rehearsed first"),
            changes.from_the_commit_on.iter().map(String::as_str),
        ));
    }
    if shown.changed.iter().all(|(_, changes)| changes.is_none()) {
        lines.push("It finds and reads all as the files before it do.".to_owned());
    }
    lines
}

fn listed<'a>(title: &str, what: impl IntoIterator<Item = &'a str>) -> String {
    let what: Vec<&str> = what.into_iter().collect();
    if what.is_empty() { format!("  {title}: nothing") } else { format!("  {title}: {}", what.join(", ")) }
}

/// The lines that are otherwise, file by file: also of files that the pack before had and this one has not.
fn diffs(shown: &Shown<'_>) -> Vec<(String, String)> {
    let builtin = builtin_files();
    let names: BTreeSet<String> = shown.pack.files.keys().chain(shown.had).cloned().collect();
    names
        .into_iter()
        .filter_map(|name| {
            let old = text_in_use(&name, shown.before).unwrap_or_default();
            let own = shown.pack.files.get(&name).map(String::as_str);
            let new = own.or_else(|| builtin.iter().find(|(file, _)| *file == name).map(|(_, text)| *text));
            let lines = difference(&name, &old, new.unwrap_or_default());
            (!lines.is_empty()).then_some((name, lines))
        })
        .collect()
}
