//! `unlinked completions SHELL`.

use clap::Command;
use clap_complete::Shell;

use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::write_out;

/// Write the completions of a shell to stdout.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The shell to write them for
    shell: Shell,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, mut tree: Command) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut tree, "unlinked", &mut script);
    write_out(&String::from_utf8_lossy(&script))?;
    Ok(exit::OK)
}
