//! `unlinked man [DIR]`: the manual, made from the same definitions as `--help`.

use std::path::PathBuf;

use clap_mangen::Man;

use super::args::command_tree;
use super::completions::write_out;
use super::exit;
use super::failure::Failure;
use super::output::Terminal;

/// Write the manual, as man pages.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A folder to write one page for each command into; without it the main page goes to stdout
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let Some(folder) = &args.folder else {
        let mut page = Vec::new();
        Man::new(command_tree())
            .render(&mut page)
            .map_err(|error| Failure::Internal(format!("cannot make the manual: {error}")))?;
        write_out(&page)?;
        return Ok(exit::OK);
    };
    std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command_tree(), folder)).map_err(
        |error| {
            Failure::usage(
                format!("cannot write the manual into {}: {error}", folder.display()),
                "name a folder that you may write to",
            )
        },
    )?;
    terminal.remark(&format!("The pages are in {}; read one with `man -l FILE`.", folder.display()));
    Ok(exit::OK)
}
