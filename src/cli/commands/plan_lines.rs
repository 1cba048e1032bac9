//! What `unlinked plan --json` prints: one line for each decision, and one for the plan.

use std::path::Path;

use serde::Serialize;

use crate::cli::exit;
use crate::cli::output::line_of;
use crate::plan::{Chosen, Consider, DatesRead, Decision, Differences, Plan, Spared, Weighed};

#[derive(Serialize)]
pub(in crate::cli) struct NewLine<'a> {
    pub(in crate::cli) event: &'static str,
    pub(in crate::cli) line: u64,
    pub(in crate::cli) name: &'a str,
    pub(in crate::cli) url: &'a str,
    pub(in crate::cli) connected_on: &'a str,
}

#[derive(Serialize)]
struct ChosenLine<'a> {
    event: &'static str,
    line: u64,
    slug: Option<&'a str>,
    name: &'a str,
    company: &'a str,
    position: &'a str,
    connected_on: Option<String>,
    action: &'static str,
    reason: &'static str,
    note: Option<&'a str>,
    why: &'a str,
    consider: &'a [Consider],
}

#[derive(Serialize)]
struct SparedLine<'a> {
    event: &'static str,
    line: u64,
    slug: Option<&'a str>,
    name: &'a str,
    company: &'a str,
    why: &'a str,
    keep_line: u64,
    keep_text: &'a str,
}

pub(in crate::cli) fn decision_json(decision: &Decision<'_>) -> String {
    match decision {
        Decision::Chosen(Chosen { connection, slug, action, reason, note, why, consider, .. }) => {
            line_of(&ChosenLine {
                event: "chosen",
                line: connection.line,
                slug: slug.map(AsRef::as_ref),
                name: &connection.name,
                company: &connection.company,
                position: &connection.position,
                connected_on: connection.connected_on.map(|day| day.to_string()),
                action: action.as_str(),
                reason: reason.as_str(),
                note: *note,
                why,
                consider,
            })
        }
        Decision::Spared(Spared { line, slug, name, company, why, by }) => line_of(&SparedLine {
            event: "spared",
            line: *line,
            slug: slug.as_deref(),
            name,
            company,
            why,
            keep_line: by.line,
            keep_text: by.text.trim(),
        }),
    }
}

#[derive(Serialize)]
struct PlanLine<'a> {
    event: &'static str,
    chosen: u64,
    spared: u64,
    duplicates: u64,
    left_out: u64,
    nobody: u64,
    new: Option<u64>,
    rules: &'a [crate::plan::RuleCount],
    weighed: &'a Weighed,
    dates: &'a DatesRead,
    differences: Option<Differences>,
    output: Option<String>,
    objections: &'a [String],
    exit: u8,
}

pub(in crate::cli) fn plan_json(
    plan: &Plan,
    output: Option<&Path>,
    differences: Option<Differences>,
    objections: &[String],
    exit: u8,
) -> String {
    line_of(&PlanLine {
        event: "plan",
        chosen: plan.chosen_total(),
        spared: plan.spared_total,
        duplicates: plan.duplicates,
        left_out: plan.left_out,
        nobody: plan.nobody,
        new: plan.new,
        rules: &plan.counts,
        weighed: &plan.weighed,
        dates: &plan.dates,
        differences,
        output: output.filter(|_| exit == exit::OK).map(|path| path.display().to_string()),
        objections,
        exit,
    })
}
