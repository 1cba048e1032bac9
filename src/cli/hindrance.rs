//! What keeps an account's runs from going on: halt, breaker, cool-down.

use jiff::tz::TimeZone;

use super::failure::Failure;
use super::output::{paragraph, printable};
use crate::domain::{StoppedBy, UnixMs};
use crate::ledger::{Cooldown, Halt, Ledger, Tripped};
use crate::wording::moment;

/// Something that keeps runs from going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hindrance {
    /// A challenge or restriction.
    Halt(Halt),
    /// Too much went wrong in a row.
    Breaker(Tripped),
    /// A rest after throttling.
    Cooldown(Cooldown),
}

/// Everything that keeps runs from going on now. A breaker counts for the selector revision at hand; `None` takes
/// whatever breaker there is.
pub(super) fn hindrances(
    ledger: &Ledger,
    revision: Option<&str>,
    now: UnixMs,
) -> Result<Vec<Hindrance>, Failure> {
    let mut found = Vec::new();
    found.extend(ledger.halt()?.map(Hindrance::Halt));
    let breaker = match revision {
        Some(revision) => ledger.breaker(revision)?,
        None => ledger.any_breaker()?,
    };
    found.extend(breaker.map(Hindrance::Breaker));
    found.extend(ledger.cooldown(now)?.map(Hindrance::Cooldown));
    Ok(found)
}

impl Hindrance {
    /// Whether `unlinked resume` lifts it.
    pub(super) fn is_lifted_by_resume(&self) -> bool {
        !matches!(self, Hindrance::Cooldown(_))
    }

    /// Whether it is a warning by the site, from which the days of the limits are counted anew.
    pub(super) fn is_warning(&self) -> bool {
        !matches!(self, Hindrance::Breaker(_))
    }

    /// What a run that it stops has in its summary.
    pub(super) fn stopped_by(&self) -> StoppedBy {
        match self {
            Hindrance::Halt(halt) => halt.cause.stopped_by(),
            Hindrance::Breaker(_) => StoppedBy::Breaker,
            Hindrance::Cooldown(_) => StoppedBy::Cooldown,
        }
    }

    /// What happened and what to do, as a paragraph.
    pub(super) fn text(&self, now: UnixMs, zone: &TimeZone, width: usize) -> String {
        paragraph(&self.sentence(now, zone), width, 0)
    }

    /// What happened and what to do.
    pub(super) fn sentence(&self, now: UnixMs, zone: &TimeZone) -> String {
        match self {
            Hindrance::Halt(halt) => format!(
                "Halted since {} ({}): {}. `unlinked login` opens this account's own browser: answer there what the site asks; \
                 then `unlinked resume`.",
                moment(halt.at, now, zone),
                halt.cause,
                printable(halt.detail.trim_end_matches('.')),
            ),
            Hindrance::Breaker(tripped) => format!(
                "The breaker stopped runs at {}: too many {} in a row. Look at what was seen (`unlinked status \
                 --needs-a-look`) and mend the selector files or the roster; then `unlinked resume`.",
                moment(tripped.at, now, zone),
                tripped.cause.meaning(),
            ),
            Hindrance::Cooldown(cooldown) => format!(
                "A cool-down is in force until {} ({}): the site slowed this account down. It ends by itself.",
                moment(cooldown.until, now, zone),
                cooldown.cause,
            ),
        }
    }
}
