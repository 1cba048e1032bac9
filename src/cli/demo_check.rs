//! Whether the demo went right: every outcome held against the expected one and against the practice site's own account.

use std::collections::BTreeMap;

use crate::domain::Outcome;
use crate::engine::PersonReport;
use crate::practice::State;

/// One line of the demo's roster, as the program, the plan and the site tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    /// The line of the roster.
    pub(super) line: u64,
    /// The person.
    pub(super) slug: String,
    /// What the program says.
    pub(super) outcome: Option<Outcome>,
    /// What it saw.
    pub(super) detail: String,
    /// How long it took, in ms.
    pub(super) ms: u64,
    /// What should have become of them.
    pub(super) expected: String,
    /// How many requests to remove them the site got.
    pub(super) removals: usize,
    /// Why this line is not right, if it is not.
    pub(super) wrong: Option<String>,
}

/// Holds the three against each other. The second list is what is wrong apart from the lines of the roster.
pub(super) fn check(
    expected: &[(String, String)],
    reports: &[PersonReport],
    before: &State,
    after: &State,
) -> (Vec<Checked>, Vec<String>) {
    let mut rows: Vec<Checked> = expected
        .iter()
        .zip(2_u64..)
        .map(|((slug, word), line)| check_line(slug, word, line, reports, after))
        .collect();
    rows.sort_by_key(|row| row.line);
    (rows, check_others(expected, reports, before, after))
}

fn check_line(slug: &str, expected: &str, line: u64, reports: &[PersonReport], after: &State) -> Checked {
    let told: Vec<&PersonReport> = reports.iter().filter(|report| report.line == line).collect();
    let removals = after.removals.iter().filter(|removal| removal.slug == slug).count();
    let by_hand = after.removals.iter().filter(|removal| removal.slug == slug && removal.trusted).count();
    let still = after.person(slug).is_some_and(|person| person.connected);
    let outcome = told.first().map(|report| report.outcome);
    let should_go = expected == Outcome::Removed.as_str();
    let wrong = match (told.len(), outcome) {
        (0, _) | (_, None) => Some("nothing was said of them".to_owned()),
        (1, Some(outcome)) if outcome.as_str() != expected => Some(format!("{expected} was expected")),
        (1, Some(_)) if removals != usize::from(should_go) => {
            Some(format!("the site was asked {removals} times to remove them"))
        }
        (1, Some(_)) if should_go && (by_hand != 1 || still) => {
            Some("the site says that no real click removed them".to_owned())
        }
        (1, Some(_)) => None,
        (times, Some(_)) => Some(format!("they were told of {times} times")),
    };
    Checked {
        line,
        slug: slug.to_owned(),
        outcome,
        detail: told.first().map(|report| report.detail.clone()).unwrap_or_default(),
        ms: told.first().map_or(0, |report| report.ms),
        expected: expected.to_owned(),
        removals,
        wrong,
    }
}

fn check_others(
    expected: &[(String, String)],
    reports: &[PersonReport],
    before: &State,
    after: &State,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let of_roster = |slug: &str| expected.iter().any(|(known, _)| known == slug);
    for removal in after.removals.iter().filter(|removal| !of_roster(&removal.slug)) {
        wrong.push(format!("the site was asked to remove {}, who is in no roster", removal.slug));
    }
    let connected: BTreeMap<&str, bool> =
        after.people.iter().chain(&after.others).map(|p| (p.slug.as_str(), p.connected)).collect();
    for person in before.people.iter().filter(|person| person.connected && !of_roster(&person.slug)) {
        if connected.get(person.slug.as_str()) != Some(&true) {
            wrong.push(format!("{} is no longer connected and is in no roster", person.slug));
        }
    }
    let clicks = after.other_actions.len() + after.unfollows.len() + after.withdrawals.len();
    if clicks > 0 {
        wrong.push(format!("{clicks} things were clicked that nobody asked for"));
    }
    for report in reports.iter().filter(|report| !(2..).zip(expected).any(|(line, _)| line == report.line)) {
        wrong.push(format!("line {} was told of and is not in the roster", report.line));
    }
    wrong
}
