//! Browser sessions that rows share. A row gets a practice site and a ledger of its own; a session in which a row failed, or which
//! was lost, is not used again, so that no row is in the way of another.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use unlinked::domain::{BrowserKind, Surface};

use crate::testkit::pages::case::Wrong;
use crate::testkit::pages::crew::{Browser, Crew};
use crate::testkit::pages::rows::Row;

/// How many of the slowest rows are told at the end.
const SLOWEST: usize = 10;

pub(crate) struct Pool {
    runtime: Runtime,
    idle: Mutex<Vec<(Kind, Browser)>>,
    /// Held by every row at its first try, and alone by one at its second.
    machine: RwLock<()>,
    took: Mutex<Vec<(Duration, String)>>,
    flaky: Mutex<Vec<String>>,
    /// Browsers that may still be there.
    left: Mutex<Vec<String>>,
}

type Kind = (BrowserKind, Surface);

impl Pool {
    pub(crate) fn new() -> Pool {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Pool {
            runtime,
            idle: Mutex::default(),
            machine: RwLock::default(),
            took: Mutex::default(),
            flaky: Mutex::default(),
            left: Mutex::default(),
        }
    }

    /// Runs a row; a second time in a fresh session, and with the machine to itself, if it failed, since under heavy load the page or
    /// the browser may be too slow for it. Acting on somebody else is never given a second try.
    pub(crate) fn run(&self, row: &Row) -> Result<(), String> {
        let started = Instant::now();
        let first = {
            let _shared = self.machine.read().unwrap_or_else(PoisonError::into_inner);
            self.attempt(row, false)
        };
        let result = first.or_else(|first| {
            if first.grave {
                return Err(first.why);
            }
            let _alone = self.machine.write().unwrap_or_else(PoisonError::into_inner);
            let again = self.attempt(row, true).map_err(|second| second.why);
            if again.is_ok() {
                self.flaky.lock().unwrap().push(format!("{}: {}", row.name, first.why));
            }
            again
        });
        self.took.lock().unwrap().push((started.elapsed(), row.name.clone()));
        result
    }

    fn attempt(&self, row: &Row, fresh: bool) -> Result<(), Wrong> {
        let kind = (row.browser, row.surface);
        let mut crew: Option<Crew> = None;
        let result = catch_unwind(AssertUnwindSafe(|| {
            let browser = self.take(kind, fresh);
            let crew = crew.insert(self.runtime.block_on(row.crew(browser)));
            self.runtime.block_on(row.try_on(crew))
        }));
        let result = result.unwrap_or_else(|panic| Err(Wrong::from(words_of(panic.as_ref()))));
        if let Some(crew) = crew {
            let browser = crew.into_browser();
            if result.is_ok() && browser.is_usable() {
                self.idle.lock().unwrap().push((kind, browser));
            } else {
                self.end(browser);
            }
        }
        result
    }

    /// An idle browser of the kind, or a new one in place of an idle one of another kind.
    fn take(&self, kind: Kind, fresh: bool) -> Browser {
        let other = {
            let mut idle = self.idle.lock().unwrap();
            match idle.iter().position(|(other, _)| *other == kind).filter(|_| !fresh) {
                Some(at) => return idle.swap_remove(at).1,
                None => idle.pop(),
            }
        };
        if let Some((_, other)) = other {
            self.end(other);
        }
        self.runtime.block_on(Browser::start(kind.0, kind.1))
    }

    fn end(&self, browser: Browser) {
        if let Err(why) = self.runtime.block_on(browser.end()) {
            self.left.lock().unwrap().push(why);
        }
    }

    /// Quits all browsers, and tells what was flaky and what was slow.
    pub(crate) fn close(&self) -> Result<(), String> {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap());
        idle.into_iter().for_each(|(_, browser)| self.end(browser));
        let mut took = std::mem::take(&mut *self.took.lock().unwrap());
        took.sort_by(|a, b| b.cmp(a));
        if took.len() > SLOWEST {
            let slowest: Vec<String> = took
                .iter()
                .take(SLOWEST)
                .map(|(took, name)| format!("{name} {:.1} s", took.as_secs_f32()))
                .collect();
            println!("slowest: {}", slowest.join(", "));
        }
        let flaky = std::mem::take(&mut *self.flaky.lock().unwrap());
        if !flaky.is_empty() {
            println!("FLAKY, passed at the second try, alone: {}\n{}\n", flaky.len(), flaky.join("\n"));
        }
        let left = std::mem::take(&mut *self.left.lock().unwrap());
        if left.is_empty() { Ok(()) } else { Err(left.join("\n")) }
    }
}

/// What a panic said.
fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}
