//! What can be typed: the commands. What each of them takes stands in its own file.

use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

use super::{
    completions, demo, evidence_care, exit, fleet, ledger_care, man, plan, practice, replay, report, resume,
    review, run, selector_files, settle, status,
};

/// Removes people from your own LinkedIn network, in bulk and unattended, by driving the real web pages.
///
/// It clicks what a person would click: profile, three-dot menu, Remove connection, Remove. A removal cannot be undone.
/// Start with `unlinked demo`, which shows the whole thing on a practice site where nothing is real.
#[derive(Debug, Parser)]
#[command(name = "unlinked", version, arg_required_else_help = true, max_term_width = 100, after_long_help = exit_codes())]
pub(super) struct Cli {
    /// Say only what went wrong, and the summary
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: -v what is done, -vv every step with slugs, -vvv every command to the browser
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "made once, when the program starts")]
pub(super) enum Command {
    /// See the whole thing on a practice site: nothing real is touched
    Demo(demo::Args),
    /// Choose people from LinkedIn's own export, by rules, into a roster
    Plan(plan::Args),
    /// Go through your connections in a local web page
    Review(review::Args),
    /// Remove the people of a roster, unattended
    Run(run::Args),
    /// Work through the rosters of many accounts in one process
    Fleet(fleet::Args),
    /// Serve the practice site: look-alike pages with invented people
    Practice(practice::Args),
    /// Where the roster stands, what the budgets leave, and when it will end
    Status(status::Args),
    /// Show the clicks of a run or rehearsal in the terminal
    Replay(replay::Args),
    /// Write what a run or rehearsal did as one HTML file, or in a form for other programs
    Report(report::Args),
    /// List or remove traces and pictures
    Evidence(evidence_care::Args),
    /// Allow another try at a person
    Retry(settle::RetryArgs),
    /// Leave a person alone from now on
    Skip(settle::SkipArgs),
    /// Go on after a challenge, a restriction, or the breaker
    Resume(resume::Args),
    /// Export the ledger, or write a backup
    Ledger(ledger_care::Args),
    /// Check the selector files, write out the built-in ones, or try them on a page
    Selectors(selector_files::Args),
    /// Write the completions of a shell to stdout
    Completions(completions::Args),
    /// Write the manual, as man pages
    Man(man::Args),
}

/// Whose state a command is about.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct AccountArgs {
    /// The account's state folder: ledger, browser profile, evidence [default: `unlinked` in the XDG state folder]
    #[arg(long, value_name = "DIR", env = "UNLINKED_STATE", hide_env_values = true)]
    pub(super) state: Option<PathBuf>,
    /// The config file [default: `unlinked/config.toml` in the XDG config folder, if it is there]
    #[arg(long, value_name = "FILE", env = "UNLINKED_CONFIG", hide_env_values = true)]
    pub(super) config: Option<PathBuf>,
}

/// Everything that can be typed, for completions, the manual and tests.
#[must_use]
pub fn command_tree() -> clap::Command {
    Cli::command()
}

/// The exit codes as the long help and the manual show them.
pub(super) fn exit_codes() -> String {
    let mut text = String::from("Exit codes:\n");
    for (code, meaning) in exit::MEANINGS {
        text.push_str(&format!("  {code:>3}  {meaning}\n"));
    }
    text
}
