//! After a browser of ours has ended, none of its processes is left, not even a dead one that nobody asks for: the first
//! process of many containers does not, and a run of months would fill the process table.
//!
//! This program adopts orphans, so that whatever the tool leaves behind comes to it and is seen, whoever the machine's first
//! process is.

#![cfg(target_os = "linux")]

use std::process::Command;
use std::time::{Duration, Instant};

use crate::testkit::processes::{MARK, browsers_of, list, zombies_of_this_process};
use nix::sys::prctl::{get_child_subreaper, set_child_subreaper};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use unlinked::browser::{BrowserOptions, Session};

/// One test, since all of this is about the process as a whole.
#[test]
fn nothing_of_a_browser_is_left_not_even_a_zombie() {
    a_session_leaves_none();
    set_child_subreaper(true).unwrap();
    the_demo_leaves_none();
}

/// However the browser ends, and without being a subreaper for longer than a driver runs.
fn a_session_leaves_none() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for ending in ["in order", "dropped", "the browser is killed", "the driver is killed"] {
            let folder = tempfile::tempdir().unwrap();
            let options = BrowserOptions {
                profile_dir: Some(folder.path().join("profile")),
                ..BrowserOptions::default()
            };
            let session = Session::start(options, &folder.path().join("driver.json")).await.unwrap();
            assert!(get_child_subreaper().unwrap(), "orphans of the browser come to us while it runs");
            let killed = match ending {
                "the browser is killed" => session.browser_pid(),
                "the driver is killed" => session.driver_pid(),
                _ => None,
            };
            if let Some(pid) = killed {
                kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
            }
            if ending == "dropped" {
                drop(session);
            } else {
                assert!(session.end().await.gone.is_all());
            }
            let left = zombies_of_this_process();
            assert!(left.is_empty(), "{ending}: {}", list(&left));
            assert!(!get_child_subreaper().unwrap(), "{ending}: nobody else's orphans come to us afterwards");
        }
    });
}

fn the_demo_leaves_none() {
    let home = tempfile::tempdir().unwrap();
    let mark = home.path().display().to_string();
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_unlinked"))
        .args(["demo", "--state"])
        .arg(home.path().join("demo"))
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .env(MARK, &mark)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(started.elapsed() < Duration::from_secs(120));
    let alive = browsers_of(&mark);
    assert!(alive.is_empty(), "alive: {}", list(&alive));
    let dead = zombies_of_this_process();
    assert!(dead.is_empty(), "dead and never asked for: {}", list(&dead));
}
