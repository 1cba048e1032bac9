//! A run: person after person, as the schedule allows, until the roster is done or something ends it. Waits are for the
//! schedule's dates and for cancellation; no session is held open over a long wait.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::event::{RunEvent, RunSummary, WaitWhy};
use super::identify::Identity;
use super::owner::{OwnerCheck, check_owner};
use super::removal::{Hands, Proof};
use super::report::{Ending, PersonReport};
use super::rules::Rules;
use super::schedule::{Next, Schedule, Task};
use crate::browser::{Stage, StopSeen};
use crate::domain::{Clock, Outcome, PersonName, Step, StopSign, StoppedBy};
use crate::ledger::{Doubt, Ledger, LedgerError, RunId, Settlement};
use crate::pace::{Pacing, wait_until};
use crate::roster::{KeepList, Row};
use crate::selectors::{PathName, Selectors};
use crate::trace::Recorder;

/// A browser session is ended before a wait longer than this: a Selenium Grid drops idle ones after 300 s.
const LONGEST_IDLE: Duration = Duration::from_secs(120);

/// How often in a row the browser may be lost before the run gives up.
const MOST_LOSSES: u32 = 3;

/// Everything a run is given.
pub struct RunInput<'a, S> {
    /// The people, in the order of the roster.
    pub rows: &'a [Row],
    /// Reads the keep list anew from disk.
    pub keep: &'a dyn Fn() -> Result<KeepList, String>,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The number of the run, which the ledger has begun.
    pub run: RunId,
    /// The folder for trace and pictures.
    pub evidence: PathBuf,
    /// Where pages come from.
    pub stage: S,
    /// The selector files.
    pub selectors: &'a Selectors,
    /// The rules.
    pub rules: Rules,
    /// Budgets, calendar and spacing.
    pub pacing: Pacing,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// At most this many intents.
    pub limit: Option<u64>,
    /// End instead of waiting.
    pub no_wait: bool,
    /// Asked for once: finish the person at hand, or stop before the point of no return.
    pub finish: CancellationToken,
    /// Asked for twice: stop now.
    pub abort: CancellationToken,
}
