//! What a pack of selector files in use asks of a run: after one has changed what counts from the commit on, somebody is rehearsed first.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::inputs::Inputs;
use super::settings::packs;
use crate::domain::Outcome;
use crate::engine::RunSummary;

/// Refuses to remove anybody with a pack that has changed what counts from the commit on, until somebody was rehearsed with it. A practice
/// site needs none: nothing there is real, and what is seen there says nothing of the real pages.
pub(super) fn refuse_unrehearsed(inputs: &Inputs) -> Result<(), Failure> {
    let config = &inputs.config;
    let packs = packs().filter(|_| !config.is_practice());
    // What cannot be read may be a pack that nobody was rehearsed with.
    let pack = match packs.map(|packs| packs.record()).transpose() {
        Ok(record) => record.and_then(|record| record.in_use),
        Err(refusal) => return Err(Failure::usage(refusal.what, refusal.cure)),
    };
    let files = inputs.selectors.revision();
    match pack.filter(|pack| pack.asks_for_a_rehearsal(config.surface, files)) {
        None => Ok(()),
        Some(pack) => Err(Failure::usage(
            format!(
                "the pack `{}`, revision {}, says otherwise than the files before it what removes somebody on the {} surface, and nobody \
                 was rehearsed with it and your own files as they are yet; nothing was started",
                pack.name, pack.revision, config.surface
            ),
            "rehearse one person first: the same command with --dry-run --limit 1 (without --yes, --confirm and --rehearsed), and look at \
             the picture in its report; `unlinked selectors rollback` returns to the files before",
        )),
    }
}

/// Whether somebody was brought up to the click, and all was as it should be.
fn has_rehearsed(outcomes: &BTreeMap<Outcome, usize>) -> bool {
    outcomes.get(&Outcome::Rehearsed).is_some_and(|people| *people > 0)
}

/// After a rehearsal that ended somebody well, writes down that the pack it was made with has been rehearsed.
pub(super) fn note_rehearsal(inputs: &Inputs, is_rehearsal: bool, summary: &RunSummary) {
    let config = &inputs.config;
    if !is_rehearsal || config.is_practice() || !has_rehearsed(&summary.of_this_run) {
        return;
    }
    let Some(packs) = packs() else { return };
    // The pack's folder comes last, if there is one.
    let Some(folder) = inputs.folders.last() else { return };
    if let Err(error) = packs.note_rehearsed(folder, config.surface, inputs.selectors.revision()) {
        tracing::warn!("it cannot be written down that the pack was rehearsed: {error}");
    }
}
