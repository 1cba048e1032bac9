//! What a run is asked to do.

use std::path::PathBuf;

use super::account_args::AccountArgs;
use super::limits::Waived;
use super::list_args::ListArgs;
use super::prompt::Consent;
use crate::browser::Cookie;
use crate::config::Override;

/// What a run is asked to do: the flags, or what the demo makes up.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// The roster's file.
    pub(super) roster: PathBuf,
    /// What is said of it.
    pub(super) list: ListArgs,
    /// Whose state.
    pub(super) account: AccountArgs,
    /// Settings that beat the config.
    pub(super) overrides: Vec<Override>,
    /// The keep list, if it is not the config's.
    pub(super) keep: Option<PathBuf>,
    /// The config's keep list is set aside.
    pub(super) no_keep: bool,
    /// At most so many intents.
    pub(super) limit: Option<u64>,
    /// Practice without limits.
    pub(super) no_limits: bool,
    /// End instead of waiting.
    pub(super) no_wait: bool,
    /// Active hours do not count.
    pub(super) now: bool,
    /// A dry run.
    pub(super) rehearsal: bool,
    /// Rehearse only so many.
    pub(super) sample: Option<usize>,
    /// Rehearse all, also where that takes days.
    pub(super) all: bool,
    /// Rehearse from the start.
    pub(super) again: bool,
    /// Act on this rehearsal.
    pub(super) rehearsed: Option<u64>,
    /// How the user agrees.
    pub(super) consent: Consent,
    /// A rehearsal of the smoke test.
    pub(super) smoke: bool,
    /// The session to use, in place of the profile's.
    pub(super) cookies: Vec<Cookie>,
}

impl Order {
    /// Which limits do not hold.
    pub(super) fn waived(&self) -> Waived {
        Waived { all: self.no_limits, hours: self.now || self.no_limits }
    }
}
