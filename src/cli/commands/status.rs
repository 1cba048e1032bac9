//! `unlinked status`: where an account and its roster stand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use super::status_text::{LastRun, RosterStands, Standings, needs_a_look_json, needs_a_look_text};
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::home;
use crate::cli::beside::{account_of, open_ledger};
use crate::cli::evidence::not_pruned;
use crate::cli::exit;
use crate::cli::faded;
use crate::cli::failure::Failure;
use crate::cli::hindrance::{Hindrance, hindrances};
use crate::cli::keep_lists::{Asked, KeepLists};
use crate::cli::limits::{Waived, expected_end, next_allowed, policy};
use crate::cli::list_args::ListArgs;
use crate::cli::output::{Stdout, Terminal, printable};
use crate::cli::settings::{load_config, selector_folders};
use crate::cli::tally::{Cards, Tally};
use crate::config::Config;
use crate::domain::{Action, Clock, Outcome, UnixMs};
use crate::engine::{Shown, protection};
use crate::ledger::{Ledger, RunRow};
use crate::pace::{SystemClock, caps};
use crate::roster::{KeepList, Roster};
use crate::selectors::Selectors;

/// How often `--watch` looks again.
const WATCH_EVERY: Duration = Duration::from_secs(2);
/// What a run without flags obeys.
const NOTHING_WAIVED: Waived = Waived { all: false, hours: false };

/// Where the roster stands, what the budgets leave, and when it will end.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The roster to look at [default: the one of the newest run, if its file is still there]
    #[arg(value_name = "ROSTER")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    account: AccountArgs,
    /// The keep list [default: that of the newest run, else `keep.file` in the config]
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    /// List the people who need a look, with what was seen
    #[arg(long, conflicts_with = "watch")]
    needs_a_look: bool,
    /// Look again every two seconds, until Ctrl-C
    #[arg(short, long)]
    watch: bool,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let mut stdout = Stdout::new(terminal);
    if args.needs_a_look {
        needs_a_look(args, terminal, &mut stdout)?;
        return Ok(exit::OK);
    }
    let config = load_config(&args.account, Vec::new()).map_err(Failure::Files)?;
    loop {
        let standings = gather(args, &config)?;
        if args.json {
            stdout.line(&standings.json());
        } else {
            if args.watch {
                stdout.clear();
            }
            stdout.line(&standings.text(terminal.out, terminal.width, &terminal.zone));
        }
        if !args.watch || stdout.is_closed() {
            return Ok(exit::OK);
        }
        std::thread::sleep(WATCH_EVERY);
    }
}

fn needs_a_look(args: &Args, terminal: &Terminal, stdout: &mut Stdout) -> Result<(), Failure> {
    let config = load_config(&args.account, Vec::new()).map_err(Failure::Files)?;
    let ledger = open_ledger(&args.account)?;
    let now = SystemClock.now();
    let at_hand = at_hand(&args.account, &ledger, args.named(), args.keep.as_deref(), &config, now)?;
    let people = match &at_hand.roster {
        Some((_, tally)) => tally.looks(&ledger)?,
        None => ledger.needs_a_look()?,
    };
    if args.json {
        people.iter().for_each(|person| stdout.line(&needs_a_look_json(person)));
    } else {
        stdout.line(&needs_a_look_text(&people, now, &terminal.zone, terminal.out, terminal.width));
    }
    Ok(())
}

/// The roster that was named, and what was said of it.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Named<'a> {
    pub(in crate::cli) path: Option<&'a Path>,
    pub(in crate::cli) list: &'a ListArgs,
}

impl Args {
    fn named(&self) -> Named<'_> {
        Named { path: self.roster.as_deref(), list: &self.list }
    }
}

/// The newest run, and the roster at hand, counted by the keep list at hand.
struct AtHand {
    newest: Option<RunRow>,
    /// The newest run that went by a roster.
    by_roster: Option<RunRow>,
    roster: Option<(Roster, Tally)>,
}

fn at_hand(
    account: &AccountArgs,
    ledger: &Ledger,
    roster: Named<'_>,
    keep: Option<&Path>,
    config: &Config,
    now: UnixMs,
) -> Result<AtHand, Failure> {
    let runs = ledger.runs(u32::MAX)?;
    let by_roster = runs.iter().find(|run| run.start.roster.is_some()).cloned();
    let newest = runs.into_iter().next();
    // Where that run was: its files may name people by that site.
    let site = by_roster.as_ref().and_then(|run| run.start.site.parse().ok());
    let site: &Url = site.as_ref().unwrap_or(&config.site);
    let usual = by_roster.as_ref().and_then(|run| run.start.roster.as_ref()).map(PathBuf::from);
    let roster = read_roster(roster, usual.as_deref(), site)?;
    let of_newest = by_roster.as_ref().map(|run| ledger.keep_file_of(run.id)).transpose()?.flatten();
    let keep = read_keep(account, keep, of_newest.as_deref(), config, site)?;
    let roster = match roster {
        Some(roster) => {
            let selectors = selectors_of(config, &keep);
            // How the newest run reached people: another way may show an employer where that one does not.
            let route = by_roster.as_ref().and_then(|run| run.start.route).unwrap_or(config.route);
            let cards = Cards { selectors: selectors.as_ref(), route };
            let tally = Tally::of(&roster, Some(&keep), ledger, &policy(config), cards, now)?;
            Some((roster, tally))
        }
        None => None,
    };
    Ok(AtHand { newest, by_roster, roster })
}

fn gather(args: &Args, config: &Config) -> Result<Standings, Failure> {
    standings(&args.account, args.named(), args.keep.as_deref(), config)
}

/// Where an account stands with a roster, or with that of its newest run.
pub(in crate::cli) fn standings(
    account: &AccountArgs,
    roster: Named<'_>,
    keep: Option<&Path>,
    config: &Config,
) -> Result<Standings, Failure> {
    let now = SystemClock.now();
    let args = account;
    let account = account_of(args)?;
    let path = account.ledger_path();
    let Some(ledger) = Ledger::open_beside(&path)? else {
        let keep = read_keep(args, keep, None, config, &config.site)?;
        return nothing_yet(roster, &keep, config, &path, now);
    };
    let AtHand { newest, by_roster, roster } = at_hand(args, &ledger, roster, keep, config, now)?;
    let (roster, tally) = roster.unzip();
    let caps = caps(&config.limits, ledger.days_without_warning(now)?);
    let needs_a_look = match &tally {
        Some(tally) => tally.looks(&ledger)?,
        None => ledger.needs_a_look()?,
    };
    let next_try = tally.as_ref().and_then(|tally| tally.next_try);
    let moment = ledger.moment(now)?;
    let (stands, outcomes) = match (&roster, &tally, &by_roster) {
        (Some(roster), Some(tally), _) => {
            let stands = RosterStands {
                file: roster.file.clone(),
                people: roster.len(),
                as_of_run: None,
                left: tally.left_in_all(),
                expected_end_ms: expected_end(
                    config,
                    NOTHING_WAIVED,
                    false,
                    tally.people_left(),
                    &ledger,
                    now,
                )?,
            };
            (Some(stands), tally.outcomes.clone())
        }
        (_, _, Some(run)) => as_left_by(run, &ledger, config)?,
        _ => Default::default(),
    };
    let left = tally.as_ref().map(|tally| tally.to_act_on.keys().copied().collect::<Vec<_>>());
    let left = left.filter(|left| !left.is_empty()).unwrap_or_else(|| vec![Action::Remove]);
    let at_work = account.holder().is_some();
    let home = home(&config.evidence, &account, &ledger)?;
    Ok(Standings {
        now,
        ledger: path.display().to_string(),
        owner: ledger.owner()?.map(|owner| (owner.slug.as_str().to_owned(), owner.name)),
        roster: stands,
        outcomes,
        budgets: ledger.budget(&caps, now)?.windows,
        hindrances: hindrances(&ledger, None, now)?,
        next: next_allowed(config, &ledger, &caps, left, now)?,
        last_run: newest.as_ref().map(|run| LastRun {
            run: run.id.0,
            started_ms: run.started_at,
            ended_ms: run.ended_at,
            at_work,
            stopped_by: run.stopped_by,
            intents: run.intents,
        }),
        needs_a_look,
        copy_of: ledger.copy_of()?,
        not_pruned: not_pruned(&home),
        next_try: next_try.map(|at| moment.wall_of(at)),
        faded: newest.as_ref().map(|run| faded::in_run(&ledger, &home, run.id)).unwrap_or_default(),
    })
}

/// How a roster stands, and how many people have each outcome.
type Stands = (Option<RosterStands>, BTreeMap<Outcome, usize>);

/// How the people of a run's roster stand, whose file is not at hand, by the ledger alone: kept is whom that run left alone for a
/// keep list. Nothing for a run of which the roster was not written down.
fn as_left_by(run: &RunRow, ledger: &Ledger, config: &Config) -> Result<Stands, Failure> {
    let members = ledger.members_of_run(run.id)?;
    if members.is_empty() {
        return Ok(Stands::default());
    }
    let policy = policy(config);
    let (mut outcomes, mut left) = (BTreeMap::new(), 0);
    for standing in ledger.standings(members.iter().map(|member| (&member.key, member.action)))? {
        *outcomes.entry(standing.outcome).or_insert(0) += 1;
        left += usize::from(standing.next(&policy).is_left());
    }
    let file = run.start.roster.clone().unwrap_or_default();
    let (people, as_of_run) = (members.len(), Some(run.id.0));
    Ok((Some(RosterStands { file, people, left, as_of_run, expected_end_ms: None }), outcomes))
}

/// Before the first run: the roster alone.
fn nothing_yet(
    roster: Named<'_>,
    keep: &KeepList,
    config: &Config,
    path: &Path,
    now: UnixMs,
) -> Result<Standings, Failure> {
    let roster = read_roster(roster, None, &config.site)?;
    let selectors = selectors_of(config, keep);
    let cards = Cards { selectors: selectors.as_ref(), route: config.route };
    let left = |roster: &Roster| -> Result<usize, Failure> {
        let mut left = 0;
        for row in &roster.rows {
            let protected = protection(keep, None, row, Shown::default())?;
            left += usize::from(protected.allows() || cards.tell(&protected, None, row)?);
        }
        Ok(left)
    };
    let left = roster.as_ref().map(left).transpose()?.unwrap_or(0);
    Ok(Standings {
        now,
        ledger: format!("{} (not there yet)", printable(&path.to_string_lossy())),
        owner: None,
        roster: roster.map(|roster| RosterStands {
            file: roster.file.clone(),
            people: roster.len(),
            as_of_run: None,
            left,
            expected_end_ms: None,
        }),
        outcomes: BTreeMap::new(),
        budgets: Vec::new(),
        hindrances: Vec::<Hindrance>::new(),
        next: None,
        last_run: None,
        needs_a_look: Vec::new(),
        copy_of: None,
        not_pruned: None,
        next_try: None,
        faded: Vec::new(),
    })
}

/// The selector files that a run would use, where the keep list asks for something that they may show. Their faults are a run's to
/// tell.
fn selectors_of(config: &Config, keep: &KeepList) -> Option<Selectors> {
    let load = || Selectors::load(config.surface, &selector_folders(config.selectors.dir.clone())).ok();
    keep.asks_for_companies().then(load).flatten()
}

/// The keep list that was named, whose faults are told; else the newest run's, if it can be read, else the config's.
fn read_keep(
    account: &AccountArgs,
    named: Option<&Path>,
    usual: Option<&str>,
    config: &Config,
    site: &Url,
) -> Result<KeepList, Failure> {
    let read =
        |file: Option<&Path>| KeepLists::of(account, Asked::of(file, false), Some(config))?.read(Some(site));
    let usual = usual.map(Path::new).filter(|usual| usual.exists());
    read(named.or(usual)).map_err(|error| Failure::Files(vec![error.into()]))
}

/// The roster that was named, whose faults are told; else the usual one, if it can be read.
fn read_roster(named: Named<'_>, usual: Option<&Path>, site: &Url) -> Result<Option<Roster>, Failure> {
    let options = named.list.options(Some(site));
    match (named.path, usual) {
        (Some(named), _) => {
            Roster::read_with(named, &options).map(Some).map_err(|error| Failure::Files(vec![error.into()]))
        }
        (None, Some(usual)) => Ok(Roster::read_with(usual, &options).ok()),
        (None, None) => Ok(None),
    }
}
