//! The pages that people read, held against the program: commands parse, settings exist, links lead somewhere, and what is
//! generated is up to date.
//!
//! After a change of flags or settings, `UNLINKED_WRITE_DOCS=1 cargo test --test offline docs::` writes the generated parts anew.

mod generated;

use std::collections::BTreeSet;
use std::fs;

use crate::testkit::documents::pages::{Block, Page, all, root};
use crate::testkit::documents::shell;
use clap::Command;
use clap::error::ErrorKind;
use generated::{PARTS, renewed, words_on};
use unlinked::cli::command_tree;
use unlinked::config::{Config, KEYS, LoadOptions};

/// Fails with all that is wrong, a line each.
fn assert_none(wrong: &[String], what: &str) {
    assert!(wrong.is_empty(), "{what}:\n{}\n", wrong.join("\n"));
}

/// Blocks that hold what is typed, as against what is printed or written to a file.
fn typed(block: &Block) -> Result<Vec<shell::Typed>, String> {
    match block.lang.as_str() {
        "sh" | "bash" | "shell" | "" => shell::commands(&block.text, false),
        "console" | "text" => shell::commands(&block.text, true),
        _ => Ok(Vec::new()),
    }
}

#[test]
fn every_command_in_a_block_of_code_can_be_typed_as_it_stands() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for page in all() {
        for block in &page.blocks {
            let commands = typed(block).unwrap_or_else(|why| panic!("{}: {why}", page.at(block.line)));
            for (line, arguments) in commands {
                count += 1;
                let words = std::iter::once("unlinked").chain(arguments.iter().map(String::as_str));
                let error = match command_tree().try_get_matches_from(words) {
                    Err(error)
                        if !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) =>
                    {
                        error
                    }
                    _ => continue,
                };
                let said = error.to_string();
                wrong.push(format!(
                    "{}: unlinked {}: {}",
                    page.at(block.line + 1 + line),
                    arguments.join(" "),
                    said.lines().next().unwrap_or_default()
                ));
            }
        }
    }
    assert!(count >= 10, "only {count} commands were found");
    assert_none(&wrong, "commands that the program does not take");
}

/// The command that the words lead to, and the words behind it.
fn led_to<'a>(tree: &'a Command, words: &'a [&'a str]) -> (&'a Command, &'a [&'a str]) {
    let mut at = (tree, words);
    while let [first, rest @ ..] = at.1
        && let Some(sub) = at.0.find_subcommand(first)
    {
        at = (sub, rest);
    }
    at
}

fn has_flag(command: &Command, tree: &Command, flag: &str) -> bool {
    let named = |command: &Command| {
        command.get_arguments().any(|arg| match flag.strip_prefix("--") {
            Some(long) => arg.get_long() == Some(long) || long == "help" || long == "version",
            None => flag.chars().nth(1).is_some_and(|short| arg.get_short() == Some(short) || short == 'h'),
        })
    };
    named(command) || named(tree)
}

#[test]
fn commands_named_within_the_text_exist_with_their_flags() {
    let mut tree = command_tree();
    tree.build();
    let mut wrong = Vec::new();
    for page in all() {
        for (line, code) in &page.codes {
            let words: Vec<&str> = code.split_whitespace().collect();
            let ["unlinked", words @ ..] = words.as_slice() else { continue };
            let (command, rest) = led_to(&tree, words);
            let missing = rest.first().filter(|word| {
                command.has_subcommands()
                    && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                    && !word.starts_with('-')
            });
            // `retry|skip` and the like name several.
            if let Some(word) = missing {
                wrong.push(format!("{}: `{code}`: there is no command `{word}`", page.at(*line)));
            }
            for flag in rest.iter().map(|word| word.trim_matches(['[', ']', ',', ';'])) {
                let flag = flag.split('=').next().unwrap_or(flag);
                if flag.starts_with('-') && flag.len() > 1 && !has_flag(command, &tree, flag) {
                    wrong.push(format!("{}: `{code}`: there is no flag `{flag}`", page.at(*line)));
                }
            }
        }
    }
    assert_none(&wrong, "commands named in the text that the program does not have");
}

/// Flags of other programs that the text may name by themselves.
const FOREIGN: &[&str] = &[
    "--enable-bidi",
    "--headless",
    "--locked",
    "--no-sandbox",
    "--password-store",
    "--profile",
    "--session-request-timeout",
    "--session-timeout",
    "--user-data-dir",
    "--type",
];

#[test]
fn flags_named_within_the_text_exist() {
    let mut tree = command_tree();
    tree.build();
    let mut known: BTreeSet<String> = FOREIGN.iter().map(|flag| (*flag).to_owned()).collect();
    fn collect(command: &Command, known: &mut BTreeSet<String>) {
        known.extend(command.get_arguments().filter_map(|arg| Some(format!("--{}", arg.get_long()?))));
        command.get_subcommands().for_each(|sub| collect(sub, known));
    }
    collect(&tree, &mut known);
    known.insert("--help".to_owned());
    let mut wrong = Vec::new();
    for page in all() {
        for (line, code) in &page.codes {
            let flag = code.split([' ', '=']).next().unwrap_or_default();
            if flag.starts_with("--") && flag.len() > 2 && !known.contains(flag) {
                wrong.push(format!("{}: `{code}`", page.at(*line)));
            }
        }
    }
    assert_none(
        &wrong,
        "flags that no command has (one of another program belongs into FOREIGN of tests/docs)",
    );
}

fn sections() -> BTreeSet<&'static str> {
    KEYS.iter().map(|key| key.parts().0).filter(|section| !section.is_empty()).collect()
}

#[test]
fn settings_named_within_the_text_exist() {
    let sections = sections();
    let files = ["csv", "toml", "md", "db", "json", "rs", "js", "html", "txt"];
    let mut wrong = Vec::new();
    for page in all() {
        for (line, code) in &page.codes {
            let name = code.split([' ', '=']).next().unwrap_or_default();
            let Some((section, key)) = name.split_once('.') else { continue };
            let is_word = key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            if sections.contains(section)
                && is_word
                && !files.contains(&key)
                && !KEYS.iter().any(|key| key.name == name)
            {
                wrong.push(format!("{}: `{code}`", page.at(*line)));
            }
        }
    }
    assert_none(&wrong, "settings that the configuration does not have");
}

#[test]
fn pieces_of_configuration_in_the_pages_can_be_loaded() {
    let sections = sections();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let mut wrong = Vec::new();
    for page in all() {
        for block in page.blocks.iter().filter(|block| block.lang == "toml") {
            let headers = block.text.lines().filter_map(|line| line.strip_prefix('[')?.split(']').next());
            if !headers.clone().any(|header| sections.contains(header)) || block.text.contains("schema =") {
                continue;
            }
            fs::write(&file, &block.text).unwrap();
            let options =
                LoadOptions { file: Some(file.clone()), env: std::iter::empty(), overrides: Vec::new() };
            if let Err(error) = Config::load(options) {
                wrong.push(format!("{}:\n{error}", page.at(block.line)));
            }
        }
    }
    assert_none(&wrong, "pieces of configuration that cannot be loaded");
}

#[test]
fn environment_variables_named_anywhere_are_read_by_the_program() {
    let mut known: BTreeSet<String> = KEYS.iter().map(unlinked::config::Key::variable).collect();
    fn collect(command: &Command, known: &mut BTreeSet<String>) {
        known.extend(
            command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned())),
        );
        command.get_subcommands().for_each(|sub| collect(sub, known));
    }
    collect(&command_tree(), &mut known);
    // Read before there is a configuration.
    known.insert("UNLINKED_LOG".to_owned());
    // Of the tests, for whoever works on the program.
    known.extend(
        [
            "UNLINKED_FLEET_ACCOUNTS",
            "UNLINKED_LOG",
            "UNLINKED_REPOSITORY",
            "UNLINKED_TEST_ALL",
            "UNLINKED_TEST_FIREFOX",
            "UNLINKED_TEST_GRID",
            "UNLINKED_TEST_MARK",
            "UNLINKED_WRITE_DOCS",
            "UNLINKED_WRITE_PICTURES",
            "UNLINKED_WRITE_SCHEMAS",
        ]
        .map(str::to_owned),
    );
    let mut wrong = Vec::new();
    for page in all() {
        for (at, line) in page.text.lines().enumerate() {
            for rest in line.split("UNLINKED_").skip(1) {
                let name: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_uppercase() || matches!(c, '_' | '0'..='9'))
                    .collect();
                let name = format!("UNLINKED_{name}");
                if name != "UNLINKED_" && !known.contains(&name) {
                    wrong.push(format!("{}: {name}", page.at(at + 1)));
                }
            }
        }
    }
    assert_none(&wrong, "environment variables that nothing reads");
}

#[test]
fn every_link_between_the_pages_leads_somewhere() {
    let mut wrong = Vec::new();
    for page in all() {
        for (line, link) in &page.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = page.path.parent().unwrap();
            let target = if path.is_empty() { page.path.clone() } else { folder.join(path) };
            if !root().join(&target).exists() {
                wrong.push(format!("{}: {link} is not there", page.at(*line)));
            } else if !anchor.is_empty() {
                let target = fs::canonicalize(root().join(&target)).unwrap();
                let target = Page::read(target.strip_prefix(fs::canonicalize(root()).unwrap()).unwrap());
                if !target.anchors.contains(anchor) {
                    wrong.push(format!("{}: {link}: there is no such heading", page.at(*line)));
                }
            }
        }
    }
    assert_none(&wrong, "links that lead nowhere");
}

#[test]
fn the_book_has_every_page_once_and_under_its_own_title() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let mut wrong = Vec::new();
    for page in all().iter().filter(|page| page.path.starts_with("docs")) {
        let name = page.path.file_name().unwrap().to_str().unwrap();
        let title = page.text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        let chapter = format!("- [{title}]({name})");
        if name != "SUMMARY.md" && summary.lines().filter(|line| *line == chapter).count() != 1 {
            wrong.push(format!("{name}: no line of docs/SUMMARY.md is `{chapter}`"));
        }
        // On the site there is nothing above this folder.
        let out = page.links.iter().filter(|(_, link)| link.starts_with("../"));
        wrong.extend(out.map(|(line, link)| format!("{}: {link} is not on the site", page.at(*line))));
    }
    assert_none(&wrong, "pages that the book does not hold");
}

#[test]
fn every_setting_has_words_of_its_own() {
    let wrong: Vec<String> = KEYS
        .iter()
        .filter(|key| words_on(key.name).join(" ").len() < 20)
        .map(|key| format!("config.example.toml: {}", key.name))
        .collect();
    assert_none(&wrong, "settings without a comment in the example file, from which the docs are made");
}

#[test]
fn the_generated_parts_of_the_pages_are_up_to_date() {
    let write = std::env::var_os("UNLINKED_WRITE_DOCS").is_some();
    for part in PARTS {
        let path = root().join(part.page);
        let text = fs::read_to_string(&path).unwrap();
        let renewed = renewed(&text, part);
        if write {
            fs::write(&path, renewed).unwrap();
        } else {
            assert!(
                text == renewed,
                "the part `{}` of {} is not what the program says now; write it anew with\n    \
                 UNLINKED_WRITE_DOCS=1 cargo test --test offline docs::\nand read the difference before you commit it",
                part.name,
                part.page
            );
        }
    }
}

#[test]
fn the_checks_find_what_is_wrong() {
    let page = Page::parse(
        std::path::Path::new("docs/x.md"),
        "# A `b` c!\n\n[x](y.md#z) and `unlinked --nope`\n\n```sh\nunlinked runn\n```\n\n```toml\n[pace]\n```\n".to_owned(),
    );
    assert_eq!(page.anchors, BTreeSet::from(["a-b-c".to_owned()]));
    assert_eq!(page.links, [(3, "y.md#z".to_owned())]);
    assert_eq!(page.codes.last().unwrap(), &(3, "unlinked --nope".to_owned()));
    assert_eq!(typed(&page.blocks[0]).unwrap(), [(0, vec!["runn".to_owned()])]);
    assert_eq!((page.blocks[0].line, page.blocks[1].lang.as_str()), (5, "toml"));
    assert!(command_tree().try_get_matches_from(["unlinked", "runn"]).is_err());
    let mut tree = command_tree();
    tree.build();
    let (run, rest) = led_to(&tree, &["run", "r.csv", "--nope"]);
    assert!(has_flag(run, &tree, "--json") && has_flag(run, &tree, "-q") && !has_flag(run, &tree, "--nope"));
    assert_eq!(rest.len(), 2);
}

#[test]
fn the_page_on_recovery_has_a_word_on_every_exit_code_and_every_cause_of_a_stop() {
    let page = fs::read_to_string(root().join("docs/recovery.md")).unwrap();
    let mut missing: Vec<String> = unlinked::cli::exit::MEANINGS
        .iter()
        .map(|(code, _)| format!("### {code}: "))
        .filter(|heading| !page.contains(heading.as_str()))
        .collect();
    let ends_of_their_own =
        ["challenge", "restriction", "cooldown", "breaker", "browser", "state", "interrupted"];
    let told = unlinked::domain::StoppedBy::ALL.iter().map(|cause| cause.as_str());
    missing.extend(
        told.filter(|word| !ends_of_their_own.contains(word) && !page.contains(&format!("`{word}`")))
            .map(str::to_owned),
    );
    assert_none(&missing, "not in docs/recovery.md");
}

#[test]
fn the_page_on_limits_tells_the_default_numbers() {
    let nothing = tempfile::NamedTempFile::new().unwrap();
    let file = Some(nothing.path().to_owned());
    let config = Config::load(LoadOptions { file, env: std::iter::empty(), overrides: Vec::new() }).unwrap();
    let page = fs::read_to_string(root().join("docs/limits.md")).unwrap();
    let limits = &config.limits;
    let mut missing = Vec::new();
    for (what, ramp) in [("removals", limits.removals_per_day), ("page views", limits.page_views_per_day)] {
        for (when, day) in ["first week", "second and third week", "later"].iter().zip(ramp.steps()) {
            let row = format!(
                "| {what}, {when} | {day} | {} | {} |",
                day * limits.week_factor,
                day * limits.month_factor
            );
            missing.extend((!page.contains(&row)).then_some(row));
        }
    }
    assert_none(&missing, "rows that docs/limits.md does not have");
}

/// A word that a report or a table shows is explained once, for all pages.
#[test]
fn every_outcome_route_and_surface_is_among_the_words() {
    use unlinked::domain::{Outcome, Route, Surface};
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/words.md")).unwrap();
    let words = Outcome::ALL.iter().map(|one| one.as_str());
    let words = words
        .chain(Route::ALL.iter().map(|one| one.as_str()))
        .chain(Surface::ALL.iter().map(|one| one.as_str()));
    let lacks: Vec<String> =
        words.map(|word| format!("`{word}`")).filter(|word| !page.contains(word)).collect();
    assert_none(&lacks, "docs/words.md does not say what these mean");
}
