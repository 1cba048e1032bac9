//! `unlinked retry` and `unlinked skip`: what the user says of people who need a look.

use std::path::{Path, PathBuf};

use crate::cli::account_args::AccountArgs;
use crate::cli::beside::{keys_of, open_ledger};
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Stdout, Terminal, paragraph, printable};
use crate::cli::prompt::agree;
use crate::cli::words::one_of;
use crate::domain::{Action, Clock, Outcome, PersonKey, UnixMs};
use crate::ledger::{Ledger, NextStep, Policy, Standing};
use crate::pace::SystemClock;
use crate::wording::moment;

/// The largest file of people that is read.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Whom it is about.
#[derive(Debug, clap::Args)]
struct Whom {
    /// The people: slugs, profile addresses, or the keys that `status --needs-a-look` shows
    #[arg(value_name = "SLUG", required_unless_present_any = ["outcome", "from"])]
    people: Vec<String>,
    /// Everybody with this outcome; may be given more than once
    #[arg(long, value_name = "WORD", value_parser = one_of(Outcome::ALL, Outcome::as_str))]
    outcome: Vec<Outcome>,
    /// Everybody in this file: one slug or address a line; of a CSV file, its first column
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// Allow another try at people, whatever came before.
///
/// If an earlier click is still in doubt, the next run looks at the page before it clicks again. Nothing of what was seen and
/// done is forgotten: whoever was removed stays in `unlinked reinvite`. Of somebody who is settled you are asked first.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RetryArgs {
    #[command(flatten)]
    whom: Whom,
    /// Do not ask about people who are settled already
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Leave people alone: no later run acts on them, until `unlinked retry`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SkipArgs {
    #[command(flatten)]
    whom: Whom,
    /// What is not to be done any more
    #[arg(long, value_name = "WHAT", default_value_t = Action::Remove,
        value_parser = one_of(Action::ALL, Action::as_str))]
    action: Action,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs `unlinked retry`.
pub(in crate::cli) fn retry(args: &RetryArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let ledger = open_ledger(&args.account)?;
    let keys = args.whom.keys(&ledger)?;
    let now = SystemClock.now();
    let mut unknown = Vec::new();
    let mut settled = Vec::new();
    for (said, keys) in &keys {
        let mut known = false;
        for key in keys {
            for (action, standing) in ledger.standings_of(key)? {
                known = true;
                if standing.is_final && standing.outcome != Outcome::Skipped {
                    settled.push(again(key, action, &standing, now, terminal));
                }
            }
        }
        if !known {
            unknown.push(printable(said).into_owned());
        }
    }
    if !unknown.is_empty() {
        return Err(Failure::usage(
            format!(
                "the ledger knows nothing that a run did with {}; nothing was changed",
                unknown.join(", ")
            ),
            "`unlinked status --needs-a-look` lists the people who can be tried again",
        ));
    }
    if !settled.is_empty() && !args.yes {
        settled.iter().for_each(|line| terminal.say(&paragraph(line, terminal.width, 0)));
        agree(
            "Try them again? Type \"yes\": ",
            "nothing was changed",
            "leave them out, or add --yes if they are to be tried again",
            terminal,
        )?;
    }
    let mut stdout = Stdout::new(terminal);
    for key in keys.iter().flat_map(|(_, keys)| keys) {
        for (action, before) in ledger.retry(key, now)? {
            let then = match before.next(&Policy::default()) {
                NextStep::Look(_) => "the next run looks at the page first, and tries again only if it must",
                _ if before.doubt.is_some() => {
                    "the next run looks at the page first, and tries again only if it must"
                }
                _ => "the next run tries again",
            };
            stdout.line(&format!("{}: {}; {then}.", printable(key.as_str()), was(action, &before)));
        }
    }
    if keys.is_empty() {
        stdout.line("Nobody stands so; nothing was changed.");
    }
    Ok(exit::OK)
}

/// Runs `unlinked skip`.
pub(in crate::cli) fn skip(args: &SkipArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let ledger = open_ledger(&args.account)?;
    let keys = args.whom.keys(&ledger)?;
    let now = SystemClock.now();
    let mut stdout = Stdout::new(terminal);
    for key in keys.iter().flat_map(|(_, keys)| keys) {
        let before = ledger.skip(key, args.action, now)?;
        stdout.line(&format!(
            "{}: {}; no run acts on them until `unlinked retry`.",
            printable(key.as_str()),
            was(args.action, &before)
        ));
    }
    if keys.is_empty() {
        stdout.line("Nobody stands so; nothing was changed.");
    }
    Ok(exit::OK)
}

impl Whom {
    /// The keys of everybody who is meant, under the words that named them; each person once. What cannot be read is told all
    /// at once, before anything is changed.
    fn keys(&self, ledger: &Ledger) -> Result<Vec<(String, Vec<PersonKey>)>, Failure> {
        let mut said = self.people.clone();
        if let Some(path) = &self.from {
            said.extend(lines_of(path)?);
        }
        let mut found: Vec<(String, Vec<PersonKey>)> = Vec::new();
        let mut faults: Vec<String> = Vec::new();
        let mut taken = std::collections::HashSet::new();
        for text in said {
            match keys_of(ledger, &text) {
                Ok(mut keys) => {
                    keys.retain(|key| taken.insert(key.clone()));
                    if !keys.is_empty() {
                        found.push((text, keys));
                    }
                }
                Err(Failure::Usage { message, .. }) => faults.push(message),
                Err(other) => return Err(other),
            }
        }
        if !faults.is_empty() {
            return Err(Failure::usage(
                format!("{}; nothing was changed", faults.join("; ")),
                "name each person by the part of the profile's address behind /in/, or by the whole address",
            ));
        }
        for (key, _) in ledger.people_with(&self.outcome)? {
            if taken.insert(key.clone()) {
                found.push((key.as_str().to_owned(), vec![key]));
            }
        }
        Ok(found)
    }
}

/// The people in a file, one a line; of a CSV file the first column. Empty lines, comments and a header are passed over.
fn lines_of(path: &Path) -> Result<Vec<String>, Failure> {
    let unreadable = |why: String| {
        Failure::usage(
            format!("{}: {why}; nothing was changed", path.display()),
            "name a text file with one slug or profile address a line",
        )
    };
    let size = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if !size.is_file() {
        return Err(unreadable("this is no file".to_owned()));
    }
    if size.len() > LARGEST {
        return Err(unreadable(format!("it is larger than {LARGEST} bytes")));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let cell = |line: &str| {
        line.split([',', ';', '\t']).next().unwrap_or_default().trim().trim_matches('"').to_owned()
    };
    let header = |cell: &str| {
        matches!(cell.to_lowercase().as_str(), "url" | "slug" | "profile" | "key" | "first name")
    };
    let cells: Vec<String> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(cell)
        .filter(|cell| !cell.is_empty() && !cell.starts_with('#'))
        .enumerate()
        .filter(|(nth, cell)| *nth > 0 || !header(cell))
        .map(|(_, cell)| cell)
        .collect();
    if cells.is_empty() { Err(unreadable("it names nobody".to_owned())) } else { Ok(cells) }
}

/// What another try at somebody who is settled comes to.
fn again(key: &PersonKey, action: Action, standing: &Standing, now: UnixMs, terminal: &Terminal) -> String {
    let run = standing.run.map(|run| format!(" by run {run}")).unwrap_or_default();
    format!(
        "{} is {} already{run} ({}). A retry lets the next run open their page again, which spends a page view, and {action} \
         them if they are a connection again; the first time stays in the ledger.",
        printable(key.as_str()),
        standing.outcome,
        moment(standing.at, now, &terminal.zone),
    )
}

/// Where a person stood, in a few words.
fn was(action: Action, standing: &Standing) -> String {
    let word = match standing.outcome {
        Outcome::Pending if standing.spent > 0 => "still connected after a click".to_owned(),
        Outcome::Failed => format!("failed in {} runs", standing.failures.max(1)),
        Outcome::Unconfirmed if standing.doubt.is_some() => "in doubt after a click".to_owned(),
        outcome => outcome.to_string().replace('_', " "),
    };
    match action {
        Action::Remove => format!("was {word}"),
        other => format!("was {word} (to {other})"),
    }
}
