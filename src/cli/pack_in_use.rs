//! What a pack of selector files in use asks of a run: after one has changed what counts from the commit on, somebody is rehearsed first.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::inputs::Inputs;
use super::settings::{hiding, packs};
use crate::domain::Outcome;
use crate::engine::RunSummary;
use crate::packs::{Installed, Refusal, Rehearsed};

/// Refuses a run with a pack that is not as it was taken, and a removal with one that nobody was rehearsed with.
pub(super) fn check(inputs: &Inputs, is_rehearsal: bool) -> Result<(), Failure> {
    let Some(packs) = packs() else { return Ok(()) };
    let refused =
        |refusal: Refusal| Failure::usage(format!("{}; nothing was started", refusal.what), refusal.cure);
    // What cannot be read may be a pack that nobody was rehearsed with.
    let Some(pack) = packs.record().map_err(refused)?.in_use else { return Ok(()) };
    packs.vouch_for(&pack).map_err(refused)?;
    if is_rehearsal { Ok(()) } else { refuse_unrehearsed(inputs, &pack) }
}

/// Refuses to remove anybody with a pack that has changed what counts from the commit on, until somebody was rehearsed with it. A practice
/// site needs none: nothing there is real, and what is seen there says nothing of the real pages.
fn refuse_unrehearsed(inputs: &Inputs, pack: &Installed) -> Result<(), Failure> {
    let config = &inputs.config;
    if config.is_practice()
        || !pack.asks_for_a_rehearsal(config.surface, config.route, inputs.selectors.revision())
    {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "the pack `{}`, revision {}, says otherwise than the files before it what removes somebody on the {} surface, and nobody \
             was rehearsed with it and your own files as they are yet; nothing was started",
            pack.name, pack.revision, config.surface
        ),
        "rehearse one person first, by the same route: the same command with --dry-run --again --limit 1 (without --yes, --confirm and \
         --rehearsed), and look at the picture in its report. The dialog comes only after the click: remove one person alone after that, \
         with --limit 1; `unlinked selectors rollback` returns to the files before",
    ))
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
    let Some((folder, own)) = inputs.folders.split_last() else { return };
    let files =
        packs.record().ok().and_then(|record| record.in_use).map(|pack| pack.files).unwrap_or_default();
    let rehearsed = Rehearsed {
        surface: config.surface,
        route: config.route,
        files: inputs.selectors.revision().to_owned(),
        whole: files.keys().all(|name| hiding(own, name).is_none()),
    };
    if let Err(error) = packs.note_rehearsed(folder, rehearsed) {
        tracing::warn!(
            "it cannot be written down that the pack was rehearsed, so a removal will be refused ({error}); see that you may write into {}, and rehearse again",
            packs.folder().display()
        );
    }
}
