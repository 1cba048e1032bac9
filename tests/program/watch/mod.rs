//! `unlinked watch` as a user has it: the page of a real run, which pauses, continues and stops by it; and a run of three weeks, looked
//! at in every light.

mod fed;
mod looks;
mod program;
mod strangers;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::testkit::eyes::browser::Browser;
use crate::testkit::home::Home;

/// The program serving the page.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(home: &Home, more: &[&str]) -> Serving {
        let mut child = home
            .process(&[&["watch", "--json"], more].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        Serving { child, address: line["url"].as_str().unwrap().to_owned() }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Opens the page, and waits until it shows how things stand.
async fn open(browser: &Browser, address: &str) {
    browser.goto(address).await;
    browser.until("document.body.dataset.ready === 'yes'").await;
}
