//! `unlinked reinvite`: whom was removed, when and why. There is no undo; a new invitation is the way back.

use std::path::{Path, PathBuf};

use crate::cli::account_args::AccountArgs;
use crate::cli::beside::open_ledger;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Stdout, Terminal, paragraph, printable};
use crate::cli::own_files::write_own;
use crate::cli::settings::state_folder;
use crate::cli::words::one_of;
use crate::domain::{Action, Clock, Outcome, UnixMs};
use crate::pace::SystemClock;
use crate::plan::{Day, parse_day};
use crate::report::{Reinvite, reinvite_csv, reinvite_html, reinvite_json};
use crate::wording::{moment, people};

/// Who was removed, when and why: the only way back is a new invitation.
///
/// It comes from the ledger, which keeps what your export said of each person. Nothing is sent and no browser is opened; to
/// invite somebody again, open their profile and use Connect. Whoever was removed stays listed with the first proof, whatever
/// was said or done since. People who were clicked on and of whom it is not proved are listed too, and marked `unconfirmed`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    /// Only people on whom this was done; may be given more than once [default: remove]
    #[arg(long, value_name = "WORD", value_parser = one_of(Action::ALL, Action::as_str))]
    action: Vec<Action>,
    /// Only since this day
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<Day>,
    /// Only with this reason; may be given more than once
    #[arg(long, value_name = "WORD")]
    reason: Vec<String>,
    /// How it is written: a list to read, a file for a spreadsheet, one for programs, or a page with links
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The file to write; without it, or with `-`, everything goes to stdout. One that is there is left as it is, unless it was
    /// written here and not changed since
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file that `--output` names, whoever wrote it
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A list to read
    Text,
    /// Comma-separated values with a header
    Csv,
    /// A JSON array
    Json,
    /// A page with links, complete in one file
    Html,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let now = SystemClock.now();
    let list = wanted(args, terminal)?;
    let made = |error: &dyn std::fmt::Display| Failure::Internal(format!("the list cannot be made: {error}"));
    let text = match args.format {
        Format::Text => list_text(&list, now, terminal),
        Format::Csv => reinvite_csv(&list).map_err(|error| made(&error))?,
        Format::Json => reinvite_json(&list).map_err(|error| made(&error))?,
        Format::Html => reinvite_html(&list, now, &terminal.zone),
    };
    let count = people(list.len());
    match &args.output {
        None => Stdout::new(terminal).line(&text),
        Some(path) if path == Path::new("-") => Stdout::new(terminal).line(&text),
        Some(path) => {
            let state = state_folder(&args.account)?;
            write_own(Some(&state), path, text.as_bytes(), args.force, "name a new file, or add --force")?;
            terminal.remark(&format!("{count}, written to {}.", path.display()));
        }
    }
    Ok(exit::OK)
}

fn wanted(args: &Args, terminal: &Terminal) -> Result<Vec<Reinvite>, Failure> {
    let actions = if args.action.is_empty() { vec![Action::Remove] } else { args.action.clone() };
    let since = args.since.map(|day| day.to_zoned_datetime(terminal.zone.clone())).transpose();
    let since = since
        .map_err(|error| Failure::usage(format!("--since: {error}"), "name a day such as 2026-01-31"))?
        .map_or(i64::MIN, |day| day.timestamp().as_millisecond());
    let parted = open_ledger(&args.account)?.parted(&actions)?;
    let is_wanted = |one: &Reinvite| {
        one.at.0 >= since
            && (args.reason.is_empty()
                || one
                    .reason
                    .as_ref()
                    .is_some_and(|reason| args.reason.iter().any(|word| word.eq_ignore_ascii_case(reason))))
    };
    Ok(parted.into_iter().map(Reinvite::from).filter(is_wanted).collect())
}

/// What happened to them, and how sure that is.
fn word(one: &Reinvite) -> String {
    match one.outcome {
        Outcome::Unconfirmed => {
            "unconfirmed (clicked, not proved: they may still be a connection)".to_owned()
        }
        proved => proved.to_string(),
    }
}

/// One person after the other: addresses must not be broken, as they would be in a table.
fn list_text(list: &[Reinvite], now: UnixMs, terminal: &Terminal) -> String {
    if list.is_empty() {
        return "Nobody: the ledger knows of nobody on whom this was done or may have been done.".to_owned();
    }
    let mut text = String::new();
    for one in list {
        let who: Vec<&str> = [Some(&one.name), one.position.as_ref(), one.company.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        text.push_str(&terminal.out.strong(&printable(&who.join(", "))));
        let since =
            one.connected_on.as_ref().map(|day| format!(", connected since {day}")).unwrap_or_default();
        let mut lines = vec![format!("{} {}{since}", word(one), moment(one.at, now, &terminal.zone))];
        let why: Vec<&str> = [&one.reason, &one.note].into_iter().flatten().map(String::as_str).collect();
        lines.extend((!why.is_empty()).then(|| format!("why: {}", why.join(": "))));
        lines.extend(one.email.clone());
        for line in lines {
            text.push('\n');
            text.push_str(&paragraph(&printable(&line), terminal.width, 4));
        }
        text.push_str(&format!(
            "\n    {}\n\n",
            printable(one.url.as_deref().unwrap_or("no address is known"))
        ));
    }
    text.push_str(
        "Nothing was sent. Open a profile and use Connect to invite somebody again; they must accept.",
    );
    text
}
