//! A summary in Markdown, for a job's page.

use super::model::{Check, SmokeReport, Suite, Verdict};
use crate::report::markdown_text;

/// The result as Markdown.
#[must_use]
pub fn markdown(report: &SmokeReport) -> String {
    let took = report.ended.since(report.started).as_secs_f64();
    let mut text = format!(
        "## {}\n\n{}, {took:.0} s. Nothing was removed: a smoke test stops before the point of no return.\n\n\
         | surface | route | result | passed | failed | not checked |\n| --- | --- | --- | ---: | ---: | ---: |\n",
        report.headline(),
        markdown_text(&report.site),
    );
    for suite in &report.suites {
        let route = suite.route.map_or("all", |route| route.as_str());
        let (passed, failed) =
            (suite.count(Verdict::Passed), suite.count(Verdict::Failed) + suite.count(Verdict::Stopped));
        text.push_str(&format!(
            "| {} | {route} | {} | {passed} | {failed} | {} |\n",
            suite.surface,
            suite.verdict().as_str(),
            suite.count(Verdict::Skipped)
        ));
    }
    list(&mut text, report, "What is wrong", |verdict| matches!(verdict, Verdict::Failed | Verdict::Stopped));
    list(&mut text, report, "What was not checked", |verdict| verdict == Verdict::Skipped);
    text
}

fn list(text: &mut String, report: &SmokeReport, title: &str, wanted: impl Fn(Verdict) -> bool) {
    let found: Vec<(&Suite, &Check)> = report
        .suites
        .iter()
        .flat_map(|suite| suite.checks.iter().map(move |check| (suite, check)))
        .filter(|(_, check)| wanted(check.verdict))
        .collect();
    if found.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {title}\n\n"));
    for (suite, check) in found {
        let next = if check.next.is_empty() { String::new() } else { format!(" {}", check.next) };
        text.push_str(&format!(
            "- {}: **{}**: {}: {}{next}\n",
            suite.name(),
            markdown_text(&check.name),
            markdown_text(&check.kind),
            markdown_text(&check.detail),
        ));
    }
}
