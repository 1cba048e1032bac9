//! The program against a real Selenium Grid on this machine. What was killed is printed; that nobody was removed twice and
//! nobody wrong is what the practice site's own account says.
//!
//! Skipped, and it says so, where the Grid is not installed (`scripts/grid install`); with `UNLINKED_TEST_GRID=1`, as in CI,
//! that is a failure.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "helpers of one test program")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a failing helper fails its test, and what was killed is printed"
)]

#[path = "../cli_support/mod.rs"]
mod cli_support;

mod address;
mod fleet;
mod killed;
mod profiles;
mod removal;
mod server;
mod tls;
mod work;
