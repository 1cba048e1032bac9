//! The library against a real browser: the page script, the driver, one person at a time, and the pages that reports are.

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

mod costs;
mod driver_faults;
mod driver_session;
mod evidence_cost;
mod guard;
mod hostile;
mod origins;
mod outage;
mod owner;
mod page_script;
mod pages;
mod probe;
mod rehearsal;
mod report;
mod saved_pages;
#[path = "../testkit/mod.rs"]
mod testkit;
mod traits;
