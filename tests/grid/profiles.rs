//! The browser's profile on the browser's machine: a sign-in outlives the session, the node, and the account's next run.

use std::path::Path;
use std::time::Duration;

use unlinked::browser::{BrowserOptions, Session, StartError};
use unlinked::practice::{Options, Site};
use url::Url;

use crate::removal::options;
use crate::server::{Grid, is_installed};
use crate::work::Work;

const LIMIT: Duration = Duration::from_secs(20);

fn on_profile(grid: &Grid, profile: &Path) -> BrowserOptions {
    BrowserOptions { profile_dir: Some(profile.to_owned()), ..options(&grid.url) }
}

/// Signs in by the practice site's form, in a browser of the Grid.
async fn sign_in(session: &Session, site: &Site) {
    let site = Url::parse(site.url()).unwrap();
    assert!(session.goto(&site.join("/login").unwrap()).await.is_done());
    let fill = "const form = document.querySelector('form'); form.session_key.value = 'someone'; \
                form.session_password.value = 'practice'; form.submit()";
    assert!(session.script(fill, Vec::new(), LIMIT).await.is_done());
    let shown = "return location.pathname";
    for _ in 0..200 {
        let path = session.script(shown, Vec::new(), LIMIT).await.done().unwrap_or_default();
        if path == "/feed/" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the sign-in did not lead to the feed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_survives_a_restart_and_a_change_of_node_and_a_profile_has_one_session() {
    if !is_installed() {
        return;
    }
    let grid = Grid::start("hub", &["--sessions", "1", "--session-timeout", "10"]);
    let required = Options { people: 12, require_sign_in: true, ..Options::default() };
    let profile = tempfile::tempdir().unwrap();
    let section = format!(
        "profile_dir = \"{}\"\nsession_timeout = \"10s\"\ncommand_timeout = \"10s\"",
        profile.path().display()
    );
    let work = Work::on(required, &grid.url, &section, 2).await;

    // Without a sign-in nothing is done.
    let ran = work.run(&[]).await;
    assert_eq!(ran.exit, 5, "{}", ran.summary);

    let folder = tempfile::tempdir().unwrap();
    let session =
        Session::start(on_profile(&grid, profile.path()), &folder.path().join("driver.json")).await.unwrap();
    sign_in(&session, &work.site).await;

    // Meanwhile the profile is taken: the run is told which session has it, and does not touch its lock.
    let ran = work.run(&[]).await;
    assert_eq!(ran.exit, 9, "{}", ran.summary);
    assert!(ran.summary["detail"].as_str().unwrap().contains(session.session_id()), "{}", ran.summary);
    assert!(session.is_alive().await, "the session that has the profile goes on");
    let second = folder.path().join("second.json");
    let taken = Session::start(on_profile(&grid, profile.path()), &second).await.unwrap_err();
    assert!(matches!(taken, StartError::ProfileInUseOnServer { .. }), "{taken}");
    assert!(session.end().await.browser_quit, "the browser was asked to quit, which saves its cookies");

    // A restart: another session, the same person.
    let ran = work.run(&["--limit", "1"]).await;
    assert_eq!(ran.outcomes(), ["removed"], "{}{}", ran.summary, ran.stderr);

    // A node dies with the profile open. The other one gets the folder, lock and all.
    let session =
        Session::start(on_profile(&grid, profile.path()), &folder.path().join("driver.json")).await.unwrap();
    assert!(session.is_alive().await);
    let nodes = grid.busy_nodes();
    assert_eq!(nodes.len(), 1);
    grid.kill_node(nodes[0]);
    assert!(std::fs::symlink_metadata(profile.path().join("SingletonLock")).is_ok(), "a stale lock is left");
    drop(session);
    let ran = work.run(&[]).await;
    assert_eq!((ran.exit, ran.outcomes()), (0, vec!["removed".to_owned()]), "{}{}", ran.summary, ran.stderr);
    assert_eq!(work.account(2).len(), 2);
}
