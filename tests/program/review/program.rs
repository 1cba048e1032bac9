//! `unlinked review` as a user runs it: by keys from ticking to a finished run on the practice site, and through a crash.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use unlinked::practice::{Options, Site};

use super::given::{Given, small};
use super::{Browser, open};
use crate::testkit::eyes::browser::{authority, http};

fn unlinked(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unlinked"));
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("UNLINKED_") && name != "UNLINKED_TEST_MARK")
    {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env("XDG_STATE_HOME", folder.join("state"))
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("TZ", "Europe/Warsaw")
        .args(args);
    command
}

/// The program serving a review.
struct Serving {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Serving {
    fn start(folder: &Path, more: &[&str]) -> Serving {
        let mut args = vec!["review", "Connections.csv", "--json"];
        args.extend(more);
        let mut child = unlinked(folder, &args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let address = line
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_str)
            .find(|text| text.starts_with("http"));
        Serving { child, lines, address: address.unwrap().to_owned() }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_keys_alone_from_ticking_to_a_finished_run() {
    let site = Site::start(Options { people: 40, ..Options::default() }).await.unwrap();
    let host = authority(site.url());
    let request =
        format!("GET /practice/Connections.csv HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let (status, _, export) = http(&host, &request).await;
    assert_eq!(status, 200);
    let given = Given::new(&export);
    let state = site.state();
    let wanted: Vec<_> = state.people.iter().filter(|person| person.slug.is_ascii()).take(4).collect();

    let mut serving = Serving::start(given.folder(), &["--site", site.url()]);
    let browser = Browser::start().await;
    open(&browser, &serving.address).await;
    // Three are found by their names and companies and ticked, the fourth is kept.
    for (at, person) in wanted.iter().enumerate() {
        browser.press(&["/"]).await;
        browser.type_text(&format!("{} {}", person.roster_name, person.company)).await;
        browser.press(&["Enter", if at < 3 { " " } else { "k" }]).await;
        browser.press(&["/", "Escape", "Escape"]).await;
    }
    browser.until("document.getElementById('saved').textContent === 'Saved'").await;
    browser.press(&["Home"]).await;
    browser.tab_to("done").await;
    browser.press(&["Enter"]).await;
    browser.until("document.getElementById('ended').open").await;
    let next = browser.text("document.getElementById('ended-next').textContent").await;
    let ended: Value = serde_json::from_str(&serving.lines.next().unwrap().unwrap()).unwrap();
    assert_eq!((&ended["event"], &ended["chosen"], &ended["kept"]), (&"ended".into(), &3.into(), &1.into()));
    assert!(serving.child.wait().unwrap().success());
    browser.end().await;

    // The command that the page ends with, on the practice site and without its rehearsal.
    let mut command: Vec<&str> =
        next.split_whitespace().skip(1).filter(|word| *word != "--dry-run").collect();
    assert_eq!(command[0], "run", "{next}");
    command.extend(["--site", site.url(), "--no-limits", "--confirm", "3", "--json"]);
    let output = unlinked(given.folder(), &command).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}{}", String::from_utf8_lossy(&output.stderr));
    let mut removed: Vec<String> = site.state().removals.into_iter().map(|removal| removal.slug).collect();
    let mut expected: Vec<String> = wanted[..3].iter().map(|person| person.slug.clone()).collect();
    removed.sort();
    expected.sort();
    assert_eq!(removed, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_loses_nothing_that_was_told_as_saved() {
    let given = Given::new(&small());
    let browser = Browser::start().await;
    let mut serving = Serving::start(given.folder(), &[]);
    open(&browser, &serving.address).await;
    browser.press(&[" ", "ArrowDown", "3"]).await;
    browser.until("document.getElementById('saved').textContent === 'Saved'").await;
    // No warning, no chance to write anything more.
    serving.child.kill().unwrap();
    serving.child.wait().unwrap();
    assert_eq!(given.chosen(), ["anna-nowak", "jan-kowal"]);
    let left: Vec<_> =
        std::fs::read_dir(given.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".tmp")), "{left:?}");

    // What is ticked after the crash is not told as saved.
    browser.press(&["ArrowDown", " "]).await;
    browser.until("!document.getElementById('trouble').hidden").await;
    assert_eq!(browser.text("document.getElementById('saved').textContent").await, "Not saved");
    assert_eq!(given.chosen(), ["anna-nowak", "jan-kowal"]);

    // The next review goes on from there. (The page asks before it is left, since something is not saved.)
    browser.goto("about:blank").await;
    let serving = Serving::start(given.folder(), &[]);
    open(&browser, &serving.address).await;
    assert_eq!(browser.text("document.getElementById('counts').textContent").await, "2 chosen of 5 · 0 kept");
    browser.end().await;
}
