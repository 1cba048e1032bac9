//! `unlinked evidence list`, `purge` and `adopt`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::cli::account_args::AccountArgs;
use crate::cli::archive::home;
use crate::cli::beside::{account_of, open_ledger};
use crate::cli::evidence::not_pruned;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Stdout, Terminal, line_of, paragraph, printable};
use crate::cli::prompt::agree;
use crate::cli::settings::load_config;
use crate::domain::Clock;
use crate::evidence::{Home, RunEvidence};
use crate::ledger::{Ledger, RunId};
use crate::pace::SystemClock;
use crate::wording::{count, moment, size};

/// The evidence of runs, which is traces and pictures: list it, or remove it. The ledger is never touched.
///
/// Runs remove by themselves what is older than `evidence.keep_days` in the config. Only folders that bear this ledger's mark are
/// listed or removed; whatever else lies beside them is somebody's.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the evidence by run: when, how many pictures, how much room
    List {
        /// Print one JSON object a line, one for each run
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Remove evidence: of the runs named, of all that is older than some days, or all of it
    Purge {
        /// The runs [default: all of them]
        #[arg(value_name = "RUN", value_parser = clap::value_parser!(u32).range(1..))]
        runs: Vec<u32>,
        /// Only what was last written to so many days ago, or earlier
        #[arg(long, value_name = "DAYS", conflicts_with = "runs")]
        older_than: Option<u32>,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
        #[command(flatten)]
        account: AccountArgs,
    },
    /// Mark evidence folders as this account's: those that an older version, which wrote no marks, left in a folder such as `evidence.dir`
    Adopt {
        /// The folder that holds them, each named by the number of its run
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[command(flatten)]
        account: AccountArgs,
    },
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    match args.command {
        Command::List { json, account } => list(&account, json, terminal),
        Command::Purge { runs, older_than, yes, account } => {
            let wanted = Wanted { runs: runs.into_iter().map(i64::from).collect(), older_than };
            purge(&account, &wanted, yes, terminal)
        }
        Command::Adopt { folder, account } => adopt(&account, &folder, terminal),
    }
}

/// Where this account's evidence is, and its ledger; `None` before the first run.
fn opened(account: &AccountArgs) -> Result<Option<(Home, Ledger)>, Failure> {
    let config = load_config(account, Vec::new()).map_err(Failure::Files)?;
    let own = account_of(account)?;
    let Some(ledger) = Ledger::open_beside(&own.ledger_path())? else { return Ok(None) };
    if let Some(origin) = ledger.copy_of()? {
        return Err(Failure::State(format!(
            "the ledger {} is a copy of {}, which is still there: what bears its mark may be the other one's. Nothing was touched. \
             The next run with this one gives it a name of its own.",
            ledger.path().display(),
            origin.display()
        )));
    }
    Ok(Some((home(&config.evidence, &own, &ledger)?, ledger)))
}

fn found(account: &AccountArgs) -> Result<(Vec<RunEvidence>, Option<Home>), Failure> {
    let Some((home, _)) = opened(account)? else { return Ok((Vec::new(), None)) };
    let list = home.list().map_err(|error| Failure::State(error.to_string()))?;
    Ok((list, Some(home)))
}

fn adopt(account: &AccountArgs, folder: &Path, terminal: &Terminal) -> Result<u8, Failure> {
    // Without one, nothing can be this account's.
    drop(open_ledger(account)?);
    let mut stdout = Stdout::new(terminal);
    let Some((home, ledger)) = opened(account)? else { return Ok(exit::OK) };
    let adopted = home.adopt(folder, &ledger).map_err(|error| Failure::State(error.to_string()))?;
    for (folder, why) in &adopted.left {
        terminal.say(&format!("{} stays as it is: {why}.", folder.display()));
    }
    stdout.line(&match adopted.runs.len() {
        0 => format!("No folder of a run in {} was taken over.", printable(&folder.to_string_lossy())),
        runs => format!(
            "The evidence of {} is in {} now, and is kept for `evidence.keep_days`.",
            count(runs, "run", "runs"),
            home.folder().display()
        ),
    });
    Ok(exit::OK)
}

fn list(account: &AccountArgs, as_json: bool, terminal: &Terminal) -> Result<u8, Failure> {
    let mut stdout = Stdout::new(terminal);
    let (list, home) = found(account)?;
    for run in &list {
        if as_json {
            stdout.line(&line_of(&json!({
                "event": "evidence", "run": run.run.0, "files": run.files, "pictures": run.pictures, "bytes": run.bytes,
                "written_at_ms": run.written_at, "folder": run.folder.display().to_string(),
            })));
            continue;
        }
        let written = moment(run.written_at, SystemClock.now(), &terminal.zone);
        let pictures = count(run.pictures, "picture", "pictures");
        stdout.line(&format!(
            "{:>5}  {written:<18}  {pictures:>13}  {:>9}  {}",
            run.run,
            size(run.bytes),
            run.folder.display()
        ));
    }
    if !as_json {
        let bytes: u64 = list.iter().map(|run| run.bytes).sum();
        stdout.line(&match list.len() {
            0 => "There is no evidence.".to_owned(),
            runs => format!("{} in all, {}.", count(runs, "run", "runs"), size(bytes)),
        });
        if let Some(text) = home.as_ref().and_then(not_pruned) {
            terminal.remark(&paragraph(&format!("{text}."), terminal.width, 0));
        }
    }
    Ok(exit::OK)
}

/// What is to be removed.
struct Wanted {
    /// These runs; all if empty.
    runs: BTreeSet<i64>,
    /// Only what is at least so many days old.
    older_than: Option<u32>,
}

impl Wanted {
    fn covers(&self, run: &RunEvidence) -> bool {
        let day = Duration::from_secs(24 * 60 * 60);
        (self.runs.is_empty() || self.runs.contains(&run.run.0))
            && self
                .older_than
                .is_none_or(|days| SystemClock.now().since(run.written_at) >= day.saturating_mul(days))
    }
}

fn purge(account: &AccountArgs, wanted: &Wanted, yes: bool, terminal: &Terminal) -> Result<u8, Failure> {
    let mut stdout = Stdout::new(terminal);
    let at_work = run_at_work(account)?;
    let (list, home) = found(account)?;
    let (busy, list): (Vec<_>, Vec<_>) =
        list.into_iter().filter(|run| wanted.covers(run)).partition(|run| Some(run.run) == at_work);
    if let Some(missing) =
        wanted.runs.iter().find(|id| !list.iter().chain(&busy).any(|run| run.run.0 == **id))
    {
        return Err(Failure::usage(
            format!("there is no evidence of run {missing}; nothing was removed"),
            "`unlinked evidence list` shows what there is",
        ));
    }
    for run in &busy {
        terminal.say(&format!("Run {} is at work: its evidence stays.", run.run));
    }
    let Some(home) = home.filter(|_| !list.is_empty()) else {
        stdout.line("There was nothing to remove.");
        return Ok(exit::OK);
    };
    let bytes: u64 = list.iter().map(|run| run.bytes).sum();
    let what = format!("the evidence of {} ({})", count(list.len(), "run", "runs"), size(bytes));
    if !yes {
        let question = format!(
            "Remove {what} for good? Replays and reports of them then have no steps and pictures. Type \"yes\": "
        );
        agree(&question, &format!("{what} stays"), "run it in a terminal, or with --yes", terminal)?;
    }
    let removed = home.remove(&list).map_err(|error| Failure::State(error.to_string()))?;
    stdout.line(&format!(
        "Removed the evidence of {}: {}, {}.",
        count(removed.runs, "run", "runs"),
        count(removed.files, "file", "files"),
        size(removed.bytes)
    ));
    Ok(exit::OK)
}

/// The run that is at work: the newest one, while somebody holds the account.
fn run_at_work(account: &AccountArgs) -> Result<Option<RunId>, Failure> {
    let account = account_of(account)?;
    if account.holder().is_none() {
        return Ok(None);
    }
    let Some(ledger) = Ledger::open_beside(&account.ledger_path())? else { return Ok(None) };
    Ok(ledger.runs(1)?.first().filter(|run| run.ended_at.is_none()).map(|run| run.id))
}
