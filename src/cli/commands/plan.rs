//! `unlinked plan`: from LinkedIn's own export to a roster, by rules. Opens no browser.

use std::path::Path;

use super::plan_args::Args;
use super::plan_files::{Files, HOW, STDOUT};
use super::plan_invitations;
use super::plan_lines::{NewLine, decision_json, plan_json};
use crate::cli::beside::remembered;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::keep_lists::{Asked, KeepLists};
use crate::cli::list_args::refuse_spreadsheet;
use crate::cli::next::rehearse;
use crate::cli::output::{Stdout, Terminal, line_of, paragraph, printable};
use crate::cli::own_files::refuse_foreign;
use crate::cli::protected::fitting_nobody;
use crate::cli::settings::{flag, load_config, state_folder};
use crate::domain::PersonName;
use crate::limited;
use crate::plan::{
    Difference, Differences, Drafts, Export, ExportOptions, Options, Plan, PlanError, RuleSet, choose,
    chosen_text, compare, summary_text,
};
use crate::roster::{KeepList, Known, ListOptions};

/// What was read before anything is decided.
struct Inputs {
    rules: RuleSet,
    keep: KeepList,
    /// A line of it that fits nobody is a fault.
    strict_keep: bool,
    export: Export,
    drafts: Option<Drafts>,
}

/// Runs the command.
pub(in crate::cli) fn run(mut args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    refuse_existing(&args)?;
    if args.sent_invitations {
        return plan_invitations::run(&args, terminal);
    }
    let mut inputs = loop {
        match read(&args) {
            Ok(inputs) => break inputs,
            Err(failure) => args.list.confirm(failure, terminal)?,
        }
    };
    let mut stdout = Stdout::new(terminal);
    let differences =
        args.diff.as_deref().map(|old| tell_differences(&args, old, &mut inputs.export, &mut stdout));
    let differences = differences.transpose()?;
    let today = jiff::Timestamp::now().to_zoned_datetime(terminal.zone.clone()).date();
    tell_unfitting(&mut inputs, terminal)?;
    let options = Options {
        rules: &inputs.rules,
        keep: &inputs.keep,
        remembered: &remembered(&args.account())?,
        today,
        new_since: args.new_since,
    };
    let lists_new = args.new_since.is_some() && inputs.rules.rules.is_empty();
    if lists_new {
        list_new(&args, &mut inputs.export, &mut stdout)?;
    }
    let drafts = args.drafts.as_deref().zip(inputs.drafts);
    let state = state_folder(&args.account()).ok();
    let mut files = Files::start(args.output.as_deref(), drafts, state.as_deref(), args.force)?;
    let mut plan = choose(&mut inputs.export, &options, &mut |decision| {
        files.take(&decision)?;
        if args.json {
            stdout.line(&decision_json(&decision));
        }
        Ok(())
    })?;
    let objections: Vec<String> =
        args.fail_on.iter().flat_map(|fail| fail.objections(&plan.weighed)).collect();
    tell_warnings(&mut plan, &mut inputs.export, terminal)?;
    let code = if objections.is_empty() { exit::OK } else { exit::NEEDS_A_LOOK };
    if code == exit::OK {
        files.finish()?;
    }
    if args.json {
        stdout.line(&plan_json(&plan, args.output.as_deref(), differences, &objections, code));
    } else {
        let mut summary = summary_text(&plan, &inputs.rules, inputs.export.name());
        if args.output.is_none() {
            summary.push_str(&chosen_text(&plan, terminal.verbose));
        }
        let mut text = wrapped(&summary, terminal.width);
        if let Some(Differences { came, left, changed }) = differences {
            text.push_str(&format!(
                "\nSince the older export: {came} came, {left} left, {changed} changed\n"
            ));
        }
        text.push_str(&what_next(&args, &plan, &inputs.rules, code));
        if to_stdout(&args) { terminal.remark(&text) } else { stdout.line(&text) }
    }
    if code != exit::OK {
        terminal.say(&format!("error: --fail-on: {}. Nothing was written.", objections.join("; ")));
    }
    Ok(code)
}

/// A line of the keep list that fits nobody of the export protects nobody there.
fn tell_unfitting(inputs: &mut Inputs, terminal: &Terminal) -> Result<(), Failure> {
    if inputs.keep.is_empty() {
        return Ok(());
    }
    let site = inputs.export.site().cloned();
    let (connections, _) = inputs.export.all()?;
    let known: Vec<Known> = connections
        .iter()
        .map(|connection| Known {
            slugs: connection.slug(site.as_ref()).ok().flatten().into_iter().collect(),
            names: PersonName::new(&connection.name).into_iter().collect(),
            companies: vec![connection.company.clone()],
        })
        .collect();
    let told = fitting_nobody(&inputs.keep, &known);
    if inputs.strict_keep && !told.is_empty() {
        return Err(Failure::Files(told.into_iter().map(FileFault::Whole).collect()));
    }
    told.iter().for_each(|line| terminal.say(&format!("warning: {line}")));
    Ok(())
}

fn to_stdout(args: &Args) -> bool {
    args.output.as_deref() == Some(Path::new(STDOUT))
}

fn refuse_existing(args: &Args) -> Result<(), Failure> {
    if to_stdout(args) && args.json {
        return Err(Failure::usage(
            "-o - and --json would both write to stdout",
            "write the roster to a file",
        ));
    }
    if to_stdout(args) && args.diff.is_some() {
        return Err(Failure::usage(
            "-o - and --diff would both write to stdout",
            "write the roster to a file",
        ));
    }
    if let Some(output) = args.output.as_deref().filter(|_| !to_stdout(args)) {
        refuse_spreadsheet(output, "roster")?;
    }
    let state = state_folder(&args.account()).ok();
    let outputs = [args.output.as_deref(), args.drafts.as_deref()];
    let files = outputs.into_iter().flatten().filter(|path| *path != Path::new(STDOUT));
    let there: Vec<String> = files
        .filter(|path| refuse_foreign(state.as_deref(), path, args.force, HOW).is_err())
        .map(|path| format!("`{}`", path.display()))
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    Err(Failure::usage(format!("{} is there already; nothing was written", there.join(" and ")), HOW))
}

/// Reads everything, and tells the faults of all files at once.
fn read(args: &Args) -> Result<Inputs, Failure> {
    let Some(export) = &args.export else {
        return Err(Failure::usage(
            "no export was named",
            "name Connections.csv, or the archive that it came in",
        ));
    };
    let mut faults = Vec::new();
    let account = args.account();
    let overrides = args.site.iter().map(|site| flag("--site", "site", site)).collect();
    let config = load_config(&account, overrides).map_err(|list| faults.extend(list)).ok();
    let site = config.as_ref().map(|config| config.site.clone());
    let rules = match args.rules.rules() {
        Ok(rules) => Some(rules),
        Err(PlanError::Flag { message, help }) => return Err(Failure::usage(message, help)),
        Err(error) => {
            faults.push(error.into());
            None
        }
    };
    let keep = KeepLists::of(&account, Asked::of(args.keep.as_deref(), args.no_keep), config.as_ref())
        .and_then(|lists| lists.read(site.as_ref()))
        .map_err(|error| faults.push(error.into()))
        .ok();
    let dates = args.dates.or(rules.as_ref().and_then(|rules| rules.dates));
    let export =
        Export::open(export, ExportOptions { dates, list: args.list.options(site.as_ref()), today: None })
            .map_err(|error| faults.push(error.into()))
            .ok();
    let drafts = args.drafts.as_ref().map(|_| read_template(args)).transpose();
    let drafts = drafts.map_err(|error| faults.push(error.into())).ok();
    match (rules, keep, export, drafts) {
        (Some(rules), Some(keep), Some(export), Some(drafts)) if faults.is_empty() => {
            let strict_keep = args.strict_keep || config.is_some_and(|config| config.keep.strict);
            Ok(Inputs { rules, keep, strict_keep, export, drafts })
        }
        _ => Err(Failure::Files(faults)),
    }
}

fn read_template(args: &Args) -> Result<Drafts, PlanError> {
    let focus = args.focus.clone();
    let Some(path) = &args.template else { return Drafts::new(focus) };
    let text = limited::settings(path).map_err(|source| PlanError::Io {
        deed: "read",
        path: path.clone(),
        source,
    })?;
    Drafts::with_template(&path.to_string_lossy(), &text, focus)
}

fn tell_differences(
    args: &Args,
    old: &Path,
    export: &mut Export,
    stdout: &mut Stdout,
) -> Result<Differences, Failure> {
    let read = |list| Export::open(old, ExportOptions { dates: args.dates, list, today: None });
    // The older one may be LinkedIn's own file, and the newer one what somebody has made of it.
    let mut old = read(ListOptions::at(export.site())).or_else(|_| read(export.list().clone()))?;
    let count = compare(&mut old, export, &mut |difference| {
        stdout.line(&if args.json { line_of(&difference) } else { difference_text(&difference) });
        Ok(())
    });
    Ok(count?)
}

fn difference_text(difference: &Difference) -> String {
    let at = |position: &str, company: &str| match (position, company) {
        ("", "") => "no position".to_owned(),
        (position, "") => position.to_owned(),
        ("", company) => company.to_owned(),
        (position, company) => format!("{position}, {company}"),
    };
    let text = match difference {
        Difference::Came(who) => format!("came     {} ({})", who.name, at(&who.position, &who.company)),
        Difference::Left(who) => format!("left     {} ({})", who.name, at(&who.position, &who.company)),
        Difference::Changed { now, company_before, position_before } => format!(
            "changed  {}: {}; before: {}",
            now.name,
            at(&now.position, &now.company),
            at(position_before, company_before)
        ),
    };
    printable(&text).into_owned()
}

fn list_new(args: &Args, export: &mut Export, stdout: &mut Stdout) -> Result<(), Failure> {
    let Some(since) = args.new_since else { return Ok(()) };
    let (all, _) = export.all()?;
    for connection in all.iter().filter(|connection| connection.connected_on.is_some_and(|day| day >= since))
    {
        let day = connection.connected_on.map(|day| day.to_string()).unwrap_or_default();
        let text = if args.json {
            line_of(&NewLine {
                event: "new",
                line: connection.line,
                name: &connection.name,
                url: &connection.url,
                connected_on: &day,
            })
        } else {
            let at = [connection.position.as_str(), connection.company.as_str()].join(", ");
            printable(&format!("{day}  {} ({})", connection.name, at.trim_matches([',', ' ']))).into_owned()
        };
        stdout.line(&text);
    }
    Ok(())
}

fn tell_warnings(plan: &mut Plan, export: &mut Export, terminal: &Terminal) -> Result<(), Failure> {
    let faults = export.shown(std::mem::take(&mut plan.notes))?;
    if faults.is_empty() {
        return Ok(());
    }
    if terminal.verbose || faults.list.len() <= 3 {
        terminal.remark(&faults.render(terminal.err.0, terminal.width));
        return Ok(());
    }
    for fault in faults.list.iter().take(3) {
        terminal.remark(&paragraph(&format!("warning: {}", printable(&fault.message)), terminal.width, 0));
    }
    terminal.remark(&format!("warning: and {} more; -v shows them in their places", faults.warnings() - 3));
    Ok(())
}

/// Each line broken at the width, with what follows under the start of its text.
fn wrapped(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let options = textwrap::Options::new(width.max(40)).subsequent_indent("    ");
        format!(
            "{}\n",
            textwrap::fill(
                &printable(line),
                if indent > 0 { options } else { options.subsequent_indent("") }
            )
        )
    };
    text.lines().map(line).collect()
}

fn what_next(args: &Args, plan: &Plan, rules: &RuleSet, code: u8) -> String {
    if code != exit::OK {
        return String::new();
    }
    if rules.rules.is_empty() && args.new_since.is_none() && args.diff.is_none() {
        return "\nNo rules were given, so nobody is chosen. Add --company, --position, --connected-before … or --rules FILE; or go through the list with `unlinked review`.\n".to_owned();
    }
    match &args.output {
        Some(path) if plan.chosen_total() > 0 && !to_stdout(args) => {
            let next = rehearse(&path.to_string_lossy(), &args.given());
            format!("\nWritten to {}. Look through it, then: {next}\n", path.display())
        }
        None if plan.chosen_total() > 0 => {
            "\nNothing was written; -o roster.csv writes the roster.\n".to_owned()
        }
        _ => String::new(),
    }
}
