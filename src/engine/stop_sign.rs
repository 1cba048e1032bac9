//! What a page that ends a run means for later ones: a halt, a cool-down, or nothing but this end. Whatever opens a page of
//! the account goes by it.

use std::time::Duration;

use crate::browser::StopSeen;
use crate::domain::{StopSign, StoppedBy, UnixMs};
use crate::ledger::{Ledger, LedgerError, RunId};

/// Writes down what a stop sign means for later runs; gives what ends this one, and a sentence on what to do.
///
/// # Errors
/// [`LedgerError`] when the ledger cannot be written.
pub fn heed(
    stop: &StopSeen,
    ledger: &Ledger,
    run: RunId,
    cooldown_steps: &[Duration],
    now: UnixMs,
) -> Result<(StoppedBy, String), LedgerError> {
    let seen = format!("{}: {}", stop.by, stop.what);
    let detail = match stop.sign {
        StopSign::SignedOut => {
            "nobody is signed in; sign in with `unlinked login`, then start again".to_owned()
        }
        StopSign::Challenge | StopSign::Restriction => {
            ledger.set_halt(Some(run), stop.sign, &seen, now)?;
            format!(
                "the site asks for a human ({seen}); `unlinked login` opens this account's own browser to answer in; then `unlinked resume`"
            )
        }
        StopSign::NoEffect => {
            let rest = ledger.start_cooldown(Some(run), stop.sign, &seen, cooldown_steps, now)?;
            let hours = rest.until.since(now).as_secs().div_ceil(3_600);
            format!(
                "two people in a row are still connected after a click that the site took: it does nothing with clicks, which is a \
                 sign of throttling; a cool-down of about {hours} h is in force, `unlinked status` says until when"
            )
        }
        StopSign::Throttled | StopSign::LimitNotice => {
            ledger.start_cooldown(Some(run), stop.sign, &seen, cooldown_steps, now)?;
            format!(
                "the site says that it was too much ({seen}); a cool-down is in force, `unlinked status` says until when"
            )
        }
    };
    Ok((stop.sign.stopped_by(), detail))
}
