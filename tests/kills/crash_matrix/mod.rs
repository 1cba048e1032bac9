//! The crash matrix: the tool, its driver or its browser is killed, hangs, or the connection breaks, at each step boundary
//! of a removal. The tool is started again until it is done. Then everybody of the roster was removed exactly once by the
//! site's own account, and nobody else; ledger and site agree; no process is left.
//!
//! The tool is this test program itself, started again as a child so that it can be killed with `kill -9` in the middle of
//! a step: the page and the stage that its engine drives are wrapped, and the wrapper knows which step begins or ends. The
//! engine, the browser stage and the ledger are the product's own, without any hook.
//!
//! The normal suite goes through a part. `UNLINKED_FULL_MATRIX=1` goes through all of it, in some minutes:
//! `UNLINKED_FULL_MATRIX=1 cargo test --test kills crash_matrix:: -- --nocapture`. Other words than `1` choose the chains that have
//! them in their name, such as `UNLINKED_FULL_MATRIX="kill -9 of the driver"`.

mod boundary;
mod chain;
mod check;
mod crashing;
mod proxy;
mod tool;

use std::sync::Arc;
use std::time::Instant;

use boundary::{
    AFTER, BEFORE, Crash, EVERY_DIALOG_BOUNDARY, EVERY_PLAIN_BOUNDARY, EVERY_SESSION, Kind, OPERATIONS,
};
use chain::{Chain, Pages, Report};
use tokio::sync::Semaphore;
use unlinked::domain::{Action, Outcome, PersonKey, UnixMs};
use unlinked::ledger::{Ledger, NextStep, Policy};

/// The tool's side, which the other tests start: does what the order in its environment says, and never returns if it is
/// to be killed. Without an order it has nothing to do.
#[test]
fn the_tool() {
    tool::main();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_breaks_at_a_step_boundary_everybody_is_removed_exactly_once() {
    let asked = std::env::var("UNLINKED_FULL_MATRIX").ok();
    let mut chains = if asked.is_some() { whole_matrix() } else { sample() };
    if let Some(words) = asked.as_deref().filter(|words| *words != "1") {
        chains.retain(|chain| chain.name.contains(words));
    }
    let started = Instant::now();
    println!("{:<44} {:>7} {:>6} {:>7} {:>7}  result", "chain", "crashes", "starts", "intents", "seconds");
    let reports = drive_all(chains).await;
    let (mut crashes, mut wrong) = (0, Vec::new());
    for report in &reports {
        crashes += report.crashes;
        wrong.extend(report.faults.iter().map(|fault| format!("{}: {fault}", report.name)));
    }
    println!(
        "{} of the crash matrix: {crashes} crashes in {} chains, {} people removed, {} faults, {} s",
        if asked.as_deref() == Some("1") { "The whole" } else { "A part" },
        reports.len(),
        reports.iter().map(|report| report.removed).sum::<usize>(),
        wrong.len(),
        started.elapsed().as_secs()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two crashes between intent and click spend both intents; then only the user may say how to go on.
#[tokio::test(flavor = "multi_thread")]
async fn after_two_spent_intents_nothing_is_clicked_until_the_user_says_retry() {
    let crash = Crash::new("before commit click", Kind::Tool);
    let mut chain =
        Chain::new("two spent intents", Pages::Ember, vec![vec![crash.clone(), crash], Vec::new()]);
    chain.left_for_the_user = 1;
    let running = chain.begin().await;
    let report = running.drive().await;
    assert!(report.faults.is_empty(), "{report}");
    let slug = running.people[0].slug.clone();
    let key = PersonKey(slug.clone());
    let standing = || {
        let ledger = Ledger::open(&running.ledger_path(), UnixMs(0)).unwrap();
        ledger.standing(&key, Action::Remove).unwrap()
    };
    assert_eq!(standing().outcome, Outcome::Unconfirmed);
    assert_eq!(standing().next(&Policy::default()), NextStep::Person);
    assert_eq!(running.removals_of(&slug), 0);

    let again = running.start_once().await;
    assert!(again.is_ok(), "{again:?}");
    assert_eq!(running.removals_of(&slug), 0, "no run clicks again by itself");
    {
        let ledger = Ledger::open(&running.ledger_path(), UnixMs(0)).unwrap();
        ledger.retry(&key, tool::now()).unwrap();
    }
    assert_eq!(running.start_once().await.as_deref(), Ok("done"));
    assert_eq!(running.removals_of(&slug), 1);
    assert_eq!(standing().outcome, Outcome::Removed);
    running.end().await;
}

/// Chains run side by side: much of a crash's time is waiting.
async fn drive_all(chains: Vec<Chain>) -> Vec<Report> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let places = Arc::new(Semaphore::new(cores + 1));
    let mut tasks = Vec::new();
    for chain in chains {
        let places = places.clone();
        tasks.push(tokio::spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            let running = chain.begin().await;
            let report = running.drive().await;
            running.end().await;
            println!("{report}");
            report
        }));
    }
    let mut reports = Vec::new();
    for task in tasks {
        reports.push(task.await.unwrap());
    }
    reports
}

/// One person for each crash.
fn each(labels: impl IntoIterator<Item = String>, kind: Kind) -> Vec<Vec<Crash>> {
    labels.into_iter().map(|label| vec![Crash::new(&label, kind)]).collect()
}

fn owned(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|label| (*label).to_owned()).collect()
}

fn sample() -> Vec<Chain> {
    let from_the_intent_on = EVERY_DIALOG_BOUNDARY.iter().skip_while(|label| **label != "before intent");
    let around_the_clicks =
        ["before commit click", "after commit click", "before confirm click", "after confirm click"];
    vec![
        Chain::new(
            "kill -9 of the tool, Ember",
            Pages::Ember,
            each(from_the_intent_on.map(|label| (*label).to_owned()), Kind::Tool),
        ),
        Chain::new("kill -9 of the driver, SDUI", Pages::Sdui, each(owned(&around_the_clicks), Kind::Driver)),
        Chain::new(
            "kill -9 of the browser, no dialog",
            Pages::NoDialog,
            each(owned(&around_the_clicks[..2]), Kind::Browser),
        ),
        Chain::new(
            "answer lost, SDUI",
            Pages::Sdui,
            each(owned(&[around_the_clicks[0], around_the_clicks[2]]), Kind::AnswerLost),
        ),
        Chain::new("driver hangs, Ember", Pages::Ember, each(owned(&["before confirm click"]), Kind::Hang)),
    ]
}

fn whole_matrix() -> Vec<Chain> {
    let mut chains = Vec::new();
    for pages in [Pages::Ember, Pages::Sdui, Pages::NoDialog] {
        let labels = if pages == Pages::NoDialog { EVERY_PLAIN_BOUNDARY } else { EVERY_DIALOG_BOUNDARY };
        for kind in [Kind::Tool, Kind::Driver, Kind::Browser] {
            chains.push(Chain::new(&format!("{kind}, {pages}"), pages, each(owned(labels), kind)));
        }
        // A hanging driver and a broken connection show at the next command, so the beginning of each is all there is.
        let commands = || {
            let of_page = |one: &&&str| labels.contains(&format!("{BEFORE}{one}").as_str());
            OPERATIONS.iter().filter(of_page).map(|one| format!("{BEFORE}{one}"))
        };
        for kind in [Kind::Hang, Kind::RequestLost, Kind::AnswerLost] {
            chains.push(Chain::new(&format!("{kind}, {pages}"), pages, each(commands(), kind)));
        }
    }
    chains.extend(session_chains());
    chains.push(twice());
    chains.push(at_random_moments());
    let outages = ["before read", "before commit click", "before confirm click", "before verification read"];
    chains.push(Chain::new("server away, Ember", Pages::Ember, each(owned(&outages), Kind::Outage)));
    let mut on_a_server = Chain::new(
        "kill -9 of the tool, driver on a server",
        Pages::Sdui,
        each(
            owned(&["after read", "before commit click", "after commit click", "after confirm click"]),
            Kind::Tool,
        ),
    );
    on_a_server.server = true;
    chains.push(on_a_server);
    // The longest first, so that none is left over at the end.
    chains.sort_by_key(|chain| std::cmp::Reverse(chain.weight()));
    chains
}

/// While the browser is started, while it is read who is signed in, and while the browser is ended.
fn session_chains() -> Vec<Chain> {
    let starts = [0, 1, 2, 3, 5, 8, 12, 20, 40, 80, 160, 250, 350, 450, 600];
    let mut by_time = Chain::new("kill -9 of the tool while it starts", Pages::Ember, vec![Vec::new()]);
    by_time.sessions = starts.iter().map(|ms| Crash::new("before session", Kind::Tool).later(*ms)).collect();
    let mut chains = vec![by_time];
    for kind in [Kind::Tool, Kind::Driver, Kind::Browser] {
        let mut chain = Chain::new(&format!("{kind}, session"), Pages::Ember, vec![Vec::new(), Vec::new()]);
        chain.sessions = EVERY_SESSION
            .iter()
            .filter(|label| kind == Kind::Tool || **label != "before session")
            .map(|label| Crash::new(label, kind))
            .collect();
        chains.push(chain);
    }
    for ms in [30, 90] {
        let mut ending =
            Chain::new(&format!("kill -9 of the tool, {ms} ms into the end"), Pages::Ember, vec![Vec::new()]);
        ending.sessions = vec![Crash::new("before session end", Kind::Tool).later(ms)];
        chains.push(ending);
    }
    chains
}

/// A crash, and then another one while the doubt that it left is settled.
fn twice() -> Chain {
    let looks = [
        "before verification load",
        "after verification load",
        "before verification read",
        "after verification read",
    ];
    let mut people = Vec::new();
    for first in ["after commit click", "after confirm click"] {
        for (second, kind) in looks.iter().zip([Kind::Tool, Kind::Driver, Kind::Browser, Kind::Tool]) {
            people.push(vec![Crash::new(first, Kind::Tool), Crash::new(second, kind)]);
        }
    }
    for second in ["before outcome", "after outcome"] {
        people.push(vec![Crash::new("after confirm click", Kind::Tool), Crash::new(second, Kind::Tool)]);
    }
    Chain::new("a second crash while a doubt is settled", Pages::Sdui, people)
}

/// In the midst of steps instead of between them. Every second person is left in peace, so that a late crash meets nobody
/// who has had one.
fn at_random_moments() -> Chain {
    let mut people = Vec::new();
    let mut dice = fastrand::Rng::with_seed(20);
    for kind in [Kind::Tool, Kind::Driver, Kind::Browser].into_iter().cycle().take(24) {
        let delay = dice.u64(0..450);
        people.push(vec![Crash::new("before open", kind).later(delay)]);
        people.push(Vec::new());
    }
    Chain::new("at random moments", Pages::Ember, people)
}

/// The names of the boundaries are used as plain words; this keeps them from drifting apart.
#[test]
fn every_boundary_is_the_beginning_or_the_end_of_something_the_wrapper_tells() {
    let callbacks = ["before intent", "before outcome", "after outcome"];
    for label in EVERY_DIALOG_BOUNDARY {
        let of_operation =
            |sign: &str| label.strip_prefix(sign).is_some_and(|operation| OPERATIONS.contains(&operation));
        assert!(callbacks.contains(label) || of_operation(BEFORE) || of_operation(AFTER), "{label}");
    }
    assert!(EVERY_PLAIN_BOUNDARY.iter().all(|label| EVERY_DIALOG_BOUNDARY.contains(label)));
    assert_eq!((EVERY_DIALOG_BOUNDARY.len(), EVERY_PLAIN_BOUNDARY.len()), (23, 19));
}
