//! `unlinked selectors prove WHO`: the one removal that makes learned lines guesses no more. Each step is a command of this program, shown
//! as it could be typed; this room only carries the answer of one to the next. Nobody is clicked on here.

use std::path::PathBuf;
use std::process::ExitStatus;

use super::learn_files::OwnFiles;
use super::prove::{Args, by_runs};
use super::{learn_source, probe};
use crate::account::Account;
use crate::browser::{has_screen, is_real};
use crate::cli::archive::Shelf;
use crate::cli::beside::account_of;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::open_it;
use crate::cli::output::{Terminal, paragraph, printable};
use crate::cli::own_program::{self, OwnProgram};
use crate::cli::prompt::answer;
use crate::cli::settings::state_folder;
use crate::cli::wait_for::wait_for;
use crate::config::Config;
use crate::domain::{Outcome, PersonName, neutral};
use crate::learn::Sought;
use crate::ledger::{RunId, RunRow};
use crate::system::new_file::{Existing, NewFile};
use crate::trace::{What, salvage_events};

/// How often somebody is gone about anew after something was learned: each place can be missing once.
const ROUNDS: usize = 4;

/// Rehearses and removes somebody by the guesses, and takes what that proved out of them.
pub(super) fn run(args: &Args, who: &str, terminal: &Terminal) -> Result<u8, Failure> {
    let config = args.page_args.config(&args.account)?;
    if args.json {
        return Err(Failure::usage(
            "with WHO it asks and shows, and prints no JSON; nothing was started",
            "leave out --json",
        ));
    }
    if !config.evidence.pictures {
        return Err(Failure::usage(
            "nothing is proved without the picture of what will be clicked, and `evidence.pictures` is off; nothing was started",
            "set `evidence.pictures = true`",
        ));
    }
    let path = probe::path_of(who, &config.site)?;
    let name = named(args, &path, terminal)?;
    let program = OwnProgram::find()?;
    let mut way = Way { args, config, path, name, program, terminal, roster: PathBuf::new() };
    way.roster = way.write_roster()?;
    way.go()
}

/// The name that was given, or that an earlier run knows, or that the user types.
fn named(args: &Args, path: &str, terminal: &Terminal) -> Result<PersonName, Failure> {
    let read = |text: &str| {
        PersonName::new(text.trim()).ok_or_else(|| {
            Failure::usage(
                format!("`{}` is no name; nothing was started", printable(text)),
                "type it as it is on their page",
            )
        })
    };
    if let Some(name) = args.name.as_ref().or(args.confirm.as_ref()) {
        return read(name);
    }
    if !terminal.can_ask {
        return Err(Failure::usage(
            "nobody can be asked for the person's name, since this is no terminal; nothing was started",
            "add --name NAME",
        ));
    }
    read(&answer(&format!("The name of the person at {}, as it is on their page: ", printable(path)))?)
}

/// What the steps share.
struct Way<'a> {
    args: &'a Args,
    config: Config,
    path: String,
    name: PersonName,
    program: OwnProgram,
    terminal: &'a Terminal,
    roster: PathBuf,
}

/// How a run of the one person ended.
struct Tried {
    run: Option<RunId>,
    outcome: Option<Outcome>,
    status: ExitStatus,
}

/// How going about the person ended.
enum End {
    /// As wanted, in this run.
    Wanted(RunId),
    /// Otherwise, with this exit code.
    Other(u8),
    /// Something was learned on the way that no rehearsal has shown yet.
    Unseen,
}

impl Way<'_> {
    fn go(&self) -> Result<u8, Failure> {
        self.say("First a rehearsal: their page is opened, everything is found, pictures are taken, and nobody is removed.");
        for _ in 0..ROUNDS {
            let rehearse = ["--dry-run", "--again", "--limit", "1", "--try-guesses"].map(str::to_owned);
            let rehearsed = match self.until(&rehearse, Outcome::Rehearsed, false)? {
                End::Wanted(run) => run,
                End::Other(code) => return Ok(code),
                End::Unseen => continue,
            };
            self.show_picture(rehearsed)?;
            self.get_word()?;
            let number = rehearsed.0.to_string();
            let remove =
                ["--rehearsed", &number, "--limit", "1", "--try-guesses", "--yes"].map(str::to_owned);
            match self.until(&remove, Outcome::Removed, true)? {
                End::Wanted(run) => return self.write_down(rehearsed, run),
                End::Other(code) => return Ok(code),
                End::Unseen => self.say(
                    "What was learned now is clicked before the dialog, and no picture has shown it yet: before anything more is clicked, they are rehearsed again.",
                ),
            }
        }
        Ok(exit::NEEDS_A_LOOK)
    }

    /// Takes what the removal has proved out of the guesses.
    fn write_down(&self, rehearsed: RunId, removed: RunId) -> Result<u8, Failure> {
        if !is_real(&self.config.site) {
            self.say(
                "Removed. A practice site proves nothing of the real one, so the lines stay guesses: prove them there in the same way.",
            );
            return Ok(exit::OK);
        }
        by_runs(self.args, Some(rehearsed..=removed), self.terminal)
    }

    /// Runs until the person ends as wanted, and asks in between what was missing.
    fn until(&self, words: &[String], wanted: Outcome, acts: bool) -> Result<End, Failure> {
        for round in 0..ROUNDS {
            let tried = self.run_once(words)?;
            if let Some(run) = tried.run.filter(|_| tried.outcome == Some(wanted)) {
                return Ok(End::Wanted(run));
            }
            let taught = match tried.run {
                Some(run) if round + 1 < ROUNDS => self.learn(run)?,
                _ => Vec::new(),
            };
            if taught.is_empty() {
                self.say(&ended(tried.outcome));
                return Ok(End::Other(code_of(tried.status)));
            }
            if acts {
                self.command(vec!["retry".to_owned(), self.path.clone()], &[])?;
                if taught.iter().any(|sought| sought.is_rehearsed()) {
                    return Ok(End::Unseen);
                }
            }
        }
        Ok(End::Other(exit::NEEDS_A_LOOK))
    }

    fn run_once(&self, words: &[String]) -> Result<Tried, Failure> {
        let mut run = vec!["run".to_owned(), self.roster.to_string_lossy().into_owned()];
        run.extend(words.iter().cloned());
        run.extend(self.args.no_limits.then(|| "--no-limits".to_owned()));
        run.extend(self.args.now.then(|| "--now".to_owned()));
        let before = self.newest()?.map(|row| row.id);
        let status = self.command(run, &self.page_words(true))?;
        let row = self.newest()?.filter(|row| Some(row.id) != before);
        let Some(row) = row else { return Ok(Tried { run: None, outcome: None, status }) };
        let ended = |what: &What| match what {
            What::Outcome { outcome, .. } => Some(*outcome),
            _ => None,
        };
        let outcome = self.events(row.id)?.1.iter().rev().find_map(|event| ended(&event.what));
        Ok(Tried { run: Some(row.id), outcome, status })
    }

    /// Asks about what a run could not go on with. Gives the places that were asked about, if something was written.
    fn learn(&self, run: RunId) -> Result<Vec<Sought>, Failure> {
        let selectors = OwnFiles::of(self.args.selectors.as_ref(), &self.config)?.load()?;
        let asked = learn_source::places_of_run(&self.args.account, run, &selectors)?;
        if asked.is_empty() {
            return Ok(asked);
        }
        let mut words = ["selectors", "learn", "--run", &run.0.to_string()].map(str::to_owned).to_vec();
        let picks = self.args.pick.iter().filter(|pick| asked.contains(&pick.sought));
        words.extend(picks.flat_map(|pick| ["--pick".to_owned(), pick.typed.clone()]));
        words.extend(self.args.yes.then(|| "--yes".to_owned()));
        let is_written = self.command(words, &self.page_words(false))?.success();
        Ok(if is_written { asked } else { Vec::new() })
    }

    /// Shows what would be clicked.
    fn show_picture(&self, run: RunId) -> Result<(), Failure> {
        let (folder, events) = self.events(run)?;
        // A rehearsal ends with the picture of what would be clicked.
        let last = events
            .iter()
            .rev()
            .filter(|event| !event.person.is_empty())
            .find_map(|event| event.picture.as_ref());
        let Some(picture) = last else {
            return Err(Failure::usage(
                format!("run {} has no picture of what would be clicked; nobody was removed", run.0),
                "see in `unlinked report` what became of it, and try again",
            ));
        };
        let picture = folder.join(picture);
        self.say("This picture shows, outlined, what will be clicked:");
        self.terminal.say(&format!("    {}", printable(&picture.to_string_lossy())));
        if self.args.confirm.is_none() && !self.args.no_open && has_screen() {
            open_it::open(&picture.to_string_lossy(), self.terminal);
        }
        Ok(())
    }

    /// The user's own word for it: the person's name, typed under the picture.
    fn get_word(&self) -> Result<(), Failure> {
        let is_word = |said: &str| PersonName::new(said.trim()).is_some_and(|said| said == self.name);
        let undone = "nobody was removed";
        if let Some(said) = &self.args.confirm {
            return if is_word(said) {
                Ok(())
            } else {
                Err(Failure::usage(
                    format!("--confirm says another name than --name; {undone}"),
                    "type the same name at both",
                ))
            };
        }
        if !self.terminal.can_ask {
            return Err(Failure::usage(
                format!("nobody can be asked, since this is no terminal; {undone}"),
                "look at the picture, and add --confirm NAME",
            ));
        }
        let shown = printable(self.name.as_str()).into_owned();
        let said = answer(&format!(
            "A removal cannot be undone. To remove {shown} by what is outlined there, type their name; Enter alone ends it: "
        ))?;
        if is_word(&said) { Ok(()) } else { Err(Failure::Declined(undone.to_owned())) }
    }

    fn command(&self, mut words: Vec<String>, more: &[String]) -> Result<ExitStatus, Failure> {
        words.extend(more.iter().cloned());
        words.extend(self.args.account.words());
        self.terminal.say("");
        own_program::show(&words, self.terminal);
        wait_for(self.program.run(&words), 0)?
    }

    fn page_words(&self, opens_a_page: bool) -> Vec<String> {
        let mut words = self.args.page_args.words(opens_a_page);
        let folder = self.args.selectors.iter().map(|folder| folder.to_string_lossy().into_owned());
        words.extend(folder.flat_map(|folder| ["--selectors".to_owned(), folder]));
        words
    }

    fn newest(&self) -> Result<Option<RunRow>, Failure> {
        if !account_of(&self.args.account)?.ledger_path().exists() {
            return Ok(None);
        }
        Ok(Shelf::open(&self.args.account)?.ledger.runs(1)?.pop())
    }

    fn events(&self, run: RunId) -> Result<(PathBuf, Vec<crate::trace::Event>), Failure> {
        let kept = Shelf::open(&self.args.account)?.evidence()?.into_iter().find(|kept| kept.run == run);
        let Some(kept) = kept else { return Ok((PathBuf::new(), Vec::new())) };
        let (events, _) = salvage_events(&kept.folder).map_err(|error| Failure::State(error.to_string()))?;
        Ok((kept.folder, events))
    }

    /// The roster of one, beside the ledger: runs name it, and it can be run again.
    fn write_roster(&self) -> Result<PathBuf, Failure> {
        let account = Account::open(&state_folder(&self.args.account)?)?;
        let path = account.folder().join("prove.csv");
        let address = self.config.site.join(&self.path).map_or_else(|_| self.path.clone(), Into::into);
        let mut writer = csv::Writer::from_writer(Vec::new());
        let written = writer.write_record(["url", "name"]).and_then(|()| {
            writer
                .write_record([neutral::cell(&address).as_ref(), neutral::cell(self.name.as_str()).as_ref()])
        });
        let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
        NewFile::put(&path, &bytes, Existing::IsReplaced)
            .map_err(|error| Failure::State(format!("cannot write {}: {error}", path.display())))?;
        Ok(path)
    }

    fn say(&self, said: &str) {
        self.terminal.say(&paragraph(said, self.terminal.width, 0));
    }
}

fn ended(outcome: Option<Outcome>) -> String {
    match outcome {
        Some(outcome) => format!(
            "They ended as `{outcome}`, and nothing more was learned. The lines stay guesses. `unlinked report` shows what happened."
        ),
        None => "Nothing was done with them, and the lines stay guesses.".to_owned(),
    }
}

fn code_of(status: ExitStatus) -> u8 {
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(exit::OK) | None => exit::NEEDS_A_LOOK,
        Some(code) => code,
    }
}
