//! `unlinked fleet ACCOUNTS`: the rosters of many accounts in one process. Each account is a run like any other, with its
//! own folder, lock, limits and calendar; they share only the places for browser sessions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::LocalSet;

use super::fleet_end::{FleetEnd, Told};
use super::fleet_status;
use crate::cli::account_args::AccountArgs;
use crate::cli::day_notice::DayNotice;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::inputs::Inputs;
use crate::cli::list_args::ListArgs;
use crate::cli::notice;
use crate::cli::one_run::Start;
use crate::cli::order::Order;
use crate::cli::output::{Results, Terminal};
use crate::cli::prompt::{Consent, consent};
use crate::cli::settings::flag;
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::config::Notify;
use crate::domain::{Action, Clock};
use crate::fleet::{Accounts, FleetAccount};
use crate::pace::SystemClock;
use crate::wording::count;

/// Work through the rosters of many accounts in one process.
///
/// The file lists the accounts, whose members have each signed in themselves; docs/fleet.md says how. A browser session is
/// opened only when somebody of an account is due, and closed after, so that a few slots of a Grid serve hundreds of
/// accounts. What stops one account stops that one alone.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The accounts, a TOML file
    #[arg(value_name = "ACCOUNTS")]
    accounts: PathBuf,
    /// Say where each account stands, and start nothing
    #[arg(long, conflicts_with_all = ["yes", "confirm", "dry_run", "no_wait", "now", "no_limits", "sessions"])]
    status: bool,
    /// At most so many browser sessions at the same time [default: `sessions` in the file, 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    sessions: Option<u16>,
    /// Do not ask: for timers and scripts
    #[arg(short, long, conflicts_with = "confirm")]
    yes: bool,
    /// Do not ask, if exactly N people are left to act on, over all accounts
    #[arg(long, value_name = "N")]
    confirm: Option<u64>,
    /// Rehearse: do everything up to the click that cannot be taken back, and do not click
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Rehearse whole rosters, also where that takes days: without it such a roster is rehearsed five people at a time
    #[arg(long, requires = "dry_run")]
    all: bool,
    /// Rehearse from the start, and do not go on where the last rehearsal of a roster ended
    #[arg(long, requires = "dry_run")]
    again: bool,
    /// End an account instead of waiting for a limit of it
    #[arg(long)]
    no_wait: bool,
    /// Leave the active hours and days of the configs out of account, this once
    #[arg(long)]
    now: bool,
    /// No pace, calendar, budgets: only with practice sites on this machine
    #[arg(long)]
    no_limits: bool,
    /// Print one JSON object a line: one for each person, one at the end of each account, one at the end
    #[arg(long)]
    json: bool,
}

impl Args {
    fn order(&self, account: &FleetAccount) -> Order {
        let named = |key: &str| format!("set.\"{key}\" of account {}", account.name);
        Order {
            cookies: Vec::new(),
            smoke: false,
            roster: account.roster.clone(),
            list: ListArgs::default(),
            account: AccountArgs::of_fleet(account),
            overrides: account.set.iter().map(|(key, value)| flag(&named(key), key, value)).collect(),
            keep: account.keep.clone(),
            no_keep: false,
            limit: None,
            no_limits: self.no_limits,
            no_wait: self.no_wait,
            now: self.now,
            rehearsal: self.dry_run,
            sample: None,
            all: self.all,
            again: self.again,
            rehearsed: None,
            consent: Consent::Given,
        }
    }

    fn consent(&self) -> Consent {
        match (self.dry_run || self.yes, self.confirm) {
            (true, None) => Consent::Given,
            (_, Some(number)) => Consent::ForExactly(number),
            (false, None) => Consent::Ask,
        }
    }
}

/// An account that could go, or why it cannot.
struct Ready {
    name: String,
    names: BTreeMap<u64, String>,
    notify: Notify,
    day: DayNotice,
    start: Result<Start, Failure>,
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    let accounts = read(&args.accounts)?;
    if args.status {
        return fleet_status::show(&accounts, args.json, terminal);
    }
    let ready = make_ready(&args, &accounts, terminal)?;
    ask(&args, &ready, terminal)?;
    let results = if args.json { Results::Json } else { Results::Text };
    let sessions = args.sessions.map_or(accounts.sessions, usize::from);
    terminal.remark(&format!(
        "{}, {} at a time.",
        count(ready.len(), "account", "accounts"),
        count(sessions, "browser session", "browser sessions")
    ));
    let end = wait_for(work(ready, sessions, results, terminal), 0)??;
    end.tell(results, terminal);
    Ok(end.exit())
}

/// Reads the file of a fleet.
pub(super) fn read(file: &Path) -> Result<Accounts, Failure> {
    Accounts::read(file)
        .map_err(|error| {
            let message = format!("cannot read the accounts `{}`: {error}", file.display());
            Failure::Files(vec![FileFault::Whole(message)])
        })?
        .map_err(|faults| Failure::Files(vec![FileFault::Faults(faults)]))
}

/// Reads what each account needs and opens their folders. What is wrong in files is told for all accounts at once, and
/// nothing is started then; what keeps one account from starting (a lock, a halt) keeps only that one.
fn make_ready(args: &Args, accounts: &Accounts, terminal: &Terminal) -> Result<Vec<Ready>, Failure> {
    let (mut faults, mut read) = (Vec::new(), Vec::new());
    for account in &accounts.list {
        let order = args.order(account);
        match Inputs::read(&order) {
            Ok(inputs) => read.push((account, order, inputs)),
            Err(Failure::Files(list)) => faults.extend(list),
            Err(other) => faults.push(FileFault::Whole(format!("{}: {}", account.name, other.message()))),
        }
    }
    let mut ready = Vec::new();
    for (account, order, inputs) in read {
        let (name, names, notify) = (account.name.clone(), inputs.names(), inputs.config.notify.clone());
        let day = DayNotice::new(&name, &inputs.config, terminal);
        if faults.is_empty() {
            inputs.tell_warnings(terminal);
        }
        match Start::new(&order, inputs).and_then(Start::refuse_let_go) {
            Err(Failure::Files(list)) => faults.extend(list),
            Err(wrong @ Failure::Usage { .. }) => {
                faults.push(FileFault::Whole(format!("{name}: {}", wrong.message())));
            }
            start => {
                if let Ok(start) = &start {
                    start.said().iter().for_each(|said| terminal.remark(&format!("{name}: {said}")));
                }
                let start = start.and_then(|start| {
                    wait_for(start.preflight(), 0)??;
                    Ok(start)
                });
                ready.push(Ready { name, names, notify, day, start });
            }
        }
    }
    if faults.is_empty() { Ok(ready) } else { Err(Failure::Files(each_once(faults))) }
}

/// A config that many accounts share has its faults once.
fn each_once(faults: Vec<FileFault>) -> Vec<FileFault> {
    let mut seen = std::collections::HashSet::new();
    let text = |fault: &FileFault| match fault {
        FileFault::Columns(unconfirmed) => unconfirmed.to_string(),
        FileFault::Faults(faults) => faults.to_string(),
        FileFault::Whole(message) => message.clone(),
    };
    faults.into_iter().filter(|fault| seen.insert(text(fault))).collect()
}

fn ask(args: &Args, ready: &[Ready], terminal: &Terminal) -> Result<(), Failure> {
    let mut left: BTreeMap<Action, usize> = BTreeMap::new();
    let mut of_accounts = 0;
    for start in ready.iter().filter_map(|one| one.start.as_ref().ok()) {
        let of_account = start.left();
        of_accounts += usize::from(of_account.values().any(|n| *n > 0));
        for (action, n) in of_account {
            *left.entry(action).or_default() += n;
        }
    }
    let people: usize = left.values().sum();
    if args.dry_run || (people == 0 && args.confirm.is_none()) {
        return Ok(());
    }
    let deed = format!(
        "Act on {} of {}",
        count(people, "person", "people"),
        count(of_accounts, "account", "accounts")
    );
    terminal.remark(&format!(
        "{deed}, each account under its own limits and calendar. A removal cannot be undone; nobody is notified. \
         `unlinked fleet {} --status` says how long each will take.",
        args.accounts.display()
    ));
    consent(args.consent(), people, &deed, terminal)
}

/// Runs all accounts, each by itself, on one thread.
async fn work(
    ready: Vec<Ready>,
    sessions: usize,
    results: Results,
    terminal: &Terminal,
) -> Result<FleetEnd, Failure> {
    let signals = Signals::listen(terminal)?;
    let places = Arc::new(Semaphore::new(sessions));
    let told = Rc::new(Told::new(terminal, results));
    let accounts = LocalSet::new();
    // Whoever waits for a place gets none any more once all are to end.
    accounts.spawn_local({
        let (finish, places) = (signals.after_this_person.clone(), places.clone());
        async move {
            finish.cancelled().await;
            places.close();
        }
    });
    let mut tasks = Vec::new();
    for Ready { name, names, notify, mut day, start } in ready {
        let (signals, places, told, terminal) =
            (signals.clone(), places.clone(), told.clone(), terminal.clone());
        let one = {
            let name = name.clone();
            async move {
                let ended = match start {
                    Ok(start) => {
                        let mut tell = |event| {
                            day.hear(&event, SystemClock.now());
                            told.hear(&name, &names, &event);
                        };
                        start.work(signals, Some(places), &mut tell).await
                    }
                    Err(failure) => Err(failure),
                };
                let notice = notice::of_ended(&name, &ended);
                let exit = told.ended(&name, ended);
                if let Some(notice) = notice {
                    notice::send_notice(&notify, &notice, &terminal).await;
                }
                exit
            }
        };
        tasks.push((name, accounts.spawn_local(one)));
    }
    accounts
        .run_until(async move {
            let mut end = FleetEnd::default();
            for (name, task) in tasks {
                match task.await {
                    Ok(exit) => end.add(name, exit),
                    // A defect in one account's run must not take the others' with it.
                    Err(_) => end.add(name, exit::INTERNAL),
                }
            }
            Ok(end)
        })
        .await
}
