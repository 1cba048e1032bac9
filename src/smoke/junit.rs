//! JUnit XML: a suite for each surface and route, a case for each check.

use maud::html;

use super::model::{SmokeReport, Suite, Verdict};
use crate::report::plain;

/// The result as JUnit XML.
#[must_use]
pub fn junit(report: &SmokeReport) -> String {
    let markup = html! {
        testsuites name="unlinked smoke" { @for suite in &report.suites { (suite_of(report, suite)) } }
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", markup.into_string().replace("><", ">\n<"))
}

fn suite_of(report: &SmokeReport, suite: &Suite) -> maud::Markup {
    let seconds = |took: std::time::Duration| format!("{:.3}", took.as_secs_f64());
    let all = suite.checks.iter().map(|check| check.took).sum();
    let started =
        jiff::Timestamp::from_millisecond(report.started.0).map(|at| at.to_string()).unwrap_or_default();
    html! {
        testsuite name={ "unlinked.smoke." (suite.name().replace(", ", ".")) } timestamp=(started) tests=(suite.checks.len())
            failures=(suite.count(Verdict::Failed)) errors=(suite.count(Verdict::Stopped)) skipped=(suite.count(Verdict::Skipped))
            time=(seconds(all)) {
            @for check in &suite.checks {
                testcase classname={ "unlinked.smoke." (suite.name().replace(", ", ".")) } name=(plain(&check.name)) time=(seconds(check.took)) {
                    @match check.verdict {
                        Verdict::Passed => {}
                        Verdict::Skipped => { skipped message=(plain(&check.detail)) {} }
                        Verdict::Failed => {
                            failure type=(check.kind) message=(plain(&check.detail)) { (plain(&check.next)) (replay(suite)) }
                        }
                        Verdict::Stopped => {
                            error type=(check.kind) message=(plain(&check.detail)) { (plain(&check.next)) (replay(suite)) }
                        }
                    }
                }
            }
        }
    }
}

fn replay(suite: &Suite) -> String {
    suite.run.map(|run| format!("\nunlinked replay {run}")).unwrap_or_default()
}
