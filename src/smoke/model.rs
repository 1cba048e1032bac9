//! What a smoke test checked, and what came of it.

use std::time::Duration;

use crate::domain::{Route, StoppedBy, Surface, UnixMs};
use crate::ledger::RunId;

/// What came of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed,
    /// Something ended the test here.
    Stopped,
    /// It was not checked.
    Skipped,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Stopped => "stopped",
            Verdict::Skipped => "skipped",
        }
    }
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `signed in`, or the person.
    pub name: String,
    /// What came of it.
    pub verdict: Verdict,
    /// The outcome, the failing step, or what stopped the test.
    pub kind: String,
    /// In a sentence.
    pub detail: String,
    /// What to do next; empty where there is nothing to do.
    pub next: String,
    /// How long it took.
    pub took: Duration,
}

/// The checks on one surface by one route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// The surface.
    pub surface: Surface,
    /// The route; `None` where the surface as a whole was left out.
    pub route: Option<Route>,
    /// The run that it was, for `unlinked replay`.
    pub run: Option<RunId>,
    /// What was checked.
    pub checks: Vec<Check>,
    /// What ended the test in this suite.
    pub stopped: Option<StoppedBy>,
}

impl Suite {
    /// `desktop, profile`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.route {
            Some(route) => format!("{}, {route}", self.surface),
            None => self.surface.to_string(),
        }
    }

    /// How many checks came to this.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.checks.iter().filter(|check| check.verdict == verdict).count()
    }

    /// The worst that came of a check.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        [Verdict::Stopped, Verdict::Failed, Verdict::Passed]
            .into_iter()
            .find(|verdict| self.count(*verdict) > 0)
            .unwrap_or(Verdict::Skipped)
    }
}

/// How a smoke test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmokeEnd {
    /// Everything that was checked is as it should be.
    Passed,
    /// Something is not: a page has changed, or a person of the roster is not as the test needs them.
    Failed,
    /// Something ended the test early.
    Stopped(StoppedBy),
}

/// A whole smoke test.
#[derive(Debug, Clone)]
pub struct SmokeReport {
    /// The site.
    pub site: String,
    /// When it started.
    pub started: UnixMs,
    /// When it ended.
    pub ended: UnixMs,
    /// The suites, in the order in which they were made.
    pub suites: Vec<Suite>,
}

impl SmokeReport {
    /// How it ended. A stop beats a failure; with nothing checked at all nothing passed.
    #[must_use]
    pub fn end(&self) -> SmokeEnd {
        if let Some(by) = self.suites.iter().find_map(|suite| suite.stopped) {
            return SmokeEnd::Stopped(by);
        }
        let count = |verdict: Verdict| self.suites.iter().map(|suite| suite.count(verdict)).sum::<usize>();
        if count(Verdict::Failed) > 0 || count(Verdict::Passed) == 0 {
            SmokeEnd::Failed
        } else {
            SmokeEnd::Passed
        }
    }

    /// How it ended, in words.
    #[must_use]
    pub fn headline(&self) -> String {
        let failed: usize = self.suites.iter().map(|suite| suite.count(Verdict::Failed)).sum();
        match self.end() {
            SmokeEnd::Passed => "Smoke test passed".to_owned(),
            SmokeEnd::Failed if failed == 0 => "Smoke test failed: nothing could be checked".to_owned(),
            SmokeEnd::Failed if failed == 1 => "Smoke test failed: 1 check".to_owned(),
            SmokeEnd::Failed => format!("Smoke test failed: {failed} checks"),
            SmokeEnd::Stopped(by) => format!("Smoke test stopped: {by}"),
        }
    }
}
