//! The accounts that a page watches: each read beside the run that may be at work on it, at most as often as something can have changed,
//! and what the user asks of a run or says of a person. How an account is shown is `watch_board`'s.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::keep::put_on_list;
use super::status::{Named, standings};
use super::status_text::Standings;
use super::watch_board::{Sources, board_of, in_a_line, unreadable};
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::{Shelf, home};
use crate::cli::beside::{account_of, open_ledger};
use crate::cli::failure::Failure;
use crate::cli::list_args::ListArgs;
use crate::cli::output::printable;
use crate::cli::settings::{flag, load_config, zone_of};
use crate::config::Config;
use crate::domain::{Action, Clock, PersonKey};
use crate::ledger::{Ledger, Request, RunId};
use crate::pace::SystemClock;
use crate::trace::trace_file;
use crate::watch::{Account, Ask, Board, PersonAsk, PersonWish, RunAsk, Told, Watched};
use crate::wording::sentence;

/// An account that nothing was written about is read again after this time: a budget frees itself, a process is killed.
const AT_LEAST_EVERY: Duration = Duration::from_secs(3);

/// The same where there are many accounts.
const MANY: usize = 5;
const AT_LEAST_EVERY_OF_MANY: Duration = Duration::from_secs(15);

/// One account, as it was named.
pub(super) struct OneAccount {
    /// Its name in the fleet's file; empty where it is the only one.
    pub(super) name: String,
    pub(super) args: AccountArgs,
    /// Settings of its own.
    pub(super) set: Vec<(String, String)>,
    pub(super) roster: Option<PathBuf>,
    pub(super) keep: Option<PathBuf>,
}

/// An account as it was shown last.
#[derive(Clone)]
struct Shown {
    account: Account,
    board: Board,
}

/// What was shown last of an account.
struct Last {
    at: Instant,
    stamp: Stamp,
    /// The trace of its newest run.
    trace: Option<PathBuf>,
    shown: Shown,
}

/// How its files looked when it was read: length and time of the ledger, of what SQLite keeps beside it, and of the newest trace.
type Stamp = [Option<(u64, SystemTime)>; 3];

/// All of them.
pub(super) struct WatchedAccounts {
    list: Vec<(OneAccount, Mutex<Option<Last>>)>,
}

impl OneAccount {
    fn config(&self) -> Result<Config, Failure> {
        let set = self.set.iter().map(|(key, value)| flag(&format!("set.\"{key}\""), key, value)).collect();
        load_config(&self.args, set).map_err(Failure::Files)
    }

    fn standings(&self, config: &Config) -> Result<Standings, Failure> {
        let list = ListArgs::default();
        let named = Named { path: self.roster.as_deref(), list: &list };
        standings(&self.args, named, self.keep.as_deref(), config)
    }

    /// How it stands now, with the trace of its newest run.
    fn read(&self) -> Result<(Shown, Option<PathBuf>), Failure> {
        let config = self.config()?;
        let stands = self.standings(&config)?;
        let zone = zone_of(&config);
        let account = account_of(&self.args)?;
        let ledger = Ledger::open_beside(&account.ledger_path())?;
        let home = ledger.as_ref().map(|ledger| home(&config.evidence, &account, ledger)).transpose()?;
        let sources =
            Sources { ledger: ledger.as_ref(), home: home.as_ref(), site: &config.site, zone: &zone };
        let (board, folder) = board_of(&stands, &sources)?;
        let account = in_a_line(&self.name, &stands, &board, &zone);
        Ok((Shown { account, board }, folder.as_deref().map(trace_file)))
    }

    fn stamp(&self, trace: Option<&Path>) -> Stamp {
        let looked = |path: &Path| {
            let found = path.metadata().ok()?;
            Some((found.len(), found.modified().ok()?))
        };
        let Ok(account) = account_of(&self.args) else { return Stamp::default() };
        let ledger = account.ledger_path();
        let beside = PathBuf::from(format!("{}-wal", ledger.display()));
        [looked(&ledger), looked(&beside), trace.and_then(looked)]
    }

    fn ask(&self, ask: &Ask) -> Result<Result<String, String>, Failure> {
        let run = RunId(ask.run);
        let account = account_of(&self.args)?;
        if account.holder().is_none() {
            return Ok(Err(format!("Run {run} is not at work any more, and nothing was asked of it.")));
        }
        let what = match ask.what {
            RunAsk::Pause => Request::Pause,
            RunAsk::Continue => Request::Continue,
            RunAsk::Stop => Request::Stop,
        };
        if !open_ledger(&self.args)?.request(run, what, SystemClock.now())? {
            return Ok(Err(format!(
                "Run {run} has ended, or was asked to stop before; nothing was asked of it."
            )));
        }
        Ok(Ok(match ask.what {
            RunAsk::Pause => format!("Run {run} was asked to pause. It finishes the current person first."),
            RunAsk::Continue => format!("Run {run} was asked to continue."),
            RunAsk::Stop => format!("Run {run} was asked to stop. It finishes the current person first."),
        }))
    }

    fn say(&self, ask: &PersonAsk) -> Result<Result<String, String>, Failure> {
        let Ok(action) = ask.action.parse::<Action>() else {
            return Ok(Err(format!("`{}` is nothing that a run does.", printable(&ask.action))));
        };
        let looks = self.standings(&self.config()?)?.needs_a_look;
        let Some(look) = looks.iter().find(|look| look.key == ask.key && look.action == action) else {
            return Ok(Err("They do not need a look any more; nothing was changed.".to_owned()));
        };
        let who = printable(look.name.as_deref().or(look.slug.as_deref()).unwrap_or(&look.key)).into_owned();
        let (ledger, key, now) = (open_ledger(&self.args)?, PersonKey(look.key.clone()), SystemClock.now());
        Ok(Ok(match ask.what {
            PersonWish::Retry => {
                ledger.retry(&key, now)?;
                format!(
                    "{who}: the next run tries again. If a click is in doubt, it looks at the page first."
                )
            }
            PersonWish::Skip => {
                ledger.skip(&key, action, now)?;
                format!("{who}: no run acts on them until `unlinked retry`.")
            }
            PersonWish::Release => {
                ledger.release(&key, now)?;
                format!(
                    "{who}: a line that cannot be told keeps them no more; a line that fits them still does."
                )
            }
            PersonWish::Keep => {
                let Some(line) = look.slug.clone().or_else(|| look.name.clone()) else {
                    return Ok(Err(format!("{who}: neither an address nor a name of theirs is known.")));
                };
                put_on_list(&[line], &self.args)?;
                // A name may read as a pattern does, and then keeps others.
                let left = self.standings(&self.config()?)?.needs_a_look;
                if left.iter().any(|left| left.key == look.key && left.action == action) {
                    return Ok(Err(format!(
                        "{who}: a line was written, and it does not keep them. `unlinked keep list` shows it."
                    )));
                }
                format!("{who}: on the account's own keep list. No run acts on them.")
            }
        }))
    }

    fn picture(&self, run: RunId, file: &str) -> Result<Option<Vec<u8>>, Failure> {
        // A name alone: it leads to no other folder.
        let is_name = Path::new(file).file_name().is_some_and(|name| name == file);
        if is_name && file.ends_with(".png") { Shelf::open(&self.args)?.kept(run, file) } else { Ok(None) }
    }
}

impl WatchedAccounts {
    pub(super) fn of(list: Vec<OneAccount>) -> WatchedAccounts {
        WatchedAccounts { list: list.into_iter().map(|one| (one, Mutex::default())).collect() }
    }

    /// Whether the settings of all can be read, and whatever was named where there is one account alone.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let mut faults = Vec::new();
        for (one, _) in &self.list {
            match one.config() {
                Err(Failure::Files(list)) => faults.extend(list),
                Err(other) => return Err(other),
                Ok(_) => {}
            }
        }
        if !faults.is_empty() {
            return Err(Failure::Files(faults));
        }
        match self.list.as_slice() {
            [(one, _)] => one.read().map(drop),
            _ => Ok(()),
        }
    }

    fn shown(&self, nth: usize) -> Option<Shown> {
        let (one, last) = self.list.get(nth)?;
        let mut last = locked(last);
        let every = if self.list.len() > MANY { AT_LEAST_EVERY_OF_MANY } else { AT_LEAST_EVERY };
        if let Some(known) = last.as_ref()
            && known.at.elapsed() < every
            && known.stamp == one.stamp(known.trace.as_deref())
        {
            return Some(known.shown.clone());
        }
        let (shown, trace) = one.read().unwrap_or_else(|failure| {
            let (account, board) = unreadable(&one.name, sentence(&failure.message()));
            (Shown { account, board }, None)
        });
        let stamp = one.stamp(trace.as_deref());
        *last = Some(Last { at: Instant::now(), stamp, trace, shown: shown.clone() });
        Some(shown)
    }

    /// Does what is wished of an account, and has it read anew.
    fn wish(
        &self,
        account: usize,
        wish: impl FnOnce(&OneAccount) -> Result<Result<String, String>, Failure>,
    ) -> Result<Told, String> {
        let (one, last) = self.list.get(account).ok_or("There is no such account.")?;
        let done = wish(one).unwrap_or_else(|failure| Err(sentence(&failure.message())));
        *locked(last) = None;
        done.map(|message| Told { message })
    }
}

impl Watched for WatchedAccounts {
    fn accounts(&self) -> Vec<Account> {
        (0..self.list.len()).filter_map(|nth| Some(self.shown(nth)?.account)).collect()
    }

    fn board(&self, account: usize) -> Option<Board> {
        Some(self.shown(account)?.board)
    }

    fn ask(&self, ask: &Ask) -> Result<Told, String> {
        self.wish(ask.account, |one| one.ask(ask))
    }

    fn say(&self, ask: &PersonAsk) -> Result<Told, String> {
        self.wish(ask.account, |one| one.say(ask))
    }

    fn picture(&self, account: usize, run: i64, file: &str) -> Option<Vec<u8>> {
        self.list.get(account)?.0.picture(RunId(run), file).ok()?
    }
}

fn locked(last: &Mutex<Option<Last>>) -> MutexGuard<'_, Option<Last>> {
    last.lock().unwrap_or_else(PoisonError::into_inner)
}
