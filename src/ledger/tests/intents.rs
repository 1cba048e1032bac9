//! Intents, their phases, and doubt.

use super::*;

#[test]
fn an_intent_without_an_outcome_is_doubtful_and_says_all_that_is_needed_to_settle_it() {
    let mut desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    desk.pass(500);
    desk.ledger.mark_phase(attempt, Phase::Clicked, desk.now).unwrap();
    let doubt = desk.doubt("jane-doe");
    assert_eq!(doubt.attempt, attempt);
    assert_eq!(doubt.phase, Phase::Clicked);
    assert_eq!(doubt.at, UnixMs(START + 500));
    assert_eq!(doubt.spent_intents, 1);
    assert_eq!(doubt.pinned_slug.as_str(), "jane-doe");
    assert_eq!((doubt.session.as_str(), doubt.driver.as_str()), ("session-1", "http://127.0.0.1:9515"));
    assert_eq!(desk.ledger.doubts().unwrap(), [doubt]);
}

#[test]
fn nobody_gets_a_second_intent_while_the_first_is_open() {
    let mut desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::Doubtful(attempt)));
    desk.next_run();
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::Doubtful(attempt)));
}

#[test]
fn an_open_intent_on_the_same_page_counts_under_whatever_key_it_was_filed() {
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    let mut by_name = desk.request("jane-doe");
    by_name.key = key("name:doe jane|");
    let refused = desk.ledger.commit_intent(&by_name, &Caps::UNLIMITED, desk.now).unwrap();
    assert_eq!(refused, Err(Refusal::Doubtful(attempt)));
}

/// A request under another key for the same page: a row with a member id, or with a name alone.
fn under(desk: &Desk, other: &str, page: &str) -> IntentRequest {
    IntentRequest { key: key(other), ..desk.request(page) }
}

#[test]
fn whom_the_user_skips_is_left_alone_under_every_key_of_the_same_page() {
    let desk = Desk::new();
    desk.ledger.skip(&key("jane-doe"), Action::Remove, desk.now).unwrap();
    for other in ["ACoAAAexample", "name:doe jane|"] {
        let request = under(&desk, other, "jane-doe");
        let refused = desk.ledger.commit_intent(&request, &Caps::UNLIMITED, desk.now).unwrap();
        assert_eq!(refused, Err(Refusal::Done(Outcome::Skipped)), "{other}");
    }
    let mut unfollow = under(&desk, "ACoAAAexample", "jane-doe");
    unfollow.action = Action::Unfollow;
    assert!(
        desk.ledger.commit_intent(&unfollow, &Caps::UNLIMITED, desk.now).unwrap().is_ok(),
        "another action"
    );
}

#[test]
fn two_intents_are_all_that_one_page_gets_whatever_keys_it_was_filed_under() {
    let mut desk = Desk::new();
    for who in ["jane-doe", "name:doe jane|"] {
        let request = under(&desk, who, "jane-doe");
        let attempt = desk.ledger.commit_intent(&request, &Caps::UNLIMITED, desk.now).unwrap().unwrap();
        desk.ledger.settle(attempt, Settlement::StillConnected, desk.now).unwrap();
        desk.next_run();
    }
    for who in ["jane-doe", "name:doe jane|", "ACoAAAexample"] {
        let request = under(&desk, who, "jane-doe");
        let refused = desk.ledger.commit_intent(&request, &Caps::UNLIMITED, desk.now).unwrap();
        assert_eq!(refused, Err(Refusal::SpentTwice), "{who}");
    }
    for known in desk.ledger.keys_of_slug(&Slug::parse("jane-doe").unwrap()).unwrap() {
        desk.ledger.retry(&known, desk.now).unwrap();
    }
    let request = under(&desk, "ACoAAAexample", "jane-doe");
    assert!(desk.ledger.commit_intent(&request, &Caps::UNLIMITED, desk.now).unwrap().is_ok());
}

#[test]
fn an_open_intent_for_another_action_counts_too() {
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    let mut other = desk.request("jane-doe");
    other.action = Action::Unfollow;
    let refused = desk.ledger.commit_intent(&other, &Caps::UNLIMITED, desk.now).unwrap();
    assert_eq!(refused, Err(Refusal::Doubtful(attempt)));
    let standing = desk.ledger.standing(&key("jane-doe"), Action::Unfollow).unwrap();
    assert!(matches!(standing.next(&Policy::default()), NextStep::Look(_)), "{standing:?}");
}

#[test]
fn somebody_removed_is_done_for_every_later_run() {
    let mut desk = Desk::new();
    desk.remove("jane-doe");
    desk.next_run();
    assert_eq!(desk.stands("jane-doe"), (Outcome::Removed, NextStep::Final));
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::Done(Outcome::Removed)));
}

#[test]
fn a_look_that_shows_the_connection_makes_the_person_pending_and_the_intent_spent() {
    let mut desk = Desk::new();
    let first = desk.intent("jane-doe");
    assert_eq!(desk.ledger.settle(first, Settlement::StillConnected, desk.now).unwrap(), Outcome::Pending);
    let again = NextStep::Act(UnixMs(START + DAY));
    assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, again), "not at once, and it needs a look");
    assert_eq!(desk.ledger.needs_a_look().unwrap().len(), 1);
    desk.next_run();
    let second = desk.intent("jane-doe");
    let doubt = desk.doubt("jane-doe");
    assert_eq!((doubt.attempt, doubt.spent_intents), (second, 2));
}

#[test]
fn after_two_spent_intents_only_the_user_can_go_on() {
    let mut desk = Desk::new();
    for _ in 0..2 {
        let attempt = desk.intent("jane-doe");
        desk.ledger.settle(attempt, Settlement::StillConnected, desk.now).unwrap();
        desk.next_run();
    }
    assert_eq!(desk.stands("jane-doe"), (Outcome::Unconfirmed, NextStep::Person));
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::SpentTwice));
    assert_eq!(desk.ledger.needs_a_look().unwrap().len(), 1);
    let before = desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    assert_eq!((before.len(), before[0].1.outcome, before[0].1.spent), (1, Outcome::Unconfirmed, 2));
    assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE));
    desk.intent("jane-doe");
}

#[test]
fn two_spent_intents_are_enough_whatever_the_second_one_was_recorded_as() {
    let mut desk = Desk::new();
    for _ in 0..2 {
        let attempt = desk.intent("jane-doe");
        desk.ledger.settle(attempt, Settlement::StillConnected, desk.now).unwrap();
        desk.record("jane-doe", Some(attempt), Outcome::Failed);
        desk.next_run();
    }
    assert_eq!(desk.stands("jane-doe"), (Outcome::Failed, NextStep::Person));
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::SpentTwice));
}

#[test]
fn a_look_that_tells_nothing_leaves_the_doubt_and_after_the_second_intent_ends_the_looking() {
    let desk = Desk::new();
    let first = desk.intent("jane-doe");
    desk.ledger.settle(first, Settlement::Unknown, desk.now).unwrap();
    assert!(matches!(desk.stands("jane-doe").1, NextStep::Look(_)));
    desk.ledger.settle(first, Settlement::StillConnected, desk.now).unwrap();
    let second = desk.intent("jane-doe");
    assert!(matches!(desk.stands("jane-doe").1, NextStep::Look(_)), "a look is still owed");
    desk.ledger.settle(second, Settlement::Unknown, desk.now).unwrap();
    assert_eq!(desk.stands("jane-doe"), (Outcome::Unconfirmed, NextStep::Person));
}

#[test]
fn retry_does_not_free_a_doubtful_person_from_the_look() {
    let mut desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    desk.ledger.settle(attempt, Settlement::Unknown, desk.now).unwrap();
    desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    desk.next_run();
    assert!(matches!(desk.stands("jane-doe").1, NextStep::Look(_)));
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::Doubtful(attempt)));
}

#[test]
fn skipping_a_doubtful_person_keeps_the_doubt_for_a_later_retry() {
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    desk.ledger.skip(&key("jane-doe"), Action::Remove, desk.now).unwrap();
    assert_eq!(desk.stands("jane-doe"), (Outcome::Skipped, NextStep::Final));
    assert!(desk.ledger.doubts().unwrap().is_empty());
    assert_eq!(desk.commit("jane-doe", &Caps::UNLIMITED), Err(Refusal::Doubtful(attempt)));
    desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    assert!(matches!(desk.stands("jane-doe").1, NextStep::Look(_)));
}

#[test]
fn a_click_that_was_never_made_is_not_a_spent_intent() {
    let desk = Desk::new();
    for _ in 0..3 {
        let attempt = desk.intent("jane-doe");
        desk.ledger.settle(attempt, Settlement::NotClicked, desk.now).unwrap();
        assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE));
    }
    assert_eq!(desk.used(Meter::Removals, Window::Day), 3, "it still counts in the budgets");
}

#[test]
fn phases_go_forward_and_each_is_reached_once() {
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    let mark = |phase| desk.ledger.mark_phase(attempt, phase, desk.now);
    assert!(matches!(mark(Phase::Intent), Err(LedgerError::Contradiction(_))));
    mark(Phase::Clicked).unwrap();
    assert!(matches!(mark(Phase::Clicked), Err(LedgerError::Contradiction(_))), "a second click");
    mark(Phase::ConfirmClicked).unwrap();
    assert!(matches!(mark(Phase::Clicked), Err(LedgerError::Contradiction(_))));
    desk.ledger.settle(attempt, Settlement::Removed, desk.now).unwrap();
    assert!(matches!(mark(Phase::ConfirmClicked), Err(LedgerError::Contradiction(_))));
}

#[test]
fn an_intent_is_settled_once() {
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    desk.ledger.settle(attempt, Settlement::Removed, desk.now).unwrap();
    let again = desk.ledger.settle(attempt, Settlement::StillConnected, desk.now);
    assert!(matches!(again, Err(LedgerError::Contradiction(_))));
    assert_eq!(desk.stands("jane-doe"), (Outcome::Removed, NextStep::Final));
}

#[test]
fn only_a_removal_run_that_goes_on_may_act() {
    let mut desk = Desk::new();
    for kind in [RunKind::Rehearsal, RunKind::Smoke, RunKind::Probe, RunKind::Login] {
        desk.run = desk.ledger.begin_run(&start(kind), desk.now).unwrap();
        let refused = desk.ledger.commit_intent(&desk.request("jane-doe"), &Caps::UNLIMITED, desk.now);
        assert!(matches!(refused, Err(LedgerError::Contradiction(_))), "{kind}");
    }
    desk.run = desk.ledger.begin_run(&start(RunKind::Removal), desk.now).unwrap();
    desk.ledger.end_run(desk.run, None, 0, desk.now).unwrap();
    let refused = desk.ledger.commit_intent(&desk.request("jane-doe"), &Caps::UNLIMITED, desk.now);
    assert!(matches!(refused, Err(LedgerError::Contradiction(_))));
    assert_eq!(desk.used(Meter::Removals, Window::Month), 0);
}

#[test]
fn any_outcome_but_proof_leaves_an_open_intent_open() {
    for outcome in
        [Outcome::Failed, Outcome::Mismatch, Outcome::ChangedPage, Outcome::NotFound, Outcome::Unconfirmed]
    {
        let desk = Desk::new();
        let attempt = desk.intent("jane-doe");
        desk.record("jane-doe", Some(attempt), outcome);
        assert!(matches!(desk.stands("jane-doe").1, NextStep::Look(_)), "{outcome}");
    }
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    desk.record("jane-doe", Some(attempt), Outcome::Removed);
    assert_eq!(desk.stands("jane-doe"), (Outcome::Removed, NextStep::Final));
    assert!(desk.ledger.doubts().unwrap().is_empty());
}

#[test]
fn a_settlement_leaves_an_event_and_the_outcome_that_follows_fills_it_in() {
    let desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    desk.ledger.settle(attempt, Settlement::Removed, desk.now).unwrap();
    let events = desk.ledger.events_of_run(desk.run).unwrap();
    assert_eq!(events.len(), 1, "nothing is lost if the program ends here");
    assert_eq!(events[0].outcome, "removed");
    desk.record("jane-doe", Some(attempt), Outcome::Removed);
    let events = desk.ledger.events_of_run(desk.run).unwrap();
    assert_eq!(events.len(), 1, "one removal is one event");
    assert_eq!((events[0].detail.as_str(), events[0].ms), ("seen: removed", Some(1200)));
    assert_eq!(desk.ledger.outcomes_of_run(desk.run).unwrap(), [(Outcome::Removed, 1)]);
}
