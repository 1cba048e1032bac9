use super::*;
use crate::domain::{Action, StopSign};
use crate::ledger::{Cooldown, Halt, RunId};

/// 2026-11-24T12:00:00Z, a Tuesday.
const NOW: UnixMs = UnixMs(1_795_521_600_000);

fn hours(number: i64) -> UnixMs {
    UnixMs(NOW.0 + number * 3_600_000)
}

fn standings() -> Standings {
    let gauge = |meter, window, used, max, frees_at| Gauge { meter, window, used, max, frees_at };
    Standings {
        now: NOW,
        ledger: "/home/anna/.local/state/unlinked/ledger.db".to_owned(),
        owner: Some(("anna-example".to_owned(), "Anna Example".to_owned())),
        roster: Some(RosterStands {
            file: "people.csv".to_owned(),
            people: 412,
            as_of_run: None,
            left: 380,
            expected_end_ms: Some(hours(24 * 30)),
        }),
        outcomes: [(Outcome::Removed, 30), (Outcome::Mismatch, 2), (Outcome::Pending, 380)].into(),
        budgets: vec![
            gauge(Meter::Removals, Window::Day, 25, 25, Some(hours(21))),
            gauge(Meter::Removals, Window::Week, 30, 125, None),
            gauge(Meter::PageViews, Window::Day, 61, 75, None),
            gauge(Meter::PageViews, Window::Week, 75, 375, None),
            gauge(Meter::Unfollows, Window::Day, 0, 25, None),
        ],
        hindrances: Vec::new(),
        next: Some((Some(hours(21)), "a budget is spent")),
        faded: Vec::new(),
        last_run: Some(LastRun {
            run: 7,
            started_ms: hours(-3),
            ended_ms: None,
            at_work: true,
            stopped_by: None,
            intents: 25,
        }),
        needs_a_look: vec![
            person(Some("noor-bexley"), None, Outcome::Mismatch),
            person(None, None, Outcome::Ambiguous),
        ],
        copy_of: None,
        not_pruned: None,
        next_try: Some(hours(20)),
    }
}

fn person(slug: Option<&str>, name: Option<&str>, outcome: Outcome) -> NeedsLook {
    NeedsLook {
        key: "name:noor bexley|saltmarsh".to_owned(),
        slug: slug.map(str::to_owned),
        name: name.map(str::to_owned),
        action: Action::Remove,
        outcome,
        at: hours(-30),
        detail: Some(
            "the page is about \"Casimir Oldfield\"; nothing was clicked that could remove".to_owned(),
        ),
    }
}

fn text(standings: &Standings, width: usize) -> String {
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    standings.text(Paint(false), width, &zone)
}

#[test]
fn the_status_shows_roster_budgets_and_what_comes_next() {
    insta::assert_snapshot!("status_80", text(&standings(), 80));
    insta::assert_snapshot!("status_120", text(&standings(), 120));
}

#[test]
fn what_keeps_runs_from_going_on_is_told_with_what_to_do() {
    let halt = Halt {
        cause: StopSign::Challenge,
        detail: "the page asks for a security check.".to_owned(),
        at: hours(-20),
        run: Some(RunId(7)),
    };
    let cooldown = Cooldown { until: hours(2), began_at: NOW, step: 0, cause: StopSign::Throttled };
    let hindrances = vec![Hindrance::Halt(halt), Hindrance::Cooldown(cooldown)];
    let mut halted = Standings { hindrances, ..standings() };
    halted.last_run = halted.last_run.map(|run| LastRun { at_work: false, ..run });
    insta::assert_snapshot!("status_halted", text(&halted, 80));
    let json: serde_json::Value = serde_json::from_str(&halted.json()).unwrap();
    assert_eq!(json["hindrances"][0]["stopped_by"], "challenge");
    assert_eq!(json["hindrances"][1]["until_ms"], hours(2).0);
}

#[test]
fn people_who_need_a_look_are_told_with_what_to_do() {
    let people = [
        person(Some("noor-bexley"), Some("Noor Bexley"), Outcome::Mismatch),
        person(None, None, Outcome::Ambiguous),
    ];
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    insta::assert_snapshot!("needs_a_look_80", needs_a_look_text(&people, NOW, &zone, Paint(false), 80));
    assert_eq!(needs_a_look_text(&[], NOW, &zone, Paint(false), 80), "Nobody needs a look.");
}
