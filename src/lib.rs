//! `unlinked` removes people from one's own LinkedIn network by driving the real web pages through WebDriver.
//!
//! The library holds everything; the binary is a few lines. Imports run one way, from the top of this list to its
//! bottom, and never back: `cli`; `smoke`; `report`, `review`, `pointing`, `watch`, `fleet` and `engine`; `account`, `browser`, `evidence`, `pace` and
//! `trace`; `learn` and `packs`; `saved`; `selectors`, `plan`, `roster`, `ledger`, `notify` and `config`; and last `wording`, `sheet`, `domain`, `faults`, `limited`, `local_page`, `visitors`, `tls` and
//! `system`.
//! `practice` stands apart: of these it imports `visitors` alone, and only `cli` and the tests import it.

#[cfg(not(any(unix, windows)))]
compile_error!(
    "unlinked runs on Linux, macOS and Windows: elsewhere it could not end all drivers and browsers that it starts"
);

pub mod account;
pub mod browser;
pub mod cli;
pub mod config;
pub mod domain;
pub mod engine;
pub mod evidence;
pub mod faults;
pub mod fleet;
pub mod learn;
pub mod ledger;
mod limited;
mod local_page;
pub mod notify;
pub mod pace;
mod packs;
pub mod plan;
pub mod pointing;
pub mod practice;
pub mod report;
pub mod review;
pub mod roster;
pub mod saved;
pub mod selectors;
mod sheet;
pub mod smoke;
mod system;
mod tls;
pub mod trace;
mod visitors;
pub mod watch;
mod wording;
