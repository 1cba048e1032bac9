//! Where people stand after each outcome.

use super::*;

/// Records `outcome` in a run of its own each time, `apart` ms apart.
fn again_and_again(desk: &mut Desk, outcome: Outcome, times: u32, apart: i64) {
    for _ in 0..times {
        desk.record("jane-doe", None, outcome);
        desk.pass(apart).next_run();
    }
}

#[test]
fn somebody_unknown_is_pending() {
    assert_eq!(Desk::new().stands("jane-doe"), (Outcome::Pending, FREE));
}

#[test]
fn settled_outcomes_are_done() {
    for outcome in Outcome::ALL.iter().copied().filter(|outcome| outcome.is_settled()) {
        let desk = Desk::new();
        desk.record("jane-doe", None, outcome);
        assert_eq!(desk.stands("jane-doe"), (outcome, NextStep::Final));
    }
}

#[test]
fn a_failed_person_is_tried_again_three_times_and_then_needs_the_user() {
    let mut desk = Desk::new();
    for failures in 1..=3 {
        again_and_again(&mut desk, Outcome::Failed, 1, HOUR);
        assert_eq!(desk.stands("jane-doe"), (Outcome::Failed, FREE));
        assert_eq!(desk.standing("jane-doe").failures, failures);
    }
    again_and_again(&mut desk, Outcome::Failed, 1, HOUR);
    assert!(matches!(desk.stands("jane-doe"), (Outcome::Failed, NextStep::Person)));
    desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE));
}

#[test]
fn failing_twice_in_one_run_counts_once() {
    let desk = Desk::new();
    desk.record("jane-doe", None, Outcome::Failed);
    desk.record("jane-doe", None, Outcome::Failed);
    assert_eq!(desk.stands("jane-doe"), (Outcome::Failed, FREE));
}

#[test]
fn seeing_the_page_ends_the_count_of_failures() {
    let mut desk = Desk::new();
    again_and_again(&mut desk, Outcome::Failed, 3, HOUR);
    again_and_again(&mut desk, Outcome::ChangedPage, 1, HOUR);
    again_and_again(&mut desk, Outcome::Failed, 1, HOUR);
    assert_eq!(desk.stands("jane-doe"), (Outcome::Failed, FREE));
}

#[test]
fn not_found_is_final_after_two_sightings_in_two_runs_a_day_apart() {
    let mut desk = Desk::new();
    again_and_again(&mut desk, Outcome::NotFound, 1, 23 * HOUR);
    let after = UnixMs(START + DAY);
    assert_eq!(desk.stands("jane-doe"), (Outcome::NotFound, NextStep::Act(after)));
    again_and_again(&mut desk, Outcome::NotFound, 1, HOUR);
    assert_eq!(desk.stands("jane-doe"), (Outcome::NotFound, NextStep::Act(after)), "too soon");
    desk.record("jane-doe", None, Outcome::NotFound);
    assert_eq!(desk.stands("jane-doe"), (Outcome::NotFound, NextStep::Final));
    assert!(desk.ledger.needs_a_look().unwrap().is_empty());
}

#[test]
fn not_found_twice_in_one_long_run_is_not_final() {
    let mut desk = Desk::new();
    desk.record("jane-doe", None, Outcome::NotFound);
    desk.pass(2 * DAY);
    desk.record("jane-doe", None, Outcome::NotFound);
    assert!(matches!(desk.stands("jane-doe").1, NextStep::Act(after) if after > UnixMs(0)));
}

#[test]
fn a_page_seen_in_between_starts_the_sightings_over() {
    let mut desk = Desk::new();
    again_and_again(&mut desk, Outcome::NotFound, 1, DAY);
    again_and_again(&mut desk, Outcome::Mismatch, 1, DAY);
    again_and_again(&mut desk, Outcome::NotFound, 1, DAY);
    assert!(matches!(desk.stands("jane-doe"), (Outcome::NotFound, NextStep::Act(_))));
}

#[test]
fn a_failure_in_between_does_not_start_the_sightings_over() {
    let mut desk = Desk::new();
    again_and_again(&mut desk, Outcome::NotFound, 1, DAY);
    again_and_again(&mut desk, Outcome::Failed, 1, DAY);
    again_and_again(&mut desk, Outcome::NotFound, 1, 0);
    assert!(matches!(desk.stands("jane-doe"), (Outcome::NotFound, NextStep::Final)));
}

#[test]
fn what_a_later_run_may_see_differently_is_tried_again_by_later_runs() {
    for outcome in [Outcome::ChangedPage, Outcome::Mismatch, Outcome::Ambiguous] {
        let mut desk = Desk::new();
        again_and_again(&mut desk, outcome, 7, 0);
        assert_eq!(desk.stands("jane-doe"), (outcome, NextStep::Act(desk.now)));
    }
}

#[test]
fn what_tells_of_the_run_leaves_no_mark_on_the_person() {
    for outcome in [Outcome::Rehearsed, Outcome::Pending] {
        let desk = Desk::new();
        desk.record("jane-doe", None, outcome);
        assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE), "{outcome}");
    }
}

#[test]
fn a_dry_run_leaves_no_mark_on_anybody() {
    let mut desk = Desk::new();
    desk.run = desk.ledger.begin_run(&start(RunKind::Rehearsal), desk.now).unwrap();
    for outcome in [Outcome::NotConnected, Outcome::Failed, Outcome::NotFound] {
        desk.record("jane-doe", None, outcome);
    }
    assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE));
    assert_eq!(desk.ledger.events_of_run(desk.run).unwrap().len(), 3);
}

#[test]
fn actions_are_kept_apart() {
    let desk = Desk::new();
    let mut unfollowed = record(desk.run, "jane-doe", None, Outcome::Unfollowed);
    unfollowed.action = Action::Unfollow;
    desk.ledger.record_outcome(&unfollowed, desk.now).unwrap();
    assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE));
    let standing = desk.ledger.standing(&key("jane-doe"), Action::Unfollow).unwrap();
    assert_eq!((standing.outcome, standing.at), (Outcome::Unfollowed, desk.now));
}

#[test]
fn many_standings_come_in_the_order_asked() {
    let desk = Desk::new();
    desk.remove("b");
    desk.record("c", None, Outcome::Failed);
    let keys = [key("a"), key("b"), key("c"), key("b")];
    let standings = desk.ledger.standings(keys.iter().map(|key| (key, Action::Remove))).unwrap();
    let words: Vec<Outcome> = standings.iter().map(|standing| standing.outcome).collect();
    assert_eq!(words, [Outcome::Pending, Outcome::Removed, Outcome::Failed, Outcome::Removed]);
}

#[test]
fn people_who_need_a_look_are_listed_with_what_was_seen_last() {
    let desk = Desk::new();
    let facts = PersonFacts { name: Some("Jane Doe".to_owned()), ..PersonFacts::default() };
    let person = PersonRecord { key: key("jane-doe"), slug: None, facts };
    desk.ledger.remember_person(&person, desk.now).unwrap();
    desk.record("jane-doe", None, Outcome::Mismatch);
    desk.intent("half-way");
    desk.remove("gone");
    desk.record("skipped", None, Outcome::Ambiguous);
    desk.ledger.skip(&key("skipped"), Action::Remove, desk.now).unwrap();
    let looks = desk.ledger.needs_a_look().unwrap();
    let short: Vec<_> =
        looks.iter().map(|look| (look.key.as_str(), look.outcome, look.detail.as_deref())).collect();
    assert_eq!(
        short,
        [("half-way", Outcome::Unconfirmed, None), ("jane-doe", Outcome::Mismatch, Some("seen: mismatch"))]
    );
    assert_eq!(looks[1].name.as_deref(), Some("Jane Doe"));
}

#[test]
fn retry_of_somebody_unknown_says_so() {
    let desk = Desk::new();
    assert!(desk.ledger.retry(&key("nobody"), desk.now).unwrap().is_empty());
}

#[test]
fn a_slug_is_found_under_the_key_of_a_row_without_one() {
    let desk = Desk::new();
    let mut by_name = desk.request("jane-doe");
    by_name.key = key("name:doe jane|");
    desk.ledger.commit_intent(&by_name, &Caps::UNLIMITED, desk.now).unwrap().unwrap();
    assert_eq!(desk.ledger.keys_of_slug(&by_name.pinned_slug).unwrap(), [key("name:doe jane|")]);
}

#[test]
fn whom_one_has_parted_with_comes_newest_first_with_what_the_export_said() {
    let mut desk = Desk::new();
    let jane = PersonRecord {
        key: key("jane-doe"),
        slug: Some(Slug::parse("jane-doe").unwrap()),
        facts: PersonFacts {
            name: Some("Jane Doe".to_owned()),
            company: Some("Globex".to_owned()),
            email: Some("jane@example.com".to_owned()),
            ..PersonFacts::default()
        },
    };
    desk.ledger.remember_person(&jane, desk.now).unwrap();
    // Her page turned out to have another slug: that is where a new invitation goes.
    let mut request = desk.request("jane-doe");
    request.pinned_slug = Slug::parse("jane-doe-smith").unwrap();
    let attempt = desk.ledger.commit_intent(&request, &Caps::UNLIMITED, desk.now).unwrap().unwrap();
    desk.ledger
        .record_outcome(&record(desk.run, "jane-doe", Some(attempt), Outcome::Removed), desk.now)
        .unwrap();
    desk.pass(HOUR);
    desk.ledger.record_outcome(&record(desk.run, "john-roe", None, Outcome::Removed), desk.now).unwrap();
    desk.ledger.record_outcome(&record(desk.run, "ewa-lis", None, Outcome::NotConnected), desk.now).unwrap();
    let mut unfollowed = record(desk.run, "max-may", None, Outcome::Unfollowed);
    unfollowed.action = Action::Unfollow;
    desk.ledger.record_outcome(&unfollowed, desk.now).unwrap();

    let removed = desk.ledger.parted(&[Action::Remove]).unwrap();
    let keys: Vec<&str> = removed.iter().map(|parted| parted.key.as_str()).collect();
    assert_eq!(keys, ["john-roe", "jane-doe"]);
    let jane = &removed[1];
    assert_eq!(jane.slug.as_ref().unwrap().as_str(), "jane-doe-smith");
    assert_eq!((jane.facts.email.as_deref(), jane.at), (Some("jane@example.com"), UnixMs(START)));
    assert_eq!(jane.seen_name.as_deref(), Some("Name of jane-doe"));
    assert!(jane.site.is_some());
    let both = desk.ledger.parted(&[Action::Remove, Action::Unfollow]).unwrap();
    assert_eq!(both.len(), 3);
    assert!(desk.ledger.parted(&[Action::Withdraw]).unwrap().is_empty());
}

/// Guards against a retry or a skip that took somebody out of the only way back, or moved the time of their removal.
#[test]
fn whoever_was_removed_stays_listed_with_the_first_proof_whatever_is_said_later() {
    let mut desk = Desk::new();
    desk.remove("jane-doe");
    let first = desk.ledger.parted(&[Action::Remove]).unwrap();
    desk.pass(HOUR).next_run();
    desk.ledger.skip(&key("jane-doe"), Action::Remove, desk.now).unwrap();
    let standing = desk.standing("jane-doe");
    assert_eq!((standing.outcome, standing.at), (Outcome::Removed, UnixMs(START)), "since she was");
    assert_eq!(desk.ledger.parted(&[Action::Remove]).unwrap(), first);
    desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    assert_eq!(desk.stands("jane-doe"), (Outcome::Pending, FREE));
    assert_eq!(desk.ledger.parted(&[Action::Remove]).unwrap(), first);
    // The page shows that she is no connection: that is the work of the first click, and the first proof stands.
    desk.pass(HOUR);
    desk.record("jane-doe", None, Outcome::NotConnected);
    assert_eq!(desk.stands("jane-doe"), (Outcome::Removed, NextStep::Final));
    assert_eq!(desk.ledger.parted(&[Action::Remove]).unwrap(), first);
    // Invited again, and removed again.
    desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    desk.pass(HOUR);
    desk.remove("jane-doe");
    let last = desk.ledger.parted(&[Action::Remove]).unwrap();
    assert_eq!((last.len(), last[0].at, last[0].run), (1, first[0].at, first[0].run));
}

/// Two looks showed her as a connection, and only then did the site carry the click out.
#[test]
fn a_removal_that_comes_after_the_looks_is_told_as_the_work_of_the_click() {
    for (seen, word, listed) in [
        (Outcome::NotConnected, Outcome::Removed, Outcome::Removed),
        (Outcome::NotFound, Outcome::Unconfirmed, Outcome::Unconfirmed),
    ] {
        let mut desk = Desk::new();
        let attempt = desk.intent("jane-doe");
        desk.ledger.note_still_there(attempt, true, desk.now).unwrap();
        desk.pass(MINUTE);
        assert_eq!(
            desk.ledger.settle(attempt, Settlement::StillConnected, desk.now).unwrap(),
            Outcome::Pending
        );
        assert!(desk.ledger.parted(&[Action::Remove]).unwrap().is_empty(), "seen as a connection twice");
        desk.pass(DAY).next_run();
        let recorded =
            desk.ledger.record_outcome(&record(desk.run, "jane-doe", None, seen), desk.now).unwrap();
        assert_eq!(recorded.outcome, word, "{}", recorded.detail);
        assert!(recorded.detail.contains("run 1"), "{}", recorded.detail);
        let parted = desk.ledger.parted(&[Action::Remove]).unwrap();
        assert_eq!(parted.iter().map(|one| one.outcome).collect::<Vec<_>>(), [listed]);
        let next = if word == Outcome::Removed { NextStep::Final } else { NextStep::Person };
        assert_eq!(desk.stands("jane-doe"), (word, next));
        // Nothing that the user says takes her out of the list.
        desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
        assert_eq!(desk.ledger.parted(&[Action::Remove]).unwrap().len(), 1);
    }
}

#[test]
fn a_click_in_doubt_is_listed_as_what_may_have_removed_somebody_until_a_look_shows_the_connection() {
    let mut desk = Desk::new();
    let attempt = desk.intent("jane-doe");
    let listed = |desk: &Desk| -> Vec<Outcome> {
        desk.ledger.parted(&[Action::Remove]).unwrap().iter().map(|one| one.outcome).collect()
    };
    assert_eq!(listed(&desk), [Outcome::Unconfirmed]);
    desk.ledger.skip(&key("jane-doe"), Action::Remove, desk.now).unwrap();
    assert_eq!(listed(&desk), [Outcome::Unconfirmed], "also when she is to be left alone");
    desk.ledger.settle(attempt, Settlement::StillConnected, desk.now).unwrap();
    assert!(listed(&desk).is_empty());
    desk.ledger.retry(&key("jane-doe"), desk.now).unwrap();
    let second = desk.intent("jane-doe");
    desk.pass(HOUR);
    desk.ledger.settle(second, Settlement::Removed, desk.now).unwrap();
    assert_eq!(listed(&desk), [Outcome::Removed]);
}

#[test]
fn who_was_kept_by_the_last_run_stands_so_until_something_else_is_seen() {
    let desk = Desk::new();
    desk.record("jane-doe", None, Outcome::Failed);
    desk.record("jane-doe", None, Outcome::Kept);
    assert_eq!(desk.stands("jane-doe"), (Outcome::Kept, NextStep::Kept));
    assert!(!desk.standing("jane-doe").needs_a_look());
    // A run goes by the list that it has read itself.
    let let_go = desk.standing("jane-doe").on_keep_list(false, false);
    assert_eq!((let_go.outcome, let_go.next(&Policy::default())), (Outcome::Failed, FREE));
    desk.record("jane-doe", None, Outcome::ChangedPage);
    assert_eq!(desk.stands("jane-doe").0, Outcome::ChangedPage);
}
