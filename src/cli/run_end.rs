//! How a run ended: its summary with its exit code.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::exit;
use crate::domain::StoppedBy;
use crate::engine::RunSummary;

/// How a run ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// What the run says.
    pub(super) summary: RunSummary,
    /// The exit code.
    pub(super) exit: u8,
}

/// The exit code of a run.
pub(super) fn exit_of(summary: &RunSummary) -> u8 {
    match summary.stopped_by {
        Some(cause) => exit::of_stop(cause),
        None if summary.needs_a_look > 0 => exit::NEEDS_A_LOOK,
        None => exit::OK,
    }
}

/// The summary of a run that was stopped before it could begin.
pub(super) fn summary_of(stopped_by: StoppedBy, detail: String) -> RunSummary {
    RunSummary {
        run: 0,
        outcomes: BTreeMap::new(),
        stopped_by: Some(stopped_by),
        stop_detail: detail,
        of_this_run: BTreeMap::new(),
        next_try: None,
        left: 0,
        needs_a_look: 0,
        commands: 0,
        ledger: PathBuf::new(),
        evidence: PathBuf::new(),
        trace_failure: None,
        faded: Vec::new(),
    }
}
