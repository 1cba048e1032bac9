//! `unlinked ledger export` and `backup`.

use std::path::{Path, PathBuf};

use super::account_args::AccountArgs;
use super::beside::open_ledger;
use super::exit;
use super::failure::Failure;
use super::output::Terminal;
use super::own_files::OwnFile;
use super::settings::state_folder;
use crate::ledger::{ExportError, Ledger};

/// The ledger: export its events, or write a backup. Both work while a run is at work.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write every event, and every click that has no outcome yet, as CSV or JSON Lines
    Export {
        /// The format
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Csv)]
        format: Format,
        /// The file to write; without it, or with `-`, the export goes to stdout
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace a file that is there already, whoever wrote it; one that was written here and not changed since is replaced anyway
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Write a copy of the whole ledger into a new file
    Backup {
        /// The file to write, which must not be there yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        account: AccountArgs,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Comma-separated values with a header
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// Runs the command.
pub(super) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    match args.command {
        Command::Export { format, output, force, account } => {
            let ledger = open_ledger(&account)?;
            match output {
                Some(path) if path != Path::new("-") => {
                    let state = state_folder(&account)?;
                    let how = "name a new file, or say --force";
                    let mut file = OwnFile::begin(Some(&state), &path, force, how)?;
                    export(&ledger, format, &mut file)?;
                    file.finish()?;
                    terminal.remark(&format!("Written to {}.", path.display()));
                }
                _ => export(&ledger, format, std::io::stdout().lock())?,
            }
        }
        Command::Backup { file, account } => {
            let ledger = open_ledger(&account)?;
            if file.exists() {
                return Err(Failure::usage(
                    format!("{} is there already; nothing was written", file.display()),
                    "name a new file",
                ));
            }
            ledger.backup(&file)?;
            terminal.remark(&format!("The ledger was copied to {}.", file.display()));
        }
    }
    Ok(exit::OK)
}

fn export(ledger: &Ledger, format: Format, to: impl std::io::Write) -> Result<(), Failure> {
    let written = match format {
        Format::Csv => ledger.export_csv(to),
        Format::Jsonl => ledger.export_jsonl(to),
    };
    match written {
        Err(ExportError::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(ExportError::Ledger(error)) => Err(error.into()),
        Err(error) => Err(Failure::usage(error.to_string(), "write it to a place with room for it")),
        Ok(()) => Ok(()),
    }
}
