//! Removals over a Grid, the phone layout, a full Grid, and a Grid that drops an idle session.

use std::time::{Duration, Instant};

use serde_json::json;
use unlinked::browser::{BrowserOptions, Session};
use unlinked::domain::Surface;
use unlinked::practice::{Options, Site};
use url::Url;

use crate::server::{Grid, file_with, is_installed, until};
use crate::work::Work;

const LIMIT: Duration = Duration::from_secs(20);

/// Options for a session on the Grid.
pub fn options(url: &str) -> BrowserOptions {
    let root = nix::unistd::geteuid().is_root();
    BrowserOptions {
        url: Some(url.parse().unwrap()),
        args: root.then(|| "--no-sandbox".to_owned()).into_iter().collect(),
        ..BrowserOptions::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_removed_over_a_grid_and_its_password_is_told_to_nobody() {
    if !is_installed() {
        return;
    }
    let grid = Grid::start("standalone", &["--login", "robot:hush-hush-42"]);
    let work = Work::new(&grid.url_with("robot:not-the-word"), "", 3).await;

    // The wrong word is refused with a sentence that does not repeat it.
    let ran = work.run(&[]).await;
    assert_eq!(ran.exit, 9, "{}", ran.summary);
    let detail = ran.summary["detail"].as_str().unwrap();
    assert!(detail.contains("user name and password") && !detail.contains("not-the-word"), "{detail}");

    work.config(&format!("{}/wd/hub", grid.url_with("robot:hush-hush-42")), "", "");
    let ran = work.run(&["-vvv"]).await;
    assert_eq!((ran.exit, ran.outcomes()), (0, vec!["removed".to_owned(); 3]), "{}", ran.stderr);
    assert_eq!(work.account(3).len(), 3);
    assert!(grid.busy_nodes().is_empty(), "the session is ended with the run");
    let secrets = ["hush-hush-42", "robot:"];
    for secret in secrets {
        assert!(!ran.stderr.contains(secret), "{}", ran.stderr);
        assert!(!ran.summary.to_string().contains(secret));
        assert_eq!(file_with(&work.home.state(), secret.as_bytes()), None, "in the state folder");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_layout_reaches_the_browser_through_a_grid() {
    if !is_installed() {
        return;
    }
    let grid = Grid::start("standalone", &[]);
    let site = Site::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let phone = BrowserOptions { surface: Surface::Mobile, ..options(&grid.url) };
    let session = Session::start(phone, &folder.path().join("driver.json")).await.unwrap();
    assert!(session.goto(&Url::parse(site.url()).unwrap()).await.is_done());
    let script = "return [innerWidth, navigator.maxTouchPoints > 0, matchMedia('(pointer: coarse)').matches, \
                  navigator.userAgentData.mobile, navigator.webdriver]";
    let seen = session.script(script, Vec::new(), LIMIT).await.done().unwrap();
    assert_eq!(seen, json!([390, true, true, true, true]), "the phone layout, and no disguise");
    assert!(session.end().await.gone.is_all());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_waits_for_a_free_slot_and_says_so_when_it_gets_none() {
    if !is_installed() {
        return;
    }
    let grid = Grid::start("standalone", &["--sessions", "1", "--queue-timeout", "12"]);
    let folder = tempfile::tempdir().unwrap();
    let holder = Session::start(options(&grid.url), &folder.path().join("driver.json")).await.unwrap();
    let work = Work::new(&grid.url, "", 1).await;

    // The Grid gives up first, with an answer: nothing of ours is left in its queue.
    let ran = work.run(&[]).await;
    assert_eq!(ran.exit, 9, "{}", ran.summary);
    println!("a full Grid: {}", ran.summary["detail"]);
    assert!(!work.home.state().join("driver.json").exists(), "no session can be there, so none is on record");
    assert_eq!(work.removals(), 0);

    // A slot that becomes free in time is taken.
    let started = Instant::now();
    let child = work.start(&[]);
    until("the run asks for a session", || work.home.state().join("driver.json").exists());
    assert!(holder.end().await.gone.is_all());
    let ran = work.end(child).await;
    assert_eq!((ran.exit, ran.outcomes()), (0, vec!["removed".to_owned()]), "{}", ran.stderr);
    println!("a freed slot was taken {} ms after the run began", started.elapsed().as_millis());
    assert_eq!(work.account(1).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_grid_drops_for_idleness_is_opened_anew_and_nobody_is_removed_twice() {
    if !is_installed() {
        return;
    }
    // The run believes in the usual 300 s and waits 24 s between people, from one beginning to the next; the Grid drops after 5.
    let grid = Grid::start("standalone", &["--session-timeout", "5"]);
    let work = Work::new(&grid.url, "", 2).await;
    work.config(
        &grid.url,
        "",
        "[pace]\nbetween_people_min = \"24s\"\nbetween_people_max = \"24s\"\n[calendar]\ntime_zone = \"UTC\"",
    );
    let ran = work.run(&["--now"]).await;
    assert_eq!((ran.exit, ran.outcomes()), (0, vec!["removed".to_owned(); 2]), "{}", ran.stderr);
    assert!(ran.stderr.contains("the browser was lost"), "the session was dropped: {}", ran.stderr);
    println!("dropped by the Grid's time-out: the session, once");
    assert_eq!(work.account(2).len(), 2);
}
