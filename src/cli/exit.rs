//! The exit codes, all of them, in one place. The manual and the docs are made from [`MEANINGS`].

use crate::domain::StoppedBy;

/// Every person of the roster has a final outcome, none of them a problem.
pub const OK: u8 = 0;
/// Internal error: a defect of the program.
pub const INTERNAL: u8 = 1;
/// Wrong use: flags, config, roster or selector file. Nothing was started.
pub const USAGE: u8 = 2;
/// Done, but some people need a look.
pub const NEEDS_A_LOOK: u8 = 3;
/// Stopped early by design: budget spent, outside active hours (only with `--no-wait`), or `--limit` reached.
pub const STOPPED_EARLY: u8 = 4;
/// Signed out, or another owner is signed in.
pub const SIGNED_OUT: u8 = 5;
/// Challenge or restriction: a human must look.
pub const CHALLENGE: u8 = 6;
/// Throttled, or clicks without effect: a cool-down is in force.
pub const THROTTLED: u8 = 7;
/// The pages do not fit: the breaker tripped, or it cannot be read who is signed in.
pub const BREAKER: u8 = 8;
/// The browser or its driver cannot be started, or was lost for good.
pub const BROWSER: u8 = 9;
/// The state folder is locked by another run, damaged, from a newer version, read-only or full.
pub const STATE: u8 = 10;
/// The keep list protects less than when the run was confirmed.
pub const PROTECTION: u8 = 11;
/// The site is not reached: another host answered in its place.
pub const OUTAGE: u8 = 12;
/// Interrupted by SIGINT or SIGTERM.
pub const INTERRUPTED: u8 = 130;

/// Each exit code with its meaning, in the order of the manual.
pub const MEANINGS: &[(u8, &str)] = &[
    (OK, "every person of the roster has a final outcome, none of them a problem"),
    (INTERNAL, "internal error"),
    (USAGE, "wrong use: flags, config, roster or selector file (nothing was started)"),
    (
        NEEDS_A_LOOK,
        "done, but some people need a look (unconfirmed, ambiguous, mismatch, changed_page, failed, a first not_found, kept since nobody could tell, still connected after a click)",
    ),
    (
        STOPPED_EARLY,
        "stopped early by design: budget spent, outside active hours (only with --no-wait), or --limit reached",
    ),
    (SIGNED_OUT, "signed out, or another owner is signed in"),
    (CHALLENGE, "challenge or restriction: a human must look; later runs refuse until `unlinked resume`"),
    (THROTTLED, "throttled, or clicks had no effect on two people in a row: a cool-down is in force"),
    (
        BREAKER,
        "breaker: too many unconfirmed, changed_page, not_found or mismatch in a row; it stays until `unlinked resume` or until the selector files have another revision. Or: your own profile does not fit the selector files (this does not stay)",
    ),
    (BROWSER, "browser or driver cannot be started, or was lost for good"),
    (STATE, "state folder: locked by another run, damaged, from a newer version, read-only, full"),
    (
        PROTECTION,
        "protection: while the run was going, a keep list lost lines or could not be read any more; nobody was clicked on after that",
    ),
    (
        OUTAGE,
        "outage: the network or the site failed for three people in a row or on your own page, or another host answered in the site's place; nobody's tries are spent",
    ),
    (INTERRUPTED, "interrupted (SIGINT or SIGTERM)"),
];

/// The exit code of a run that something stopped.
#[must_use]
pub fn of_stop(stopped_by: StoppedBy) -> u8 {
    match stopped_by {
        StoppedBy::Limit | StoppedBy::Budget | StoppedBy::Hours => STOPPED_EARLY,
        StoppedBy::Cooldown | StoppedBy::NoEffect => THROTTLED,
        StoppedBy::SignedOut | StoppedBy::Owner => SIGNED_OUT,
        StoppedBy::Challenge | StoppedBy::Restriction => CHALLENGE,
        StoppedBy::Breaker | StoppedBy::ChangedPage => BREAKER,
        StoppedBy::Browser => BROWSER,
        StoppedBy::State => STATE,
        StoppedBy::Protection => PROTECTION,
        StoppedBy::Outage => OUTAGE,
        StoppedBy::Interrupted => INTERRUPTED,
    }
}
