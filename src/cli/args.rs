//! What can be typed: the commands. What each of them takes stands in its own file.

use clap::{CommandFactory, Parser, Subcommand};

use super::commands::{
    completions, demo, doctor, evidence, fleet, keep, ledger, login, logout, man, plan_args, practice,
    reinvite, replay, report, resume, review, run, selectors, settle, smoke, start, status, watch,
};
use super::guide;

/// Removes people from your own LinkedIn network, in bulk and unattended, by driving the real web pages.
///
/// It clicks what a person would click: profile, three-dot menu, Remove connection, Remove. A removal cannot be undone.
/// Start with `unlinked demo`, which shows the whole thing on a practice site where nothing is real.
#[derive(Debug, Parser)]
#[command(name = "unlinked", version, arg_required_else_help = true, max_term_width = 100)]
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

// What each is about stands above its own arguments: the first sentence in the list, all of it in its help and manual.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "made once, when the program starts")]
pub(super) enum Command {
    Demo(demo::Args),
    Start(start::Args),
    Login(login::Args),
    Logout(logout::Args),
    Plan(plan_args::Args),
    Review(review::Args),
    Run(run::Args),
    Fleet(fleet::Args),
    Practice(practice::Args),
    Status(status::Args),
    Watch(watch::Args),
    Replay(replay::Args),
    Report(report::Args),
    Smoke(smoke::Args),
    Evidence(evidence::Args),
    Keep(keep::Args),
    Retry(settle::RetryArgs),
    Skip(settle::SkipArgs),
    Reinvite(reinvite::Args),
    Resume(resume::Args),
    Doctor(doctor::Args),
    Ledger(ledger::Args),
    Selectors(selectors::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Everything that can be typed, for completions, the manual and tests.
#[must_use]
pub fn command_tree() -> clap::Command {
    guide::guided(Cli::command())
}
