//! `unlinked smoke`: the read-only check of a staging account, for CI. Rehearses a few people on each surface by each route, and
//! tells by files and exit code what came of it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::report::{Format, written};
use super::smoke_text::{json_lines, text};
use crate::browser::Cookie;
use crate::cli::account_args::AccountArgs;
use crate::cli::archive::report;
use crate::cli::cookie_file;
use crate::cli::evidence;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::fitness;
use crate::cli::hello;
use crate::cli::inputs::Inputs;
use crate::cli::list_args::ListArgs;
use crate::cli::one_run::Start;
use crate::cli::order::Order;
use crate::cli::output::{Listener, Results, Stdout, Terminal};
use crate::cli::own_files::{refuse_foreign, write_own};
use crate::cli::prompt::Consent;
use crate::cli::settings::{flag, load_config, selector_folders, state_folder};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::cli::words::one_of;
use crate::config::{Config, Override};
use crate::domain::{Action, BrowserKind, Clock, Route, Surface};
use crate::ledger::RunId;
use crate::pace::SystemClock;
use crate::report::{PictureRules, Scope, redact};
use crate::selectors::{PathName, Selectors};
use crate::smoke::{Check, SmokeEnd, SmokeReport, Suite, Verdict, judge, junit, markdown, skipped};
use crate::system::private;

/// Check a staging account without changing anything, for CI: is it signed in, and is every page as the selector files say?
///
/// The people of the roster are rehearsed on each surface by each route: everything is done up to the click that cannot be
/// taken back, which is found and not made. Give each of them a `url` and a `name`; search and the connections page go by
/// the name. Active hours do not count; budgets, pace and the account's lock do, and each page view is written down.
///
/// Ends with 0 when all is well, 3 when a page has changed or a person is not as named, 5 when nobody is signed in, 6 when a
/// human must look, and otherwise as `run` does. docs/smoke.md says how to set up a staging account.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The people to rehearse, a roster of a few connections of the staging account
    #[arg(value_name = "ROSTER")]
    roster: PathBuf,
    /// A file with the session's cookies, mode 0600, in the Netscape format [default: the session of the profile folder]
    #[arg(long, value_name = "FILE")]
    cookies: Option<PathBuf>,
    /// The site [default: `site` in the config, https://www.linkedin.com]
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// Only this surface; may be given more than once [default: all that have a selector file]
    #[arg(long = "surface", value_name = "WHICH", value_parser = one_of(Surface::ALL, Surface::as_str))]
    surfaces: Vec<Surface>,
    /// Only this route; may be given more than once [default: all of them]
    #[arg(long = "route", value_name = "WHICH", value_parser = one_of(Route::ALL, Route::as_str))]
    routes: Vec<Route>,
    /// A folder with selector files of your own, looked at before the others
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
    /// Where to write junit.xml, summary.md, and for each surface and route the report and the trace
    #[arg(short, long, value_name = "DIR", default_value = "unlinked-smoke")]
    output: PathBuf,
    /// Replace such files that are there already, whoever wrote them; what was written here and not changed since is replaced anyway
    #[arg(long)]
    force: bool,
    /// Replace every name and address in these files, and show pictures as coarse mosaics
    #[arg(long)]
    redact: bool,
    /// No pace, calendar, budgets: only with a practice site on this machine
    #[arg(long)]
    no_limits: bool,
    /// Show the browser's window
    #[arg(long)]
    headed: bool,
    /// Print one JSON object a line: one for each check, one at the end
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    account: AccountArgs,
}

/// What is to be made of one surface and route.
enum Planned {
    Skip(Suite),
    Rehearse { surface: Surface, route: Route, work: Box<(Order, Inputs)> },
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let planned = plan(args)?;
    make_private(&args.output)?;
    refuse_existing(args)?;
    let started = SystemClock.now();
    let (suites, failure) = wait_for(rehearse_all(planned, args, terminal), 0)??;
    let config = config_of(args, None)?;
    let told = SmokeReport { site: config.site.to_string(), started, ended: SystemClock.now(), suites };
    write(args, &args.output.join("junit.xml"), &junit(&told))?;
    write(args, &args.output.join("summary.md"), &markdown(&told))?;
    let code = match (&failure, told.end()) {
        (Some(failure), _) => failure.exit_code(),
        (None, SmokeEnd::Passed) => exit::OK,
        (None, SmokeEnd::Failed) => exit::NEEDS_A_LOOK,
        (None, SmokeEnd::Stopped(by)) => exit::of_stop(by),
    };
    let mut stdout = Stdout::new(terminal);
    if args.json {
        json_lines(&told, code).iter().for_each(|line| stdout.line(line));
    } else {
        stdout.line(&text(&told, &args.output, terminal.out, terminal.width));
    }
    match failure {
        Some(failure) => Err(failure),
        None => Ok(code),
    }
}

fn overrides(args: &Args, place: Option<(Surface, Route)>) -> Vec<Override> {
    let mut overrides = Vec::new();
    overrides.extend(args.site.as_ref().map(|site| flag("--site", "site", site.clone())));
    if let Some((surface, route)) = place {
        overrides.push(flag("--surface", "surface", surface.as_str()));
        overrides.push(flag("--route", "route", route.as_str()));
    }
    let folder = args.selectors.as_ref().map(|folder| folder.to_string_lossy().into_owned());
    overrides.extend(folder.map(|folder| flag("--selectors", "selectors.dir", folder)));
    if args.headed {
        overrides.push(flag("--headed", "webdriver.headless", "false"));
    }
    overrides
}

fn config_of(args: &Args, place: Option<(Surface, Route)>) -> Result<Config, Failure> {
    load_config(&args.account, overrides(args, place)).map_err(Failure::Files)
}

/// What can be checked, and what cannot and why. All files are read here, so that nothing is started while one has a fault.
fn plan(args: &Args) -> Result<VecDeque<Planned>, Failure> {
    let config = config_of(args, None)?;
    let cookies = match &args.cookies {
        None => Vec::new(),
        Some(_) if config.webdriver.browser != BrowserKind::Chromium => {
            return Err(Failure::usage(
                "--cookies works with Chromium only",
                "sign in to the profile folder instead",
            ));
        }
        Some(path) => cookie_file::read(path, &config.site)?,
    };
    let surfaces = if args.surfaces.is_empty() { Surface::ALL } else { &args.surfaces };
    let routes = if args.routes.is_empty() { Route::ALL } else { &args.routes };
    let mut planned = VecDeque::new();
    for surface in surfaces {
        if *surface == Surface::Mobile && config.webdriver.browser == BrowserKind::Firefox {
            let why = "Firefox cannot show the phone layout: its windows are at least 500 px wide";
            planned.push_back(Planned::Skip(skipped(*surface, None, "browser", why)));
            continue;
        }
        let selectors = Selectors::load(*surface, &selector_folders(config.selectors.dir.clone()))
            .map_err(|error| Failure::Files(FileFault::of_selectors(error)))?;
        for route in routes {
            if selectors.path(PathName { action: Action::Remove, route: *route }).is_none() {
                let why =
                    format!("the selector file of the {surface} surface has no click path for this route");
                planned.push_back(Planned::Skip(skipped(*surface, Some(*route), "no_click_path", &why)));
                continue;
            }
            let order = order(args, *surface, *route, cookies.clone());
            let mut inputs = Inputs::read(&order)?;
            // What is no practice site is treated as the real one; `Start` refuses what that does not allow.
            let _ = hello::ask(&mut inputs.config);
            if let Some(why) = fitness::guesses(&inputs.config, &inputs.selectors) {
                let why = format!("{why}; `selectors.allow_guessed` lets them be tried");
                planned.push_back(Planned::Skip(skipped(*surface, Some(*route), "guessed", &why)));
                continue;
            }
            fitness::check(&inputs, true)?;
            planned.push_back(Planned::Rehearse {
                surface: *surface,
                route: *route,
                work: Box::new((order, inputs)),
            });
        }
    }
    Ok(planned)
}

fn order(args: &Args, surface: Surface, route: Route, cookies: Vec<Cookie>) -> Order {
    Order {
        roster: args.roster.clone(),
        list: ListArgs::default(),
        account: args.account.clone(),
        overrides: overrides(args, Some((surface, route))),
        keep: None,
        no_keep: false,
        limit: None,
        no_limits: args.no_limits,
        no_wait: true,
        now: true,
        rehearsal: true,
        sample: None,
        all: false,
        again: false,
        rehearsed: None,
        consent: Consent::Given,
        smoke: true,
        cookies,
    }
}

/// Makes each rehearsal in turn, under one lock, until something ends the test. A failure that kept the test from going on comes
/// back beside the suites, so that there is a report of it.
async fn rehearse_all(
    mut planned: VecDeque<Planned>,
    args: &Args,
    terminal: &Terminal,
) -> Result<(Vec<Suite>, Option<Failure>), Failure> {
    let signals = Signals::listen(terminal)?;
    let mut suites: Vec<Suite> = Vec::new();
    let mut start: Option<Start> = None;
    while let Some(next) = planned.pop_front() {
        let (surface, route, work) = match next {
            Planned::Skip(suite) => {
                suites.push(suite);
                continue;
            }
            Planned::Rehearse { surface, route, work } => (surface, route, *work),
        };
        if suites.iter().any(|suite| suite.stopped.is_some()) {
            suites.push(skipped(surface, Some(route), "not_reached", "not reached: the test ended before"));
            continue;
        }
        let (order, inputs) = work;
        let people = inputs.roster.len();
        let mut listener = Listener::new(terminal, Results::Collect, inputs.names()).redacted(args.redact);
        let turned = match &mut start {
            Some(start) => start.turn_to(order, inputs),
            None => match Start::new(&order, inputs) {
                Ok(first) => {
                    let fit = first.preflight().await;
                    start = Some(first);
                    fit
                }
                Err(failure) => Err(failure),
            },
        };
        let ended = match (turned, &start) {
            (Ok(()), Some(start)) => {
                terminal.remark(&format!("Rehearsing on the {surface} surface by the route {route}."));
                start.go(&mut listener, signals.clone()).await
            }
            (Err(failure), _) => Err(failure),
            (Ok(()), None) => Err(Failure::Internal("the account was not opened".to_owned())),
        };
        listener.clear();
        let (ended, start) = match (ended, &start) {
            (Ok(ended), Some(start)) => (ended, start),
            (Err(failure), _) => {
                suites.push(kept_from_going_on(surface, route, &failure));
                suites.extend(planned.into_iter().map(left_out));
                return Ok((suites, Some(failure)));
            }
            (Ok(_), None) => continue,
        };
        suites.push(told(start, RunId(ended.summary.run), (surface, route), people, args, terminal)?);
    }
    Ok((suites, None))
}

fn left_out(planned: Planned) -> Suite {
    match planned {
        Planned::Skip(suite) => suite,
        Planned::Rehearse { surface, route, .. } => {
            skipped(surface, Some(route), "not_reached", "not reached: the test ended before")
        }
    }
}

fn kept_from_going_on(surface: Surface, route: Route, failure: &Failure) -> Suite {
    let check = Check {
        name: "started".to_owned(),
        verdict: Verdict::Stopped,
        kind: failure.stopped_by().map_or_else(|| "failure".to_owned(), |by| by.to_string()),
        detail: failure.message(),
        next: String::new(),
        took: std::time::Duration::ZERO,
    };
    Suite { surface, route: Some(route), run: None, checks: vec![check], stopped: failure.stopped_by() }
}

/// Judges one rehearsal, and writes its report and its trace.
fn told(
    start: &Start,
    run: RunId,
    (surface, route): (Surface, Route),
    people: usize,
    args: &Args,
    terminal: &Terminal,
) -> Result<Suite, Failure> {
    let (ledger, home, settings) = start.shelves()?;
    let mut made = report(ledger, &home, Scope::Only(run), terminal)?;
    if args.redact {
        made = redact(made);
    }
    let place = |ending: &str| args.output.join(format!("{surface}-{route}.{ending}"));
    let (html, _) = written(&made, Format::Html, PictureRules::default())?;
    write(args, &place("html"), &html)?;
    let (trace, _) = written(&made, Format::Json, PictureRules::default())?;
    write(args, &place("json"), &trace)?;
    evidence::forget(settings, &home, run);
    Ok(judge(&made, surface, route, people))
}

/// What to do where a file is there that is not ours.
const HOW: &str = "name another folder with --output, or add --force";

fn write(args: &Args, path: &Path, text: &str) -> Result<(), Failure> {
    write_own(Some(&state_folder(&args.account)?), path, text.as_bytes(), args.force, HOW)
}

/// Nothing is started where a file that is written at the end is the user's.
fn refuse_existing(args: &Args) -> Result<(), Failure> {
    let state = state_folder(&args.account)?;
    let mut names = vec!["junit.xml".to_owned(), "summary.md".to_owned()];
    for surface in Surface::ALL {
        for route in Route::ALL {
            names.extend(["html", "json"].map(|ending| format!("{surface}-{route}.{ending}")));
        }
    }
    for name in names {
        refuse_foreign(Some(&state), &args.output.join(name), args.force, HOW)?;
    }
    Ok(())
}

/// Makes the folder for the files; names of people are in them.
fn make_private(folder: &Path) -> Result<(), Failure> {
    private::make_folder(folder).map_err(|error| {
        Failure::usage(
            format!("cannot make the folder {}: {error}; nothing was started", folder.display()),
            "name another one with --output",
        )
    })
}
