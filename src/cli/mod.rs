//! The command line: arguments, terminal output and exit codes; one file per command.

mod args;
mod beside;
mod briefing;
mod clock;
mod completions;
mod demo;
mod demo_check;
mod entry;
pub mod exit;
mod failure;
mod hindrance;
mod inputs;
mod ledger_care;
mod limits;
mod logging;
mod man;
mod output;
mod panic;
mod plan;
mod plan_rules;
mod practice;
mod prompt;
mod resume;
mod review;
mod run;
mod selector_files;
mod settings;
mod settle;
mod signals;
mod start;
mod status;
mod status_text;
mod tally;
mod words;

pub use args::command_tree;
pub use entry::main;
