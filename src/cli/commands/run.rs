//! `unlinked run ROSTER`: from flags to an order, from the order to a run.

use std::path::PathBuf;

use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::inputs::Inputs;
use crate::cli::list_args::ListArgs;
use crate::cli::next;
use crate::cli::notice;
use crate::cli::one_run::Start;
use crate::cli::order::Order;
use crate::cli::output::{Listener, Results, Terminal, paragraph};
use crate::cli::prompt::Consent;
use crate::cli::rehearsal;
use crate::cli::run_end::summary_of;
use crate::cli::settings::{flag, zone_of};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::cli::words::one_of;
use crate::domain::{Route, Surface};

/// Remove the people of a roster, unattended, and end when the roster is done or something stops it.
///
/// The roster is a CSV file with a header: `url` (or LinkedIn's own `URL`), `name` (or `First Name` and `Last Name`), and
/// if you like `company`, `location`, `reason`, `note`. Whoever an earlier run is done with is left alone, so the same
/// command again goes on where the last one ended.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The roster, a CSV file or a spreadsheet (.xlsx, .ods); `-` reads it from standard input
    #[arg(value_name = "ROSTER")]
    roster: PathBuf,
    #[command(flatten)]
    account: AccountArgs,
    /// The site [default: `site` in the config, https://www.linkedin.com]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// The keep list: people who are never removed, whatever the roster says [default: `keep.file` in the config]
    ///
    /// The account's own keep list (`unlinked keep`) is always in force beside it.
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    /// Set the keep list of the config aside, never the account's own
    #[arg(long, conflicts_with = "keep")]
    no_keep: bool,
    /// Refuse to start if a line of a keep list fits nobody [default: `keep.strict` in the config]
    #[arg(long)]
    strict_keep: bool,
    /// End after so many clicks that remove somebody; in a rehearsal, after so many people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// No pace, calendar, budgets: only with a practice site on this machine
    #[arg(long)]
    no_limits: bool,
    /// Do not ask: for timers and scripts
    #[arg(short, long, conflicts_with = "confirm")]
    yes: bool,
    /// Do not ask, if exactly N people are left to act on
    #[arg(long, value_name = "N")]
    confirm: Option<u64>,
    /// Rehearse: do everything up to the click that cannot be taken back, and do not click
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Rehearse only N people, spread over the roster
    #[arg(long, value_name = "N", requires = "dry_run", value_parser = clap::value_parser!(u32).range(1..))]
    sample: Option<u32>,
    /// Rehearse the whole roster, also where that takes days: without it such a roster is rehearsed five people at a time
    #[arg(long, requires = "dry_run", conflicts_with = "sample")]
    all: bool,
    /// Rehearse from the start, and do not go on where the last rehearsal of this roster ended
    #[arg(long, requires = "dry_run")]
    again: bool,
    /// Act only on people whose rehearsal in this run was good, and only on the pages that were seen
    #[arg(long, value_name = "RUN", conflicts_with = "dry_run")]
    rehearsed: Option<u64>,
    /// Print the clicks that would be made for each row, and start nothing
    #[arg(long, conflicts_with_all = ["dry_run", "rehearsed", "yes", "confirm"])]
    list_clicks: bool,
    /// End instead of waiting for a limit (exit code 4 or 7)
    #[arg(long)]
    no_wait: bool,
    /// Leave the active hours and days of the config out of account, this once
    #[arg(long)]
    now: bool,
    /// A folder with selector files of your own, looked at before the others
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
    /// Use lines that are marked `guess`, for this run and one person only (needs --limit 1); this proves a learned line
    #[arg(long, requires = "limit")]
    try_guesses: bool,
    /// The layout that is driven [default: `surface` in the config]
    #[arg(long, value_name = "WHICH", value_parser = one_of(Surface::ALL, Surface::as_str))]
    surface: Option<Surface>,
    /// How people are reached [default: `route` in the config]
    #[arg(long, value_name = "WHICH", value_parser = one_of(Route::ALL, Route::as_str))]
    route: Option<Route>,
    /// Show the browser's window
    #[arg(long)]
    headed: bool,
    /// Take a profile whose lock names another host: only where that host is gone for certain
    #[arg(long)]
    take_profile: bool,
    #[command(flatten)]
    list: ListArgs,
    /// Print one JSON object a line: one for each person, one at the end
    #[arg(long)]
    json: bool,
}

impl Args {
    fn order(self) -> Order {
        let mut overrides = Vec::new();
        overrides.extend(self.site.map(|site| flag("--site", "site", site)));
        overrides.extend(self.surface.map(|surface| flag("--surface", "surface", surface.as_str())));
        overrides.extend(self.route.map(|route| flag("--route", "route", route.as_str())));
        let selectors = self.selectors.map(|folder| folder.to_string_lossy().into_owned());
        overrides.extend(selectors.map(|folder| flag("--selectors", "selectors.dir", folder)));
        if self.try_guesses {
            overrides.push(flag("--try-guesses", "selectors.allow_guessed", "true"));
        }
        if self.strict_keep {
            overrides.push(flag("--strict-keep", "keep.strict", "true"));
        }
        if self.headed {
            overrides.push(flag("--headed", "webdriver.headless", "false"));
        }
        if self.take_profile {
            overrides.push(flag("--take-profile", "browser.take_profile", "true"));
        }
        let consent = match (self.dry_run || self.yes, self.confirm) {
            (true, None) => Consent::Given,
            (_, Some(number)) => Consent::ForExactly(number),
            (false, None) => Consent::Ask,
        };
        Order {
            roster: self.roster,
            list: self.list,
            account: self.account,
            overrides,
            keep: self.keep,
            no_keep: self.no_keep,
            limit: self.limit,
            no_limits: self.no_limits,
            no_wait: self.no_wait,
            now: self.now,
            rehearsal: self.dry_run,
            sample: self.sample.map(|size| usize::try_from(size).unwrap_or(usize::MAX)),
            all: self.all,
            again: self.again,
            rehearsed: self.rehearsed,
            consent,
            smoke: false,
            cookies: Vec::new(),
        }
    }
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    let results = if args.json { Results::Json } else { Results::Text };
    let (list_clicks, json) = (args.list_clicks, args.json);
    if args.try_guesses && args.limit != Some(1) {
        return Err(Failure::usage(
            "--try-guesses lets a guess act on one person, and --limit says more; nothing was started",
            "add --limit 1",
        ));
    }
    let mut order = args.order();
    let inputs = loop {
        match Inputs::read(&order) {
            Ok(inputs) => break inputs,
            Err(failure) => order.list.confirm(failure, terminal)?,
        }
    };
    let terminal = &terminal.in_zone(zone_of(&inputs.config));
    inputs.tell_warnings(terminal);
    if list_clicks {
        rehearsal::list_clicks(&inputs, &order.account, json, terminal)?;
        return Ok(exit::OK);
    }
    let mut listener = Listener::new(terminal, results, inputs.names());
    let notify = inputs.config.notify.clone();
    let ended = Start::new(&order, inputs)
        .and_then(|start| {
            wait_for(start.preflight(), 0)??;
            start.ask(terminal)?;
            Ok(start)
        })
        .and_then(|start| {
            let done = wait_for(async { start.go(&mut listener, Signals::listen(terminal)?).await }, 0)??;
            let rest = start.rest(done.summary.left, terminal)?;
            Ok((done, rest))
        });
    match ended {
        Ok((done, rest)) => {
            listener.end(&done.summary, done.exit);
            if let Some(rest) = rest {
                terminal.remark(&paragraph(&rest, terminal.width, 0));
            }
            if done.summary.outcomes.values().sum::<usize>() > 0 {
                listener.next(&next::after_run(&order, &done.summary));
            }
            notice::send(&notify, &done.summary, done.exit, terminal)?;
            Ok(done.exit)
        }
        Err(failure) => {
            // Whoever reads the JSON gets a last line, whatever happens, once there was something to run.
            if let Some(stopped_by) = failure.stopped_by() {
                let summary = summary_of(stopped_by, failure.message());
                if let Results::Json = results {
                    listener.end(&summary, failure.exit_code());
                }
                notice::send(&notify, &summary, failure.exit_code(), terminal)?;
            }
            Err(failure)
        }
    }
}
