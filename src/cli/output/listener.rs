//! Listens to a run: draws the bar where a terminal can, writes plain lines where none is, and hands out the results.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::board::{Board, waiting};
use super::json::{person_json, summary_json};
use super::lines::person_lines;
use super::stdout::Stdout;
use super::summary::{count, signed_in, summary_text};
use super::terminal::{Terminal, paragraph, printable};
use crate::domain::UnixMs;
use crate::engine::{PersonReport, RunEvent, RunSummary};

/// Waits shorter than this are not worth a line of their own in a log file.
const LONG_WAIT: Duration = Duration::from_secs(180);

/// What becomes of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Results {
    /// Lines for a person to read.
    Text,
    /// JSON Lines.
    Json,
    /// Nothing is printed; whoever listens asks for the reports afterwards.
    Collect,
}

/// Listens to one run.
#[derive(Debug)]
pub(crate) struct Listener {
    terminal: Terminal,
    stdout: Stdout,
    results: Results,
    /// Names of the roster by line: reports carry slugs.
    names: BTreeMap<u64, String>,
    board: Board,
    bars: Option<(ProgressBar, ProgressBar)>,
    /// What became of each person, if the reports are collected.
    pub(crate) reports: Vec<PersonReport>,
}

impl Listener {
    /// Listens to a run over people of these names, by their lines in the roster.
    pub(crate) fn new(terminal: &Terminal, results: Results, names: BTreeMap<u64, String>) -> Listener {
        Listener {
            terminal: terminal.clone(),
            stdout: Stdout::new(terminal),
            results,
            names,
            board: Board::default(),
            bars: None,
            reports: Vec::new(),
        }
    }

    /// Takes one event of the run.
    pub(crate) fn hear(&mut self, event: &RunEvent, now: UnixMs) {
        let line = if let RunEvent::Step { line, .. } = event { *line } else { 0 };
        self.board.note(event, self.names.get(&line).map(String::as_str), now);
        match event {
            RunEvent::Started { run, people, done_before } => self.started(*run, *people, *done_before),
            RunEvent::Warning(text) => self.warn(text),
            RunEvent::Owner { slug, learned } => self.owner(slug, *learned),
            RunEvent::Person(report) => self.person(report),
            RunEvent::Waiting { until, why } => {
                if self.bars.is_none() && until.since(now) >= LONG_WAIT {
                    self.terminal.remark(&waiting(*until, *why, now, &self.terminal.zone));
                }
            }
            RunEvent::Browser | RunEvent::Step { .. } => {}
        }
        self.draw(now);
    }

    /// Takes the end of the run.
    pub(crate) fn end(&mut self, summary: &RunSummary, exit: u8) {
        self.clear();
        match self.results {
            Results::Json => self.stdout.line(&summary_json(summary, exit)),
            Results::Text => {
                self.stdout.line(&summary_text(summary, exit, self.terminal.out, self.terminal.width));
            }
            Results::Collect => {}
        }
    }

    /// Takes the bars away.
    pub(crate) fn clear(&mut self) {
        if let Some((bar, line)) = self.bars.take() {
            line.finish_and_clear();
            bar.finish_and_clear();
        }
    }

    fn started(&mut self, run: i64, people: usize, done_before: usize) {
        let before = match done_before {
            0 => String::new(),
            n => format!(", {n} done before"),
        };
        self.terminal.remark(&format!("Run {run}: {} to act on{before}.", count(people, "person", "people")));
        if self.terminal.can_draw && people > 0 {
            let bar = self.terminal.bars.add(ProgressBar::new(u64::try_from(people).unwrap_or(u64::MAX)));
            let line = self.terminal.bars.add(ProgressBar::new(0));
            // A bar without its style is still a bar.
            let shape = if self.terminal.err.0 { "{bar:24.green/dim}" } else { "{bar:24}" };
            if let Ok(style) = ProgressStyle::with_template(&format!("{shape} {{pos}}/{{len}}  {{wide_msg}}"))
            {
                bar.set_style(style.progress_chars("━━─"));
            }
            if let Ok(style) = ProgressStyle::with_template("{wide_msg}") {
                line.set_style(style);
            }
            self.bars = Some((bar, line));
        }
    }

    fn warn(&self, text: &str) {
        let text = paragraph(&format!("warning: {}", printable(text)), self.terminal.width, 0);
        self.terminal.say(&self.terminal.err.look(&text));
    }

    fn owner(&self, slug: &str, learned: bool) {
        self.terminal.remark(&signed_in(slug, learned));
    }

    fn person(&mut self, report: &PersonReport) {
        match self.results {
            Results::Json => self.stdout.line(&person_json(report)),
            Results::Text if self.terminal.quiet && !report.outcome.needs_a_look() => {}
            Results::Text => {
                let name = self.names.get(&report.line).map(String::as_str);
                let Terminal { out, width, verbose, .. } = self.terminal;
                self.stdout.line(&person_lines(report, name, out, width, verbose));
            }
            Results::Collect => self.reports.push(report.clone()),
        }
    }

    fn draw(&self, now: UnixMs) {
        let Some((bar, line)) = &self.bars else { return };
        bar.set_position(u64::try_from(self.board.done).unwrap_or(u64::MAX));
        bar.set_message(self.board.counts(now));
        line.set_message(self.board.doing(now, &self.terminal.zone));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.clear();
    }
}
