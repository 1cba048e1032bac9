//! What a run needs, looked at before it asks or waits: each thing with a verdict and, where it is not as it should be, its cure.
//! `run` refuses with all that is wrong at once; `unlinked doctor` prints the same list.

mod browser;
mod place;

use serde::Serialize;

use super::account_args::AccountArgs;
use super::exit;
use super::output::{Paint, paragraph, printable};
use crate::account::Account;
use crate::config::Config;
use crate::domain::{StoppedBy, UnixMs};
use crate::ledger::Ledger;

/// What came of one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// As it should be.
    Good,
    /// It is nobody's business with this config.
    NotNeeded,
    /// It may be wrong, or cannot be told.
    Unsure,
    /// No run can work so.
    Bad,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Verdict::Good => "good",
            Verdict::NotNeeded => "not needed",
            Verdict::Unsure => "look",
            Verdict::Bad => "wrong",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// What.
    pub(super) what: &'static str,
    /// What came of it.
    pub(super) verdict: Verdict,
    /// What was seen.
    pub(super) seen: String,
    /// What to do; empty where there is nothing to do.
    pub(super) cure: String,
    /// What a run would be stopped by; `None` for a fault of use.
    #[serde(skip)]
    pub(super) by: Option<StoppedBy>,
}

impl Check {
    fn good(what: &'static str, seen: impl Into<String>) -> Check {
        Check { what, verdict: Verdict::Good, seen: seen.into(), cure: String::new(), by: None }
    }

    fn not_needed(what: &'static str, seen: impl Into<String>) -> Check {
        Check { verdict: Verdict::NotNeeded, ..Check::good(what, seen) }
    }

    fn unsure(what: &'static str, seen: impl Into<String>, cure: impl Into<String>) -> Check {
        Check { verdict: Verdict::Unsure, cure: cure.into(), ..Check::good(what, seen) }
    }

    fn bad(
        what: &'static str,
        by: Option<StoppedBy>,
        seen: impl Into<String>,
        cure: impl Into<String>,
    ) -> Check {
        Check { verdict: Verdict::Bad, by, cure: cure.into(), ..Check::good(what, seen) }
    }

    /// What was seen and what to do, as one line for a list of faults.
    pub(super) fn sentence(&self) -> String {
        match self.cure.is_empty() {
            true => format!("{}: {}", self.what, self.seen),
            false => format!("{}: {}. {}", self.what, self.seen.trim_end_matches('.'), self.cure),
        }
    }
}

/// What is looked at, and for whom.
pub(super) struct Wanted<'a> {
    /// Whose account.
    pub(super) args: &'a AccountArgs,
    /// Its folder.
    pub(super) account: &'a Account,
    /// The settings.
    pub(super) config: &'a Config,
    /// The ledger, if there is one yet.
    pub(super) ledger: Option<&'a Ledger>,
    /// The session comes with the order (`smoke --cookies`), and not from the profile.
    pub(super) own_session: bool,
    /// The active hours do not count.
    pub(super) any_hour: bool,
    /// Keep lists and selector files were read for this run, and the account was asked what holds it back.
    pub(super) is_run: bool,
}

/// Looks at everything.
pub(super) async fn look(wanted: &Wanted<'_>, now: UnixMs) -> Vec<Check> {
    let mut checks = browser::look(wanted, now).await;
    checks.extend(place::look(wanted, now).await);
    checks
}

/// What is wrong, and keeps a run from working.
pub(super) fn wrong(checks: &[Check]) -> Vec<&Check> {
    checks.iter().filter(|check| check.verdict == Verdict::Bad).collect()
}

/// The exit code of what is wrong: that of the first, as the list has them; 0 if nothing is.
pub(super) fn exit_of(wrong: &[&Check]) -> u8 {
    wrong.first().map_or(exit::OK, |check| check.by.map_or(exit::USAGE, exit::of_stop))
}

/// The list as text.
pub(super) fn text(checks: &[Check], paint: Paint, width: usize) -> String {
    let mut text = String::new();
    for check in checks {
        let word = format!("{:>10}", check.verdict.word());
        let word = match check.verdict {
            Verdict::Good => paint.good(&word),
            Verdict::NotNeeded => paint.faint(&word),
            Verdict::Unsure => paint.look(&word),
            Verdict::Bad => paint.bad(&word),
        };
        let seen = paragraph(&format!("{}: {}", check.what, printable(&check.seen)), width, 12);
        text.push_str(&format!("{word}  {}\n", seen.trim_start()));
        if !check.cure.is_empty() {
            text.push_str(&format!("{}\n", paragraph(&check.cure, width, 12)));
        }
    }
    text
}
