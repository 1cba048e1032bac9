//! The evidence of runs: traces and pictures, in a folder for each run that bears its ledger's mark. Lists it, and removes what is
//! old or no longer wanted; what bears no mark of this ledger's is left alone. The ledger is never touched: what was done stays known.

mod home;
mod list;
mod mark;
mod remove;
#[cfg(test)]
mod tests;

pub use home::{AdoptError, Adopted, Home};
pub use list::{EvidenceError, RunEvidence};
pub use remove::Removed;
