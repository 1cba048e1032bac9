//! What pages asked of the browser (prompts, windows, downloads; all refused), and the errors that they reported: noted in the trace
//! with the person whose page it was.
//! A page may go on asking when the work with its person is over, until another takes its place: that is still its own.

use super::running::{PageOf, Running};
use crate::browser::{Page, Stage, Wanted};
use crate::domain::Step;
use crate::trace::What;

/// How many errors of pages the trace of a run keeps.
const MOST_ERRORS: usize = 100;

impl<S: Stage> Running<'_, '_, S> {
    /// Notes what was wanted since this was called last: with whose page it was that was there then, and of pages that came after it
    /// with `now`, whose the page at hand is from here on.
    pub(super) fn note_wanted_until(&mut self, now: PageOf) {
        let Some(wanted) = self.input.stage.page().map(Page::wanted) else { return };
        let before = self.page_of.clone();
        self.note_wanted(&before, wanted.by_the_one_before);
        self.note_wanted(&now, wanted.by_later_ones);
        if wanted.is_another {
            self.page_of = now;
        }
    }

    fn note_wanted(&mut self, page_of: &PageOf, wanted: Wanted) {
        let mut told = Vec::new();
        if let Some(text) = wanted.text() {
            tracing::warn!(line = page_of.1, "{text}");
            told.push(What::Note { text });
        }
        let room = MOST_ERRORS.saturating_sub(self.page_errors);
        let more = wanted.more_errors + u64::try_from(wanted.errors.len().saturating_sub(room)).unwrap_or(0);
        told.extend(wanted.errors.into_iter().take(room).map(What::PageError));
        if more > 0 && room > 0 {
            told.push(What::Note {
                text: format!("the page reported {more} more errors, which are not kept"),
            });
        }
        let input = &mut self.input;
        let now = input.recorder.whom();
        input.recorder.about(&page_of.0, page_of.1);
        for what in told {
            self.page_errors += usize::from(matches!(what, What::PageError(_)));
            input.recorder.event(input.clock.now(), Step::Open, 0, what, None);
        }
        input.recorder.about(&now.0, now.1);
    }
}
