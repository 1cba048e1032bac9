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
    for starts in 1.. {
        let done = start().wait().await;
        assert!(
            matches!(done.status.code(), Some(0 | 3)),
            "{route}, seed {seed}: {done:?}\n{}",
            stand.said()
        );
        if done.summary["left"] == 0 {
            break;
        }
        assert!(starts < STARTS, "{route}, seed {seed}: somebody is left for ever: {done:?}");
        // Whoever is still connected after two looks may be tried again by a later run.
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    let state = stand.site.state();
    assert_eq!(state.removed_twice(), Vec::<&str>::new(), "{route}, seed {seed}: a second removal");
    let ledger = Ledger::open_beside(&stand.home.path().join("account/ledger.db")).unwrap().unwrap();
    let parted = ledger.parted(&[Action::Remove]).unwrap();
    let roster: Vec<&str> = state.people.iter().take(PEOPLE).map(|person| person.slug.as_str()).collect();
    for removal in &state.removals {
        assert!(roster.contains(&removal.slug.as_str()), "{route}, seed {seed}: {removal:?}");
    }
    for slug in roster {
        let removed = state.removals.iter().any(|removal| removal.slug == slug);
        let told = parted.iter().find(|one| one.slug.as_ref().is_some_and(|own| own.as_str() == slug));
        let told = told
            .unwrap_or_else(|| panic!("{route}, seed {seed}: {slug} was clicked and is not in the way back"));
        // Two clicks that never reached the site, since the browser went with the program, are the user's to judge.
        let right = if removed { Outcome::Removed } else { Outcome::Unconfirmed };
        assert_eq!(told.outcome, right, "{route}, seed {seed}: {told:?}");
    }
    println!("{route}: {} of {PEOPLE} carried out", state.removals.len());
    assert!(
        !state.removals.is_empty(),
        "{route}, seed {seed}: no click reached the site, so that this proves nothing"
    );
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
