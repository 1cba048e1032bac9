//! What a run looks like in a real terminal: `script` gives it one, and a terminal of the test's own reads what is drawn.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::testkit::home::Home;
use unlinked::practice::{Options, Site};

const LIMIT: Duration = Duration::from_secs(120);

/// So many lines that nothing is ever scrolled out of sight.
pub(super) const LINES: u16 = 300;

/// What was seen.
pub(super) struct Seen {
    /// The screen after each piece of output, where it changed.
    frames: Vec<String>,
    /// The screen at the end.
    last: String,
    /// Everything that was written, with its control sequences.
    pub(super) raw: String,
    pub(super) code: i32,
}

impl Seen {
    /// The lines of bars, in the order in which they were first seen.
    fn bars(&self) -> Vec<&str> {
        let mut bars: Vec<&str> = Vec::new();
        for line in self.frames.iter().flat_map(|frame| frame.lines()).filter(|line| is_bar(line)) {
            if !bars.contains(&line) {
                bars.push(line);
            }
        }
        bars
    }

    fn saw(&self, text: &str) -> bool {
        self.frames.iter().any(|frame| frame.contains(text))
    }
}

fn is_bar(line: &str) -> bool {
    line.starts_with(['━', '─'])
}

/// Runs the program in a terminal of so many columns. When `when` is seen, `keys` are typed, once.
pub(super) fn in_terminal(
    home: &Home,
    columns: u16,
    settings: &[(&str, &str)],
    args: &[&str],
    keys: Option<(&str, &[u8])>,
) -> Seen {
    let quoted: Vec<String> = args.iter().map(|arg| format!("'{arg}'")).collect();
    let line = format!(
        "stty cols {columns} rows {LINES}; exec '{}' {}",
        env!("CARGO_BIN_EXE_unlinked"),
        quoted.join(" ")
    );
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"])
        .current_dir(home.path())
        .env_remove("NO_COLOR")
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("TZ", "Europe/Warsaw")
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut typed, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let started = Instant::now();
    let mut keys = keys;
    let mut screen = vt100::Parser::new(size(LINES), size(columns), 0);
    let (mut frames, mut raw, mut part) = (Vec::new(), Vec::new(), [0; 4096]);
    loop {
        let read = output.read(&mut part).unwrap_or(0);
        if read == 0 {
            break;
        }
        assert!(started.elapsed() < LIMIT, "it goes on for too long:\n{}", shown(&screen, columns));
        raw.extend_from_slice(&part[..read]);
        screen.process(&part[..read]);
        let frame = shown(&screen, columns);
        // Nobody types within a microsecond: what is drawn is first drawn to its end.
        let drawn = raw.ends_with(b"\r");
        if let Some((_, keys)) = keys.take_if(|(when, _)| drawn && frame.contains(*when)) {
            typed.write_all(keys).unwrap();
        }
        if frames.last() != Some(&frame) {
            frames.push(frame);
        }
    }
    let code = child.wait().unwrap().code().unwrap();
    Seen { last: shown(&screen, columns), frames, raw: String::from_utf8_lossy(&raw).into_owned(), code }
}

/// The lines of the screen. A line that is full does not run on into the next one.
fn shown(screen: &vt100::Parser, columns: u16) -> String {
    let lines: Vec<String> = screen.screen().rows(0, columns).collect();
    lines.join("\n").trim_end().to_owned()
}

fn size(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap()
}

async fn practice(home: &Home, people: usize) -> Site {
    let site = Site::start(Options { people: 10, ..Options::default() }).await.unwrap();
    home.write("roster.csv", &site.roster_csv(people));
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_says_how_far_how_fast_and_when_it_ends_and_the_log_does_not_tear_it() {
    let home = Home::new();
    // So many that more than a second is left after two, on a quick machine as well.
    let site = practice(&home, 10).await;
    let args = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes", "-v"];
    let seen = in_terminal(&home, 100, &[], &args, None);
    assert_eq!(seen.code, 0, "{}", seen.last);
    let bars = seen.bars();
    // Two people make a rate; with it comes an end, as long as there is more than a second to go.
    let good = |bar: &&&str| bar.contains(" 2/10  ") && bar.contains("/min, ") && bar.contains("2 removed");
    assert!(bars.iter().any(|bar| good(&bar)), "{bars:#?}");
    assert!(bars.iter().any(|bar| bar.contains(" to go, ")), "{bars:#?}");
    for doing in [": opening the profile", ": opening the menu", ": loading the page again for proof"] {
        assert!(seen.saw(doing), "{doing} was never seen");
    }
    // Never two bars, and never a bar and something else on one line.
    for frame in &seen.frames {
        assert!(frame.lines().filter(|line| line.contains(['━', '─'])).count() <= 1, "{frame}");
        assert!(frame.lines().filter(|line| line.contains('━')).all(is_bar), "{frame}");
    }
    // At the end nothing of it is left, and every line of the log and of the results is whole.
    assert!(!seen.last.contains(['━', '─']), "{}", seen.last);
    let log = seen.last.lines().filter(|line| line.contains(" INFO ")).count();
    assert!(log > 0 && log == seen.raw.matches(" INFO").count(), "{log} lines of the log:\n{}", seen.last);
    assert!(
        seen.last.lines().filter(|line| line.contains(" INFO ")).all(|line| line.starts_with("20")),
        "{}",
        seen.last
    );
    assert_eq!(
        seen.last.lines().filter(|line| line.trim_start().starts_with("removed  ")).count(),
        11,
        "{}",
        seen.last
    );
    assert!(seen.raw.contains("\u{1b}[32m"), "there is no colour");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_terminal_shows_the_wait_for_the_pace_and_ctrl_c_leaves_it_tidy() {
    let home = Home::new();
    let site = practice(&home, 3).await;
    // From one person's beginning to the next's: longer than a machine under heavy load takes for a removal.
    let pace = |from: &'static str| {
        [("UNLINKED_PACE_BETWEEN_PEOPLE_MIN", from), ("UNLINKED_PACE_BETWEEN_PEOPLE_MAX", from)]
    };
    let args = ["run", "roster.csv", "--site", site.url(), "--now", "--yes"];
    let seen = in_terminal(&home, 50, &pace("25s"), &args, None);
    assert_eq!(seen.code, 0, "{}", seen.last);
    let bars = seen.bars();
    assert!(bars.iter().all(|bar| bar.chars().count() <= 50), "{bars:#?}");
    assert!(bars.iter().any(|bar| bar.contains(" 2/3  ") && bar.contains("/h, ends about ")), "{bars:#?}");
    assert!(seen.saw("next person at "), "no wait was seen");
    for frame in &seen.frames {
        assert!(frame.lines().filter(|line| line.contains(['━', '─'])).count() <= 1, "{frame}");
    }

    // Nobody waits for the end of this one.
    let more = practice(&home, 4).await;
    let args = ["run", "roster.csv", "--site", more.url(), "--now", "--yes", "--state", "second"];
    let seen = in_terminal(&home, 50, &pace("10m"), &args, Some(("next person at ", b"\x03")));
    assert_eq!(seen.code, 130, "{}", seen.last);
    assert!(seen.saw("Stopping. A person whose page"), "{}", seen.last);
    assert!(seen.last.contains("stopped early (interrupted)"), "{}", seen.last);
    assert!(!seen.last.contains(['━', '─']), "{}", seen.last);
    assert!(!seen.last.contains("next person at"), "{}", seen.last);
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_and_bars_are_drawn_only_where_they_are_wanted() {
    let home = Home::new();
    let site = practice(&home, 2).await;
    let args = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--dry-run"];

    let seen = in_terminal(&home, 80, &[("NO_COLOR", "1")], &args, None);
    assert_eq!(seen.code, 0, "{}", seen.last);
    assert!(!seen.bars().is_empty(), "a bar needs no colour");
    let coloured = seen.raw.split("\u{1b}[").skip(1).find(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        rest[end..].starts_with('m') && !["", "0"].contains(&&rest[..end])
    });
    assert_eq!(coloured, None);

    let seen = in_terminal(&home, 80, &[("TERM", "dumb")], &args, None);
    assert_eq!(seen.code, 0, "{}", seen.last);
    assert!(!seen.raw.contains('\u{1b}') && seen.bars().is_empty(), "{:?}", seen.raw);
    assert!(seen.last.contains("2 people") && seen.last.contains("rehearsed"), "{}", seen.last);

    let quiet = [args.as_slice(), &["--quiet"]].concat();
    let seen = in_terminal(&home, 80, &[], &quiet, None);
    assert_eq!(seen.code, 0, "{}", seen.last);
    assert!(seen.bars().is_empty() && !seen.last.contains("Signed in"), "{}", seen.last);
    assert!(seen.last.trim_start().starts_with("Run 3 went through its roster"), "{}", seen.last);
}
