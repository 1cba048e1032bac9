//! What needs no browser: files and pages held against each other, the program up to where it would open one, the practice site
//! asked by hand, and runs in virtual time. `scripts/test --quick` runs these.

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

mod citations;
mod cli_asks;
mod cli_by_hand;
mod cli_doctor;
mod cli_fleet;
mod cli_help;
mod cli_plan;
mod cli_practice;
mod cli_run_refuses;
mod docs;
mod house;
mod imports;
mod keep;
mod learn;
mod learn_places;
mod neutral;
mod notify;
mod outline;
mod packs;
mod page_text;
mod practice_honest;
mod practice_site;
mod project;
mod properties;
mod release;
mod selector_files;
#[path = "../testkit/mod.rs"]
mod testkit;
mod unattended;
mod virtual_run;
mod virtual_time;
