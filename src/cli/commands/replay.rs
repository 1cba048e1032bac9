//! `unlinked replay`: the clicks of a run in the terminal, whole or one by one.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::cli::account_args::AccountArgs;
use crate::cli::archive::Shelf;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Paint, Stdout, Terminal};
use crate::domain::Clock;
use crate::ledger::{RunId, RunRow};
use crate::pace::SystemClock;
use crate::report::{Replay, Scope, choose_person, redact, replay};
use crate::wording::{moment, size};

/// Show what a run or rehearsal did, click by click: the step, its target, the candidate that matched, and the time.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The run's number [default: the newest run or rehearsal]
    #[arg(value_name = "RUN", value_parser = clap::value_parser!(u32).range(1..))]
    run: Option<u32>,
    /// Only this person: slug, profile address, name, or `Person N` of a redacted report
    #[arg(long, value_name = "SLUG")]
    person: Option<String>,
    /// One step at a time: Enter goes on, q ends
    #[arg(long)]
    step: bool,
    /// Replace every name and address
    #[arg(long)]
    redact: bool,
    /// List the runs that there are
    #[arg(long, conflicts_with_all = ["run", "person", "step", "redact"])]
    list: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let shelf = Shelf::open(&args.account)?;
    let mut stdout = Stdout::new(terminal);
    if args.list {
        list(&shelf, terminal, &mut stdout)?;
        return Ok(exit::OK);
    }
    let scope = args.run.map_or(Scope::NewestOnly, |run| Scope::Only(RunId(i64::from(run))));
    let mut report = shelf.report(scope, terminal)?;
    // Chosen before names are replaced: a user asks for whom they know.
    let nth = match &args.person {
        None => None,
        Some(asked) => Some(
            choose_person(&report, asked)
                .map_err(|why| Failure::usage(why, "`unlinked replay` without --person shows everybody"))?
                .nth,
        ),
    };
    if args.redact {
        report = redact(report);
    }
    let only = report.people.iter().find(|story| Some(story.nth) == nth);
    let replay = replay(&report, only);
    if args.step {
        step_through(&replay, terminal, &mut stdout)?;
    } else {
        stdout.line(&painted(&replay.text(), terminal.out));
    }
    Ok(exit::OK)
}

/// Shows a piece, and waits for Enter before the next one. The end of the input ends it, and so does `q`.
fn step_through(replay: &Replay, terminal: &Terminal, stdout: &mut Stdout) -> Result<(), Failure> {
    let mut show = |text: &str| {
        if !text.trim().is_empty() {
            stdout.line(&painted(text, terminal.out));
        }
    };
    show(&replay.head);
    let total = replay.steps.len();
    for (nth, step) in replay.steps.iter().enumerate() {
        show(step);
        if nth + 1 < total {
            terminal.say(&terminal.err.faint(&format!("({} of {total}; Enter goes on, q ends)", nth + 1)));
            let mut answer = String::new();
            let read = std::io::stdin()
                .lock()
                .read_line(&mut answer)
                .map_err(|error| Failure::Internal(format!("the terminal cannot be read: {error}")))?;
            if read == 0 || answer.trim().eq_ignore_ascii_case("q") {
                return Ok(());
            }
        }
    }
    show(&replay.tail);
    Ok(())
}

/// A replay with its problems, which start with `!`, in colour.
fn painted(text: &str, paint: Paint) -> String {
    let line = |line: &str| if line.starts_with('!') { paint.look(line) } else { line.to_owned() };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn list(shelf: &Shelf, terminal: &Terminal, stdout: &mut Stdout) -> Result<(), Failure> {
    let runs = shelf.ledger.runs(u32::MAX)?;
    if runs.is_empty() {
        stdout.line("There is no run yet.");
        return Ok(());
    }
    let evidence: BTreeMap<RunId, u64> =
        shelf.evidence()?.into_iter().map(|evidence| (evidence.run, evidence.bytes)).collect();
    for run in runs.iter().rev() {
        stdout.line(&run_line(shelf, run, evidence.get(&run.id).copied(), terminal)?);
    }
    Ok(())
}

fn run_line(shelf: &Shelf, run: &RunRow, bytes: Option<u64>, terminal: &Terminal) -> Result<String, Failure> {
    let outcomes = shelf.ledger.outcomes_of_run(run.id)?;
    let counts: Vec<String> = outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
    let mut parts = vec![if counts.is_empty() { "nobody".to_owned() } else { counts.join(", ") }];
    parts.extend(run.stopped_by.map(|by| format!("stopped early ({by})")));
    if run.ended_at.is_none() {
        let at_work = shelf.account.holder().is_some();
        parts.push(if at_work { "at work or cut off" } else { "cut off" }.to_owned());
    }
    parts
        .push(bytes.map_or_else(|| "no evidence".to_owned(), |bytes| format!("{} of evidence", size(bytes))));
    let started = moment(run.started_at, SystemClock.now(), &terminal.zone);
    Ok(format!("{:>5}  {:<9}  {started:<18}  {}", run.id, run.start.kind, parts.join("; ")))
}
