//! The review page in a real browser: who may ask, what is saved, how fast it is, and whether it can be read and used.

mod given;
mod looks;
mod program;
mod saving;
mod speed;
mod strangers;

use crate::testkit::eyes::browser::Browser;

/// Opens the page, and waits until all the people are in it.
async fn open(browser: &Browser, address: &str) {
    browser.goto(address).await;
    browser.until("document.body.dataset.ready === 'yes'").await;
}
