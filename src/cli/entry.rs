//! The way in and the way out: arguments to command, whatever happens to an exit code.

use std::borrow::Cow;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};

use super::account_args::AccountArgs;
use super::args::{Cli, Command, command_tree};
use super::commands::{
    completions, demo, doctor, evidence, fleet, keep, ledger, login, logout, man, plan, practice, reinvite,
    replay, report, resume, review, run, selectors, settle, smoke, start, status, watch,
};
use super::exit;
use super::failure::Failure;
use super::guide;
use super::logging;
use super::output::{Terminal, remember_given};
use super::panic;
use super::settings::in_zone_of;
use crate::browser::{KEEP_WATCH, keep_watch};
use crate::domain::{neutral, quoted};

/// Runs the program with the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    panic::install_hook();
    // The hook has told the user already; what is left is to end with the code that says so.
    let code = catch_unwind(AssertUnwindSafe(|| {
        // The keeper beside a browser, which this program starts itself. It is no command of the user's, and reads no arguments.
        if std::env::args_os().nth(1).is_some_and(|first| first == KEEP_WATCH) {
            return keep_watch().map_or(exit::INTERNAL, |()| exit::OK);
        }
        enter(std::env::args_os())
    }))
    .unwrap_or(exit::INTERNAL);
    ExitCode::from(code)
}

fn enter(args: impl Iterator<Item = OsString>) -> u8 {
    let read = command_tree().try_get_matches_from(args).and_then(|found| {
        let account = of_account(&found);
        remember_given(account.map(account_given).unwrap_or_default());
        let place =
            account.map(|at| AccountArgs { state: path_of(at, "state"), config: path_of(at, "config") });
        Ok((Cli::from_arg_matches(&found)?, place))
    });
    let (cli, account) = match read {
        Ok(read) => read,
        Err(error) => {
            if let Some(text) = no_command(&error) {
                Terminal::detect(false, false).say(&text);
                return exit::USAGE;
            }
            // Help and version are no faults; they go to stdout, everything else to stderr.
            print(&error);
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => exit::OK,
                _ => exit::USAGE,
            };
        }
    };
    let terminal = Terminal::detect(cli.quiet, cli.verbose > 0);
    // Whatever a command tells, its moments are in the account's zone.
    let terminal = account.map_or(terminal.clone(), |account| in_zone_of(&account, &terminal));
    let done = logging::start(cli.verbose, &terminal).and_then(|()| dispatch(cli.command, &terminal));
    match done {
        Ok(code) => code,
        Err(failure) => {
            terminal.say(&failure.render(terminal.err, terminal.width));
            failure.exit_code()
        }
    }
}

/// Shows help, version or a fault of the arguments, which repeats what was typed.
fn print(error: &clap::Error) {
    let plain = error.render().to_string();
    let text = in_plain_words(&plain);
    match neutral::screen(&text, false) {
        Cow::Borrowed(_) if text == plain => {
            let _ = error.print();
        }
        told => Terminal::detect(false, false).say(&told),
    }
}

/// What a number that is none is called by the language, and by people.
const NOT_A_NUMBER: &[(&str, &str)] = &[
    ("invalid digit found in string", "not a whole number"),
    ("cannot parse integer from empty string", "not a whole number"),
    ("invalid float literal", "not a number"),
    ("number too large to fit in target type", "too large"),
    ("number would be zero for non-zero type", "it must be at least 1"),
];

/// A fault of the arguments without words that only a programmer knows, and without the advice to pass a misspelt flag as a value.
fn in_plain_words(fault: &str) -> String {
    let is_advice = |line: &&str| line.trim_start().starts_with("tip: to pass '");
    let mut lines: Vec<&str> = fault.split('\n').collect();
    if let Some(at) = lines.iter().position(is_advice) {
        // With the empty line after it.
        lines.drain(at..(at + 2).min(lines.len()));
    }
    let mut text = lines.join("\n");
    for (theirs, plain) in NOT_A_NUMBER {
        text = text.replace(theirs, plain);
    }
    text
}

/// The arguments of the command itself. `None` for the demo: its folder is no account of the user's.
fn of_account(found: &ArgMatches) -> Option<&ArgMatches> {
    let mut at = found;
    while let Some((name, deeper)) = at.subcommand() {
        if name == "demo" {
            return None;
        }
        at = deeper;
    }
    Some(at)
}

/// The flags of the account as they were typed: what a suggested command needs as well. What stands in the environment is there for
/// the next command too.
fn account_given(at: &ArgMatches) -> String {
    let mut flags = String::new();
    for name in ["state", "config"] {
        let is_there = at.ids().any(|id| id == name);
        let is_typed = is_there && at.value_source(name) == Some(ValueSource::CommandLine);
        if let (true, Some(path)) = (is_typed, path_of(at, name)) {
            flags.push_str(&format!(" --{name} {}", quoted(&path.to_string_lossy())));
        }
    }
    flags
}

fn path_of(at: &ArgMatches, name: &str) -> Option<PathBuf> {
    at.try_get_one::<PathBuf>(name).ok().flatten().cloned()
}

/// What to say where a word was typed that is no command, but that people try.
fn no_command(error: &clap::Error) -> Option<String> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let word = error.get(ContextKind::InvalidSubcommand)?.to_string();
    let answer = guide::answer_to(&word)?;
    Some(format!(
        "error: there is no command `unlinked {word}`\n\n{answer}\n\n`unlinked --help` lists the commands."
    ))
}

fn dispatch(command: Command, terminal: &Terminal) -> Result<u8, Failure> {
    match command {
        Command::Demo(args) => demo::run(&args, terminal),
        Command::Start(args) => start::run(args, terminal),
        Command::Login(args) => login::run(&args, terminal),
        Command::Logout(args) => logout::run(&args, terminal),
        Command::Plan(args) => plan::run(args, terminal),
        Command::Review(args) => review::run(args, terminal),
        Command::Run(args) => run::run(args, terminal),
        Command::Fleet(args) => fleet::run(args, terminal),
        Command::Practice(args) => practice::run(args, terminal),
        Command::Status(args) => status::run(&args, terminal),
        Command::Watch(args) => watch::run(&args, terminal),
        Command::Replay(args) => replay::run(&args, terminal),
        Command::Report(args) => report::run(&args, terminal),
        Command::Smoke(args) => smoke::run(&args, terminal),
        Command::Evidence(args) => evidence::run(args, terminal),
        Command::Keep(args) => keep::run(args, terminal),
        Command::Retry(args) => settle::retry(&args, terminal),
        Command::Skip(args) => settle::skip(&args, terminal),
        Command::Reinvite(args) => reinvite::run(&args, terminal),
        Command::Doctor(args) => doctor::run(&args, terminal),
        Command::Resume(args) => resume::run(&args, terminal),
        Command::Ledger(args) => ledger::run(args, terminal),
        Command::Selectors(args) => selectors::run(args, terminal),
        Command::Completions(args) => completions::run(&args, command_tree()),
        Command::Man(args) => man::run(&args, command_tree(), terminal),
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::takes_account;

    #[test]
    fn the_commands_that_take_an_account_are_the_ones_that_suggestions_give_one() {
        fn each(command: &clap::Command, path: &str) {
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                let path = format!("{path} {}", sub.get_name()).trim().to_owned();
                if sub.has_subcommands() {
                    each(sub, &path);
                    continue;
                }
                let takes = path != "demo" && sub.get_arguments().any(|arg| arg.get_id() == "config");
                assert_eq!(takes_account(&path), takes, "unlinked {path}");
            }
        }
        each(&command_tree(), "");
    }

    #[test]
    fn what_was_typed_of_the_account_is_given_to_the_commands_that_come_next() {
        let given = |args: &[&str]| {
            let found = command_tree().try_get_matches_from(args).unwrap();
            of_account(&found).map(account_given).unwrap_or_default()
        };
        assert_eq!(given(&["unlinked", "status", "--state", "my state"]), " --state 'my state'");
        assert_eq!(
            given(&["unlinked", "run", "a.csv", "--config", "c.toml", "--state", "st"]),
            " --state st --config c.toml"
        );
        assert_eq!(given(&["unlinked", "demo", "--state", "st"]), "");
        assert_eq!(given(&["unlinked", "man"]), "");
    }

    #[test]
    fn a_number_that_is_none_and_a_flag_that_is_unknown_are_told_in_plain_words() {
        let told = |args: &[&str]| {
            let error = command_tree().try_get_matches_from(args).unwrap_err();
            in_plain_words(&error.render().to_string())
        };
        let number = told(&["unlinked", "run", "roster.csv", "--limit", "x"]);
        assert!(number.contains("'--limit <N>': not a whole number"), "{number}");
        let flag = told(&["unlinked", "run", "roster.csv", "--open"]);
        assert!(flag.contains("'--open'") && !flag.contains("tip: to pass"), "{flag}");
        assert!(flag.contains("found\n\nUsage"), "{flag}");
    }
}
