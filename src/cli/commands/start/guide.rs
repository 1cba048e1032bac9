//! What every step has: the question under it, the command that is run, and what is known of the account.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use super::ask;
use crate::cli::account_args::AccountArgs;
use crate::cli::beside::account_of;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Terminal, paragraph, printable};
use crate::cli::own_program::{self, OwnProgram};
use crate::cli::settings::{flag, load_config};
use crate::config::Config;
use crate::ledger::{Ledger, RunKind};
use crate::roster::Roster;

/// Whose way it is, and by which files.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) export: Option<PathBuf>,
    pub(super) roster: PathBuf,
    pub(super) keep: PathBuf,
    pub(super) site: Option<String>,
    pub(super) account: AccountArgs,
    /// A practice site of this process, which has no limits and goes with it.
    pub(super) practice: bool,
}

/// What comes after a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The next step.
    On,
    /// The user ends it.
    End,
    /// The other thing that was offered.
    Other,
}

/// The way through.
pub(super) struct Guide<'a> {
    pub(super) place: Place,
    pub(super) terminal: &'a Terminal,
    program: OwnProgram,
}

impl<'a> Guide<'a> {
    pub(super) fn new(place: Place, terminal: &'a Terminal) -> Result<Guide<'a>, Failure> {
        Ok(Guide { place, terminal, program: OwnProgram::find()? })
    }

    /// Offers a command until it went well or is passed over. `before` says that it was done, and makes passing over the usual answer.
    pub(super) async fn offer(
        &self,
        words: Vec<String>,
        before: Option<String>,
        other: Option<(&str, &str)>,
    ) -> Result<Next, Failure> {
        if let Some(before) = &before {
            self.say(&format!("Done before: {before}."));
        }
        self.show(&words);
        let usual = if before.is_some() { "Enter: skip   d: do it again" } else { "Enter: do it   s: skip" };
        let other_said = other.map(|(key, what)| format!("   {key}: {what}")).unwrap_or_default();
        let mut question = format!("{usual}{other_said}   q: end here");
        let mut done = before.is_some();
        loop {
            let said = self.ask(&question).await?;
            match said.as_str() {
                "q" => return Ok(Next::End),
                "s" => return Ok(Next::On),
                "" if done => return Ok(Next::On),
                "" | "d" => {
                    let ended = self.run(&words).await?;
                    if is_well(ended) {
                        return Ok(Next::On);
                    }
                    self.say(&said_of(ended));
                    done = false;
                    question = format!("Enter: try again   s: go on without it{other_said}   q: end here");
                }
                said if other.is_some_and(|(key, _)| key == said) => return Ok(Next::Other),
                said => self.say(&format!("`{}` is no answer here.", printable(said))),
            }
        }
    }

    /// Runs a command of this program in this terminal.
    pub(super) async fn run(&self, words: &[String]) -> Result<ExitStatus, Failure> {
        self.program.run(words).await
    }

    pub(super) async fn ask(&self, question: &str) -> Result<String, Failure> {
        let question = format!("{}\n> ", self.terminal.err.faint(question));
        // The end of the input is no answer to anything.
        Ok(ask::line(&question, self.terminal).await?.unwrap_or_else(|| "q".to_owned()))
    }

    pub(super) fn say(&self, said: &str) {
        self.terminal.say(&paragraph(&printable(said), self.terminal.width, 0));
    }

    /// Shows a command as it can be typed.
    pub(super) fn show(&self, words: &[String]) {
        own_program::show(words, self.terminal);
    }

    pub(super) fn words(&self, words: &[&str], site: bool) -> Vec<String> {
        self.with_place(words.iter().map(|word| (*word).to_owned()).collect(), site)
    }

    /// A run of the roster, with what it needs to be the same account's.
    pub(super) fn run_words(&self, more: &[&str]) -> Vec<String> {
        let mut run = vec!["run".to_owned(), text(&self.place.roster)];
        if self.place.keep.is_file() {
            run.extend(["--keep".to_owned(), text(&self.place.keep)]);
        }
        run.extend(more.iter().map(|word| (*word).to_owned()));
        run.extend(self.place.practice.then(|| "--no-limits".to_owned()));
        self.with_place(run, true)
    }

    /// A command with the flags of the account, and of the site where it takes one. What is behind `--` stays behind.
    pub(super) fn with_place(&self, mut words: Vec<String>, site: bool) -> Vec<String> {
        let at = words.iter().position(|word| word == "--").unwrap_or(words.len());
        words.splice(at..at, self.flags(site));
        words
    }

    fn flags(&self, site: bool) -> Vec<String> {
        let address = self.place.site.clone().filter(|_| site);
        let mut flags: Vec<String> =
            address.into_iter().flat_map(|address| ["--site".to_owned(), address]).collect();
        flags.extend(self.place.account.words());
        flags
    }

    pub(super) fn config(&self) -> Result<Config, Failure> {
        let site = self.place.site.iter().map(|site| flag("--site", "site", site)).collect();
        load_config(&self.place.account, site).map_err(Failure::Files)
    }

    pub(super) fn ledger(&self) -> Result<Option<Ledger>, Failure> {
        Ok(Ledger::open_beside(&account_of(&self.place.account)?.ledger_path())?)
    }

    /// The newest run of a kind that ended.
    pub(super) fn last_run(&self, kind: RunKind) -> Result<Option<i64>, Failure> {
        let Some(ledger) = self.ledger()? else { return Ok(None) };
        let runs = ledger.runs(u32::MAX)?;
        let last = runs.into_iter().find(|run| run.start.kind == kind && run.ended_at.is_some());
        Ok(last.map(|run| run.id.0))
    }

    /// How many people are on the roster, one at least; where nobody is, it says why.
    pub(super) fn some_people(&self) -> Option<usize> {
        let roster = shown(&self.place.roster);
        match Roster::read(&self.place.roster) {
            Ok(read) if !read.is_empty() => return Some(read.len()),
            Err(_) if self.place.roster.exists() => self.say(&format!(
                "{roster} cannot be used as it is, so there is nothing to do here. `unlinked run {roster} --list-clicks` says what is wrong in it."
            )),
            _ => self.say(&format!("Nobody is on {roster} yet, so there is nothing to do here.")),
        }
        None
    }
}

/// Whether a command has done what it was to do: also where some people need a look, or it ended at its limit.
fn is_well(ended: ExitStatus) -> bool {
    let code = ended.code().and_then(|code| u8::try_from(code).ok());
    code.is_some_and(|code| [exit::OK, exit::NEEDS_A_LOOK, exit::STOPPED_EARLY].contains(&code))
}

fn said_of(ended: ExitStatus) -> String {
    let code = ended.code().and_then(|code| u8::try_from(code).ok());
    let meaning = code.and_then(|code| exit::MEANINGS.iter().find(|(known, _)| *known == code));
    match meaning {
        Some((code, meaning)) => format!("That ended with exit code {code}: {meaning}."),
        None => "That ended before it was done.".to_owned(),
    }
}

pub(super) fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub(super) fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}
