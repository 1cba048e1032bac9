//! `unlinked selectors probe URL`: try the selector files on a live page, read-only, or on one that was saved.

use std::path::PathBuf;

use comfy_table::{Cell, ContentArrangement, Table};
use serde_json::json;
use url::Url;

use crate::browser::{LocatorSeen, is_of_site};
use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::look::{Look, Seen, Sight, unasked};
use crate::cli::output::RULED;
use crate::cli::output::{Stdout, Terminal, line_of, printable};
use crate::cli::page_args::PageArgs;
use crate::cli::settings::selector_folders;
use crate::cli::wait_for::wait_for;
use crate::domain::{Clock, Place, Reason, Slug, StoppedBy};
use crate::engine::{ProbeError, Probed, probe, probe_here, stop_sign};
use crate::pace::SystemClock;
use crate::saved::{Known, Token, outline};
use crate::selectors::Selectors;
use crate::system::new_file::{Existing, NewFile};

/// Try the files on a live page, read-only
///
/// Shows which candidate of each locator matched, what is ambiguous and what is missing. Opens the overflow menu of a profile to see what is in it, closes it again, and clicks nothing else. With `--file`, try
/// them on a page that was saved from a browser: no account is asked and nothing is loaded.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The page: a profile's address or slug, or a path of the site such as `/mynetwork/invite-connect/connections/`
    #[arg(value_name = "URL", required_unless_present = "file", conflicts_with = "file")]
    page: Option<String>,
    /// A page saved from a browser, as "Webpage, complete" or as MHTML
    #[arg(long, value_name = "FILE", requires = "url")]
    pub(in crate::cli) file: Option<PathBuf>,
    /// The address that the saved page had
    #[arg(long, value_name = "URL", requires = "file")]
    url: Option<String>,
    /// Write to FILE what may be shared of the page: its structure, and of its words only those of the program's own files
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) outline: Option<PathBuf>,
    #[command(flatten)]
    page_args: PageArgs,
    /// A folder with selector files of your own, looked at before the others
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
    /// Print one JSON object a line: one for each locator, one at the end
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let config = args.page_args.config(&args.account)?;
    let folders = selector_folders(args.selectors.clone().or(config.selectors.dir.clone()));
    let selectors = Selectors::load(config.surface, &folders)
        .map_err(|error| Failure::Files(FileFault::of_selectors(error)))?;
    let page = args.page.as_ref().or(args.url.as_ref()).map_or("/", String::as_str);
    let path = path_of(page, &config.site)?;
    if let Some(file) = &args.file {
        let read = wait_for(super::probe_saved::read(file, &config, &selectors, &path), 0)??;
        show(&read.probed, Styles::of(read.is_styled), args.json, terminal);
        if !read.is_styled {
            terminal.remark(
                "Not all of the page's styles were saved, so it cannot be told of everything whether it is seen: \"cannot tell\" stands \
                 there. `unlinked selectors probe URL` on the open page sees all of it.",
            );
        }
        write_outline(args, &read.tokens, &path, terminal)?;
        let unclear = read.probed.locators.iter().any(|locator| read.is_styled && is_ambiguous(locator));
        return Ok(if unclear || !fits(&read.probed) { exit::NEEDS_A_LOOK } else { exit::OK });
    }
    let look = Look {
        command: "unlinked selectors probe",
        account: &args.account,
        config: &config,
        selectors: &selectors,
    };
    let looked = wait_for(look_at(look, &path, false), 0)??;
    show(&looked.probed, Styles::There, args.json, terminal);
    write_outline(args, looked.probed.tokens.as_deref().unwrap_or_default(), &path, terminal)?;
    if let Some(why) = &looked.unknown {
        terminal.remark(&format!(
            "It cannot be read who is signed in ({}), so {} was not opened: this is the page that leads to one's own profile. \
             It does not look as the selector files say; mend them (docs/selectors.md), then probe again.",
            printable(why),
            printable(&path),
        ));
    }
    Ok(match looked.stopped_by() {
        Some(by) => exit::of_stop(by),
        None if looked.unknown.is_some() => exit::NEEDS_A_LOOK,
        None if looked.probed.locators.iter().any(is_ambiguous) => exit::NEEDS_A_LOOK,
        None if !fits(&looked.probed) => exit::NEEDS_A_LOOK,
        None => exit::OK,
    })
}

pub(super) fn path_of(page: &str, site: &Url) -> Result<String, Failure> {
    if page.starts_with('/') {
        return Ok(page.to_owned());
    }
    // A page of the site that is nobody's profile.
    if let Ok(url) = Url::parse(page)
        && is_of_site(&url, site)
        && !url.path().starts_with("/in/")
    {
        return Ok(url.path().to_owned());
    }
    match Slug::parse_at(page, site) {
        Ok(slug) => Ok(slug.path()),
        Err(fault) => Err(Failure::usage(format!("`{page}`: {fault}"), fault.help())),
    }
}

/// Where it cannot be read who is signed in, no other page is opened: what is seen is the page that leads to one's own profile.
/// The page is read with a picture if it is to be `pictured`.
pub(super) async fn look_at(look: Look<'_>, path: &str, pictured: bool) -> Result<Looked, Failure> {
    let config = look.config;
    look.take(async |sight, who| {
        let Sight { page, ledger, run } = sight;
        let limit = config.engine.locate_timeout;
        let (probed, unknown) = match who {
            Ok(()) => (probe(page, ledger, run, &SystemClock, path, limit, pictured).await, None),
            Err(why) => (probe_here(page, limit, pictured).await.map_err(ProbeError::Page), Some(why)),
        };
        let probed = probed.map_err(|error| match error {
            ProbeError::Page(fault) => unasked(fault),
            ProbeError::State(error) => error.into(),
        })?;
        // The page itself is shown all the same: what it looks like is what a probe is for.
        if let Some(stop) = &probed.sight.stop {
            stop_sign::heed(stop, ledger, run, &config.cooldown.steps, SystemClock.now())?;
        }
        Ok(Looked { probed, unknown })
    })
    .await
}

/// What was seen.
pub(super) struct Looked {
    pub(super) probed: Probed,
    /// Why it could not be read who is signed in; then the page is that of the own profile.
    pub(super) unknown: Option<String>,
}

impl Seen for Looked {
    fn stopped_by(&self) -> Option<StoppedBy> {
        self.probed.sight.stop.as_ref().map(|stop| stop.sign.stopped_by())
    }
}

/// Writes what may be shared of the page, if it is asked for.
fn write_outline(args: &Args, tokens: &[Token], path: &str, terminal: &Terminal) -> Result<(), Failure> {
    let Some(file) = &args.outline else { return Ok(()) };
    if tokens.is_empty() {
        let why = format!("the page could not be taken down, so {} was not written", file.display());
        return Err(Failure::Stopped { by: StoppedBy::Browser, message: why });
    }
    let text = outline(tokens, path, &Known::built_in());
    NewFile::put_for_all(file, text.as_bytes(), Existing::Stays).map_err(|why| {
        let message = format!("{} cannot be written: {why}", file.display());
        Failure::usage(message, "name a file that is not there yet, in a folder that you may write to")
    })?;
    terminal.remark(&format!(
        "{} holds the page's outline: its structure, and of its words those that the program's own files have. Read it before you \
         share it.",
        file.display()
    ));
    Ok(())
}

/// Whether a page has its styles, by which alone it can be told what is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Styles {
    There,
    NotSaved,
}

impl Styles {
    fn of(is_styled: bool) -> Styles {
        if is_styled { Styles::There } else { Styles::NotSaved }
    }
}

/// Whether it depends on styles that were not saved how a locator stands: on what is seen of several, of one that seems hidden, or of
/// the scope in which it is searched.
fn rests_on_styles(locator: &LocatorSeen, all: &[LocatorSeen]) -> bool {
    let own = locator.why.as_deref() == Some(Reason::NotVisible.as_str()) || is_ambiguous(locator);
    let scopes = locator.notes.iter().filter_map(|note| note.note.as_deref()).filter_map(scope_of);
    let mut outer = scopes
        .filter_map(|scope| all.iter().find(|other| other.locator == scope && scope != locator.locator));
    own || (locator.count == 0 && outer.any(|outer| rests_on_styles(outer, all)))
}

/// The scope that a note names as not found.
fn scope_of(note: &str) -> Option<&str> {
    note.strip_prefix("scope \"")?.split('"').next()
}

fn show(probed: &Probed, styles: Styles, as_json: bool, terminal: &Terminal) {
    let mut stdout = Stdout::new(terminal);
    let sight = &probed.sight;
    if as_json {
        for locator in &probed.locators {
            let mut line = json!(locator);
            line["cannot_tell"] =
                json!(styles == Styles::NotSaved && rests_on_styles(locator, &probed.locators));
            line["event"] = json!("locator");
            stdout.line(&line_of(&line));
        }
        stdout.line(&line_of(&json!({
            "event": "page", "address": sight.address, "status": sight.status, "front_end": sight.front_end,
            "language": sight.language.clone().into_field(), "language_known": sight.language_known, "menu_opened": probed.menu_opened,
            "stop": sight.stop.as_ref().map(|stop| stop.sign),
        })));
        return;
    }
    let front_end = sight.front_end.map_or("unknown front end", |front_end| front_end.as_str());
    stdout.line(&format!("{}  ({front_end}, language {})", printable(&sight.address), sight.language));
    if let Some(stop) = &sight.stop {
        stdout.line(&format!("This page ends a run: {} ({}: {})", stop.sign, stop.by, printable(&stop.what)));
    }
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(terminal.width).unwrap_or(100))
        .set_header(["locator", "found", "candidate", "what"]);
    if !terminal.out.0 {
        table.force_no_tty();
    }
    // What was found first: that is what a person looks for.
    let mut locators: Vec<&LocatorSeen> = probed.locators.iter().collect();
    locators.sort_by_key(|locator| (locator.count == 0, &locator.locator));
    for locator in locators {
        table.add_row([
            Cell::new(&locator.locator),
            Cell::new(match styles {
                Styles::NotSaved if rests_on_styles(locator, &probed.locators) => "cannot tell".to_owned(),
                _ => found_word(locator),
            }),
            Cell::new(locator.candidate.map_or(String::new(), |nth| (nth + 1).to_string())),
            Cell::new(printable(&what_was_seen(locator))),
        ]);
    }
    stdout.line(&table.to_string());
    if let Some(missing) = &sight.missing {
        stdout.line(&format!("This page says that nobody is there ({}).", printable(missing)));
    }
    if !fits(probed) {
        stdout.line(
            "Nothing in the selector files fits this page: it is no page that a run reads, it did not load, or it has changed.",
        );
    }
    if !probed.menu_opened {
        stdout.line("The overflow menu was not opened, so the items in it were not seen.");
    }
}

/// Whether anything fits that tells of a person or a list. Where toasts would stand, every page of one kind has.
fn fits(probed: &Probed) -> bool {
    probed.locators.iter().any(|locator| locator.count > 0 && locator.locator != Place::ToastRegion.as_str())
}

fn is_ambiguous(locator: &LocatorSeen) -> bool {
    locator.rows.is_none() && locator.count > 1 && !Place::may_be_many(&locator.locator)
}

fn found_word(locator: &LocatorSeen) -> String {
    if let Some(rows) = locator.rows.filter(|rows| *rows > 0) {
        return format!("in {} of {rows}", locator.count);
    }
    match (locator.candidate, locator.count) {
        (Some(_), _) if locator.guess => "one, by a guess".to_owned(),
        (Some(_), _) => "one".to_owned(),
        (None, 0) => "none".to_owned(),
        (None, count) if is_ambiguous(locator) => format!("{count}: not unique"),
        (None, count) => count.to_string(),
    }
}

/// The element, or the one reason that says most; every reason is in `--json`.
fn what_was_seen(locator: &LocatorSeen) -> String {
    if locator.candidate.is_some() {
        return locator.tag.clone();
    }
    let telling = |note: &&str| !note.starts_with("0 in the page") && !note.starts_with("scope");
    let mut notes = locator.notes.iter().filter_map(|note| note.note.as_deref());
    if let Some(note) = notes.clone().find(telling) {
        return note.to_owned();
    }
    if locator.count > 0 {
        return String::new();
    }
    match notes.find_map(scope_of) {
        Some(scope) => format!("not searched: `{scope}` is not in this page"),
        None => "not in this page".to_owned(),
    }
}
