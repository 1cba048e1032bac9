//! `unlinked selectors learn`: the user points at what a page has, and the files get it. Nothing is picked without them, and nothing
//! is written before they have seen it. Where the page comes from is `learn_source`'s.

use std::path::PathBuf;

use serde_json::json;

use super::learn_files::OwnFiles;
use super::learn_page::{LocalPageArgs, OnPage};
use super::learn_source::{Asked, Lists, Source, source};
use crate::cli::account_args::AccountArgs;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Stdout, Terminal, line_of, printable};
use crate::cli::page_args::PageArgs;
use crate::cli::prompt::answer;
use crate::cli::settings::zone_of;
use crate::domain::Clock;
use crate::learn::{Lesson, MayBe, Sought, Vocabulary, teach};
use crate::ledger::RunId;
use crate::pace::SystemClock;
use crate::wording;

/// Correct the selector files: you choose from a list which element of the page is meant
///
/// For each place that does not fit, the elements that it may be are listed, the best first. The file's new lines are shown before
/// they are written. Without WHO or a file it goes by the last run that could not go on. Opens the overflow menu of a
/// profile, closes it again, and clicks nothing else.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// A connection, by address or slug, whose page is opened and looked at
    #[arg(value_name = "WHO", conflicts_with_all = ["file", "run"])]
    who: Option<String>,
    /// The same as WHO
    #[arg(long, value_name = "WHO", hide = true, conflicts_with_all = ["who", "file", "run"])]
    slug: Option<String>,
    /// A page saved from a browser, with the menu or the dialog open, as "Webpage, complete" or as MHTML
    #[arg(long, value_name = "FILE", requires = "url", conflicts_with = "run")]
    file: Option<PathBuf>,
    /// The address that the saved page had
    #[arg(long, value_name = "URL", requires = "file")]
    url: Option<String>,
    /// The run whose evidence is used [default: the last one that could not go on]
    #[arg(long, value_name = "N")]
    run: Option<i64>,
    /// What a place is, by its number in the list that is shown, or by the words that it has; can be repeated
    #[arg(long, value_name = "PLACE=WHICH", value_parser = Pick::read)]
    pick: Vec<Pick>,
    /// Write the lines without asking
    #[arg(long)]
    yes: bool,
    /// Print one JSON object a line: one for each thing that a place may be, one for each file
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    local_page: LocalPageArgs,
    #[command(flatten)]
    page_args: PageArgs,
    /// The folder with your selector files, which are changed or made there [default: `unlinked/selectors` in the XDG config folder]
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
    #[command(flatten)]
    account: AccountArgs,
}

impl Args {
    fn who(&self) -> Option<&str> {
        self.who.as_deref().or(self.slug.as_deref())
    }
}

/// What a place is, as it can be typed: `remove_item=2`, or `remove_item="Remove connection"`.
#[derive(Debug, Clone)]
pub(super) struct Pick {
    pub(super) sought: Sought,
    which: Which,
    /// As it was typed.
    pub(super) typed: String,
}

#[derive(Debug, Clone)]
enum Which {
    Number(usize),
    Words(String),
}

impl Pick {
    pub(super) fn read(typed: &str) -> Result<Pick, String> {
        let (place, which) = typed.split_once('=').ok_or_else(|| {
            format!(
                "`{typed}` is not PLACE=WHICH, such as remove_item=1 or remove_item=\"Remove connection\""
            )
        })?;
        let sought = place.parse()?;
        let which = match (which.trim(), which.trim().parse()) {
            ("", _) | (_, Ok(0)) => return Err(format!("`{typed}`: a number is one of the list, from 1")),
            (_, Ok(number)) => Which::Number(number),
            (words, Err(_)) => Which::Words(words.to_owned()),
        };
        Ok(Pick { sought, which, typed: typed.to_owned() })
    }

    /// Its number in the list, from 1, if it is there.
    fn number_in(&self, list: &[MayBe]) -> Option<usize> {
        match &self.which {
            Which::Number(number) => (*number <= list.len()).then_some(*number),
            Which::Words(words) => list.iter().position(|one| one.reads(words)).map(|at| at + 1),
        }
    }
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let config = args.page_args.config(&args.account)?;
    let own = OwnFiles::of(args.selectors.as_ref(), &config)?;
    let selectors = own.load()?;
    let known = Vocabulary::of(&selectors);
    let asked = Asked {
        who: args.who(),
        file: args.file.as_deref().map(|file| (file, args.url.as_deref().unwrap_or("/"))),
        run: args.run.map(RunId),
        account: &args.account,
        pictured: args.local_page.is_wanted(),
    };
    let Some((page, lists)) = source(&asked, &config, &selectors, &known)? else {
        terminal.remark(
            "Nothing to learn: no run in this account's evidence could not go on for a page. Name somebody, `unlinked selectors \
             learn WHO`, to look at their page now.",
        );
        return Ok(exit::OK);
    };
    if lists.is_empty() {
        terminal
            .remark(&format!("Nothing to learn from {}: what a removal needs there is found.", page.from));
        return Ok(exit::OK);
    }
    refuse_unknown(&args.pick, &lists)?;
    let day = wording::day(SystemClock.now(), &zone_of(&config));
    let place = (page.language.as_str(), config.surface);
    let taught = |lessons: &[Lesson]| {
        let made = teach(lessons, (&page.tree, &known), place, |file| own.text(file), &day, page.whose());
        made.map_err(|why| {
            Failure::usage(why.to_string(), "pick another one, or edit the files by hand: docs/selectors.md")
        })
    };
    if args.local_page.is_wanted() {
        let next = |lessons: &[Lesson]| next_steps(args, lessons);
        let on_page = OnPage {
            page: &page,
            lists: &lists,
            own: &own,
            taught: &taught,
            next: &next,
            args: &args.local_page,
            as_json: args.json,
            account: &args.account,
            terminal,
        };
        return on_page.ask();
    }
    let lessons = lessons(args, &page, lists, terminal)?;
    if lessons.is_empty() {
        terminal.remark(
            "Nothing was picked, and nothing was written. `--pick PLACE=WHICH` picks without being asked.",
        );
        return Ok(exit::NEEDS_A_LOOK);
    }
    own.change(&taught(&lessons)?, args.yes, args.json, terminal)?;
    next_steps(args, &lessons).iter().for_each(|step| terminal.remark(step));
    Ok(exit::OK)
}

fn refuse_unknown(picks: &[Pick], lists: &Lists) -> Result<(), Failure> {
    for pick in picks {
        let name = pick.sought.name();
        let Some((_, list)) = lists.iter().find(|(place, _)| *place == pick.sought) else {
            let asked: Vec<&str> = lists.iter().map(|(place, _)| place.name()).collect();
            return Err(Failure::usage(
                format!("`{name}` is nothing that is asked about here; nothing was written"),
                format!("asked about: {}", asked.join(", ")),
            ));
        };
        if pick.number_in(list).is_none() {
            let lacks = match &pick.which {
                Which::Number(number) => format!("no number {number}"),
                Which::Words(words) => format!("nothing that reads \"{}\"", printable(words)),
            };
            return Err(Failure::usage(
                format!("the list of `{name}` has {lacks}; nothing was written"),
                format!("it ends with {}; without --pick it is shown", list.len()),
            ));
        }
    }
    Ok(())
}

/// What the user picks of each list: by a flag, or when asked.
fn lessons(args: &Args, page: &Source, lists: Lists, terminal: &Terminal) -> Result<Vec<Lesson>, Failure> {
    let mut stdout = Stdout::new(terminal);
    if !args.json {
        stdout.line(&format!(
            "From {}, in the language `{}`.",
            printable(&page.from),
            printable(&page.language)
        ));
    }
    let mut lessons = Vec::new();
    for (sought, list) in lists {
        for (at, one) in list.iter().enumerate().filter(|_| args.json) {
            stdout.line(&line_of(&json!({
                "event": "may_be", "place": sought.name(), "number": at + 1, "element": one.what, "text": one.text,
                "label": one.label, "reasons": one.reasons,
            })));
        }
        if !args.json {
            stdout.line(&format!("\n{}", sought.question()));
            list.iter().enumerate().for_each(|(at, one)| stdout.line(&shown(at + 1, one)));
        }
        let by_flag = args.pick.iter().find(|pick| pick.sought == sought);
        let by_flag = by_flag.and_then(|pick| pick.number_in(&list));
        let number = match by_flag {
            Some(number) => Some(number),
            None if !terminal.can_ask || args.json => None,
            None => asked(list.len())?,
        };
        let picked = number.and_then(|number| list.into_iter().nth(number - 1));
        lessons.extend(picked.map(|picked| Lesson { sought, picked }));
    }
    Ok(lessons)
}

fn shown(number: usize, one: &MayBe) -> String {
    let text =
        if one.text.is_empty() { "no words".to_owned() } else { format!("\"{}\"", printable(&one.text)) };
    let label =
        one.label.as_ref().map_or_else(String::new, |label| format!(", labelled \"{}\"", printable(label)));
    let reasons =
        if one.reasons.is_empty() { "nothing speaks for it".to_owned() } else { one.reasons.join("; ") };
    format!("  {number}  {text}{label}  <{}>\n     {}", printable(&one.what), printable(&reasons))
}

/// A number up to `most`; nothing for none of them. Asked again until it is one of both.
fn asked(most: usize) -> Result<Option<usize>, Failure> {
    loop {
        let said = answer(&format!("Its number, 1 to {most}, or Enter for none of these: "))?;
        match said.trim() {
            "" => return Ok(None),
            text => {
                if let Some(number) = text.parse().ok().filter(|number| (1..=most).contains(number)) {
                    return Ok(Some(number));
                }
            }
        }
    }
}

fn next_steps(args: &Args, lessons: &[Lesson]) -> Vec<String> {
    let mut steps = Vec::new();
    if let Some(who) = args.who() {
        steps.push(format!("To see what fits now: unlinked selectors probe {}", printable(who)));
    }
    if lessons.iter().any(|lesson| lesson.sought.may_remove()) {
        steps.push(
            "What may remove somebody is a guess until a removal has proved it: on the real site a run refuses it. To prove it, name one \
             connection whom you want removed; they are rehearsed and shown to you first: unlinked selectors prove WHO"
                .to_owned(),
        );
    }
    steps
}
