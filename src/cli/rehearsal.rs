//! `run --list-clicks`, `--sample` and `--rehearsed`: looking before acting, and acting only on what was seen.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;

use super::account_args::AccountArgs;
use super::beside::account_of;
use super::failure::Failure;
use super::fitness::rows_with;
use super::inputs::Inputs;
use super::output::{Stdout, Terminal, line_of, printable};
use crate::domain::{PersonKey, Slug, UnixMs};
use crate::engine::{Shown, planned_clicks, protection};
use crate::ledger::{Ledger, RunId, RunKind, RunRow};
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

/// Whom a rehearsal allows to be acted on.
#[derive(Debug)]
pub(super) struct Applied {
    /// The slugs of the pages that were seen.
    pub(super) pins: HashMap<PersonKey, Slug>,
    /// Which rows are left alone, for the user to know.
    pub(super) left_alone: Option<String>,
}

/// Leaves the rows whose rehearsal in `run` was good. A rehearsal of another roster or site, or one that is too old, is refused.
pub(super) fn apply(run: u64, inputs: &mut Inputs, ledger: &Ledger, now: UnixMs) -> Result<Applied, Failure> {
    let id = RunId(i64::try_from(run).unwrap_or(i64::MAX));
    let refused =
        |why| Failure::usage(why, "rehearse again: the same command with --dry-run in place of --rehearsed");
    let site = inputs.config.site.as_str();
    if let Some(why) = unfit(ledger.run(id)?.as_ref(), run, &inputs.roster.fingerprint, site, now) {
        return Err(refused(why));
    }
    let pins: HashMap<PersonKey, Slug> =
        ledger.rehearsed_in(id)?.into_iter().map(|seen| (seen.key, seen.pinned_slug)).collect();
    let good = |row: &Row| pins.contains_key(&row.person.key());
    let left_alone =
        rows_with(&format!("no good rehearsal in run {run}"), &inputs.roster.rows, |row| !good(row))
            .map(|rows| format!("{rows}: left alone."));
    inputs.roster.rows.retain(good);
    if inputs.roster.rows.is_empty() {
        return Err(refused(format!(
            "nobody's rehearsal in run {run} was good, so there is nobody to act on"
        )));
    }
    Ok(Applied { pins, left_alone })
}

/// Why a run may not be acted on as a rehearsal; `None` if it may.
fn unfit(known: Option<&RunRow>, run: u64, fingerprint: &str, site: &str, now: UnixMs) -> Option<String> {
    let Some(known) = known.filter(|known| known.start.kind == RunKind::Rehearsal) else {
        return Some(format!("this account has no rehearsal {run}"));
    };
    if known.start.fingerprint.as_deref() != Some(fingerprint) {
        return Some(format!("the roster has changed since rehearsal {run}"));
    }
    if known.start.site != site {
        return Some(format!("rehearsal {run} was on {}, and this run is on {site}", known.start.site));
    }
    (now.since(known.started_at) > GOOD_FOR).then(|| format!("rehearsal {run} is more than 14 days old"))
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
pub(super) fn list_clicks(
    inputs: &Inputs,
    account: &AccountArgs,
    as_json: bool,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut stdout = Stdout::new(terminal);
    let ledger = Ledger::open_beside(&account_of(account)?.ledger_path())?;
    for row in &inputs.roster.rows {
        // Whoever is kept is no click to come.
        if let Some(hit) = protection(&inputs.keep, ledger.as_ref(), row, Shown::default())?.hit() {
            if as_json {
                let slug = row.person.slug.as_ref().map(Slug::as_str);
                let kept =
                    json!({ "event": "kept", "line": row.line, "slug": slug, "detail": hit.to_string() });
                stdout.line(&line_of(&kept));
            } else {
                let name = row.person.name.as_ref().map(|name| name.as_str());
                let who = name.or(row.person.slug.as_ref().map(Slug::as_str)).unwrap_or_default();
                stdout.line(&format!("line {}: {}: kept, {hit}", row.line, printable(who)));
            }
            continue;
        }
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
    use crate::ledger::RunStart;
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
    fn a_sample_of_any_size_has_that_size_no_row_twice_and_no_gap_larger_than_the_others() {
        let mut text = "url\n".to_owned();
        for nth in 0..37 {
            text.push_str(&format!("https://www.linkedin.com/in/person-{nth}/\n"));
        }
        let all = Roster::parse("roster.csv", text).unwrap().rows;
        for size in 1..37 {
            let mut rows = all.clone();
            sample(&mut rows, size);
            let gaps: Vec<u64> = rows.windows(2).map(|pair| pair[1].line - pair[0].line).collect();
            assert_eq!(rows.len(), size);
            let (least, most) = (gaps.iter().min(), gaps.iter().max());
            assert!(least.is_none_or(|least| *least > 0 && most.unwrap() - least <= 1), "{size}: {gaps:?}");
        }
    }

    #[test]
    fn only_a_fresh_rehearsal_of_the_same_roster_on_the_same_site_may_be_acted_on() {
        const DAY: Duration = Duration::from_secs(24 * 3600);
        let begun = UnixMs(1_795_521_600_000);
        let row = |kind| RunRow {
            id: RunId(7),
            start: RunStart {
                kind,
                roster: None,
                fingerprint: Some("5f1c".to_owned()),
                site: "https://www.linkedin.com/".to_owned(),
                surface: None,
                route: None,
                selectors: None,
            },
            started_at: begun,
            ended_at: None,
            stopped_by: None,
            exit: None,
            intents: 0,
        };
        let (good, site) = (row(RunKind::Rehearsal), "https://www.linkedin.com/");
        let told = |fingerprint, site, now| unfit(Some(&good), 7, fingerprint, site, now).unwrap_or_default();
        assert_eq!(told("5f1c", site, begun.plus(DAY * 14)), "");
        assert_eq!(
            told("5f1c", site, begun.plus(DAY * 14 + Duration::from_millis(1))),
            "rehearsal 7 is more than 14 days old"
        );
        assert_eq!(told("5f1d", site, begun), "the roster has changed since rehearsal 7");
        assert!(told("5f1c", "http://127.0.0.1:8080/", begun).contains("was on https://www.linkedin.com/"));
        let no = Some("this account has no rehearsal 7".to_owned());
        assert_eq!(unfit(None, 7, "5f1c", site, begun), no);
        for kind in [RunKind::Removal, RunKind::Smoke] {
            assert_eq!(unfit(Some(&row(kind)), 7, "5f1c", site, begun), no);
        }
    }

    #[test]
    fn a_sample_larger_than_the_roster_is_the_roster() {
        let mut rows = Roster::parse("roster.csv", "url\nhttps://www.linkedin.com/in/a-b/\n").unwrap().rows;
        sample(&mut rows, 4);
        assert_eq!(rows.len(), 1);
    }
}
