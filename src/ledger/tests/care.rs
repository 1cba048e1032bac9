//! Runs, owner, people, backup and export.

use super::*;
use crate::domain::{Step, StepFault, StoppedBy};

#[test]
fn a_run_is_kept_with_how_it_ended() {
    let mut desk = Desk::new();
    desk.intent("a");
    desk.pass(MINUTE);
    desk.ledger.end_run(desk.run, Some(StoppedBy::Budget), 4, desk.now).unwrap();
    let run = desk.ledger.run(desk.run).unwrap().unwrap();
    assert_eq!((run.ended_at, run.stopped_by, run.exit), (Some(desk.now), Some(StoppedBy::Budget), Some(4)));
    assert_eq!(
        (run.intents, run.start.kind, run.start.surface),
        (1, RunKind::Removal, Some(Surface::Desktop))
    );
    assert_eq!(desk.ledger.runs(10).unwrap().len(), 1);
    assert!(desk.ledger.end_run(RunId(99), None, 0, desk.now).is_err());
}

#[test]
fn the_first_owner_stays() {
    let desk = Desk::new();
    assert_eq!(desk.ledger.owner().unwrap(), None);
    let (first, other) = (Slug::parse("the-owner").unwrap(), Slug::parse("another").unwrap());
    assert_eq!(desk.ledger.learn_owner(&first, "The Owner", desk.now).unwrap().slug, first);
    assert_eq!(desk.ledger.learn_owner(&other, "Another", desk.now).unwrap().slug, first);
    assert_eq!(desk.ledger.owner().unwrap().unwrap().name, "The Owner");
}

#[test]
fn what_is_told_anew_of_a_person_replaces_and_what_is_not_told_stays() {
    let desk = Desk::new();
    let tell = |company: Option<&str>, note: Option<&str>| {
        let facts = PersonFacts {
            company: company.map(str::to_owned),
            note: note.map(str::to_owned),
            ..PersonFacts::default()
        };
        let person = PersonRecord { key: key("jane-doe"), slug: Slug::parse("jane-doe").ok(), facts };
        desk.ledger.remember_person(&person, desk.now).unwrap();
    };
    tell(Some("Acme"), Some("met once"));
    tell(None, Some("met twice"));
    desk.remove("jane-doe");
    let removed = desk.ledger.removed_people().unwrap();
    assert_eq!(removed.len(), 1);
    assert_eq!(
        (removed[0].company.as_deref(), removed[0].note.as_deref()),
        (Some("Acme"), Some("met twice"))
    );
}

#[test]
fn a_ledger_can_be_opened_beside_the_one_that_works_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    assert!(Ledger::open_beside(&path).unwrap().is_none());
    let now = UnixMs(START);
    let ledger = Ledger::open(&path, now).unwrap();
    let desk = Desk { run: ledger.begin_run(&start(RunKind::Removal), now).unwrap(), ledger, now };
    let beside = Ledger::open_beside(&path).unwrap().unwrap();
    desk.remove("a");
    assert_eq!(beside.removed_people().unwrap().len(), 1);
    beside.skip(&key("b"), Action::Remove, now).unwrap();
    drop(beside);
    assert_eq!(desk.stands("b"), (Outcome::Skipped, NextStep::Final));
    let clean: bool = rusqlite::Connection::open(&path)
        .unwrap()
        .query_row("SELECT clean FROM meta", [], |row| row.get(0))
        .unwrap();
    assert!(!clean, "closing the one beside left the mark of a clean end");
}

#[test]
fn a_backup_holds_everything_while_a_run_is_at_work() {
    let folder = tempfile::tempdir().unwrap();
    let now = UnixMs(START);
    let ledger = Ledger::open(&folder.path().join("ledger.db"), now).unwrap();
    let desk = Desk { run: ledger.begin_run(&start(RunKind::Removal), now).unwrap(), ledger, now };
    desk.remove("a");
    desk.intent("b");
    let copy = folder.path().join("copy.db");
    desk.ledger.backup(&copy).unwrap();
    let copy = Ledger::open(&copy, now).unwrap();
    assert_eq!(copy.doubts().unwrap(), desk.ledger.doubts().unwrap());
    assert_eq!(copy.removed_people().unwrap(), desk.ledger.removed_people().unwrap());
}

#[test]
fn the_export_has_every_event_and_every_intent_without_one() {
    let desk = Desk::new();
    desk.remove("gone");
    let mut changed = record(desk.run, "changed, \"quoted\"", None, Outcome::ChangedPage);
    changed.fault = Some(StepFault { step: Step::Menu, reason: crate::domain::Reason::NotFound });
    desk.ledger.record_outcome(&changed, desk.now).unwrap();
    desk.intent("half-way");

    let mut csv = Vec::new();
    desk.ledger.export_csv(&mut csv).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let rows: Vec<std::collections::HashMap<String, String>> =
        reader.deserialize().map(Result::unwrap).collect();
    let short: Vec<_> = rows
        .iter()
        .map(|row| (row["key"].as_str(), row["outcome"].as_str(), row["fault"].as_str()))
        .collect();
    assert_eq!(
        short,
        [
            ("gone", "removed", ""),
            ("changed, \"quoted\"", "changed_page", "menu.not_found"),
            ("half-way", "unconfirmed", "")
        ]
    );
    assert_eq!(rows[0]["at"], "2026-11-23T10:00:00Z");

    let mut lines = Vec::new();
    desk.ledger.export_jsonl(&mut lines).unwrap();
    let lines: Vec<serde_json::Value> =
        String::from_utf8(lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[2]["phase"], "intent");
}

#[test]
fn an_export_longer_than_a_batch_is_whole() {
    let desk = Desk::new();
    for number in 0..1001 {
        desk.record(&format!("p-{number}"), None, Outcome::Failed);
    }
    let mut lines = Vec::new();
    desk.ledger.export_jsonl(&mut lines).unwrap();
    assert_eq!(String::from_utf8(lines).unwrap().lines().count(), 1001);
}

#[test]
fn every_error_says_what_to_do_next() {
    let path = std::path::PathBuf::from("/state/ledger.db");
    let detail = "said by the system".to_owned();
    let errors = [
        LedgerError::Newer { path: path.clone(), found: 9, known: 1 },
        LedgerError::Damaged { kept: path.clone(), detail: detail.clone() },
        LedgerError::ReadOnly { path: path.clone(), detail: detail.clone() },
        LedgerError::TakenAway { path: path.clone(), how: "was moved".to_owned(), saved: None },
        LedgerError::Full { path: path.clone() },
        LedgerError::Locked { path: path.clone() },
        LedgerError::Io { path, detail },
    ];
    for error in errors {
        assert!(error.to_string().contains("/state/ledger.db"), "{error}");
        assert_eq!(error.stopped_by(), StoppedBy::State);
    }
}
