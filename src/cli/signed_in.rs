//! Who is signed in, as a command that looks tells it: the owner, or why not.

use super::failure::Failure;
use crate::browser::StopSeen;
use crate::domain::{Slug, StoppedBy};
use crate::engine::OwnerCheck;
use crate::ledger::LedgerError;

/// The owner whose session it is, and whether the ledger has just learned them.
pub(super) type Owner = (Slug, bool);

/// The owner, or in words why nobody can be read. `heed` writes down what a stop sign means for later runs.
pub(super) fn owner(
    check: OwnerCheck,
    heed: impl FnOnce(&StopSeen) -> Result<(StoppedBy, String), LedgerError>,
) -> Result<Result<Owner, String>, Failure> {
    let stopped = |by, message| Err(Failure::Stopped { by, message });
    match check {
        OwnerCheck::Same { slug, learned } => Ok(Ok((slug, learned))),
        OwnerCheck::Another { expected, found } => stopped(
            StoppedBy::Owner,
            format!(
                "{found} is signed in, and this account's folder belongs to {expected}: sign in as {expected} with \
                 `unlinked logout` and `unlinked login`, or give {found} a folder of their own with --state DIR"
            ),
        ),
        OwnerCheck::Stopped(stop) => {
            let (by, message) = heed(&stop)?;
            stopped(by, message)
        }
        OwnerCheck::Unreadable(why) => Ok(Err(why)),
        OwnerCheck::NotLoaded(why) | OwnerCheck::Lost(why) => Err(lost(why)),
        OwnerCheck::Outage(why) => stopped(StoppedBy::Outage, why),
        OwnerCheck::Refused(refusal) => Err(spent(&refusal.to_string())),
    }
}

/// The browser cannot be used.
pub(super) fn lost(why: String) -> Failure {
    Failure::Stopped { by: StoppedBy::Browser, message: why }
}

/// The page views are spent.
pub(super) fn spent(why: &str) -> Failure {
    let message = format!("{why}; `unlinked status` says when there is room again");
    Failure::Stopped { by: StoppedBy::Budget, message }
}
