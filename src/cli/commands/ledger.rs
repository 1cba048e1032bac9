//! `unlinked ledger export`, `backup` and `restore`.

use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::cli::account_args::AccountArgs;
use crate::cli::beside::open_ledger;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Terminal, paragraph};
use crate::cli::own_files::OwnFile;
use crate::cli::settings::state_folder;
use crate::domain::Clock;
use crate::ledger::{ExportError, Ledger};
use crate::pace::SystemClock;
use crate::wording::count;

/// The ledger: export its events, write a backup, or put one back.
///
/// Export and backup work while a run is at work.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
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
    /// Join a backup with the ledger that is here: every event of both is kept, and for each budget the larger amount spent
    Restore {
        /// A ledger: a backup, `ledger.db.saved`, or one that was moved away
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
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    match args.command {
        Command::Export { format, output, force, account } => {
            let ledger = open_ledger(&account)?;
            match output {
                Some(path) if path != Path::new("-") => {
                    let state = state_folder(&account)?;
                    let how = "name a new file, or add --force";
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
        Command::Restore { file, account } => restore(&file, &account, terminal)?,
    }
    Ok(exit::OK)
}

fn restore(file: &Path, account: &AccountArgs, terminal: &Terminal) -> Result<(), Failure> {
    let account = Account::open(&state_folder(account)?)?;
    let _lock = account.lock("unlinked ledger restore", SystemClock.now())?;
    let path = account.ledger_path();
    let restored = Ledger::restore(&path, file)?;
    let gained = restored.gained;
    let mut text = match (&restored.replaced, restored.had_sound) {
        (Some(_), true) => format!(
            "The ledger is the union of what was here and of {}, which added {}, {}, {} and {}.",
            file.display(),
            count(gained.runs, "run", "runs"),
            count(gained.clicks, "click", "clicks"),
            count(gained.outcomes, "outcome", "outcomes"),
            count(gained.page_views, "page view", "page views")
        ),
        (Some(_), false) => {
            format!("What was here could not be read; the ledger is that of {} now.", file.display())
        }
        (None, _) => format!("There was no ledger here; it is that of {} now.", file.display()),
    };
    if restored.had_journal {
        text.push_str(" All that the last run wrote down before it was cut off is in it.");
    }
    if let Some(replaced) = restored.replaced {
        text.push_str(&format!(" What was here is kept as {}.", replaced.display()));
    }
    terminal.remark(&paragraph(&text, terminal.width, 0));
    Ok(())
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
