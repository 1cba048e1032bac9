//! docs/house.md tells the truth: each path that it names exists, and each answer to one of its questions stands in the file that it names.

use std::fs;
use std::path::Path;

/// The texts between backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The paths that the page names, and its answers: a path, and what stands in that file.
fn read(page: &str) -> (Vec<&str>, Vec<(&str, &str)>) {
    let is_path = |text: &&str| text.starts_with("src/") && !text.contains(' ');
    let paths = page.lines().flat_map(quoted).filter(is_path).collect();
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let answers = rows.filter_map(|row| {
        let mut cells = quoted(row).skip_while(|text| !text.starts_with("src/"));
        Some((cells.next()?, cells.next()?))
    });
    (paths, answers.collect())
}

#[test]
fn what_the_page_on_the_house_says_of_places_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/house.md")).unwrap();
    let (paths, answers) = read(&page);
    assert!(paths.len() > 30 && answers.len() >= 10, "{} paths, {} answers", paths.len(), answers.len());
    let missing: Vec<&str> = paths.into_iter().filter(|path| !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "docs/house.md names what is not there: {missing:?}");
    for (path, text) in answers {
        let file = fs::read_to_string(root.join(path)).unwrap();
        assert!(file.contains(text), "docs/house.md: `{text}` is not in {path}");
    }
}

#[test]
fn no_file_in_src_is_longer_than_four_hundred_lines() {
    fn collect(folder: &Path, long: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, long);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "js") {
                let lines = fs::read_to_string(&path).unwrap().lines().count();
                if lines > 400 {
                    long.push(format!("{}: {lines}", path.display()));
                }
            }
        }
    }
    let mut long = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut long);
    assert!(long.is_empty(), "each holds two ideas: {long:#?}");
}

#[test]
fn an_answer_is_read_with_its_path() {
    let (paths, answers) = read("| that it is ours | `src/a.rs` | `const OURS` |\nSee `src/b.rs` and `b`.\n");
    assert_eq!((paths, answers), (vec!["src/a.rs", "src/b.rs"], vec![("src/a.rs", "const OURS")]));
}
