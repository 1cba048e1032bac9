//! What a page leaves to its reader, and what cannot be done here: the only lists that are kept by hand. Entries that fit
//! nothing any more fail a test.

/// The pages that are followed here.
pub const PAGES: &[&str] = &[
    "README.md",
    "docs/ci.md",
    "docs/containers.md",
    "docs/fleet.md",
    "docs/getting-started.md",
    "docs/grid.md",
    "docs/limits.md",
    "docs/network.md",
    "docs/plan.md",
    "docs/recovery.md",
    "docs/report.md",
    "docs/review.md",
    "docs/smoke.md",
    "docs/watch.md",
];

/// Pages whose blocks another test runs, one by one.
pub const RUN_ELSEWHERE: &[(&str, &str)] = &[("docs/selectors.md", "tests/program/selectors_page.rs")];

/// What is written in a page (of all pages where none is named), and what stands for it here. `{port}` is the port of the
/// practice site that the page has its reader serve, `{home}` the reader's folder.
pub const FILLED: &[(&str, &str, &str)] = &[
    ("", "4711", "{port}"),
    ("", "8080", "{port}"),
    // Few people, so that it does not take long.
    ("docs/fleet.md", "--confirm 120", "--confirm 0"),
    ("docs/recovery.md", "anna-example", "nobody-there"),
    // The page's rehearsal, and the run after it.
    ("docs/report.md", "--rehearsed 7", "--rehearsed 1"),
    ("docs/report.md", "purge 7", "purge 1"),
    ("docs/report.md", "replay 7", "replay 2"),
    ("docs/report.md", "report 7", "report 2"),
    ("docs/smoke.md", "/var/lib/", "{home}/"),
];

/// Commands that do not end with 0, by a part of them: the page says so, or says why.
pub const ENDS: &[(&str, &str, i32)] = &[
    // Six are on the roster.
    ("README.md", "--limit 5", 4),
    ("docs/getting-started.md", "roster.csv --keep keep.csv --limit 5", 4),
];

/// What is not run here, by its beginning, and why.
pub const NOT_RUN: &[(&str, &str, &str)] = &[
    (
        "docs/recovery.md",
        "unlinked ledger restore",
        "takes a ledger that a run has saved: tests/kills/ledger_in_place.rs has one",
    ),
    ("docs/ci.md", "mdbook ", "mdbook is no package of Debian's: the job `book` of ci.yml builds the pages"),
    ("README.md", "unlinked start", "a person at a terminal: tests/program/start.rs answers in one"),
    (
        "docs/getting-started.md",
        "unlinked start",
        "a person at a terminal: tests/program/start.rs answers in one",
    ),
    ("README.md", "unlinked login", "a person at a real window: tests/program/login.rs has both"),
    (
        "docs/getting-started.md",
        "unlinked login",
        "a person at a real window: tests/program/login.rs has both",
    ),
    (
        "docs/grid.md",
        "export UNLINKED_WEBDRIVER_URL",
        "the test exports a driver of its own; tests/grid has Grids",
    ),
    ("docs/grid.md", "scripts/grid", "a Grid takes Java: tests/grid starts and stops it so"),
    ("", "docker compose", "takes a Docker engine; tests/program/containers.rs runs what the services run"),
    (
        "docs/getting-started.md",
        "systemctl",
        "takes a user's systemd; tests/offline/unattended.rs has the units checked",
    ),
    ("docs/getting-started.md", "loginctl", "takes a user's systemd"),
    ("", "cargo ", "builds anew; scripts/test and the job `package` of ci.yml do"),
    ("docs/ci.md", "scripts/test", "this test is a part of it"),
    ("README.md", "scripts/test", "this test is a part of it"),
    ("README.md", "scripts/demo", "sets up the machine; the demo itself is in docs/getting-started.md"),
    ("docs/getting-started.md", "scripts/setup", "sets up the machine: scripts/test begins with it"),
    ("docs/performance.md", "scripts/bench", "measures for minutes"),
    (
        "docs/performance.md",
        "scripts/fleet",
        "takes 200 browsers in turn; tests/grid/fleet.rs does it with 5 accounts",
    ),
];

/// Programs besides ours that a reader's lines start, and that are here.
pub const COMPANIONS: &[&str] = &["cp", "curl", "diff", "mkdir", "printf", "sed"];
