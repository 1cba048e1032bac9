//! `unlinked completions SHELL`.

use clap_complete::Shell;

use super::args::command_tree;
use super::exit;
use super::failure::Failure;

/// Write the completions of a shell to stdout.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell to write them for
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_tree(), "unlinked", &mut script);
    write_out(&script)?;
    Ok(exit::OK)
}

/// Writes a whole document to stdout.
pub(super) fn write_out(document: &[u8]) -> Result<(), Failure> {
    use std::io::{ErrorKind, Write};
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(document).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Internal(format!("cannot write to stdout: {error}")))
        }
        _ => Ok(()),
    }
}
