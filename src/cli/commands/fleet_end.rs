//! What a fleet tells: a line for each person and for each account that ends, and what all of it comes to.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{
    Results, Stdout, Terminal, line_of, of_account, paragraph, person_json, person_lines, printable,
    summary_json,
};
use crate::cli::run_end::Ended;
use crate::cli::run_end::summary_of;
use crate::domain::StoppedBy;
use crate::engine::RunEvent;
use crate::wording::{count, sentence};

/// Exit codes, the one that needs a person most first: the fleet's is the first that any account has.
const BY_NEED: &[u8] = &[
    exit::INTERNAL,
    exit::STATE,
    exit::PROTECTION,
    exit::BROWSER,
    exit::OUTAGE,
    exit::CHALLENGE,
    exit::SIGNED_OUT,
    exit::BREAKER,
    exit::USAGE,
    exit::THROTTLED,
    exit::INTERRUPTED,
    exit::STOPPED_EARLY,
    exit::NEEDS_A_LOOK,
];

/// Tells of all accounts as they go on. They take turns on one thread.
pub(in crate::cli) struct Told {
    terminal: Terminal,
    results: Results,
    stdout: RefCell<Stdout>,
}

impl Told {
    pub(in crate::cli) fn new(terminal: &Terminal, results: Results) -> Told {
        Told { terminal: terminal.clone(), results, stdout: RefCell::new(Stdout::new(terminal)) }
    }

    /// Takes an event of an account, whose roster has these names by line.
    pub(in crate::cli) fn hear(&self, account: &str, names: &BTreeMap<u64, String>, event: &RunEvent) {
        match event {
            RunEvent::Person(report) => match self.results {
                Results::Json => {
                    self.stdout.borrow_mut().line(&of_account(account, &person_json(report)));
                }
                _ if self.terminal.quiet && !report.outcome.needs_a_look() => {}
                _ => {
                    let name = names.get(&report.line).map(String::as_str);
                    let Terminal { out, width, verbose, .. } = self.terminal;
                    let lines = person_lines(report, name, out, width, verbose);
                    self.stdout.borrow_mut().line(&format!("{account:>12}  {lines}"));
                }
            },
            RunEvent::Warning(text) => {
                let text =
                    paragraph(&format!("warning: {account}: {}", printable(text)), self.terminal.width, 0);
                self.terminal.say(&self.terminal.err.look(&text));
            }
            RunEvent::Owner { slug, learned: true } => self.terminal.remark(&format!(
                "{account}: signed in as {}. This state folder is now for that account alone.",
                printable(slug)
            )),
            _ => {}
        }
    }

    /// Takes the end of an account's run, and gives its exit code.
    pub(in crate::cli) fn ended(&self, account: &str, ended: Result<Ended, Failure>) -> u8 {
        let (summary, exit) = match ended {
            Ok(Ended { summary, exit }) => (summary, exit),
            Err(failure) => {
                let by = failure.stopped_by().unwrap_or(StoppedBy::State);
                (summary_of(by, failure.message()), failure.exit_code())
            }
        };
        if self.results == Results::Json {
            self.stdout.borrow_mut().line(&of_account(account, &summary_json(&summary, exit)));
            return exit;
        }
        let done: usize = summary.outcomes.values().sum::<usize>() - summary.left;
        let text = match summary.stopped_by {
            None if summary.left == 0 => {
                format!("{account}: went through its roster of {}.", count(done, "person", "people"))
            }
            None => format!(
                "{account}: did what it could do now; {} left for a later run.",
                count(summary.left, "person is", "people are")
            ),
            Some(by) => format!(
                "{account}: stopped ({by}), {} left. {}",
                count(summary.left, "person is", "people are"),
                sentence(&printable(&summary.stop_detail))
            ),
        };
        let text = paragraph(&text, self.terminal.width, 0);
        let calm = matches!(exit, exit::OK | exit::STOPPED_EARLY | exit::INTERRUPTED);
        self.stdout.borrow_mut().line(&if calm { text } else { self.terminal.out.look(&text) });
        exit
    }
}

/// How all accounts ended.
#[derive(Debug, Default)]
pub(in crate::cli) struct FleetEnd {
    exits: Vec<(String, u8)>,
}

#[derive(Serialize)]
struct FleetLine<'a> {
    event: &'static str,
    accounts: usize,
    exit: u8,
    /// The accounts by their exit codes.
    by_exit: BTreeMap<u8, Vec<&'a str>>,
}

impl FleetEnd {
    /// Adds an account with its exit code.
    pub(in crate::cli) fn add(&mut self, account: String, exit: u8) {
        self.exits.push((account, exit));
    }

    /// The exit code of the whole.
    pub(in crate::cli) fn exit(&self) -> u8 {
        let has = |code: &&u8| self.exits.iter().any(|(_, exit)| exit == *code);
        BY_NEED.iter().find(has).copied().unwrap_or(exit::OK)
    }

    /// Prints what it comes to.
    pub(in crate::cli) fn tell(&self, results: Results, terminal: &Terminal) {
        let mut by_exit: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
        for (account, exit) in &self.exits {
            by_exit.entry(*exit).or_default().push(account);
        }
        let mut stdout = Stdout::new(terminal);
        if results == Results::Json {
            let accounts = self.exits.len();
            stdout.line(&line_of(&FleetLine { event: "fleet", accounts, exit: self.exit(), by_exit }));
            return;
        }
        stdout.line("");
        for (code, accounts) in by_exit {
            let meaning = exit::MEANINGS.iter().find(|(of, _)| *of == code).map_or("", |(_, words)| words);
            let text = format!(
                "{}: {meaning}: {}",
                count(accounts.len(), "account", "accounts"),
                accounts.join(", ")
            );
            stdout.line(&paragraph(&text, terminal.width, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_is_that_of_the_account_that_needs_a_person_most() {
        let exit_of = |codes: &[u8]| {
            let mut end = FleetEnd::default();
            codes.iter().for_each(|code| end.add("a".to_owned(), *code));
            end.exit()
        };
        assert_eq!(exit_of(&[0, 0]), 0);
        assert_eq!(exit_of(&[0, 4, 3]), 4);
        assert_eq!(exit_of(&[7, 6, 0, 4]), 6);
        assert_eq!(exit_of(&[130, 130, 6]), 6);
        for (code, _) in exit::MEANINGS.iter().filter(|(code, _)| *code != exit::OK) {
            assert!(BY_NEED.contains(code), "{code} is forgotten");
        }
    }

    #[test]
    fn a_line_of_an_account_says_whose_it_is() {
        assert_eq!(of_account("anna", r#"{"event":"person"}"#), r#"{"account":"anna","event":"person"}"#);
    }
}
