//! The command line: arguments, terminal output and exit codes; one file per command.

mod args;
mod briefing;
mod completions;
mod entry;
pub mod exit;
mod failure;
mod logging;
mod man;
mod output;
mod panic;
mod practice;
mod prompt;
mod selector_files;
mod settings;
mod signals;
mod words;

pub use args::command_tree;
pub use entry::main;
