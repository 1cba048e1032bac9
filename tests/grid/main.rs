//! The program against a real Selenium Grid on this machine. What was killed is printed; that nobody was removed twice and
//! nobody wrong is what the practice site's own account says.
//!
//! Skipped, and it says so, where the Grid is not installed (`scripts/grid install`); with `UNLINKED_TEST_GRID=1`, as in CI,
//! that is a failure.

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

mod address;
mod fleet;
mod killed;
mod profiles;
mod removal;
mod server;
#[path = "../testkit/mod.rs"]
mod testkit;
mod tls;
mod work;
