//! What a run did, told to people and to other programs: the replay in the terminal, the HTML report, and the forms for
//! CI and spreadsheets. Reads the ledger and the traces, writes neither.
//!
//! [`gather`] makes one [`Report`] of both; everything else turns that into text. Redaction is done once, on the
//! [`Report`], before any text is made.

mod advice;
mod days;
mod formats;
mod gather;
mod html;
mod marks;
mod model;
mod phrase;
mod picture;
mod redact;
mod reinvite;
mod replay;
mod text;

pub(crate) use formats::markdown_text;
pub use formats::{csv, json, junit, markdown};
pub use gather::{Archive, ReportError, Scope, gather};
pub use html::{Html, PictureRules, html};
pub use model::{Report, RunFacts, Story, TraceState, Traced};
pub use redact::redact;
#[cfg(test)]
pub(crate) use redact::redacted;
pub use reinvite::{Reinvite, reinvite_csv, reinvite_html, reinvite_json};
pub use replay::{Replay, choose_person, replay};
pub(crate) use text::clean as plain;

/// What a stop of a run means, and what to do next.
pub(crate) fn what_to_do(by: crate::domain::StoppedBy) -> (&'static str, &'static str) {
    let advice = advice::of_stop(by);
    (advice.means, advice.next)
}
