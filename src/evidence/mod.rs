//! The evidence of runs: traces and pictures in `runs/<id>/`. Lists it, and removes what is old or no longer wanted.
//! The ledger is never touched: what was done stays known.

mod list;
mod remove;

pub use list::{EvidenceError, RunEvidence, evidence_of_runs};
pub use remove::{Removed, prune, remove};
