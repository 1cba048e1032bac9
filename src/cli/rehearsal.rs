//! `run --list-clicks`, `--sample` and `--rehearsed`: looking before acting, and acting only on what was seen.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use super::account_args::AccountArgs;
use super::beside::account_of;
use super::failure::Failure;
use super::fitness::rows_with;
use super::inputs::Inputs;
use super::order::Order;
use super::output::{Stdout, Terminal, line_of, printable};
use super::tally::Tally;
use crate::domain::{Action, Outcome, PersonKey, Slug, UnixMs};
use crate::engine::{Shown, planned_clicks, protection};
use crate::ledger::{GOOD_FOR, Ledger, RunId, RunKind, RunRow, RunStart};
use crate::roster::Row;
use crate::selectors::PathName;

/// How many people a rehearsal takes by itself where a whole roster would take days.
const SAMPLE: usize = 5;

/// Which rows a run is about, and what is known of the others.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The rows; `None` for all of them.
    pub(super) only: Option<BTreeSet<usize>>,
    /// The slugs of the pages that a rehearsal saw, if only its people are acted on.
    pub(super) pins: Option<HashMap<PersonKey, Slug>>,
    /// The rehearsal that this one goes on from.
    pub(super) before: Option<RunId>,
    /// What that one and those before it found, of the people who are not opened again.
    pub(super) seen_before: HashMap<(PersonKey, Action), Outcome>,
    /// People who are still to be rehearsed once this rehearsal is done, where it is a sample.
    pub(super) later: usize,
    /// What the user should know of it.
    pub(super) said: Vec<String>,
}

/// What a rehearsal is about: whoever is to be acted on and was not opened by the rehearsals that it goes on from; a sample of them
/// if one was asked for, or if all of them take more page views than a day has.
pub(super) fn continued(
    order: &Order,
    rows: &[Row],
    start: &RunStart,
    tally: &Tally,
    ledger: &Ledger,
    most: Option<usize>,
    now: UnixMs,
) -> Result<Scope, Failure> {
    let mut scope = Scope::default();
    if !order.again {
        scope.before = ledger.rehearsal_to_go_on(start)?;
    }
    if let Some(chain) = scope.before.map(|before| ledger.chain(before)).transpose()?.flatten() {
        scope.seen_before = chain.done(ledger.moment(now)?.at);
    }
    let was_seen = |index: usize| {
        rows.get(index).is_some_and(|row| scope.seen_before.contains_key(&(row.person.key(), row.action)))
    };
    let left: Vec<usize> = tally.due().filter(|index| !was_seen(*index)).collect();
    let seen = tally.left() - left.len();
    let size = order.sample.or(most.filter(|most| !order.all && left.len() > *most).map(|_| SAMPLE));
    let chosen = size.map(|size| spread(&left, size)).filter(|chosen| chosen.len() < left.len());
    scope.later = chosen.as_ref().map_or(0, |chosen| left.len() - chosen.len());
    scope.only = match chosen {
        Some(chosen) => Some(chosen),
        None if scope.seen_before.is_empty() => None,
        None => Some((0..rows.len()).filter(|index| !was_seen(*index)).collect()),
    };
    if let Some(before) = scope.before.filter(|_| seen > 0) {
        scope.said.push(if left.is_empty() {
            format!(
                "Everybody who is left to act on was rehearsed, up to run {before}: nobody is opened again. `--again` starts over."
            )
        } else {
            format!(
                "It goes on where rehearsal {before} ended: {} not opened again. `--again` starts over.",
                if seen == 1 { "1 person is".to_owned() } else { format!("{seen} people are") }
            )
        });
    }
    Ok(scope)
}

/// A sample of these rows, spread evenly over them.
fn spread(rows: &[usize], size: usize) -> BTreeSet<usize> {
    if size >= rows.len() {
        return rows.iter().copied().collect();
    }
    (0..size).filter_map(|nth| rows.get(nth * rows.len() / size).copied()).collect()
}

/// A run about the people whose rehearsal in `run`, or in those that it goes on from, was good. A rehearsal of another roster or
/// site, or one that is too old, is refused.
pub(super) fn applied(run: u64, inputs: &Inputs, ledger: &Ledger, now: UnixMs) -> Result<Scope, Failure> {
    let id = RunId(i64::try_from(run).unwrap_or(i64::MAX));
    let refused =
        |why| Failure::usage(why, "rehearse again: the same command with --dry-run in place of --rehearsed");
    let site = inputs.config.site.as_str();
    if let Some(why) = unfit(ledger.run(id)?.as_ref(), run, &inputs.roster.fingerprint, site, now) {
        return Err(refused(why));
    }
    let at = ledger.moment(now)?.at;
    let pins: HashMap<PersonKey, Slug> = ledger
        .rehearsed_in(id)?
        .into_iter()
        .filter(|seen| at.since(seen.at) <= GOOD_FOR)
        .map(|seen| (seen.key, seen.pinned_slug))
        .collect();
    let rows = &inputs.roster.rows;
    let good = |row: &Row| pins.contains_key(&row.person.key());
    let left_alone = rows_with(&format!("no good rehearsal in run {run}"), rows, |row| !good(row))
        .map(|rows| format!("{rows}: left alone."));
    let only: BTreeSet<usize> =
        rows.iter().enumerate().filter(|(_, row)| good(row)).map(|(index, _)| index).collect();
    if only.is_empty() {
        return Err(refused(format!(
            "nobody's rehearsal in run {run} was good, so there is nobody to act on"
        )));
    }
    Ok(Scope {
        only: Some(only),
        pins: Some(pins),
        said: left_alone.into_iter().collect(),
        ..Scope::default()
    })
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
        let protected = protection(&inputs.keep, ledger.as_ref(), row, Shown::default())?;
        let is_to_be_seen = inputs.cards().tell(&protected, ledger.as_ref(), row)?;
        let hit = protected.hit();
        let only_if = hit.as_ref().filter(|_| is_to_be_seen).map(|hit| {
            format!("only if their page names an employer, and none that `{}` keeps", printable(&hit.text))
        });
        // Whoever is kept is no click to come.
        if let Some(hit) = hit.filter(|_| !is_to_be_seen) {
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
                &json!({ "event": "clicks", "line": row.line, "slug": slug, "only_if": only_if, "steps": steps }),
            ));
            continue;
        }
        let who = row.person.name.as_ref().map(|name| name.as_str().to_owned());
        let who =
            who.or_else(|| row.person.slug.as_ref().map(|slug| slug.as_str().to_owned())).unwrap_or_default();
        let only_if = only_if.map_or_else(String::new, |only_if| format!(", {only_if}"));
        stdout.line(&format!("line {}: {}{only_if}", row.line, printable(&who)));
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
    use std::time::Duration;

    use super::*;
    use crate::ledger::RunStart;

    #[test]
    fn a_sample_of_any_size_has_that_size_no_row_twice_and_no_gap_larger_than_the_others() {
        let rows: Vec<usize> = (0..37).map(|nth| nth * 2).collect();
        for size in 1..37 {
            let chosen: Vec<usize> = spread(&rows, size).into_iter().collect();
            assert_eq!(chosen.len(), size);
            assert!(chosen.iter().all(|row| rows.contains(row)));
            let gaps: Vec<usize> = chosen.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (least, most) = (gaps.iter().min(), gaps.iter().max());
            assert!(least.is_none_or(|least| *least > 0 && most.unwrap() - least <= 2), "{size}: {gaps:?}");
        }
        assert_eq!(spread(&rows, 100).len(), 37);
        assert_eq!(spread(&[3, 7], 0).len(), 0);
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
}
