//! A site that carries a click out late, with a `kill -9` in between: on every route, nobody is removed a second time, nobody whom we
//! removed is told otherwise, and the way back lists them all. What takes up to 90 s is played in virtual time
//! (`offline::virtual_run`); this is the product as a whole, with real browsers.

use std::time::{Duration, Instant};

use crate::testkit::stand::{PEOPLE, Stand, Tool};
use nix::sys::signal::Signal;
use unlinked::domain::{Action, Outcome};
use unlinked::ledger::Ledger;

/// How long the site may take, in milliseconds; less than the two looks are apart.
const LATE: std::ops::Range<u64> = 500..6000;

const CONFIG: &str = "[engine]\nsettle_after = \"8s\"\nretry_after = \"10s\"\n";

/// How often the program is started again until nobody is left.
const STARTS: usize = 8;

async fn on_route(route: &str) {
    let seed =
        std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("{route}: SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let stand = Stand::new().await;
    std::fs::create_dir_all(stand.home.path().join("unlinked")).unwrap();
    std::fs::write(stand.home.path().join("unlinked/config.toml"), CONFIG).unwrap();
    let start = || stand.start_with(&["--no-limits", "--route", route]);
    for _ in 0..PEOPLE {
        let late = random.u64(LATE);
        stand.site.clear_faults();
        stand.fault(&format!("remove_slow={late}"));
        let mut tool = start();
        killed_after_the_confirming_click(&stand, &mut tool).await;
    }
    // What the site has taken stays late; it carries it out while the next start looks.
    let mut last = None;
    for _ in 0..STARTS {
        let done = start().wait().await;
        last = done.status.code();
        if last == Some(0) {
            break;
        }
        assert_eq!(last, Some(3), "{route}, seed {seed}: {done:?}\n{}", stand.said());
        // Whoever is still connected after two looks may be tried again by a later run.
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    assert_eq!(last, Some(0), "{route}, seed {seed}: somebody is left\n{}", stand.said());
    let state = stand.site.state();
    let mut removed: Vec<&str> = state.removals.iter().map(|removal| removal.slug.as_str()).collect();
    removed.sort_unstable();
    let mut roster: Vec<&str> = state.people.iter().take(PEOPLE).map(|person| person.slug.as_str()).collect();
    roster.sort_unstable();
    assert_eq!(removed, roster, "{route}, seed {seed}: each once, and nobody else");
    let ledger = Ledger::open_beside(&stand.home.path().join("account/ledger.db")).unwrap().unwrap();
    let mut back: Vec<String> = ledger
        .parted(&[Action::Remove])
        .unwrap()
        .into_iter()
        .inspect(|one| assert_eq!(one.outcome, Outcome::Removed, "{route}, seed {seed}: {one:?}"))
        .filter_map(|one| one.slug.map(|slug| slug.as_str().to_owned()))
        .collect();
    back.sort_unstable();
    assert_eq!(back, roster, "{route}, seed {seed}: the way back");
    stand.assert_nothing_runs();
    stand.site.stop().await;
}

/// Runs until the dialog's button was clicked, and kills the program at that moment. A run that only looks at those of before, and ends,
/// is as good.
async fn killed_after_the_confirming_click(stand: &Stand, tool: &mut Tool) {
    let sql = "SELECT count(*) FROM attempt WHERE confirm_clicked_at IS NOT NULL";
    let before = stand.count(sql);
    let deadline = Instant::now() + Duration::from_secs(90);
    while stand.count(sql) == before {
        if tool.child.try_wait().unwrap().is_some() {
            return;
        }
        assert!(Instant::now() < deadline, "no click comes: {}", stand.said());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tool.send(Signal::SIGKILL);
    tool.wait().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_removal_is_the_clicks_own_on_the_route_by_profile() {
    on_route("profile").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_removal_is_the_clicks_own_on_the_route_by_search() {
    on_route("search").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_removal_is_the_clicks_own_on_the_route_by_connections() {
    on_route("connections").await;
}
