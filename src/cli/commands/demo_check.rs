//! Whether the demo went right: every outcome held against the expected one and against the practice site's own account.

use std::collections::BTreeMap;

use crate::domain::Outcome;
use crate::engine::PersonReport;
use crate::practice::State;

/// One line of the demo's roster, as the program, the plan and the site tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Checked {
    /// The line of the roster.
    pub(in crate::cli) line: u64,
    /// The person.
    pub(in crate::cli) slug: String,
    /// What the program says.
    pub(in crate::cli) outcome: Option<Outcome>,
    /// What it saw.
    pub(in crate::cli) detail: String,
    /// How long it took, in ms.
    pub(in crate::cli) ms: u64,
    /// What should have become of them.
    pub(in crate::cli) expected: String,
    /// How many requests to remove them the site got.
    pub(in crate::cli) removals: usize,
    /// Why this line is not right, if it is not.
    pub(in crate::cli) wrong: Option<String>,
}

impl Checked {
    /// Whether the run said anything of them.
    pub(in crate::cli) fn is_told(&self) -> bool {
        self.outcome.is_some()
    }
}

/// Holds the three against each other. The second list is what is wrong apart from the lines of the roster.
pub(in crate::cli) fn check(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, Route, Surface};
    use crate::practice::{ActionRecord, Options, OtherRecord, Site};

    fn report(line: u64, slug: &str, outcome: Outcome) -> PersonReport {
        PersonReport {
            key: slug.to_owned(),
            slug: slug.to_owned(),
            line,
            action: Action::Remove,
            outcome,
            detail: "seen".to_owned(),
            fault: None,
            route: Route::Profile,
            surface: Surface::Desktop,
            ms: 10,
            attempt: None,
        }
    }

    /// Expected outcomes, the program's reports, and the site before and after a run in which all went right.
    async fn all_right() -> (Vec<(String, String)>, Vec<PersonReport>, State, State) {
        let site = Site::start(Options { people: 4, ..Options::default() }).await.unwrap();
        let before = site.state();
        site.stop().await;
        let mut after = before.clone();
        let slug = |at: usize| before.people[at].slug.clone();
        let expected = vec![(slug(0), "removed".to_owned()), (slug(1), "mismatch".to_owned())];
        let reports = vec![report(2, &slug(0), Outcome::Removed), report(3, &slug(1), Outcome::Mismatch)];
        after.people[0].connected = false;
        after.removals.push(removal(&slug(0)));
        (expected, reports, before, after)
    }

    fn removal(slug: &str) -> ActionRecord {
        let from = "profile".to_owned();
        ActionRecord { slug: slug.to_owned(), at_ms: 1, effect: true, trusted: true, status: 200, from }
    }

    fn wrong(rows: &[Checked]) -> Vec<&str> {
        rows.iter().filter_map(|row| row.wrong.as_deref()).collect()
    }

    #[tokio::test]
    async fn where_program_plan_and_site_agree_nothing_is_wrong() {
        let (expected, reports, before, after) = all_right().await;
        let (rows, others) = check(&expected, &reports, &before, &after);
        assert_eq!((wrong(&rows), others.len()), (vec![], 0));
        assert_eq!((rows[0].line, rows[0].removals, rows[1].line, rows[1].removals), (2, 1, 3, 0));
    }

    #[tokio::test]
    async fn whatever_the_site_says_otherwise_is_told() {
        let (expected, reports, before, after) = all_right().await;
        let check_with = |change: &dyn Fn(&mut State)| {
            let mut after = after.clone();
            change(&mut after);
            let (rows, others) = check(&expected, &reports, &before, &after);
            [wrong(&rows).join("; "), others.join("; ")].join("|")
        };
        let said = check_with(&|after| after.removals.push(removal(&expected[0].0)));
        assert!(said.contains("asked 2 times"), "{said}");
        let said = check_with(&|after| after.removals.clear());
        assert!(said.contains("asked 0 times"), "{said}");
        let said = check_with(&|after| after.removals.push(removal(&expected[1].0)));
        assert!(said.contains("asked 1 times"), "{said}");
        let said = check_with(&|after| after.removals[0].trusted = false);
        assert!(said.contains("no real click"), "{said}");
        let said = check_with(&|after| after.people[0].connected = true);
        assert!(said.contains("no real click"), "{said}");
        let said = check_with(&|after| after.people[3].connected = false);
        assert!(said.contains("is no longer connected and is in no roster"), "{said}");
        let said = check_with(&|after| after.removals.push(removal("somebody-else")));
        assert!(said.contains("asked to remove somebody-else"), "{said}");
        let other = OtherRecord { what: "connect".to_owned(), slug: String::new(), at_ms: 1 };
        let said = check_with(&|after| after.other_actions.push(other.clone()));
        assert!(said.contains("1 things were clicked"), "{said}");
    }

    #[tokio::test]
    async fn outcomes_that_are_not_the_expected_ones_are_told() {
        let (expected, mut reports, before, after) = all_right().await;
        reports[1].outcome = Outcome::Ambiguous;
        assert_eq!(wrong(&check(&expected, &reports, &before, &after).0), ["mismatch was expected"]);
        reports.remove(1);
        assert_eq!(wrong(&check(&expected, &reports, &before, &after).0), ["nothing was said of them"]);
        reports.push(reports[0].clone());
        let (rows, _) = check(&expected, &reports, &before, &after);
        assert_eq!(wrong(&rows), ["they were told of 2 times", "nothing was said of them"]);
        reports[1].line = 9;
        let (_, others) = check(&expected, &reports, &before, &after);
        assert_eq!(others, ["line 9 was told of and is not in the roster"]);
    }
}
