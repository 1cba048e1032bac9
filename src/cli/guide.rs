//! What help and the manual show beside the flags: the commands in groups, examples, files, environment; and what is said to a
//! word that is no command but that people try. What each command takes stands in its own file.

mod examples;

use clap::Command;

use super::exit;
use examples::EXAMPLES;

/// The commands by what they are for, each with a line of its own. A test holds that each command stands here once.
const GROUPS: &[(&str, &[(&str, &str)])] = &[
    (
        "First steps",
        &[
            ("demo", "see it at work on a practice site; nothing real is touched"),
            ("start", "from nothing to the first people removed, step by step"),
            ("doctor", "what a run needs, and how to mend what is wrong"),
            ("login", "sign in, in a plain browser window"),
            ("plan", "choose people from LinkedIn's export, by rules"),
            ("review", "choose people in a local web page"),
        ],
    ),
    (
        "Removing",
        &[
            ("run", "rehearse, or remove the people of a roster"),
            ("status", "where the roster stands and when it will end"),
            ("watch", "see a run at work in a local web page; pause and stop it"),
            ("report", "what a run did, as a page with pictures"),
            ("replay", "what a run did, click by click"),
        ],
    ),
    (
        "Where a person must decide",
        &[
            ("resume", "go on after a challenge, a restriction or the breaker"),
            ("keep", "who is never removed: the account's own keep list"),
            ("retry", "allow another try at a person"),
            ("skip", "leave a person alone"),
            ("reinvite", "who was removed: the only way back"),
        ],
    ),
    (
        "Many accounts and CI",
        &[
            ("fleet", "work through the rosters of many accounts"),
            ("smoke", "check a staging account, read-only"),
            ("practice", "serve the practice site"),
        ],
    ),
    (
        "Upkeep",
        &[
            ("selectors", "check, try, mend and renew the selector files"),
            ("evidence", "list, remove or adopt traces and pictures"),
            ("ledger", "export, back up or restore the ledger"),
            ("logout", "forget the session"),
            ("completions", "write the completions of a shell"),
            ("man", "write the manual"),
            ("help", "show the help of a command"),
        ],
    ),
];

/// Words that people try, and what there is in their place.
const NO_COMMANDS: &[(&[&str], &str)] = &[
    (
        &["undo", "restore", "revert", "rollback", "unremove"],
        "A removal cannot be undone. The only way back is a new invitation, which the other person must accept: \
         `unlinked reinvite` lists whom you removed, when and why.",
    ),
    (
        &["init", "setup", "begin", "new", "quickstart", "config"],
        "`unlinked start` leads from nothing to the first people removed, step by step; `unlinked demo` shows it at work. \
         Settings stand in a file; config.example.toml shows all of them.",
    ),
    (
        &["diagnose", "verify"],
        "`unlinked doctor` looks at everything that a run needs; `unlinked login --check` opens a page and looks who is signed in, \
         `unlinked status` at the roster and the limits.",
    ),
    (
        &["pause", "continue", "stop", "cancel", "abort", "kill"],
        "A run ends with Ctrl-C in its terminal, or by SIGTERM: the current person is finished (after a SIGTERM for seven seconds \
         at most), and the same command continues later where it stopped. `unlinked watch` pauses and stops a run from a page.",
    ),
    (
        &["update", "upgrade", "self-update"],
        "The program does not update itself: install the new version over the old one. The state folder stays as it is.",
    ),
    (
        &["export", "download"],
        "`unlinked report` writes what a run did (HTML, JSON, CSV, JUnit XML, Markdown), `unlinked ledger export` every event. \
         LinkedIn's own export of your connections is asked for on LinkedIn.",
    ),
    (
        &["remove", "delete", "unlink", "disconnect", "go"],
        "`unlinked run ROSTER` removes the people of a roster; with `--dry-run` it rehearses and removes nobody.",
    ),
    (
        &["import", "choose", "select", "pick"],
        "`unlinked plan Connections.csv` chooses people by rules, `unlinked review Connections.csv` in a local web page.",
    ),
    (
        &["dry-run", "rehearse", "rehearsal", "test", "simulate"],
        "`unlinked run ROSTER --dry-run` rehearses: every page is opened and nobody is removed.",
    ),
    (&["signin", "sign-in", "auth"], "`unlinked login` opens a plain browser window to sign in."),
    (&["signout", "sign-out"], "`unlinked logout` forgets the session."),
    (
        &["log", "logs", "history", "show", "list"],
        "`unlinked replay` shows the clicks of a run, `unlinked report` the same with pictures, `unlinked status` where everything stands.",
    ),
    (
        &["ui", "gui", "serve", "open", "dashboard"],
        "`unlinked review` opens a local page to choose people, `unlinked watch` one of the run at work, `unlinked report -o report.html` writes a page of what a run did.",
    ),
    (&["version"], "`unlinked --version` prints it."),
];

/// What to say to a word that is no command, or none.
pub(super) fn answer_to(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    NO_COMMANDS.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, answer)| *answer)
}

/// The files that the program reads and writes.
const FILES: &[(&str, &str)] = &[
    ("~/.config/unlinked/config.toml", "the settings (XDG_CONFIG_HOME, or --config)"),
    ("~/.config/unlinked/selectors/", "selector files of your own, looked at before the built-in ones"),
    (
        "~/.config/unlinked/selector-packs/",
        "the pack in use and the one before, looked at after your own files",
    ),
    (
        "~/.local/state/unlinked/",
        "the state folder: ledger.db, the browser profile, evidence (XDG_STATE_HOME, or --state)",
    ),
];

/// The environment that the program reads.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("UNLINKED_STATE", "the state folder, as --state"),
    ("UNLINKED_CONFIG", "the config file, as --config"),
    ("UNLINKED_SECTION_KEY", "any setting, such as UNLINKED_CALENDAR_TIME_ZONE; it beats the config file"),
    ("UNLINKED_LOG", "what is logged, such as unlinked=debug"),
    ("NO_COLOR", "no colours, where it is set"),
];

fn examples_of(path: &str) -> Option<&'static [(&'static str, &'static str)]> {
    EXAMPLES.iter().find(|(of, _)| *of == path).map(|(_, examples)| *examples)
}

/// Example lines: what it does as a comment, then what is typed.
fn example_lines(examples: &[(&str, &str)]) -> String {
    examples.iter().map(|(line, what)| format!("  # {what}\n  $ {line}\n")).collect()
}

fn grouped() -> String {
    let mut text = String::new();
    for (title, commands) in GROUPS {
        text.push_str(&format!("{title}:\n"));
        for (name, what) in *commands {
            text.push_str(&format!("  {name:<12} {what}\n"));
        }
        text.push('\n');
    }
    text
}

/// The exit codes as the long help and the manual show them.
fn exit_codes() -> String {
    let mut text = String::from("Exit codes:\n");
    for (code, meaning) in exit::MEANINGS {
        text.push_str(&format!("  {code:>3}  {meaning}\n"));
    }
    text
}

/// The tree of commands with its examples and groups.
pub(super) fn guided(tree: Command) -> Command {
    let names: Vec<String> = tree.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}Options:\n{{options}}{{after-help}}",
        grouped()
    );
    let first = "Start with:\n  $ unlinked demo\n  $ unlinked run --help\n";
    let mut tree = tree
        .help_template(template)
        .after_help(format!("{first}\n`unlinked help COMMAND` shows examples; --help adds the exit codes."))
        .after_long_help(format!("{first}\n{}", exit_codes()));
    for name in names {
        tree = tree.mut_subcommand(&name, |sub| with_examples(sub, &name));
    }
    tree
}

fn with_examples(command: Command, path: &str) -> Command {
    let subs: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = match examples_of(path) {
        Some(examples) => command.after_help(format!("Examples:\n{}", example_lines(examples))),
        None => command,
    };
    for sub in subs {
        let path = format!("{path} {sub}");
        command = command.mut_subcommand(&sub, |sub| with_examples(sub, &path));
    }
    command
}

/// What stands in a section of the manual.
pub(super) enum Section {
    /// Lines that are shown as they are.
    Lines(String),
    /// Terms, each with what it means.
    Terms(Vec<(String, &'static str)>),
}

/// The sections of the manual that follow the flags, of the command at a path below `unlinked` (empty: of the program).
pub(super) fn manual_sections(path: &str) -> Vec<(&'static str, Section)> {
    let terms = |rows: &'static [(&str, &str)]| {
        Section::Terms(rows.iter().map(|(term, what)| ((*term).to_owned(), *what)).collect())
    };
    let examples = match path {
        "" => EXAMPLES.iter().flat_map(|(_, examples)| examples.first()).copied().collect::<Vec<_>>(),
        _ => examples_of(path).unwrap_or_default().to_vec(),
    };
    let codes = exit::MEANINGS.iter().map(|(code, meaning)| (code.to_string(), *meaning)).collect();
    let mut sections = Vec::new();
    if !examples.is_empty() {
        sections.push(("EXAMPLES", Section::Lines(example_lines(&examples))));
    }
    sections.push(("EXIT STATUS", Section::Terms(codes)));
    sections.push(("FILES", terms(FILES)));
    sections.push(("ENVIRONMENT", terms(ENVIRONMENT)));
    sections
}

#[cfg(test)]
mod tests;
