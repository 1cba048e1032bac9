//! The tool that is killed: the product's engine, stage, account and ledger, started from an order in a file.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use unlinked::account::Account;
use unlinked::browser::{BrowserOptions, BrowserStage};
use unlinked::domain::{Action, Clock, Person, PersonName, Route, Slug, Surface, Thresholds, UnixMs};
use unlinked::engine::{Plan, Rules, RunInput, Schedule};
use unlinked::ledger::{Policy, RunKind, RunStart};
use unlinked::pace::SystemClock;
use unlinked::roster::{KeepList, Row};
use unlinked::selectors::Selectors;
use unlinked::trace::Recorder;
use url::Url;

use super::boundary::Crash;
use super::crashing::{Crashing, Watch};

/// The environment variable that names the order's file.
pub(crate) const ORDER: &str = "CRASH_TEST_ORDER";

/// Whom to remove, and the crashes that come on the way to each.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Target {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) crashes: Vec<Crash>,
}

/// What the tool is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) site: String,
    pub(crate) state: PathBuf,
    pub(crate) people: Vec<Target>,
    /// Crashes that belong to nobody.
    pub(crate) sessions: Vec<Crash>,
    /// By which its processes are known.
    pub(crate) mark: String,
    /// A WebDriver server in place of a driver of its own.
    pub(crate) server: Option<String>,
    pub(crate) server_pid: Option<i32>,
    /// Where it says that the connection to the server is to break.
    pub(crate) control: Option<SocketAddr>,
}

/// A later run tries again at once, as in practice.
pub(crate) const AT_ONCE: Policy = Policy { retry_after: Duration::ZERO };

pub(crate) fn now() -> UnixMs {
    SystemClock.now()
}

/// Does what the order says; without an order there is nothing to do.
pub(crate) fn main() {
    let Ok(path) = std::env::var(ORDER) else { return };
    let order: Order = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run(order));
}

async fn run(order: Order) {
    let account = Account::open(&order.state.join("account")).unwrap();
    let lock = account.lock("crash test", now()).unwrap();
    let ledger = account.ledger(&lock, now()).unwrap();
    let site = Url::parse(&order.site).unwrap();
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let rows: Vec<Row> = order.people.iter().zip(2..).map(|(person, line)| row(person, line)).collect();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: None,
        fingerprint: None,
        site: order.site.clone(),
        surface: Some(Surface::Desktop),
        route: Some(Route::Profile),
        selectors: None,
    };
    let run = ledger.begin_run(&start, now()).unwrap();
    let home = unlinked::evidence::Home::of(None, &account.runs_dir(), ledger.id().unwrap());
    let evidence = home.make(run).unwrap();
    let watch = Watch::new(order.clone());
    let stage = BrowserStage::new(
        options(&order, &account),
        account.folder().join("driver.json"),
        site.clone(),
        selectors.page_request(),
    );
    let rules = Rules {
        site,
        practice: true,
        allow_guessed: false,
        rehearsal: false,
        pictures: false,
        route: Route::Profile,
        surface: Surface::Desktop,
        locate_timeout: Duration::from_secs(5),
        confirm_grace: Duration::from_millis(2500),
    };
    let input = RunInput {
        rows: &rows,
        keep: &|| KeepList::parse("keep.csv", String::new()).map_err(|error| error.to_string()),
        ledger: &ledger,
        policy: AT_ONCE,
        run,
        pins: None,
        seen_before: std::collections::HashMap::new(),
        recorder: Recorder::new(&evidence),
        evidence,
        stage: Crashing::new(stage, watch.clone()),
        selectors: &selectors,
        rules,
        schedule: Schedule::new(&rows, &ledger, Plan { policy: AT_ONCE, ..Plan::default() }),
        thresholds: Thresholds::default(),
        cooldown_steps: Vec::new(),
        clock: &SystemClock,
        longest_idle: Duration::from_secs(120),
        limit: None,
        no_wait: false,
        pause: unlinked::engine::Pause::default(),
        finish: CancellationToken::new(),
        abort: CancellationToken::new(),
    };
    let started = Instant::now();
    let summary = unlinked::engine::run(input, &mut |event| {
        println!("{} ms {event:?}", started.elapsed().as_millis());
        watch.borrow_mut().hear(&event);
    })
    .await;
    println!("{summary:?}");
    ledger.end_run(run, summary.stopped_by, 0, now()).unwrap();
    let how = summary.stopped_by.map_or("done".to_owned(), |by| format!("{by}: {}", summary.stop_detail));
    watch.borrow().notes.add(&format!("end {how}"));
}

fn options(order: &Order, account: &Account) -> BrowserOptions {
    let common = BrowserOptions {
        command_timeout: Duration::from_secs(3),
        page_load_timeout: Duration::from_secs(8),
        ..BrowserOptions::default()
    };
    match &order.server {
        None => BrowserOptions { profile_dir: Some(account.profile_dir()), ..common },
        Some(server) => BrowserOptions {
            url: Some(server.parse().unwrap()),
            // A server decides for itself about the sandbox; this one runs where the test does.
            args: if nix::unistd::geteuid().is_root() { vec!["--no-sandbox".to_owned()] } else { Vec::new() },
            ..common
        },
    }
}

fn row(person: &Target, line: u64) -> Row {
    Row {
        line,
        person: Person {
            slug: Some(Slug::parse(&person.slug).unwrap()),
            name: PersonName::new(&person.name),
            company: None,
            location: None,
        },
        action: Action::Remove,
        reason: None,
        note: None,
        position: None,
        email: None,
        connected_on: None,
    }
}
