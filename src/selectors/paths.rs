//! The click paths of a selector file, ready to be walked.

use super::file::{PathStep, StepDo, StepWhen};
use crate::domain::{Action, Route};

/// Which click path: a route for removals, or an action with a path of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathName {
    /// What is to be done.
    pub action: Action,
    /// How the person is reached; only removals have more than one route.
    pub route: Route,
}

impl PathName {
    /// The key in the file's `[path]` table.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self.action {
            Action::Remove => self.route.as_str(),
            Action::Unfollow => "unfollow",
            Action::Withdraw => "withdraw",
        }
    }
}

/// The steps of one path, cut at the commit.
#[derive(Debug, Clone)]
pub struct ClickPath {
    /// Everything before the commit.
    pub before: Vec<PathStep>,
    /// The commit: the first click after which the person may be gone.
    pub commit: PathStep,
    /// The locator of the commit.
    pub commit_at: String,
    /// The locator of the confirm button, if the path has a dialog.
    pub confirm_at: Option<String>,
}

impl ClickPath {
    /// Cuts the steps at their commit. `None` if there is no commit with a place, which the loader has refused already.
    #[must_use]
    pub fn from_steps(steps: &[PathStep]) -> Option<ClickPath> {
        let at = steps.iter().position(PathStep::is_commit)?;
        let commit = steps[at].clone();
        let commit_at = commit.at.as_ref()?.get_ref().clone();
        let confirm_at = steps[at + 1..]
            .iter()
            .find(|step| step.when == Some(StepWhen::Dialog) && step.act == StepDo::Click)
            .and_then(|step| step.at.as_ref())
            .map(|at| at.get_ref().clone());
        Some(ClickPath { before: steps[..at].to_vec(), commit, commit_at, confirm_at })
    }

    /// Whether the commit can not be taken back.
    #[must_use]
    pub fn is_irreversible(&self) -> bool {
        self.commit.irreversible.unwrap_or(true)
    }

    /// Whether what the commit clicks may have to be brought up first.
    #[must_use]
    pub fn may_be_hidden(&self) -> bool {
        self.before.iter().any(|step| step.when == Some(StepWhen::CommitHidden))
    }

    /// The address that the path opens first, with `{slug}` and `{name}` as written.
    #[must_use]
    pub fn opens(&self) -> Option<&str> {
        self.before
            .iter()
            .find(|step| step.act == StepDo::Open)?
            .url
            .as_ref()
            .map(|url| url.get_ref().as_str())
    }
}
