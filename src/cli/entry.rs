//! The way in and the way out: arguments to command, whatever happens to an exit code.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::{ContextKind, ErrorKind};

use super::args::{Cli, Command, command_tree};
use super::failure::Failure;
use super::output::Terminal;
use super::{
    completions, demo, evidence_care, exit, fleet, guide, keep, ledger_care, logging, login, logout, man,
    panic, plan, practice, reinvite, replay, report, resume, review, run, selector_files, settle, smoke,
    status,
};

/// Runs the program with the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    panic::install_hook();
    // The hook has told the user already; what is left is to end with the code that says so.
    let code = catch_unwind(AssertUnwindSafe(|| enter(std::env::args_os()))).unwrap_or(exit::INTERNAL);
    ExitCode::from(code)
}

fn enter(args: impl Iterator<Item = OsString>) -> u8 {
    let read = command_tree().try_get_matches_from(args).and_then(|found| Cli::from_arg_matches(&found));
    let cli = match read {
        Ok(cli) => cli,
        Err(error) => {
            if let Some(text) = no_command(&error) {
                Terminal::detect(false, false).say(&text);
                return exit::USAGE;
            }
            // Help and version are no faults; they go to stdout, everything else to stderr.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => exit::OK,
                _ => exit::USAGE,
            };
        }
    };
    let terminal = Terminal::detect(cli.quiet, cli.verbose > 0);
    let done = logging::start(cli.verbose, &terminal).and_then(|()| dispatch(cli.command, &terminal));
    match done {
        Ok(code) => code,
        Err(failure) => {
            terminal.say(&failure.render(terminal.err, terminal.width));
            failure.exit_code()
        }
    }
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
        Command::Login(args) => login::run(&args, terminal),
        Command::Logout(args) => logout::run(&args, terminal),
        Command::Plan(args) => plan::run(args, terminal),
        Command::Review(args) => review::run(args, terminal),
        Command::Run(args) => run::run(args, terminal),
        Command::Fleet(args) => fleet::run(args, terminal),
        Command::Practice(args) => practice::run(args, terminal),
        Command::Status(args) => status::run(&args, terminal),
        Command::Replay(args) => replay::run(&args, terminal),
        Command::Report(args) => report::run(&args, terminal),
        Command::Smoke(args) => smoke::run(&args, terminal),
        Command::Evidence(args) => evidence_care::run(args, terminal),
        Command::Keep(args) => keep::run(args, terminal),
        Command::Retry(args) => settle::retry(&args, terminal),
        Command::Skip(args) => settle::skip(&args, terminal),
        Command::Reinvite(args) => reinvite::run(&args, terminal),
        Command::Resume(args) => resume::run(&args, terminal),
        Command::Ledger(args) => ledger_care::run(args, terminal),
        Command::Selectors(args) => selector_files::run(args, terminal),
        Command::Completions(args) => completions::run(&args, command_tree()),
        Command::Man(args) => man::run(&args, command_tree(), terminal),
    }
}
