//! A real run that is watched: it pauses between two people, goes on, and stops, each within a second of the wish.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use unlinked::practice::{Options, Site};

use super::{Browser, Serving, open};
use crate::testkit::home::Home;

fn removed(site: &Site) -> usize {
    let state = site.state();
    assert_eq!(state.removed_twice(), Vec::<&str>::new());
    state.removals.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_pauses_goes_on_and_stops_as_its_page_is_asked() {
    let (home, site) =
        (Home::new(), Site::start(Options { people: 40, ..Options::default() }).await.unwrap());
    home.write("roster.csv", &site.roster_csv(30));
    let mut run = home
        .process(&["run", "roster.csv", "--site", site.url(), "--no-limits", "--confirm", "30", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while removed(&site) < 2 {
        assert!(started.elapsed() < Duration::from_secs(60), "nobody was removed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let serving = Serving::start(&home, &[]);
    let browser = Browser::start().await;
    open(&browser, &serving.address).await;
    browser.until("!document.getElementById('pause').disabled").await;
    browser.read("document.getElementById('pause').click()").await;
    let wished = Instant::now();
    browser.until("document.body.dataset.state === 'paused'").await;
    let paused_after = wished.elapsed();
    // Whoever is open is finished, and nobody is begun.
    browser.until("document.getElementById('doing').textContent === ''").await;
    let paused_at = removed(&site);
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(removed(&site), paused_at, "somebody was removed in a pause");
    assert!(paused_at < 30, "the run was done before it could pause");

    browser.read("document.getElementById('continue').click()").await;
    let wished = Instant::now();
    while removed(&site) == paused_at {
        assert!(wished.elapsed() < Duration::from_secs(30), "the run does not go on");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    browser.until("document.body.dataset.state === 'at work'").await;
    browser.read("document.getElementById('stop').click()").await;
    browser.read("document.getElementById('sure-stop').click()").await;
    let output = tokio::task::spawn_blocking(move || {
        let stdout = std::io::read_to_string(run.stdout.take().unwrap()).unwrap();
        let stderr = std::io::read_to_string(run.stderr.take().unwrap()).unwrap();
        (run.wait().unwrap().code(), stdout, stderr)
    });
    let (code, stdout, stderr) = output.await.unwrap();
    let summary: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    assert_eq!((code, &summary["stopped_by"]), (Some(130), &Value::from("interrupted")), "{stderr}");
    assert!(stderr.contains("paused by you"), "{stderr}");
    assert!(removed(&site) < 30, "it stopped before its end");
    assert_eq!(summary["outcomes"]["removed"], removed(&site));
    browser.until("document.getElementById('headline').textContent.includes('interrupted')").await;
    // On a machine at work a run may be in the middle of somebody.
    assert!(paused_after < Duration::from_secs(10), "{paused_after:?}");
    browser.end().await;
}
