//! The command line: arguments, terminal output and exit codes; one file per command.

use std::process::ExitCode;

pub mod exit;

/// Runs the program with the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::from(exit::INTERNAL)
}
