//! The clicks that would be made for a row of the roster, from the selector file alone: no browser.

use super::walk::fill_slug;
use crate::domain::Action;
use crate::roster::Row;
use crate::selectors::{ClickPath, PathStep, StepDo, StepWhen};

/// One planned step, in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PlannedStep {
    /// `open`, `identify`, `type`, `pick`, `click`, `verify`.
    pub act: &'static str,
    /// The address, the locator, or the text with its locator.
    pub at: String,
    /// Whether this is the point of no return.
    pub commit: bool,
    /// Whether it is done only if a dialog opens.
    pub if_dialog: bool,
}

/// The steps that a click path takes for a person, the verification included.
#[must_use]
pub fn planned_clicks(path: &ClickPath, row: &Row) -> Vec<PlannedStep> {
    let mut steps: Vec<PlannedStep> = path.before.iter().map(|step| planned(step, row)).collect();
    steps.push(planned(&path.commit, row));
    if let Some(confirm) = &path.confirm_at {
        steps.push(PlannedStep { act: "click", at: confirm.clone(), commit: false, if_dialog: true });
    }
    let verify = "the page again, afresh".to_owned();
    steps.push(PlannedStep { act: "verify", at: verify, commit: false, if_dialog: false });
    steps
}

/// What stands for the slug of a row without one: the row of the list gives it.
const NOT_KNOWN_YET: &str = "…the row that was picked…";

fn planned(step: &PathStep, row: &Row) -> PlannedStep {
    let place = step.at.as_ref().map(|at| at.get_ref().clone()).unwrap_or_default();
    let name = row.person.name.as_ref().map_or("the person's name", |name| name.as_str());
    let (act, at) = match step.act {
        StepDo::Open => {
            let url = step.url.as_ref().map(|url| url.get_ref().as_str()).unwrap_or_default();
            let url = row
                .person
                .slug
                .as_ref()
                .map_or_else(|| url.replace("{slug}", NOT_KNOWN_YET), |slug| fill_slug(url, slug));
            ("open", url.replace("{name}", name))
        }
        StepDo::Identify => {
            let what = match row.action {
                Action::Remove | Action::Unfollow => "slug, name and 1st degree",
                Action::Withdraw => "slug, name and the pending invitation",
            };
            ("identify", what.to_owned())
        }
        StepDo::Type => {
            let text =
                step.text.as_ref().map(|text| text.get_ref().replace("{name}", name)).unwrap_or_default();
            ("type", format!("{text:?} into {place}"))
        }
        StepDo::Pick => ("pick", "the one row that is the person".to_owned()),
        StepDo::Click if step.when == Some(StepWhen::CommitHidden) => {
            ("click", format!("{place}, if what is to be clicked next is not on the page"))
        }
        StepDo::Click => ("click", place),
    };
    PlannedStep { act, at, commit: step.is_commit(), if_dialog: step.when == Some(StepWhen::Dialog) }
}
