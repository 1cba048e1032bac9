//! `unlinked review`: choose in a local web page.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::plan_rules::ConsiderArgs;
use crate::cli::account_args::AccountArgs;
use crate::cli::beside::remembered;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::keep_lists::{OWN_CALLED, own_list};
use crate::cli::list_args::{ListArgs, refuse_spreadsheet};
use crate::cli::next::{Given, rehearse};
use crate::cli::open_it::{self, OpenArgs};
use crate::cli::output::{Stdout, Terminal, line_of, listening_json, paragraph, printable};
use crate::cli::settings::{flag, load_config};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::cli::words::one_of;
use crate::plan::{DayOrder, ExportOptions, RuleSet};
use crate::review::{Ended, OtherLists, Review, ReviewError, ReviewOptions, Server};
use crate::roster::{KeepList, ListError};

/// Go through your connections in a local web page: choose, keep, see what to consider.
///
/// The page is served on 127.0.0.1 only, to whoever opens the address that is shown, which works once. It loads nothing
/// from anywhere else, and LinkedIn is not opened. The roster and the keep list are written as you go.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Connections.csv from LinkedIn's export, the zip archive that it came in, or a spreadsheet (.xlsx, .ods)
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    /// The roster: it is read if it is there, and written as you go
    #[arg(short, long, value_name = "FILE", default_value = "roster.csv")]
    output: PathBuf,
    /// The keep list: it is read if it is there, and added to as you go [default: `keep.file` in the config, else keep.csv]
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    /// A rule file, for its [consider] part
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// What comes first in dates such as 02/07/2022
    #[arg(long, value_name = "ORDER", value_parser = one_of(DayOrder::ALL, DayOrder::as_str))]
    dates: Option<DayOrder>,
    #[command(flatten)]
    page: OpenArgs,
    /// Print one JSON object a line: the address, and how it ended
    #[arg(long)]
    json: bool,
    /// The account's state folder, for its own keep list [default: `unlinked` in the XDG state folder]
    #[arg(long, value_name = "DIR", env = "UNLINKED_STATE", hide_env_values = true)]
    state: Option<PathBuf>,
    /// The config file [default: `unlinked/config.toml` in the XDG config folder, if it is there]
    #[arg(long, value_name = "FILE", env = "UNLINKED_CONFIG", hide_env_values = true)]
    config: Option<PathBuf>,
    /// The site whose addresses are taken beside linkedin.com's [default: `site` in the config]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    consider: ConsiderArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(mut args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    let review = loop {
        match open(&args, terminal) {
            Ok(review) => break review,
            Err(failure) => args.list.confirm(failure, terminal)?,
        }
    };
    if !review.warnings.is_empty() {
        terminal.remark(&review.warnings.render(terminal.err.0, terminal.width));
    }
    wait_for(serve(review, &args, terminal), 2)?
}

fn open(args: &Args, terminal: &Terminal) -> Result<Review, Failure> {
    let account = AccountArgs { state: args.state.clone(), config: args.config.clone() };
    let overrides = args.site.iter().map(|site| flag("--site", "site", site)).collect();
    let config = load_config(&account, overrides).map_err(Failure::Files)?;
    let mut rules = match &args.rules {
        Some(path) => RuleSet::read(path).map_err(|error| Failure::Files(vec![error.into()]))?,
        None => RuleSet::default(),
    };
    args.consider.add_to(&mut rules)?;
    let keep = args.keep.clone().or(config.keep.file).unwrap_or_else(|| PathBuf::from("keep.csv"));
    refuse_spreadsheet(&args.output, "roster")?;
    refuse_spreadsheet(&keep, "keep list of this page")?;
    let own = own_list(&account)?;
    terminal.remark(&paragraph(&files_named(args, &keep, &own), terminal.width, 0));
    let site = config.site.clone();
    let read_own = move || match KeepList::read_at(&own, &site) {
        Ok(list) => Ok(list.called(OWN_CALLED)),
        Err(ListError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            Ok(KeepList::empty())
        }
        Err(error) => Err(error),
    };
    Review::open(ReviewOptions {
        export: args.export.clone(),
        reading: ExportOptions {
            dates: args.dates.or(rules.dates),
            list: args.list.options(Some(&config.site)),
            today: None,
        },
        roster: args.output.clone(),
        keep,
        others: OtherLists::by(read_own),
        remembered: remembered(&account)?,
        words: rules.words,
        today: jiff::Timestamp::now().to_zoned_datetime(terminal.zone.clone()).date(),
    })
    .map_err(|error| Failure::Files(vec![file_fault(error)]))
}

/// Which files are opened, and which of them are gone on with: what is changed on the page is saved there.
fn files_named(args: &Args, keep: &Path, own: &Path) -> String {
    let mut said = format!("Opening the export {}.", shown(&args.export));
    for (what, path) in [("roster", args.output.as_path()), ("keep list", keep)] {
        let path_shown = shown(path);
        said.push_str(&if path.exists() {
            format!(" Going on with the {what} {path_shown}, as it stands: what you change is saved there.")
        } else {
            format!(" The {what} {path_shown} is new.")
        });
    }
    if own.exists() {
        said.push_str(&format!(" Whoever is on {OWN_CALLED}, {}, cannot be chosen either.", shown(own)));
    }
    said
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

fn file_fault(error: ReviewError) -> FileFault {
    match error {
        ReviewError::Plan(error) => error.into(),
        ReviewError::List(error) => error.into(),
        error => FileFault::Whole(error.to_string()),
    }
}

async fn serve(review: Review, args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let (people, chosen, kept) = review.counts();
    let files = (review.roster_path().display().to_string(), review.keep_path().display().to_string());
    let others = review.others();
    let given = Given {
        keep: Some(review.keep_path().to_owned()),
        state: args.state.clone(),
        config: args.config.clone(),
        site: args.site.clone(),
    };
    // Before anybody can see that the page is there: who asks for its end then is heard.
    let signals = Signals::listen_once()?;
    let server = Server::start(review, args.page.port)
        .await
        .map_err(|error| open_it::unserved(args.page.port, &error))?;
    let mut stdout = Stdout::new(terminal);
    let address = open_it::address(server.address())?;
    if args.json {
        stdout.line(&listening_json(&address));
    } else {
        stdout.line(&format!("{people} connections, {chosen} chosen so far, {kept} kept. Open this address, which works once:\n\n  {address}\n"));
        if others > 0 {
            terminal.remark(&format!(
                "{others} of the roster are not in this export; they stay on it as they are."
            ));
        }
        if args.page.is_opened(terminal) {
            open_it::open(&address, terminal);
        }
        terminal.remark(&format!(
            "Everything is saved as you go, to {} and {}. Ctrl-C ends it{}.",
            files.0,
            files.1,
            if terminal.can_ask { ", Enter gives a new address" } else { "" }
        ));
    }
    let mut lines = open_it::listen_to_keyboard(terminal.can_ask && !args.json);
    loop {
        tokio::select! {
            () = server.done() => break,
            () = signals.after_this_person.cancelled() => break,
            Some(()) = lines.recv() => stdout.line(&format!("\n  {}\n", open_it::address(server.address())?)),
        }
    }
    let Ended { chosen, kept } = server.stop().await;
    if args.json {
        stdout.line(&line_of(&EndedLine { event: "ended", chosen, kept, roster: &files.0, keep: &files.1 }));
    } else {
        stdout.line(&format!("{chosen} chosen, {kept} kept."));
        if chosen > 0 {
            stdout.line(&format!("Next: {}", rehearse(&files.0, &given)));
        }
    }
    Ok(exit::OK)
}

#[derive(Serialize)]
struct EndedLine<'a> {
    event: &'static str,
    chosen: usize,
    kept: usize,
    roster: &'a str,
    keep: &'a str,
}
