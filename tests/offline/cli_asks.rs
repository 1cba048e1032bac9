//! The question before a run, put in a real terminal.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::testkit::home::{Home, bare_practice_site, flat};

/// Runs the program in a terminal of its own (util-linux's `script`), types `answer`, and gives exit code and screen.
fn in_a_terminal(home: &Home, args: &str, answer: &str) -> (i32, String) {
    let program = format!("{} {args}", env!("CARGO_BIN_EXE_unlinked"));
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &program, "/dev/null"])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn anything_but_a_yes_starts_nothing() {
    let home = Home::new();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill,Martha Quill\n");
    for answer in ["no\n", "\n", "maybe\n"] {
        let run = format!("run roster.csv --site {} --no-limits", bare_practice_site());
        let (code, screen) = in_a_terminal(&home, &run, answer);
        let screen = flat(&screen);
        assert_eq!(code, 2, "{answer:?}: {screen}");
        assert!(screen.contains("Remove 1 person? Type \"yes\" to start:"), "{screen}");
        assert!(screen.contains("cannot be undone"), "{screen}");
        assert!(screen.contains("Nothing was started."), "{screen}");
    }
    assert!(!home.state().join("driver.json").exists(), "a browser was started");
}

#[test]
fn resume_says_what_happened_and_lifts_a_halt_only_for_a_yes() {
    use unlinked::domain::{StopSign, UnixMs};
    use unlinked::ledger::Ledger;
    let home = Home::new();
    std::fs::create_dir_all(home.state()).unwrap();
    let now = UnixMs(1_795_428_000_000);
    let ledger = Ledger::open(&home.state().join("ledger.db"), now).unwrap();
    ledger.set_halt(None, StopSign::Challenge, "text: a security check came up", now).unwrap();
    for answer in ["no\n", "\n"] {
        let (code, screen) = in_a_terminal(&home, "resume", answer);
        let screen = flat(&screen);
        assert_eq!(code, 2, "{screen}");
        assert!(screen.contains("a security check came up") && screen.contains("Did you look"), "{screen}");
        assert!(ledger.halt().unwrap().is_some(), "{answer:?} lifted it");
    }
    let (code, screen) = in_a_terminal(&home, "resume", "yes\n");
    assert_eq!(code, 0, "{screen}");
    assert!(flat(&screen).contains("The limits begin anew"), "{screen}");
    assert!(ledger.halt().unwrap().is_none());
}
