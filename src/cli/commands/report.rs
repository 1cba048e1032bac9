//! `unlinked report`: what a run did, as one HTML file, or in a form for other programs.

use std::path::{Path, PathBuf};

use crate::cli::account_args::AccountArgs;
use crate::cli::archive::{Shelf, scope_of};
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::open_it;
use crate::cli::output::write_out;
use crate::cli::output::{Stdout, Terminal};
use crate::cli::own_files::write_own;
use crate::cli::settings::state_folder;
use crate::ledger::RunKind;
use crate::report::{PictureRules, Report, Scope, csv, html, json, junit, markdown, redact};
use crate::wording::count;

/// In which form the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Format {
    /// One self-contained page
    Html,
    /// One object, with every step
    Json,
    /// A row for each person
    Csv,
    /// A test case for each person, for CI
    Junit,
    /// A summary, for a job's page or an issue
    Markdown,
}

/// Write what a run or rehearsal did as one HTML file, with pictures, or as JSON, CSV, JUnit XML or Markdown.
///
/// The HTML file needs nothing else: no network, no other file. It holds names and pictures of people, so it is readable
/// by you alone; `--redact` makes one that may be shown to others.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The run's number [default: the newest run or rehearsal]; `unlinked replay --list` lists them
    #[arg(value_name = "RUN", value_parser = clap::value_parser!(u32).range(1..))]
    run: Option<u32>,
    /// All removal runs of the account together
    #[arg(long, conflicts_with = "run")]
    all: bool,
    /// Where to write it; `-` is standard output [default: `unlinked-run-RUN.html` here for HTML, else standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// In which form
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = Format::Html)]
    format: Format,
    /// Replace every name and address, and show pictures as coarse mosaics; the originals are nowhere in the file
    #[arg(long)]
    redact: bool,
    /// Carry at most so many megabytes of pictures; those of people who need a look come first; 0 carries none
    #[arg(long, value_name = "MB", default_value_t = 40)]
    pictures: u32,
    /// Replace a file that is there already, whoever wrote it; one that was written here and not changed since is replaced anyway
    #[arg(long)]
    force: bool,
    /// Open the file in your browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let shelf = Shelf::open(&args.account)?;
    let scope = if args.all { Scope::All } else { scope_of(args.run) };
    let mut report = shelf.report(scope, terminal)?;
    if args.redact {
        report = redact(report);
    }
    let rules = PictureRules { most_bytes: u64::from(args.pictures) * 1_000_000 };
    let (text, remark) = written(&report, args.format, rules)?;
    let usual = (args.format == Format::Html).then(|| usual_name(&report));
    match args.output.clone().or(usual) {
        Some(path) if path != Path::new("-") => {
            let state = state_folder(&args.account)?;
            write_own(
                Some(&state),
                &path,
                text.as_bytes(),
                args.force,
                "name a new file with -o, or add --force",
            )?;
            terminal.remark(&remark);
            Stdout::new(terminal).line(&path.display().to_string());
            if args.open {
                open_it::open(&path.to_string_lossy(), terminal);
            }
        }
        _ => write_out(&text)?,
    }
    Ok(exit::OK)
}

/// The report in its form, and what there is to say of it.
pub(in crate::cli) fn written(
    report: &Report,
    format: Format,
    rules: PictureRules,
) -> Result<(String, String), Failure> {
    let failed =
        |error: &dyn std::fmt::Display| Failure::Internal(format!("the report cannot be made: {error}"));
    let text = match format {
        Format::Html => {
            let made = html(report, rules);
            let mut remark = format!("The report carries {}", count(made.pictures, "picture", "pictures"));
            if made.left_out > 0 {
                remark.push_str(&format!("; {} more were left out (--pictures takes more)", made.left_out));
            }
            return Ok((made.text, format!("{remark}.")));
        }
        Format::Json => json(report).map_err(|error| failed(&error))?,
        Format::Csv => csv(report).map_err(|error| failed(&error))?,
        Format::Junit => junit(report),
        Format::Markdown => markdown(report),
    };
    Ok((text, String::new()))
}

fn usual_name(report: &Report) -> PathBuf {
    let which = match report.runs.as_slice() {
        [run] => format!("run-{}", run.id()),
        [.., last] if last.row.start.kind == RunKind::Rehearsal => format!("run-{}", last.id()),
        _ => "all-runs".to_owned(),
    };
    let redacted = if report.redacted { "-redacted" } else { "" };
    PathBuf::from(format!("unlinked-{which}{redacted}.html"))
}
