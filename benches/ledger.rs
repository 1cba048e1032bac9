//! What the ledger costs as it grows: one intent with its outcome, the count of the budgets, the start of a run. None of it
//! may grow faster than the logarithm of the number of attempts.
//!
//! `cargo bench --bench ledger`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test or bench may fail loudly and may print"
)]

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use divan::{Bencher, black_box};
use rusqlite::Connection;
use tempfile::TempDir;
use unlinked::domain::{Action, Outcome, Person, PersonKey, Route, Slug, Surface, UnixMs};
use unlinked::engine::Schedule;
use unlinked::ledger::{
    Caps, IntentRequest, Ledger, OutcomeRecord, Phase, RunId, RunKind, RunStart, Settlement,
};
use unlinked::roster::Row;

/// Attempts in the ledger.
const SIZES: [u32; 3] = [1_000, 100_000, 1_000_000];

/// 2026-11-23T10:00:00Z: the last attempt is just before.
const NOW: UnixMs = UnixMs(1_795_428_000_000);

/// The pace of all those years: 60 a day.
const APART_MS: i64 = 24 * 3_600_000 / 60;

fn main() {
    divan::main();
}

/// One intent, its click, its proof and its outcome: four synced transactions on a file.
#[divan::bench(args = SIZES, sample_count = 30, sample_size = 5)]
fn intent_and_outcome(bencher: Bencher<'_, '_>, size: u32) {
    let (ledger, run) = opened(size);
    let mut number = 0_u32;
    bencher
        .with_inputs(|| {
            number += 1;
            format!("new-{}-{number}", std::process::id())
        })
        .bench_local_values(|who| one_removal(&ledger, run, &who));
}

/// Every window of every meter.
#[divan::bench(args = SIZES)]
fn budget_count(bencher: Bencher<'_, '_>, size: u32) {
    let (ledger, _) = opened(size);
    bencher.bench_local(|| ledger.budget(black_box(&Caps::UNLIMITED), NOW).unwrap());
}

/// From the file to the first person of a roster of 1,000 people, half of whom are done.
#[divan::bench(args = SIZES, sample_count = 30, sample_size = 1)]
fn start_up(bencher: Bencher<'_, '_>, size: u32) {
    let path = file_with(size);
    let rows: Vec<Row> = (0..500)
        .map(|number| row(&format!("p-{}", size - 1 - number)))
        .chain((0..500).map(|number| row(&format!("not-yet-{number}"))))
        .collect();
    bencher.bench_local(|| {
        let ledger = Ledger::open(&path, NOW).unwrap();
        let next = Schedule::unlimited(&rows, &ledger).next(NOW).unwrap();
        black_box(next);
    });
}

fn one_removal(ledger: &Ledger, run: RunId, who: &str) {
    let slug = Slug::parse(who).unwrap();
    let key = PersonKey(slug.as_str().to_owned());
    let request = IntentRequest {
        run,
        key: key.clone(),
        action: Action::Remove,
        pinned_slug: slug,
        seen_name: "Somebody New".to_owned(),
        session: "session".to_owned(),
        driver: "http://127.0.0.1:9515".to_owned(),
    };
    let attempt = ledger.commit_intent(&request, &Caps::UNLIMITED, NOW).unwrap().unwrap();
    ledger.mark_phase(attempt, Phase::Clicked, NOW).unwrap();
    ledger.settle(attempt, Settlement::Removed, NOW).unwrap();
    let record = OutcomeRecord {
        run,
        key,
        action: Action::Remove,
        attempt: Some(attempt),
        outcome: Outcome::Removed,
        detail: "proved on a fresh load".to_owned(),
        fault: None,
        route: Route::Profile,
        surface: Surface::Desktop,
        ms: 1200,
    };
    ledger.record_outcome(&record, NOW).unwrap();
}

fn row(slug: &str) -> Row {
    Row {
        line: 2,
        person: Person { slug: Slug::parse(slug).ok(), name: None, company: None, location: None },
        action: Action::Remove,
        reason: None,
        note: None,
        position: None,
        email: None,
        connected_on: None,
    }
}

fn opened(size: u32) -> (Ledger, RunId) {
    let ledger = Ledger::open(&file_with(size), NOW).unwrap();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: None,
        fingerprint: None,
        site: "http://127.0.0.1:1".to_owned(),
        surface: None,
        route: None,
        selectors: None,
    };
    let run = ledger.begin_run(&start, NOW).unwrap();
    (ledger, run)
}

/// A ledger's file with so many attempts, each settled and proved, and two page views for each. Made once.
fn file_with(size: u32) -> PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    static MAKING: Mutex<()> = Mutex::new(());
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().unwrap());
    let path = folder.path().join(format!("ledger-{size}.db"));
    let _making = MAKING.lock().unwrap();
    if !path.exists() {
        drop(Ledger::open(&path, UnixMs(0)).unwrap());
        fill(&path, size);
    }
    path
}

fn fill(path: &PathBuf, size: u32) {
    let conn = Connection::open(path).unwrap();
    let last = NOW.0 - 1;
    let numbers = format!(
        "WITH RECURSIVE n(i, at) AS (SELECT 0, {last} - ({size} - 1) * {APART_MS} UNION ALL \
         SELECT i + 1, at + {APART_MS} FROM n WHERE i + 1 < {size})"
    );
    conn.execute_batch(&format!(
        "PRAGMA synchronous = OFF; BEGIN;
         UPDATE meta SET clock_at = {last};
         INSERT INTO run (id, kind, site, started_at, ended_at, exit, intents) VALUES (1, 'removal', 'http://127.0.0.1:1', 0, 0, 0, {size});
         INSERT INTO person (id, key, slug, first_seen_at) {numbers} SELECT i + 1, 'p-' || i, 'p-' || i, at FROM n;
         INSERT INTO attempt (id, person, run, action, nth, pinned_slug, seen_name, session, driver, phase, intent_at, settled, settled_at)
             {numbers} SELECT i + 1, i + 1, 1, 'remove', i + 1, 'p-' || i, 'Somebody', 's', 'd', 'confirm_clicked', at, 'removed', at FROM n;
         INSERT INTO standing {numbers} SELECT i + 1, 'remove', 'removed', at, 1, 0, NULL, NULL, 0, 0, 0, 0 FROM n;
         INSERT INTO event (run, person, action, attempt, outcome, detail, route, surface, ms, at)
             {numbers} SELECT 1, i + 1, 'remove', i + 1, 'removed', 'proved on a fresh load', 'profile', 'desktop', 1200, at FROM n;
         INSERT INTO page_view (run, kind, count, total, at) {numbers} SELECT 1, 'open', 1, 2 * i + 1, at FROM n;
         INSERT INTO page_view (run, kind, count, total, at) {numbers} SELECT 1, 'verify', 1, 2 * i + 2, at FROM n;
         COMMIT;"
    ))
    .unwrap();
}
