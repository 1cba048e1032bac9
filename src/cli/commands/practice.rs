//! `unlinked practice`: serves the practice site until it is interrupted.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Paint, Stdout, Terminal, fields, listening_json};
use crate::cli::signals::Signals;
use crate::cli::wait_for::wait_for;
use crate::cli::words::one_of;
use crate::practice::{DialogKind, FaultSpec, FrontEndChoice, Options, Redesign, Site, fault_help};

/// Serve the practice site until it is interrupted (then it exits with 0).
///
/// The site looks like the pages that unlinked drives, says on each that it is not LinkedIn, and holds invented people
/// only. It keeps an account of every request: GET /practice/state tells who was removed.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// How many people the network holds
    #[arg(long, value_name = "N", default_value_t = 60)]
    people: usize,
    /// The seed of the people: the same seed gives the same people
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Which front end serves the pages
    #[arg(long, value_name = "WHICH", default_value_t = FrontEndChoice::Ember,
        value_parser = one_of(FrontEndChoice::ALL, FrontEndChoice::as_str))]
    front_end: FrontEndChoice,
    /// The language of the pages; `xx` and `xr` (read from right to left) are made up, and no file of texts knows them
    #[arg(long, visible_alias = "language", value_name = "CODE", default_value = "en", value_parser = languages())]
    lang: String,
    /// Change the pages as a site changes its own, by a seed: the item's wording, names and icons, roles, the make of the menu, the order
    /// of its items, decoys; it is said at the start what was changed
    #[arg(long, value_name = "SEED")]
    redesign: Option<u64>,
    /// How the site asks before it removes somebody
    #[arg(long, value_name = "KIND", default_value_t = DialogKind::Default,
        value_parser = one_of(DialogKind::ALL, DialogKind::as_str))]
    dialog: DialogKind,
    /// How long before a menu and before a dialog appears, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    delay: u64,
    /// Put a fault in force; may be given more than once; `--fault help` lists them
    #[arg(long = "fault", value_name = "NAME[=VALUE][@SLUG]")]
    faults: Vec<String>,
    /// Make the pages as heavy as the real ones are, which is three faults: heavy, hydrates_late, long_tasks
    #[arg(long, value_name = "WHICH", value_parser = ["real"])]
    weight: Option<String>,
    /// Have the browser sign in by the form; otherwise its first page signs it in
    #[arg(long)]
    sign_in: bool,
    /// Put the twelve people of the demo into the network
    #[arg(long)]
    demo_cast: bool,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

fn languages() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new([Options::languages(), Options::made_up_languages()].concat())
}

/// Runs the command.
pub(in crate::cli) fn run(args: Args, terminal: &Terminal) -> Result<u8, Failure> {
    let mut stdout = Stdout::new(terminal);
    if args.faults.iter().any(|fault| fault == "help") {
        stdout.line(&fault_help());
        return Ok(exit::OK);
    }
    let json = args.json;
    let options = options(args)?;
    wait_for(serve(options, json, terminal, stdout), 2)?
}

fn options(args: Args) -> Result<Options, Failure> {
    let weight: &[&str] = if args.weight.is_some() { &["heavy", "hydrates_late", "long_tasks"] } else { &[] };
    let all = args.faults.iter().map(String::as_str).chain(weight.iter().copied());
    let (faults, wrong): (Vec<_>, Vec<_>) = all.map(str::parse::<FaultSpec>).partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    if !wrong.is_empty() {
        return Err(Failure::usage(wrong.join("; "), "`unlinked practice --fault help` lists the faults"));
    }
    Ok(Options {
        port: args.port,
        people: args.people,
        seed: args.seed,
        front_end: args.front_end,
        lang: args.lang,
        delay_ms: args.delay,
        faults: faults.into_iter().flatten().collect(),
        dialog: args.dialog,
        require_sign_in: args.sign_in,
        demo_cast: args.demo_cast,
        redesign: args.redesign,
        ..Options::default()
    })
}

async fn serve(options: Options, json: bool, terminal: &Terminal, mut stdout: Stdout) -> Result<u8, Failure> {
    // Before anybody can see that the site is there: who asks for its end then is heard.
    let signals = Signals::listen_once()?;
    let (port, redesign) = (options.port, options.redesign.map(Redesign::of));
    let site = Site::start(options).await.map_err(|error| {
        Failure::usage(
            format!("the practice site cannot listen on port {port}: {error}"),
            "choose another port with --port, or leave it out to take any free one",
        )
    })?;
    if json {
        stdout.line(&listening_json(site.url()));
    } else {
        stdout.line(&welcome(site.url(), terminal.out, terminal.width));
        if let Some(redesign) = redesign {
            stdout.line(&redesign.to_string());
        }
    }
    signals.after_this_person.cancelled().await;
    site.stop().await;
    Ok(exit::OK)
}

fn welcome(url: &str, paint: Paint, width: usize) -> String {
    let list = fields(
        &[
            ("Look at it", format!("{url}/")),
            ("A roster", format!("curl -o roster.csv '{url}/practice/roster.csv?people=12'")),
            (
                "Remove them",
                format!("unlinked run roster.csv --site {url} --state practice-state --no-limits"),
            ),
            ("What it saw", format!("{url}/practice/state")),
        ],
        width.max(110),
    );
    format!("{}\n\n{list}\nCtrl-C ends it.", paint.strong(&format!("The practice site listens on {url}")))
}
