//! Replay, Markdown, JUnit, CSV and JSON of one run.

use std::time::Duration;

use unlinked::domain::{Action, Outcome, PersonKey, UnixMs};
use unlinked::ledger::{RunId, RunKind};
use unlinked::report::{
    Archive, ReportError, Scope, TraceState, choose_person, csv, gather, json, junit, markdown, replay,
};

use super::sample::{Sample, Somebody, twelve};

#[test]
fn a_replay_tells_every_click_with_its_place_candidate_and_time() {
    let run = twelve();
    insta::assert_snapshot!("replay", replay(&run.report(Scope::Newest), None).text());
}

#[test]
fn a_replay_of_one_person_comes_in_steps() {
    let run = twelve();
    let report = run.report(Scope::Newest);
    for asked in [
        "gina-fallow-60d0b8aa",
        "https://www.linkedin.com/in/Gina-Fallow-60d0b8aa/?trk=x",
        "gina fallow",
        "Person 7",
    ] {
        let story = choose_person(&report, asked).unwrap();
        let replay = replay(&report, Some(story));
        assert_eq!(replay.steps.len(), 9, "{:?}", replay.steps);
        assert!(replay.steps[0].contains("7 of 13  Gina Fallow"), "{}", replay.steps[0]);
        assert!(!replay.text().contains("Martha"));
    }
    let nobody = choose_person(&report, "gina-falow").unwrap_err();
    assert!(nobody.contains("the nearest: gina-fallow-60d0b8aa"), "{nobody}");
}

#[test]
fn a_summary_in_markdown_lists_who_needs_a_look_and_lets_no_name_be_markup() {
    let run = twelve();
    let text = markdown(&run.report(Scope::Newest));
    assert!(!text.contains("<img") && !text.contains("</script>"), "{text}");
    insta::assert_snapshot!("markdown", text);
}

#[test]
fn junit_has_a_case_for_each_person_and_one_for_the_run() {
    let run = twelve();
    insta::assert_snapshot!("junit", junit(&run.report(Scope::Newest)));
}

#[test]
fn csv_has_a_row_for_each_person_and_no_formula() {
    let run = twelve();
    let text = csv(&run.report(Scope::Newest)).unwrap();
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.records().map(|row| row.unwrap()[3].to_owned()).collect();
    assert_eq!(names.len(), 13);
    assert!(names.iter().all(|name| !name.starts_with('=')), "{names:?}");
    insta::assert_snapshot!("csv", text);
}

#[test]
fn json_has_the_steps_of_each_person_in_the_words_of_the_trace() {
    let run = twelve();
    let value: serde_json::Value = serde_json::from_str(&json(&run.report(Scope::Newest)).unwrap()).unwrap();
    assert_eq!(value["schema"], 1);
    assert_eq!(value["outcomes"]["removed"], 4);
    assert_eq!((&value["left"], &value["needs_a_look"]), (&8.into(), &6.into()));
    let eilidh = &value["people"][4];
    assert_eq!(
        (&eilidh["slug"], &eilidh["fault"]),
        (&"eilidh-lindqvist-77".into(), &"find.not_found".into())
    );
    assert_eq!(eilidh["steps"][2]["what"]["not_found"]["notes"][1]["why"], "not_found");
    assert_eq!(eilidh["pictures"].as_array().unwrap().len(), 1);
}

#[test]
fn what_became_of_people_since_is_told_and_they_need_no_look_any_more() {
    let run = twelve();
    let key = PersonKey("gina-fallow-60d0b8aa".to_owned());
    run.ledger.skip(&key, Action::Remove, run.now.plus(Duration::from_hours(1))).unwrap();
    let report = run.report(Scope::Newest);
    let gina = choose_person(&report, "gina-fallow-60d0b8aa").unwrap();
    assert_eq!((gina.outcome, gina.needs_a_look), (Outcome::Unconfirmed, false));
    assert_eq!(gina.later.as_ref().map(|later| (later.outcome, later.run)), Some((Outcome::Skipped, None)));
    assert_eq!(report.needing_a_look(), 5);
}

#[test]
fn an_intent_without_an_outcome_is_told_as_unconfirmed() {
    let mut run = Sample::begin(RunKind::Removal);
    let who = Somebody { slug: "ada-brandt", name: "Ada Brandt" };
    run.read(&who, "Ada Brandt", "1st");
    run.intent_only(&who);
    drop(run.trace.finish());
    let report = run.report(Scope::Newest);
    let ada = &report.people[0];
    assert_eq!((ada.outcome, ada.needs_a_look), (Outcome::Unconfirmed, true), "{ada:?}");
    assert!(ada.detail.contains("has no outcome"), "{}", ada.detail);
    assert!(markdown(&report).contains("No end is written down"));
}

#[test]
fn without_its_trace_a_run_is_told_from_the_ledger() {
    let run = twelve();
    let trace = run.runs().join("1/trace.jsonl");
    let text = std::fs::read_to_string(&trace).unwrap();
    std::fs::write(&trace, text.replacen("{\"seq\":3", "{\"sqe\":3", 1)).unwrap();
    assert_eq!(run.report(Scope::Newest).runs[0].trace, TraceState::Damaged(1));
    std::fs::remove_dir_all(run.runs()).unwrap();
    let report = run.report(Scope::Newest);
    assert_eq!((report.people.len(), &report.runs[0].trace), (12, &TraceState::Gone));
    let text = replay(&report, None).text();
    assert!(
        text.contains("There is no trace of this run any more") && text.contains("removed: proved"),
        "{text}"
    );
}

#[test]
fn a_run_that_is_not_there_is_told_with_the_newest() {
    let run = twelve();
    let archive = Archive { ledger: &run.ledger, runs: &run.runs() };
    let asked = |scope| gather(&archive, scope, jiff::tz::TimeZone::UTC, UnixMs(0)).unwrap_err();
    let error = asked(Scope::Run(RunId(9)));
    assert!(matches!(error, ReportError::NoSuchRun { newest: RunId(1), .. }), "{error}");
    assert!(error.to_string().contains("no run 9; the newest is 1"), "{error}");
}

#[test]
fn all_runs_together_tell_of_each_person_once_with_the_last_outcome() {
    let mut run = twelve();
    let second = run.again();
    let who = Somebody { slug: "penelope-drift", name: "Penelope Drift" };
    run.read(&who, "Penelope Drift", "2nd or 3rd");
    run.end(who.slug, Outcome::NotConnected, "the page shows that they are no 1st-degree connection", None);
    run.finish(None, 3, 0);
    let report = run.report(Scope::All);
    assert_eq!((report.runs.len(), report.people.len()), (2, 13));
    let penelope = choose_person(&report, "penelope-drift").unwrap();
    assert_eq!((penelope.outcome, penelope.run), (Outcome::NotConnected, second));
    assert_eq!(penelope.events.len(), 4);
    let first = run.report(Scope::Run(RunId(1)));
    let then = choose_person(&first, "penelope-drift").unwrap();
    assert_eq!(then.later.as_ref().map(|later| later.outcome), Some(Outcome::NotConnected));
    assert!(!then.needs_a_look);
}
