//! The browser ends with the tool after every way out, also one that no program can catch: a signed-in browser that lives on could
//! be taken by anybody on the machine.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::testkit::processes::{MARK, Process, all_of, keeper_of, list};
use crate::testkit::stand::Stand;

/// What the issue allows.
const SOON: Duration = Duration::from_secs(2);

/// Those that the default disposition of a signal ends without a word, and the one that nobody can catch.
const WAYS: [Signal; 4] = [Signal::SIGKILL, Signal::SIGQUIT, Signal::SIGUSR1, Signal::SIGALRM];

fn wait_until_gone(what: &str, of: impl Fn() -> Vec<Process>) -> Duration {
    let from = Instant::now();
    loop {
        let left = of();
        if left.is_empty() {
            return from.elapsed();
        }
        assert!(from.elapsed() < SOON, "{what}: still there: {}", list(&left));
        std::thread::sleep(Duration::from_millis(10));
    }
}

async fn nothing_outlives_the_tool(browser: &str) {
    for signal in WAYS {
        let stand = Stand::new().await;
        stand.fault("dialog_late=8000");
        std::fs::create_dir_all(stand.home.path().join("unlinked")).unwrap();
        std::fs::write(
            stand.home.path().join("unlinked/config.toml"),
            format!("[webdriver]\nbrowser = \"{browser}\"\n"),
        )
        .unwrap();
        let mut tool = stand.start();
        stand.until_clicked().await;
        let before = all_of(&stand.mark(), tool.pid().as_raw());
        assert!(before.len() >= 2, "a driver and a browser: {}", list(&before));
        let keepers = keeper_of(tool.pid().as_raw());
        assert_eq!(keepers.len(), 1, "{}", list(&keepers));
        tool.send(signal);
        let done = tool.wait().await;
        assert!(!done.status.success());
        let what = format!("{browser}, {signal}");
        let took = wait_until_gone(&what, || {
            before.iter().chain(&keepers).filter(|one| one.still_runs()).cloned().collect()
        });
        println!("{what}: all gone after {} ms", took.as_millis());
        let from = Instant::now();
        while !stand.left_in_passing().is_empty() && from.elapsed() < SOON {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(stand.left_in_passing().is_empty(), "{what}: left behind: {:?}", stand.left_in_passing());
        let late = all_of(&stand.mark(), tool.pid().as_raw());
        assert!(late.is_empty(), "{what}: {}", list(&late));
        if signal == Signal::SIGKILL && browser == "chromium" {
            stand.finish().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_ends_with_the_tool_after_kill_9_and_signals_that_nobody_catches() {
    nothing_outlives_the_tool("chromium").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_ends_with_the_tool_although_it_outlives_its_driver() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    if !(has("geckodriver") && (has("firefox") || has("firefox-esr"))) {
        assert!(std::env::var("UNLINKED_TEST_FIREFOX").is_err(), "Firefox or geckodriver is missing");
        println!("SKIPPED: no Firefox with geckodriver here");
        return;
    }
    nothing_outlives_the_tool("firefox").await;
}

/// systemd and `docker stop` send to every process of a family at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_keeper_does_not_go_before_the_tool() {
    let stand = Stand::new().await;
    stand.fault("dialog_late=1500");
    let mut tool = stand.start();
    stand.until_clicked().await;
    let keepers = keeper_of(tool.pid().as_raw());
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP, Signal::SIGQUIT, Signal::SIGUSR1] {
        kill(Pid::from_raw(keepers[0].pid), signal).unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(keepers[0].still_runs());
    tool.send(Signal::SIGTERM);
    assert_eq!(tool.wait().await.status.code(), Some(130));
    wait_until_gone("the keeper", || keepers.iter().filter(|one| one.still_runs()).cloned().collect());
    stand.assert_nothing_runs();
    stand.finish().await;
}

/// The window in which a person signs in holds the session as well.
#[tokio::test(flavor = "multi_thread")]
async fn the_plain_window_of_a_sign_in_ends_with_the_tool() {
    let stand = Stand::new().await;
    let home = stand.home.path();
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap();
    // A window needs a screen; one without any is a window all the same.
    let program = home.join("window.sh");
    std::fs::write(
        &program,
        format!("#!/bin/sh\nexec {chromium} --headless --remote-debugging-port=0 \"$@\"\n"),
    )
    .unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for signal in WAYS {
        let mut login = Command::new(env!("CARGO_BIN_EXE_unlinked"))
            .args(["login", "--site", stand.site.url(), "--state"])
            .arg(home.join("account"))
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("DISPLAY", ":none")
            .env("UNLINKED_WEBDRIVER_BINARY", &program)
            .env(MARK, stand.mark())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(home.join("said.txt")).unwrap())
            .spawn()
            .unwrap();
        let pid = login.id().cast_signed();
        let deadline = Instant::now() + Duration::from_secs(60);
        // The main process and at least a helper of it.
        while all_of(&stand.mark(), pid).iter().filter(|one| one.name.starts_with("chrom")).count() < 3 {
            assert!(Instant::now() < deadline, "no window opens: {}", stand.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let before = all_of(&stand.mark(), pid);
        kill(Pid::from_raw(pid), signal).unwrap();
        login.wait().unwrap();
        let took = wait_until_gone(&format!("the window, {signal}"), || {
            // With what the browser had only begun to start when it was looked at.
            let late = all_of(&stand.mark(), pid);
            before.iter().chain(&late).filter(|one| one.still_runs()).cloned().collect()
        });
        println!("the window, {signal}: all gone after {} ms", took.as_millis());
    }
    stand.site.stop().await;
}
