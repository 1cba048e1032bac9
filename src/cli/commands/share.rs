//! `unlinked selectors share`: one file with what was learned and the outline of a page, which holds nothing of anybody and is the text of
//! an issue for the project. Nothing is sent from here.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::learn_files::OwnFiles;
use super::learn_source::{self, Asked};
use crate::cli::account_args::AccountArgs;
use crate::cli::beside::account_of;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Terminal, paragraph, printable};
use crate::cli::page_args::PageArgs;
use crate::cli::settings::zone_of;
use crate::domain::{Clock, Surface};
use crate::learn::learned;
use crate::ledger::{Ledger, RunId};
use crate::pace::SystemClock;
use crate::saved::{Known, outline};
use crate::system::new_file::{Existing, NewFile};
use crate::wording;

/// Write what was learned, and the outline of a page, into one file for an issue
///
/// It holds nothing of anybody: of the
/// page its structure alone, with the words that the program's own files have, and of your files the lines that were learned.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// A connection, by address or slug, whose page is opened and outlined; its menu is opened and closed again
    #[arg(value_name = "WHO", conflicts_with_all = ["file", "run"])]
    who: Option<String>,
    /// A page saved from a browser, as "Webpage, complete" or as MHTML
    #[arg(long, value_name = "FILE", requires = "url", conflicts_with = "run")]
    file: Option<PathBuf>,
    /// The address that the saved page had
    #[arg(long, value_name = "URL", requires = "file")]
    url: Option<String>,
    /// The run whose page is outlined [default: the last one that has kept a page that it could not go on with]
    #[arg(long, value_name = "N")]
    run: Option<i64>,
    /// Where it is written; there is no such file yet
    #[arg(short, long, value_name = "FILE", default_value = "changed-page.md")]
    output: PathBuf,
    /// The folder with your selector files [default: `unlinked/selectors` in the XDG config folder]
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
    #[command(flatten)]
    page_args: PageArgs,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let config = args.page_args.config(&args.account)?;
    let own = OwnFiles::of(args.selectors.as_ref(), &config)?;
    let names = names(&args.account)?;
    let selectors = own.load()?;
    let mut files = Vec::new();
    for (file, text) in own.there() {
        let (part, left_out) =
            learned(&file, &text, |words| names.iter().any(|name| names_somebody(words, name))).map_err(
                |why| Failure::usage(why.to_string(), "`unlinked selectors check` shows what is wrong in it"),
            )?;
        for place in left_out {
            terminal.remark(&paragraph(
                &format!("A line of `{place}` in {file} is left out: it has words of the name of somebody whom the ledger knows."),
                terminal.width,
                0,
            ));
        }
        files.extend(part.map(|part| (file, part)));
    }
    let asked = Asked {
        who: args.who.as_deref(),
        file: args.file.as_deref().map(|file| (file, args.url.as_deref().unwrap_or("/"))),
        run: args.run.map(RunId),
        account: &args.account,
        pictured: false,
    };
    let page = learn_source::page(&asked, &config, &selectors)?;
    if page.is_none() && files.is_empty() {
        return Err(Failure::usage(
            "there is nothing to share: nothing was learned into your own selector files, and no run has kept a page; nothing was written",
            "name a connection, to outline their page now: unlinked selectors share WHO",
        ));
    }
    let day = wording::day(SystemClock.now(), &zone_of(&config));
    let language = page.as_ref().map(|page| page.language.as_str());
    let mut text = head(config.surface, language, &day);
    for (file, part) in &files {
        let _ = write!(text, "\n### Learned, of `{file}`\n\n```toml\n{}\n```\n", part.trim_end());
    }
    if let Some(page) = &page {
        let outlined = outline(&page.tokens, &page.path, &Known::built_in());
        let _ = write!(text, "\n### The outline\n\n```html\n{}\n```\n", outlined.trim_end());
    }
    NewFile::put_for_all(&args.output, text.as_bytes(), Existing::Stays).map_err(|why| {
        let message = format!("{} cannot be written: {why}", args.output.display());
        Failure::usage(
            message,
            "name a file that is not there yet with -o, in a folder that you may write to",
        )
    })?;
    terminal.remark(&paragraph(
        &format!(
            "{} is the text of an issue (\"A page has changed\"): {}{}. Nothing was sent. Read it before you paste it there.",
            printable(&args.output.to_string_lossy()),
            wording::count(files.len(), "file of learned lines", "files of learned lines"),
            page.as_ref().map_or(String::new(), |page| format!(", and the outline of {}", printable(&page.from))),
        ),
        terminal.width,
        0,
    ));
    Ok(exit::OK)
}

fn head(surface: Surface, language: Option<&str>, day: &str) -> String {
    let language = language.map_or_else(|| "not known".to_owned(), |language| format!("`{language}`"));
    format!(
        "### What `unlinked --version` says\n\nunlinked {}\n\n### The layout, the language and the day\n\n{surface}, {language}, {day}\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The names that the ledger knows, the owner's among them.
fn names(account: &AccountArgs) -> Result<Vec<String>, Failure> {
    let Some(ledger) = Ledger::open_beside(&account_of(account)?.ledger_path())? else {
        return Ok(Vec::new());
    };
    Ok(ledger.names()?)
}

/// Whether a text has a name in it, or a part of one that is long enough to be no other word by chance.
fn names_somebody(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    text.contains(&name)
        || name.split_whitespace().any(|part| part.chars().count() > 3 && words.contains(&part))
}
