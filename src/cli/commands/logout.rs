//! `unlinked logout`: the account's browser profile is deleted, and with it the session. The ledger stays.

use crate::account::Account;
use crate::browser::{profile_is_free, sweep};
use crate::cli::account_args::AccountArgs;
use crate::cli::beside::unusable;
use crate::cli::driver::driver_record;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Terminal, printable};
use crate::cli::prompt::agree;
use crate::cli::settings::{load_config, state_folder, zone_of};
use crate::cli::wait_for::wait_for;
use crate::domain::Clock;
use crate::pace::SystemClock;

/// Forget the session: deletes the browser profile in the account's folder. The ledger stays, with its owner and limits.
///
/// The site itself is not told. It may list the session until it runs out: LinkedIn shows yours under Settings, Sign in
/// and security, Where you're signed in, and ends them there.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let config = load_config(&args.account, Vec::new()).map_err(Failure::Files)?;
    if let Some(url) = &config.webdriver.url {
        return Err(Failure::usage(
            format!("the browser runs behind {}, and so its profile lies there", shown(url)),
            "delete the profile folder on that machine while no session uses it",
        ));
    }
    if let Some(folder) = &config.webdriver.profile_dir {
        return Err(Failure::usage(
            format!(
                "`webdriver.profile_dir` names {}, which may hold more than this account's session",
                folder.display()
            ),
            "close all browsers that use it, look into it, and delete it yourself if you mean it",
        ));
    }
    let folder = state_folder(&args.account)?;
    if !Account::at(&folder).profile_dir().exists() {
        terminal.say(&format!("There is no session to forget in {}.", printable(&folder.to_string_lossy())));
        return Ok(exit::OK);
    }
    let account = Account::open(&folder)?;
    let _lock = account.lock("unlinked logout", SystemClock.now()).map_err(unusable(&zone_of(&config)))?;
    let record = driver_record(&account);
    if !wait_for(sweep(&record, None), 0)?.is_clean() {
        return Err(Failure::State(format!(
            "a browser of an earlier run may still be there; end it, remove {}, and try again",
            record.display()
        )));
    }
    let profile = account.profile_dir();
    profile_is_free(&profile)?;
    if !args.yes {
        let question = format!("Delete the browser profile {}? Type \"yes\": ", profile.display());
        agree(&question, "nothing was deleted", "run it in a terminal, or with --yes", terminal)?;
    }
    std::fs::remove_dir_all(&profile).map_err(|error| {
        Failure::State(format!("{} cannot be deleted: {error}; some of it may be gone", profile.display()))
    })?;
    terminal.say("The session is forgotten. The ledger stays; `unlinked login` signs in again.");
    Ok(exit::OK)
}

/// An address without user name and password.
fn shown(url: &url::Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}
