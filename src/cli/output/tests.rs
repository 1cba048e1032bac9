//! Pictures of the output, at the two common widths.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::board::{Board, waiting};
use super::json::{person_json, summary_json};
use super::lines::person_lines;
use super::speed::rate;
use super::summary::summary_text;
use super::*;
use crate::cli::exit;
use crate::domain::{Action, Outcome, Reason, Route, Step, StepFault, StoppedBy, Surface, UnixMs};
use crate::engine::{PersonReport, RunEvent, RunSummary, WaitWhy};
use crate::trace::Faded;

const PLAIN: Paint = Paint(false);

fn report(line: u64, slug: &str, outcome: Outcome, detail: &str) -> PersonReport {
    PersonReport {
        key: slug.to_owned(),
        slug: slug.to_owned(),
        line,
        action: Action::Remove,
        outcome,
        detail: detail.to_owned(),
        fault: None,
        route: Route::Profile,
        surface: Surface::Desktop,
        ms: 1_912,
        attempt: None,
    }
}

const AT: (UnixMs, &jiff::tz::TimeZone) = (UnixMs(1_795_456_800_000), &jiff::tz::TimeZone::UTC);

fn summary(outcomes: &[(Outcome, usize)]) -> RunSummary {
    RunSummary {
        run: 7,
        outcomes: outcomes.iter().copied().collect(),
        stopped_by: None,
        stop_detail: String::new(),
        of_this_run: outcomes.iter().copied().filter(|(outcome, _)| *outcome != Outcome::Pending).collect(),
        next_try: None,
        left: 0,
        needs_a_look: 0,
        commands: 120,
        ledger: PathBuf::from("/home/anna/.local/state/unlinked/ledger.db"),
        evidence: PathBuf::from("/home/anna/.local/state/unlinked/runs/7"),
        trace_failure: None,
        faded: Vec::new(),
    }
}

fn mismatch() -> PersonReport {
    let mut report = report(
        12,
        "noor-bexley-2f90c1d5",
        Outcome::Mismatch,
        "the page is about \"Casimir Oldfield\" and the roster says \"Noor Bexley\"; nothing was clicked that could remove",
    );
    report.fault = Some(StepFault { step: Step::Identify, reason: Reason::WrongPerson });
    report
}

fn people(width: usize, verbose: bool) -> String {
    let list = [
        (Some("Martha Quill"), report(2, "martha-quill", Outcome::Removed, "2nd degree on a fresh load")),
        (
            Some("小林 楓"),
            report(6, "kaede-kobayashi-19d20af7", Outcome::NotConnected, "Connect in the top card"),
        ),
        (Some("Noor Bexley"), mismatch()),
        (Some("Oswald Keeper"), report(10, "", Outcome::Kept, "line 2 of keep.csv: Oswald Keeper")),
        (
            None,
            report(
                11,
                "gina-fallow-60d0b8aa",
                Outcome::Unconfirmed,
                "clicked, and the fresh load still shows 1st",
            ),
        ),
    ];
    list.iter()
        .map(|(name, report)| person_lines(report, *name, PLAIN, width, verbose))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn people_are_shown_in_columns_with_what_was_seen_where_a_look_is_needed() {
    insta::assert_snapshot!("people_80", people(80, false));
    insta::assert_snapshot!("people_120_verbose", people(120, true));
}

#[test]
fn a_run_through_its_roster_ends_with_counts_and_places() {
    let mut done = summary(&[
        (Outcome::Removed, 107),
        (Outcome::NotConnected, 4),
        (Outcome::Mismatch, 1),
        (Outcome::Failed, 0),
    ]);
    // Of these, the run itself did what follows; another is still connected after a click.
    done.of_this_run = [(Outcome::Removed, 7), (Outcome::Mismatch, 1)].into_iter().collect();
    done.next_try = Some(AT.0.plus(std::time::Duration::from_secs(86_400)));
    done.needs_a_look = 1;
    insta::assert_snapshot!("summary_80", summary_text(&done, exit::NEEDS_A_LOOK, PLAIN, 80, AT));
    insta::assert_snapshot!("summary_120", summary_text(&done, exit::NEEDS_A_LOOK, PLAIN, 120, AT));
}

#[test]
fn a_stopped_run_says_why_who_is_left_and_what_to_do() {
    let mut stopped = summary(&[(Outcome::Removed, 3), (Outcome::Pending, 9)]);
    stopped.stopped_by = Some(StoppedBy::Challenge);
    stopped.stop_detail =
        "the page asks for a security check, which only you may answer. Open the site in your \
                           own browser, answer it, then `unlinked resume`"
            .to_owned();
    stopped.left = 9;
    stopped.trace_failure = Some("cannot write the picture 000012.png: no space left on device".to_owned());
    insta::assert_snapshot!("stopped_80", summary_text(&stopped, exit::CHALLENGE, PLAIN, 80, AT));
    insta::assert_snapshot!("stopped_120", summary_text(&stopped, exit::CHALLENGE, PLAIN, 120, AT));
}

#[test]
fn the_lines_of_json_have_the_promised_keys_in_the_promised_order() {
    assert_eq!(
        person_json(&report(2, "zoë-4a1b", Outcome::Removed, "2nd degree \"proved\"")),
        r#"{"event":"person","slug":"zoë-4a1b","line":2,"outcome":"removed","route":"profile","surface":"desktop","ms":1912,"detail":"2nd degree \"proved\""}"#
    );
    let mut summary = summary(&[(Outcome::Removed, 9), (Outcome::Kept, 1), (Outcome::Failed, 0)]);
    let line = summary_json(&summary, exit::OK);
    assert!(
        line.starts_with(
            r#"{"event":"summary","run":7,"outcomes":{"removed":9,"kept":1},"stopped_by":null,"exit":0,"#
        ),
        "{line}"
    );
    summary.stopped_by = Some(StoppedBy::SignedOut);
    let line = summary_json(&summary, exit::SIGNED_OUT);
    assert!(line.contains(r#""stopped_by":"signed_out","exit":5"#), "{line}");
    assert_eq!(
        listening_json("http://127.0.0.1:4000"),
        r#"{"event":"listening","url":"http://127.0.0.1:4000"}"#
    );
}

/// 2026-11-24T12:00:00Z, a Tuesday.
const NOON: UnixMs = UnixMs(1_795_521_600_000);

fn seconds(after: u64) -> UnixMs {
    NOON.plus(Duration::from_secs(after))
}

/// A board of a run over so many people, to which so many are done, one each so many seconds.
fn board(people: usize, done: u64, every: u64) -> Board {
    let mut board = Board::default();
    board.note(&RunEvent::Started { run: 1, people, done_before: 3 }, None, NOON);
    for nth in 0..done {
        board.note(&RunEvent::Person(report(nth + 2, "x", Outcome::Removed, "")), None, seconds(nth * every));
    }
    board
}

#[test]
fn the_board_counts_people_and_says_what_is_being_done() {
    let zone = TimeZone::UTC;
    let mut board = board(12, 0, 0);
    assert_eq!(board.counts(NOON, &zone, 80), "");
    board.note(&RunEvent::Browser, None, NOON);
    assert_eq!(board.doing(NOON, &zone), "starting the browser");
    for line in 2..4 {
        board.note(&RunEvent::Person(report(line, "x", Outcome::Removed, "")), None, seconds(line));
    }
    let kept = PersonReport { ms: 0, ..report(9, "y", Outcome::Kept, "") };
    board.note(&RunEvent::Person(kept), None, seconds(3));
    board.note(&RunEvent::Person(report(4, "y", Outcome::Kept, "")), None, seconds(6));
    assert_eq!(board.done, 3, "somebody kept from the start was never among the people to act on");
    assert_eq!(board.counts(seconds(6), &zone, 80), "30/min, about 18 s to go, 2 removed, 2 kept");
    assert_eq!(board.line(seconds(6), &zone), "3 of 12 done, 30/min, about 18 s to go, 2 removed, 2 kept");
    let who = "Zoë\u{1b}[2J Fjordström".to_owned();
    board.note(&RunEvent::Step { line: 5, who, step: Step::Verify }, None, seconds(6));
    assert_eq!(board.doing(NOON, &zone), "Zoë[2J Fjordström: loading the page again for proof");
    let step = RunEvent::Step { line: 5, who: "zoë".to_owned(), step: Step::Open };
    board.note(&step, Some("Zoë Fjordström"), seconds(7));
    assert_eq!(board.doing(NOON, &zone), "Zoë Fjordström: opening the profile");
}

#[test]
fn what_does_not_fit_beside_the_bar_is_left_out_from_its_end() {
    let mut board = board(12, 3, 2);
    board.note(&RunEvent::Person(report(9, "y", Outcome::NotConnected, "")), None, seconds(6));
    let shown = |columns| board.counts(seconds(6), &TimeZone::UTC, columns);
    assert_eq!(shown(80), "30/min, about 16 s to go, 3 removed, 1 not_connected");
    assert_eq!(shown(51), "30/min, about 16 s to go, 3 removed, …");
    assert_eq!(shown(30), "30/min, about 16 s to go, …");
    assert_eq!(shown(12), "30/min, …");
    assert_eq!(shown(5), "");
}

#[test]
fn the_rate_has_the_pace_in_it_and_no_wait_for_a_limit() {
    let zone = TimeZone::UTC;
    let mut board = board(100, 3, 60);
    assert_eq!(board.counts(seconds(120), &zone, 80), "60/h, ends about 13:39 UTC, 3 removed");
    // What is drawn while it waits stands for a while: a moment, and the rate does not fall.
    let pace = RunEvent::Waiting { until: seconds(170), why: WaitWhy::Pace };
    board.note(&pace, None, seconds(125));
    assert_eq!(board.counts(seconds(160), &zone, 80), "60/h, ends about 13:39 UTC, 3 removed");
    board.note(&RunEvent::Person(report(7, "x", Outcome::Removed, "")), None, seconds(180));
    let night = RunEvent::Waiting { until: seconds(75_600), why: WaitWhy::Hours };
    board.note(&night, None, seconds(181));
    assert_eq!(board.counts(seconds(181), &zone, 80), "60/h, ends about Wed 25 Nov 10:36 UTC, 4 removed");
    board.note(&RunEvent::Browser, None, seconds(75_600));
    board.note(&RunEvent::Person(report(8, "x", Outcome::Removed, "")), None, seconds(75_660));
    assert!(board.counts(seconds(75_660), &zone, 80).starts_with("60/h, "), "{}", board.line(NOON, &zone));
}

#[test]
fn a_rate_is_no_better_than_the_pace_that_is_being_waited_for() {
    let mut board = board(100, 2, 1);
    assert!(board.counts(seconds(1), &TimeZone::UTC, 80).starts_with("60/min"));
    board.note(&RunEvent::Waiting { until: seconds(60), why: WaitWhy::Pace }, None, seconds(1));
    assert!(board.counts(seconds(1), &TimeZone::UTC, 80).starts_with("120/h"));
    let step = RunEvent::Step { line: 5, who: "x".to_owned(), step: Step::Open };
    board.note(&step, None, seconds(60));
    assert!(board.counts(seconds(60), &TimeZone::UTC, 80).starts_with("120/h"));
}

#[test]
fn the_end_has_the_waits_for_limits_in_it_that_are_still_to_come() {
    const DAY: Duration = Duration::from_secs(86_400);
    let zone = TimeZone::UTC;
    let goal = Goal { people: None, end: Some(NOON.plus(DAY * 3)), waits: Some(DAY * 2) };
    let mut board = board(100, 0, 0);
    board.goal = goal;
    assert_eq!(board.counts(NOON, &zone, 80), "ends about Fri 27 Nov 12:00 UTC");
    for nth in 0..3 {
        let done = RunEvent::Person(report(nth + 2, "x", Outcome::Removed, ""));
        board.note(&done, None, seconds(nth * 60));
    }
    assert_eq!(board.counts(seconds(120), &zone, 80), "60/h, ends about Thu 26 Nov 13:39 UTC, 3 removed");
    // One of the two days is being waited for.
    let until = seconds(121).plus(DAY);
    board.note(&RunEvent::Waiting { until, why: WaitWhy::Budget }, None, seconds(121));
    assert_eq!(board.counts(seconds(121), &zone, 80), "60/h, ends about Thu 26 Nov 13:39 UTC, 3 removed");
    board.note(&RunEvent::Browser, None, until);
    board.goal.waits = None;
    assert_eq!(board.counts(until, &zone, 80), "60/h, 3 removed");
}

#[test]
fn the_limit_of_the_run_ends_it_however_many_are_left() {
    let mut board = board(100, 3, 60);
    board.goal.people = Some(5);
    assert_eq!(board.counts(seconds(120), &TimeZone::UTC, 80), "60/h, about 2 min to go, 3 removed");
    board.goal.people = Some(3);
    assert_eq!(board.counts(seconds(120), &TimeZone::UTC, 80), "60/h, 3 removed");
}

#[test]
fn a_person_whose_name_is_too_long_for_the_terminal_goes_on_below_it() {
    let long = report(12, "ursula-von-und-zu-hohenschwangau-7a96301f", Outcome::Removed, "");
    let text = person_lines(&long, Some("Ursula von und zu Hohenschwangau"), PLAIN, 80, false);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.contains("Ursula von und zu Hohenschwangau\n"), "{text}");
    assert_eq!(text.split_whitespace().last(), Some("12"), "{text}");
    let narrow = person_lines(&long, Some("Ursula von und zu Hohenschwangau"), PLAIN, 50, false);
    assert!(narrow.ends_with("\n    (ursula-von-und-zu-hohenschwangau-7a96301f),\n    line 12"), "{narrow}");
}

#[test]
fn a_rate_is_said_in_the_unit_that_has_a_number_to_it() {
    let shown = [0.6, 5.0, 6.5, 75.0, 800.0].map(|each| rate(Duration::from_secs_f64(each)));
    assert_eq!(shown, ["100/min", "12/min", "554/h", "48/h", "4.5/h"]);
}

#[test]
fn a_wait_says_until_when_and_for_what() {
    let zone = TimeZone::get("Europe/Warsaw").unwrap();
    let until = NOON.plus(Duration::from_secs(3_600));
    assert_eq!(waiting(until, WaitWhy::Budget, NOON, &zone), "waiting until 14:00 CET: a budget is used up");
}

#[test]
fn nothing_that_a_page_says_can_move_the_cursor() {
    assert_eq!(printable("Zoë\u{1b}[31m\u{202e}\nX"), "Zoë[31m X");
    assert_eq!(printable("سلمى الأندلسي 🌻"), "سلمى الأندلسي 🌻");
}

#[test]
fn colour_is_only_where_it_is_taken() {
    assert_eq!(Paint(false).outcome(Outcome::Removed, "removed"), "removed");
    assert_eq!(Paint(true).outcome(Outcome::Removed, "removed"), "\u{1b}[32mremoved\u{1b}[0m");
}

#[test]
fn every_outcome_is_counted_under_its_own_word() {
    let all: BTreeMap<Outcome, usize> = Outcome::ALL.iter().map(|outcome| (*outcome, 1_000)).collect();
    let text = outcome_counts(&all, PLAIN);
    assert_eq!(text.lines().count(), Outcome::ALL.len());
    assert!(text.lines().all(|line| line.ends_with("  1000")), "{text}");
}

#[test]
fn a_page_that_has_begun_to_change_is_told_at_the_end_and_in_the_json_and_else_there_is_no_such_key() {
    let mut ended = summary(&[(Outcome::Removed, 3)]);
    assert!(!summary_json(&ended, 0).contains("faded"));
    ended.faded = vec![Faded { place: "more".to_owned(), before: 1, now: 3 }];
    let text = summary_text(&ended, 0, PLAIN, 400, AT);
    assert!(text.contains("The site has begun to change: `more` was found by candidate 1"), "{text}");
    assert!(summary_json(&ended, 0).ends_with(r#""faded":[{"place":"more","before":1,"now":3}]}"#));
}
