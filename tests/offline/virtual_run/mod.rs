//! The engine itself in virtual time, with a scripted page: the run, the life of a removal, the ledger (in memory) and the
//! schedule are the product's own. The process dies at any step, the browser is lost, clicks come to nothing or work without
//! an answer, the site throttles, the clock is set between intent and click; whatever happens, by the site's own account
//! nobody is clicked again without a look, nobody a third time, no window is over its cap, and in the end ledger and site agree.

mod keep;
mod page;
mod site;
mod truth;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use crate::testkit::turn;
use page::Scripted;
use site::{DAY, HOUR, Setting, Site, WallClock};
use tokio_util::sync::CancellationToken;
use truth::Asked;
use unlinked::browser::NetFault;
use unlinked::config::{Limits, Ramp};
use unlinked::domain::{Action, Outcome, Route, StopSign, StoppedBy, Surface, Thresholds};
use unlinked::engine::{Plan, Rules, RunEvent, RunInput, RunSummary, Schedule};
use unlinked::ledger::{Ledger, NextStep, Policy, RunId, RunKind, RunStart};
use unlinked::pace::Spacing;
use unlinked::roster::{KeepList, Row};
use unlinked::selectors::Selectors;
use unlinked::trace::Recorder;

/// Schedules of each share, each with a seed of its own, so that one that fails can be played again.
const SCHEDULES: u64 = 2500;

/// How many runs a schedule may need; the wild ones are the first.
const RUNS: u32 = 300;

/// What came of one schedule.
#[derive(Debug, Default)]
struct Counts {
    runs: u64,
    deaths: u64,
    intents: u64,
    removed: u64,
    pauses: u64,
}

#[test]
fn in_thousands_of_schedules_of_the_real_engine_every_promise_is_kept() {
    turn::each_share(every_promise_is_kept);
}

fn every_promise_is_kept(share: usize) {
    let first = share as u64 * SCHEDULES;
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let mut total = Counts::default();
    for seed in first..first + SCHEDULES {
        let mut dice = fastrand::Rng::with_seed(seed);
        let setting = Setting {
            seed,
            people: dice.usize(1..6),
            removals: dice.u32(1..5),
            views: dice.u32(4..24),
            faults_per_mille: dice.u64(0..80),
            deaths_per_mille: dice.u64(0..40),
            jumps_per_mille: if seed % 2 == 0 { 0 } else { dice.u64(0..40) },
            dialog: dice.u32(0..4) > 0,
            wild_runs: 4,
            late: seed % 2 == 0,
        };
        let played = play(setting, &selectors);
        total.runs += played.runs;
        total.deaths += played.deaths;
        total.intents += played.intents;
        total.removed += played.removed;
        total.pauses += played.pauses;
    }
    println!("{SCHEDULES} schedules of the real engine: {total:?}");
    let is_loud = total.deaths > 500 && total.intents > 5000 && total.pauses > 1000;
    assert!(is_loud, "too quiet to prove anything: {total:?}");
}

#[test]
fn hundreds_of_people_take_weeks_and_each_is_removed_once() {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let setting = Setting {
        seed: 400,
        people: 400,
        removals: 25,
        views: 90,
        faults_per_mille: 4,
        deaths_per_mille: 1,
        jumps_per_mille: 0,
        dialog: true,
        wild_runs: 40,
        late: true,
    };
    let played = play(setting, &selectors);
    println!("400 people: {played:?}");
    assert!(played.removed > 300, "{played:?}");
}

/// Regression: a card that was drawn anew between find and click failed the person, though nothing had been clicked.
#[test]
fn a_menu_button_that_the_page_replaces_before_the_click_is_found_again() {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    for (replaced, removed) in [(2, 1), (3, 0)] {
        let site = Rc::new(RefCell::new(Site::new(Setting::quiet(1, 5, 20))));
        let rows = {
            let mut site = site.borrow_mut();
            (site.wild, site.replaced) = (false, replaced);
            (site.members[0].exists, site.members[0].connected) = (true, true);
            site.rows()
        };
        let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
        one_run(&site, &WallClock::of(&site), &ledger, &rows, &selectors);
        assert_eq!(site.borrow().removed(), removed, "replaced {replaced} times");
    }
}

/// Regression: a window that turned as the pointer came ended the person as `changed_page`, though a fresh load would have done.
#[test]
fn where_the_item_went_from_under_the_pointer_a_fresh_load_is_tried_and_only_one() {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    for (swaps, removed) in [(0, 1), (1, 1), (2, 0)] {
        let site = Rc::new(RefCell::new(Site::new(Setting::quiet(1, 5, 20))));
        let rows = {
            let mut site = site.borrow_mut();
            (site.wild, site.swaps) = (false, swaps);
            (site.members[0].exists, site.members[0].connected) = (true, true);
            site.rows()
        };
        let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
        one_run(&site, &WallClock::of(&site), &ledger, &rows, &selectors);
        assert_eq!(site.borrow().removed(), removed, "{swaps} documents lose the item");
    }
}

/// Regression: one page that froze took the browser away three times and ended every run, and nobody after it was ever reached.
#[test]
fn one_bad_page_is_one_bad_person_and_two_in_a_row_end_the_run() {
    const PEOPLE: usize = 5;
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    for subset in 0_u32..1 << PEOPLE {
        let bad: Vec<usize> = (0..PEOPLE).filter(|who| subset & (1 << who) != 0).collect();
        let site = Rc::new(RefCell::new(Site::new(Setting::quiet(PEOPLE, 50, 500))));
        let rows = {
            let mut site = site.borrow_mut();
            site.wild = false;
            site.bad_pages.clone_from(&bad);
            for member in &mut site.members {
                (member.exists, member.connected) = (true, true);
            }
            site.rows()
        };
        let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
        one_run(&site, &WallClock::of(&site), &ledger, &rows, &selectors);
        // Two bad pages in a row: it is the browser, and the second person is not charged with it.
        let end = (1..PEOPLE).find(|who| bad.contains(who) && bad.contains(&(who - 1))).unwrap_or(PEOPLE);
        for (who, row) in rows.iter().enumerate() {
            let standing = ledger.standing(&row.person.key(), row.action).unwrap();
            let right = match (standing.outcome, standing.failures) {
                FREE => who >= end,
                FAILED => who < end && bad.contains(&who),
                DONE => who < end && !bad.contains(&who),
                _ => false,
            };
            assert!(right, "bad pages {bad:?}, person {who}: {standing:?}");
        }
    }
}

/// Who is kept back, by their place in the roster and the cause, and how the run ends.
type Kept<'a> = (&'a str, &'a [Option<NetFault>], Option<StoppedBy>, &'a [Stand]);

/// Somebody's outcome, and how many runs in a row failed on them.
type Stand = (Outcome, u32);

/// Somebody on whom no try is spent.
const FREE: Stand = (Outcome::Pending, 0);

/// Somebody on whom one run failed.
const FAILED: Stand = (Outcome::Failed, 1);

/// Somebody who is removed.
const DONE: Stand = (Outcome::Removed, 0);

/// Regression: with the network gone everybody failed, after three runs for good.
#[test]
fn three_people_kept_back_for_one_cause_are_an_outage_that_spends_nobodys_tries() {
    use NetFault::{NameNotResolved, RedirectLoop, Reset};
    let table: &[Kept<'_>] = &[
        (
            "three in a row",
            &[Some(Reset), Some(Reset), Some(Reset), None],
            Some(StoppedBy::Outage),
            &[FREE; 4],
        ),
        (
            "one that came breaks the row",
            &[Some(Reset), Some(Reset), None, Some(Reset)],
            None,
            &[FAILED, FAILED, DONE, FAILED],
        ),
        (
            "another cause begins another row",
            &[Some(Reset), Some(Reset), Some(NameNotResolved), Some(NameNotResolved)],
            None,
            &[FAILED; 4],
        ),
        ("a circle of one alone", &[Some(RedirectLoop), None, None, None], None, &[FAILED, DONE, DONE, DONE]),
        ("circles", &[const { Some(RedirectLoop) }; 4], Some(StoppedBy::Outage), &[FREE; 4]),
    ];
    for (what, kept, by, standings) in table {
        let (played, summary_by) = kept_back(kept, &[]);
        assert_eq!((&summary_by, &played[..]), (by, *standings), "{what}");
    }
    // The session has ended: the owner's page leads in a circle as well, from the second load on.
    let (played, by) = kept_back(&[None, Some(RedirectLoop), None, None], &[(1, RedirectLoop)]);
    assert_eq!((by, &played[..]), (Some(StoppedBy::SignedOut), &[DONE, FREE, FREE, FREE][..]));
    // And an outage at the very first page.
    let (played, by) = kept_back(&[const { None }; 4], &[(0, Reset)]);
    assert_eq!((by, &played[..]), (Some(StoppedBy::Outage), &[FREE; 4][..]));
}

/// A run of people some of whom are kept back, and the owner's page from some load on.
fn kept_back(kept: &[Option<NetFault>], owner: &[(u32, NetFault)]) -> (Vec<Stand>, Option<StoppedBy>) {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let site = Rc::new(RefCell::new(Site::new(Setting::quiet(kept.len(), 9, 90))));
    let rows = {
        let mut site = site.borrow_mut();
        site.wild = false;
        for (at, cause) in kept.iter().enumerate() {
            (site.members[at].exists, site.members[at].connected) = (true, true);
            let path = format!("/in/{}/", site.members[at].slug);
            site.kept_back.extend(cause.clone().map(|cause| (path, cause)));
        }
        site.owner_from = owner.first().cloned();
        site.rows()
    };
    let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
    let run = one_run(&site, &WallClock::of(&site), &ledger, &rows, &selectors);
    assert!(!run);
    let standings = rows.iter().map(|row| {
        let standing = ledger.standing(&row.person.key(), row.action).unwrap();
        (standing.outcome, standing.failures)
    });
    let by = ledger.runs(1).unwrap().pop().unwrap().stopped_by;
    (standings.collect(), by)
}

fn play(setting: Setting, selectors: &Selectors) -> Counts {
    let site = Rc::new(RefCell::new(Site::new(setting.clone())));
    let clock = WallClock::of(&site);
    let ledger = Ledger::open_in_memory(site.borrow().wall()).unwrap();
    let rows = site.borrow().rows();
    let mut counts = Counts::default();
    for run in 0..RUNS {
        site.borrow_mut().wild = run < setting.wild_runs;
        counts.runs += 1;
        counts.deaths += u64::from(one_run(&site, &clock, &ledger, &rows, selectors));
        if rows.iter().all(|row| {
            let standing = ledger.standing(&row.person.key(), row.action).unwrap();
            !standing.next(&Policy::default()).is_left()
        }) {
            check_the_end(&site.borrow(), &ledger, &rows);
            let site = site.borrow();
            counts.intents = site.intents() as u64;
            counts.removed = site.removed() as u64;
            counts.pauses = u64::from(site.pauses);
            return counts;
        }
        let pause = site.borrow_mut().rng.i64(HOUR..2 * DAY);
        site.borrow_mut().pass(pause);
    }
    panic!("seed {}: after {RUNS} runs somebody is still without an outcome", setting.seed);
}

/// One start of the program; whether it died.
fn one_run(
    site: &Rc<RefCell<Site>>,
    clock: &WallClock,
    ledger: &Ledger,
    rows: &[Row],
    selectors: &Selectors,
) -> bool {
    let keep = || KeepList::parse("keep.csv", String::new()).map_err(|error| error.to_string());
    one_run_keeping(site, clock, ledger, rows, selectors, &keep)
}

/// As [`one_run`], with a keep list.
fn one_run_keeping(
    site: &Rc<RefCell<Site>>,
    clock: &WallClock,
    ledger: &Ledger,
    rows: &[Row],
    selectors: &Selectors,
    keep: &dyn Fn() -> Result<KeepList, String>,
) -> bool {
    // A new process knows nothing of what the one before held back.
    ledger.release_person();
    let now = site.borrow().wall();
    if ledger.halt().unwrap().is_some() || ledger.any_breaker().unwrap().is_some() {
        ledger.resume(now).unwrap();
    }
    let url = site.borrow().url.clone();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: None,
        fingerprint: None,
        site: url.to_string(),
        surface: None,
        route: None,
        selectors: None,
    };
    let run = ledger.begin_run(&start, now).unwrap();
    let setting = site.borrow().setting.clone();
    let order = Asked { rehearsal: false, limit: None, only: None, seen_before: HashMap::new() };
    let ended = start_run(site, clock, ledger, rows, selectors, keep, run, order);
    site.borrow_mut().session_open = false;
    let views = ledger.page_views_total().unwrap();
    let site = site.borrow();
    assert!(
        (site.views() as u64..=site.views() as u64 + site.cut_off).contains(&views),
        "seed {}: {views} page views in the ledger, {} on the site, {} cut off",
        setting.seed,
        site.views(),
        site.cut_off
    );
    let Some(summary) = ended else { return true };
    let allowed = [
        None,
        Some(StoppedBy::Challenge),
        Some(StoppedBy::Cooldown),
        Some(StoppedBy::NoEffect),
        Some(StoppedBy::Breaker),
        Some(StoppedBy::Browser),
        Some(StoppedBy::Protection),
        Some(StoppedBy::Outage),
        Some(StoppedBy::SignedOut),
    ];
    assert!(allowed.contains(&summary.stopped_by), "seed {}: {summary:?}", setting.seed);
    let halted = ledger.halt().unwrap().map(|halt| halt.cause);
    assert_eq!(summary.stopped_by == Some(StoppedBy::Challenge), halted == Some(StopSign::Challenge));
    ledger.end_run(run, summary.stopped_by, 0, site.wall()).unwrap();
    false
}

/// A run that the ledger has begun; `None` if the process died in it.
#[expect(clippy::too_many_arguments, reason = "a test's run has many parts")]
fn start_run(
    site: &Rc<RefCell<Site>>,
    clock: &WallClock,
    ledger: &Ledger,
    rows: &[Row],
    selectors: &Selectors,
    keep: &dyn Fn() -> Result<KeepList, String>,
    run: RunId,
    order: Asked,
) -> Option<RunSummary> {
    let (setting, pause) = (site.borrow().setting.clone(), site.borrow().pause.clone());
    let spacing = Spacing::new(Duration::from_secs(45), Duration::from_secs(90)).seeded(setting.seed);
    let plan = Plan {
        rehearsal: order.rehearsal,
        limits: Some(limits(&setting)),
        spacing: Some(spacing),
        settle_after: Duration::from_secs(60),
        revision: Some(selectors.revision().to_owned()),
        ..Plan::default()
    };
    let input = RunInput {
        rows,
        keep,
        ledger,
        policy: Policy::default(),
        run,
        pins: None,
        seen_before: order.seen_before,
        evidence: std::path::PathBuf::new(),
        recorder: Recorder::off(),
        stage: Scripted::new(Rc::clone(site)),
        selectors,
        rules: Rules {
            site: site.borrow().url.clone(),
            practice: true,
            allow_guessed: false,
            rehearsal: order.rehearsal,
            pictures: false,
            route: Route::Profile,
            surface: Surface::Desktop,
            locate_timeout: Duration::from_millis(10),
            confirm_grace: Duration::from_millis(10),
        },
        schedule: Schedule::new(rows, ledger, plan).only(order.only),
        thresholds: Thresholds::default(),
        cooldown_steps: vec![Duration::from_secs(2 * 3600), Duration::from_secs(4 * 3600)],
        clock,
        limit: order.limit,
        no_wait: false,
        longest_idle: Duration::from_secs(120),
        pause: pause.clone(),
        finish: CancellationToken::new(),
        abort: CancellationToken::new(),
    };
    let hears = Rc::clone(site);
    let mut tell = move |event: RunEvent| hears.borrow_mut().hear(&event);
    let (died, lasting) = (site.borrow().died.clone(), site.borrow().lasting.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        tokio::select! {
            biased;
            summary = unlinked::engine::run(input, &mut tell) => Some(summary),
            () = died.notified() => None,
            () = async {
                loop {
                    lasting.notified().await;
                    // The session that nobody uses is ended first.
                    while site.borrow().session_open {
                        tokio::task::yield_now().await;
                    }
                    pause.set(false);
                }
            } => None,
        }
    })
}

fn limits(setting: &Setting) -> Limits {
    let ramp = |number| Ramp { first_week: number, second_and_third: number, later: number };
    Limits {
        removals_per_day: ramp(setting.removals),
        page_views_per_day: ramp(setting.views),
        unfollows_per_day: ramp(0),
        withdrawals_per_day: ramp(0),
        week_factor: site::WEEK_FACTOR,
        month_factor: site::MONTH_FACTOR,
    }
}

fn check_the_end(site: &Site, ledger: &Ledger, rows: &[Row]) {
    let parted = ledger.parted(&[Action::Remove]).unwrap();
    for (row, member) in rows.iter().zip(&site.members) {
        let standing = ledger.standing(&row.person.key(), row.action).unwrap();
        let outcome = standing.outcome;
        if matches!(outcome, Outcome::Removed | Outcome::NotConnected) {
            assert!(
                !member.connected,
                "seed {}: {outcome} in the ledger, connected on the site",
                site.setting.seed
            );
        }
        if member.clicks > 0 && !member.connected {
            let listed = parted.iter().any(|one| one.key == row.person.key());
            assert!(listed, "seed {}: removed, and not in the way back: {standing:?}", site.setting.seed);
            let told = outcome == Outcome::Removed
                || standing.next(&Policy::default()) == NextStep::Person && outcome == Outcome::Unconfirmed;
            assert!(told, "seed {}: gone on the site, and the ledger says {standing:?}", site.setting.seed);
        }
    }
    assert_eq!(
        ledger.doubts().unwrap().iter().filter(|doubt| doubt.unknowns == 0).count(),
        0,
        "doubts nobody looked at"
    );
}
