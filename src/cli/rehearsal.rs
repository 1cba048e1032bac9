//! `run --list-clicks`, `--sample` and `--rehearsed`: looking before acting, and acting only on what was seen.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;

use super::failure::Failure;
use super::fitness::rows_with;
use super::inputs::Inputs;
use super::output::{Stdout, Terminal, line_of, printable};
use crate::domain::{PersonKey, Slug, UnixMs};
use crate::engine::planned_clicks;
use crate::ledger::{Ledger, RunId, RunKind};
use crate::roster::Row;
use crate::selectors::PathName;

/// How long a rehearsal may be acted on.
const GOOD_FOR: Duration = Duration::from_secs(14 * 24 * 3600);

/// Leaves a sample of the rows, spread evenly over the roster.
pub(super) fn sample(rows: &mut Vec<Row>, size: usize) {
    let all = rows.len();
    if size == 0 || size >= all {
        return;
    }
    let mut chosen = (0..size).map(|nth| nth * all / size).peekable();
    let mut at = 0;
    rows.retain(|_| {
        let take = chosen.next_if_eq(&at).is_some();
        at += 1;
        take
    });
}

/// Leaves the rows whose rehearsal in `run` was good, and gives the slugs that were seen. A rehearsal of another roster, or
/// one that is too old, is refused.
pub(super) fn apply(
    run: u64,
    inputs: &mut Inputs,
    ledger: &Ledger,
    now: UnixMs,
) -> Result<HashMap<PersonKey, Slug>, Failure> {
    let id = RunId(i64::try_from(run).unwrap_or(i64::MAX));
    let rehearse = "rehearse again: the same command with --dry-run in place of --rehearsed";
    let Some(known) = ledger.run(id)?.filter(|known| known.start.kind == RunKind::Rehearsal) else {
        return Err(Failure::usage(format!("this account has no rehearsal {run}"), rehearse));
    };
    if known.start.fingerprint.as_deref() != Some(inputs.roster.fingerprint.as_str()) {
        return Err(Failure::usage(format!("the roster has changed since rehearsal {run}"), rehearse));
    }
    if now.since(known.started_at) > GOOD_FOR {
        return Err(Failure::usage(format!("rehearsal {run} is more than 14 days old"), rehearse));
    }
    let good: HashMap<PersonKey, Slug> =
        ledger.rehearsed_in(id)?.into_iter().map(|seen| (seen.key, seen.pinned_slug)).collect();
    inputs.roster.rows.retain(|row| good.contains_key(&row.person.key()));
    Ok(good)
}

/// Rows without an address could be anybody of that name: they are acted on only after a rehearsal has shown whom they mean.
pub(super) fn refuse_nameless(rows: &[Row]) -> Result<(), Failure> {
    match rows_with("a name and no address", rows, |row| row.person.slug.is_none()) {
        None => Ok(()),
        Some(nameless) => Err(Failure::usage(
            format!("{nameless}, so nobody has seen yet whom they mean"),
            "rehearse with --dry-run --route search or connections, look at the report, then act with --rehearsed RUN",
        )),
    }
}

/// Prints the clicks that would be made for each row, from the selector files alone.
pub(super) fn list_clicks(inputs: &Inputs, as_json: bool, terminal: &Terminal) -> Result<(), Failure> {
    let mut stdout = Stdout::new(terminal);
    for row in &inputs.roster.rows {
        let name = PathName { action: row.action, route: inputs.config.route };
        let Some(path) = inputs.selectors.path(name) else {
            return Err(Failure::usage(
                format!("the selector file has no click path `{}` (roster line {})", name.key(), row.line),
                "choose another --route, or add the path to your selector file",
            ));
        };
        let steps = planned_clicks(&path, row);
        if as_json {
            let slug = row.person.slug.as_ref().map(Slug::as_str);
            stdout.line(&line_of(
                &json!({ "event": "clicks", "line": row.line, "slug": slug, "steps": steps }),
            ));
            continue;
        }
        let who = row.person.name.as_ref().map(|name| name.as_str().to_owned());
        let who =
            who.or_else(|| row.person.slug.as_ref().map(|slug| slug.as_str().to_owned())).unwrap_or_default();
        stdout.line(&format!("line {}: {}", row.line, printable(&who)));
        for (index, step) in steps.iter().enumerate() {
            let mark = if step.commit { "   <- the point of no return" } else { "" };
            let when = if step.if_dialog { " (if a dialog opens)" } else { "" };
            stdout.line(&format!("  {:>2}. {:<8} {}{when}{mark}", index + 1, step.act, printable(&step.at)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::Roster;

    #[test]
    fn a_sample_is_spread_over_the_whole_roster() {
        let mut text = "url\n".to_owned();
        for nth in 0..100 {
            text.push_str(&format!("https://www.linkedin.com/in/person-{nth}/\n"));
        }
        let mut rows = Roster::parse("roster.csv", text).unwrap().rows;
        sample(&mut rows, 4);
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 27, 52, 77]);
    }

    #[test]
    fn a_sample_larger_than_the_roster_is_the_roster() {
        let mut rows = Roster::parse("roster.csv", "url\nhttps://www.linkedin.com/in/a-b/\n").unwrap().rows;
        sample(&mut rows, 4);
        assert_eq!(rows.len(), 1);
    }
}
