//! The command line: arguments, terminal output and exit codes. Each command is a file in `commands`; what lies beside it is what
//! several of them share.

mod account_args;
mod archive;
mod args;
mod beside;
mod briefing;
mod commands;
mod cookie_file;
mod driver;
mod entry;
mod evidence;
pub mod exit;
mod failure;
mod fitness;
mod guide;
mod hello;
mod hindrance;
mod inputs;
mod keep_lists;
mod let_go;
mod limits;
mod list_args;
mod logging;
mod look;
mod next;
mod notice;
mod one_run;
mod open_it;
mod order;
mod output;
mod own_files;
mod panic;
mod preflight;
mod prompt;
mod protected;
mod rehearsal;
mod run_end;
mod settings;
mod shared_machine;
mod signals;
mod tally;
mod wait_for;
mod words;

pub use args::command_tree;
pub use entry::main;
pub use tally::{Cards, Tally};
