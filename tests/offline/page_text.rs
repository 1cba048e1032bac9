//! A page's text is shown quoted or not at all: which files may take it bare, to judge it or to keep it in a field of its own, is told
//! here, and that no line that takes it bare makes a text of it. (That it has no other way out holds where it is compiled:
//! `domain::page_text`.)

use std::fs;
use std::path::{Path, PathBuf};

/// Files that compare and judge, and say nothing of what they read.
const MAY_JUDGE: &[&str] = &[
    "cli/commands/learn_source.rs",
    "cli/commands/plan_invitations.rs",
    "engine/dialog.rs",
    "engine/identify.rs",
    "engine/lists.rs",
    "engine/pick.rs",
    "roster/keep/told.rs",
];

/// Files that write it into a field of its own: of the ledger, the trace, a roster, `--json`.
const MAY_KEEP: &[&str] = &[
    "cli/commands/plan_invitations.rs",
    "cli/commands/probe.rs",
    "engine/owner.rs",
    "engine/record.rs",
    "ledger/protection.rs",
];

/// What makes a text of its own of what stands in the same line.
const MAKES_TEXT: &[&str] = &[
    "format!",
    "write!",
    "writeln!",
    "to_owned",
    "to_string",
    "String::from",
    "println!",
    "concat",
    "join(",
];

fn sources(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn under(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    sources(&root, ending, &mut found);
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    found.into_iter().map(|(path, text)| (name(&path), text)).collect()
}

#[test]
fn what_a_page_has_shown_is_taken_bare_only_to_be_judged_or_kept_in_a_field_of_its_own() {
    let mut wrong = Vec::new();
    let mut used = Vec::new();
    for (name, text) in under("src", "rs") {
        if name == "domain/page_text.rs" || name.ends_with("tests.rs") {
            continue;
        }
        let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (at, line) in own.lines().enumerate() {
            for (way, may) in [("for_judging", MAY_JUDGE), ("into_field", MAY_KEEP)] {
                if !line.contains(way) {
                    continue;
                }
                used.push((way, name.clone()));
                let is_judged_only =
                    way == "into_field" || !MAKES_TEXT.iter().any(|makes| line.contains(makes));
                if !may.contains(&name.as_str()) || !is_judged_only {
                    wrong.push(format!("{name}:{}: {}", at + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (way, may) in [("for_judging", MAY_JUDGE), ("into_field", MAY_KEEP)] {
        for file in may {
            assert!(used.contains(&(way, (*file).to_owned())), "{file} has no `{way}` any more");
        }
    }
}

/// Texts of several words in the page script that are none of ours to people: marks under which something is remembered, and a selector.
const NO_SENTENCES: &[&str] =
    &["own paths", "profile links", "page key", "strange dialog", "row gone", "main#workspace,"];

/// The strings of a script, line by line, without its comments.
fn strings(script: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, line) in script.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        let mut chars = line.chars();
        while let Some(open) = chars.find(|c| matches!(c, '"' | '`')) {
            let mut text = String::new();
            while let Some(c) = chars.next().filter(|c| *c != open) {
                text.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
            found.push((at + 1, text));
        }
    }
    found
}

#[test]
fn the_page_script_has_no_sentence_of_ours() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in under("src/browser/page_script", "js") {
        for (line, text) in strings(&text) {
            seen += 1;
            let words = text.split(' ').collect::<Vec<_>>();
            let has_two = words.windows(2).any(|two| {
                two[0].ends_with(|c: char| c.is_ascii_alphabetic() || c == '}')
                    && two[1].starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
            });
            if has_two && !NO_SENTENCES.iter().any(|known| text.starts_with(known)) {
                wrong.push(format!("{name}:{line}: {text:?}"));
            }
        }
    }
    assert!(seen > 200, "{seen}");
    assert!(wrong.is_empty(), "say it by a code (src/browser/wire/note.rs):\n{}", wrong.join("\n"));
}
