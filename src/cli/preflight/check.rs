//! One thing that was looked at, with a verdict and a cure; and for whom it is looked at.

use serde::Serialize;

use super::super::account_args::AccountArgs;
use crate::account::Account;
use crate::config::Config;
use crate::domain::StoppedBy;
use crate::ledger::Ledger;

/// What came of one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum Verdict {
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
    pub(super) fn word(self) -> &'static str {
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
pub(in crate::cli) struct Check {
    /// What.
    pub(in crate::cli) what: &'static str,
    /// What came of it.
    pub(in crate::cli) verdict: Verdict,
    /// What was seen.
    pub(in crate::cli) seen: String,
    /// What to do; empty where there is nothing to do.
    pub(in crate::cli) cure: String,
    /// What a run would be stopped by; `None` for a fault of use.
    #[serde(skip)]
    pub(in crate::cli) by: Option<StoppedBy>,
}

impl Check {
    pub(super) fn good(what: &'static str, seen: impl Into<String>) -> Check {
        Check { what, verdict: Verdict::Good, seen: seen.into(), cure: String::new(), by: None }
    }

    pub(super) fn not_needed(what: &'static str, seen: impl Into<String>) -> Check {
        Check { verdict: Verdict::NotNeeded, ..Check::good(what, seen) }
    }

    pub(super) fn unsure(what: &'static str, seen: impl Into<String>, cure: impl Into<String>) -> Check {
        Check { verdict: Verdict::Unsure, cure: cure.into(), ..Check::good(what, seen) }
    }

    pub(super) fn bad(
        what: &'static str,
        by: Option<StoppedBy>,
        seen: impl Into<String>,
        cure: impl Into<String>,
    ) -> Check {
        Check { verdict: Verdict::Bad, by, cure: cure.into(), ..Check::good(what, seen) }
    }

    /// What was seen and what to do, as one line for a list of faults.
    pub(in crate::cli) fn sentence(&self) -> String {
        match self.cure.is_empty() {
            true => format!("{}: {}", self.what, self.seen),
            false => format!("{}: {}. {}", self.what, self.seen.trim_end_matches('.'), self.cure),
        }
    }
}

/// What is looked at, and for whom.
pub(in crate::cli) struct Wanted<'a> {
    /// Whose account.
    pub(in crate::cli) args: &'a AccountArgs,
    /// Its folder.
    pub(in crate::cli) account: &'a Account,
    /// The settings.
    pub(in crate::cli) config: &'a Config,
    /// The ledger, if there is one yet.
    pub(in crate::cli) ledger: Option<&'a Ledger>,
    /// The session comes with the order (`smoke --cookies`), and not from the profile.
    pub(in crate::cli) own_session: bool,
    /// The active hours do not count.
    pub(in crate::cli) any_hour: bool,
    /// Keep lists and selector files were read for this run, and the account was asked what holds it back.
    pub(in crate::cli) is_run: bool,
}
