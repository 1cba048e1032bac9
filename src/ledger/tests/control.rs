//! Cool-down, halt, breaker, and the days that the caps grow by.

use std::time::Duration;

use super::*;
use crate::domain::StopSign;

const STEPS: [Duration; 4] = [
    Duration::from_secs(2 * 3600),
    Duration::from_secs(4 * 3600),
    Duration::from_secs(8 * 3600),
    Duration::from_secs(24 * 3600),
];

fn cool(desk: &Desk) -> Cooldown {
    desk.ledger.start_cooldown(Some(desk.run), StopSign::Throttled, "429", &STEPS, desk.now).unwrap()
}

#[test]
fn a_cooldown_refuses_everybody_until_it_is_over() {
    let mut desk = Desk::new();
    let until = cool(&desk).until;
    assert_eq!(until, UnixMs(START + 2 * HOUR));
    assert!(matches!(desk.commit("a", &Caps::UNLIMITED), Err(Refusal::Cooldown(_))));
    let opened = desk.ledger.reserve_person(desk.run, &Caps::UNLIMITED, desk.now).unwrap();
    assert!(matches!(opened, Err(Refusal::Cooldown(_))));
    desk.now = UnixMs(until.0 - 1);
    assert!(desk.ledger.cooldown(desk.now).unwrap().is_some());
    desk.now = until;
    assert!(desk.ledger.cooldown(desk.now).unwrap().is_none());
    desk.intent("a");
}

#[test]
fn cooldowns_grow_while_they_come_close_together_and_start_over_after_a_quiet_week() {
    let mut desk = Desk::new();
    let mut lengths = Vec::new();
    for _ in 0..6 {
        lengths.push((cool(&desk).until.0 - desk.now.0) / HOUR);
        desk.pass(2 * DAY);
    }
    assert_eq!(lengths, [2, 4, 8, 24, 24, 24]);
    desk.pass(7 * DAY);
    assert_eq!(cool(&desk).until.0 - desk.now.0, 2 * HOUR);
}

#[test]
fn a_clock_set_back_does_not_lengthen_a_cooldown_beyond_a_day_more() {
    let mut desk = Desk::new();
    cool(&desk);
    desk.pass(-1000 * DAY);
    let until = desk.ledger.cooldown(desk.now).unwrap().unwrap().until;
    assert_eq!(until.0 - desk.now.0, DAY + 2 * HOUR);
}

#[test]
fn a_halt_refuses_until_resume_which_says_what_happened() {
    let desk = Desk::new();
    desk.ledger.set_halt(Some(desk.run), StopSign::Challenge, "a security check", desk.now).unwrap();
    desk.ledger.set_halt(Some(desk.run), StopSign::Restriction, "later", desk.now).unwrap();
    assert!(matches!(desk.commit("a", &Caps::UNLIMITED), Err(Refusal::Halted(_))));
    let resumed = desk.ledger.resume(desk.now).unwrap();
    let halt = resumed.halt.unwrap();
    assert_eq!(
        (halt.cause, halt.detail.as_str(), halt.run),
        (StopSign::Challenge, "a security check", Some(desk.run))
    );
    assert_eq!(desk.ledger.halt().unwrap(), None);
    desk.intent("a");
}

#[test]
fn resume_leaves_a_cooldown_in_force() {
    let desk = Desk::new();
    cool(&desk);
    assert!(desk.ledger.resume(desk.now).unwrap().cooldown.is_some());
    assert!(desk.ledger.cooldown(desk.now).unwrap().is_some());
    desk.ledger.clear_cooldown(desk.now).unwrap();
    assert!(desk.ledger.cooldown(desk.now).unwrap().is_none());
}

#[test]
fn the_caps_grow_from_the_first_intent_and_start_over_at_a_warning() {
    let mut desk = Desk::new();
    desk.pass(50 * DAY);
    assert_eq!(desk.ledger.days_without_warning(desk.now).unwrap(), 0, "nothing was done yet");
    desk.intent("a");
    desk.pass(9 * DAY + HOUR);
    assert_eq!(desk.ledger.days_without_warning(desk.now).unwrap(), 9);
    desk.ledger.set_halt(None, StopSign::Challenge, "", desk.now).unwrap();
    assert_eq!(desk.ledger.days_without_warning(desk.now).unwrap(), 0);
    desk.pass(3 * DAY);
    cool(&desk);
    desk.pass(DAY);
    assert_eq!(desk.ledger.days_without_warning(desk.now).unwrap(), 1);
}

/// An outcome of somebody new.
fn note(desk: &Desk, outcome: Outcome) -> Option<Tripped> {
    note_of(desk, "somebody-new", outcome)
}

fn note_of(desk: &Desk, who: &str, outcome: Outcome) -> Option<Tripped> {
    let record = record(desk.run, who, None, outcome);
    desk.ledger.note_outcome_for_breaker(&record, &Thresholds::default(), "rev-1", desk.now).unwrap()
}

#[test]
fn people_who_were_not_found_before_do_not_trip_the_breaker_when_they_are_not_found_again() {
    let mut desk = Desk::new();
    let people: Vec<String> = (0..9).map(|number| format!("p-{number}")).collect();
    for outcome in [Outcome::NotFound, Outcome::Mismatch] {
        people.iter().for_each(|who| desk.record(who, None, outcome));
        desk.pass(DAY).next_run();
        for who in &people {
            desk.record(who, None, outcome);
            assert_eq!(note_of(&desk, who, outcome), None, "{who}");
        }
    }
    let tripped: Vec<bool> =
        people.iter().map(|who| note_of(&desk, &format!("new-{who}"), Outcome::NotFound).is_some()).collect();
    assert_eq!(tripped.iter().position(|tripped| *tripped), Some(4), "new people count");
}

#[test]
fn the_breaker_trips_at_the_third_of_a_row_across_runs() {
    for outcome in [Outcome::Unconfirmed, Outcome::ChangedPage] {
        let mut desk = Desk::new();
        assert_eq!((note(&desk, outcome), note(&desk, outcome)), (None, None));
        desk.next_run();
        let tripped = note(&desk, outcome).unwrap();
        assert_eq!(tripped.cause.as_str(), outcome.as_str());
        assert_eq!(desk.ledger.breaker("rev-1").unwrap(), Some(tripped));
    }
}

#[test]
fn not_found_and_mismatch_count_together_up_to_five() {
    let desk = Desk::new();
    for outcome in [Outcome::NotFound, Outcome::Mismatch, Outcome::NotFound, Outcome::Mismatch] {
        assert_eq!(note(&desk, outcome), None);
    }
    assert_eq!(note(&desk, Outcome::NotFound).unwrap().cause, BreakerCause::WrongPeople);
}

#[test]
fn not_found_and_mismatch_each_have_a_number_of_their_own() {
    use Outcome::{Mismatch, NotFound};
    let at = |thresholds: Thresholds, outcomes: &[Outcome]| {
        let desk = Desk::new();
        let trips = |outcome: &Outcome| {
            let record = record(desk.run, "somebody-new", None, *outcome);
            desk.ledger.note_outcome_for_breaker(&record, &thresholds, "rev-1", desk.now).unwrap().is_some()
        };
        outcomes.iter().position(trips)
    };
    let ten_and_three = Thresholds { not_found: 10, mismatch: 3, ..Thresholds::default() };
    assert_eq!(at(ten_and_three, &[Mismatch; 12]), Some(2));
    assert_eq!(at(ten_and_three, &[NotFound; 12]), Some(9));
    let mixed = [NotFound, NotFound, Mismatch, NotFound, Mismatch, NotFound, Mismatch];
    assert_eq!(at(ten_and_three, &mixed), Some(6), "the third mismatch of one row");
    let two_and_seven = Thresholds { not_found: 2, mismatch: 7, ..Thresholds::default() };
    assert_eq!(at(two_and_seven, &[Mismatch; 12]), Some(6));
    assert_eq!(at(two_and_seven, &[Mismatch, NotFound, Mismatch, NotFound]), Some(3));
    let four_and_four = Thresholds { not_found: 4, mismatch: 4, ..Thresholds::default() };
    assert_eq!(at(four_and_four, &[Mismatch, NotFound, Mismatch, NotFound]), Some(3), "both together");
    assert_eq!(at(four_and_four, &[Mismatch, Mismatch, Mismatch, Outcome::Removed, Mismatch]), None);
}

#[test]
fn a_good_outcome_ends_the_row_and_one_that_tells_nothing_does_not() {
    let desk = Desk::new();
    for outcome in [Outcome::ChangedPage, Outcome::ChangedPage, Outcome::Removed, Outcome::ChangedPage] {
        assert_eq!(note(&desk, outcome), None);
    }
    assert_eq!(note(&desk, Outcome::Failed), None);
    assert_eq!(note(&desk, Outcome::Kept), None);
    assert_eq!(note(&desk, Outcome::ChangedPage), None);
    assert!(note(&desk, Outcome::ChangedPage).is_some());
}

#[test]
fn the_breaker_is_kept_until_resume_or_until_the_selectors_change() {
    let desk = Desk::new();
    for _ in 0..3 {
        note(&desk, Outcome::ChangedPage);
    }
    assert!(desk.ledger.breaker("rev-1").unwrap().is_some());
    assert!(desk.ledger.breaker("rev-2").unwrap().is_none());
    assert!(desk.ledger.resume(desk.now).unwrap().breaker.is_some());
    assert!(desk.ledger.breaker("rev-1").unwrap().is_none());
    assert_eq!(note(&desk, Outcome::ChangedPage), None, "the row starts over");
}

#[test]
fn what_is_asked_of_a_run_at_work_stands_until_it_is_heard_and_a_stop_is_not_taken_back() {
    let mut desk = Desk::new();
    let asked = |desk: &Desk| {
        let asked = desk.ledger.requested(desk.run).unwrap();
        asked.map(|asked| (asked.what, asked.heard_at.is_some()))
    };
    let ask = |desk: &Desk, what| desk.ledger.request(desk.run, what, desk.now).unwrap();
    assert_eq!(asked(&desk), None);
    assert!(ask(&desk, Request::Pause));
    assert_eq!(asked(&desk), Some((Request::Pause, false)));
    // What was meant is what was asked last: of another request nothing was heard.
    desk.ledger.note_heard(desk.run, Request::Continue, desk.now).unwrap();
    assert_eq!(asked(&desk), Some((Request::Pause, false)));
    desk.ledger.note_heard(desk.run, Request::Pause, desk.now).unwrap();
    assert!(ask(&desk, Request::Pause), "the same again");
    assert_eq!(asked(&desk), Some((Request::Pause, true)));
    assert!(ask(&desk, Request::Continue));
    assert_eq!(asked(&desk), Some((Request::Continue, false)));
    assert!(ask(&desk, Request::Stop));
    for later in [Request::Pause, Request::Continue] {
        assert!(!ask(&desk, later), "{later:?}");
    }
    assert_eq!(asked(&desk), Some((Request::Stop, false)));
    // Nothing of it is the next run's, and a run that has ended is asked in vain.
    let before = desk.run;
    desk.next_run();
    assert_eq!(asked(&desk), None);
    assert!(!desk.ledger.request(before, Request::Pause, desk.now).unwrap());
}

/// A request lifts no halt, and a halt hears no request.
#[test]
fn a_request_to_continue_lifts_nothing_that_stops_runs() {
    let desk = Desk::new();
    desk.ledger.set_halt(Some(desk.run), StopSign::Challenge, "a security check", desk.now).unwrap();
    cool(&desk);
    assert!(desk.ledger.request(desk.run, Request::Continue, desk.now).unwrap());
    assert!(desk.ledger.halt().unwrap().is_some());
    assert!(desk.ledger.cooldown(desk.now).unwrap().is_some());
    assert!(matches!(desk.commit("a", &Caps::UNLIMITED), Err(Refusal::Halted(_))));
}
