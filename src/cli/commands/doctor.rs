//! `unlinked doctor`: what a run needs, each thing with a verdict and a cure.

use serde_json::json;

use crate::cli::account_args::AccountArgs;
use crate::cli::beside::account_of;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Stdout, Terminal, line_of};
use crate::cli::preflight::{self, Wanted};
use crate::cli::settings::{flag, load_config, zone_of};
use crate::cli::wait_for::wait_for;
use crate::domain::Clock;
use crate::ledger::Ledger;
use crate::pace::SystemClock;
use crate::wording::count;

/// Look at everything that a run needs, and say what is wrong and how to mend it; nothing is started and no page is opened.
///
/// Browser and driver, the profile and its session, disk, clock, active hours, other users of the machine, keep list, selector
/// files, a connection to the site, and what holds the account back. A run looks at the same before it asks or waits. Of the
/// session only the name and the date of its cookie are read. Ends with 0 if a run could work, and otherwise with the exit code that the run would have.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The site [default: `site` in the config, https://www.linkedin.com]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// Print one JSON object a line: one for each thing, one at the end
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let site = args.site.as_ref().map(|site| flag("--site", "site", site.clone()));
    let mut config = load_config(&args.account, site.into_iter().collect()).map_err(Failure::Files)?;
    let terminal = &terminal.in_zone(zone_of(&config));
    // A practice site proves itself; whether it does changes nothing of the list but what rests on guesses.
    let _ = crate::cli::hello::ask(&mut config);
    let account = account_of(&args.account)?;
    let ledger = Ledger::open_beside(&account.ledger_path())?;
    let now = SystemClock.now();
    let wanted = Wanted {
        args: &args.account,
        account: &account,
        config: &config,
        ledger: ledger.as_ref(),
        own_session: false,
        any_hour: false,
        is_run: false,
    };
    let checks = wait_for(preflight::look(&wanted, now), 0)?;
    let wrong = preflight::wrong(&checks);
    let code = preflight::exit_of(&wrong);
    let mut stdout = Stdout::new(terminal);
    if args.json {
        for check in &checks {
            let (what, verdict, seen, cure) = (check.what, check.verdict, &check.seen, &check.cure);
            stdout.line(&line_of(&json!({
                "event": "check", "what": what, "verdict": verdict, "seen": seen, "cure": cure
            })));
        }
        stdout.line(&line_of(&json!({ "event": "doctor", "wrong": wrong.len(), "exit": code })));
    } else {
        stdout.line(&preflight::text(&checks, terminal.out, terminal.width));
        stdout.line(&match wrong.len() {
            0 => "A run could work.".to_owned(),
            n => format!("No run can work yet: {} to mend.", count(n, "thing", "things")),
        });
    }
    debug_assert!(wrong.is_empty() == (code == exit::OK), "what is wrong has an exit code");
    Ok(code)
}
