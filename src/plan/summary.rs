//! A plan in words: who goes and why, who was spared and by which line, what to weigh before the first click.

use std::fmt::Write as _;

use super::chosen::{Named, Plan, Spared};
use super::consider::{Consider, Weighed};
use super::rule::{RuleEffect, RuleSet};
use crate::domain::Action;
use crate::wording::count;

/// How many people are named who were spared.
const NAMED: usize = 10;

/// The whole text, a sentence or an item on each line, without line breaks inside.
#[must_use]
pub fn summary_text(plan: &Plan, rules: &RuleSet, export: &str) -> String {
    let mut text = String::new();
    let chosen = plan.chosen_total();
    let _ = writeln!(text, "{export}: {}, {chosen} chosen", connections(plan.weighed.network));
    if let Some(new) = plan.new {
        let _ = writeln!(text, "  looked at only the {} in the period asked for", connections(new));
        if plan.new_cannot_tell > 0 {
            let _ = writeln!(
                text,
                "  passed over {} without a day that can be read",
                connections(plan.new_cannot_tell)
            );
        }
    }
    for ((action, reason), count) in &plan.reasons {
        let _ = writeln!(text, "  {count} to {}: {reason} ({})", deed(*action), reason.meaning());
    }
    let _ = writeln!(text, "  {}", plan.dates.text());
    push_rules(&mut text, plan, rules);
    push_spared(&mut text, plan);
    push_left_out(&mut text, plan);
    if plan.weighed.chosen > 0 {
        push_weighed(&mut text, &plan.weighed);
    }
    text
}

fn deed(action: Action) -> &'static str {
    match action {
        Action::Remove => "remove",
        Action::Unfollow => "unfollow",
        Action::Withdraw => "withdraw",
    }
}

fn push_rules(text: &mut String, plan: &Plan, rules: &RuleSet) {
    if rules.rules.is_empty() {
        return;
    }
    text.push_str("\nRules (the last one that fits a person decides):\n");
    for ((number, rule), count) in (1..).zip(&rules.rules).zip(&plan.counts) {
        let verb = match rule.effect {
            RuleEffect::Include { .. } => "puts on",
            RuleEffect::Exclude => "takes off",
        };
        let _ = write!(text, "  {}: fits {}, {verb} {}", rule.called(number), count.fits, count.decides);
        if count.cannot_tell > 0 {
            let then = match rule.effect {
                RuleEffect::Include { .. } => "passed over",
                RuleEffect::Exclude => "taken off, in doubt",
            };
            let _ = write!(
                text,
                "; cannot tell for {}, {then}: what it asks for is missing or cannot be read",
                count.cannot_tell
            );
        }
        let is_idle = count.fits == 0 && count.cannot_tell == 0;
        text.push_str(if is_idle { "  (nobody: is it spelled as in the export?)\n" } else { "\n" });
    }
}

fn push_spared(text: &mut String, plan: &Plan) {
    if plan.spared_total == 0 {
        return;
    }
    let _ = writeln!(text, "\nSpared by the keep list: {}", plan.spared_total);
    for spared in plan.spared.iter().take(NAMED) {
        let _ = writeln!(text, "  {}", spared_text(spared));
    }
    let more = plan.spared_total.saturating_sub(NAMED as u64);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more (--json lists them all)");
    }
}

/// Who is chosen and why: for a plan that writes nothing.
#[must_use]
pub fn chosen_text(plan: &Plan, all: bool) -> String {
    let mut text = String::new();
    let chosen = plan.chosen_total();
    if chosen == 0 {
        return text;
    }
    text.push_str("\nChosen:\n");
    let named = if all { plan.named.len() } else { NAMED };
    for Named { name, company, why } in plan.named.iter().take(named) {
        let at = if company.is_empty() { String::new() } else { format!(", {company}") };
        let _ = writeln!(text, "  {name}{at}: {why}");
    }
    let more = chosen.saturating_sub(plan.named.len().min(named) as u64);
    if more > 0 {
        let how = if all { "--json names them all" } else { "-v names more, --json all" };
        let _ = writeln!(text, "  and {more} more ({how})");
    }
    text
}

/// Who was spared, by which line, and what would have chosen them.
fn spared_text(spared: &Spared) -> String {
    let company = if spared.company.is_empty() { String::new() } else { format!(", {}", spared.company) };
    format!(
        "{}{company}: kept by line {} ({}), in spite of {}",
        spared.name,
        spared.by.line,
        spared.by.text.trim(),
        spared.why
    )
}

fn push_left_out(text: &mut String, plan: &Plan) {
    let mut parts = Vec::new();
    if plan.left_out > 0 {
        parts.push(format!("{} with whom nothing can be done (see the warnings)", rows(plan.left_out)));
    }
    if plan.nobody > 0 {
        parts.push(format!("{} without a name and a URL", rows(plan.nobody)));
    }
    if plan.duplicates > 0 {
        parts.push(format!("{} about somebody chosen already", rows(plan.duplicates)));
    }
    if !parts.is_empty() {
        let _ = writeln!(text, "\nLeft out: {}", parts.join("; "));
    }
}

fn push_weighed(text: &mut String, weighed: &Weighed) {
    text.push_str("\nBefore you click, consider:\n");
    let share = weighed.count(Consider::Share);
    let _ = write!(text, "  {share}% of your network goes ({} of {})", weighed.chosen, weighed.network);
    if weighed.is_large_share() {
        let _ = write!(text, ", more than {}%: {}", weighed.share_limit, Consider::Share.meaning());
    }
    text.push('\n');
    for (consider, count) in weighed.people.iter().filter(|(_, count)| *count > 0) {
        let of = if *consider == Consider::Recruiter {
            format!(" of {}", weighed.recruiters)
        } else {
            String::new()
        };
        let _ = writeln!(text, "  {}: {count}{of} ({})", consider.title(), consider.meaning());
    }
    if weighed.companies_lost > 0 {
        let title = Consider::LastAtCompany.title();
        let _ = writeln!(text, "  {title}: {} of {}", weighed.companies_lost, weighed.companies);
    }
    text.push_str("  Gentler: `unfollow` hides somebody's posts and keeps the connection.\n");
}

fn connections(counted: u64) -> String {
    count(counted, "connection", "connections")
}

fn rows(counted: u64) -> String {
    count(counted, "row", "rows")
}
