//! What comments cite is in the repository: every section of evidence and every note that the source, the selector files, the tests and
//! the pages name exists, under the collection that they name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A collection as it is cited, and where it stands: the page, and the heading that its sections are under (none: the whole page).
const COLLECTIONS: &[(&str, &str, &str)] = &[
    ("ui-evidence-2", "docs/evidence.md", "## Second collection"),
    ("ui-evidence", "docs/evidence.md", "## First collection"),
    ("engineering-notes", "docs/notes.md", ""),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sections under a heading, by their names.
fn sections(page: &str, under: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let body = text.split_once(under).unwrap_or_else(|| panic!("{page} has no {under:?}")).1;
    let (mark, end) = if under.is_empty() { ("## ", "\n# ") } else { ("### ", "\n## ") };
    let body = body.split(end).next().unwrap();
    body.lines().filter_map(|line| line.strip_prefix(mark)).map(str::to_owned).collect()
}

/// The names of sections at the beginning of a text, such as `1a and 1c` or `C7, 2`.
fn names(mut text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    loop {
        let length =
            text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.').unwrap_or(text.len());
        let name = text[..length].trim_end_matches('.');
        let is_section =
            name.strip_prefix('C').unwrap_or(name).starts_with(|letter: char| letter.is_ascii_digit());
        if !is_section {
            return names;
        }
        names.push(name);
        let rest = &text[length..];
        match rest.strip_prefix(" and ").or_else(|| rest.strip_prefix(", ")) {
            Some(more) => text = more,
            None => return names,
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|kind| ["rs", "js", "toml", "md", "html", "json"].iter().any(|known| kind == *known))
        {
            found.push(path);
        }
    }
}

/// A text on one line, so that a citation may break over two.
fn in_one_line(text: &str) -> String {
    text.lines()
        .map(|line| line.trim_start().trim_start_matches(['/', '!', '#', '*']).trim())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_section_that_is_cited_exists() {
    let known: Vec<_> = COLLECTIONS.iter().map(|(_, page, under)| sections(page, under)).collect();
    let mut found = Vec::new();
    for folder in ["src", "selectors", "tests", "docs"] {
        files(&root().join(folder), &mut found);
    }
    let (mut wrong, mut count) = (Vec::new(), 0);
    for path in found.iter().filter(|path| !path.ends_with("citations.rs")) {
        let text = in_one_line(&fs::read_to_string(path).unwrap());
        let mut rest = text.as_str();
        while let Some((at, which)) = COLLECTIONS
            .iter()
            .enumerate()
            .filter_map(|(which, (cited, _, _))| Some((rest.find(&format!("{cited} "))?, which)))
            .min()
        {
            rest = &rest[at + COLLECTIONS[which].0.len() + 1..];
            for name in names(rest) {
                count += 1;
                if !known[which].contains(name) {
                    wrong.push(format!("{}: {} {name}", path.display(), COLLECTIONS[which].0));
                }
            }
        }
    }
    assert!(count > 200, "citations were found: {count}");
    assert!(wrong.is_empty(), "cited, and not in docs/evidence.md or docs/notes.md:\n{}", wrong.join("\n"));
}

#[test]
fn names_of_sections_are_read_in_the_ways_that_comments_write_them() {
    assert_eq!(names("1a and 1c, whatever the card is called"), ["1a", "1c"]);
    assert_eq!(names("C7): the region"), ["C7"]);
    assert_eq!(names("0.9."), ["0.9"]);
    assert_eq!(names("5, ui-evidence-2 8"), ["5"]);
    assert!(names("tells it").is_empty());
}
