//! Who comes next: each rule, with the ledger in memory and a clock that is turned by hand.

use std::time::Duration;

use super::schedule::{Next, Plan, Schedule, Task};
use crate::config::{ActiveHours, Calendar, Limits, Ramp};
use crate::domain::{
    Action, Outcome, Person, PersonKey, Route, Slug, StopSign, StoppedBy, Surface, Thresholds, UnixMs,
};
use crate::ledger::Policy;
use crate::ledger::{
    AttemptId, IntentRequest, Ledger, OutcomeRecord, PageViewKind, RunId, RunKind, RunStart, Settlement,
};
use crate::pace::{OpenHours, Spacing};
use crate::roster::Row;

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;
/// 2026-11-23T10:00:00Z, a Monday.
const START: UnixMs = UnixMs(1_795_428_000_000);

fn at(after: i64) -> UnixMs {
    UnixMs(START.0 + after)
}

fn row(slug: &str, action: Action) -> Row {
    Row {
        line: 2,
        person: Person { slug: Slug::parse(slug).ok(), name: None, company: None, location: None },
        action,
        reason: None,
        note: None,
        position: None,
        email: None,
        connected_on: None,
    }
}

fn rows(slugs: &[&str]) -> Vec<Row> {
    slugs.iter().map(|slug| row(slug, Action::Remove)).collect()
}

fn key(slug: &str) -> PersonKey {
    PersonKey(slug.to_owned())
}

/// A ledger with a run that has begun.
fn begun() -> (Ledger, RunId) {
    let ledger = Ledger::open_in_memory(START).unwrap();
    let run = ledger.begin_run(&start(RunKind::Removal), START).unwrap();
    (ledger, run)
}

fn start(kind: RunKind) -> RunStart {
    RunStart {
        kind,
        roster: None,
        fingerprint: None,
        site: "http://127.0.0.1:1".to_owned(),
        surface: None,
        route: None,
        selectors: None,
    }
}

fn intent(ledger: &Ledger, run: RunId, slug: &str, action: Action, now: UnixMs) -> AttemptId {
    let request = IntentRequest {
        run,
        key: key(slug),
        action,
        pinned_slug: Slug::parse(slug).unwrap(),
        seen_name: slug.to_owned(),
        session: "s".to_owned(),
        driver: "d".to_owned(),
    };
    ledger.commit_intent(&request, &crate::ledger::Caps::UNLIMITED, now).unwrap().unwrap()
}

fn outcome(ledger: &Ledger, run: RunId, slug: &str, outcome: Outcome, now: UnixMs) {
    ledger.record_outcome(&record(run, slug, outcome), now).unwrap();
}

fn record(run: RunId, slug: &str, outcome: Outcome) -> OutcomeRecord {
    OutcomeRecord {
        run,
        key: key(slug),
        action: Action::Remove,
        attempt: None,
        outcome,
        detail: String::new(),
        fault: None,
        route: Route::Profile,
        surface: Surface::Desktop,
        ms: 0,
    }
}

fn limits(removals: u32, unfollows: u32, views: u32) -> Limits {
    let ramp = |number| Ramp { first_week: number, second_and_third: number, later: number };
    Limits {
        removals_per_day: ramp(removals),
        page_views_per_day: ramp(views),
        unfollows_per_day: ramp(unfollows),
        withdrawals_per_day: ramp(0),
        week_factor: 7,
        month_factor: 30,
    }
}

/// What comes next, in a word.
fn said(schedule: &mut Schedule<'_>, now: UnixMs) -> String {
    match schedule.next(now).unwrap() {
        Next::Act(Task::Row(row)) => format!("row {row}"),
        Next::Act(Task::Doubt(doubt)) => format!("look at {}", doubt.key),
        Next::Due { when, why } => format!("{why:?} in {}", (when.0 - now.0) / SECOND),
        Next::Done => "done".to_owned(),
        Next::Stop(by, _) => format!("stop {by}"),
    }
}

#[test]
fn rows_come_in_their_order_and_only_those_that_are_left() {
    let (ledger, run) = begun();
    let rows = rows(&["gone", "a", "failed", "skipped", "b"]);
    outcome(&ledger, run, "gone", Outcome::NotConnected, START);
    outcome(&ledger, run, "failed", Outcome::Failed, START);
    ledger.skip(&key("skipped"), Action::Remove, START).unwrap();
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    for (expected, slug) in [("row 1", "a"), ("row 2", "failed"), ("row 4", "b")] {
        assert_eq!(said(&mut schedule, START), expected);
        assert_eq!(said(&mut schedule, START), expected, "it stays until something became of it");
        schedule.done_in_this_run(&key(slug));
    }
    assert_eq!(said(&mut schedule, START), "done");
}

#[test]
fn what_a_later_run_may_see_differently_is_tried_once_in_each_run() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    outcome(&ledger, run, "a", Outcome::ChangedPage, START);
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "row 0");
    schedule.done_in_this_run(&key("a"));
    assert_eq!(said(&mut schedule, START), "done");
}

#[test]
fn a_first_not_found_is_looked_for_again_after_a_day_also_by_a_run_that_goes_on_for_so_long() {
    let (ledger, run) = begun();
    let rows = rows(&["nowhere", "a"]);
    outcome(&ledger, run, "nowhere", Outcome::NotFound, START);
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "row 1");
    schedule.done_in_this_run(&key("a"));
    assert_eq!(said(&mut schedule, at(DAY - 1)), "done");
    assert_eq!(said(&mut schedule, at(DAY)), "row 0");
}

#[test]
fn doubtful_people_come_first_whatever_roster_they_are_of() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    intent(&ledger, run, "of-another-roster", Action::Remove, START);
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "look at of-another-roster");
}

#[test]
fn a_doubtful_person_is_looked_at_some_time_after_the_click_and_nobody_is_clicked_on_meanwhile() {
    let (ledger, run) = begun();
    let rows = rows(&["a", "b"]);
    let attempt = intent(&ledger, run, "a", Action::Remove, START);
    let plan = Plan { settle_after: Duration::from_secs(60), ..Plan::default() };
    let mut schedule = Schedule::new(&rows, &ledger, plan);
    assert_eq!(said(&mut schedule, START), "Settle in 60");
    assert_eq!(said(&mut schedule, at(60 * SECOND)), "look at a");
    // Still connected: a second look follows, as long after the first.
    ledger.note_still_there(attempt, true, at(61 * SECOND)).unwrap();
    assert_eq!(said(&mut schedule, at(61 * SECOND)), "Settle in 60");
    assert_eq!(said(&mut schedule, at(121 * SECOND)), "look at a");
    ledger.settle(attempt, Settlement::Removed, at(121 * SECOND)).unwrap();
    assert_eq!(said(&mut schedule, at(121 * SECOND)), "row 1");
}

#[test]
fn somebody_seen_to_be_still_connected_is_tried_again_by_a_later_run_and_not_before_the_time() {
    let (ledger, run) = begun();
    let rows = rows(&["a", "b"]);
    let attempt = intent(&ledger, run, "a", Action::Remove, START);
    let plan = |hours: u64| Plan {
        policy: Policy { retry_after: Duration::from_secs(hours * 3600) },
        ..Plan::default()
    };
    let mut schedule = Schedule::new(&rows, &ledger, plan(0));
    assert_eq!(said(&mut schedule, START), "look at a");
    ledger.settle(attempt, Settlement::StillConnected, START).unwrap();
    schedule.done_in_this_run(&key("a"));
    assert_eq!(said(&mut schedule, START), "row 1");
    schedule.done_in_this_run(&key("b"));
    assert_eq!(said(&mut schedule, at(9 * DAY)), "done", "never again in the same run");
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan(0)), START), "row 0");
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan(24)), at(DAY - 1)), "row 1");
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan(24)), at(DAY)), "row 0");
}

#[test]
fn a_look_that_tells_nothing_is_not_made_again_in_the_same_run() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    let attempt = intent(&ledger, run, "a", Action::Remove, START);
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "look at a");
    ledger.settle(attempt, Settlement::Unknown, START).unwrap();
    assert_eq!(said(&mut schedule, START), "done");
    assert_eq!(said(&mut Schedule::unlimited(&rows, &ledger), START), "look at a", "a later run looks again");
}

#[test]
fn a_look_that_the_browser_broke_off_is_begun_again_but_not_for_ever() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    intent(&ledger, run, "a", Action::Remove, START);
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    for _ in 0..4 {
        assert_eq!(said(&mut schedule, START), "look at a");
    }
    assert_eq!(said(&mut schedule, START), "done");
}

/// Guards against a run that ended with every person in doubt whom the selector file has no path for.
#[test]
fn somebody_who_cannot_be_looked_at_is_left_and_the_others_are_acted_on() {
    let (ledger, run) = begun();
    let rows = rows(&["a", "b"]);
    let attempt = intent(&ledger, run, "a", Action::Remove, START);
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "look at a");
    schedule.no_look_in_this_run(attempt);
    assert_eq!(said(&mut schedule, START), "row 1");
}

#[test]
fn after_two_spent_intents_nobody_is_looked_at_any_more() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    for settlement in [Settlement::StillConnected, Settlement::Unknown] {
        let attempt = intent(&ledger, run, "a", Action::Remove, START);
        ledger.settle(attempt, settlement, START).unwrap();
    }
    assert_eq!(said(&mut Schedule::unlimited(&rows, &ledger), START), "done");
    ledger.retry(&key("a"), START).unwrap();
    assert_eq!(said(&mut Schedule::unlimited(&rows, &ledger), START), "look at a");
}

#[test]
fn a_rehearsal_looks_at_nobody_and_asks_for_no_intents() {
    let (ledger, run) = begun();
    let rows = rows(&["doubtful", "a"]);
    intent(&ledger, run, "doubtful", Action::Remove, START);
    let plan = Plan { rehearsal: true, limits: Some(limits(0, 0, 100)), ..Plan::default() };
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan), START), "row 1");
}

#[test]
fn a_spent_budget_is_waited_for_and_another_action_goes_on_meanwhile() {
    let (ledger, run) = begun();
    let mut rows = rows(&["a", "b"]);
    rows.push(row("c", Action::Unfollow));
    let plan = Plan { limits: Some(limits(1, 5, 100)), ..Plan::default() };
    let mut schedule = Schedule::new(&rows, &ledger, plan);
    assert_eq!(said(&mut schedule, START), "row 0");
    let attempt = intent(&ledger, run, "a", Action::Remove, START);
    ledger.settle(attempt, Settlement::Removed, START).unwrap();
    assert_eq!(said(&mut schedule, at(HOUR)), "row 2");
    schedule.done_in_this_run(&key("c"));
    assert_eq!(said(&mut schedule, at(HOUR)), format!("Budget in {}", 23 * 3600));
    assert_eq!(said(&mut schedule, at(DAY)), "row 1");
}

#[test]
fn page_views_for_a_whole_person_must_be_left() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    let plan = || Plan { limits: Some(limits(9, 9, 4)), ..Plan::default() };
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan()), START), "row 0");
    ledger.record_page_view(run, PageViewKind::Feed, START).unwrap().unwrap();
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan()), START), format!("Budget in {}", 24 * 3600));
}

#[test]
fn a_budget_that_time_alone_does_not_free_ends_the_run() {
    let (ledger, _) = begun();
    let rows = rows(&["a"]);
    let plan = Plan { limits: Some(limits(0, 0, 100)), ..Plan::default() };
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan), START), "stop budget");
}

#[test]
fn a_cooldown_is_waited_for_also_without_limits() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    let steps = [Duration::from_secs(7200)];
    ledger.start_cooldown(Some(run), StopSign::Throttled, "429", &steps, START).unwrap();
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "Cooldown in 7200");
    assert_eq!(said(&mut schedule, at(7200 * SECOND)), "row 0");
}

#[test]
fn a_halt_stops_with_its_cause_and_a_breaker_while_the_selectors_are_the_same() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    let plan = |revision: &str| Plan { revision: Some(revision.to_owned()), ..Plan::default() };
    for _ in 0..3 {
        let record = record(run, "a", Outcome::ChangedPage);
        ledger.note_outcome_for_breaker(&record, &Thresholds::default(), "r1", START).unwrap();
    }
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan("r1")), START), "stop breaker");
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan("r2")), START), "row 0");
    ledger.set_halt(Some(run), StopSign::Restriction, "restricted", START).unwrap();
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan("r2")), START), "stop restriction");
    let Next::Stop(by, why) = Schedule::unlimited(&rows, &ledger).next(START).unwrap() else {
        panic!("goes on")
    };
    assert_eq!(by, StoppedBy::Restriction);
    assert!(why.contains("restricted") && why.contains("unlinked resume"), "{why}");
}

#[test]
fn outside_the_active_hours_nobody_is_touched_not_even_to_look() {
    let (ledger, run) = begun();
    let rows = rows(&["a"]);
    intent(&ledger, run, "a", Action::Remove, START);
    let calendar = Calendar {
        time_zone: Some(jiff::tz::TimeZone::UTC),
        days: vec![jiff::civil::Weekday::Tuesday],
        hours: ActiveHours { from_minute: 600, to_minute: 660 },
        holidays: Vec::new(),
    };
    let plan = Plan { hours: OpenHours::of(&calendar).ok(), ..Plan::default() };
    let mut schedule = Schedule::new(&rows, &ledger, plan);
    assert_eq!(said(&mut schedule, START), format!("Hours in {}", 24 * 3600));
    assert_eq!(said(&mut schedule, at(DAY)), "look at a");
    assert_eq!(said(&mut schedule, at(DAY + HOUR)), format!("Hours in {}", 6 * 86400 + 23 * 3600));
}

#[test]
fn the_spacing_holds_between_people_and_between_runs() {
    let (ledger, _) = begun();
    let rows = rows(&["a", "b"]);
    let minute = Duration::from_secs(60);
    let plan = || Plan { spacing: Some(Spacing::new(minute, minute)), ..Plan::default() };
    assert_eq!(said(&mut Schedule::new(&rows, &ledger, plan()), START), "row 0");
    let mut schedule = Schedule::new(&rows, &ledger, plan());
    assert_eq!(said(&mut schedule, at(SECOND)), "Pace in 59");
    assert_eq!(said(&mut schedule, at(60 * SECOND)), "row 0");
}

#[test]
fn a_doubt_is_waited_for_also_where_the_budget_is_spent() {
    let (ledger, run) = begun();
    let rows = rows(&["a", "b"]);
    let plan =
        Plan { limits: Some(limits(1, 1, 100)), settle_after: Duration::from_secs(60), ..Plan::default() };
    let mut schedule = Schedule::new(&rows, &ledger, plan);
    intent(&ledger, run, "a", Action::Remove, START);
    assert_eq!(said(&mut schedule, START), "Settle in 60");
}

#[test]
fn a_long_roster_of_people_who_are_done_is_passed_over_at_once() {
    let (ledger, run) = begun();
    let slugs: Vec<String> = (0..3000).map(|number| format!("p-{number}")).collect();
    let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
    let rows = rows(&slugs);
    slugs[..2999].iter().for_each(|slug| outcome(&ledger, run, slug, Outcome::NotConnected, START));
    let mut schedule = Schedule::unlimited(&rows, &ledger);
    assert_eq!(said(&mut schedule, START), "row 2999");
    let began = std::time::Instant::now();
    (0..100).for_each(|_| assert_eq!(said(&mut schedule, START), "row 2999"));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}
