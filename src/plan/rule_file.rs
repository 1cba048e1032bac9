//! Reading a rule file: TOML to rules, every fault at once and in its place. docs/plan.md describes the format.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use super::date::{DayOrder, parse_age};
use super::error::PlanError;
use super::pattern::Pattern;
use super::people::PeopleIndex;
use super::reason::RemovalReason;
use super::rule::{Conditions, Rule, RuleEffect, RuleSet};
use super::toml_read::{Reading, Value};
use crate::domain::Action;
use crate::faults::{Fault, Faults};
use crate::limited;

const TOP: &[&str] = &["schema", "dates", "consider", "rule"];
const CONSIDER: &[&str] = &["own_company", "client", "recruiter", "recent", "share"];
const RULE: &[&str] = &[
    "title",
    "do",
    "action",
    "reason",
    "note",
    "company",
    "position",
    "name",
    "connected_before",
    "connected_since",
    "no_position",
    "no_company",
    "has_email",
    "match_file",
];

impl RuleSet {
    /// Reads a rule file.
    ///
    /// # Errors
    /// [`PlanError::Faults`] with everything that is wrong in it; [`PlanError::Io`] if it cannot be read.
    pub fn read(path: &Path) -> Result<RuleSet, PlanError> {
        let text = limited::settings(path).map_err(|source| PlanError::io("read", path, source))?;
        RuleSet::parse(&path.to_string_lossy(), &text, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads the text of a rule file. Files that it names are looked for in `folder`.
    ///
    /// # Errors
    /// As [`RuleSet::read`].
    pub fn parse(file: &str, text: &str, folder: &Path) -> Result<RuleSet, PlanError> {
        let mut reading = Reading { faults: Faults::new(file, text) };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            reading.fault(
                "rules.toml",
                error.span().unwrap_or(0..0),
                error.message(),
                "here",
                "docs/plan.md shows a whole rule file.",
            );
        }
        if reading.faults.has_errors() {
            return Err(Box::new(reading.faults).into());
        }
        let rules = read_file(&mut reading, table.get_ref(), folder);
        if reading.faults.has_errors() {
            reading.faults.list.sort_by_key(|fault| fault.span.as_ref().map(|span| span.start));
            return Err(Box::new(reading.faults).into());
        }
        Ok(rules)
    }
}

fn read_file(reading: &mut Reading, table: &DeTable<'_>, folder: &Path) -> RuleSet {
    reading.unknown_keys("a rule file", table, TOP);
    let mut set = RuleSet::default();
    match table.get("schema") {
        None => reading.faults.push(no_schema()),
        Some(value) => {
            reading.number("schema", value, 1..=1);
        }
    }
    if let Some(value) = table.get("dates") {
        set.dates = reading.word("dates", value, DayOrder::ALL);
    }
    if let Some(value) = table.get("consider") {
        match value.get_ref().as_table() {
            Some(table) => read_consider(reading, table, &mut set),
            None => not_a_table(reading, value, "[consider]"),
        }
    }
    let Some(value) = table.get("rule") else { return set };
    let Some(rules) = value.get_ref().as_array() else {
        not_a_table(reading, value, "[[rule]] (two brackets: there can be several)");
        return set;
    };
    for item in rules.iter() {
        match item.get_ref().as_table() {
            Some(table) => {
                let rule = read_rule(reading, table, item.span(), folder);
                set.rules.extend(rule);
            }
            None => not_a_table(reading, item, "[[rule]]"),
        }
    }
    set
}

fn no_schema() -> Fault {
    Fault {
        code: "rules.schema",
        message: "the file does not say which form it has".to_owned(),
        span: Some(0..0),
        label: "expected here".to_owned(),
        help: "Write `schema = 1` on the first line.".to_owned(),
        warning: false,
    }
}

fn not_a_table(reading: &mut Reading, value: &Value<'_>, wanted: &str) {
    let found = value.get_ref().type_str();
    reading.fault(
        "rules.type",
        value.span(),
        format!("this is a {found}"),
        format!("expected {wanted}"),
        "docs/plan.md shows a whole rule file.",
    );
}

fn read_consider(reading: &mut Reading, table: &DeTable<'_>, set: &mut RuleSet) {
    reading.unknown_keys("[consider]", table, CONSIDER);
    let words = &mut set.words;
    if let Some(value) = table.get("own_company") {
        words.own_company = patterns(reading, "own_company", value);
    }
    if let Some(value) = table.get("client") {
        words.client = patterns(reading, "client", value);
    }
    if let Some(value) = table.get("recruiter") {
        words.recruiter = patterns(reading, "recruiter", value);
    }
    if let Some(value) = table.get("recent")
        && let Some(text) = reading.text("recent", value, "recent = \"90d\"")
    {
        match parse_age(text) {
            Ok(age) => words.recent = age,
            Err(problem) => reading.fault(
                "rules.age",
                value.span(),
                problem,
                "expected an age",
                "For example: recent = \"90d\"",
            ),
        }
    }
    if let Some(value) = table.get("share")
        && let Some(share) = reading.number("share", value, 0..=100)
    {
        words.share = u8::try_from(share).unwrap_or(100);
    }
}

fn patterns(reading: &mut Reading, key: &str, value: &Value<'_>) -> Vec<Pattern> {
    let example = format!("{key} = [\"Acme\", \"Globex*\"]");
    let mut patterns = Vec::new();
    let texts = reading.texts(key, value, &example);
    if texts.is_empty() && value.get_ref().is_array() {
        reading.fault(
            "rules.empty",
            value.span(),
            format!("`{key}` is empty"),
            "nobody fits this",
            "Write a pattern, or remove the key.",
        );
    }
    for (text, span) in texts {
        match Pattern::new(&text) {
            Ok(pattern) => patterns.push(pattern),
            Err(fault) => {
                let (message, help) = fault.explain();
                reading.fault("rules.pattern", span, message, "expected words", help);
            }
        }
    }
    patterns
}

fn read_rule(reading: &mut Reading, table: &DeTable<'_>, span: Range<usize>, folder: &Path) -> Option<Rule> {
    let before = reading.faults.errors();
    reading.unknown_keys("a rule", table, RULE);
    let include = is_include(reading, table);
    let effect =
        if include { read_include(reading, table, span.clone()) } else { read_exclude(reading, table) };
    let title = read_text(reading, table, "title");
    let when = read_conditions(reading, table, folder);
    if reading.faults.errors() > before {
        return None;
    }
    if when.is_empty() {
        let everybody =
            if include { "it would choose everybody" } else { "it would undo every rule above it" };
        reading.fault(
            "rules.no_condition",
            span,
            format!("this rule has no condition: {everybody}"),
            "expected a condition, such as company = \"Acme\"",
            format!("The conditions are: {}", RULE.get(5..).unwrap_or_default().join(", ")),
        );
        return None;
    }
    Some(Rule { title, effect: effect?, when })
}

fn is_include(reading: &mut Reading, table: &DeTable<'_>) -> bool {
    let Some(value) = table.get("do") else { return true };
    match reading.text("do", value, "do = \"exclude\"") {
        Some("exclude") => false,
        Some("include") | None => true,
        Some(other) => {
            let message = format!("`{other}` is nothing that a rule can do");
            reading.fault(
                "rules.word",
                value.span(),
                message,
                "expected include or exclude",
                "Leave it out for include.",
            );
            true
        }
    }
}

fn read_include(reading: &mut Reading, table: &DeTable<'_>, span: Range<usize>) -> Option<RuleEffect> {
    let action = match table.get("action") {
        None => Some(Action::Remove),
        // Withdrawing is for invitations, which no export of connections lists.
        Some(value) => reading.word("action", value, &[Action::Remove, Action::Unfollow]).filter(|action| {
            let fits = *action != Action::Withdraw;
            if !fits {
                reading.fault(
                    "rules.word",
                    value.span(),
                    "only an invitation can be withdrawn, and an export of connections lists none",
                    "expected one of: remove, unfollow",
                    "Leave it out for remove.",
                );
            }
            fits
        }),
    };
    let reason = match table.get("reason") {
        Some(value) => reading.word("reason", value, RemovalReason::ALL),
        None => {
            let all: Vec<&str> = RemovalReason::ALL.iter().map(|reason| reason.as_str()).collect();
            reading.fault(
                "rules.reason",
                span,
                "this rule does not say why its people go",
                "expected a reason",
                format!("Write reason = and one of: {}", all.join(", ")),
            );
            None
        }
    };
    let note = read_text(reading, table, "note");
    Some(RuleEffect::Include { action: action?, reason: reason?, note })
}

fn read_exclude(reading: &mut Reading, table: &DeTable<'_>) -> Option<RuleEffect> {
    for key in ["action", "reason"] {
        if let Some(value) = table.get(key) {
            reading.fault(
                "rules.exclude",
                value.span(),
                format!("an exclude rule has no {key}: nothing happens to its people"),
                "not for an exclude rule",
                "Remove it.",
            );
        }
    }
    Some(RuleEffect::Exclude)
}

fn read_text(reading: &mut Reading, table: &DeTable<'_>, key: &str) -> Option<String> {
    let text = reading.text(key, table.get(key)?, &format!("{key} = \"…\""))?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn read_conditions(reading: &mut Reading, table: &DeTable<'_>, folder: &Path) -> Conditions {
    let mut when = Conditions::default();
    for (key, to) in
        [("company", &mut when.company), ("position", &mut when.position), ("name", &mut when.name)]
    {
        if let Some(value) = table.get(key) {
            *to = patterns(reading, key, value);
        }
    }
    when.connected_before =
        table.get("connected_before").and_then(|value| reading.day("connected_before", value));
    when.connected_since =
        table.get("connected_since").and_then(|value| reading.day("connected_since", value));
    when.has_position =
        table.get("no_position").and_then(|value| reading.truth("no_position", value)).map(|no| !no);
    when.has_company =
        table.get("no_company").and_then(|value| reading.truth("no_company", value)).map(|no| !no);
    when.has_email = table.get("has_email").and_then(|value| reading.truth("has_email", value));
    if let Some(value) = table.get("match_file") {
        when.people = read_people(reading, value, folder);
    }
    when
}

fn read_people(reading: &mut Reading, value: &Value<'_>, folder: &Path) -> Option<Arc<PeopleIndex>> {
    let name = reading.text("match_file", value, "match_file = \"people.csv\"")?;
    match PeopleIndex::read(&folder.join(name)) {
        Ok(people) => Some(Arc::new(people)),
        Err(error) => {
            let first = error.faults().map_or_else(
                || error.to_string(),
                |faults| {
                    let fault = faults.list.first();
                    let line = fault.and_then(|fault| faults.position(fault)).map_or(0, |(line, _)| line);
                    format!("{}:{line}: {}", faults.file, fault.map_or("", |fault| &fault.message))
                },
            );
            reading.fault(
                "rules.match_file",
                value.span(),
                first,
                "this file cannot be used",
                "Each line names a person: an address, a slug, a name, or `name, company`.",
            );
            None
        }
    }
}
