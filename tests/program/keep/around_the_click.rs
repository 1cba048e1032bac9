//! The keep list is changed in the moments around the click, in a real Chromium: between the confirmation and the first page, while
//! the menu comes, while the dialog comes. Whoever the list protects by then is not removed, and a list that has lost something stops
//! the run. The moments come from a seed, which each failure prints.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use unlinked::practice::{Options, Site};

use super::{Home, home_with, removed};

const SEED: u64 = 20_261_129;

/// When the file is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// Once the site was asked for a first page: the run was confirmed before.
    Confirmed,
    /// Once the person's own page was asked for, so many ms later: while the menu is opened and the item found.
    Menu(u64),
    /// Once the item was clicked, which the trace says: while the dialog comes.
    Dialog,
}

/// What becomes of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    /// A line for this person is added.
    Adds,
    /// The line of somebody else goes.
    Loses,
    Emptied,
    Gone,
}

fn start(home: &Home, site: &Site) -> Child {
    let args =
        ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes", "--json", "--keep", "keep.txt"];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_unlinked"));
    command
        .args(args)
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it never came: {what}");
}

/// Whether the ledger holds an intent: the item at the point of no return is clicked right after it.
fn has_intent(ledger: &Path) -> bool {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let Ok(conn) = rusqlite::Connection::open_with_flags(ledger, flags) else { return false };
    let clicked = "SELECT 1 FROM attempt WHERE clicked_at IS NOT NULL LIMIT 1";
    conn.query_row(clicked, [], |_| Ok(())).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_between_confirmation_menu_dialog_and_click_remove_nobody_who_is_protected() {
    let mut dice = fastrand::Rng::with_seed(SEED);
    let edits = [Edit::Adds, Edit::Loses, Edit::Emptied, Edit::Gone];
    let mut rounds: Vec<(Moment, Edit)> = Vec::new();
    for edit in edits {
        rounds.push((Moment::Confirmed, edit));
        rounds.extend((0..2).map(|_| (Moment::Menu(dice.u64(0..900)), edit)));
        rounds.push((Moment::Dialog, edit));
    }
    let (mut stopped, mut kept, mut came_too_late) = (0, 0, 0);
    for (round, (moment, edit)) in rounds.iter().copied().enumerate() {
        let site = Site::start(Options { people: 12, ..Options::default() }).await.unwrap();
        // The menu and the dialog take their time, so that there is a moment before each click.
        let faults = ["menu_late=700", "dialog_aria", "dialog_late=1500"];
        site.set_faults(faults.iter().map(|fault| fault.parse().unwrap()).collect());
        let (home, people) = home_with(&site, 1);
        let (slug, name) = &people[0];
        let keep = home.write("keep.txt", "somebody-else\n");
        let ledger = home.state().join("ledger.db");
        let child = start(&home, &site);
        match moment {
            Moment::Confirmed => until("a page", || site.state().page_views > 0).await,
            Moment::Menu(ms) => {
                let own = format!("/in/{slug}");
                until("their page", || site.requests().iter().any(|asked| asked.path.starts_with(&own)))
                    .await;
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            Moment::Dialog => until("the click at the item", || has_intent(&ledger)).await,
        }
        match edit {
            Edit::Adds => std::fs::write(&keep, format!("somebody-else\n{name}\n")).unwrap(),
            Edit::Loses => std::fs::write(&keep, "nobody-at-all\n").unwrap(),
            Edit::Emptied => std::fs::write(&keep, "").unwrap(),
            Edit::Gone => std::fs::remove_file(&keep).unwrap(),
        }
        let in_time = removed(&site).is_empty();
        let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let code = output.status.code();
        let what = format!("seed {SEED}, round {round}, {moment:?}, {edit:?}: {code:?}\n{told}");
        // A menu that was quicker than the dice: the item was clicked and its dialog confirmed before the file changed.
        if !in_time {
            came_too_late += 1;
            continue;
        }
        assert!(removed(&site).is_empty(), "{what}");
        let last: serde_json::Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
        if edit == Edit::Adds {
            assert_eq!(code, Some(0), "{what}");
            assert!(told.contains("\"outcome\":\"kept\""), "{what}");
            kept += 1;
        } else {
            assert_eq!((code, last["stopped_by"].as_str()), (Some(11), Some("protection")), "{what}");
            stopped += 1;
        }
    }
    println!("{} rounds: {kept} kept, {stopped} stopped, {came_too_late} changed too late", rounds.len());
    assert!(kept >= 3 && stopped >= 9, "too few moments were met: {kept}, {stopped}, {came_too_late}");
}
