//! What came of a smoke test, for a terminal and for other programs.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::cli::output::{Paint, line_of, paragraph, printable};
use crate::smoke::{Check, SmokeEnd, SmokeReport, Verdict};
use crate::wording::span;

/// Columns before what is said of a check.
const MARGIN: usize = 2 + 7 + 2 + 8 + 2;

/// Suite by suite, check by check, and how it ended.
pub(in crate::cli) fn text(report: &SmokeReport, output: &Path, paint: Paint, width: usize) -> String {
    let mut text = String::new();
    for suite in &report.suites {
        text.push_str(&format!("{}\n", paint.strong(&suite.name())));
        for check in &suite.checks {
            text.push_str(&check_lines(check, paint, width));
        }
        text.push('\n');
    }
    let headline = format!("{}.", report.headline());
    text.push_str(&match report.end() {
        SmokeEnd::Passed => paint.good(&headline),
        SmokeEnd::Failed => paint.look(&headline),
        SmokeEnd::Stopped(_) => paint.bad(&headline),
    });
    text.push_str(&format!(" Nothing was removed. Reports are in {}.\n", output.display()));
    text
}

fn check_lines(check: &Check, paint: Paint, width: usize) -> String {
    let word = format!("{:>7}", check.verdict.as_str());
    let word = match check.verdict {
        Verdict::Passed => paint.good(&word),
        Verdict::Failed => paint.look(&word),
        Verdict::Stopped => paint.bad(&word),
        Verdict::Skipped => paint.faint(&word),
    };
    let took = if check.took == Duration::ZERO { String::new() } else { span(check.took) };
    let mut text = format!("  {word}  {}  {}\n", paint.faint(&format!("{took:>8}")), printable(&check.name));
    if check.verdict != Verdict::Passed {
        let said =
            format!("{}: {} {}", check.kind, check.detail.trim_end_matches('.').to_owned() + ".", check.next);
        text.push_str(&format!("{}\n", paragraph(printable(&said).trim_end(), width, MARGIN)));
    }
    text
}

/// One object for each check, and one at the end.
pub(in crate::cli) fn json_lines(report: &SmokeReport, exit: u8) -> Vec<String> {
    let mut lines = Vec::new();
    for suite in &report.suites {
        for check in &suite.checks {
            lines.push(line_of(&json!({
                "event": "check", "surface": suite.surface, "route": suite.route, "run": suite.run, "name": check.name,
                "verdict": check.verdict, "kind": check.kind, "detail": check.detail, "next": check.next,
                "ms": u64::try_from(check.took.as_millis()).unwrap_or(u64::MAX),
            })));
        }
    }
    let (result, stopped_by) = match report.end() {
        SmokeEnd::Passed => ("passed", None),
        SmokeEnd::Failed => ("failed", None),
        SmokeEnd::Stopped(by) => ("stopped", Some(by)),
    };
    lines.push(line_of(
        &json!({ "event": "smoke", "result": result, "stopped_by": stopped_by, "exit": exit }),
    ));
    lines
}
