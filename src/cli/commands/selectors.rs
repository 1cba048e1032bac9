//! `unlinked selectors`: check the files, write out the built-in ones, or try them on a page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::learn_files::write_below;
use super::{learn, packs, probe, prove, prove_by_removal, share};
use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::output::{Stdout, Terminal};
use crate::cli::settings::{load_config, selector_folders};
use crate::domain::Surface;
use crate::selectors::{Selectors, builtin_files, locale_schema, selector_schema};
use crate::system::new_file::Existing;

/// The selector files: what a page looks like, and where to click.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check the files that a run would use; every fault with its place
    Check {
        /// A folder with selector files of your own, looked at before the others
        #[arg(long, value_name = "DIR")]
        selectors: Option<PathBuf>,
        #[command(flatten)]
        account: AccountArgs,
    },
    Probe(probe::Args),
    Learn(learn::Args),
    Prove(prove::Args),
    Share(share::Args),
    Install(packs::InstallArgs),
    Update(packs::UpdateArgs),
    Rollback(packs::RollbackArgs),
    /// Write the built-in files into a folder, to read, compare or change
    Export {
        /// The folder; it is made if it is not there
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Replace files that are there already
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    match args.command {
        Command::Check { selectors, account } => check(selectors, &account, terminal),
        Command::Probe(args) => probe::run(&args, terminal),
        Command::Learn(args) => learn::run(&args, terminal),
        Command::Prove(args) => match &args.who {
            Some(who) => prove_by_removal::run(&args, who, terminal),
            None => prove::run(&args, terminal),
        },
        Command::Share(args) => share::run(&args, terminal),
        Command::Install(args) => packs::install(&args, terminal),
        Command::Update(args) => packs::update(&args, terminal),
        Command::Rollback(args) => packs::roll_back(&args, terminal),
        Command::Export { folder, force } => export(&folder, force, terminal),
    }
}

fn check(folder: Option<PathBuf>, account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let config = load_config(account, Vec::new()).map_err(Failure::Files)?;
    let folders = selector_folders(folder.or(config.selectors.dir));
    let mut faults = Vec::new();
    let mut stdout = Stdout::new(terminal);
    // The files of the languages are read with each surface.
    let mut warnings = BTreeSet::new();
    let mut told = BTreeSet::new();
    for surface in Surface::ALL {
        match Selectors::load(*surface, &folders) {
            Ok(selectors) => {
                stdout.line(&format!("{surface}  revision {}, {}", selectors.revision(), selectors.origin));
                warnings.extend(selectors.warnings);
            }
            Err(error) => {
                let new = FileFault::of_selectors(error);
                faults.extend(new.into_iter().filter(|fault| told.insert(format!("{fault:?}"))));
            }
        }
    }
    if let Some(line) = packs::in_use()? {
        stdout.line(&line);
    }
    for warning in &warnings {
        terminal.say(&format!("warning: {warning}"));
    }
    if faults.is_empty() { Ok(exit::OK) } else { Err(Failure::Files(faults)) }
}

fn export(folder: &Path, force: bool, terminal: &Terminal) -> Result<u8, Failure> {
    let mut files: Vec<(String, String)> =
        builtin_files().into_iter().map(|(name, text)| (name, text.to_owned())).collect();
    // The files name their schemas, so that editors complete and check them.
    files.push(("schema/surface.json".to_owned(), selector_schema()));
    files.push(("schema/locale.json".to_owned(), locale_schema()));
    let there: Vec<&str> =
        files.iter().map(|(name, _)| name.as_str()).filter(|name| folder.join(name).exists()).collect();
    if !force && !there.is_empty() {
        return Err(Failure::usage(
            format!("{} has {} already; nothing was written", folder.display(), there.join(", ")),
            "name another folder, or replace them with --force",
        ));
    }
    let mut stdout = Stdout::new(terminal);
    for (name, text) in &files {
        let existing = if force { Existing::IsReplaced } else { Existing::Stays };
        let path = write_below(folder, name, text, existing, "name a folder that you may write to")?;
        stdout.line(&path.display().to_string());
    }
    terminal.remark(&format!(
        "Change what you need and take the other files out, then use them with --selectors {}.",
        folder.display()
    ));
    Ok(exit::OK)
}
