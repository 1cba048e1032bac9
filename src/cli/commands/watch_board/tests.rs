//! What the page says of an account, for each way in which it can stand.

use std::collections::BTreeMap;

use super::*;
use crate::cli::commands::status_text::{LastRun, RosterStands};
use crate::domain::{StopSign, Surface};
use crate::ledger::{Cooldown, Halt, RunId, RunStart};

const NOW: UnixMs = UnixMs(1_795_521_600_000);

fn run(kind: RunKind, ended: bool) -> RunRow {
    let start = RunStart {
        kind,
        roster: None,
        fingerprint: None,
        site: "https://www.linkedin.com/".to_owned(),
        surface: Some(Surface::Desktop),
        route: None,
        selectors: None,
    };
    let ended_at = ended.then_some(NOW);
    RunRow { id: RunId(7), start, started_at: NOW, ended_at, stopped_by: None, exit: None, intents: 0 }
}

fn stands(row: &RunRow, locked: bool, left: usize) -> Standings {
    let roster = RosterStands {
        file: "roster.csv".to_owned(),
        people: 3,
        as_of_run: None,
        left,
        expected_end_ms: None,
    };
    Standings {
        now: NOW,
        ledger: String::new(),
        owner: None,
        roster: Some(roster),
        outcomes: BTreeMap::new(),
        budgets: Vec::new(),
        hindrances: Vec::new(),
        next: None,
        last_run: Some(LastRun {
            run: 7,
            started_ms: NOW,
            ended_ms: row.ended_at,
            at_work: locked,
            stopped_by: None,
            intents: 0,
        }),
        needs_a_look: Vec::new(),
        copy_of: None,
        not_pruned: None,
        next_try: None,
        faded: Vec::new(),
    }
}

fn state(stands: &Standings, row: &RunRow, asked: Option<Requested>) -> (String, String) {
    let at_work = stands.last_run.as_ref().is_some_and(|last| last.at_work) && row.ended_at.is_none();
    state_of(stands, Some(row), at_work.then_some(row), asked, &TimeZone::UTC)
}

#[test]
fn a_wish_is_told_as_asked_until_the_run_has_heard_it_and_only_what_makes_sense_can_be_asked_then() {
    use RunAsk::{Continue, Pause, Stop};
    let row = run(RunKind::Removal, false);
    let stands = stands(&row, true, 2);
    let asked = |what, heard: bool| Some(Requested { what, at: NOW, heard_at: heard.then_some(NOW) });
    let table: [(Option<Requested>, &str, &[RunAsk]); 7] = [
        (None, "at work", &[Pause, Stop]),
        (asked(Request::Pause, false), "asked to pause", &[Continue, Stop]),
        (asked(Request::Pause, true), "paused", &[Continue, Stop]),
        (asked(Request::Continue, false), "at work", &[Pause, Stop]),
        (asked(Request::Continue, true), "at work", &[Pause, Stop]),
        (asked(Request::Stop, false), "asked to stop", &[]),
        (asked(Request::Stop, true), "stopping", &[]),
    ];
    for (asked, word, can) in table {
        assert_eq!(state(&stands, &row, asked).0, word, "{asked:?}");
        assert_eq!(can_be_asked(&row, asked), can, "{asked:?}");
    }
    // Whatever else opens a browser hears nothing.
    for kind in [RunKind::Probe, RunKind::Login] {
        assert!(can_be_asked(&run(kind, false), None).is_empty(), "{kind}");
    }
}

#[test]
fn what_keeps_runs_from_going_on_is_told_and_cannot_be_lifted_here() {
    let row = run(RunKind::Removal, true);
    let halt = Halt { cause: StopSign::Challenge, detail: "a check".to_owned(), at: NOW, run: None };
    let cooldown = Cooldown { until: NOW, began_at: NOW, step: 0, cause: StopSign::Throttled };
    let mut stopped = stands(&row, false, 2);
    stopped.hindrances = vec![Hindrance::Halt(halt)];
    let (word, headline) = state(&stopped, &row, None);
    assert_eq!(word, "stopped: challenge");
    assert!(headline.contains("cannot lift that"), "{headline}");
    let line = in_a_line("anna", &stopped, &Board { state: word, ..Board::default() }, &TimeZone::UTC);
    assert!(line.needs_you && line.end.is_none());
    let mut resting = stands(&row, false, 2);
    resting.hindrances = vec![Hindrance::Cooldown(cooldown)];
    assert!(state(&resting, &row, None).0.starts_with("cool-down until"));
    let line = in_a_line("anna", &resting, &Board::default(), &TimeZone::UTC);
    assert!(!line.needs_you, "it ends by itself");
}

#[test]
fn a_run_that_is_not_at_work_is_told_by_how_it_ended() {
    for (ended, locked, left, word) in [
        (true, false, 2, "not at work"),
        (true, false, 0, "done"),
        (true, true, 2, "in use"),
        (false, false, 2, "ended without a word"),
        (false, true, 2, "at work"),
    ] {
        let row = run(RunKind::Removal, ended);
        assert_eq!(state(&stands(&row, locked, left), &row, None).0, word, "{ended} {locked} {left}");
    }
    let rehearsal = run(RunKind::Rehearsal, false);
    let (_, headline) = state(&stands(&rehearsal, true, 2), &rehearsal, None);
    assert!(headline.contains("which removes nobody, is at work since"), "{headline}");
}
