//! Every row of `docs/pages.md`, each a test of its own name with a real browser on the practice site: who was removed, what else was
//! clicked and how many pages were loaded is asked of the site.
//!
//! Of the groups with hundreds of rows alike a run tries a fourth, of those that both front ends have beside the profile's a half, each
//! day another; all of them with `UNLINKED_TEST_ALL=1`, or by their names: `cargo test --test every_page -- dialog_names` runs the rows of that name alone. Sessions are shared ([`pool`]), which one process
//! for each test would not allow, so `cargo nextest` leaves this binary out and `scripts/test` runs it by `cargo test`.

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

mod pool;
#[path = "../testkit/mod.rs"]
mod testkit;

use std::process::ExitCode;
use std::sync::Arc;
use std::thread::available_parallelism;

use crate::testkit::pages::crew::firefox_is_installed;
use crate::testkit::pages::rows;
use libtest_mimic::{Arguments, Completion, Trial};
use pool::Pool;
use unlinked::domain::BrowserKind;

/// How many sessions there are for each core: most rows wait for something that does not come.
const SESSIONS_PER_CORE: usize = 2;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    let cores = available_parallelism().map_or(1, Into::into);
    arguments.test_threads.get_or_insert(cores * SESSIONS_PER_CORE);
    let pool = Arc::new(Pool::new());
    let is_named = arguments.filter.is_some() || arguments.list || !arguments.skip.is_empty();
    let rows = if is_named { rows::all() } else { rows::today() };
    let trials = rows.into_iter().map(|row| {
        let pool = Arc::clone(&pool);
        Trial::ignorable_test(row.name.clone(), move || {
            if row.browser == BrowserKind::Firefox && !firefox_is_installed() {
                return Ok(Completion::ignored_with("no Firefox with geckodriver here"));
            }
            pool.run(&row).map(|()| Completion::Completed).map_err(Into::into)
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    let told = if arguments.list { Ok(()) } else { pool.close() };
    if let Err(left) = &told {
        println!("{left}");
    }
    if told.is_err() { ExitCode::FAILURE } else { conclusion.exit_code() }
}
