//! Many accounts in one process: the file that lists them. What is done with them stands in `cli`, which drives the same
//! run for each of them.

mod file;

pub use file::{Accounts, FleetAccount};
