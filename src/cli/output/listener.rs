//! Listens to a run: draws the bar where a terminal can, writes plain lines where none is, and hands out the results.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::board::{Board, Goal, PAUSED, waiting};
use super::json::{person_json, summary_json};
use super::lines::person_lines;
use super::stdout::Stdout;
use super::summary::{signed_in, summary_text};
use super::terminal::{Terminal, fields, paragraph, printable};
use crate::domain::{Clock, UnixMs};
use crate::engine::{PersonReport, RunEvent, RunSummary};
use crate::pace::SystemClock;
use crate::wording::count;

/// Waits shorter than this are not worth a line of their own in a log file.
const LONG_WAIT: Duration = Duration::from_secs(180);

/// Where no bar can be drawn, a line says this often how far the run is.
const LINE_EVERY: Duration = Duration::from_secs(60);

/// Columns of the bar itself, in a terminal that is wide enough and in a narrow one.
const BAR: usize = 24;
const NARROW_BAR: usize = 10;
const NARROW: usize = 70;

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
    /// Nobody's name and no slug is said: the log of a CI job may be read by all.
    redacted: bool,
    /// When the last line was written that says how far the run is.
    line_at: UnixMs,
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
            redacted: false,
            line_at: UnixMs(0),
            reports: Vec::new(),
        }
    }

    /// The same, but for names and slugs.
    pub(crate) fn redacted(mut self, redacted: bool) -> Listener {
        self.redacted = redacted;
        self
    }

    /// Where it is told.
    pub(crate) fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// Learns what the run is to come to.
    pub(crate) fn expect(&mut self, goal: Goal) {
        self.board.goal = goal;
    }

    /// Takes one event of the run.
    pub(crate) fn hear(&mut self, event: &RunEvent, now: UnixMs) {
        let line = if let RunEvent::Step { line, .. } = event { *line } else { 0 };
        self.board.note(event, self.names.get(&line).map(String::as_str), now);
        match event {
            RunEvent::Started { run, people, done_before } => {
                self.started(*run, *people, *done_before);
                self.line_at = now;
            }
            RunEvent::Warning(text) => self.warn(text),
            RunEvent::Owner { slug, learned } => self.owner(slug, *learned),
            RunEvent::Person(report) => {
                self.person(report);
                if self.bars.is_none()
                    && self.board.done < self.board.total
                    && now.since(self.line_at) >= LINE_EVERY
                {
                    self.terminal.remark(&self.board.line(now, &self.terminal.zone));
                    self.line_at = now;
                }
            }
            RunEvent::Waiting { until, why } => {
                if self.bars.is_none() && until.since(now) >= LONG_WAIT {
                    let zone = &self.terminal.zone;
                    let waits = waiting(*until, *why, now, zone);
                    self.terminal.remark(&format!("{}; {waits}", self.board.line(now, zone)));
                    self.line_at = now;
                }
            }
            RunEvent::Paused if self.bars.is_none() => {
                self.terminal.remark(&format!("{}; {PAUSED}.", self.board.line(now, &self.terminal.zone)));
                self.line_at = now;
            }
            RunEvent::Continued => self.terminal.remark("You continued the run."),
            RunEvent::Browser | RunEvent::Step { .. } | RunEvent::Paused => {}
        }
        log(event, now);
        self.draw(now);
    }

    /// Takes the end of the run.
    pub(crate) fn end(&mut self, summary: &RunSummary, exit: u8) {
        self.clear();
        match self.results {
            Results::Json => self.stdout.line(&summary_json(summary, exit)),
            Results::Text => {
                let at = (SystemClock.now(), &self.terminal.zone);
                let text = summary_text(summary, exit, self.terminal.out, self.terminal.width, at);
                self.stdout.line(&text);
            }
            Results::Collect => {}
        }
    }

    /// Tells the commands that come next, each in a line of its own, however long it is: they are to be pasted.
    pub(crate) fn next(&mut self, commands: &[String]) {
        if self.results == Results::Text && !self.terminal.quiet {
            let named = commands.iter().enumerate();
            let list: Vec<(&str, String)> =
                named.map(|(nth, command)| (if nth == 0 { "Next" } else { "" }, command.clone())).collect();
            self.stdout.line(&fields(&list, usize::MAX));
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
            let columns = bar_columns(self.terminal.columns_now());
            let colour = if self.terminal.err.0 { ".green/dim" } else { "" };
            let shape = format!("{{bar:{columns}{colour}}}");
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
        let said = if self.redacted { "Signed in.".to_owned() } else { signed_in(slug, learned) };
        self.terminal.remark(&said);
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
        let (columns, zone) = (self.terminal.columns_now(), &self.terminal.zone);
        let numbers = format!(" {}/{}  ", self.board.done, self.board.total).len();
        let room = columns.saturating_sub(bar_columns(columns) + numbers);
        bar.set_position(u64::try_from(self.board.done).unwrap_or(u64::MAX));
        bar.set_message(self.board.counts(now, zone, room));
        let doing = if self.redacted { String::new() } else { self.board.doing(now, zone) };
        line.set_message(console::truncate_str(&doing, columns, "…").into_owned());
        self.terminal.to_line_start();
    }
}

/// The log's lines of a run: by the lines of the roster, since names are for the results alone.
fn log(event: &RunEvent, now: UnixMs) {
    match event {
        RunEvent::Browser => tracing::info!("starting the browser"),
        RunEvent::Waiting { until, why } => {
            tracing::info!(seconds = until.since(now).as_secs(), ?why, "waiting")
        }
        RunEvent::Step { line, step, .. } => tracing::debug!(line, %step, "step"),
        RunEvent::Person(report) => {
            tracing::debug!(line = report.line, outcome = %report.outcome, ms = report.ms, "done")
        }
        RunEvent::Paused => tracing::info!("paused"),
        RunEvent::Continued => tracing::info!("continued"),
        RunEvent::Started { .. } | RunEvent::Warning(_) | RunEvent::Owner { .. } => {}
    }
}

fn bar_columns(terminal: usize) -> usize {
    if terminal < NARROW { NARROW_BAR } else { BAR }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.clear();
    }
}
