//! `unlinked selectors prove`: what was learned as a guess is one no more, once a removal on the real site has proved it.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use url::Url;

use super::learn::Pick;
use super::learn_files::OwnFiles;
use crate::browser::is_real;
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::Terminal;
use crate::cli::page_args::PageArgs;
use crate::cli::settings::zone_of;
use crate::domain::{Action, Clock, Outcome, PersonKey};
use crate::learn::{Hit, Sought, prove};
use crate::ledger::{RunId, RunRow};
use crate::pace::SystemClock;
use crate::selectors::bare_language;
use crate::trace::{Event, What};
use crate::wording;

/// Remove the mark `guess` from learned lines, after one removal has proved them
///
/// Only lines that `selectors learn` has written change; they are shown first. With WHO it makes that removal: one connection whom you
/// want removed is rehearsed and the picture is shown. Once you have typed their name, they are removed by the lines that are still
/// guesses. A dialog that is not known is not answered: you are asked what is in it, and the removal is tried once more. Without WHO it goes by the last run that removed somebody on the real site.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// A connection whom you want removed, by address or slug: they are rehearsed, shown, and removed by the guesses
    #[arg(value_name = "WHO", conflicts_with = "run")]
    pub(super) who: Option<String>,
    /// Their name, as it is on their page [default: as the ledger has it, else asked]
    #[arg(long, value_name = "NAME", requires = "who")]
    pub(super) name: Option<String>,
    /// Their name once more, in place of typing it under the picture: they are removed for good
    #[arg(long, value_name = "NAME", requires = "who")]
    pub(super) confirm: Option<String>,
    /// What a place is that is still missing on the way, as `selectors learn --pick`; can be repeated
    #[arg(long, value_name = "PLACE=WHICH", requires = "who", value_parser = Pick::read)]
    pub(super) pick: Vec<Pick>,
    /// No pace, calendar, budgets: only with a practice site on this machine
    #[arg(long, requires = "who")]
    pub(super) no_limits: bool,
    /// Leave the active hours and days of the config out of account, this once
    #[arg(long, requires = "who")]
    pub(super) now: bool,
    /// Print where the picture is, and do not open it
    #[arg(long, requires = "who")]
    pub(super) no_open: bool,
    #[command(flatten)]
    pub(super) page_args: PageArgs,
    /// The run that is gone by [default: the last one that removed somebody]
    #[arg(long, value_name = "N")]
    run: Option<i64>,
    /// The folder with your selector files [default: `unlinked/selectors` in the XDG config folder]
    #[arg(long, value_name = "DIR")]
    pub(super) selectors: Option<PathBuf>,
    /// Write the lines without asking
    #[arg(long)]
    pub(super) yes: bool,
    /// Print one JSON object a line: one for each file
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) account: AccountArgs,
}

/// Takes what a run of the user's has proved out of the guesses; of the last one that removed somebody where none is named.
pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    by_runs(args, args.run.map(|run| RunId(run)..=RunId(run)), terminal)
}

/// Takes what runs that belong together have proved out of the guesses: one may have clicked, and a later one seen what came of it. By
/// the last run that removed somebody where none are named.
pub(super) fn by_runs(
    args: &Args,
    runs: Option<RangeInclusive<RunId>>,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let config = args.page_args.config(&args.account)?;
    let own = OwnFiles::of(args.selectors.as_ref(), &config)?;
    let shelf = Shelf::open(&args.account)?;
    let is_removed = |key: &str| -> Result<bool, Failure> {
        let key = PersonKey(key.to_owned());
        Ok(shelf.ledger.standing(&key, Action::Remove)?.outcome == Outcome::Removed)
    };
    let last = runs.as_ref().map(|runs| *runs.end());
    let removed = shelf.in_newest(last, u32::MAX, |row, events| {
        let mut together = Vec::new();
        for run in runs.as_ref().map_or(row.id.0..row.id.0, |runs| runs.start().0..row.id.0) {
            let before =
                shelf.in_newest(Some(RunId(run)), u32::MAX, |_, events| Ok(Some(events.to_vec())))?;
            together.extend(before.unwrap_or_default());
        }
        together.extend_from_slice(events);
        Ok(proved_by(&together, is_removed)?.map(|found| (row.clone(), found)))
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
    if config.selectors.allow_guessed {
        terminal.remark("Take `allow_guessed` out of the config again: this way needs it no more.");
    }
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
    let is_end = |event: &Event| matches!(event.what, What::Outcome { outcome: Outcome::Removed, .. });
    let ended = events.iter().enumerate().filter(|(_, event)| is_end(event));
    for (at, end) in ended {
        if !is_removed(&end.person)? {
            continue;
        }
        for event in events.iter().take(at).filter(|event| event.person == end.person) {
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(person: &str, what: &Value) -> Event {
        serde_json::from_value(json!({
            "seq": 1, "at": 0, "person": person, "line": 2, "step": "find", "ms": 0, "what": what,
        }))
        .unwrap()
    }

    fn opened(person: &str) -> Event {
        let what = json!({ "opened": { "path": "/in/x/", "address": "", "status": 200, "front_end": "sdui", "language": "xx", "name": null, "degree": "1st" } });
        event(person, &what)
    }

    fn found(person: &str, locator: &str, candidate: usize, text: &str) -> Event {
        let what = json!({ "found": {
            "locator": locator, "candidate": candidate, "guess": true, "tag": "div", "text": text,
            "area": { "x": 0, "y": 0, "width": 1, "height": 1 }, "point": { "x": 0, "y": 0 }, "notes": [],
        } });
        event(person, &what)
    }

    fn ended(person: &str, outcome: &str) -> Event {
        event(person, &json!({ "outcome": { "outcome": outcome, "detail": "" } }))
    }

    fn texts(events: &[Event], removed: &[&str]) -> Option<Vec<String>> {
        let found = proved_by(events, |key| Ok(removed.contains(&key))).unwrap()?;
        assert_eq!(found.0, "xx");
        Some(found.1.into_iter().map(|hit| hit.text).collect())
    }

    #[test]
    fn what_was_clicked_in_several_runs_counts_for_whom_the_ledger_has_as_removed() {
        let first = [opened("a"), found("a", "remove_item", 2, "Gak"), ended("a", "failed")];
        let second = [opened("a"), found("a", "confirm_button", 1, "Lovi"), ended("a", "removed")];
        let other = [opened("b"), found("b", "remove_item", 3, "Zode"), ended("b", "mismatch")];
        let all: Vec<Event> = [&first[..], &other, &second].concat();
        assert_eq!(texts(&all, &["a"]), Some(vec!["Gak".to_owned(), "Lovi".to_owned()]));
        // The ledger has the last word: what a trace says of an end is not enough.
        assert_eq!(texts(&all, &[]), None);
        assert_eq!(texts(&first, &["a"]), None);
    }

    #[test]
    fn what_is_no_guess_of_a_removal_or_came_after_its_end_proves_nothing() {
        let events = [
            opened("a"),
            found("a", "more", 0, "Rorod"),
            ended("a", "removed"),
            found("a", "remove_item", 0, "Gak"),
        ];
        assert_eq!(texts(&events, &["a"]), None);
    }
}
