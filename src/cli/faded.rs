//! Whether the pages have begun to change under an account: a run's trace held against those of the runs before it.

use super::output::printable;
use crate::evidence::Home;
use crate::ledger::{Ledger, RunId};
use crate::trace::{Event, Faded, faded, salvage_events};

/// How many runs before it are held against a run.
const RUNS: usize = 3;

/// The places that a run has found by later candidates than the runs before it, with the same files on the same site. What cannot be
/// read says nothing.
pub(super) fn in_run(ledger: &Ledger, home: &Home, run: RunId) -> Vec<Faded> {
    let (Ok(rows), Ok(kept)) = (ledger.runs(u32::MAX), home.list()) else { return Vec::new() };
    let events = |run: RunId| -> Option<Vec<Event>> {
        let kept = kept.iter().find(|kept| kept.run == run)?;
        salvage_events(&kept.folder).ok().map(|(events, _)| events)
    };
    let (Some(row), Some(now)) = (rows.iter().find(|row| row.id == run), events(run)) else {
        return Vec::new();
    };
    let is_alike = |other: &crate::ledger::RunStart| {
        let (this, other) = (&row.start, other);
        this.site == other.site && this.surface == other.surface && this.selectors == other.selectors
    };
    let before = rows.iter().filter(|other| other.id < run && is_alike(&other.start));
    let before: Vec<Event> = before.filter_map(|other| events(other.id)).take(RUNS).flatten().collect();
    faded(&before, &now)
}

/// What that means and what to do next, in a sentence or two; `None` where there is none.
pub(super) fn told(faded: &[Faded]) -> Option<String> {
    let each = faded.iter().map(|one| {
        format!(
            "`{}` was found by candidate {} of its list, and now by candidate {}",
            printable(&one.place),
            one.before,
            one.now
        )
    });
    let each = each.collect::<Vec<_>>().join("; ");
    (!each.is_empty()).then(|| {
        format!(
            "The site has begun to change: {each}. Nothing failed. `unlinked selectors share WHO` writes down what the project needs to \
             mend the files before the last candidate goes; `unlinked selectors update` gets a newer pack, if you have a source."
        )
    })
}
