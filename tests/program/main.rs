//! The program as its users start it, with a real browser and a practice site behind it.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "a test program is its own reader and uses a part of the kit"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail loudly and may print"
)]

mod cli_gentler;
mod cli_report;
mod cli_run;
mod cli_smoke;
mod containers;
mod docs_run;
mod getting_started;
mod keep;
mod learn;
mod login;
#[cfg(unix)]
mod marked;
mod packs;
mod pictures;
mod pointing;
mod probe_saved;
mod redesigned;
mod rehearsed;
mod review;
mod selectors_page;
mod spreadsheets;
mod start;
mod terminal;
#[path = "../testkit/mod.rs"]
mod testkit;
mod truth;
mod watch;
