//! `unlinked start`: from nothing to the first people removed, one step after another. Each step is a command that the user could
//! type, and is shown as it would be typed; this room only offers them in their order and carries answers from one to the next.

mod ask;
mod downloads;
mod go_on;
mod guide;
mod steps;
mod time;
mod way;
mod zone;

use std::path::PathBuf;

use crate::cli::account_args::AccountArgs;
use crate::cli::failure::Failure;
use crate::cli::output::Terminal;
use crate::cli::settings::state_folder;
use crate::cli::wait_for::wait_for;
use crate::practice::{Options, Site};
use crate::system::new_file::{Existing, NewFile};
use guide::{Guide, Place};

/// How many people the practice site of `--practice` holds.
const PEOPLE: usize = 40;

/// Go from nothing to the first people removed, one step after another, in this terminal.
///
/// It looks at this machine, your time zone and your sign-in, finds LinkedIn's export, has you choose people, rehearses five, opens the
/// report, removes five, and can have the rest done by itself. Each step shows the command that it is, and can be skipped or done again;
/// what was done before is told. Nobody is removed before you have typed "yes" under the number of people.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// LinkedIn's export, Connections.csv or the zip archive [default: looked for in your folder of downloads]
    #[arg(value_name = "EXPORT")]
    export: Option<PathBuf>,
    /// Go the same way on a practice site: invented people, nothing real is touched, and nothing is left afterwards
    #[arg(long, conflicts_with_all = ["site", "export", "output", "keep", "config"])]
    practice: bool,
    /// The roster that is written and worked through
    #[arg(short, long, value_name = "FILE", default_value = "roster.csv")]
    output: PathBuf,
    /// The keep list: people who are never removed
    #[arg(long, value_name = "FILE", default_value = "keep.csv")]
    keep: PathBuf,
    /// The site [default: `site` in the config, https://www.linkedin.com]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    if !terminal.can_ask {
        return Err(Failure::usage(
            "nobody can be asked, since this is no terminal; nothing was started",
            format!("run it in a terminal, or type its steps yourself: {}", steps::in_short()),
        ));
    }
    // Two threads: the practice site answers while a step runs.
    wait_for(go(args, terminal), 2)?
}

async fn go(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    if args.practice {
        return practise(&args.account, terminal).await;
    }
    let place = Place {
        export: args.export,
        roster: args.output,
        keep: args.keep,
        site: args.site,
        account: args.account,
        practice: false,
    };
    Guide::new(place, terminal)?.go().await
}

/// The same way on a site of this process. Its account, roster and report lie in a folder that goes with it.
async fn practise(account: &AccountArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let state = state_folder(account)?;
    let no_folder = |error: std::io::Error| {
        Failure::State(format!("no folder for the practice can be made in {}: {error}", state.display()))
    };
    crate::system::private::make_folder(&state).map_err(no_folder)?;
    let folder = tempfile::Builder::new().prefix("practice-").tempdir_in(&state).map_err(no_folder)?;
    let site = Site::start(Options { people: PEOPLE, ..Options::default() }).await.map_err(|error| {
        Failure::Internal(format!("the practice site cannot listen on 127.0.0.1: {error}"))
    })?;
    let export = folder.path().join("Connections.csv");
    NewFile::put(&export, site.connections_csv().as_bytes(), Existing::IsReplaced).map_err(no_folder)?;
    let place = Place {
        export: Some(export),
        roster: folder.path().join("roster.csv"),
        keep: folder.path().join("keep.csv"),
        site: Some(site.url().to_owned()),
        account: AccountArgs { state: Some(folder.path().join("account")), config: None },
        practice: true,
    };
    let ended = match Guide::new(place, terminal) {
        Ok(guide) => guide.go().await,
        Err(failure) => Err(failure),
    };
    site.stop().await;
    ended
}
