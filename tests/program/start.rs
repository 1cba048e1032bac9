//! `unlinked start` in a real terminal: the way from nothing to the first people removed, answered as a person would.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use unlinked::practice::{Options, Site};

use crate::testkit::home::Home;

const LIMIT: Duration = Duration::from_secs(200);

/// The question under a step, and under one that was done before.
const DO_IT: &str = "Enter: do it   s: skip   q: end here";
const DONE_BEFORE: &str = "Enter: skip   d: do it again   q: end here";

/// What was said, and how it ended.
pub(super) struct Talk {
    pub(super) said: String,
    pub(super) code: i32,
    took: Duration,
}

/// Runs the program in a terminal; each answer is typed when its question stands there, in their order.
pub(super) fn talk(home: &Home, settings: &[(&str, &str)], args: &[&str], answers: &[(&str, &str)]) -> Talk {
    let quoted: Vec<String> = args.iter().map(|arg| format!("'{arg}'")).collect();
    let program = env!("CARGO_BIN_EXE_unlinked");
    let line = format!("stty cols 100 rows 60; exec '{program}' {}", quoted.join(" "));
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"])
        .current_dir(home.path())
        .env("NO_COLOR", "1")
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut keyboard, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let started = Instant::now();
    let (heard, hear) = mpsc::channel();
    std::thread::spawn(move || {
        let mut part = [0; 4096];
        while let Ok(read) = output.read(&mut part)
            && read > 0
            && heard.send(part[..read].to_vec()).is_ok()
        {}
    });
    let (mut said, mut read_to) = (String::new(), 0);
    let mut answers = answers.iter().peekable();
    loop {
        let left = LIMIT.saturating_sub(started.elapsed());
        match hear.recv_timeout(left) {
            Ok(part) => said.push_str(&String::from_utf8_lossy(&part)),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let _ = child.kill();
                panic!("it goes on for too long; not asked yet: {:?}\n{said}", answers.peek());
            }
        }
        while let Some((question, answer)) = answers.peek() {
            let Some(at) = said[read_to..].find(question) else { break };
            read_to += at + question.len();
            keyboard.write_all(format!("{answer}\n").as_bytes()).unwrap();
            answers.next();
        }
    }
    let unasked: Vec<_> = answers.collect();
    assert!(unasked.is_empty(), "never asked: {unasked:?}\n{said}");
    Talk { said, code: child.wait().unwrap().code().unwrap(), took: started.elapsed() }
}

/// No line of a text says the first without the second before it.
fn in_order(text: &str, parts: &[&str]) {
    let mut at = 0;
    for part in parts {
        let found =
            text[at..].find(part).unwrap_or_else(|| panic!("`{part}` does not come in its place:\n{text}"));
        at += found + part.len();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_command_leads_on_a_practice_site_from_nothing_to_five_removed() {
    let home = Home::new();
    let answers = [
        // This machine, sign in.
        (DO_IT, ""),
        (DO_IT, ""),
        ("r: choose by rules   q: end here", "r"),
        ("Of which company?", ""),
        ("Connected before which day?", "2040-01-01"),
        // Somebody must stay.
        ("Enter: go on   q: end here", "Martha Quill"),
        ("Enter: go on   q: end here", ""),
        // The rehearsal, its report, the removal.
        (DO_IT, ""),
        (DO_IT, ""),
        (DO_IT, ""),
        ("Type \"yes\"", "yes"),
        // The rest is for another day.
        (DO_IT, "q"),
    ];
    let talk = talk(&home, &[], &["start", "--practice"], &answers);
    println!("from nothing to five removed: {:?}", talk.took);
    assert_eq!(talk.code, 0, "{}", talk.said);
    in_order(
        &talk.said,
        &[
            "1 of 9  This machine",
            "unlinked doctor",
            "2 of 9  Sign in",
            "unlinked login --check",
            "Choose people",
            "unlinked review",
            "People who must stay",
            "kept from now on",
            "Rehearse five",
            "--dry-run --sample 5",
            "rehearsed  5",
            "Look at the report",
            "report.html",
            "Remove five",
            "--limit 5",
            "removed  5",
            "Go on by itself",
            "Ended.",
        ],
    );
    let left: Vec<_> =
        std::fs::read_dir(home.state()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("practice-")), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_begins_again_at_the_top_and_tells_what_was_done_before() {
    let home = Home::new();
    let site = Site::start(Options { people: 12, ..Options::default() }).await.unwrap();
    home.write("Pobrane/Connections.csv", &site.connections_csv());
    home.write("config/user-dirs.dirs", "XDG_DOWNLOAD_DIR=\"$HOME/Pobrane\"\n");
    home.write("keep.csv", "Martha Quill\n");
    let settings = [
        ("UNLINKED_PACE_BETWEEN_PEOPLE_MIN", "1s"),
        ("UNLINKED_PACE_BETWEEN_PEOPLE_MAX", "1s"),
        ("UNLINKED_CALENDAR_DAYS", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
        ("UNLINKED_CALENDAR_HOURS", "00:00-24:00"),
    ];
    let args = ["start", "--site", site.url()];
    let answers = [
        (DO_IT, "s"),
        // The zone: another one, written after it was shown.
        ("America/New_York   q: end here", "Mars/Olympus"),
        ("America/New_York   q: end here", "Europe/Lisbon"),
        ("Enter: write it   s: leave it", ""),
        // No window can be opened here.
        (DO_IT, "s"),
        ("a file's path   s: skip   q: end here", ""),
        ("r: choose by rules   q: end here", "r"),
        ("Of which company?", ""),
        ("Connected before which day?", "2040-01-01"),
        // The keep list goes into the account.
        (DO_IT, ""),
        (DO_IT, ""),
        (DO_IT, "q"),
    ];
    let first = talk(&home, &settings, &args, &answers);
    assert_eq!(first.code, 0, "{}", first.said);
    in_order(
        &first.said,
        &[
            "3 of 10",
            "4 of 10  Your connections",
            "Pobrane/Connections.csv",
            "keep add --from keep.csv",
            "1 line of keep.csv on the account's own keep list: 1 new, 0 there before.",
            "Rehearse five",
            "It takes about",
            "rehearsed  5",
        ],
    );
    assert!(first.said.contains("`Mars/Olympus` is no time zone"), "{}", first.said);
    let config = std::fs::read_to_string(home.path().join("config/unlinked/config.toml")).unwrap();
    assert_eq!(config, "[calendar]\ntime_zone = \"Europe/Lisbon\"\n");

    let answers = [
        (DO_IT, "s"),
        ("America/New_York   q: end here", ""),
        (DONE_BEFORE, ""),
        ("a file's path   s: skip   q: end here", "1"),
        ("r: choose by rules   q: end here", ""),
        (DONE_BEFORE, ""),
        (DONE_BEFORE, ""),
        (DO_IT, "q"),
    ];
    let second = talk(&home, &settings, &args, &answers);
    assert_eq!(second.code, 0, "{}", second.said);
    in_order(
        &second.said,
        &[
            "It is Europe/Lisbon.",
            "signed in before",
            "from before",
            "all lines of keep.csv are on it",
            "did so before",
        ],
    );
}

#[test]
fn without_a_terminal_the_steps_are_told_and_nothing_is_started() {
    let home = Home::new();
    let (code, out, err) = home.run(&["start"]);
    assert_eq!((code, out.as_str()), (2, ""));
    for part in [
        "nobody can be asked",
        "unlinked doctor",
        "unlinked login",
        "unlinked review",
        "--dry-run --sample 5",
    ] {
        assert!(err.contains(part), "{err}");
    }
    assert!(!home.state().exists());
}
