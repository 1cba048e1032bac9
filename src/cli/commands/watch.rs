//! `unlinked watch`: the run's own page, served until Ctrl-C. How the accounts stand is `watch_accounts`'s.

use std::path::PathBuf;
use std::sync::Arc;

use super::fleet;
use super::watch_accounts::{OneAccount, WatchedAccounts};
use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::open_it::{self, OpenArgs};
use crate::cli::output::{Stdout, Terminal, listening_json};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::watch::Server;

/// Watch a run in a local web page: how far it is, who needs a look, and Pause, Continue and Stop.
///
/// The page is served on 127.0.0.1 only, to whoever opens the address that is shown, which works once. It reads the ledger, and speaks to
/// the run through it: it can be closed and opened again at any time, and a run goes on without it. It starts no run and lifts no halt.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The roster to look at [default: the one of the newest run, if its file is still there]
    #[arg(value_name = "ROSTER", conflicts_with = "fleet")]
    roster: Option<PathBuf>,
    /// All accounts of this file, on one page
    #[arg(long, value_name = "ACCOUNTS", conflicts_with_all = ["state", "config"])]
    fleet: Option<PathBuf>,
    /// The keep list [default: that of the newest run, else `keep.file` in the config]
    #[arg(long, value_name = "FILE", conflicts_with = "fleet")]
    keep: Option<PathBuf>,
    #[command(flatten)]
    page: OpenArgs,
    /// Print one JSON object: the address
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let list = match &args.fleet {
        Some(file) => of_fleet(file)?,
        None => {
            let (roster, keep) = (args.roster.clone(), args.keep.clone());
            vec![OneAccount {
                name: String::new(),
                args: args.account.clone(),
                set: Vec::new(),
                roster,
                keep,
            }]
        }
    };
    let accounts = WatchedAccounts::of(list);
    // What is wrong in a config is told here, and not on a page.
    accounts.check()?;
    wait_for(serve(accounts, args, terminal), 0)?
}

fn of_fleet(file: &std::path::Path) -> Result<Vec<OneAccount>, Failure> {
    let of_each = fleet::read(file)?.list.into_iter().map(|account| OneAccount {
        name: account.name.clone(),
        args: AccountArgs::of_fleet(&account),
        set: account.set,
        roster: Some(account.roster),
        keep: account.keep,
    });
    Ok(of_each.collect())
}

async fn serve(accounts: WatchedAccounts, args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    // Before anybody can see that the page is there: who asks for its end then is heard.
    let signals = Signals::listen_once()?;
    let server = Server::start(Arc::new(accounts), args.page.port)
        .await
        .map_err(|error| open_it::unserved(args.page.port, &error))?;
    let mut stdout = Stdout::new(terminal);
    let address = open_it::address(server.address())?;
    if args.json {
        stdout.line(&listening_json(&address));
    } else {
        stdout.line(&format!("Open this address, which works once:\n\n  {address}\n"));
        if args.page.is_opened(terminal) {
            open_it::open(&address, terminal);
        }
        terminal.remark(&format!(
            "Ctrl-C ends this page{}. A run goes on without it.",
            if terminal.can_ask { ", Enter gives a new address" } else { "" }
        ));
    }
    let mut lines = open_it::listen_to_keyboard(terminal.can_ask && !args.json);
    loop {
        tokio::select! {
            () = signals.after_this_person.cancelled() => break,
            Some(()) = lines.recv() => stdout.line(&format!("\n  {}\n", open_it::address(server.address())?)),
        }
    }
    server.stop().await;
    Ok(exit::OK)
}
