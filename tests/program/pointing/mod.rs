//! The page on which the user points, in a real browser: who may ask, what is shown, and what is written.

mod asked;
mod looks;
mod program;
mod strangers;

use crate::testkit::eyes::browser::Browser;

/// Opens the page, and waits until the questions are on it.
async fn open(browser: &Browser, address: &str) {
    browser.goto(address).await;
    browser.until("document.body.dataset.ready === 'yes'").await;
}
