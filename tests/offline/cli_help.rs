//! Help, manual and completions, and that the docs say the same.

use crate::testkit::home::Home;
use clap::Command;
use unlinked::cli::{command_tree, exit};

fn walk(command: &Command, path: &str, visit: &mut impl FnMut(&Command, &str)) {
    visit(command, path);
    for sub in command.get_subcommands() {
        walk(sub, &format!("{path} {}", sub.get_name()), visit);
    }
}

#[test]
fn every_command_and_every_flag_has_help() {
    let mut tree = command_tree();
    tree.build();
    let mut missing = Vec::new();
    walk(&tree, "unlinked", &mut |command, path| {
        if command.get_about().is_none() {
            missing.push(path.to_owned());
        }
        for arg in command.get_arguments() {
            if arg.get_help().is_none_or(|help| help.to_string().trim().len() < 5) {
                missing.push(format!("{path} {}", arg.get_id()));
            }
        }
    });
    assert!(missing.is_empty(), "without help: {missing:?}");
}

#[test]
fn clap_finds_no_contradiction_in_the_arguments() {
    command_tree().debug_assert();
}

#[test]
fn help_goes_to_stdout_with_the_exit_codes_and_ends_well() {
    let home = Home::new();
    let (code, stdout, stderr) = home.run(&["--help"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    for (number, _) in exit::MEANINGS {
        assert!(stdout.contains(&format!("{number:>3}  ")), "no exit code {number} in:\n{stdout}");
    }
    let (code, stdout, _) = home.run(&["--version"]);
    assert_eq!((code, stdout), (0, format!("unlinked {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn what_cannot_be_typed_is_refused_with_exit_code_2_and_a_hint() {
    let home = Home::new();
    for (args, says) in [
        (vec![], "Usage"),
        (vec!["statsu"], "status"),
        (vec!["run"], "ROSTER"),
        (vec!["run", "r.csv", "--yess"], "--yes"),
        (vec!["run", "r.csv", "--yes", "--confirm", "3"], "cannot be used with"),
        (vec!["run", "r.csv", "--surface", "watch"], "desktop, mobile"),
        (vec!["run", "r.csv", "--limit", "many"], "--limit"),
        (vec!["completions", "klingon"], "bash"),
    ] {
        let (code, stdout, stderr) = home.run(&args);
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}");
        assert!(stderr.contains(says), "{args:?} says:\n{stderr}");
    }
}

#[test]
fn the_readme_is_short_and_names_the_commands_of_the_way() {
    let readme = include_str!("../../README.md");
    assert!(readme.lines().count() < 120, "the README has {} lines", readme.lines().count());
    for command in [
        "login",
        "plan",
        "review",
        "keep",
        "run",
        "report",
        "status",
        "resume",
        "reinvite",
        "practice",
        "selectors",
    ] {
        assert!(
            readme.contains(&format!("unlinked {command}")),
            "the README does not name `unlinked {command}`"
        );
    }
}

#[test]
fn completions_and_the_manual_hold_every_command() {
    let home = Home::new();
    let names: Vec<String> = command_tree().get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, stderr) = home.run(&["completions", shell]);
        assert_eq!((code, stderr.as_str()), (0, ""), "{shell}");
        assert!(names.iter().all(|name| script.contains(name.as_str())), "{shell}");
    }
    let (code, page, _) = home.run(&["man"]);
    assert_eq!(code, 0);
    assert!(
        page.contains(".TH unlinked") && page.contains(".SH \"EXIT STATUS\"")
            || page.contains(".SH EXIT STATUS"),
        "{page}"
    );
    let (code, _, _) = home.run(&["man", "pages"]);
    assert_eq!(code, 0);
    for name in &names {
        assert!(home.path().join(format!("pages/unlinked-{name}.1")).is_file(), "no page for {name}");
    }
}
