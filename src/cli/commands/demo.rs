//! `unlinked demo`: the whole thing against a practice site in this process, and a check of the result against that
//! site's own account.

use std::path::{Path, PathBuf};
use std::time::Duration;

use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, Table};

use super::demo_check::{Checked, check};
use super::demo_folder::own_folder;
use crate::account::Account;
use crate::browser::sweep;
use crate::cli::account_args::AccountArgs;
use crate::cli::driver::driver_record;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::inputs::Inputs;
use crate::cli::list_args::ListArgs;
use crate::cli::one_run::Start;
use crate::cli::order::Order;
use crate::cli::output::{Listener, Paint, RULED, Results, Stdout, Terminal, fields, paragraph, printable};
use crate::cli::prompt::Consent;
use crate::cli::run_end::Ended;
use crate::cli::settings::{flag, state_folder};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::domain::{Clock, Outcome, quoted};
use crate::pace::SystemClock;
use crate::practice::{Options, Site, demo_cast, demo_expected, demo_keep_csv, demo_roster_csv};
use crate::system::new_file::{Existing, NewFile};
use crate::wording::{sentence, span};

/// See the whole thing on a practice site: twelve people, a real browser, nothing real touched.
///
/// Ends with 0 when every outcome is the expected one and the practice site's own account agrees with every line.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Show the browser's window
    #[arg(long)]
    headed: bool,
    /// Where to keep ledger and evidence [default: `unlinked/demo` in the XDG state folder]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// A WebDriver server in place of a browser started here; it must be on this machine, since the site is on 127.0.0.1
    #[arg(long, value_name = "URL")]
    webdriver: Option<String>,
    /// How long the site takes before a menu and before a dialog appears, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    delay: u64,
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    // Two threads: the site answers while the run writes its ledger.
    wait_for(show(args, terminal), 2)?
}

async fn show(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let folder = match &args.state {
        Some(folder) => folder.clone(),
        None => state_folder(&AccountArgs { state: None, config: None })?.join("demo"),
    };
    let options = Options { demo_cast: true, delay_ms: args.delay, ..Options::default() };
    let site = Site::start(options).await.map_err(|error| {
        Failure::Internal(format!("the practice site cannot listen on 127.0.0.1: {error}"))
    })?;
    terminal.remark(&format!("{}\n ", introduction(site.url(), terminal.width)));
    let before = site.state();
    let (ended, reports) = remove(args, &folder, &site, terminal).await?;
    let (rows, others) = check(&demo_expected(), &reports, &before, &site.state());
    site.stop().await;

    let mut stdout = Stdout::new(terminal);
    let stopped = ended.summary.stopped_by.is_some();
    stdout.line(&table(&rows, stopped, terminal.out, terminal.width));
    stdout.line(&verdict(&rows, &others, &ended, terminal.out, terminal.width));
    stdout.line(&format!("\n{}", places(&ended, &folder)));
    let right = others.is_empty() && rows.iter().all(|row| row.wrong.is_none());
    if !right {
        return Ok(if ended.summary.stopped_by.is_some() { ended.exit } else { exit::INTERNAL });
    }
    stdout.line(&next_steps(terminal.out));
    let state = quoted(&folder.join("account").to_string_lossy());
    let next = [("Next", format!("unlinked report --state {state}")), ("", "unlinked login".to_owned())];
    stdout.line(&format!("\n{}", fields(&next, usize::MAX)));
    Ok(exit::OK)
}

async fn remove(
    args: &Args,
    folder: &Path,
    site: &Site,
    terminal: &Terminal,
) -> Result<(Ended, Vec<crate::engine::PersonReport>), Failure> {
    let marker = own_folder(folder, args.state.is_none(), &site.state().owner.slug)?;
    let order = order(args, folder, site.url())?;
    marker.write(folder)?;
    let mut inputs = Inputs::read(&order)?;
    // The site is in this process.
    inputs.config.proved_to_be_practice();
    let mut listener = Listener::new(terminal, Results::Collect, inputs.names());
    clear(&folder.join("account")).await?;
    let start = Start::new(&order, inputs)?;
    start.preflight().await?;
    let ended = start.go(&mut listener, Signals::listen(terminal)?).await?;
    listener.clear();
    Ok((ended, std::mem::take(&mut listener.reports)))
}

/// Takes away what the last demo left, its browser first, if it was killed: the people of this one are new.
async fn clear(folder: &Path) -> Result<(), Failure> {
    let account = Account::open(folder)?;
    let lock = account.lock("unlinked demo", SystemClock.now())?;
    let record = driver_record(&account);
    let swept = sweep(&record, None).await;
    if !swept.is_clean() {
        return Err(Failure::State(format!(
            "a browser of an earlier demo may still be running; end it, remove {}, and start again",
            record.display()
        )));
    }
    account
        .empty(&lock)
        .map_err(|error| Failure::State(format!("cannot empty {}: {error}", folder.display())))
}

/// Writes the files of the demo and makes the order. The user's own settings about driver and browser hold; whatever
/// could lead to the user's account or files is put back to its default.
fn order(args: &Args, folder: &Path, site: &str) -> Result<Order, Failure> {
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::create_dir_all(folder)
            .and_then(|()| NewFile::put(&path, text.as_bytes(), Existing::IsReplaced))
            .map(|()| path)
            .map_err(|error| {
                Failure::State(format!(
                    "cannot write into {}: {error}; name another folder with --state",
                    folder.display()
                ))
            })
    };
    let roster = write("roster.csv", demo_roster_csv())?;
    let keep = write("keep.csv", demo_keep_csv())?;
    let headless = if args.headed { "false" } else { "true" };
    let overrides = [
        ("site", site),
        ("surface", "desktop"),
        ("route", "profile"),
        ("webdriver.url", args.webdriver.as_deref().unwrap_or_default()),
        ("webdriver.profile_dir", ""),
        ("webdriver.headless", headless),
        ("selectors.dir", ""),
        ("evidence.dir", ""),
        ("evidence.pictures", "true"),
        ("notify.command", ""),
        ("notify.url", ""),
    ];
    Ok(Order {
        roster,
        list: ListArgs::default(),
        account: AccountArgs { state: Some(folder.join("account")), config: None },
        overrides: overrides.iter().map(|(key, value)| flag("demo", key, *value)).collect(),
        keep: Some(keep),
        no_keep: false,
        limit: None,
        no_limits: true,
        no_wait: false,
        now: true,
        rehearsal: false,
        sample: None,
        all: false,
        again: false,
        rehearsed: None,
        consent: Consent::Given,
        smoke: false,
        cookies: Vec::new(),
    })
}

fn introduction(url: &str, width: usize) -> String {
    paragraph(
        &format!(
            "A practice site with invented people runs on {url} for as long as the demo lasts. A real Chromium without \
             a window now removes the people of a roster of 12: some are ordinary, some are awkward."
        ),
        width,
        0,
    )
}

/// The outcome of each person.
fn table(rows: &[Checked], stopped: bool, paint: Paint, width: usize) -> String {
    let names: Vec<(String, String)> =
        demo_cast().into_iter().map(|person| (person.slug, person.roster_name)).collect();
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(100))
        .set_header(["line", "person", "outcome", "what was seen", "time"]);
    for row in rows {
        let name = names.iter().find(|(slug, _)| *slug == row.slug).map_or("", |(_, name)| name.as_str());
        let not_reached = stopped && !row.is_told();
        let word = row.outcome.map_or("pending", |outcome| outcome.as_str());
        let mut outcome = Cell::new(word);
        if paint.0 {
            outcome = outcome.fg(match (&row.wrong, removed(row)) {
                (Some(_), _) if !not_reached => Color::DarkRed,
                (None, true) => Color::DarkGreen,
                _ => Color::Reset,
            });
        }
        let time = if row.ms == 0 { String::new() } else { span(Duration::from_millis(row.ms)) };
        let seen = match &row.wrong {
            _ if not_reached => "not reached".to_owned(),
            Some(wrong) => format!("WRONG: {wrong}. {}", printable(&row.detail)),
            None => printable(&row.detail).into_owned(),
        };
        table.add_row([
            Cell::new(row.line).set_alignment(CellAlignment::Right),
            Cell::new(name),
            outcome,
            Cell::new(seen),
            Cell::new(time).set_alignment(CellAlignment::Right),
        ]);
    }
    if paint.0 {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    format!("\n{}\n", table.trim_fmt())
}

fn removed(row: &Checked) -> bool {
    row.outcome.is_some_and(|outcome| outcome == Outcome::Removed)
}

/// Whether it all went right, in words.
fn verdict(rows: &[Checked], others: &[String], ended: &Ended, paint: Paint, width: usize) -> String {
    let right = rows.iter().filter(|row| row.wrong.is_none()).count();
    let removals: usize = rows.iter().map(|row| row.removals).sum();
    let mut text = String::new();
    if right == rows.len() && others.is_empty() {
        let all = format!(
            "All {right} outcomes are the expected ones. The practice site's own account agrees: {removals} people were \
             removed, each once and by a real click, and nobody else was touched."
        );
        text.push_str(&paint.good(&paragraph(&all, width, 0)));
        text.push('\n');
        return text;
    }
    let wrong = rows.iter().filter(|row| row.wrong.is_some() && row.is_told()).count();
    if wrong > 0 || ended.summary.stopped_by.is_none() {
        let some =
            format!("{right} of {} lines are right; what is wrong is marked in the table.", rows.len());
        text.push_str(&paint.bad(&paragraph(&some, width, 0)));
        text.push('\n');
    }
    for other in others {
        text.push_str(&paint.bad(&paragraph(&format!("The practice site says: {other}."), width, 0)));
        text.push('\n');
    }
    if let Some(cause) = ended.summary.stopped_by {
        let why = format!("The run was stopped ({cause}). {}", sentence(&ended.summary.stop_detail));
        text.push_str(&paragraph(&printable(&why), width, 0));
        text.push('\n');
    }
    text
}

fn places(ended: &Ended, folder: &Path) -> String {
    let summary = &ended.summary;
    fields(
        &[
            ("Ledger", summary.ledger.display().to_string()),
            ("Evidence", format!("{} (pictures and steps)", summary.evidence.display())),
            ("Roster", folder.join("roster.csv").display().to_string()),
            ("Keep list", folder.join("keep.csv").display().to_string()),
        ],
        usize::MAX,
    )
}

fn next_steps(paint: Paint) -> String {
    let steps = "\
Read the README's part on the terms first: LinkedIn forbids automation, and accounts may be restricted.
  1. Sign in once, in a plain window: unlinked login
  2. Choose people from LinkedIn's own Connections.csv (`unlinked plan`, `unlinked review`), or
     write a CSV file with `url` and `name`.
  3. Put the people who must stay into a keep list.
  4. Rehearse, which removes nobody:  unlinked run roster.csv --keep keep.csv --dry-run --headed
  5. Start with a few:                unlinked run roster.csv --keep keep.csv --limit 5";
    format!("\n{}\n{steps}", paint.strong("With your own account"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Checked> {
        let row = |line, slug: &str, outcome, wrong: Option<&str>| Checked {
            line,
            slug: slug.to_owned(),
            outcome,
            detail: "2nd or 3rd degree on a fresh load, and the same slug and name as in the roster"
                .to_owned(),
            ms: 1_204,
            expected: "removed".to_owned(),
            removals: 1,
            wrong: wrong.map(str::to_owned),
        };
        vec![
            row(2, "martha-quill", Some(Outcome::Removed), None),
            row(3, "kaede-kobayashi-19d20af7", Some(Outcome::NotConnected), Some("removed was expected")),
            row(4, "ben-halloway", None, Some("nothing was said of them")),
        ]
    }

    #[test]
    fn the_table_has_a_line_for_each_person_and_marks_what_is_wrong() {
        insta::assert_snapshot!("demo_80", table(&rows(), false, Paint(false), 80));
        insta::assert_snapshot!("demo_120", table(&rows(), false, Paint(false), 120));
        let stopped = table(&rows(), true, Paint(false), 120);
        assert!(stopped.contains("not reached") && !stopped.contains("nothing was said"), "{stopped}");
    }
}
