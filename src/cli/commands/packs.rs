//! `unlinked selectors install`, `update` and `rollback`: selector files from outside, as signed packs. What a pack is and may say is
//! `crate::packs`'; here it is asked for, shown, agreed to and taken, or refused with what happened and what to do.

use std::path::PathBuf;

use serde_json::json;

use super::packs_show::{Shown, show};
use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Stdout, Terminal, line_of, printable};
use crate::cli::prompt::agree;
use crate::cli::settings::{hiding, load_config, own_selector_folders, packs, usual_selector_folder};
use crate::cli::wait_for::wait_for;
use crate::config::Config;
use crate::domain::Surface;
use crate::packs::{
    Changes, Installed, Pack, Record, Refusal, Source, Store, changes, check, fetch, given_key, verify,
};
use crate::selectors::{SelectorError, Selectors};

/// What is left undone where a pack is refused.
const UNDONE: &str = "nothing was installed, and the files that were in use stay in use";

/// Take selector files from outside: a signed pack, shown before it is taken
///
/// What changes is shown, and you are asked. A pack is a file `NAME.pack.toml`, with its signature `NAME.pack.toml.minisig` beside it. It is used after your own files and before
/// the built-in ones.
#[derive(Debug, clap::Args)]
pub(super) struct InstallArgs {
    /// The pack: its file, a folder that holds it alone, or its address (https)
    #[arg(value_name = "DIR|FILE|URL")]
    source: String,
    /// The maker's public key of minisign, or the file with it: once, at the first install
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    #[command(flatten)]
    taking: TakingArgs,
}

/// How a pack is shown, agreed to and taken.
#[derive(Debug, clap::Args)]
struct TakingArgs {
    /// Take it without asking
    #[arg(long)]
    yes: bool,
    /// Print one JSON object a line: the pack, each file, and how it ended
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Take a newer pack from where `selectors.source` in the config says
///
/// What changes is shown, and you are asked before it is taken.
#[derive(Debug, clap::Args)]
pub(super) struct UpdateArgs {
    #[command(flatten)]
    taking: TakingArgs,
}

/// Return to the pack before the one in use, or to the built-in files
#[derive(Debug, clap::Args)]
pub(super) struct RollbackArgs {
    /// Return without asking
    #[arg(long)]
    yes: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Installs a pack.
pub(super) fn install(args: &InstallArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let config = load_config(&args.taking.account, Vec::new()).map_err(Failure::Files)?;
    let asked = Asked { key: args.key.as_deref(), is_update: false, taking: &args.taking };
    take(&args.source, &asked, &config, terminal)
}

/// Installs what the config's source has, if it is newer.
pub(super) fn update(args: &UpdateArgs, terminal: &Terminal) -> Result<u8, Failure> {
    let config = load_config(&args.taking.account, Vec::new()).map_err(Failure::Files)?;
    let Some(source) = config.selectors.source.as_ref() else {
        return Err(Failure::usage(
            format!("`selectors.source` is not set, so there is nowhere to ask for a newer pack; {UNDONE}"),
            "write the address of the pack under `[selectors]` in the config, or name it: unlinked selectors install URL",
        ));
    };
    let asked = Asked { key: None, is_update: true, taking: &args.taking };
    take(source.as_str(), &asked, &config, terminal)
}

/// How a pack is asked for.
struct Asked<'a> {
    key: Option<&'a str>,
    is_update: bool,
    taking: &'a TakingArgs,
}

fn take(source: &str, asked: &Asked<'_>, config: &Config, terminal: &Terminal) -> Result<u8, Failure> {
    let store = store()?;
    let seen = store.record().map_err(refused)?;
    let key = key(asked.key, &seen, &store).map_err(refused)?;
    let source = Source::of(source).map_err(refused)?;
    let (bytes, signature) = wait_for(fetch(&source), 0)?.map_err(refused)?;
    // Nothing of it is looked at before it is known who made it.
    verify(&key, &bytes, &signature).map_err(refused)?;
    let pack = Pack::read(&bytes).map_err(refused)?;
    if let Some(told) = nothing_new(&pack, &seen, asked.is_update).map_err(refused)? {
        if asked.taking.json {
            let done =
                json!({ "event": "nothing_new", "name": pack.name, "revision": pack.revision.to_string() });
            Stdout::new(terminal).line(&line_of(&done));
        }
        terminal.remark(&told);
        return Ok(exit::OK);
    }
    check(&pack.files).map_err(refused)?;
    let own = own_selector_folders(config.selectors.dir.clone());
    let changed = tried(&pack, &store, &own)?;
    let unrehearsed = unrehearsed(&changed, seen.in_use.as_ref());
    let before: Vec<PathBuf> = store.folder_in_use().into_iter().collect();
    let had: Vec<String> = seen.in_use.iter().flat_map(|used| used.files.keys().cloned()).collect();
    let (changed, before, had) = (&changed, &before, &had);
    show(
        &Shown { pack: &pack, key: &key, changed, unrehearsed: &unrehearsed, before, had },
        asked.taking.json,
        terminal,
    );
    if !asked.taking.yes {
        let question =
            format!("Take pack {}, revision {}, into use? Type \"yes\": ", pack.name, pack.revision);
        agree(&question, UNDONE, "add --yes", terminal)?;
    }
    let folder = store
        .take(&pack, &key, unrehearsed.clone(), &seen, &mut |_| ())
        .map_err(|error| unwritten("the pack cannot be written", &error, &store, UNDONE))?;
    if asked.taking.json {
        let done = json!({
            "event": "installed", "name": pack.name, "revision": pack.revision.to_string(), "folder": folder, "rehearse": unrehearsed,
        });
        Stdout::new(terminal).line(&line_of(&done));
    }
    terminal.remark(&format!(
        "Pack {}, revision {}, is in use now. `unlinked selectors rollback` takes it back.",
        pack.name, pack.revision
    ));
    for name in pack.files.keys() {
        if let Some(folder) = hiding(&own, name) {
            terminal.say(&format!(
                "warning: {} is yours and goes before the pack's {name}, which is not used while it is there",
                folder.join(name).display()
            ));
        }
    }
    if !unrehearsed.is_empty() {
        terminal.remark(
            "It changes what removes somebody: before a run removes anybody with it, one person is rehearsed (unlinked run ROSTER \
             --dry-run --limit 1). A run that has not been refuses.",
        );
    }
    Ok(exit::OK)
}

/// The key by which the pack is trusted: the one that is kept, or at the first time the one that was given.
fn key(given: Option<&str>, seen: &Record, store: &Store) -> Result<String, Refusal> {
    let given = given.map(given_key).transpose()?;
    match (given, seen.key.clone()) {
        (Some(given), Some(kept)) if given != kept => Err(Refusal::new(
            format!("packs are trusted by the key {kept}, which was given at the first install, and {given} is another"),
            format!(
                "leave --key out; if the maker has told you of the new key by another way than the pack's, take the folder {} away (the \
                 built-in files are used then) and install again",
                store.folder().display()
            ),
        )),
        (given, kept) => kept.or(given).ok_or_else(|| {
            Refusal::new(
                "no key is known by which a pack is trusted",
                "give the maker's public key, once: unlinked selectors install … --key RW…, or --key minisign.pub",
            )
        }),
    }
}

/// Refuses a pack that is no newer than the one in use. An update that finds the same one says so, and is content.
fn nothing_new(pack: &Pack, seen: &Record, is_update: bool) -> Result<Option<String>, Refusal> {
    let (name, revision) = (&pack.name, &pack.revision);
    if is_update && seen.rolled_back.as_ref() == Some(&pack.digest) {
        return Ok(Some(format!(
            "Pack {name}, revision {revision}, is the one that you have gone back from, and there is no newer one: {UNDONE}. To take it all \
             the same, name its address: unlinked selectors install URL"
        )));
    }
    let is_above = |known: &str| known.parse().is_ok_and(|known| *revision > known);
    if is_update && let Some(used) = seen.in_use.as_ref().filter(|used| used.name != *name) {
        return Err(Refusal::new(
            format!("the pack is called {name}, and an update is for {}, which is in use", used.name),
            "set `selectors.source` right; if another pack is what you want, name its address: unlinked selectors install URL",
        ));
    }
    if is_update
        && seen.in_use.as_ref().is_none_or(|used| used.digest != pack.digest)
        && let Some(highest) = seen.highest.as_ref().filter(|highest| !is_above(highest))
    {
        return Ok(Some(format!(
            "Pack {name}, revision {revision}, is not newer than {highest}, which was in use once: {UNDONE}. To take it all the same, name \
             its address: unlinked selectors install URL"
        )));
    }
    let Some(used) = &seen.in_use else { return Ok(None) };
    if is_update && used.digest == pack.digest {
        return Ok(Some(format!(
            "Pack {name}, revision {revision}, is in use already, and there is no newer one."
        )));
    }
    if is_above(&used.revision) {
        return Ok(None);
    }
    Err(Refusal::new(
        format!("the pack's revision, {revision}, is not newer than {}, which is in use", used.revision),
        "take a newer one; to return to the one before, unlinked selectors rollback",
    ))
}

/// Loads the pack's files as a run would, alone and with the user's own before them, and tells what they change, layout by layout.
fn tried(pack: &Pack, store: &Store, own: &[PathBuf]) -> Result<Vec<(Surface, Changes)>, Failure> {
    let broken = |error: std::io::Error| {
        Failure::usage(
            format!("the pack's files cannot be written to be tried: {error}; {UNDONE}"),
            "see to the system's temporary folder",
        )
    };
    let faulty = |error: SelectorError| {
        Failure::usage(
            format!("the pack's files cannot be used:\n{error}\n{UNDONE}"),
            "tell the pack's maker; a fault of a file of your own is mended there (unlinked selectors check)",
        )
    };
    let trial = tempfile::tempdir().map_err(broken)?;
    pack.write_below(trial.path(), &mut || ()).map_err(broken)?;
    let before: Vec<PathBuf> = store.folder_in_use().into_iter().collect();
    let mut all = Vec::new();
    for surface in Surface::ALL {
        let new = Selectors::from_texts(*surface, &pack.files).map_err(faulty)?;
        let with_own: Vec<PathBuf> = own.iter().cloned().chain([trial.path().to_owned()]).collect();
        Selectors::load(*surface, &with_own).map_err(faulty)?;
        let old = Selectors::load(*surface, &before).map_err(|error| {
            Failure::usage(
                format!("the pack that is in use cannot be used any more, so nothing can be held against it:\n{error}\n{UNDONE}"),
                "unlinked selectors rollback, and then the same again",
            )
        })?;
        all.push((*surface, changes(&old, &new)));
    }
    Ok(all)
}

/// The layouts that are to be rehearsed: where something is otherwise from the commit on, and where that was still open.
fn unrehearsed(changed: &[(Surface, Changes)], used: Option<&Installed>) -> Vec<Surface> {
    let is_open = |surface: Surface| used.is_some_and(|used| used.never_rehearsed().contains(&surface));
    let open = changed
        .iter()
        .filter(|(surface, changes)| !changes.from_the_commit_on.is_empty() || is_open(*surface));
    open.map(|(surface, _)| *surface).collect()
}

/// Returns to the pack before.
pub(super) fn roll_back(args: &RollbackArgs, terminal: &Terminal) -> Result<u8, Failure> {
    const UNDONE: &str = "nothing was changed";
    let store = store()?;
    let seen = store
        .record()
        .map_err(|refusal| Failure::usage(format!("{}; {UNDONE}", refusal.what), refusal.cure))?;
    let Some(used) = &seen.in_use else {
        return Err(Failure::usage(
            format!("no pack is in use, so there is nothing to go back from; {UNDONE}"),
            "`unlinked selectors check` says which files a run would use",
        ));
    };
    let named = |one: &Installed| format!("pack {}, revision {}", one.name, one.revision);
    let to = seen.previous.as_ref().map_or_else(|| "the built-in files".to_owned(), named);
    if !args.yes {
        let question = format!("Go back from {} to {to}? Type \"yes\": ", named(used));
        agree(&question, UNDONE, "add --yes", terminal)?;
    }
    let now = store
        .roll_back(&seen)
        .map_err(|error| unwritten("which pack is in use cannot be written", &error, &store, UNDONE))?;
    if args.json {
        let of = |one: &Installed| json!({ "name": one.name, "revision": one.revision });
        let done = json!({ "event": "rolled_back", "from": of(used), "to": now.as_ref().map(of) });
        Stdout::new(terminal).line(&line_of(&done));
    }
    terminal.remark(&format!("Back from {} to {to}.", named(used)));
    if let Some(own) = usual_selector_folder().filter(|folder| folder.is_dir()) {
        terminal.remark(&format!(
            "Files of your own in {} stay as they are: what `learn` wrote there while the pack was in use has the pack's lines too.",
            own.display()
        ));
    }
    Ok(exit::OK)
}

/// Something could not be written, or another command was at it.
fn unwritten(what: &str, error: &std::io::Error, store: &Store, undone: &str) -> Failure {
    if error.kind() == std::io::ErrorKind::WouldBlock {
        return Failure::usage(format!("{error}; {undone}"), "the same again, when it has ended");
    }
    Failure::usage(
        format!("{what} into {}: {error}; {undone}", store.folder().display()),
        "see that you may write there and that there is room",
    )
}

/// Which pack is in use, in a line.
pub(super) fn in_use() -> Result<Option<String>, Failure> {
    let Some(store) = packs() else { return Ok(None) };
    let record = store.record().map_err(|refusal| Failure::usage(refusal.what, refusal.cure))?;
    Ok(record.in_use.map(|one| {
        let open: Vec<&str> = one.never_rehearsed().into_iter().map(Surface::as_str).collect();
        let open = if open.is_empty() {
            String::new()
        } else {
            format!(", to be rehearsed first on: {}", open.join(", "))
        };
        let folder = store.folder_in_use().unwrap_or_default();
        format!("pack     {} revision {}, {}{open}", printable(&one.name), one.revision, folder.display())
    }))
}

fn store() -> Result<Store, Failure> {
    packs().ok_or_else(|| {
        Failure::usage(
            format!("this user has no home folder, so packs have no place; {UNDONE}"),
            "set HOME, or XDG_CONFIG_HOME",
        )
    })
}

fn refused(refusal: Refusal) -> Failure {
    Failure::usage(format!("{}; {UNDONE}", refusal.what), refusal.cure)
}
