//! Signals to the program itself, with a real browser on a practice site: the first one finishes the person at hand or
//! stops before the point of no return, the second one stops now; whatever came, the same command goes on later, and nobody
//! is removed twice.

#![cfg(unix)]

use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::testkit::processes::{Process, browsers_of, keeper_of, list};
use crate::testkit::stand::{Done, PEOPLE, Stand};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use rusqlite::Connection;
use serde_json::Value;

/// `docker stop` waits so long before it kills.
const DOCKER_STOP: Duration = Duration::from_secs(10);

fn assert_interrupted(done: &Done, stand: &Stand) {
    assert_eq!(done.status.code(), Some(130), "{done:?}\n{}", stand.said());
    assert_eq!(done.summary["stopped_by"], "interrupted", "{done:?}");
    assert_eq!(done.summary["exit"], 130, "{done:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_after_the_click_finishes_the_person_at_hand() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let stand = Stand::new().await;
        stand.fault("dialog_late=1000");
        let mut tool = stand.start();
        stand.until_clicked().await;
        let asked = Instant::now();
        tool.send(signal);
        let done = tool.wait().await;
        assert!(asked.elapsed() < DOCKER_STOP, "{signal}: {:?}", asked.elapsed());
        assert_interrupted(&done, &stand);
        assert_eq!(done.people.len(), 1, "{done:?}");
        assert_eq!(done.people[0]["outcome"], "removed", "{done:?}");
        assert_eq!(done.summary["left"], 2, "{done:?}");
        assert_eq!(stand.removals(), 1);
        stand.assert_nothing_runs();
        stand.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_before_the_intent_stops_before_it() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let stand = Stand::new().await;
        stand.fault("slow_load=1500");
        let mut tool = stand.start();
        stand.until_opened().await;
        tool.send(signal);
        let done = tool.wait().await;
        assert_interrupted(&done, &stand);
        assert_eq!(done.people, Vec::<Value>::new(), "{done:?}");
        assert_eq!(done.summary["left"], PEOPLE, "{done:?}");
        assert_eq!(stand.count("SELECT count(*) FROM attempt"), 0, "no intent was written");
        assert_eq!(stand.removals(), 0);
        stand.assert_nothing_runs();
        stand.finish().await;
    }
}

/// A page that does not come would hold the first signal up for as long as a page may take to load.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_in_the_middle_of_a_page_load_does_not_wait_for_the_page() {
    let stand = Stand::new().await;
    stand.fault("slow_load=25000");
    let mut tool = stand.start();
    stand.until("SELECT count(*) FROM page_view").await;
    let asked = Instant::now();
    tool.send(Signal::SIGINT);
    let done = tool.wait().await;
    assert!(asked.elapsed() < DOCKER_STOP, "{:?}", asked.elapsed());
    assert_interrupted(&done, &stand);
    assert_eq!(stand.count("SELECT count(*) FROM attempt"), 0, "no intent was written");
    stand.assert_nothing_runs();
    stand.finish().await;
}

/// Nobody is there to send the second one.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_click_one_sigterm_is_enough_within_the_ten_seconds_of_docker_stop_whatever_the_page_does() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=1000");
    let mut tool = stand.start();
    stand.until_clicked().await;
    stand.fault("slow_load=25000");
    let asked = Instant::now();
    tool.send(Signal::SIGTERM);
    let done = tool.wait().await;
    assert!(asked.elapsed() < DOCKER_STOP, "{:?}", asked.elapsed());
    assert_interrupted(&done, &stand);
    stand.assert_nothing_runs();
    assert_eq!(stand.count("SELECT count(*) FROM attempt WHERE settled IS NULL"), 1, "the click is in doubt");
    assert_eq!(stand.count("SELECT count(*) FROM run WHERE ended_at IS NULL"), 0, "the run has its end");
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_signal_stops_now_and_leaves_no_process_and_a_clean_ledger() {
    for (first, second) in [(Signal::SIGINT, Signal::SIGINT), (Signal::SIGTERM, Signal::SIGTERM)] {
        let stand = Stand::new().await;
        stand.fault("dialog_late=8000");
        let mut tool = stand.start();
        stand.until_clicked().await;
        tool.send(first);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(tool.child.try_wait().unwrap().is_none(), "the first signal finishes the person at hand");
        let asked = Instant::now();
        tool.send(second);
        let done = tool.wait().await;
        assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
        assert_interrupted(&done, &stand);
        stand.assert_nothing_runs();
        assert_eq!(stand.removals(), 0);
        let doubts = stand.count("SELECT count(*) FROM attempt WHERE settled IS NULL AND phase = 'clicked'");
        assert_eq!(doubts, 1, "the click stays in doubt");
        let ledger = Connection::open(stand.home.path().join("account/ledger.db")).unwrap();
        let sound: String = ledger.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
        assert_eq!(stand.count("SELECT count(*) FROM run WHERE ended_at IS NULL"), 0, "the run has its end");
        drop(ledger);
        stand.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_reaches_the_whole_group_and_the_driver_lives_on_to_finish() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=1000");
    let mut tool = stand.start();
    stand.until_clicked().await;
    let browsers = browsers_of(&stand.mark());
    assert!(browsers.iter().all(|process| process.group != tool.pid().as_raw()), "{}", list(&browsers));
    killpg(tool.pid(), Signal::SIGINT).unwrap();
    let done = tool.wait().await;
    assert_interrupted(&done, &stand);
    assert_eq!(done.people[0]["outcome"], "removed", "{done:?}");
    stand.assert_nothing_runs();
    stand.finish().await;
}

/// Guards against a browser's start that could not be interrupted: it may take a minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_while_the_browser_starts_ends_it_at_once() {
    let stand = Stand::new().await;
    let mut tool = stand.start();
    let record = stand.home.path().join("account/driver.json");
    while !record.exists() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let asked = Instant::now();
    tool.send(Signal::SIGTERM);
    let done = tool.wait().await;
    assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
    assert_interrupted(&done, &stand);
    assert_eq!(stand.site.state().page_views, 0);
    stand.assert_nothing_runs();
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_kill_9_the_next_start_ends_the_old_browser_before_it_looks() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=8000");
    let mut tool = stand.start();
    stand.until_clicked().await;
    // The keeper with it, as when a whole family of processes is killed: else it would end the browser at once.
    let keeper = keeper_of(tool.pid().as_raw());
    kill(Pid::from_raw(keeper[0].pid), Signal::SIGKILL).unwrap();
    tool.send(Signal::SIGKILL);
    let done = tool.wait().await;
    assert_eq!(done.status.signal(), Some(9));
    let old = browsers_of(&stand.mark());
    assert!(old.len() >= 2, "driver and browser outlive the program: {}", list(&old));

    stand.site.clear_faults();
    let views = stand.site.state().page_views;
    let mut again = stand.start();
    while stand.site.state().page_views == views {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let alive: Vec<Process> = old.into_iter().filter(Process::still_runs).collect();
    assert!(alive.is_empty(), "alive when the first page was asked for: {}", list(&alive));
    let done = again.wait().await;
    // The click may have been cut off: then that person is left to the next run.
    assert!(matches!(done.status.code(), Some(0 | 3)), "{done:?}\n{}", stand.said());
    stand.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_says_who_holds_the_account_and_ends_with_10_also_through_a_link() {
    let stand = Stand::new().await;
    let link = stand.home.path().join("the-same-account");
    std::os::unix::fs::symlink(stand.home.path().join("account"), &link).unwrap();
    stand.fault("dialog_late=1500");
    let mut tool = stand.start();
    stand.until_clicked().await;
    let views = stand.site.state().page_views;
    let second = Command::new(env!("CARGO_BIN_EXE_unlinked"))
        .args(["run", "roster.csv", "--site", stand.site.url(), "--no-limits", "--yes", "--json", "--state"])
        .arg(&link)
        .current_dir(stand.home.path())
        .env("HOME", stand.home.path())
        .env("XDG_CONFIG_HOME", stand.home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(second.status.code(), Some(10), "{said}");
    assert!(said.contains(&format!("process {}", tool.pid())), "{said}");
    assert!(said.contains("(unlinked run)") && said.contains("since 20"), "{said}");
    let told: Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!((&told["stopped_by"], &told["exit"]), (&Value::from("state"), &Value::from(10)), "{told}");
    assert_eq!(stand.site.state().page_views, views, "the second one opened no page");

    let done = tool.wait().await;
    assert_eq!(done.status.code(), Some(0), "the first one is not disturbed: {done:?}");
    stand.finish().await;
}
