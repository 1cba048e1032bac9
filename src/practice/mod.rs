//! The practice site: a local look-alike of the pages that `unlinked` drives, with invented people, served on 127.0.0.1.
//!
//! It is built from what is publicly known of the pages, not from the selector files, so that it can prove the selector
//! files wrong. It has faults on demand and keeps an account of every request, so that a test asks *it* who was removed.
//! It says on every page that it is not LinkedIn. Nothing of the rest of the crate is used here.

mod app;
mod connection;
mod fault_table;
mod faults;
mod lang;
mod options;
mod pages;
mod people;
mod redesign;
mod routes;
mod site;
mod state;
mod world;

pub use faults::{FaultSpec, fault_help, fault_names};
pub use options::{DialogKind, FrontEndChoice, Options};
pub use people::demo::{demo_cast, demo_expected, demo_keep_csv, demo_roster_csv};
pub use people::{Invitation, Person};
pub use redesign::Redesign;
pub use site::Site;
pub use state::{ActionRecord, OtherRecord, PersonState, Request, State};
