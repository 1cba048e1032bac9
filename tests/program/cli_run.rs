//! `unlinked run` and `unlinked demo` as a user runs them, with a real browser, against the practice site's own account.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::testkit::home::{Home, flat};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use unlinked::practice::{Options, Site};

async fn practice(people: usize) -> Site {
    Site::start(Options { people, ..Options::default() }).await.unwrap()
}

/// The site's people as a roster in the home.
fn roster(home: &Home, site: &Site, people: usize) {
    home.write("roster.csv", &site.roster_csv(people));
}

fn args<'a>(site: &'a Site, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["run", "roster.csv", "--site", site.url(), "--no-limits", "--json"];
    args.extend(more);
    args
}

/// The lines for people, and the summary.
fn lines(stdout: &str) -> (Vec<Value>, Value) {
    let mut lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = lines.pop().unwrap();
    assert_eq!(summary["event"], "summary", "{stdout}");
    assert!(lines.iter().all(|line| line["event"] == "person"), "{stdout}");
    (lines, summary)
}

/// Nothing of the account's browser is left: no record, no process with its profile.
fn assert_no_browser(home: &Home) {
    assert!(!home.state().join("driver.json").exists(), "a driver is still on record");
    let left = processes_of(&home.state());
    assert!(left.is_empty(), "still running: {left:?}");
}

/// Process ids of browsers that use the state folder's profile.
fn processes_of(state: &Path) -> Vec<i32> {
    let profile = state.join("profile");
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| {
            let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(&*profile.to_string_lossy())
        })
        .collect()
}

/// Every removal that the site was asked for, each of them once, by a real click.
fn removed(site: &Site) -> BTreeSet<String> {
    let state = site.state();
    assert_eq!(state.removed_twice(), Vec::<&str>::new());
    assert!(state.removals.iter().all(|removal| removal.trusted), "{:?}", state.removals);
    assert!(state.other_actions.is_empty(), "{:?}", state.other_actions);
    state.removals.into_iter().map(|removal| removal.slug).collect()
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Guards against a run that waits an hour for its next turn, only to say that enough has been done.
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_is_reached_ends_the_run_without_a_wait_for_the_next_turn() {
    let (home, site) = (Home::new(), practice(4).await);
    roster(&home, &site, 3);
    let args = ["run", "roster.csv", "--site", site.url(), "--yes", "--json", "--now", "--limit", "1"];
    let mut command = home.unlinked(&args);
    for end in ["MIN", "MAX"] {
        command.env(format!("UNLINKED_PACE_BETWEEN_PEOPLE_{end}"), "1h");
    }
    let output = command.env("UNLINKED_CALENDAR_TIME_ZONE", "UTC").output().unwrap();
    let (people, summary) = lines(&String::from_utf8(output.stdout).unwrap());
    assert_eq!((people.len(), &summary["stopped_by"]), (1, &Value::from("limit")), "{summary}");
    assert_eq!(removed(&site).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_removed_once_and_the_same_command_goes_on_where_the_last_one_ended() {
    let (home, site) = (Home::new(), practice(10).await);
    roster(&home, &site, 5);

    let (code, stdout, stderr) = home.run(&args(&site, &["--confirm", "5", "--limit", "2"]));
    assert_eq!(code, 4, "{stderr}");
    let (people, summary) = lines(&stdout);
    assert_eq!(people.len(), 2);
    assert_eq!(
        people[0].as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from(["event", "slug", "line", "outcome", "route", "surface", "ms", "detail"])
    );
    assert_eq!(summary["stopped_by"], "limit");
    assert_eq!(summary["outcomes"], serde_json::json!({"removed": 2, "pending": 3}));

    let (code, stdout, stderr) = home.run(&args(&site, &["--confirm", "3"]));
    assert_eq!(code, 0, "{stderr}");
    let (people, summary) = lines(&stdout);
    assert_eq!(people.len(), 3);
    assert_eq!(summary["outcomes"], serde_json::json!({"removed": 5}));
    assert_eq!(summary["stopped_by"], Value::Null);
    let five: BTreeSet<String> = site.state().people.iter().take(5).map(|p| p.slug.clone()).collect();
    assert_eq!(removed(&site), five);

    let (code, stdout, stderr) = home.run(&args(&site, &[]));
    assert_eq!(code, 0, "nobody is left, so nobody is asked: {stderr}");
    assert_eq!(lines(&stdout).1["outcomes"], serde_json::json!({"removed": 5}));
    assert_eq!(removed(&site).len(), 5);
    assert_no_browser(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_removes_nobody() {
    let (home, site) = (Home::new(), practice(6).await);
    roster(&home, &site, 3);
    let (code, stdout, stderr) = home.run(&args(&site, &["--dry-run"]));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(lines(&stdout).1["outcomes"], serde_json::json!({"rehearsed": 3}));
    assert!(removed(&site).is_empty());
    assert_no_browser(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_finishes_the_person_at_hand_and_another_run_is_told_who_holds_the_account() {
    let (home, site) = (Home::new(), practice(30).await);
    roster(&home, &site, 25);
    let child = home_command(&home, &args(&site, &["--yes"])).stdout(Stdio::piped()).spawn().unwrap();
    wait_until("somebody is removed", || !site.state().removals.is_empty());

    let (code, _, stderr) = home.run(&args(&site, &["--yes"]));
    assert_eq!(code, 10, "{stderr}");
    assert!(flat(&stderr).contains(&format!("in use by process {}", child.id())), "{stderr}");

    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGTERM).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let (people, summary) = lines(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(summary["stopped_by"], "interrupted");
    assert_eq!(summary["needs_a_look"], 0, "somebody was left in doubt");
    let told: BTreeSet<String> =
        people.iter().map(|person| person["slug"].as_str().unwrap().to_owned()).collect();
    assert_eq!(removed(&site), told, "ledger and site do not agree");
    assert!(told.len() < 25, "it went on to the end");
    assert_no_browser(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_the_next_run_sweeps_the_browser_and_removes_everybody_once() {
    let (home, site) = (Home::new(), practice(12).await);
    roster(&home, &site, 8);
    let mut child = home_command(&home, &args(&site, &["--yes"])).stdout(Stdio::null()).spawn().unwrap();
    wait_until("two people are removed", || site.state().removals.len() >= 2);
    child.kill().unwrap();
    child.wait().unwrap();

    let (code, stdout, stderr) = home.run(&args(&site, &["--yes"]));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(lines(&stdout).1["outcomes"], serde_json::json!({"removed": 8}));
    assert_eq!(removed(&site).len(), 8);
    assert_no_browser(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_in_a_roster_is_a_fault_of_the_roster() {
    let (home, site) = (Home::new(), practice(4).await);
    roster(&home, &site, 1);
    assert_eq!(home.run(&args(&site, &["--yes"])).0, 0);
    let owner = site.owner();
    home.write(
        "roster.csv",
        &format!("url,name\nhttps://www.linkedin.com/in/{}/,{}\n", owner.slug, owner.name),
    );
    let (code, stdout, stderr) = home.run(&args(&site, &["--yes"]));
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(flat(&stderr).contains("line 2") && stderr.contains("owner"), "{stderr}");
}

#[test]
fn the_demo_agrees_with_the_practice_site_also_the_second_time() {
    let home = Home::new();
    for _ in 0..2 {
        let (code, stdout, stderr) = home.run(&["demo"]);
        assert_eq!(code, 0, "{stdout}\n{stderr}");
        let said = flat(&stdout);
        assert!(said.contains("All 12 outcomes are the expected ones"), "{said}");
        assert!(said.contains("8 people were removed, each once and by a real click"), "{said}");
        for place in ["account/ledger.db", "account/runs/1", "roster.csv", "keep.csv"] {
            let path = home.state().join("demo").join(place);
            assert!(stdout.contains(path.to_str().unwrap()) && path.exists(), "{place} is not there");
        }
    }
    assert!(processes_of(&home.state().join("demo/account")).is_empty());
}

/// The program as a child that can be sent signals.
fn home_command(home: &Home, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unlinked"));
    command
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .stderr(Stdio::null())
        .args(args);
    command
}
