//! Where `selectors learn` has its page from: one that is open, one that was saved, or what a run has kept of one; and which places
//! are asked about there.

use std::path::Path;

use super::{probe, probe_saved};
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::failure::Failure;
use crate::cli::look::Look;
use crate::cli::wait_for::wait_for;
use crate::config::Config;
use crate::domain::Place;
use crate::engine::Probed;
use crate::learn::{Sought, Tree, Vocabulary, rank};
use crate::ledger::RunId;
use crate::saved::Token;
use crate::selectors::Selectors;
use crate::trace::{Event, What, salvage_events};

/// Which page is asked for.
pub(super) struct Asked<'a> {
    /// Somebody whose page is opened.
    pub(super) who: Option<&'a str>,
    /// A saved page, and the address that it had.
    pub(super) file: Option<(&'a Path, &'a str)>,
    /// A run, where it is not the last that could not go on.
    pub(super) run: Option<RunId>,
    pub(super) account: &'a AccountArgs,
}

/// A page to learn from.
pub(super) struct Source {
    pub(super) tree: Tree,
    /// Its language, the first part of its `lang`.
    pub(super) language: String,
    /// Whose it is, if it says so.
    pub(super) name: Option<String>,
    /// What is asked about.
    pub(super) wanted: Vec<Sought>,
    /// Where it is from, for the user.
    pub(super) from: String,
}

/// The page that the user names; without a name what the last run has kept that could not go on. `None` if there is none.
pub(super) fn source(
    asked: &Asked<'_>,
    config: &Config,
    selectors: &Selectors,
    known: &Vocabulary,
) -> Result<Option<Source>, Failure> {
    if let Some((file, url)) = asked.file {
        let path = probe::path_of(url, &config.site)?;
        let read = wait_for(probe_saved::read(file, config, selectors, &path), 0)??;
        let from = format!("the saved page {}", file.display());
        return Ok(Some(of_page(&read.probed, &read.tokens, known, from)));
    }
    if let Some(who) = asked.who {
        let path = probe::path_of(who, &config.site)?;
        let look = Look { command: "unlinked selectors learn", account: asked.account, config, selectors };
        let looked = wait_for(probe::look_at(look, &path), 0)??;
        if let Some(why) = &looked.unknown {
            return Err(Failure::usage(
                format!("it cannot be read who is signed in ({why}), so {path} was not opened"),
                "`unlinked selectors probe` on your own page shows what does not fit there",
            ));
        }
        let probed = looked.probed;
        if let Some(stop) = &probed.sight.stop {
            let message = format!("{path} is a page that ends a run ({}: {})", stop.sign, stop.what);
            return Err(Failure::Stopped { by: stop.sign.stopped_by(), message });
        }
        let tokens = probed.tokens.clone().unwrap_or_default();
        return Ok(Some(of_page(&probed, &tokens, known, format!("the page at {path}"))));
    }
    of_runs(asked, known)
}

/// Asked about is what was not found. In the menu and in the dialog only where one is open.
fn of_page(probed: &Probed, tokens: &[Token], known: &Vocabulary, from: String) -> Source {
    let tree = Tree::of(tokens);
    let language = probed.sight.language.clone().into_field();
    let is_found = |place: Place| {
        probed.locators.iter().any(|seen| seen.locator == place.as_str() && seen.candidate.is_some())
    };
    let profile = probed.sight.profile.as_ref();
    let mut wanted = Vec::new();
    let is_shown = |sought| !rank(&tree, sought, known, &language).is_empty();
    let has_no_degree =
        profile.is_none_or(|profile| profile.degree.is_none() && !profile.connect && !profile.pending);
    if has_no_degree && !is_found(Place::Row) {
        wanted.extend([Sought::Degree, Sought::SecondDegree].into_iter().filter(|sought| is_shown(*sought)));
    }
    // What labels them is read before they are clicked: of a language that is not known, its words may be somebody's name.
    for (sought, place) in [(Sought::More, Place::More), (Sought::RemoveItem, Place::RemoveItem)] {
        if !(is_found(place) && known.knows(sought, &short(&language))) && is_shown(sought) {
            wanted.push(sought);
        }
    }
    if !is_found(Place::Confirm) && is_shown(Sought::Confirm) {
        wanted.extend(DIALOG.into_iter().filter(|sought| is_shown(*sought)));
    }
    let name = profile.map(|profile| profile.name.clone().into_field());
    Source { tree, language: short(&language), name, wanted, from }
}

/// `pt-BR` is `pt`.
fn short(language: &str) -> String {
    let bare = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    if bare.is_empty() { "en".to_owned() } else { bare }
}

/// What is asked about a dialog.
const DIALOG: [Sought; 3] = [Sought::DialogTitle, Sought::DialogBody, Sought::Confirm];

/// How many runs are looked through for one that could not go on.
const RUNS: u32 = 20;

fn of_runs(asked: &Asked<'_>, known: &Vocabulary) -> Result<Option<Source>, Failure> {
    let shelf = Shelf::open(asked.account)?;
    let kept = shelf.home.list().map_err(|error| Failure::State(error.to_string()))?;
    let named = asked.run;
    let runs = match named {
        Some(run) => vec![run],
        None => shelf.ledger.runs(RUNS)?.iter().map(|row| row.id).collect(),
    };
    for run in runs {
        let Some(evidence) = kept.iter().find(|evidence| evidence.run == run) else {
            if named.is_some() {
                return Err(Failure::usage(
                    format!("there is no evidence of run {}", run.0),
                    "`unlinked replay --list` shows which runs have some",
                ));
            }
            continue;
        };
        let (events, _) =
            salvage_events(&evidence.folder).map_err(|error| Failure::State(error.to_string()))?;
        if let Some(found) = of_events(&events, known, run) {
            return Ok(Some(found));
        }
    }
    if let Some(run) = named {
        return Err(Failure::usage(
            format!("run {} has kept no page that it could not go on with", run.0),
            "name somebody, to look at their page now: unlinked selectors learn WHO",
        ));
    }
    Ok(None)
}

/// The last page of a run that could not go on: a dialog that was not known, or a place that was not found.
fn of_events(events: &[Event], known: &Vocabulary, run: RunId) -> Option<Source> {
    let kept = events.iter().rev().find_map(|event| {
        let (outline, wanted) = match &event.what {
            What::Dialog { outline: Some(outline), .. } => (outline, DIALOG.to_vec()),
            What::NotFound { outline: Some(outline), locator, .. } => (outline, vec![place_of(locator)?]),
            What::Problem { outline: Some(outline), .. } if !has_dialog(events, event) => {
                (outline, vec![Sought::Degree, Sought::SecondDegree])
            }
            _ => return None,
        };
        let opened =
            events.iter().rev().filter(|other| other.seq <= event.seq && other.person == event.person);
        let (language, name) = opened
            .filter_map(|other| match &other.what {
                What::Opened { language, name, .. } => Some((language.clone(), name.clone())),
                _ => None,
            })
            .next()?;
        let tree = Tree::of_outline(outline);
        let is_shown = |sought: &Sought| {
            let list = rank(&tree, *sought, known, &language);
            !list.is_empty() && !list.iter().any(|one| one.is_known)
        };
        let wanted: Vec<Sought> = wanted.into_iter().filter(is_shown).collect();
        (!wanted.is_empty()).then_some((tree, short(&language), name, wanted))
    })?;
    let (tree, language, name, wanted) = kept;
    Some(Source { tree, language, name, wanted, from: format!("what run {} has kept", run.0) })
}

/// Whether the person's dialog was kept before: then that is what was not known, and not the page under it.
fn has_dialog(events: &[Event], event: &Event) -> bool {
    events.iter().any(|other| {
        other.person == event.person
            && other.seq < event.seq
            && matches!(&other.what, What::Dialog { outline: Some(_), .. })
    })
}

fn place_of(locator: &str) -> Option<Sought> {
    match locator {
        "more" => Some(Sought::More),
        "remove_item" | "row_remove_item" => Some(Sought::RemoveItem),
        "confirm" | "confirm_button" | "dialog" => Some(Sought::Confirm),
        "degree" => Some(Sought::Degree),
        _ => None,
    }
}
