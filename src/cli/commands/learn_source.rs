//! Where `selectors learn` has its page from: one that is open, one that was saved, or what a run has kept of one; and which places
//! are asked about there.

use std::path::Path;

use super::{probe, probe_saved};
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::beside::account_of;
use crate::cli::failure::Failure;
use crate::cli::look::Look;
use crate::cli::wait_for::wait_for;
use crate::config::Config;
use crate::domain::{PageText, Picture, Place};
use crate::engine::Probed;
use crate::learn::{Looked, MayBe, Memory, Sought, Tree, Vocabulary, rank};
use crate::ledger::RunId;
use crate::saved::Token;
use crate::selectors::{DEFAULT_LANGUAGE, Selectors, bare_language};
use crate::trace::{Event, What};

/// Which page is asked for.
pub(super) struct Asked<'a> {
    /// Somebody whose page is opened.
    pub(super) who: Option<&'a str>,
    /// A saved page, and the address that it had.
    pub(super) file: Option<(&'a Path, &'a str)>,
    /// A run, where it is not the last that could not go on.
    pub(super) run: Option<RunId>,
    pub(super) account: &'a AccountArgs,
    /// Whether a page that is opened is to be pictured, if the config has pictures taken at all.
    pub(super) pictured: bool,
}

/// What is asked about: each place with all that it may be, which is something.
pub(super) type Lists = Vec<(Sought, Vec<MayBe>)>;

/// A page to learn from.
pub(super) struct Source {
    pub(super) tree: Tree,
    /// Its language, the first part of its `lang`.
    pub(super) language: String,
    /// Whose it is, if it says so.
    name: Option<PageText>,
    /// Where it is from, for the user.
    pub(super) from: String,
    /// It as it stood, where there is a picture.
    pub(super) picture: Shot,
}

/// A picture of the page that is learned from.
pub(super) enum Shot {
    /// There is none, and why.
    None(&'static str),
    /// One that was taken just now.
    Taken(Picture),
    /// One that a run may have kept: its file, and how many px of it make one CSS px.
    Kept { run: RunId, file: Option<String>, scale: Option<f64> },
}

impl Source {
    /// Whose it is, to be left out of what is written.
    pub(super) fn whose(&self) -> Option<&str> {
        self.name.as_ref().map(PageText::for_judging)
    }
}

/// The page that the user names; without a name what the last run has kept that could not go on. `None` if there is none.
pub(super) fn source(
    asked: &Asked<'_>,
    config: &Config,
    selectors: &Selectors,
    known: &Vocabulary,
) -> Result<Option<(Source, Lists)>, Failure> {
    let memory = memory(asked.account, config)?;
    let known = (known, &memory);
    let Some(seen) = looked_at(asked, config, selectors)? else { return of_runs(asked, known) };
    if seen.page.path.contains(SENT) {
        return Ok(Some(of_invitations(seen, known)));
    }
    Ok(Some(of_page(&seen.probed, &seen.page.tokens, known, seen.page.from, seen.picture)))
}

/// A page to be outlined.
pub(super) struct Page {
    pub(super) tokens: Vec<Token>,
    /// Its path, as far as it is known.
    pub(super) path: String,
    /// Its language, the first part of its `lang`.
    pub(super) language: String,
    /// Where it is from, for the user.
    pub(super) from: String,
}

/// The page that the user names; without a name the last that a run has kept, whatever is known of it today. `None` if there is none.
pub(super) fn page(
    asked: &Asked<'_>,
    config: &Config,
    selectors: &Selectors,
) -> Result<Option<Page>, Failure> {
    if let Some(seen) = looked_at(asked, config, selectors)? {
        return Ok(Some(seen.page));
    }
    if !account_of(asked.account)?.ledger_path().exists() {
        return Ok(None);
    }
    Shelf::open(asked.account)?.in_newest(asked.run, RUNS, |row, events| {
        Ok(events.iter().rev().find_map(|event| {
            let (What::Dialog { outline, .. }
            | What::NotFound { outline, .. }
            | What::Problem { outline, .. }) = &event.what
            else {
                return None;
            };
            let (language, _) = opened(events, event)?;
            let tokens = Tree::of_outline(outline.as_ref()?, &[]).tokens();
            let from = format!("what run {} has kept", row.id.0);
            Some(Page { tokens, path: "/in/".to_owned(), language, from })
        }))
    })
}

/// A page that was looked at just now.
struct Seen {
    probed: Probed,
    picture: Shot,
    page: Page,
}

/// The page that the user names, if one is named.
fn looked_at(asked: &Asked<'_>, config: &Config, selectors: &Selectors) -> Result<Option<Seen>, Failure> {
    let page = |probed: &Probed, tokens: Vec<Token>, path: String, from: String| {
        let language = language_of(probed.sight.language.for_judging());
        Page { tokens, path, language, from }
    };
    if let Some((file, url)) = asked.file {
        let path = probe::path_of(url, &config.site)?;
        let read = wait_for(probe_saved::read(file, config, selectors, &path), 0)??;
        let from = format!("the saved page {}", file.display());
        let picture = Shot::None("Of a saved page there is no picture.");
        let page = page(&read.probed, read.tokens, path, from);
        return Ok(Some(Seen { probed: read.probed, picture, page }));
    }
    if let Some(who) = asked.who {
        let path = probe::path_of(who, &config.site)?;
        let look = Look { command: "unlinked selectors learn", account: asked.account, config, selectors };
        let looked = wait_for(probe::look_at(look, &path, asked.pictured && config.evidence.pictures), 0)??;
        if let Some(why) = &looked.unknown {
            return Err(Failure::usage(
                format!("it cannot be read who is signed in ({why}), so {path} was not opened"),
                "`unlinked selectors probe` on your own page shows what does not fit there",
            ));
        }
        let mut probed = looked.probed;
        if let Some(stop) = &probed.sight.stop {
            let message = format!("{path} is a page that ends a run ({}: {})", stop.sign, stop.what);
            return Err(Failure::Stopped { by: stop.sign.stopped_by(), message });
        }
        let tokens = probed.tokens.take().unwrap_or_default();
        let picture = match probed.picture.take() {
            Some(picture) => Shot::Taken(picture),
            None if config.evidence.pictures => Shot::None("No picture of the page could be taken."),
            None => Shot::None("No picture was taken, since `evidence.pictures` is off in the config."),
        };
        let from = format!("the page at {path}");
        let page = page(&probed, tokens, path, from);
        return Ok(Some(Seen { probed, picture, page }));
    }
    Ok(None)
}

/// What is known of the places beforehand: what they are called, and how they looked.
type Known<'a> = (&'a Vocabulary, &'a Memory);

/// How the places looked when a run of this account last found them, on this site and in this layout.
fn memory(account: &AccountArgs, config: &Config) -> Result<Memory, Failure> {
    let mut memory = Memory::default();
    if !account_of(account)?.ledger_path().exists() {
        return Ok(memory);
    }
    let shelf = Shelf::open(account)?;
    shelf.in_newest(None, RUNS, |row, events| {
        let is_alike = row.start.site == config.site.to_string() && row.start.surface == Some(config.surface);
        for event in events.iter().rev().filter(|_| is_alike) {
            let What::Found { locator, tag, icon, around, area, .. } = &event.what else { continue };
            memory.keep(locator, || Looked {
                tag: tag.clone(),
                icon: icon.clone(),
                around: around.clone(),
                area: *area,
                from: format!("run {}", row.id.0),
            });
        }
        Ok(memory.is_whole().then_some(()))
    })?;
    Ok(memory)
}

/// Asked about is what was not found. In the menu and in the dialog only where one is open.
fn of_page(
    probed: &Probed,
    tokens: &[Token],
    known: Known<'_>,
    from: String,
    picture: Shot,
) -> (Source, Lists) {
    let tree = Tree::of(tokens);
    let language = language_of(probed.sight.language.for_judging());
    let is_found = |place: Place| {
        probed.locators.iter().any(|seen| seen.locator == place.as_str() && seen.candidate.is_some())
    };
    let profile = probed.sight.profile.as_ref();
    let has_no_degree =
        profile.is_none_or(|profile| profile.degree.is_none() && !profile.connect && !profile.pending);
    let mut wanted = Vec::new();
    if has_no_degree && !is_found(Place::Row) {
        wanted.extend(DEGREES);
    }
    // What labels them is read before they are clicked: of a language that is not known, its words may be somebody's name.
    for (sought, place) in [(Sought::More, Place::More), (Sought::RemoveItem, Place::RemoveItem)] {
        if !(is_found(place) && known.0.knows(sought, &language)) {
            wanted.push(sought);
        }
    }
    let mut lists = lists(&tree, wanted, known, &language);
    if !is_found(Place::Confirm) {
        let dialog = self::lists(&tree, DIALOG, known, &language);
        // What has no button to press is no dialog that asks.
        if dialog.iter().any(|(sought, _)| *sought == Sought::Confirm) {
            lists.extend(dialog);
        }
    }
    // A message that stands on the page is asked about in a language of which none is known.
    if !known.0.knows(Sought::ToastFailed, &language) {
        lists.extend(self::lists(&tree, [Sought::ToastFailed], known, &language));
    }
    let name = profile.map(|profile| profile.name.clone());
    (Source { tree, language, name, from, picture }, lists)
}

/// On the page of sent invitations asked about is how their age is told: in each unit that the language has no text for, and, where
/// it has some, what begins or ends alike and is none of them.
fn of_invitations(seen: Seen, known: Known<'_>) -> (Source, Lists) {
    let tree = Tree::of(&seen.page.tokens);
    let language = seen.page.language;
    let mut lists = lists(&tree, Sought::AGES, known, &language);
    for (age, list) in &mut lists {
        let is_new = !known.0.knows(*age, &language);
        list.retain(|one| !one.is_known && (is_new || known.0.tells_an_age_alike(&one.text, &language)));
    }
    lists.retain(|(_, list)| !list.is_empty());
    (Source { tree, language, name: None, from: seen.page.from, picture: seen.picture }, lists)
}

/// What the path of the page of sent invitations holds (ui-evidence 12).
const SENT: &str = "/invitation-manager/sent";

/// All that each place may be; a place that nothing may be is left out.
fn lists(
    tree: &Tree,
    wanted: impl IntoIterator<Item = Sought>,
    (known, memory): Known<'_>,
    language: &str,
) -> Lists {
    let lists = wanted.into_iter().map(|sought| (sought, rank(tree, sought, known, memory, language)));
    lists.filter(|(_, list)| !list.is_empty()).collect()
}

/// A page that names no language has the one that the files take it for.
fn language_of(said: &str) -> String {
    bare_language(said).unwrap_or_else(|| DEFAULT_LANGUAGE.to_owned())
}

/// What is asked about a degree.
const DEGREES: [Sought; 2] = [Sought::Degree, Sought::SecondDegree];

/// What is asked about a dialog.
const DIALOG: [Sought; 3] = [Sought::DialogTitle, Sought::DialogBody, Sought::Confirm];

/// How many runs are looked through for one that could not go on.
const RUNS: u32 = 20;

/// Which places a run has kept something of that it could not go on with.
pub(super) fn places_of_run(
    account: &AccountArgs,
    run: RunId,
    selectors: &Selectors,
) -> Result<Vec<Sought>, Failure> {
    let known = Vocabulary::of(selectors);
    let kept = Shelf::open(account)?.in_newest(Some(run), RUNS, |row, events| {
        Ok(of_events(events, (&known, &Memory::default()), row.id))
    })?;
    Ok(kept.map(|(_, lists)| lists.into_iter().map(|(sought, _)| sought).collect()).unwrap_or_default())
}

fn of_runs(asked: &Asked<'_>, known: Known<'_>) -> Result<Option<(Source, Lists)>, Failure> {
    let shelf = Shelf::open(asked.account)?;
    let found = shelf.in_newest(asked.run, RUNS, |row, events| Ok(of_events(events, known, row.id)))?;
    let (None, Some(run)) = (&found, asked.run) else { return Ok(found) };
    if shelf.evidence()?.iter().all(|evidence| evidence.run != run) {
        return Err(Failure::usage(
            format!("there is no evidence of run {}", run.0),
            "`unlinked replay --list` shows which runs have some",
        ));
    }
    Err(Failure::usage(
        format!("run {} has kept no page that it could not go on with", run.0),
        "name somebody, to look at their page now: unlinked selectors learn WHO",
    ))
}

/// The last page of a run that could not go on: a dialog that was not known, or a place that was not found.
fn of_events(events: &[Event], known: Known<'_>, run: RunId) -> Option<(Source, Lists)> {
    events.iter().rev().find_map(|event| {
        let (outline, wanted) = match &event.what {
            What::Dialog { outline: Some(outline), .. } => (outline, DIALOG.to_vec()),
            What::NotFound { outline: Some(outline), locator, .. } => {
                (outline, vec![Sought::of_locator(locator)?])
            }
            What::Problem { outline: Some(outline), .. } if !has_dialog(events, event) => {
                (outline, DEGREES.to_vec())
            }
            _ => return None,
        };
        let (language, name) = opened(events, event)?;
        let tree = Tree::of_outline(outline, &event.areas);
        let mut lists = lists(&tree, wanted, known, &language);
        // What the language calls so already was not what was missed.
        lists.retain(|(_, list)| !list.iter().any(|one| one.is_known));
        let from = format!("what run {} has kept", run.0);
        let picture = Shot::Kept { run, file: event.picture.clone(), scale: event.scale };
        (!lists.is_empty()).then_some((Source { tree, language, name, from, picture }, lists))
    })
}

/// The language and the name of the page on which something happened.
fn opened(events: &[Event], event: &Event) -> Option<(String, Option<PageText>)> {
    let before = events.iter().rev().filter(|other| other.seq <= event.seq && other.person == event.person);
    before.into_iter().find_map(|other| match &other.what {
        What::Opened { language, name, .. } => {
            Some((language_of(language), name.as_deref().map(PageText::from)))
        }
        _ => None,
    })
}

/// Whether the person's dialog was kept before: then that is what was not known, and not the page under it.
fn has_dialog(events: &[Event], event: &Event) -> bool {
    events.iter().any(|other| {
        other.person == event.person
            && other.seq < event.seq
            && matches!(&other.what, What::Dialog { outline: Some(_), .. })
    })
}
