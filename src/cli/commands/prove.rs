//! `unlinked selectors prove`: what was learned as a guess is one no more, once a removal on the real site has proved it.

use std::path::PathBuf;

use url::Url;

use super::learn_files::OwnFiles;
use crate::browser::is_real;
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::Terminal;
use crate::cli::settings::{load_config, zone_of};
use crate::domain::{Action, Clock, Outcome, PersonKey};
use crate::learn::{Hit, Sought, prove};
use crate::ledger::{RunId, RunRow};
use crate::pace::SystemClock;
use crate::selectors::bare_language;
use crate::trace::{Event, What};
use crate::wording;

/// Take what a removal has proved out of the guesses: of the last run that removed somebody, on the real site, what was clicked and read
/// on the way. Only lines that `selectors learn` has written change; they are shown first.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The run that is gone by [default: the last one that removed somebody]
    #[arg(long, value_name = "N")]
    run: Option<i64>,
    /// The folder with your selector files [default: `selectors` beside the config]
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
    /// Write the lines without asking
    #[arg(long)]
    yes: bool,
    /// Print one JSON object a line: one for each file
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let config = load_config(&args.account, Vec::new()).map_err(Failure::Files)?;
    let own = OwnFiles::of(args.selectors.as_ref(), &config)?;
    let shelf = Shelf::open(&args.account)?;
    let is_removed = |key: &str| -> Result<bool, Failure> {
        let key = PersonKey(key.to_owned());
        Ok(shelf.ledger.standing(&key, Action::Remove)?.outcome == Outcome::Removed)
    };
    let removed = shelf.in_newest(args.run.map(RunId), u32::MAX, |row, events| {
        Ok(proved_by(events, is_removed)?.map(|found| (row.clone(), found)))
    })?;
    let Some((row, (language, hits))) = removed else {
        return Err(Failure::usage(
            "no run with evidence has removed somebody",
            "remove one person whom you have rehearsed, with --limit 1; docs/selectors.md has the whole way",
        ));
    };
    refuse_practice(&row)?;
    let day = wording::day(SystemClock.now(), &zone_of(&config));
    let taught = prove(&hits, (&language, config.surface), |file| own.text(file), &day)
        .map_err(|why| Failure::usage(why.to_string(), "edit the files by hand: docs/selectors.md"))?;
    if taught.is_empty() {
        terminal.remark(&format!(
            "Run {} has proved nothing that stands as a learned guess in {}.",
            row.id.0,
            own.folder.display()
        ));
        return Ok(exit::OK);
    }
    own.change(&taught, args.yes, args.json, terminal)?;
    terminal.remark("Take `allow_guessed` out of the config again.");
    Ok(exit::OK)
}

/// A practice site is made by us: what is removed there says nothing of the real pages.
fn refuse_practice(row: &RunRow) -> Result<(), Failure> {
    if Url::parse(&row.start.site).is_ok_and(|site| is_real(&site)) {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "run {} was on {}, which proves nothing of the real site; nothing was written",
            row.id.0, row.start.site
        ),
        "name a run on the real site with --run N; `unlinked replay --list` shows them",
    ))
}

/// The page's language, and what was clicked and read of those whom the ledger has as removed.
fn proved_by(
    events: &[Event],
    is_removed: impl Fn(&str) -> Result<bool, Failure>,
) -> Result<Option<(String, Vec<Hit>)>, Failure> {
    let mut language = None;
    let mut hits = Vec::new();
    let ended =
        events.iter().filter(|event| matches!(event.what, What::Outcome { outcome: Outcome::Removed, .. }));
    for end in ended {
        if !is_removed(&end.person)? {
            continue;
        }
        for event in events.iter().filter(|event| event.person == end.person && event.seq < end.seq) {
            let (sought, text, candidate) = match &event.what {
                What::Opened { language: said, .. } => {
                    language = bare_language(said).or(language);
                    continue;
                }
                What::Found { locator, candidate, text, .. } => match Sought::of_locator(locator) {
                    Some(sought) if sought.may_remove() => {
                        (sought, text, Some((locator.clone(), *candidate)))
                    }
                    _ => continue,
                },
                What::Dialog { text, .. } => {
                    let body = Hit { sought: Sought::DialogBody, text: text.clone(), candidate: None };
                    hits.push(body);
                    (Sought::DialogTitle, text, None)
                }
                _ => continue,
            };
            hits.push(Hit { sought, text: text.clone(), candidate });
        }
    }
    Ok(language.filter(|_| !hits.is_empty()).map(|language| (language, hits)))
}
