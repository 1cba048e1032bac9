use super::*;
use crate::cli::args::command_tree;

#[test]
fn every_command_stands_in_one_group() {
    let mut grouped: Vec<&str> =
        GROUPS.iter().flat_map(|(_, commands)| commands.iter().map(|(name, _)| *name)).collect();
    grouped.sort_unstable();
    let tree = command_tree();
    let mut known: Vec<&str> = tree.get_subcommands().map(Command::get_name).chain(["help"]).collect();
    known.sort_unstable();
    assert_eq!(grouped, known);
}

#[test]
fn every_line_of_the_groups_fits_80_columns() {
    assert!(grouped().lines().all(|line| line.chars().count() <= 80), "{}", grouped());
}

fn leaves(command: &Command, path: &str, found: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let path = format!("{path} {}", sub.get_name());
        let path = path.trim().to_owned();
        match sub.has_subcommands() {
            true => leaves(sub, &path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn every_command_has_an_example_and_each_can_be_typed() {
    let mut paths = Vec::new();
    leaves(&command_tree(), "", &mut paths);
    for path in &paths {
        assert!(examples_of(path).is_some(), "no example of `unlinked {path}`");
    }
    for (path, examples) in EXAMPLES {
        assert!(paths.iter().any(|one| one == path), "no command `{path}`");
        for (line, _) in *examples {
            let words = line.split_whitespace().map(|word| word.trim_matches('\''));
            // What stands in quotes is one word; its parts would be read as more files.
            let line: Vec<String> = match line.contains('\'') {
                true => quoted(line),
                false => words.map(str::to_owned).collect(),
            };
            assert!(line.join(" ").starts_with(&format!("unlinked {path}")), "{line:?}");
            let parsed = command_tree().try_get_matches_from(&line);
            assert!(parsed.is_ok(), "{line:?}: {}", parsed.unwrap_err());
        }
    }
}

fn quoted(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[test]
fn no_word_that_has_an_answer_is_a_command_and_no_answer_names_a_command_that_is_not_there() {
    let tree = command_tree();
    let commands: Vec<&str> = tree.get_subcommands().map(Command::get_name).collect();
    for (words, answer) in NO_COMMANDS {
        for word in *words {
            assert!(!commands.contains(word), "`{word}` is a command now: take its answer out");
            assert_eq!(answer_to(&word.to_uppercase()), Some(*answer));
        }
        for named in answer.split("`unlinked ").skip(1) {
            let name = named.split([' ', '`']).next().unwrap_or_default();
            assert!(name.starts_with("--") || commands.contains(&name), "`unlinked {name}` is no command");
        }
    }
    assert_eq!(answer_to("run"), None);
}
