//! The program killed, stopped and started again in the middle of its work, and what must hold after it.

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

mod bad_page;
mod crash_matrix;
#[cfg(target_os = "linux")]
mod keeper;
#[cfg(target_os = "linux")]
mod late_removals;
mod ledger_in_place;
mod no_zombies;
mod signals;
mod stops;
#[path = "../testkit/mod.rs"]
mod testkit;
