//! `unlinked selectors prove`: what was learned as a guess is one no more, once a removal on the real site has proved it.

use std::path::PathBuf;

use super::learn_files::{Change, in_use, own_folder};
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::Terminal;
use crate::cli::settings::{load_config, selector_folders, zone_of};
use crate::domain::{Action, Clock, Outcome, PersonKey};
use crate::learn::{Hit, Sought, prove};
use crate::ledger::{RunId, RunRow};
use crate::pace::SystemClock;
use crate::trace::{Event, What, salvage_events};
use crate::wording;

/// Take what a removal has proved out of the guesses: of the last run on the real site that removed somebody, what was clicked and read
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
    let own = own_folder(args.selectors.as_ref(), &config)?;
    let folders = selector_folders(Some(&own).filter(|own| own.is_dir()).cloned());
    let shelf = Shelf::open(&args.account)?;
    let kept = shelf.home.list().map_err(|error| Failure::State(error.to_string()))?;
    let mut removed = None;
    for row in shelf.ledger.runs(u32::MAX)? {
        let is_asked = args.run.is_none_or(|run| row.id == RunId(run));
        let Some(evidence) = kept.iter().find(|evidence| evidence.run == row.id).filter(|_| is_asked) else {
            continue;
        };
        let (events, _) =
            salvage_events(&evidence.folder).map_err(|error| Failure::State(error.to_string()))?;
        let is_removed = |key: &str| -> Result<bool, Failure> {
            let key = PersonKey(key.to_owned());
            Ok(shelf.ledger.standing(&key, Action::Remove)?.outcome == Outcome::Removed)
        };
        if let Some(found) = proved_by(&events, is_removed)? {
            removed = Some((row, found));
            break;
        }
    }
    let Some((row, (language, hits))) = removed else {
        return Err(Failure::usage(
            "no run with evidence has removed somebody",
            "remove one person whom you have rehearsed, with --limit 1; docs/selectors.md has the whole way",
        ));
    };
    refuse_practice(&row)?;
    let day = wording::day(SystemClock.now(), &zone_of(&config));
    let taught = prove(&hits, (&language, config.surface), |file| in_use(file, &folders), &day)
        .map_err(|why| Failure::usage(why.to_string(), "edit the files by hand: docs/selectors.md"))?;
    if taught.is_empty() {
        terminal.remark(&format!(
            "Run {} has proved nothing that stands as a learned guess in {}.",
            row.id.0,
            own.display()
        ));
        return Ok(exit::OK);
    }
    let change = Change { taught: &taught, own: &own, folders: &folders, surface: config.surface };
    change.make(args.yes, args.json, terminal)?;
    terminal
        .remark(&format!("Written into {}. Take `allow_guessed` out of the config again.", own.display()));
    Ok(exit::OK)
}

/// A practice site is made by us: what is removed there says nothing of the real pages.
fn refuse_practice(row: &RunRow) -> Result<(), Failure> {
    let is_real = url::Url::parse(&row.start.site)
        .ok()
        .and_then(|site| {
            site.host_str().map(|host| host == "linkedin.com" || host.ends_with(".linkedin.com"))
        })
        .unwrap_or(false);
    if is_real {
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
                    let bare = said.split(['-', '_']).next().unwrap_or_default().to_lowercase();
                    language = Some(bare).filter(|bare| !bare.is_empty()).or(language);
                    continue;
                }
                What::Found { locator, candidate, text, .. } => match locator.as_str() {
                    "remove_item" | "row_remove_item" => (Sought::RemoveItem, text, Some(*candidate)),
                    "confirm" => (Sought::Confirm, text, Some(*candidate)),
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
