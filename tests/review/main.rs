//! The review page in a real browser: who may ask, what is saved, how fast it is, and whether it can be read and used.
#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly and may print"
)]

#[path = "../eyes/mod.rs"]
mod eyes;
mod given;
mod looks;
mod program;
mod saving;
mod speed;
mod strangers;

use eyes::browser::Browser;

/// Opens the page, and waits until all the people are in it.
async fn open(browser: &Browser, address: &str) {
    browser.goto(address).await;
    browser.until("document.body.dataset.ready === 'yes'").await;
}
