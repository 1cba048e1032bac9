//! The commands that look into a ledger or settle something by hand: status, retry, skip, resume, ledger.

use crate::testkit::home::{Home, flat};
use serde_json::Value;
use unlinked::domain::{Action, Outcome, PersonKey, Route, StopSign, StoppedBy, Surface, UnixMs};
use unlinked::ledger::{Ledger, OutcomeRecord, PersonFacts, PersonRecord, RunKind, RunStart};

const ROSTER: &str = "url,name\n\
    https://www.linkedin.com/in/martha-quill,Martha Quill\n\
    https://www.linkedin.com/in/noor-bexley,Noor Bexley\n\
    https://www.linkedin.com/in/amara-okekere,Amara Okekere\n";

fn now() -> UnixMs {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    UnixMs(i64::try_from(since.as_millis()).unwrap())
}

/// A home with a roster of three and the ledger of one run: one is done, one is a mismatch, one was not reached.
fn home_after_a_run() -> Home {
    home_after(&[
        ("martha-quill", "Martha Quill", Outcome::NotConnected, "Connect in the top card"),
        ("noor-bexley", "Noor Bexley", Outcome::Mismatch, "the page is about Casimir Oldfield"),
    ])
}

/// A home with the ledger of one run, which did this.
fn home_after(people: &[(&str, &str, Outcome, &str)]) -> Home {
    let home = Home::new();
    let roster = home.write("roster.csv", ROSTER);
    std::fs::create_dir_all(home.state()).unwrap();
    let ledger = Ledger::open(&home.state().join("ledger.db"), now()).unwrap();
    let start = RunStart {
        kind: RunKind::Removal,
        roster: Some(roster.to_str().unwrap().to_owned()),
        fingerprint: None,
        site: "https://www.linkedin.com/".to_owned(),
        surface: Some(Surface::Desktop),
        route: Some(Route::Profile),
        selectors: Some("2026-11-23".to_owned()),
    };
    let run = ledger.begin_run(&start, now()).unwrap();
    for &(slug, name, outcome, detail) in people {
        let key = PersonKey(slug.to_owned());
        let name = Some(name.to_owned());
        let (company, position, note) = (name.clone(), name.clone(), name.clone());
        let person = PersonRecord {
            key: key.clone(),
            slug: Some(slug.parse().unwrap()),
            facts: PersonFacts { name, company, position, note, ..PersonFacts::default() },
        };
        ledger.remember_person(&person, now()).unwrap();
        let record = OutcomeRecord {
            run,
            key,
            action: Action::Remove,
            outcome,
            attempt: None,
            detail: detail.to_owned(),
            fault: None,
            route: Route::Profile,
            surface: Surface::Desktop,
            ms: 900,
        };
        ledger.record_outcome(&record, now()).unwrap();
    }
    ledger.end_run(run, Some(StoppedBy::Hours), 4, now()).unwrap();
    home
}

fn json(home: &Home, args: &[&str]) -> Value {
    let (code, stdout, stderr) = home.run(args);
    assert_eq!(code, 0, "{args:?}: {stderr}");
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    serde_json::from_str(&stdout).unwrap()
}

#[test]
fn status_before_the_first_run_says_so_and_makes_nothing() {
    let home = Home::new();
    home.write("roster.csv", ROSTER);
    let (code, stdout, _) = home.run(&["status", "roster.csv"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("not there yet") && stdout.contains("3 people, 3 left to act on"), "{stdout}");
    assert!(!home.state().exists(), "status made a state folder");
}

#[test]
fn status_counts_the_roster_of_the_newest_run() {
    let home = home_after_a_run();
    let status = json(&home, &["status", "--json"]);
    assert_eq!(status["event"], "status");
    assert_eq!(status["roster"]["people"], 3);
    assert_eq!(status["roster"]["left"], 2);
    assert_eq!(status["outcomes"], serde_json::json!({"not_connected": 1, "mismatch": 1, "pending": 1}));
    assert_eq!(status["last_run"]["stopped_by"], "hours");
    assert_eq!(status["needs_a_look"], 1);
    assert_eq!(status["budgets"][0]["meter"], "removals");
    assert_eq!(status["budgets"][0]["max"], 25);
    assert!(status["roster"]["expected_end_ms"].as_i64().unwrap() > now().0);
    let (_, text, _) = home.run(&["status"]);
    let text = flat(&text);
    for part in
        ["3 people, 2 left to act on", "stopped early (hours)", "0 of 25 removals", "1 person needs a look"]
    {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

#[test]
fn who_needs_a_look_is_listed_with_what_was_seen() {
    let home = home_after_a_run();
    let (_, text, _) = home.run(&["status", "--needs-a-look"]);
    assert!(
        text.contains("mismatch  Noor Bexley (noor-bexley)") && text.contains("Casimir Oldfield"),
        "{text}"
    );
    let person = json(&home, &["status", "--needs-a-look", "--json"]);
    assert_eq!(person["slug"], "noor-bexley");
    assert_eq!(person["outcome"], "mismatch");
}

#[test]
fn a_skipped_person_is_left_alone_until_retry() {
    let home = home_after_a_run();
    let (code, stdout, _) = home.run(&["skip", "https://www.linkedin.com/in/Noor-Bexley/"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("noor-bexley: was mismatch"), "{stdout}");
    let status = json(&home, &["status", "--json"]);
    assert_eq!(status["needs_a_look"], 0);
    assert_eq!(status["outcomes"]["skipped"], 1);
    let (code, stdout, _) = home.run(&["retry", "noor-bexley"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("was skipped; the next run tries again"), "{stdout}");
    assert_eq!(json(&home, &["status", "--json"])["roster"]["left"], 2);
}

#[test]
fn somebody_whom_the_ledger_does_not_know_cannot_be_tried_again() {
    let home = home_after_a_run();
    for (args, says) in [
        (["retry", "nobody-at-all"], "knows nothing that a run did with nobody-at-all"),
        (["retry", "https://example.org/in/x"], "example.org"),
    ] {
        let (code, _, stderr) = home.run(&args);
        assert_eq!(code, 2, "{stderr}");
        assert!(flat(&stderr).contains(says), "{stderr}");
    }
    let (code, _, stderr) = Home::new().run(&["retry", "martha-quill"]);
    assert_eq!(code, 2);
    assert!(flat(&stderr).contains("there is no ledger"), "{stderr}");
}

#[test]
fn after_a_halt_runs_refuse_until_resume_which_says_what_happened() {
    let home = home_after_a_run();
    let ledger = Ledger::open_beside(&home.state().join("ledger.db")).unwrap().unwrap();
    ledger.set_halt(None, StopSign::Challenge, "a security check came up", now()).unwrap();
    drop(ledger);

    let (code, stdout, stderr) = home.run(&["run", "roster.csv", "--yes", "--json"]);
    assert_eq!(code, 6, "{stderr}");
    let summary: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!(summary["stopped_by"], "challenge");
    assert_eq!(summary["exit"], 6);
    assert!(
        flat(&stderr).contains("a security check came up") && stderr.contains("unlinked resume"),
        "{stderr}"
    );
    assert!(flat(&home.run(&["status"]).1).contains("not before `unlinked resume`"));

    let (code, _, stderr) = home.run(&["resume"]);
    assert_eq!(code, 2, "nobody could be asked");
    assert!(flat(&stderr).contains("a security check came up"), "{stderr}");
    assert_eq!(home.run(&["resume", "--yes"]).0, 0);
    assert!(home.run(&["resume"]).2.contains("Nothing keeps later runs from starting"));
}

/// Guards against a command that tells a moment in the machine's zone, or without one.
#[test]
fn every_command_tells_its_moments_in_the_zone_of_the_account() {
    let home = home_after(&[
        ("martha-quill", "Martha Quill", Outcome::Removed, "proved on a fresh load"),
        ("noor-bexley", "Noor Bexley", Outcome::Mismatch, "the page is about Casimir Oldfield"),
    ]);
    home.write("config/unlinked/config.toml", "[calendar]\ntime_zone = \"Pacific/Chatham\"\n");
    let ledger = Ledger::open_beside(&home.state().join("ledger.db")).unwrap().unwrap();
    ledger.set_halt(None, StopSign::Challenge, "a security check came up", now()).unwrap();
    drop(ledger);
    let forms = ["html", "markdown", "csv"];
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["status"],
        vec!["status", "--needs-a-look"],
        vec!["replay", "--list"],
        vec!["replay", "1"],
        vec!["reinvite"],
        vec!["reinvite", "--format", "html"],
        vec!["evidence", "list"],
        vec!["retry", "martha-quill"],
        vec!["run", "roster.csv", "--yes"],
        vec!["resume"],
    ];
    commands.extend(forms.map(|form| vec!["report", "1", "--format", form, "-o", "-", "--pictures", "0"]));
    let mut with_a_moment = 0;
    for command in commands {
        let (_, stdout, stderr) = home.run(&command);
        let told = format!("{stdout}{stderr}");
        for foreign in [" CET", " CEST", " UTC", "+01:00", "+02:00"] {
            assert!(!told.contains(foreign), "{command:?} has{foreign}: {told}");
        }
        with_a_moment += usize::from(told.contains("+1345") || told.contains("+1245"));
    }
    assert!(with_a_moment >= 6, "too few commands told a moment: {with_a_moment}");
}

#[test]
fn the_ledger_is_exported_and_backed_up_and_nothing_is_overwritten() {
    let home = home_after_a_run();
    let (code, csv, _) = home.run(&["ledger", "export"]);
    assert_eq!(code, 0);
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let (_, lines, _) = home.run(&["ledger", "export", "--format", "jsonl"]);
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{lines}");

    assert_eq!(home.run(&["ledger", "export", "-o", "out.csv"]).0, 0);
    assert_eq!(std::fs::read_to_string(home.path().join("out.csv")).unwrap(), csv);
    assert_eq!(home.run(&["ledger", "export", "-o", "out.csv"]).0, 0, "it is ours");
    home.write("out.csv", "mine");
    let (code, _, stderr) = home.run(&["ledger", "export", "-o", "out.csv"]);
    assert_eq!(code, 2, "{stderr}");

    assert_eq!(home.run(&["ledger", "backup", "copy.db"]).0, 0);
    assert!(Ledger::open_beside(&home.path().join("copy.db")).unwrap().is_some());
    assert_eq!(home.run(&["ledger", "backup", "copy.db"]).0, 2);
}

// Regression: a report and a list for `reinvite` were refused though we wrote them ourselves, or written over the user's file.
#[test]
fn what_was_written_here_is_written_anew_and_a_file_of_the_users_is_left() {
    let home = home_after_a_run();
    home.write(
        "Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Ben,Halloway,https://www.linkedin.com/in/ben-halloway,,Kilnhouse,Potter,1 Jan 2020\n",
    );
    let commands: [&[&str]; 4] = [
        &["reinvite", "--format", "csv"],
        &["report", "--format", "csv"],
        &["ledger", "export"],
        &["plan", "Connections.csv", "--company", "kilnhouse"],
    ];
    for command in commands {
        let write = |more: &[&str]| home.run(&[command, &["-o", "out.csv"], more].concat());
        let now = || std::fs::read_to_string(home.path().join("out.csv")).unwrap();
        home.write("out.csv", "mine");
        let (code, _, stderr) = write(&[]);
        assert!(code == 2 && stderr.contains("--force"), "{command:?}: {stderr}");
        assert_eq!(now(), "mine");
        assert_eq!(write(&["--force"]).0, 0, "{command:?}");
        let ours = now();
        assert!(ours != "mine" && write(&[]).0 == 0 && now() == ours, "{command:?}: {ours}");
        let changed = ours + "and a line of mine\n";
        home.write("out.csv", &changed);
        assert_eq!(write(&[]).0, 2, "{command:?}");
        assert_eq!(now(), changed);
    }
    let left = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".tmp")));
}

/// What others write so that something acts on it: a spreadsheet, a terminal, or whoever reads from left to right.
const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"https://evil.example\";\"Anna\")",
    "+1+cmd|' /C calc'!A0",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "\u{1b}[2J\u{1b}]0;owned\u{7}=1",
    "\u{9b}31mRed",
    "Ada \u{202e}gpj\u{2066}\u{200f}",
];

#[test]
fn no_hostile_text_leaves_raw_whatever_the_command_and_the_form() {
    let slugs: Vec<String> = (0..HOSTILE.len()).map(|n| format!("person-{n}")).collect();
    let people: Vec<_> =
        slugs.iter().zip(HOSTILE).map(|(slug, text)| (slug.as_str(), text, Outcome::Removed, text)).collect();
    let home = home_after(&people);
    let mut export = csv::Writer::from_writer(Vec::new());
    export.write_record(["First Name", "Last Name", "URL", "Company", "Position"]).unwrap();
    for (slug, text, ..) in &people {
        export.write_record([*text, "Nowak", slug, *text, "Clerk"]).unwrap();
    }
    home.write("Connections.csv", &String::from_utf8(export.into_inner().unwrap()).unwrap());

    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for (is_csv, command) in [
        (true, "plan Connections.csv --position clerk -o -"),
        (false, "plan Connections.csv --position clerk"),
        (false, "plan Connections.csv --position clerk --json"),
        (false, "plan Connections.csv --position clerk --drafts drafts.txt"),
        (true, "ledger export"),
        (false, "ledger export --format jsonl"),
        (true, "reinvite --format csv"),
        (false, "reinvite --format json"),
        (false, "reinvite --format html"),
        (false, "reinvite"),
        (true, "report --format csv"),
        (false, "report --format json"),
        (false, "report --format markdown"),
        (false, "report --format junit"),
        (false, "report -o -"),
        (false, "status --json"),
    ] {
        let (code, stdout, stderr) = home.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!(code, 0, "{command}: {stderr}");
        let drafts = std::fs::read_to_string(home.path().join("drafts.txt")).unwrap_or_default();
        let raw = stdout.lines().chain(stderr.lines()).chain(drafts.lines()).find(|line| line.contains(acts));
        assert_eq!(raw.map(|line| format!("{line:?}")), None, "{command}");
        if is_csv {
            let mut reader = csv::Reader::from_reader(stdout.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), HOSTILE.len(), "{command}: {stdout}");
            let formula = rows.iter().flatten().find(|cell| cell.starts_with(['=', '+', '-', '@', '＝']));
            assert_eq!(formula, None, "{command}");
            assert!(stdout.contains("'@SUM(A1)"), "{command} says the names: {stdout}");
        }
    }
    assert!(home.path().join("drafts.txt").exists());
}

#[test]
fn a_damaged_ledger_is_exit_code_10_and_stays_as_it_is() {
    let home = Home::new();
    home.write("roster.csv", ROSTER);
    let path = home.write(
        "state/unlinked/ledger.db",
        "this is no database at all, but it is long enough to be looked at",
    );
    for args in [vec!["status"], vec!["run", "roster.csv", "--yes"], vec!["ledger", "export"]] {
        let (code, _, stderr) = home.run(&args);
        assert_eq!(code, 10, "{args:?}: {stderr}");
        assert!(flat(&stderr).contains("damaged"), "{args:?}: {stderr}");
    }
    assert!(std::fs::read_to_string(path).unwrap().starts_with("this is no database"));
}

#[test]
fn a_ledger_of_a_newer_version_is_exit_code_10_and_stays_as_it_is() {
    let home = home_after_a_run();
    let path = home.state().join("ledger.db");
    let ledger = rusqlite::Connection::open(&path).unwrap();
    ledger.pragma_update(None, "user_version", 99).unwrap();
    drop(ledger);
    let before = std::fs::read(&path).unwrap();
    for args in [vec!["status"], vec!["run", "roster.csv", "--yes"], vec!["retry", "noor-bexley"]] {
        let (code, _, stderr) = home.run(&args);
        assert_eq!(code, 10, "{args:?}: {stderr}");
        assert!(flat(&stderr).contains("written by a newer version"), "{args:?}: {stderr}");
    }
    assert!(std::fs::read(&path).unwrap() == before, "it was changed");
}

/// Folders of runs from before there were marks, in a folder that the user named.
#[test]
fn status_says_not_pruned_of_evidence_from_before_until_it_is_adopted() {
    let home = home_after_a_run();
    let photos = home.path().join("pictures");
    home.write(
        "config/unlinked/config.toml",
        &format!("[evidence]\ndir = '{}'\nkeep_days = 1\n", photos.display()),
    );
    let said = |args: &[&str]| flat(&home.run(args).1);
    assert!(!said(&["status"]).contains("not pruned"));
    home.write("pictures/1/trace.jsonl", "");
    home.write("pictures/1/000001.png", "");
    home.write("pictures/2019/a.jpg", "a photo");
    let text = said(&["status"]);
    assert!(text.contains("1 folder of a run in") && text.contains("not pruned"), "{text}");
    assert!(json(&home, &["status", "--json"])["not_pruned"].as_str().unwrap().contains("not pruned"));
    // No purge touches them meanwhile, however old.
    home.run(&["evidence", "purge", "--yes"]);
    assert!(photos.join("1/000001.png").exists() && photos.join("2019/a.jpg").exists());
    let (code, _, stderr) = home.run(&["evidence", "adopt", photos.to_str().unwrap()]);
    assert_eq!(code, 0, "{stderr}");
    assert!(!said(&["status"]).contains("not pruned"));
    assert!(!photos.join("1").exists() && photos.join("2019/a.jpg").exists());
}

/// A state folder that was copied and is used beside the one that it was copied from.
#[test]
fn a_ledger_that_was_copied_is_told_and_shares_no_evidence() {
    let home = home_after_a_run();
    let copy = home.path().join("copy");
    std::fs::create_dir_all(&copy).unwrap();
    std::fs::copy(home.state().join("ledger.db"), copy.join("ledger.db")).unwrap();
    let state = copy.to_str().unwrap();
    let (_, text, _) = home.run(&["status", "--state", state]);
    assert!(flat(&text).contains("a copy of"), "{text}");
    assert!(!flat(&home.run(&["status"]).1).contains("a copy of"), "the first one is none");
    // The first command that writes gives it a name of its own, and says so, once.
    let ids = || {
        let id = |path: std::path::PathBuf| Ledger::open_beside(&path).unwrap().unwrap().id().unwrap();
        (id(home.state().join("ledger.db")), id(copy.join("ledger.db")))
    };
    let before = ids();
    assert_eq!(before.0, before.1);
    let (code, _, stderr) = home.run(&["evidence", "purge", "--yes", "--state", state]);
    assert_eq!(code, 10, "it may be the other one's: {stderr}");
    let args = ["run", "roster.csv", "--site", "http://127.0.0.1:9", "--now", "--yes", "--state", state];
    let (_, _, stderr) = home.run(&args);
    assert!(flat(&stderr).contains("is a copy of"), "{stderr}");
    let after = ids();
    assert!(after.0 == before.0 && after.1 != before.1, "{before:?} {after:?}");
    assert!(!flat(&home.run(&args).2).contains("is a copy of"));
}
