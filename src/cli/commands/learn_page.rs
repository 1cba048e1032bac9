//! The asking of `selectors learn` on a local page (`pointing`): the same places, the same change of the files, and the same writing.

use super::learn_files::OwnFiles;
use super::learn_source::{Lists, Shot, Source};
use crate::browser::has_screen;
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::open_it;
use crate::cli::output::{Stdout, Terminal, listening_json, printable};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::domain::Picture;
use crate::learn::{Lesson, Taught};
use crate::ledger::RunId;
use crate::pointing::{MayBe, Picks, Place, Pointing, Question, Shown, Wish, Written};
use crate::wording::sentence;

/// Whether and how the page is served.
#[derive(Debug, clap::Args)]
pub(super) struct LocalPageArgs {
    /// Ask on a local page, opened in your browser, with the picture of the page as it stood and what a place may be numbered on it
    #[arg(long, group = "on_page", conflicts_with_all = ["json", "pick", "yes"])]
    open: bool,
    /// Ask on that page, and only print its address
    #[arg(long, group = "on_page", conflicts_with_all = ["pick", "yes"])]
    no_open: bool,
    /// The port of that page on 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 0, requires = "on_page")]
    port: u16,
}

impl LocalPageArgs {
    /// Whether the page is asked for.
    pub(super) fn is_wanted(&self) -> bool {
        self.open || self.no_open
    }
}

/// What is asked about, and how it is written.
pub(super) struct OnPage<'a> {
    pub(super) page: &'a Source,
    pub(super) lists: &'a Lists,
    pub(super) own: &'a OwnFiles,
    /// The files that change by what was picked.
    pub(super) taught: &'a dyn Fn(&[Lesson]) -> Result<Taught, Failure>,
    /// What to do once it is written.
    pub(super) next: &'a dyn Fn(&[Lesson]) -> Vec<String>,
    pub(super) args: &'a LocalPageArgs,
    pub(super) as_json: bool,
    pub(super) account: &'a AccountArgs,
    pub(super) terminal: &'a Terminal,
}

/// A change as it was shown.
struct Seen {
    number: u64,
    lessons: Vec<Lesson>,
    taught: Taught,
}

impl OnPage<'_> {
    /// Serves the page until its user has agreed to a change, or left it.
    pub(super) fn ask(&self) -> Result<u8, Failure> {
        wait_for(self.serve(), 2)?
    }

    async fn serve(&self) -> Result<u8, Failure> {
        let OnPage { args, as_json, terminal, .. } = *self;
        let question = self.question()?;
        let signals = Signals::listen_once()?;
        let mut pointing = Pointing::start(question, args.port)
            .await
            .map_err(|error| open_it::unserved(args.port, &error))?;
        let mut stdout = Stdout::new(terminal);
        let address = open_it::address(pointing.address())?;
        if as_json {
            stdout.line(&listening_json(&address));
        } else {
            stdout.line(&format!("Open this address, which works once:\n\n  {address}\n"));
            if args.open && has_screen() {
                open_it::open(&address, terminal);
            }
            terminal.remark(&format!(
                "Nothing is written before you have seen the change on that page and agreed to it. Ctrl-C ends it{}.",
                if terminal.can_ask { ", Enter gives a new address" } else { "" }
            ));
        }
        let mut lines = open_it::listen_to_keyboard(terminal.can_ask && !as_json);
        let mut seen: Option<Seen> = None;
        let ended = loop {
            let wish = tokio::select! {
                wish = pointing.wish() => wish,
                () = signals.after_this_person.cancelled() => break Ok(exit::NEEDS_A_LOOK),
                Some(()) = lines.recv() => {
                    stdout.line(&format!("\n  {}\n", open_it::address(pointing.address())?));
                    continue;
                }
            };
            match wish {
                Wish::Leave => break Ok(exit::NEEDS_A_LOOK),
                Wish::Show(picks, given) => {
                    let number = seen.as_ref().map_or(1, |seen| seen.number + 1);
                    // Whoever has gone meanwhile gets no answer; that harms nobody.
                    let _ = given.send(self.show(&picks, number, &mut seen));
                }
                Wish::Write(number, given) => match self.agreed(number, seen.as_ref()) {
                    Err(why) => drop(given.send(Err(why))),
                    Ok(seen) => {
                        let written = self.own.change(&seen.taught, true, as_json, terminal);
                        let told = match &written {
                            Ok(()) => Ok(Written { folder: self.folder(), next: (self.next)(&seen.lessons) }),
                            Err(failure) => Err(sentence(&failure.message())),
                        };
                        drop(given.send(told));
                        if written.is_ok() {
                            (self.next)(&seen.lessons).iter().for_each(|step| terminal.remark(step));
                        }
                        break written.map(|()| exit::OK);
                    }
                },
            }
        };
        pointing.stop().await;
        if matches!(ended, Ok(exit::NEEDS_A_LOOK)) {
            terminal.remark("Nothing was written.");
        }
        ended
    }

    /// What would change by these picks. It is kept in `seen`, as what may be agreed to.
    fn show(&self, picks: &Picks, number: u64, seen: &mut Option<Seen>) -> Result<Shown, String> {
        let lessons = self.lessons(picks)?;
        let told = |failure: Failure| sentence(&failure.message());
        let taught = (self.taught)(&lessons).map_err(told)?;
        let files = self.own.differences(&taught).map_err(told)?;
        let files = files.into_iter().map(|(file, lines)| (file, printable_lines(&lines))).collect();
        *seen = Some(Seen { number, lessons, taught });
        Ok(Shown { number, folder: self.folder(), files })
    }

    /// What was shown under this number, if it is the last and the files are still those that it was made from.
    fn agreed<'s>(&self, number: u64, seen: Option<&'s Seen>) -> Result<&'s Seen, String> {
        let Some(seen) = seen.filter(|seen| seen.number == number) else {
            return Err("This is not the change that was shown last; look at it again.".to_owned());
        };
        match (self.taught)(&seen.lessons) {
            Ok(taught) if taught == seen.taught => Ok(seen),
            _ => Err(
                "The files were changed by somebody else meanwhile, and nothing was written; look at the change again."
                    .to_owned(),
            ),
        }
    }

    /// What was picked of each place. Each is answered, be it with none of these.
    fn lessons(&self, picks: &Picks) -> Result<Vec<Lesson>, String> {
        let mut lessons = Vec::new();
        for (sought, list) in self.lists {
            let name = sought.name();
            let pick = picks.get(name).ok_or_else(|| format!("`{name}` is not answered yet."))?;
            let Some(number) = pick else { continue };
            let picked = number.checked_sub(1).and_then(|at| list.get(at));
            let picked = picked.ok_or_else(|| format!("`{name}` has no number {number}."))?.clone();
            lessons.push(Lesson { sought: *sought, picked });
        }
        if lessons.is_empty() {
            return Err("Nothing was picked, and so nothing changes.".to_owned());
        }
        Ok(lessons)
    }

    fn question(&self) -> Result<Question, Failure> {
        let (picture, no_picture) = match &self.page.picture {
            Shot::None(why) => (None, (*why).to_owned()),
            Shot::Taken(picture) => (Some(picture.clone()), String::new()),
            Shot::Kept { run, file, scale } => match kept(self.account, *run, file.as_deref())? {
                Some(png) => (Some(Picture { png, scale: *scale }), String::new()),
                None => (None, format!("Run {} has kept no picture of this page.", run.0)),
            },
        };
        let shown = |text: &str| printable(text).into_owned();
        let places = self.lists.iter().map(|(sought, list)| Place {
            name: sought.name(),
            question: sought.question(),
            may_be: list
                .iter()
                .map(|one| MayBe {
                    what: shown(&one.what),
                    text: shown(&one.text),
                    label: one.label.as_deref().map(shown),
                    reasons: one.reasons.iter().map(|reason| shown(reason)).collect(),
                    area: self.page.tree.area(one.element),
                })
                .collect(),
        });
        Ok(Question {
            from: shown(&self.page.from),
            language: shown(&self.page.language),
            places: places.collect(),
            picture,
            no_picture,
        })
    }

    fn folder(&self) -> String {
        printable(&self.own.folder.display().to_string()).into_owned()
    }
}

/// A picture that a run has kept; `None` if there is none, or none any more.
fn kept(account: &AccountArgs, run: RunId, file: Option<&str>) -> Result<Option<Vec<u8>>, Failure> {
    file.map_or(Ok(None), |file| Shelf::open(account)?.kept(run, file))
}

fn printable_lines(lines: &str) -> String {
    lines.lines().map(printable).collect::<Vec<_>>().join("\n")
}
