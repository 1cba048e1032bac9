//! What pages asked of the browser (prompts, windows, downloads; all refused): noted in the trace with the person whose page it was.
//! A page may go on asking when the work with its person is over, until another takes its place: that is still its own.

use super::running::{PageOf, Running};
use crate::browser::{Page, Stage, Wanted, WantedSince};
use crate::domain::Step;
use crate::trace::What;

impl<S: Stage> Running<'_, '_, S> {
    /// Before the work with a person begins: what the page that is still there wanted since.
    pub(super) fn wanted_before(&mut self) {
        let Some(wanted) = self.wanted() else { return };
        let (page_of, runs_own) = (self.page_of.clone(), PageOf::default());
        self.note_wanted(&page_of, wanted.by_the_one_before);
        self.note_wanted(&runs_own, wanted.by_later_ones);
        if wanted.is_another {
            self.page_of = runs_own;
        }
    }

    /// When the work with a person is over: what was wanted meanwhile, by the page from before them and by theirs.
    pub(super) fn wanted_meanwhile(&mut self) {
        let Some(wanted) = self.wanted() else { return };
        let (page_of, now) = (self.page_of.clone(), self.input.recorder.whom());
        self.note_wanted(&page_of, wanted.by_the_one_before);
        self.note_wanted(&now, wanted.by_later_ones);
        if wanted.is_another {
            self.page_of = now;
        }
    }

    fn wanted(&mut self) -> Option<WantedSince> {
        self.input.stage.page().map(Page::wanted)
    }

    fn note_wanted(&mut self, page_of: &PageOf, wanted: Wanted) {
        let Some(text) = wanted.text() else { return };
        tracing::warn!(line = page_of.1, "{text}");
        let input = &mut self.input;
        let now = input.recorder.whom();
        input.recorder.about(&page_of.0, page_of.1);
        input.recorder.event(input.clock.now(), Step::Open, 0, What::Note { text }, None);
        input.recorder.about(&now.0, now.1);
    }
}
