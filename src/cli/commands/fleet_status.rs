//! `unlinked fleet ACCOUNTS --status`: one line for each account.

use comfy_table::{Cell, ContentArrangement, Table};

use super::status::{Named, standings};
use super::status_text::Standings;
use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::hindrance::Hindrance;
use crate::cli::list_args::ListArgs;
use crate::cli::output::RULED;
use crate::cli::output::{Stdout, Terminal, of_account};
use crate::cli::settings::{flag, load_config, zone_of};
use crate::domain::Outcome;
use crate::fleet::{Accounts, FleetAccount};
use crate::wording::moment;
use jiff::tz::TimeZone;

/// Prints where each account stands. One that cannot be read is told in its place, and ends with its exit code.
pub(in crate::cli) fn show(accounts: &Accounts, json: bool, terminal: &Terminal) -> Result<u8, Failure> {
    let mut stdout = Stdout::new(terminal);
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(terminal.width).unwrap_or(100))
        .set_header(["account", "left", "removed", "look", "state", "done by"]);
    if !terminal.out.0 {
        table.force_no_tty();
    }
    let (mut code, mut unreadable) = (exit::OK, Vec::new());
    for account in &accounts.list {
        match of(account) {
            Ok((standings, _)) if json => stdout.line(&of_account(&account.name, &standings.json())),
            Ok((standings, zone)) => {
                table.add_row(row(account, &standings, &zone));
            }
            Err(failure) => {
                code = failure.exit_code();
                unreadable.push(match failure {
                    Failure::Files(list) => list,
                    other => vec![FileFault::Whole(format!("{}: {}", account.name, other.message()))],
                });
            }
        }
    }
    if !json {
        stdout.line(&table.to_string());
    }
    for list in unreadable {
        terminal.say(&Failure::Files(list).render(terminal.err, terminal.width));
    }
    Ok(code)
}

/// How an account stands, and the zone that its moments are shown in.
fn of(account: &FleetAccount) -> Result<(Standings, TimeZone), Failure> {
    let set = account.set.iter().map(|(key, value)| flag(&format!("set.\"{key}\""), key, value)).collect();
    let args = AccountArgs::of_fleet(account);
    let config = load_config(&args, set).map_err(Failure::Files)?;
    let list = ListArgs::default();
    let named = Named { path: Some(&account.roster), list: &list };
    let stands = standings(&args, named, account.keep.as_deref(), &config)?;
    Ok((stands, zone_of(&config)))
}

fn row(account: &FleetAccount, stands: &Standings, zone: &TimeZone) -> Vec<Cell> {
    let when = |at| moment(at, stands.now, zone);
    let roster = stands.roster.as_ref();
    let left = roster.map_or(0, |roster| roster.left);
    let removed = stands.outcomes.get(&Outcome::Removed).copied().unwrap_or(0);
    let hindrance = stands.hindrances.first();
    let at_work = stands.last_run.as_ref().is_some_and(|run| run.at_work);
    let state = match (hindrance, stands.next, at_work) {
        (Some(Hindrance::Cooldown(cooldown)), ..) => format!("cool-down until {}", when(cooldown.until)),
        (Some(hindrance), ..) => format!("stopped: {}", hindrance.stopped_by()),
        (None, ..) if left == 0 => "done".to_owned(),
        (None, Some((Some(at), why)), _) => format!("{why} until {}", when(at)),
        (None, Some((None, why)), _) => why.to_owned(),
        (None, None, true) => "at work".to_owned(),
        (None, None, false) => "may go on".to_owned(),
    };
    // Nobody knows when somebody will look.
    let goes_on = !hindrance.is_some_and(Hindrance::is_lifted_by_resume);
    let end = roster.filter(|_| left > 0 && goes_on).and_then(|roster| roster.expected_end_ms);
    vec![
        Cell::new(&account.name),
        Cell::new(left),
        Cell::new(removed),
        Cell::new(stands.needs_a_look.len()),
        Cell::new(state),
        Cell::new(end.map_or_else(String::new, when)),
    ]
}
