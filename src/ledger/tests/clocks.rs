//! Two clocks: what was spent ages by the boot clock, whatever the wall clock shows.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::*;

/// A machine: how long it really runs, what its wall clock shows, and which boot it is.
struct Machine {
    up: Arc<AtomicI64>,
    boot: Arc<AtomicI64>,
}

impl Machine {
    fn new() -> Machine {
        Machine { up: Arc::default(), boot: Arc::default() }
    }

    fn pass(&self, ms: i64) {
        self.up.fetch_add(ms, Ordering::Relaxed);
    }

    fn ledger(&self, path: &std::path::Path, wall: i64) -> Ledger {
        let (up, boot) = (Arc::clone(&self.up), Arc::clone(&self.boot));
        let clock = move || {
            let boot = format!("boot {}", boot.load(Ordering::Relaxed));
            Some(Uptime { boot, ms: up.load(Ordering::Relaxed) })
        };
        Ledger::open(path, UnixMs(wall)).unwrap().by_boot_clock(Arc::new(clock)).unwrap()
    }
}

fn three_a_day() -> Caps {
    Caps { removals: PerWindow { day: 3, ..PerWindow::UNLIMITED }, ..Caps::UNLIMITED }
}

/// A board without a battery: its wall clock flaps at every start of the program.
#[test]
fn a_flapping_clock_frees_nothing_and_takes_nothing_away() {
    let seed =
        std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let machine = Machine::new();
    let mut granted: Vec<i64> = Vec::new();
    let mut wall = START;
    while machine.up.load(Ordering::Relaxed) < 7 * DAY {
        let now = machine.up.load(Ordering::Relaxed);
        wall = match random.u8(0..4) {
            0 => START + now,
            1 => START + now + random.i64(0..400 * DAY),
            2 => START + now - random.i64(0..20_000 * DAY),
            _ => wall + random.i64(-HOUR..HOUR),
        };
        let ledger = machine.ledger(&path, wall);
        let run = ledger.begin_run(&start(RunKind::Removal), UnixMs(wall)).unwrap();
        for _ in 0..random.usize(1..4) {
            let number = granted.len();
            let who = format!("person-{number}");
            let request = IntentRequest {
                run,
                key: key(&who),
                action: Action::Remove,
                pinned_slug: Slug::parse(&who).unwrap(),
                seen_name: who.clone(),
                session: String::new(),
                driver: String::new(),
            };
            let now = machine.up.load(Ordering::Relaxed);
            if let Ok(attempt) = ledger.commit_intent(&request, &three_a_day(), UnixMs(wall)).unwrap() {
                granted.push(now);
                ledger.settle(attempt, Settlement::Removed, UnixMs(wall)).unwrap();
            }
            machine.pass(random.i64(MINUTE..20 * MINUTE));
        }
        ledger.end_run(run, None, 0, UnixMs(wall)).unwrap();
        machine.pass(random.i64(MINUTE..3 * HOUR));
    }
    for (nth, at) in granted.iter().enumerate().skip(3) {
        let fourth_before = granted[nth - 3];
        assert!(at - fourth_before >= DAY, "four within {} ms, seed {seed}", at - fourth_before);
    }
    assert!(granted.len() >= 14, "only {} in 7 days, seed {seed}: time stood still", granted.len());
}

/// Dates are the wall clock's, also where it was put right within a boot.
#[test]
fn what_is_shown_with_a_date_keeps_the_wall_clocks_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let machine = Machine::new();
    let run = {
        let ledger = machine.ledger(&path, 0);
        ledger.begin_run(&start(RunKind::Removal), UnixMs(0)).unwrap()
    };
    machine.pass(HOUR);
    let ledger = machine.ledger(&path, START);
    assert_eq!(
        ledger.moment(UnixMs(START)).unwrap().at,
        UnixMs(HOUR),
        "an hour has gone by, not fifty years"
    );
    let desk = Desk { ledger, now: UnixMs(START), run };
    desk.remove("anna");
    let parted = desk.ledger.parted(&[Action::Remove]).unwrap();
    assert_eq!(parted[0].at, UnixMs(START));
    assert!(desk.ledger.removed_people().unwrap()[0].at.starts_with("2026-11-23"));
    desk.ledger.end_run(run, None, 0, UnixMs(START)).unwrap();
    assert_eq!(desk.ledger.run(run).unwrap().unwrap().ended_at, Some(UnixMs(START)));
}

/// From one boot to the next the wall clock has to do, once for each boot.
#[test]
fn a_new_boot_goes_by_the_wall_clock_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let machine = Machine::new();
    machine.ledger(&path, START).begin_run(&start(RunKind::Login), UnixMs(START)).unwrap();
    machine.boot.fetch_add(1, Ordering::Relaxed);
    machine.up.store(5, Ordering::Relaxed);
    let later = UnixMs(START + 2 * DAY);
    let ledger = machine.ledger(&path, later.0);
    assert_eq!(ledger.moment(later).unwrap().at, later);
    ledger.begin_run(&start(RunKind::Login), later).unwrap();
    machine.pass(MINUTE);
    let far = UnixMs(START + 900 * DAY);
    assert_eq!(ledger.moment(far).unwrap().at, later.plus(std::time::Duration::from_secs(60)));
    assert_eq!(ledger.moment(UnixMs(0)).unwrap().at, later.plus(std::time::Duration::from_secs(60)));
}

/// Guards against a status whose cool-down ended some milliseconds after the time that it gave for the next person.
#[test]
fn what_is_asked_of_one_time_of_the_wall_clock_is_answered_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let machine = Machine::new();
    let ledger = machine.ledger(&folder.path().join("ledger.db"), START);
    let steps = [std::time::Duration::from_secs(7200)];
    ledger.start_cooldown(None, StopSign::Throttled, "429", &steps, UnixMs(START)).unwrap();
    machine.pass(100);
    let now = UnixMs(START + 100);
    let first = (ledger.moment(now).unwrap(), ledger.cooldown(now).unwrap().unwrap().until);
    for _ in 0..5 {
        machine.pass(700);
        let again = (ledger.moment(now).unwrap(), ledger.cooldown(now).unwrap().unwrap().until);
        assert_eq!(again, first);
    }
    // The next time of the wall clock has a reading of its own, and a clock that stands still holds nothing up.
    assert_eq!(ledger.moment(UnixMs(START + 3_600)).unwrap().at, UnixMs(START + 3_600));
    machine.pass(HOUR);
    assert_eq!(ledger.moment(UnixMs(START + 3_600)).unwrap().at, UnixMs(START + 3_600 + HOUR));
}
